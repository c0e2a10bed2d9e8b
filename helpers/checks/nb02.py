"""The exercises of notebook 02: kernels and edges."""

import numpy as np

from helpers import convolution
from helpers.checks import base
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


correlate2d = Exercise(
    "correlate2d",
    correlate_by_loops,
    cases=[(X[:3, :3], SQUARE), (X, WIDE), (X, TALL), (X.T / 2, TALL)],
)


def nine(attempt):
    """Nine numbers, in whatever shape, as three rows of three."""
    if base.is_array(attempt) and base.numbers(attempt).size == 9:
        return base.numbers(attempt).reshape(3, 3)
    return attempt


def check_shift(name, attempt, right, cases, mistakes):
    return base.check_value(name, nine(attempt), right, mistakes)


shift_kernel = Exercise(
    "shift_kernel",
    [[0, 0, 0], [1, 0, 0], [0, 0, 0]],
    check=check_shift,
)


def check_edge(name, attempt, right, cases, mistakes):
    """Any kernel is right that finds dark above light, and nothing else."""
    if attempt is None or attempt is ...:
        return base.check_value(name, attempt, right, mistakes)
    w, details = nine(attempt), [("got", base.show(attempt))]
    if not base.is_array(w) or np.shape(w) != (3, 3):
        words = "give nine numbers, in three rows of three"
        return base.Report("wrong", f"{name}: {words}", details)
    if np.iscomplexobj(w) or not np.isfinite(w).all():
        words = "nan, infinity and complex numbers are no weights: give others"
        return base.Report("wrong", f"{name}: {words}", details)

    below, above = edge_answers(w)  # of the edge at either place
    sideways, wall = edge_answers(w.T), w.sum()
    rounding = 1e-6 * np.abs(w).sum()
    seen = [
        not w.any(),
        abs(wall) > rounding,
        np.abs(sideways).max() > rounding,
        max(abs(below), abs(above)) <= rounding,
        max(below, above) <= rounding,
        min(below, above) < -rounding,
    ]
    details += [
        ("a plain wall", f"{wall:g}"),
        ("dark left of light", " or ".join(f"{y:g}" for y in sideways)),
        ("dark above light", f"{below:g} or {above:g}"),
    ]
    for words, wrong in zip(mistakes, seen, strict=True):
        if wrong:
            return base.Report("wrong", f"{name}: {words}", details)
    return base.Report("correct", f"{name}: correct, it finds dark above light only")


def edge_answers(w):
    """The answer where light begins in the window's last row, and in its second."""
    rows = np.sum(w, axis=1)
    return rows[2], rows[1] + rows[2]


edge_kernel = Exercise(
    "edge_kernel",
    [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
    check=check_edge,
)


def relu(y):
    return np.maximum(y, 0)


def relu_then_sum(x, kernels):
    return [relu(convolution.correlate(x, w)).sum() for w in kernels]


DARK = np.hstack([X, X[:, :1]]) - 2  # below 0, too
KERNELS = np.array(
    [
        [[1, -1, 0], [2, -2, 1]],
        [[-3, 0, 1], [1, 2, -1]],
        [[0, 1, 2], [-1, 0.5, -2]],
    ]
)

edge_features = Exercise(
    "edge_features",
    relu_then_sum,
    cases=[
        (DARK[1:, 1:] / 2, KERNELS[:2].astype(int)),
        (DARK, KERNELS),
        (DARK.T, KERNELS[1:]),
    ],
)
