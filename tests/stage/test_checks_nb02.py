"""Notebook 02's exercises: right answers however written, wrong ones by name."""

import numpy as np
import pytest
import torch
from answers import is_called, is_right, is_the_same_as, right_ones, wrong_ones
from scipy import ndimage, signal

from helpers import checks, convolution
from helpers.checks import nb02

windows_of = np.lib.stride_tricks.sliding_window_view


def loops(x, w):
    """Only with brackets that lists have, too."""
    rows, cols = len(x) - len(w) + 1, len(x[0]) - len(w[0]) + 1
    return [
        [
            sum(
                w[a][b] * x[i + a][j + b]
                for a in range(len(w))
                for b in range(len(w[0]))
            )
            for j in range(cols)
        ]
        for i in range(rows)
    ]


def by_lists(x, w):
    """A list isn't multiplied number by number, nor is an array glued."""
    wide = [row + [] for row in x]
    return loops(wide, w)


def by_torch(x, w):
    x, w = (torch.tensor(array).float()[None, None] for array in (x, w))
    return torch.nn.functional.conv2d(x, w)[0, 0]


def by_module(x, w):
    layer = torch.nn.Conv2d(1, 1, w.shape, bias=False).double()
    layer.weight.data[:] = torch.tensor(w)
    return layer(torch.tensor(x).double()[None])[0]


def by_shifts(x, w):
    rows, cols = np.subtract(x.shape, w.shape) + 1
    places = np.ndenumerate(w)
    return sum(weight * x[i : i + rows, j : j + cols] for (i, j), weight in places)


def by_spectra(x, w):
    """In float32, where a 0 comes out as some 1e-7."""
    rows, cols = np.subtract(x.shape, w.shape) + 1
    x, w = (torch.fft.rfft2(torch.tensor(array).float(), (8, 8)) for array in (x, w))
    return torch.fft.irfft2(x * w.conj(), (8, 8))[:rows, :cols]


def row_by_row(x, w):
    for i in range(len(x) - len(w) + 1):
        rows = zip(x[i : i + len(w)], w, strict=True)
        yield sum(np.correlate(of_x, of_w, "valid") for of_x, of_w in rows)


def features(x, kernels):
    return [sum(max(0, v) for row in loops(x, w) for v in row) for w in kernels]


def features_by_torch(x, kernels):
    x, kernels = torch.tensor(x).double(), torch.tensor(kernels).double()
    y = torch.nn.functional.conv2d(x[None, None], kernels[:, None])
    return y.relu().sum((0, 2, 3))


def features_by_mask(x, kernels):
    for w in kernels:
        y = by_shifts(x, w)
        yield y[y > 0].sum()


def features_at_once(x, kernels):
    y = np.einsum("ijab,kab->kij", windows_of(x, kernels[0].shape), kernels)
    return y.clip(min=0).sum(axis=(1, 2))


