"""Notebook 04's checkers: wrong answers are named, right ones pass however written."""

import math
from fractions import Fraction

import numpy as np
import pytest
import torch
from torch.nn import functional
from usual import stubs_and_crashes_are_shown

from helpers import checks


def tensor(x):
    return torch.as_tensor(np.asarray(x, dtype=float))[None, None]


def by_torch(x, size, stride, pool=functional.max_pool2d):
    return pool(tensor(x), size, stride)[0, 0]


def by_loops(x, size, stride):
    rows, cols = ((n - size) // stride + 1 for n in x.shape)
    return [
        [
            max(
                x[i * stride + a][j * stride + b].item()
                for a in range(size)
                for b in range(size)
            )
            for j in range(cols)
        ]
        for i in range(rows)
    ]


def by_view(x, size, stride):
    view = np.lib.stride_tricks.sliding_window_view(x, (size, size))
    return view[::stride, ::stride].max(axis=(2, 3))


def halved(x, size, stride):
    """As many windows as strides fit; those at the rim are cut."""
    return [
        [x[i : i + size, j : j + size].max() for j in stops]
        for stops in [range(0, x.shape[1] // stride * stride, stride)]
        for i in range(0, x.shape[0] // stride * stride, stride)
    ]


def from_everywhere(x, size, stride):
    """As the notebook's pool2 does where every window fits."""
    tops, lefts = (range(0, n, stride) for n in x.shape)
    return [[x[i : i + size, j : j + size].max() for j in lefts] for i in tops]


def too_soon(x, size, stride):
    tops, lefts = (range(0, n - size, stride) for n in x.shape)
    return [[x[i : i + size, j : j + size].max() for j in lefts] for i in tops]


def as_if_square(x, size, stride):
    stops = range(0, len(x) - size + 1, stride)
    return [[x[i : i + size, j : j + size].max() for j in stops] for i in stops]


@pytest.mark.parametrize(
    "right",
    [
        by_torch,
        by_loops,
        by_view,
        lambda *given: (tuple(map(Fraction, row)) for row in by_loops(*given)),
        lambda x, size, stride, fill=0: by_view(x, size, stride) + 0j,
        lambda x, size, stride: by_torch(x, size, stride).float().requires_grad_(),
        lambda x, size, stride: by_view(x.astype("float16"), size, stride),
    ],
)
def test_right_pools(right):
    assert checks.max_pool(right).passed


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (
            lambda x, size, stride: by_torch(x, size, stride, functional.avg_pool2d),
            "the average",
        ),
        (lambda x, size, stride: -by_torch(-x, size, stride), "smallest"),
        (lambda x, size, stride: by_torch(abs(x), size, stride), "its sign"),
        (
            lambda x, size, stride: by_torch(np.clip(x, 0, None), size, stride),
            "don't start from 0",
        ),
        (lambda x, size, stride: by_view(x, size, size), "not by `size`"),
        (lambda x, size, stride: by_view(x, stride, stride), "only how far"),
        (lambda x, size, stride: by_view(x, size, 1), "go on by 1"),
        (
            lambda x, size, stride: [
                row[:-1] for row in by_loops(x, size, stride)[:-1]
            ],
            "one row and one column short",
        ),
        (
            lambda x, size, stride: functional.max_pool2d(
                tensor(x), size, stride, ceil_mode=True
            )[0, 0],
            "round down",
        ),
        (lambda x, size, stride: by_view(x.T, size, stride), "swapped"),
        (halved, "(n - size) // stride + 1"),
        (from_everywhere, "windows that stick out are left out"),
        (too_soon, "where it just fits"),
        (as_if_square, "needn't be square"),
        (
            lambda x, size, stride: by_view(x.astype(np.uint8), size, stride),
            "cases differ",
        ),
        (lambda x, size, stride: by_view(x, size, stride) + 1, "cases differ"),
        (lambda x, size, stride: x[0], "cases differ"),
    ],
)
def test_wrong_pools_are_named(wrong, words):
    report = checks.max_pool(wrong)
    assert not report.passed and words in repr(report)


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


def like_y_bar(y_bar, x, size, stride):
    x_bar = np.zeros_like(x, dtype=y_bar.dtype)
    y_bar = y_bar / size**2
    for i, j in np.ndindex(y_bar.shape):
        top, left = i * stride, j * stride
        x_bar[top : top + size, left : left + size] += y_bar[i, j]
    return x_bar


def like_x(y_bar, x, size, stride):
    x_bar = np.zeros_like(x)
    for i, j in np.ndindex(y_bar.shape):
        top, left = i * stride, j * stride
        x_bar[top : top + size, left : left + size] += y_bar[i, j] / size**2
    return x_bar


def divided_in_place(y_bar, x, size, stride):
    y_bar /= size**2
    return by_stamps(y_bar, x, size, stride, 1)


def whole_shares(y_bar, x, size, stride):
    return by_stamps(y_bar // size**2, x, size, stride, np.ones((size, size)))


def whole_numbers(y_bar, x, size, stride):
    x_bar = np.zeros(x.shape, dtype=int)
    for i, j, a, b in np.ndindex(*y_bar.shape, size, size):
        x_bar[i * stride + a, j * stride + b] += y_bar[i, j] / size**2
    return x_bar


@pytest.mark.parametrize(
    "right",
    [by_autograd, by_stamps, like_y_bar, lambda *given: by_stamps(*given).tolist()],
)
def test_right_gradients(right):
    assert checks.average_gradient(right).passed


def averaged(y_bar, x, size, stride):
    times = by_stamps(np.ones(y_bar.shape), x, size, stride, np.ones((size, size)))
    return by_stamps(y_bar, x, size, stride) / np.where(times == 0, 1, times)


def side_by_side(y_bar, x, size, stride):
    x_bar = np.zeros(x.shape)
    for (i, j), gradient in np.ndenumerate(y_bar):
        x_bar[i * size : (i + 1) * size, j * size : (j + 1) * size] += gradient
    return x_bar / size**2


def first_only(size):
    return np.eye(size**2)[0].reshape(size, size) / size**2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda y, x, F, S: by_stamps(y, x, F, S, np.ones((F, F))), "share its"),
        (lambda y, x, F, S: by_stamps(y, x, F, S) * F, "not size"),
        (lambda y, x, F, S: by_stamps(y, x, F, S, 1 / S**2), "not by stride²"),
        (lambda y, x, F, S: by_stamps(y, x, F, S, add=False), "use +="),
        (averaged, "not averaged"),
        (lambda y, x, F, S: by_autograd(y, x, F, S, functional.max_pool2d), "max pool"),
        (lambda y, x, F, S: by_stamps(y, x, F, S, first_only(F)), "first pixel"),
        (side_by_side, "not by `size`"),
        (like_x, "an array of whole numbers can't hold fractions"),
        (divided_in_place, "you changed y_bar itself"),
        (whole_shares, "needn't be whole"),
        (whole_numbers, "x_bar hold floats"),
        (lambda y, x, F, S: y, "shape is"),
        (lambda y, x, F, S: 0 * x, "cases differ"),
    ],
)
def test_wrong_gradients_are_named(wrong, words):
    report = checks.average_gradient(wrong)
    assert not report.passed and words in repr(report)


