"""Which of Google's emoji makes each filter of a small AlexNet most active, and where.

The filters are those of `pretrained.cifar_filters`, at each of their epochs; the
network takes pictures from −2 to 2, so that what is outside of them, 0, is grey.
"""

from functools import cache

import numpy as np
import torch
import torch.nn.functional as F

from helpers.datasets import pretrained
from helpers.features import Field, Patch, cut
from helpers.one_thread import one_thread

STRIDE, PADDING = 2, 2  # of that network's first layer
FIELD = Field((-PADDING,) * 2, (11, 11), (STRIDE,) * 2, (32, 32))
filters = cache(pretrained.cifar_filters)


@cache
def inputs():
    """The 553 emoji as the network takes them, (553, 3, 32, 32) from −2 to 2."""
    return 4 * pretrained.small_emoji() - 2


@cache
def top(epoch):
    """For each of the 64 filters the Patch of an emoji where it answers most."""
    with one_thread(), torch.no_grad():
        maps = F.conv2d(inputs(), filters()[epoch], stride=STRIDE, padding=PADDING)
    values, places = maps.transpose(0, 1).flatten(1).max(1)
    shape = len(maps), *maps.shape[2:]
    found = np.stack(np.unravel_index(places.numpy(), shape), 1).tolist()
    return [
        Patch(image, (row, column), value, cut(inputs()[image], FIELD, (row, column)))
        for value, (image, row, column) in zip(values.tolist(), found, strict=True)
    ]
