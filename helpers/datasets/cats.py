"""The twelve breeds of cats in Oxford-IIIT Pet, in full mode.

sets, names = cats.load()      # fetched once, 800 MB
"""

import torch

from helpers.datasets import full_sets, picture_folders

FOLDER = "oxford-iiit-pet"  # torchvision's name for the folder


def load(side=112):
    """({"train": (photos, labels), "test": …}, names), photos (N, 3, side, side).

    torchvision fetches it once, into the folder of the full sets.
    """
    from helpers.models.vision import torchvision  # only here: it takes two seconds

    torchvision.datasets.OxfordIIITPet(full_sets.folder(), download=True)
    root, found = full_sets.folder() / FOLDER, {}
    for split, listed in ("train", "trainval"), ("test", "test"):
        lines = (root / "annotations" / f"{listed}.txt").read_text().splitlines()
        about = [line.split() for line in lines]
        # Each line: Maine_Coon_103 28 1 9; the third number is 1 for a cat.
        found[split] = [photo for photo, _, species, _ in about if species == "1"]
    names = sorted({breed(photo) for photos in found.values() for photo in photos})
    return {
        split: (
            torch.stack([read(root / "images" / f"{p}.jpg", side) for p in photos]),
            torch.tensor([names.index(breed(p)) for p in photos]),
        )
        for split, photos in found.items()
    }, tuple(names)


def breed(photo):
    """The breed in the name of a photo: "Maine Coon" of Maine_Coon_103."""
    return photo.rpartition("_")[0].replace("_", " ")


def read(path, side):
    """The middle square of a photo, (3, side, side), from 0 to 1."""
    return torch.from_numpy(picture_folders.picture(path, side).copy()).float() / 255
