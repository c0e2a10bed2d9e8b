"""Larger things through the same cells: folders of photos, cats, and ConvNeXt-Tiny.

sets, names = transfer.cats()               # fetched once, 800 MB
net = transfer.with_head(transfer.convnext(), len(names), seed=0)
transfer.freeze(net, "features.6")
transfer.groups(net, new="classifier.2")
transfer.features(net, transfer.resized(sets["train"][0]), "avgpool")
"""

from collections import OrderedDict

import numpy as np
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
    root, sets, names = full_sets.folder() / CATS, {}, {}
    for split, listed in ("train", "trainval"), ("test", "test"):
        images, labels = [], []
        lines = (root / "annotations" / f"{listed}.txt").read_text().splitlines()
        for line in lines:
            name, breed, species, _ = line.split()
            if species == "1":  # 2 is a dog
                path = root / "images" / f"{name}.jpg"
                images.append(picture_folders.picture(path, side))
                label = names.setdefault(int(breed), len(names))
                labels.append((label, name.rpartition("_")[0].replace("_", " ")))
        sets[split] = images, labels
    found = dict(label for _, labels in sets.values() for label in labels)
    return {
        split: (
            torch.from_numpy(np.stack(images)).float() / 255,
            torch.tensor([label for label, _ in labels]),
        )
        for split, (images, labels) in sets.items()
    }, tuple(found[label] for label in sorted(found))


def convnext():
    """torchvision's ConvNeXt-Tiny, which has learnt ImageNet, as an nn.Sequential.

    For pictures (N, 3, H, W) from −1 to 1 as `resized` gives them, of any size; its
    parts are ready, features (features.0 … features.7), avgpool and classifier. The
    first time it is fetched, 114 MB.
    """
    from helpers.vision import torchvision  # only here: it takes two seconds

    weights = torchvision.models.ConvNeXt_Tiny_Weights.IMAGENET1K_V1
    model = torchvision.models.convnext_tiny()
    model.load_state_dict(weights.get_state_dict(check_hash=True, weights_only=True))
    parts = OrderedDict(ready=Ready(), **dict(model.named_children()))
    return nn.Sequential(parts).eval()


class Ready(nn.Module):
    """From Lite0's range, −1 to 1, to that of torchvision's networks."""

    def forward(self, x):
        mean = x.new_tensor([0.485, 0.456, 0.406])[:, None, None]
        spread = x.new_tensor([0.229, 0.224, 0.225])[:, None, None]
        return ((128 * x + 127) / 255 - mean) / spread
