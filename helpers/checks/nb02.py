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
    mistakes={
        "your kernel is flipped, as in a true convolution; leave it as it is": (
            "w * x → w[::-1, ::-1] * x"
        ),
        "one row and one column short: N − F + 1 windows fit, not N − F": (
            "rows + 1 → rows\ncols + 1 → cols"
        ),
        "rows and columns of the output are swapped": "return y → return y.T",
        "as large as the input; only keep the windows that lie wholly inside": (
            "return y → return convolution.correlate(x, w, 'same')"
        ),
        "as large as x; only keep the windows that lie wholly inside": (
            # an even w isn't in the middle, and may lie further on
            "return y → return convolution.correlate(x, w, 'full')"
            "[rows // 2 :, cols // 2 :][:height, :width]"
        ),
        "larger than the input; only keep the windows that lie wholly inside": (
            "return y → return convolution.correlate(x, w, 'full')"
        ),
        "only the last product of each window is left: add all of them up": (
            "(w * x[i : i + rows, j : j + cols]).sum() → "
            "w[-1, -1] * x[i + rows - 1, j + cols - 1]"
        ),
        "only w's sum is used: multiply entry by entry before you add up": (
            "w * x → w.sum() * x"
        ),
    },
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
    mistakes={
        "this moves it left: each pixel must take what its LEFT neighbour held": (
            [[0, 0, 0], [0, 0, 1], [0, 0, 0]]
        ),
        "this moves it down": [[0, 1, 0], [0, 0, 0], [0, 0, 0]],
        "this moves it up": [[0, 0, 0], [0, 0, 0], [0, 1, 0]],
        "this moves it down as well": [[1, 0, 0], [0, 0, 0], [0, 0, 0]],
        "this moves it up as well": [[0, 0, 0], [0, 0, 0], [1, 0, 0]],
        "this leaves the picture where it is": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
        "this averages with the left neighbour: the centre must count nothing": (
            [[0, 0, 0], [0.5, 0.5, 0], [0, 0, 0]]
        ),
    },
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
    mistakes={  # told in this order
        "all zeros answer 0 to everything": [[0] * 3] * 3,
        "a flat wall must answer 0: the sum must be 0": [[0] * 3, [0] * 3, [1] * 3],
        "it sees edges between left and right too: each COLUMN must sum to 0": (
            [[-1, -1, 0], [-1, 0, 1], [0, 1, 1]]
        ),
        "it answers 0 to dark above light, too": [[1, -2, 1], [0] * 3, [-1, 2, -1]],
        "upside down: the positive weights belong at the bottom, in the light": (
            [[1, 1, 1], [0, 0, 0], [-1, -1, -1]]
        ),
        "it answers + or −, depending on which rows the edge lies between": (
            [[-1, -1, -1], [2, 2, 2], [-1, -1, -1]]
        ),
    },
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
    mistakes={
        "the sum is taken before the ReLU: opposite edges have cancelled already": (
            "correlate(x, w)).sum() → correlate(x, w).sum())"
        ),
        "the ReLU is missing: opposite edges cancel in the sum": "relu( → (",
        "absolute values instead of ReLU: opposite edges count alike": "relu( → abs(",
        "the mean instead of the sum": "sum() → mean()",
        "one number for all kernels: keep one for each": (
            "return [ → return sum(\nkernels] → kernels)"
        ),
        "the ReLU is applied to the weights instead of to the answers": (
            "relu( → (\n(x, w) → (x, relu(w))"
        ),
        "the ReLU is applied to the picture instead of to the answers": (
            "relu( → (\n(x, w) → (relu(x), w)"
        ),
        "your kernels are flipped: slide them as they are": (
            "(x, w) → (x, w[::-1, ::-1])"
        ),
    },
    wide=lambda rng: (
        picture(rng, *rng.integers(4, 7, 2)),
        picture(rng, rng.integers(1, 4), *rng.integers(1, 5, 2)),
    ),
)
