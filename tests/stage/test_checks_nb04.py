"""Notebook 04's exercises: right answers however written, wrong ones by name."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
import torch
from answers import is_called, is_right, is_the_same_as, right_ones, wrong_ones
from torch.nn import functional

from helpers import checks, layers


def tensor(x):
    return torch.as_tensor(np.asarray(x, dtype=float))[None, None]


def of_one_map(pool, *given):
    return pool(*[x[None, None] if np.ndim(x) else x for x in given])[0, 0]


def by_torch(x, size, stride, pool=functional.max_pool2d, **how):
    return pool(tensor(x), size, stride, **how)[0, 0]


def by_loops(x, size, stride, best=-math.inf):
    y = []
    for i in range((len(x) - size) // stride + 1):
        y.append([])
        for j in range((len(x[0]) - size) // stride + 1):
            most = best
            for a in range(size):
                for b in range(size):
                    most = max(most, x[i * stride + a][j * stride + b])
            y[-1].append(most)
    return y


def by_view(x, size, stride):
    view = np.lib.stride_tricks.sliding_window_view(x, (size, size))
    return view[::stride, ::stride].max(axis=(2, 3))


def by_lists(x, size, stride):
    stops = [range(0, n - size + 1, stride) for n in (len(x), len(x[0]))]
    rows = [[max(column) for column in zip(*x[i : i + size])] for i in stops[0]]  # noqa: B905
    return [[max(row[j : j + size]) for j in stops[1]] for row in rows]


def from_corners(stops):
    """Max pooling from the corners that `stops` gives for each side."""

    def attempt(x, size, stride):
        tops, lefts = (stops(n, size, stride) for n in x.shape)
        return [[x[i : i + size, j : j + size].max() for j in lefts] for i in tops]

    return attempt


def by_autograd(y_bar, x, size, stride, pool=functional.avg_pool2d):
    x = tensor(x).requires_grad_()
    pool(x, size, stride).backward(tensor(y_bar))
    return x.grad[0, 0]


def by_stamps(y_bar, x, size, stride, share=None, add=True):
    share = np.ones((size, size)) / size**2 if share is None else share
    x_bar = np.zeros(x.shape)
    for (i, j), gradient in np.ndenumerate(y_bar):
        part = x_bar[i * stride :, j * stride :][:size, :size]
        part[:] = gradient * share + (part if add else 0)
    return x_bar


def by_asking(y_bar, x, size, stride):
    """Each pixel asks all windows."""

    def shares(r, c):
        for (i, j), gradient in np.ndenumerate(y_bar):
            if 0 <= r - i * stride < size and 0 <= c - j * stride < size:
                yield gradient / size**2

    return [[sum(shares(r, c)) for c in range(len(x[0]))] for r in range(len(x))]


def by_entries(dtype, divide=lambda a, b: a / b):
    def attempt(y_bar, x, size, stride):
        x_bar = np.zeros(x.shape, dtype=dtype or y_bar.dtype)
        for i, j, a, b in np.ndindex(*y_bar.shape, size, size):
            x_bar[i * stride + a, j * stride + b] += divide(y_bar[i, j], size**2)
        return x_bar

    return attempt


def averaged(y_bar, x, size, stride):
    times = by_stamps(np.ones(y_bar.shape), x, size, stride, np.ones((size, size)))
    return by_stamps(y_bar, x, size, stride) / np.where(times == 0, 1, times)


def corner(size):
    return np.pad([[1 / size**2]], (0, size - 1))


def by_trying(layers):
    for shift in itertools.count(1):
        moved = Fraction(shift)
        for _, stride in layers:
            moved /= stride
            if moved.denominator > 1:
                break
        else:
            return shift


def from_the_end(layers):
    return layers[0][1] * from_the_end(layers[1:]) if layers else 1


def field(layers):
    steps = [math.prod(s for _, s in layers[:k]) for k in range(len(layers))]
    return 1 + sum((layers[k][0] - 1) * step for k, step in enumerate(steps))


def blocks(x):
    rows, cols = x.shape
    return x.reshape(rows // 2, 2, cols // 2, 2)


def half_turn(x):
    return blocks(x)[:, ::-1, :, ::-1].reshape(x.shape)


def sorted_windows(x, turn=1):
    rows, cols = x.shape
    numbers = np.sort(blocks(x).swapaxes(1, 2).reshape(-1, 4))[:, ::turn]
    return numbers.reshape(rows // 2, cols // 2, 2, 2).swapaxes(1, 2).reshape(x.shape)


def turned_loops(x):
    """By a quarter, anticlockwise: each number takes its neighbour's place."""
    rows, cols = range(len(x)), range(len(x[0]))
    return np.array(
        [[x[i - i % 2 + j % 2][j - j % 2 + 1 - i % 2] for j in cols] for i in rows]
    )