@pytest.mark.parametrize(
    ("checker", "right"),
    [(checks.max_pool, by_view), (checks.average_gradient, by_stamps)],
)
@pytest.mark.parametrize("lose", [np.trunc, np.round, np.abs])
def test_whole_numbers_and_lost_signs_are_wrong(checker, right, lose):
    assert not checker(lambda *given: lose(right(*given))).passed


def by_trying(layers):
    """The least shift after which the windows' left ends are all as before."""
    jump = np.arange(1)
    for _, stride in layers:
        jump = np.add.outer(jump * stride, np.arange(stride)).ravel()
        jump = np.arange(len(jump))
    return len(jump)


def by_multiplying(layers):
    steps = 1
    for layer in layers:
        steps *= layer[1]
    return steps


@pytest.mark.parametrize(
    "right",
    [by_trying, by_multiplying, lambda layers: np.prod(layers, axis=0)[1] * 1.0],
)
def test_right_shifts(right):
    assert checks.merely_moved(right).passed


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda layers: np.sum(layers, axis=0)[1], "strides multiply"),
        (lambda layers: np.max(layers, axis=0)[1], "the largest stride"),
        (lambda layers: layers[-1][1], "the last layer"),
        (lambda layers: layers[0][1], "the first layer"),
        (lambda layers: np.prod([s for _, s in layers[:-1]]), "the last layer's"),
        (lambda layers: np.prod([s for _, s in layers[1:]]), "the first layer's"),
        (lambda layers: np.lcm.reduce([s for _, s in layers]), "2 after 2"),
        (lambda layers: np.prod(layers, axis=0)[0], "only how far it steps"),
        (
            lambda layers: (
                1
                + sum(
                    (layers[i][0] - 1) * math.prod(s for _, s in layers[:i])
                    for i in range(len(layers))
                )
            ),
            "receptive field",
        ),
        (lambda layers: 1, "cases differ"),
    ],
)
def test_wrong_shifts_are_named(wrong, words):
    report = checks.merely_moved(wrong)
    assert not report.passed and words in repr(report)