MOVE = [[0, 0, 0], [1, 0, 0], [0, 0, 0]]
RIGHT = {
    "correlate2d": [loops, by_lists, by_torch, by_module, by_shifts, by_spectra,
                    row_by_row, convolution.correlate,
                    lambda x, w: signal.correlate2d(x, w, "valid"),
                    lambda x, w: np.einsum("ijab,ab", windows_of(x, w.shape), w)],
    "shift_kernel": [MOVE, sum(MOVE, []), tuple(map(tuple, MOVE)), np.array(MOVE),
                     np.float32(MOVE), torch.tensor(MOVE), iter(sum(MOVE, [])),
                     torch.tensor(MOVE)[None, None], (iter(row) for row in MOVE),
                     torch.nn.Parameter(torch.tensor(MOVE).float()),
                     np.array(MOVE) == 1],
    "edge_kernel": [
        [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
        ((-1, -1, -1), (0, 0, 0), (1, 1, 1)),
        [[0, -1, 0], [0, 0, 0], [0, 1, 0]],
        [[0, -0.5, 0], [0, 0.5, 0], [0, 0, 0]],
        [[0, 0, 0], [0, -1, 0], [0, 1, 0]],
        torch.tensor([[-3, -10, -3], [0, 0, 0], [3, 10, 3]]),
        torch.tensor([[-1.0] * 3, [0] * 3, [1] * 3], requires_grad=True),
        np.float32([[-0.1, -0.7, -0.1], [-0.2, -0.1, -0.2], [0.3, 0.8, 0.3]]),
        np.array([[-0.1] * 3, [-0.2] * 3, [0.3] * 3]) * 1e9,
        [-1, -1, -1, 0, 0, 0, 1, 1, 1],
        iter([-1, -1, -1, 0, 0, 0, 1, 1, 1]),
    ],
    "edge_features": [features, features_by_torch, features_by_mask, features_at_once,
                      lambda x, k: np.float32(features(x, k)),
                      lambda x, k: tuple(features(x.tolist(), k.tolist())),
                      lambda x, k: [(abs(y) + y).sum() / 2
                                    for y in (by_shifts(x, w) for w in k)],
                      lambda x, k: (by_torch(x, w).relu().sum() for w in k)],
}  # fmt: skip


@right_ones(RIGHT)
def test_right_answers_pass(name, attempt):
    is_right(name, attempt)


def test_the_solutions_are_scipys():
    is_the_same_as("correlate2d", lambda x, w: signal.correlate2d(x, w, "valid"))
    is_the_same_as("edge_features", features_at_once)


def test_a_kernel_passes_that_finds_dark_above_light_in_pictures():
    """All kernels of −1, 0 and 1 in two columns are tried on a picture's edges."""
    wall = np.full((9, 9), 3)
    edge = wall + 4 * (np.arange(9) > 4)[:, None]
    for rows in np.ndindex((3,) * 6):
        w = np.zeros((3, 3), int)
        w[:, ::2] = np.reshape(rows, (3, 2)) - 1
        y, plain, beside = (ndimage.correlate(x, w) for x in (edge, wall, edge.T))
        found = y.max() > 0 and not (y.min() < 0 or plain.any() or beside.any())
        assert checks.edge_kernel(w).passed == found, w


@pytest.mark.parametrize("place", range(9))
def test_the_way_that_a_kernel_moves_is_said(place):
    w = np.eye(9)[place].reshape(3, 3)
    row, col = place // 3 - 1, place % 3 - 1
    report = checks.shift_kernel(w)
    assert report.passed == (place == 3)
    if col == -1 and row:
        assert {-1: "down as well", 1: "up as well"}[row] in report.verdict
    elif not report.passed and not (row and col):
        ways = {(0, 1): "left", (-1, 0): "down", (1, 0): "up", (0, 0): "where it is"}
        assert ways[row, col] in report.verdict


def padded(before):
    """As large as x: with so many more rows, or columns, before it."""

    def attempt(x, w):
        margins = [(before(size), size - 1 - before(size)) for size in w.shape]
        return loops(np.pad(x, margins), w)

    return attempt


def last_product(x, w):
    y = np.zeros(np.subtract(x.shape, w.shape) + 1)
    for i, j in np.ndindex(y.shape):
        for a, b in np.ndindex(w.shape):
            y[i, j] = w[a, b] * x[i + a, j + b]
    return y


def in_place(x, w):
    y = loops(x, w)
    x[: len(y), : len(y[0])] = y
    return y


def square_only(x, w):
    F = len(w)
    return [
        [(w * x[i : i + F, j : j + F]).sum() for j in range(x.shape[1] - F + 1)]
        for i in range(x.shape[0] - F + 1)
    ]


def of_answers(number, before=lambda x, k: (x, k)):
    """For each kernel, number(y)."""

    def attempt(x, kernels):
        x, kernels = before(x, kernels)
        return [number(np.array(loops(x, w))) for w in kernels]

    return attempt


WRONG = {
    "correlate2d": [
        (lambda x, w: loops(x, w[::-1, ::-1]), "flipped"),
        (lambda x, w: signal.convolve2d(x, w, "valid"), "flipped"),
        (lambda x, w: [row[:-1] for row in loops(x, w)[:-1]], "N − F + 1 windows"),
        (lambda x, w: list(zip(*loops(x, w), strict=True)), "swapped"),
        (padded(lambda size: size // 2), "as large as the input"),
        (padded(lambda size: (size - 1) // 2), "as large as x"),
        (lambda x, w: signal.correlate2d(x, w), "larger than the input"),
        (lambda x, w: windows_of(x, w.shape).sum((2, 3)) * w.sum(), "entry by entry"),
        (last_product, "last product"),
        (lambda x, w: np.array(loops(x, w)).astype(x.dtype), "fractions are lost"),
        (lambda x, w: np.array(loops(x, w)).astype(w.dtype), "fractions are lost"),
        (in_place, "you changed x itself"),
        (square_only, "stops with an error"),
        (lambda x, w: loops(x, w) + [[0]], "only numbers, in rows of equal length"),
        (lambda x, w: np.abs(loops(x, w)), "the values are not"),
    ],
    "shift_kernel": [
        ([0, 0, 0, 0, 0, 1, 0, 0, 0], "moves it left"),
        ([[0, 0, 0], [0.5, 0.5, 0], [0, 0, 0]], "averages"),
        ([1, 0, 0], "its shape is (3,) and should be (3, 3)"),
        ([[0, 0, 0], [2, 0, 0], [0, 0, 0]], "the values are not"),
        (np.full((3, 3), np.nan), "nan or infinity"),
    ],
    "edge_kernel": [
        ([[1, 2, 1], [0, 0, 0], [-1, -2, -1]], "upside down"),
        ([1, 1, 1, 0, 0, 0, -1, -1, -1], "upside down"),
        ([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], "left and right"),
        ([[0, 0, 0], [0, 0, 0], [1, 1, 1]], "flat wall"),
        (np.ones((3, 3)) / 9, "flat wall"),
        ([[1, 1, 1], [-2, -2, -2], [1, 1, 1]], "depending on which rows"),
        ([[0, 0, 0], [1, -2, 1], [-1, 2, -1]], "0 to dark above light, too"),
        (np.zeros(9), "all zeros"),
        (np.full((3, 3), 1j), "complex numbers are no weights"),
        ([[10**400] * 3] * 3, "three rows of three"),
        ([[1, 2], [3, 4]], "three rows of three"),
        ("sobel", "three rows of three"),
        ([-1, -1, -1, 0, 0, 0, 1, 1], "nine numbers, in three rows of three"),
        (np.full((3, 3), np.nan), "nan, infinity and complex numbers are no weights"),
        ([[-1, -1, -1], [0, 0, 0], [1, 1, np.inf]], "nan, infinity and complex"),
    ],
    "edge_features": [
        (of_answers(lambda y: max(0, y.sum())), "before the ReLU"),
        (of_answers(np.sum), "the ReLU is missing"),
        (of_answers(lambda y: np.abs(y).sum()), "absolute values"),
        (of_answers(lambda y: y.clip(0).mean()), "the mean instead"),
        (lambda x, k: sum(features(x, k)), "one number for all"),
        (lambda x, k: features(x, k[:, ::-1, ::-1]), "flipped"),
        (of_answers(np.sum, lambda x, k: (x.clip(0), k)), "to the picture"),
        (of_answers(np.sum, lambda x, k: (x, k.clip(0))), "to the weights"),
        (of_answers(lambda y: y.clip(0).max()), "of 3 cases differ"),
        (lambda x, k: np.array(features(x, k)).astype(int), "fractions are lost"),
        (lambda x, k: features(x, k)[:2], "its shape is (2,)"),
        (lambda x, k: features(x.clip(0, out=x), k), "you changed x itself"),
    ],
}


@wrong_ones(WRONG)
def test_wrong_answers_are_named(name, attempt, words):
    is_called(name, attempt, words)


def test_what_an_edge_kernel_answers_is_shown():
    report = checks.edge_kernel([[-1, -1, -1], [2, 2, 2], [-1, -1, -1]])
    assert ("dark above light", "-3 or 3") in report.details
    assert ("a plain wall", "0") in report.details
    assert nb02.edge_answers(np.arange(9).reshape(3, 3)) == (21, 33)
