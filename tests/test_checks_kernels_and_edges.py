"""Notebook 02's checkers: right answers pass, each mistake is named."""

import numpy as np
import pytest
import torch

from helpers.checks import kernels_and_edges as checks


def loops(x, w):
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


def by_torch(x, w):
    x, w = (torch.tensor(array).double()[None, None] for array in (x, w))
    return torch.nn.functional.conv2d(x, w)[0, 0]


def padded(x, w):
    y = np.zeros(x.shape)
    top, left = w.shape[0] // 2, w.shape[1] // 2
    x = np.pad(x, ((top, w.shape[0]), (left, w.shape[1])))
    for i, j in np.ndindex(y.shape):
        y[i, j] = (w * x[i : i + w.shape[0], j : j + w.shape[1]]).sum()
    return y


def padded_after(x, w):
    """As PyTorch does it, where w has an even number of rows or columns."""
    margins = [((size - 1) // 2, size // 2) for size in w.shape]
    return loops(np.pad(x, margins), w)


def by_looking_further(x, w):
    rows, cols = np.subtract(w.shape, 1)
    return loops(np.pad(x, ((rows, rows), (cols, cols))), w)


def changing(x, w):
    y = loops(x, w)
    x[0, 0] = 9
    return y


def last_product(x, w):
    y = np.zeros(np.subtract(x.shape, w.shape) + 1)
    for i, j in np.ndindex(y.shape):
        for a, b in np.ndindex(w.shape):
            y[i, j] = w[a, b] * x[i + a, j + b]
    return y


def window_sum(x, w):
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape)
    return windows.sum(axis=(2, 3)) * w.sum()


def by_spectra(x, w):
    """In float32, where a 0 comes out as some 1e-7."""
    rows, cols = np.subtract(x.shape, w.shape) + 1
    x, w = (torch.fft.rfft2(torch.tensor(array).float(), (8, 8)) for array in (x, w))
    return torch.fft.irfft2(x * w.conj(), (8, 8))[:rows, :cols]


@pytest.mark.parametrize("attempt", [loops, by_torch, by_spectra])
def test_correlate2d_right(attempt):
    assert checks.correlate2d(attempt).passed


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (lambda x, w: loops(x, w[::-1, ::-1]), "flipped"),
        (lambda x, w: [row[:-1] for row in loops(x, w)[:-1]], "short"),
        (lambda x, w: np.transpose(loops(x, w)), "swapped"),
        (padded, "as large as the input"),
        (window_sum, "entry by entry"),
        (last_product, "last product"),
        (padded_after, "as large as x"),
        (by_looking_further, "larger than the input"),
        (lambda x, w: np.array(loops(x, w)).astype(x.dtype), "fractions are lost"),
        (changing, "you changed x itself"),
        (lambda x, w: loops(x, w) + [[0]], "its shape|a number or an array"),
        (lambda x, w: x[99], "stops with an error"),
    ],
)
def test_correlate2d_wrong(attempt, words):
    report = checks.correlate2d(attempt)
    assert not report.passed
    assert any(word in report.verdict for word in words.split("|"))


RIGHT = [[0, 0, 0], [1, 0, 0], [0, 0, 0]]


def test_shift_kernel():
    assert checks.shift_kernel(RIGHT).passed
    assert checks.shift_kernel(torch.tensor(RIGHT)).passed
    assert checks.shift_kernel(torch.tensor(RIGHT)[None, None]).passed
    assert checks.shift_kernel(sum(RIGHT, [])).passed
    assert "moves it left" in checks.shift_kernel([0, 0, 0, 0, 0, 1, 0, 0, 0]).verdict
    for turns, moved in ((1, "down"), (2, "left"), (3, "up")):
        wrong = np.rot90(RIGHT, -turns)
        assert f"moves it {moved}" in checks.shift_kernel(wrong).verdict
    assert "down as well" in checks.shift_kernel([1, 0, 0, 0, 0, 0, 0, 0, 0]).verdict
    assert "up as well" in checks.shift_kernel([0, 0, 0, 0, 0, 0, 1, 0, 0]).verdict
    assert "where it is" in checks.shift_kernel(np.diag([0, 1, 0])).verdict
    blend = [[0, 0, 0], [0.5, 0.5, 0], [0, 0, 0]]
    assert "averages" in checks.shift_kernel(blend).verdict
    assert "shape" in checks.shift_kernel([1, 0, 0]).verdict


