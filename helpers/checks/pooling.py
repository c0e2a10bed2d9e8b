"""Checkers of notebook 04: pooling, its gradient, shifts, pictures that pool alike."""

import copy
import math

import numpy as np

from . import base


def _windows(x, size, stride, up=False):
    """(row, column, slices) of every window; with `up` those that stick out, too."""

    def stops(n):
        room = n - size
        return -(-room // stride) + 1 if up else room // stride + 1

    rows, cols = (max(stops(n), 0) for n in x.shape)
    for i, j in np.ndindex(rows, cols):
        top, left = i * stride, j * stride
        yield i, j, (slice(top, top + size), slice(left, left + size))


def _pool(x, size, stride, take=np.max, up=False):
    """take(window) for every window of the picture, as a 2-D array."""
    x = np.asarray(x, dtype=float)
    found = list(_windows(x, size, stride, up))
    rows, cols = np.max([(i + 1, j + 1) for i, j, _ in found], axis=0)
    return np.reshape([take(x[place]) for _, _, place in found], (rows, cols))


def max_pool(attempt):
    """Checks attempt(x, size, stride): the largest number of every window."""
    mistakes = {
        "that is the average of each window; the largest number is wanted": (
            lambda x, size, stride: _pool(x, size, stride, np.mean)
        ),
        "that is the smallest number of each window": (
            lambda x, size, stride: _pool(x, size, stride, np.min)
        ),
        "that is the largest size, whatever its sign; -5 is less than 2": (
            lambda x, size, stride: _pool(np.abs(x), size, stride)
        ),
        "a window of negative numbers has a negative maximum: don't start from 0": (
            lambda x, size, stride: np.maximum(_pool(x, size, stride), 0)
        ),
        "go on by `stride`, not by `size`: windows may overlap, or leave gaps": (
            lambda x, size, stride: _pool(x, size, size)
        ),
        "the window is `size` wide; `stride` is only how far it moves": (
            lambda x, size, stride: _pool(x, stride, stride)
        ),
        "you go on by 1, not by `stride`": (lambda x, size, stride: _pool(x, size, 1)),
        "one row and one column short: the first window counts as well": (
            lambda x, size, stride: _pool(x, size, stride)[:-1, :-1]
        ),
        "a window that sticks out of the picture isn't taken: round down": (
            lambda x, size, stride: _pool(x, size, stride, up=True)
        ),
        "rows and columns are swapped": (
            lambda x, size, stride: _pool(x, size, stride).T
        ),
    }
    some = np.random.default_rng(4)
    cases = [
        (np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]), 2, 2),
        (some.permutation(42).reshape(6, 7) - 30, 3, 2),
        (some.permutation(80).reshape(8, 10) - 66, 2, 3),
    ]
    return base.check("max_pool", attempt, _pool, cases, mistakes)


def average_gradient(attempt):
    """Checks attempt(y_bar, x, size, stride): the gradient of x in average pooling."""

    def spread(y_bar, x, size, stride, share, add=True):
        x_bar = np.zeros(np.shape(x))
        for i, j, place in _windows(x, size, stride):
            if i < len(y_bar) and j < y_bar.shape[1]:
                x_bar[place] = x_bar[place] * add + share(x[place]) * y_bar[i, j]
        return x_bar

    def even(window):
        return 1 / window.size

    def right(y_bar, x, size, stride):
        return spread(y_bar, x, size, stride, even)

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
            lambda y_bar, x, size, stride: spread(y_bar, x, size, size, even)
        ),
    }
    some = np.random.default_rng(5)
    cases = []
    for shape, size, stride in (((4, 4), 2, 2), ((6, 5), 3, 2), ((7, 8), 2, 3)):
        x = some.permutation(shape[0] * shape[1]).reshape(shape)
        outputs = [(n - size) // stride + 1 for n in shape]
        cases.append((some.integers(1, 9, outputs) * 36, x, size, stride))
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


def twin(attempt):
    """Checks attempt(x): another picture with the same 2×2 maxima and averages.

    At least half of its numbers have to differ from x's in the same place.
    """
    comp = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])
    some = np.random.default_rng(6).permutation(48).reshape(6, 8)
    reports = [_twin(attempt, x) for x in (comp, some)]
    return next((report for report in reports if not report.passed), reports[0])


def _twin(attempt, x):
    name = "twin"
    verdict, details = None, [("x", base.show(x))]

    def same_as_it_is(x):
        return x

    # An attempt that stops, returns nothing or was not made: base knows what to say.
    first = base.check(name, attempt, same_as_it_is, [(x,)], {})
    if first.status == "open" or not callable(attempt):
        return first
    try:
        got = attempt(copy.deepcopy(x))
        got = base.numbers(got)
    except Exception:  # shown by base, in words
        return first
    details.append(("got", base.show(got)))
    if got.shape != x.shape:
        verdict = f"its shape is {got.shape} and should be {x.shape}"
        return base.Report("wrong", f"{name}: {verdict}", details)
    kept = [
        base.same(_pool(got, 2, 2, take), _pool(x, 2, 2, take))
        for take in (np.max, np.mean)
    ]
    moved = [
        base.same(np.sort(_pool(got, 2, 2, take), None), np.sort(wanted, None))
        for take in (np.max, np.mean)
        for wanted in [_pool(x, 2, 2, take)]
    ]
    share = np.mean(~np.isclose(got, x))
    if all(kept) and share == 0:
        verdict = "that is x itself; at least half of its numbers have to differ"
    elif all(kept) and share < 0.5:
        count = round(share * x.size)
        verdict = f"only {count} of {x.size} numbers differ: at least half have to"
    elif all(kept):
        words = "other numbers, the same maxima and averages"
        return base.Report("correct", f"{name}: correct, {words}", details)
    elif all(moved):
        verdict = "windows changed places, so the pooled pictures moved as well"
    elif kept[0]:
        verdict = "the maxima are kept, the averages aren't"
    elif kept[1]:
        verdict = "the averages are kept, the maxima aren't"
    else:
        verdict = "neither the maxima nor the averages of the 2×2 windows are kept"
    return base.Report("wrong", f"{name}: {verdict}", details)