def one_flip_or_the_other(x):
    """A window that one flip leaves alone is changed by the other."""
    flipped, upended = blocks(x)[:, :, :, ::-1], blocks(x)[:, ::-1]
    same = (flipped == blocks(x)).all(axis=(1, 3), keepdims=True)
    return np.where(same, upended, flipped).reshape(x.shape)


def maxima_and_rest(x):
    """The maximum moves on, and the others become their mean, as floats."""
    x = x.astype(float)
    for rows, cols in np.ndindex(len(x) // 2, len(x[0]) // 2):
        window = x[2 * rows : 2 * rows + 2, 2 * cols : 2 * cols + 2]
        place, tall = window.argmax(), window.max()
        window[:] = (window.sum() - tall) / 3
        window[np.unravel_index((place + 1) % 4, (2, 2))] = tall
    return x


def turned_once_asked():
    """A right answer that notices being asked twice about one picture."""
    asked = []

    def attempt(x):
        assert not any(np.array_equal(x, other) for other in asked)
        asked.append(x.copy())
        return np.rot90(blocks(x), axes=(1, 3)).reshape(x.shape)

    return attempt


def swapped(rows):
    """In the first window, numbers change places; nothing else."""

    def attempt(x):
        x = x.copy()
        x[:rows, :2] = x[1::-1, :2][:rows].copy()
        return x

    return attempt


def level(x, take):
    """Each window full of one number."""
    numbers = take(blocks(x), axis=(1, 3), keepdims=True)
    return (0 * blocks(x) + numbers).reshape(x.shape)


RIGHT = {
    "max_pool": [
        by_torch,
        by_loops,
        by_view,
        by_lists,
        lambda *given: (tuple(map(Fraction, row)) for row in by_loops(*given)),
        lambda x, size, stride, fill=0: by_view(x, size, stride) + 0j,
        lambda *given: by_torch(*given).float().requires_grad_(),
        lambda x, *how: by_view(x.astype("float32"), *how),
        lambda *given: of_one_map(layers.max_pool_forward, *given),
    ],
    "average_gradient": [
        by_autograd,
        by_stamps,
        by_asking,
        by_entries(float),
        by_entries(None),
        by_entries("float32"),
        lambda *given: of_one_map(layers.avg_pool_backward, *given),
        lambda *given: map(tuple, by_stamps(*given)),
        lambda *given: by_stamps(*given).tolist(),
    ],
    "merely_moved": [
        by_trying,
        from_the_end,
        lambda layers: math.prod(stride for _, stride in layers),
        lambda layers: np.prod(layers, axis=0)[1] * 1.0,
        lambda layers: torch.tensor(layers)[:, 1].prod(),
        lambda layers: np.exp(np.log(layers).sum(axis=0)[1]),
        lambda layers: Fraction(from_the_end(layers)),
        lambda layers: layers[:, 1].prod(),
    ],
    "twin": [
        turned_loops,
        one_flip_or_the_other,
        maxima_and_rest,
        turned_once_asked(),
        lambda x: torch.tensor(blocks(x)).rot90(-1, (1, 3)).reshape(x.shape),
        lambda x: turned_loops(x).tolist(),
        lambda x: map(list, turned_loops(x)),
        lambda x: turned_loops(x).astype("float32"),
        lambda x: [map(Fraction, row) for row in turned_loops(x)],
    ],
}


@right_ones(RIGHT)
def test_right_answers_pass(name, attempt):
    is_right(name, attempt)


def test_the_solutions_are_torchs():
    is_the_same_as("max_pool", by_torch)
    is_the_same_as("average_gradient", by_autograd)
    is_the_same_as("merely_moved", by_trying)


WRONG = {
    "max_pool": [
        (lambda *given: by_torch(*given, functional.avg_pool2d), "the average"),
        (lambda x, *how: -by_torch(-x, *how), "smallest"),
        (lambda x, *how: by_torch(abs(x), *how), "its sign"),
        (lambda x, *how: by_torch(np.clip(x, 0, None), *how), "don't start from 0"),
        (lambda *given: by_loops(*given, best=0), "don't start from 0"),
        (lambda *given: by_loops(*given, best=-999), "1 of 4 cases differ"),
        (lambda x, size, stride: by_view(x, size, size), "not by `size`"),
        (lambda x, size, stride: by_view(x, stride, stride), "only how far"),
        (lambda x, size, stride: by_view(x, size, 1), "go on by 1"),
        (lambda *given: [row[:-1] for row in by_loops(*given)[:-1]], "one row and one"),
        (lambda *given: by_torch(*given, ceil_mode=True), "round down"),
        (lambda x, *how: by_view(x.T, *how), "swapped"),
        (from_corners(lambda n, F, S: range(0, n // S * S, S)), "// stride + 1"),
        (from_corners(lambda n, F, S: range(0, n, S)), "windows that stick out are"),
        (from_corners(lambda n, F, S: range(0, n - F, S)), "where it just fits"),
        (from_corners(lambda n, F, S: range(n - F, -1, -S)[::-1]), "cases differ"),
        (lambda x, *how: by_view(x[:, : len(x)], *how), "needn't be square"),
        (lambda x, *how: by_view(x.astype(np.int64), *how), "fractions are lost"),
        (lambda x, *how: by_view(x.astype(np.uint8), *how), "cases differ"),
        (lambda x, *how: np.sort(by_view(x, *how), None), "shape is"),
        (lambda x, *how: by_view(np.abs(x, out=x), *how), "its sign"),
        (lambda x, *how: (by_view(x, *how), x.sort())[0], "you changed x itself"),
        (lambda x, size, stride: x[0], "cases differ"),
    ],
    "average_gradient": [
        (lambda y, x, F, S: by_stamps(y, x, F, S, np.ones((F, F))), "share its"),
        (lambda y, x, F, S: by_stamps(y, x, F, S) * F, "not size"),
        (lambda y, x, F, S: by_stamps(y, x, F, S, 1 / S**2), "not by stride²"),
        (lambda y, x, F, S: by_stamps(y, x, F, S, add=False), "use +="),
        (averaged, "not averaged"),
        (lambda *given: by_autograd(*given, functional.max_pool2d), "max pooling"),
        (lambda y, x, F, S: by_stamps(y, x, F, S, corner(F)), "first pixel"),
        (lambda y, x, F, S: by_stamps(y, x, F, F, 1 / F**2), "not by `size`"),
        (
            lambda y, x, *how: np.add(by_stamps(y, x, *how), 0, np.zeros_like(x)),
            "an array of whole numbers can't hold fractions",
        ),
        (
            lambda y, x, F, S: by_stamps(np.divide(y, F**2, y), x, F, S, 1),
            "you changed y itself",
        ),
        (by_entries(float, lambda a, b: a // b), "needn't be whole"),
        (by_entries(int), "x_bar hold floats"),
        (lambda y, x, F, S: y, "shape is"),
        (lambda y, x, F, S: 0 * x, "cases differ"),
        (lambda y, x, F, S: by_stamps(abs(y), x, F, S), "1 of 3 cases differ"),
    ],
    "merely_moved": [
        (lambda layers: np.sum(layers, axis=0)[1], "strides multiply"),
        (lambda layers: np.max(layers, axis=0)[1], "the largest stride"),
        (lambda layers: layers[-1][1], "the last layer steps"),
        (lambda layers: layers[0][1], "the first layer isn't"),
        (lambda layers: np.prod([s for _, s in layers[:-1]]), "the last layer's"),
        (lambda layers: np.prod([s for _, s in layers[1:]]), "the first layer's"),
        (lambda layers: np.lcm.reduce([s for _, s in layers]), "2 after 2"),
        (lambda layers: np.prod(layers, axis=0)[0], "only how far it steps"),
        (field, "receptive field"),
        (
            lambda layers: math.prod(layers.pop()[1] for _ in layers[:]),
            "you changed layers itself",
        ),
        (lambda layers: 2 ** len(layers), "cases differ"),
        (lambda layers: 1, "cases differ"),
        (lambda layers: from_the_end(layers) * layers[0][0], "cases differ"),
    ],
    "twin": [
        (lambda x: x, "that is x itself: the window [[1, 1], [5, 6]] comes out"),
        (swapped(2), "at least half have to: the window [[2, 4], [7, 8]] comes"),
        (half_turn, "the window [[1, 2], [2, 1]] comes out as it went in"),
        (
            lambda x: blocks(x)[:, ::-1].reshape(x.shape),
            "the window [[1, 2], [1, 2]] comes out as it went in",
        ),
        (lambda x: x[:, np.arange(len(x[0])) ^ 1], "the window [[1, 1], [2, 2]]"),
        (lambda x: blocks(x).swapaxes(1, 3).reshape(x.shape), "as it went in"),
        (sorted_windows, "the window [[1, 1], [5, 6]] comes out as it went in"),
        (lambda x: sorted_windows(x, -1), "the window [[2, 1], [1, 1]] comes out"),
        (lambda x: maxima_and_rest(x).astype(x.dtype), "the averages aren't"),
        (lambda x: x[::-1, ::-1], "changed places"),
        (lambda x: level(x, np.max), "the averages aren't"),
        (lambda x: level(x, np.mean), "the maxima aren't"),
        (lambda x: x + 1, "neither"),
        (lambda x: x[:2], "shape is"),
        (lambda x: "x", "not str"),
        (lambda x: x.astype(str), "not ndarray"),
        (lambda x: [[1], [2, 3]], "rows of equal length"),
        (lambda x: 1j + turned_loops(x), "neither"),
        (lambda x: x * np.nan, "neither"),
        (lambda x: x + [[np.inf, -np.inf] * (len(x[0]) // 2)], "neither"),
        (lambda x: turned_loops(x) if len(x) == 4 else x, "x itself"),
        (lambda x: turned_loops(x) if len(x) == 4 else None, "returns nothing"),
        (lambda x: turned_loops(x) if len(x) == 4 else 1 / 0, "stops with an error"),
        (swapped(1), "the averages aren't"),
        (lambda x: np.copyto(x, turned_loops(x)) or x, "you changed x itself"),
    ],
}


@wrong_ones(WRONG)
def test_wrong_answers_are_named(name, attempt, words, recwarn):
    is_called(name, attempt, words)
    assert not recwarn


def test_a_twin_is_shown_beside_its_picture():
    report = checks.twin(half_turn)
    assert [name for name, _ in report.details] == ["x", "got"]


@pytest.mark.parametrize("name", ["max_pool", "average_gradient"])
@pytest.mark.parametrize("lose", [np.trunc, np.round, np.abs])
def test_whole_numbers_and_lost_signs_are_wrong(name, lose):
    exercise = getattr(checks, name)
    assert not exercise(lambda *given: lose(exercise.right(*given))).passed
