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


def picture_and_kernel(rng):
    return picture(rng, *rng.integers(4, 7, 2)), picture(rng, *rng.integers(1, 5, 2))


def picture(rng, *shape):
    """Whole numbers, or fractions."""
    return rng.integers(-9, 10, shape) if rng.random() < 0.5 else rng.normal(size=shape)


correlate2d = Exercise(
    "correlate2d",
    correlate_by_loops,
    cases=[(X[:3, :3], SQUARE), (X, WIDE), (X, TALL), (X.T / 2, TALL)],
    wide=picture_and_kernel,
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
    cases=None,
    wide=lambda rng: (picture(rng, 4, 5),),
    check=check_shift,
    does=lambda w, x: convolution.correlate(x, np.array(w), "same"),
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


def finds(w, dark, light):
    """What it answers on such a wall, above 0 and below it, and from side to side."""
    picture = np.full((6, 6), dark)
    picture[3:] = light
    y, sideways = (convolution.correlate(x, np.array(w)) for x in (picture, picture.T))
    return y[[0, 3]].any(), y.max() > 0, y.min() < 0, sideways.any()


def dark_and_light(rng):
    dark = rng.integers(-5, 5)
    return dark, dark + rng.integers(1, 9)


edge_kernel = Exercise(
    "edge_kernel",
    [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
    cases=None,
    wide=dark_and_light,
    check=check_edge,
    does=finds,
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
    wide=lambda rng: (
        picture(rng, *rng.integers(4, 7, 2)),
        picture(rng, rng.integers(1, 4), *rng.integers(1, 5, 2)),
    ),
)
