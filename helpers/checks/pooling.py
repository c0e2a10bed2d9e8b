"""Checkers of notebook 04: pooling, its gradient, and shifts."""

import math

import numpy as np

from helpers.checks import base

COMP = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])


def _fitting(n, size, stride):
    return (n - size) // stride + 1


def windows(x, size, stride, fitting=_fitting):
    """(row, column, slices) of every window; fitting(n, size, stride) of n pixels."""
    for i, j in np.ndindex(*(max(fitting(n, size, stride), 0) for n in x.shape)):
        top, left = i * stride, j * stride
        yield i, j, (slice(top, top + size), slice(left, left + size))


def pool(x, size, stride, take=np.max, fitting=_fitting):
    """take(window) for every window of the picture, as a 2-D array."""
    found = list(windows(x, size, stride, fitting))
    rows, cols = np.max([(i + 1, j + 1) for i, j, _ in found], axis=0)
    return np.reshape([take(x[place]) for _, _, place in found], (rows, cols))


def max_pool(attempt):
    """Checks attempt(x, size, stride): the largest number of every window."""
    mistakes = {
        "that is the average of each window; the largest number is wanted": (
            lambda x, size, stride: pool(x, size, stride, np.mean)
        ),
        "that is the smallest number of each window": (
            lambda x, size, stride: pool(x, size, stride, np.min)
        ),
        "that is the largest size, whatever its sign; -5 is less than 2": (
            lambda x, size, stride: pool(np.abs(x), size, stride)
        ),
        "a window of negative numbers has a negative maximum: don't start from 0": (
            lambda x, size, stride: np.maximum(pool(x, size, stride), 0)
        ),
        "go on by `stride`, not by `size`: windows may overlap, or leave gaps": (
            lambda x, size, stride: pool(x, size, size)
        ),
        "the window is `size` wide; `stride` is only how far it moves": (
            lambda x, size, stride: pool(x, stride, stride)
        ),
        "you go on by 1, not by `stride`": (lambda x, size, stride: pool(x, size, 1)),
        "one row and one column short: the first window counts as well": (
            lambda x, size, stride: pool(x, size, stride)[:-1, :-1]
        ),
        "a window that sticks out of the picture isn't taken: round down": (
            lambda x, size, stride: pool(
                x, size, stride, fitting=lambda n, F, S: -((F - n) // S) + 1
            )
        ),
        "windows that stick out are left out: the last one begins at n - size": (
            lambda x, size, stride: pool(
                x, size, stride, fitting=lambda n, F, S: -(-n // S)
            )
        ),
        "the last window is missing where it just fits: it may begin at n - size": (
            lambda x, size, stride: pool(
                x, size, stride, fitting=lambda n, F, S: len(range(0, n - F, S))
            )
        ),
        "there aren't n // stride windows: (n - size) // stride + 1 fit": (
            lambda x, size, stride: pool(
                x, size, stride, fitting=lambda n, F, S: n // S
            )
        ),
        "pictures needn't be square: count the columns apart from the rows": (
            lambda x, size, stride: (
                pool(x[:, : len(x)], size, stride) if len(x) <= x.shape[1] else None
            )
        ),
        "rows and columns are swapped": (
            lambda x, size, stride: pool(x, size, stride).T
        ),
    }
    some = np.random.default_rng(4)
    cases = [
        (COMP, 2, 2),
        (some.permutation(72).reshape(9, 8) - 60, 3, 2),
        (some.permutation(80).reshape(8, 10) - 65.5, 2, 3),
        (some.permutation(45).reshape(9, 5) - 30, 1, 2),
    ]
    return base.check("max_pool", attempt, pool, cases, mistakes)


def average_gradient(attempt):
    """Checks attempt(y_bar, x, size, stride): the gradient of x in average pooling."""

    def spread(y_bar, x, size, stride, share, add=True):
        x_bar = np.zeros(np.shape(x))
        for i, j, place in windows(x, size, stride):
            if i < len(y_bar) and j < y_bar.shape[1]:
                x_bar[place] = x_bar[place] * add + share(x[place]) * y_bar[i, j]
        return x_bar

    def even(window):
        return 1 / window.size

    def right(y_bar, x, size, stride):
        return spread(y_bar, x, size, stride, even)

    def side_by_side(y_bar, x, size, stride):
        x_bar = np.zeros(np.shape(x))
        for i, j in np.ndindex(y_bar.shape):
            place = np.s_[i * size : (i + 1) * size, j * size : (j + 1) * size]
            x_bar[place] += y_bar[i, j] / size**2
        return x_bar

    def counted(y_bar, x, size, stride):
        times = spread(np.ones_like(y_bar), x, size, stride, lambda window: 1)
        return right(y_bar, x, size, stride) / np.maximum(times, 1)

    def one(window, place):
        share = np.zeros(window.shape)
        share.flat[place] = 1
        return share

    mistakes = {
        "a window's numbers share its gradient: divide by size²": (
            lambda y_bar, x, size, stride: right(y_bar, x, size, stride) * size**2
        ),
        "a window holds size² numbers, not size: divide by size²": (
            lambda y_bar, x, size, stride: right(y_bar, x, size, stride) * size
        ),
        "divide by the number of inputs in a window, size², not by stride²": (
            lambda y_bar, x, size, stride: (
                right(y_bar, x, size, stride) * (size / stride) ** 2
            )
        ),
        "where windows overlap, shares add up: use +=, not =": (
            lambda y_bar, x, size, stride: spread(y_bar, x, size, stride, even, 0)
        ),
        "where windows overlap, shares add up: they are not averaged": counted,
        "shares needn't be whole numbers: divide with /, and let x_bar hold floats": (
            lambda y_bar, x, size, stride: right(
                y_bar // size**2 * size**2, x, size, stride
            )
        ),
        "that is the gradient of max pooling; the average has no favourite": (
            lambda y_bar, x, size, stride: spread(
                y_bar, x, size, stride, lambda window: one(window, window.argmax())
            )
        ),
        "the whole window gets a share, not only its first pixel": (
            lambda y_bar, x, size, stride: spread(
                y_bar, x, size, stride, lambda window: one(window, 0) / window.size
            )
        ),
        "go on by `stride`, not by `size`: windows may overlap, or leave gaps": (
            side_by_side
        ),
    }
    some = np.random.default_rng(5)
    cases = []
    for shape, size, stride, unit in (
        ((4, 4), 2, 2, 9.0),
        ((6, 4), 3, 2, -9.0),
        ((7, 8), 2, 3, 9.0),
    ):
        x = some.permutation(shape[0] * shape[1]).reshape(shape)
        outputs = [(n - size) // stride + 1 for n in shape]
        cases.append((some.integers(1, 9, outputs) * unit, x, size, stride))
    return base.check("average_gradient", attempt, right, cases, mistakes)


def merely_moved(attempt):
    """Checks attempt(layers): the least shift after which all features merely move.

    `layers` is a list of (size, stride), the first layer first.
    """

    def strides(layers):
        return [stride for _, stride in layers]

    mistakes = {
        "each layer steps in outputs of the one before: strides multiply": (
            lambda layers: sum(strides(layers))
        ),
        "the largest stride isn't enough: strides multiply": (
            lambda layers: max(strides(layers))
        ),
        "the last layer steps in outputs of the earlier ones: all strides count": (
            lambda layers: strides(layers)[-1]
        ),
        "the first layer isn't the only one that steps: all strides count": (
            lambda layers: strides(layers)[0]
        ),
        "the last layer's stride counts, too: its own output has to move by wholes": (
            lambda layers: math.prod(strides(layers)[:-1])
        ),
        "the first layer's stride counts, too": (
            lambda layers: math.prod(strides(layers)[1:])
        ),
        "a common multiple of the strides isn't enough: 2 after 2 makes 4": (
            lambda layers: math.lcm(*strides(layers))
        ),
        "how wide a window is doesn't matter, only how far it steps": (
            lambda layers: math.prod(size for size, _ in layers)
        ),
        "how wide a window is doesn't matter: that is the receptive field": (
            lambda layers: (
                1
                + sum(
                    (size - 1) * math.prod(strides(layers[:place]))
                    for place, (size, _) in enumerate(layers)
                )
            )
        ),
    }
    cases = [
        ([(3, 1)],),
        ([(3, 1), (2, 2)],),
        ([(3, 1), (2, 2), (3, 1), (2, 2)],),
        ([(5, 4), (3, 2), (2, 3)],),
    ]

    def right(layers):
        return math.prod(strides(layers))

    return base.check("merely_moved", attempt, right, cases, mistakes)
