"""Networks to train and to look into: LeNet, AlexNet, and one that has learnt already.

Each is an `nn.Sequential` whose layers have the papers' names, so `net.conv1` is one
layer and `net[:4]` are the first four; `seed` alone decides the weights at the start.
"""

from .alexnet import AlexNet
from .build import built
from .lenet import (
    CODES,
    Likeness,
    PartialConv,
    Squash,
    Subsample,
    lenet,
    lenet_1989,
    lenet_1998,
    loss_1989,
    loss_1998,
)
from .start import drawn, parameters, seeded

__all__ = [
    "CODES",
    "AlexNet",
    "Likeness",
    "PartialConv",
    "Squash",
    "Subsample",
    "built",
    "drawn",
    "lenet",
    "lenet_1989",
    "lenet_1998",
    "loss_1989",
    "loss_1998",
    "parameters",
    "seeded",
]
