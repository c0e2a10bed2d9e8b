"""The exercises of notebook 02: kernels and edges."""

from functools import partial

import numpy as np

from helpers import convolution
from helpers.checks import base, texts
from helpers.checks.exercise import Exercise

X = np.array([[3, 0, 2, 1, 4], [1, 5, 0, 2, 1], [0, 1, 1, 4, 2], [2, 0, 3, 1, 6]])
WIDE = np.array([[0.5, 0, -2], [0, 3, 1]])
TALL = np.array([[2, 1], [0, -1], [1, 0]])
SQUARE = np.array([[1, 2], [-1, 3]])


def correlate_by_loops(x, w):
    (height, width), (rows, cols) = x.shape, w.shape
    y = np.zeros((height - rows + 1, width - cols + 1))
    for i in range(height - rows + 1):
        for j in range(width - cols + 1):
            y[i, j] = (w * x[i : i + rows, j : j + cols]).sum()
    return y


correlate2d = Exercise("correlate2d", correlate_by_loops).on(
    (X[:3, :3], SQUARE), (X, WIDE), (X, TALL), (X.T / 2, TALL)
)


def nine(attempt):
    """Nine numbers, in whatever shape, as three rows of three."""
    if base.is_array(attempt) and base.numbers(attempt).size == 9:
        return base.numbers(attempt).reshape(3, 3)
    return attempt


shift_kernel = Exercise(
    "shift_kernel",
    [[0, 0, 0], [1, 0, 0], [0, 0, 0]],
    check=partial(base.check_value, read=nine),
)


def edge_answers(w):
    """Its answers to a plain wall, to dark left of light, and to dark above light.

    Those two are pairs: light begins in the window's last row, and in its second.
    """
    rows, cols = np.sum(w, axis=1), np.sum(w, axis=0)
    pairs = [(one[2], one[1] + one[2]) for one in (cols, rows)]
    return np.sum(w), *pairs


def edge_verdict(attempt):
    """Any kernel is right that finds dark above light, and nothing else."""
    w = nine(attempt)
    if not base.is_array(w) or np.shape(w) != (3, 3):
        return "give nine numbers, in three rows of three"
    if np.iscomplexobj(w) or not np.isfinite(w).all():
        return "nan, infinity and complex numbers are no weights: give others"
    wall, sideways, below = edge_answers(w)
    rounding = 1e-6 * np.abs(w).sum()
    seen = [
        not w.any(),
        abs(wall) > rounding,
        np.abs(sideways).max() > rounding,
        np.abs(below).max() <= rounding,
        max(below) <= rounding,
        min(below) < -rounding,
    ]
    return texts.first("edge_kernel", seen)


def edge_shown(attempt):
    w, details = nine(attempt), [("got", base.show(attempt))]
    if not base.is_array(w) or np.shape(w) != (3, 3) or np.iscomplexobj(w):
        return details
    asked = "a plain wall", "dark left of light", "dark above light"
    said = [" or ".join(f"{y:g}" for y in np.ravel(one)) for one in edge_answers(w)]
    return details + list(zip(asked, said, strict=True))


edge_kernel = Exercise(
    "edge_kernel",
    [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
    check=base.judged(edge_verdict, edge_shown),
)


def relu(y):
    return np.maximum(y, 0)


def relu_then_sum(x, kernels):
    return [relu(convolution.correlate(x, w)).sum() for w in kernels]


DARK = np.hstack([X, X[:, :1]]) - 2  # below 0, too
KERNELS = np.array(
    [[[1, -1, 0], [2, -2, 1]], [[-3, 0, 1], [1, 2, -1]], [[0, 1, 2], [-1, 0.5, -2]]]
)

edge_features = Exercise("edge_features", relu_then_sum).on(
    (DARK[1:, 1:] / 2, KERNELS[:2].astype(int)),
    (DARK, KERNELS),
    (DARK.T, KERNELS[1:]),
)
