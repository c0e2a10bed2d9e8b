"""The exercises of notebook 04: pooling, its gradient, and shifts."""

import itertools

import numpy as np

from helpers.checks import base, texts
from helpers.checks.exercise import Exercise

COMP = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])


def distinct(rng, *shape):
    """Numbers from 0 up in disorder; rng may be a seed."""
    return np.random.default_rng(rng).permutation(np.prod(shape)).reshape(shape)


def largest_of_each(x, size, stride):
    tops, lefts = (range(0, n - size + 1, stride) for n in x.shape)
    return [[x[i : i + size, j : j + size].max() for j in lefts] for i in tops]


max_pool = Exercise("max_pool", largest_of_each).on(
    (COMP, 2, 2),
    (distinct(4, 6, 5) - 20, 3, 2),
    (99 * distinct(5, 4, 8) - 9000.5, 2, 3),
    (distinct(6, 5, 3) - 8, 1, 2),
)


def spread_evenly(y_bar, x, size, stride):
    x_bar = np.zeros(x.shape)
    for (i, j), share in np.ndenumerate(y_bar / size**2):
        top, left = i * stride, j * stride
        x_bar[top : top + size, left : left + size] += share
    return x_bar


average_gradient = Exercise("average_gradient", spread_evenly).on(
    (np.array([[9.0, 3], [6, 27]]), COMP, 2, 2),
    (np.array([[9.0, -18], [27, 63]]), distinct(5, 6, 5), 3, 2),
    (np.array([[1.0, 3, 2]]), distinct(6, 4, 8), 2, 3),
)


def least_shift(layers):
    step = 1  # how far neighbouring outputs lie apart, in pixels
    for _, stride in layers:
        step *= stride
    return step


merely_moved = Exercise("merely_moved", least_shift).on(
    ([(3, 1)],),
    ([(3, 1), (2, 2)],),
    ([(3, 1), (2, 2), (3, 1), (2, 2)],),
    ([(5, 4), (3, 2), (2, 3)],),
)


def turned_windows(x):
    rows, cols = x.shape
    windows = x.reshape(rows // 2, 2, cols // 2, 2)
    quarter = np.rot90(windows, axes=(1, 3))  # a half leaves [[1, 2], [2, 1]] as it is
    return quarter.reshape(rows, cols)


def tied():
    """Of each way to be equal in a window, but for all four, a picture full of it.

    Any swap, flip or sort leaves some of them as they are; a quarter turn none.
    """
    for kind in itertools.product((0, 1), repeat=4):
        if 0 < sum(kind) < 4:
            window = np.reshape(kind, (2, 2))
            yield np.hstack([window + 1, 3 * window + 4])


def no_twin(x, got):
    """In words, why that isn't a twin of x; or nothing."""
    if not base.is_array(got) or got.shape != x.shape:
        return base.difference(got, x)
    with np.errstate(all="ignore"):  # of NaN and infinities
        pairs = [
            [take(windows_of(picture), axis=(1, 3)) for picture in (got, x)]
            for take in (np.max, np.mean)
        ]
        count = (~np.isclose(got, x)).sum()
    kept = [base.same(*pair) for pair in pairs]
    if all(kept):
        return unturned(x, got, count) if count < x.size / 2 else ""
    if all(base.same(*(np.sort(one, None) for one in pair)) for pair in pairs):
        return "windows changed places, so the pooled pictures moved as well"
    if kept[0]:
        return "the maxima are kept, the averages aren't"
    if kept[1]:
        return "the averages are kept, the maxima aren't"
    return "neither the maxima nor the averages of the 2×2 windows are kept"


def windows_of(x):
    rows, cols = x.shape
    return x.reshape(rows // 2, 2, cols // 2, 2)


def unturned(x, got, count):
    """In words, how few numbers differ, and a window that comes out as it went in."""
    change = np.abs(windows_of(got - x)).max(axis=(1, 3))
    i, j = np.unravel_index(change.argmin(), change.shape)
    window = windows_of(x)[i, :, j].tolist()
    few = "here that is x itself"
    if count:
        few = f"only {count} of {x.size} numbers differ, at least half have to"
    return texts.say("window unchanged", few=few, window=window)


twin = Exercise(
    "twin",
    turned_windows,
    check=base.judged(
        no_twin, lambda x, got: [("x", base.show(x)), ("got", base.show(got))]
    ),
).on(*[(x,) for x in (COMP, distinct(6, 6, 8) / 4 - 5, *tied())])