@pytest.mark.parametrize(
    "w",
    [
        [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
        [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
        [[0, -1, 0], [0, 0, 0], [0, 1, 0]],
        [[0, -0.5, 0], [0, 0.5, 0], [0, 0, 0]],
        torch.tensor([[-3, -10, -3], [0, 0, 0], [3, 10, 3]]),
        torch.tensor([[-1.0] * 3, [0] * 3, [1] * 3], requires_grad=True),
        np.float32([[-0.1, -0.7, -0.1], [-0.2, -0.1, -0.2], [0.3, 0.8, 0.3]]),
        np.array([[-0.1] * 3, [-0.2] * 3, [0.3] * 3]) * 1e9,
        [-1, -1, -1, 0, 0, 0, 1, 1, 1],
    ],
)
def test_edge_kernel_right(w):
    assert checks.edge_kernel(w).passed


@pytest.mark.parametrize(
    ("w", "words"),
    [
        ([[1, 2, 1], [0, 0, 0], [-1, -2, -1]], "upside down"),
        ([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], "left and right"),
        ([[-1, -1, 0], [-1, 0, 1], [0, 1, 1]], "left and right"),
        ([[0, 0, 0], [0, 0, 0], [1, 1, 1]], "flat wall"),
        ([[-1, -1, -1], [2, 2, 2], [-1, -1, -1]], "depending on which rows"),
        ([[1, -2, 1], [0, 0, 0], [-1, 2, -1]], "0 to dark above light, too"),
        (np.zeros((3, 3)), "all zeros"),
        ([1, 1, 1, 0, 0, 0, -1, -1, -1], "upside down"),
        (np.full((3, 3), 1j), "none of them complex"),
        ([[10**400] * 3] * 3, "three rows of three"),
        ([[1, 2], [3, 4]], "three rows of three"),
        ("sobel", "three rows of three"),
        ([-1, -1, -1, 0, 0, 0, 1, 1], "nine numbers, in three rows of three"),
        (np.full((3, 3), np.nan), "nan and infinity are no weights"),
        ([[-1, -1, -1], [0, 0, 0], [1, 1, np.inf]], "nan and infinity are no weights"),
    ],
)
def test_edge_kernel_wrong(w, words):
    report = checks.edge_kernel(w)
    assert not report.passed
    assert words in report.verdict


def features(x, kernels):
    return [sum(max(0, v) for row in loops(x, w) for v in row) for w in kernels]


def features_torch(x, kernels):
    x, kernels = torch.tensor(x).double(), torch.tensor(kernels).double()
    y = torch.nn.functional.conv2d(x[None, None], kernels[:, None])
    return y.relu().sum((0, 2, 3))


@pytest.mark.parametrize("attempt", [features, features_torch])
def test_edge_features_right(attempt):
    assert checks.edge_features(attempt).passed


def answers(x, kernels):
    return [np.array(loops(x, w)) for w in kernels]


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (lambda x, k: [max(0, y.sum()) for y in answers(x, k)], "before the ReLU"),
        (lambda x, k: [y.sum() for y in answers(x, k)], "ReLU is missing"),
        (lambda x, k: [abs(y).sum() for y in answers(x, k)], "absolute values"),
        (lambda x, k: [y.clip(0).mean() for y in answers(x, k)], "mean instead"),
        (lambda x, k: sum(features(x, k)), "one number for all"),
        (lambda x, k: features(x, k[:, ::-1, ::-1]), "flipped"),
        (lambda x, k: [y.sum() for y in answers(x.clip(0), k)], "to the picture"),
        (lambda x, k: np.array(features(x, k)).astype(int), "fractions are lost"),
        (lambda x, k: [y.sum() for y in answers(x, k.clip(0))], "to the weights"),
        (lambda x, k: [y.clip(0).max() for y in answers(x, k)], "of 3 cases differ"),
        (lambda x, k: 1 / 0, "stops with an error"),
    ],
)
def test_edge_features_wrong(attempt, words):
    report = checks.edge_features(attempt)
    assert not report.passed
    assert words in report.verdict


@pytest.mark.parametrize(
    "checker",
    [
        checks.correlate2d,
        checks.shift_kernel,
        checks.edge_kernel,
        checks.edge_features,
    ],
)
def test_not_attempted(checker):
    assert "not attempted yet" in checker(...).verdict
    assert "not attempted yet" in checker(None).verdict


@pytest.mark.parametrize("checker", [checks.correlate2d, checks.edge_features])
def test_stubs_are_not_attempted(checker):
    assert "not attempted yet" in checker(lambda *given: ...).verdict
