"""A small AlexNet that has learnt CIFAR-10, and how what its layers seek came about.

tools/data/make_filters.py trained it: data/README.md says how.
"""

import hashlib
import io
from collections import OrderedDict
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from helpers import datasets
from helpers.datasets import files

FILE = "cifar_filters.npz"


def cifar_filters():
    """{epoch: its first layer's filters (64, 3, 11, 11)}; 0 is before the first."""
    stored = arrays()
    epochs = stored["epochs"].tolist()
    return {n: torch.from_numpy(stored[f"filters/{n}"]).float() for n in epochs}


def cifar_best():
    """{layer: (epochs, channels, 9)}: which emoji excite each of its maps most.

    After each of the epochs of `cifar_filters`; numbers of `small_emoji`, the most
    exciting first.
    """
    return {
        name.removeprefix("best/"): numbers.astype(int)
        for name, numbers in arrays().items()
        if name.startswith("best/")
    }


def small_emoji():
    """Google's 553 emoji as that network takes pictures: (553, 3, 32, 32), 0 to 1."""
    parts = [datasets.load("emoji", split, full=False)[0] for split in datasets.SPLITS]
    return F.avg_pool2d(torch.cat(parts), 2)


def cifar_right():
    """{epoch: how many of CIFAR-10's 10,000 test images the network then had right}."""
    stored = arrays()
    return dict(zip(stored["epochs"].tolist(), stored["right"].tolist(), strict=True))


def alexnet():
    """torchvision's AlexNet, with what it learnt from ImageNet: (N, 3, 224, 224).

    The first time it is fetched, 233 MB; its filters are `features.0.weight`.
    """
    return from_torchvision("alexnet")


def arrays():
    """All arrays of data/cifar_filters.npz."""
    with np.load(io.BytesIO(files.verified(FILE)), allow_pickle=False) as stored:
        return dict(stored)


def convnext():
    """torchvision's ConvNeXt-Tiny, which has learnt ImageNet, as an nn.Sequential.

    For pictures (N, 3, H, W) from −1 to 1 as `resized` gives them, of any size; its
    parts are ready, features (features.0 … features.7), avgpool and classifier. The
    first time it is fetched, 114 MB.
    """
    parts = dict(from_torchvision("convnext_tiny").named_children())
    return nn.Sequential(OrderedDict(ready=Ready(), **parts)).eval()


class Ready(nn.Module):
    """From Lite0's range, −1 to 1, to that of torchvision's networks."""

    def forward(self, x):
        mean = x.new_tensor([0.485, 0.456, 0.406])[:, None, None]
        spread = x.new_tensor([0.229, 0.224, 0.225])[:, None, None]
        return ((128 * x + 127) / 255 - mean) / spread


def from_torchvision(name):
    """torchvision's network of that name, with what it has learnt from ImageNet.

    The first time its weights are fetched. Their file's name ends in the first digits
    of its SHA-256; torchvision compares them after fetching only, and here always.
    """
    from helpers.models.vision import torchvision  # only here: it takes two seconds

    weights = torchvision.models.get_model_weights(name).IMAGENET1K_V1
    path = Path(torch.hub.get_dir()) / "checkpoints" / weights.url.split("/")[-1]
    if path.exists():
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if not digest.startswith(path.stem.split("-")[-1]):
            raise ValueError(
                f"{path} is damaged or isn't the original: its SHA-256 begins with "
                f"{digest[:8]}, unlike its name's last part. Delete it and load again: "
                "it is then fetched anew."
            )
    with torch.device("meta"):  # without numbers: none are drawn, to be replaced
        model = torchvision.models.get_model(name)
    stored = weights.get_state_dict(check_hash=True, weights_only=True)
    model.load_state_dict(stored, assign=True)
    return model.eval()
