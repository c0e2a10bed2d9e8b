"""The exercises of notebook 04: pooling, its gradient, and shifts."""

import itertools

import numpy as np

from helpers import layers
from helpers.checks import base
from helpers.checks.exercise import Exercise

COMP = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])


def some(rng, *shape):
    """Whole numbers, or halves."""
    return rng.integers(-9, 10, shape) / rng.choice([1, 2])


def distinct(rng, *shape):
    """Numbers from 0 up in disorder; rng may be a seed."""
    return np.random.default_rng(rng).permutation(np.prod(shape)).reshape(shape)


def any_windows(rng):
    """(a picture, size, stride): windows overlap, leave gaps, or don't fit."""
    size, stride = (int(n) for n in rng.integers(1, 5, 2))
    return some(rng, *size + rng.integers(0, 7, 2)), size, stride


def backward_pass(rng):
    x, size, stride = any_windows(rng)
    return some(rng, *((n - size) // stride + 1 for n in x.shape)), x, size, stride


def largest_of_each(x, size, stride):
    tops, lefts = (range(0, n - size + 1, stride) for n in x.shape)
    return [[x[i : i + size, j : j + size].max() for j in lefts] for i in tops]


max_pool = Exercise(
    "max_pool",
    largest_of_each,
    cases=[
        (COMP, 2, 2),
        (distinct(4, 6, 5) - 20, 3, 2),
        (99 * distinct(5, 4, 8) - 9000.5, 2, 3),
        (distinct(6, 5, 3) - 8, 1, 2),
    ],
    mistakes={
        "that is the average of each window; "
        "the largest number is wanted": "max() → mean()",
        "that is the smallest number of each window": "max() → min()",
        "that is the largest size, whatever its sign; "
        "-5 is less than 2": "x[i → abs(x)[i",
        "a window of negative numbers has a negative maximum: "
        "don't start from 0": "max() → max(initial=0)",
        "go on by `stride`, not by `size`: "
        "windows may overlap, or leave gaps": "stride) → size)",
        "the window is `size` wide; `stride` is only how far it moves": "size → stride",
        "you go on by 1, not by `stride`": "stride) → 1)",
        "one row and one column short: "
        "the first window counts as well": "size + 1 → size + 1 - stride",
        "a window that sticks out of the picture isn't taken: "
        "round down": "size + 1 → size + stride",
        "windows that stick out are left out: "
        "the last one begins at n - size": "n - size + 1 → n",
        "the last window is missing where it just fits: "
        "it may begin at n - size": "size + 1 → size",
        "there aren't n // stride windows: "
        "(n - size) // stride + 1 fit": "n - size + 1 → n // stride * stride",
        "pictures needn't be square: "
        "count the columns apart from the rows": "x.shape → (len(x), len(x))",
        "rows and columns are swapped": """
            x.shape → x.T.shape
            x[i → x.T[i""",
    },
    wide=any_windows,
)


def spread_evenly(y_bar, x, size, stride):
    x_bar = np.zeros(x.shape)
    for (i, j), share in np.ndenumerate(y_bar / size**2):
        top, left = i * stride, j * stride
        x_bar[top : top + size, left : left + size] += share
    return x_bar


def averaged(y_bar, x, size, stride):
    times = spread_evenly(np.full(y_bar.shape, size**2), x, size, stride)
    return spread_evenly(y_bar, x, size, stride) / times.clip(1)


def of_the_maximum(y_bar, x, *how):
    return layers.max_pool_backward(y_bar[None, None], x[None, None], *how)[0, 0]


average_gradient = Exercise(
    "average_gradient",
    spread_evenly,
    cases=[
        (np.array([[9.0, 3], [6, 27]]), COMP, 2, 2),
        (np.array([[9.0, -18], [27, 63]]), distinct(5, 6, 5), 3, 2),
        (np.array([[1.0, 3, 2]]), distinct(6, 4, 8), 2, 3),
    ],
    mistakes={
        "a window's numbers share its gradient: divide by size²": "/ size**2 →",
        "a window holds size² numbers, not size: divide by size²": "size**2 → size",
        "divide by the number of inputs in a window, "
        "size², not by stride²": "size**2 → stride**2",
        "where windows overlap, shares add up: use +=, not =": "+= → =",
        "where windows overlap, shares add up: they are not averaged": averaged,
        "shares needn't be whole numbers: "
        "divide with /, and let x_bar hold floats": "/ size → // size",
        "that is the gradient of max pooling; "
        "the average has no favourite": of_the_maximum,
        "the whole window gets a share, "
        "not only its first pixel": "top : top + size, left : left + size → top, left",
        "go on by `stride`, not by `size`: "
        "windows may overlap, or leave gaps": "* stride → * size",
    },
    wide=backward_pass,
)


def least_shift(layers):
    step = 1  # how far neighbouring outputs lie apart, in pixels
    for _, stride in layers:
        step *= stride
    return step


merely_moved = Exercise(
    "merely_moved",
    least_shift,
    cases=[
        ([(3, 1)],),
        ([(3, 1), (2, 2)],),
        ([(3, 1), (2, 2), (3, 1), (2, 2)],),
        ([(5, 4), (3, 2), (2, 3)],),
    ],
    mistakes={
        "each layer steps in outputs of the one before: strides multiply": """
            step = 1 → step = 0
            *= → +=""",
        "the largest stride isn't enough: "
        "strides multiply": "step *= stride → step = max(step, stride)",
        "the last layer steps in outputs of the earlier ones: "
        "all strides count": "*= → =",
        "the first layer isn't the only one that steps: "
        "all strides count": "in layers → in layers[:1]",
        "the last layer's stride counts, too: "
        "its own output has to move by wholes": "in layers → in layers[:-1]",
        "the first layer's stride counts, too": "in layers → in layers[1:]",
        "a common multiple of the strides isn't enough: "
        "2 after 2 makes 4": "step *= stride → step = np.lcm(step, stride)",
        "how wide a window is doesn't matter, "
        "only how far it steps": "_, stride → stride, _",
        "how wide a window is doesn't matter: that is the receptive field": """
            _, stride → size, stride
            step *= stride → field, step = field + (size - 1) * step, step * stride
            step = 1 → step = field = 1
            return step → return field""",
    },
    wide=lambda rng: (rng.integers(1, 6, (rng.integers(1, 6), 2)).tolist(),),
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


def check_twin(name, attempt, right, cases, mistakes):
    """A Report on pictures of which many are right: what is kept, and what differs."""
    answers = base.run(name, attempt, cases)
    if isinstance(answers, base.Report):
        return answers
    for (x,), got in zip(cases, answers, strict=True):
        details = [("x", base.show(x)), ("got", base.show(got))]
        words = no_twin(x, got)
        if words:
            return base.Report("wrong", f"{name}: {words}", details)
    words = "correct, other numbers, the same maxima and averages"
    return base.Report("correct", f"{name}: {words}", details)


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
    few = f"only {count} of {x.size} numbers differ, at least half have to"
    return (
        f"{few if count else 'here that is x itself'}: "
        f"the window {windows_of(x)[i, :, j].tolist()} comes out as it went in"
    )


twin = Exercise(
    "twin",
    turned_windows,
    cases=[(x,) for x in (COMP, distinct(6, 6, 8) / 4 - 5, *tied())],
    mistakes={
        "here that is x itself: the window [[1, 1], "
        "[5, 6]] comes out as it went in": "return quarter → return windows",
        "the window [[1, 2], [2, 1]] comes out as it went in": "axes → k=2, axes",
        "windows changed places, so the pooled pictures "
        "moved as well": "return quarter.reshape(rows, cols) → return x[::-1, ::-1]",
        "the maxima are kept, the averages aren't": (
            "return quarter → return (0 * windows + windows.max((1, 3), keepdims=1))"
        ),
        "the averages are kept, the maxima aren't": (
            "return quarter → return (0 * windows + windows.mean((1, 3), keepdims=1))"
        ),
        "neither the maxima nor the averages of "
        "the 2×2 windows are kept": "cols) → cols) + 1",
    },
    wide=lambda rng: (distinct(rng, *2 * rng.integers(1, 4, 2)),),
    check=check_twin,
)