def blocks(x):
    rows, cols = x.shape
    return x.reshape(rows // 2, 2, cols // 2, 2)


def flip_rows(x):
    return blocks(x)[:, ::-1].reshape(x.shape)


def half_turn(x):
    return blocks(x)[:, ::-1, :, ::-1].reshape(x.shape)


def sorted_windows(x, turn=1):
    rows, cols = x.shape
    numbers = np.sort(blocks(x).swapaxes(1, 2).reshape(-1, 4))[:, ::turn]
    return numbers.reshape(rows // 2, cols // 2, 2, 2).swapaxes(1, 2).reshape(x.shape)


def turned_in_place(x):
    x[:] = turned_loops(x)
    return x


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


asked = []


def turned_once_asked(x):
    """A right answer that notices being asked twice about one picture."""
    assert not any(np.array_equal(x, other) for other in asked)
    asked.append(x.copy())
    return np.rot90(blocks(x), axes=(1, 3)).reshape(x.shape)


@pytest.mark.parametrize(
    "right",
    [
        lambda x: torch.tensor(blocks(x)).rot90(-1, (1, 3)).reshape(x.shape),
        lambda x: turned_loops(x).tolist(),
        turned_loops,
        one_flip_or_the_other,
        maxima_and_rest,
        turned_once_asked,
    ],
)
def test_right_twins(right):
    assert checks.twin(right).passed


def one_swapped(x):
    x = x.copy()
    x[0, :2] = x[1, :2].copy()
    return x


def two_swapped(x):
    x = x.copy()
    x[:2, :2] = x[1::-1, :2].copy()
    return x


def tallest_only(x):
    tall = blocks(x).max(axis=(1, 3), keepdims=True)
    return np.broadcast_to(tall, blocks(x).shape).reshape(x.shape)


def flat(x):
    means = blocks(x).mean(axis=(1, 3), keepdims=True)
    return np.broadcast_to(means, blocks(x).shape).reshape(x.shape)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda x: x, "that is x itself: the window [[1, 1], [5, 6]] comes out"),
        (two_swapped, "at least half have to: the window [[2, 4], [7, 8]] comes"),
        (half_turn, "the window [[1, 2], [2, 1]] comes out as it went in"),
        (flip_rows, "the window [[1, 2], [1, 2]] comes out as it went in"),
        (lambda x: x[:, np.arange(len(x[0])) ^ 1], "the window [[1, 1], [2, 2]] comes"),
        (lambda x: blocks(x).swapaxes(1, 3).reshape(x.shape), "as it went in"),
        (sorted_windows, "the window [[1, 1], [5, 6]] comes out as it went in"),
        (lambda x: sorted_windows(x, -1), "the window [[2, 1], [1, 1]] comes out"),
        (lambda x: maxima_and_rest(x).astype(x.dtype), "the averages aren't"),
        (lambda x: x[::-1, ::-1], "changed places"),
        (tallest_only, "the averages aren't"),
        (flat, "the maxima aren't"),
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
        (one_swapped, "the averages aren't"),
    ],
)
def test_wrong_twins_are_named(wrong, words, recwarn):
    report = checks.twin(wrong)
    assert not report.passed and words in repr(report)
    assert not recwarn
    assert [name for name, _ in report.details] == ["x", "got"]


def test_a_twin_made_of_x_itself_is_told_to_copy_it():
    assert "you changed x itself" in checks.twin(turned_in_place).verdict


@pytest.mark.parametrize(
    ("checker", "arguments"),
    [
        (checks.max_pool, "x, size, stride"),
        (checks.average_gradient, "y_bar, x, size, stride"),
        (checks.merely_moved, "layers"),
        (checks.twin, "x"),
    ],
)
def test_stubs_and_crashes(checker, arguments):
    stubs_and_crashes_are_shown(checker, arguments)
