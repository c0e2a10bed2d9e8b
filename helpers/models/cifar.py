"""A small AlexNet that has learnt CIFAR-10, and how its first filters came about.

data/make_filters.py trained it: data/README.md says how, and what it gets right.
"""

import io
from collections import OrderedDict

import numpy as np
import torch
from torch import nn

from helpers import arithmetic, files

from .build import built

FILE = "cifar_filters.npz"
SHAPE = 3, 32, 32
LAYERS = [
    arithmetic.Conv(64, 11, 2, 2, name="conv1"),  # (64, 13, 13); AlexNet's size
    arithmetic.Pool(3, 2, name="pool1"),
    arithmetic.Conv(48, 5, padding=2, name="conv2"),  # (48, 6, 6)
    arithmetic.Pool(3, 2, 1, name="pool2"),
    arithmetic.Conv(64, 3, padding=1, name="conv3"),  # (64, 3, 3)
    arithmetic.Conv(64, 3, padding=1, name="conv4"),
    arithmetic.Conv(48, 3, padding=1, name="conv5"),
    arithmetic.Pool(3, 2, 1, name="pool5"),  # (48, 2, 2)
    arithmetic.Dense(128, name="fc6"),
    arithmetic.Dense(128, name="fc7"),
    arithmetic.Dense(10, name="fc8"),
]


class Centre(nn.Module):
    """Pictures from 0 to 1 become −2 to 2: around 0, and about as wide as a bell."""

    def forward(self, x):
        return 4 * x - 2


def untrained_cifar_net(seed=0):
    """The network as it was before training: pictures (N, 3, 32, 32) to (N, 10)."""
    net = built(SHAPE, LAYERS, seed)
    return nn.Sequential(OrderedDict(centre=Centre(), **dict(net.named_children())))


def cifar_net():
    """The network with what it learnt: pictures (N, 3, 32, 32), 0 to 1, to (N, 10)."""
    model = untrained_cifar_net()
    stored = arrays()
    weights = {
        name: torch.from_numpy(stored[f"weights/{name}"]).float()
        for name in model.state_dict()
    }
    model.load_state_dict(weights)
    return model.eval()


def cifar_filters():
    """{epoch: its first layer's filters (64, 3, 11, 11)}; 0 is before the first."""
    stored = arrays()
    epochs = stored["epochs"].tolist()
    return {n: torch.from_numpy(stored[f"filters/{n}"]).float() for n in epochs}


def cifar_right():
    """{epoch: how many of CIFAR-10's 10,000 test images the network then had right}."""
    stored = arrays()
    return dict(zip(stored["epochs"].tolist(), stored["right"].tolist(), strict=True))


def imagenet_alexnet():
    """torchvision's AlexNet, with what it learnt from ImageNet: (N, 3, 224, 224).

    The first time it is fetched, 233 MB; its filters are `features.0.weight`.
    """
    from helpers.vision import pretrained  # only here: it takes two seconds

    return pretrained("alexnet")


def arrays():
    """All arrays of data/cifar_filters.npz."""
    with np.load(io.BytesIO(files.verified(FILE)), allow_pickle=False) as stored:
        return dict(stored)
