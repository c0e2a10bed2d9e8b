"""Larger things through the same cells: folders of photos, cats, and ConvNeXt-Tiny.

sets, names = transfer.cats()               # fetched once, 800 MB
net = transfer.with_head(transfer.convnext(), len(names), seed=0)
transfer.freeze(net, "features.6")
transfer.groups(net, new="classifier.2")
transfer.features(net, transfer.resized(sets["train"][0]), "avgpool")
"""

from collections import OrderedDict

import torch
from torch import nn

from helpers import full_sets, picture_folders

CATS = "oxford-iiit-pet"  # torchvision's name for the folder


def pictures_of(folder, side=112):
    """({"train": (pictures, labels), "test": …}, names) of any folder of pictures.

    It has train/ and val/ or test/ inside, with one folder a class in each. Pictures
    are (N, 3, side, side) from 0 to 1, as `datasets.load` gives them.
    """
    sets, names = picture_folders.load(folder, side)
    return {k: (x.float() / 255, y) for k, (x, y) in sets.items()}, tuple(names)


def cats(side=112):
    """The same of the twelve breeds of cats in Oxford-IIIT Pet, in full mode.

    torchvision fetches it once, into the folder of the full sets.
    """
    from helpers.vision import torchvision  # only here: it takes two seconds

    torchvision.datasets.OxfordIIITPet(full_sets.folder(), download=True)
    root, found = full_sets.folder() / CATS, {}
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


def convnext():
    """torchvision's ConvNeXt-Tiny, which has learnt ImageNet, as an nn.Sequential.

    For pictures (N, 3, H, W) from −1 to 1 as `resized` gives them, of any size; its
    parts are ready, features (features.0 … features.7), avgpool and classifier. The
    first time it is fetched, 114 MB.
    """
    from helpers.vision import pretrained  # only here: it takes two seconds

    parts = dict(pretrained("convnext_tiny").named_children())
    return nn.Sequential(OrderedDict(ready=Ready(), **parts)).eval()


class Ready(nn.Module):
    """From Lite0's range, −1 to 1, to that of torchvision's networks."""

    def forward(self, x):
        mean = x.new_tensor([0.485, 0.456, 0.406])[:, None, None]
        spread = x.new_tensor([0.229, 0.224, 0.225])[:, None, None]
        return ((128 * x + 127) / 255 - mean) / spread
