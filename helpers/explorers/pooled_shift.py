"""A digit moved about, its feature map pooled, and how far it is from before."""

from functools import cache, lru_cache
from itertools import product

import numpy as np

from helpers import convolution, datasets, kernels
from helpers.layers.pooling_in_place import pool

REACH = 8  # pixels that the digit can be moved, each way
SHOWN = 40  # pixels a side: a digit has at most 20, and the reach on both sides
SIZE = 56  # of the canvas, which goes on beyond what is shown: nothing is ever lost
SHIFTS = range(-REACH, REACH + 1)
WHOLE = SIZE  # the window that is as large as the map
PLAIN = "none", 1, 1  # no pooling


@cache
def digits():
    """Ten test digits, one of each kind, in the middle of a canvas: (10, 56, 56)."""
    images, labels = datasets.load("mnist", "test")
    canvas = np.zeros((10, SIZE, SIZE))
    for digit in range(10):
        image = images[labels == digit][0, 0].numpy()
        rows, cols = np.nonzero(image)
        image = image[rows.min() : rows.max() + 1, cols.min() : cols.max() + 1]
        high, wide = image.shape
        top, left = (SIZE - high) // 2, (SIZE - wide) // 2
        canvas[digit, top : top + high, left : left + wide] = image
    return canvas


@cache
def features():
    """The ten digits after an edge kernel and a ReLU: (10, 56, 56)."""
    w = kernels.named("vertical edges")
    maps = [convolution.correlate(x, w, "same") for x in digits()]
    return np.maximum(maps, 0)


def settle(kind, window, stride):
    """The settings as they are used: what has no say is 1; a whole map is one unit."""
    if kind == "none":
        return PLAIN
    if kind == "skip":
        return kind, 1, stride
    if window == WHOLE:
        return "average" if kind == "blur" else kind, WHOLE, WHOLE
    return kind, window, stride


def move(maps, down, right):
    """The maps, moved by whole units; the margin is empty, so nothing comes round."""
    return np.roll(maps, (down, right), axis=(-2, -1))


def distance(a, b):
    """The root of the summed squared differences, over the last two axes."""
    return np.sqrt(((a - b) ** 2).sum(axis=(-2, -1)))


@lru_cache(64)
def pooled(digit, used, down, right):
    """The pooled feature map of a moved digit; `used` is as `settle` gives it."""
    return pool(move(features()[digit], down, right), *used)


@cache
def _typical(used):
    """The median distance of two different digits' pooled maps, over all 45 pairs."""
    maps = pool(features(), *used)
    first, second = np.triu_indices(len(maps), 1)
    return np.median(distance(maps[first], maps[second]))


def compare(digit, used, down, right, moved):
    """(the new pooled map, the old one it is compared with, their distance).

    The old one stays where it was, or is `moved` by whole units: as near as it gets.
    """
    new, old = pooled(digit, used, down, right), pooled(digit, used, 0, 0)
    olds, stride = [old], used[-1]
    if moved:
        units = [{n // stride, -(-n // stride)} for n in (down, right)]
        olds = [move(old, *step) for step in product(*units)]
    nearest = min(olds, key=lambda old: distance(new, old))
    return new, nearest, distance(new, nearest) / _typical(used)


@cache
def curve(digit, used, down, moved):
    """The distances of all shifts to the right."""
    return np.array([compare(digit, used, down, right, moved)[2] for right in SHIFTS])
