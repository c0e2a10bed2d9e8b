"""Networks to train and to look into: LeNet, AlexNet, and one that has learnt already.

Each is an `nn.Sequential` whose layers have the papers' names, so `net.conv1` is one
layer and `net[:4]` are the first four; `seed` alone decides the weights at the start.
"""

from helpers.models.alexnet import AlexNet
from helpers.models.build import built
from helpers.models.lenet import (
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
from helpers.models.lite0 import imagenet, lite0, photo_for_lite0
from helpers.models.seeding import drawn, parameters, seeded


def __getattr__(name):
    if name == "IMAGENET":  # made when it's first asked for: torchvision is slow
        return imagenet()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
