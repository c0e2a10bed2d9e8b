"""Where does the gradient go? Backwards through a pooling layer, output by output."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from helpers import layers, plots
from helpers.widgets.controls import choice, slider, tick
from helpers.widgets.explorer import explorer
from helpers.widgets.page import ZEROS

ARRAYS = {
    "the lecture's 4 × 4": [[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]],
    "ties, as after a ReLU": [[0, 0, 3, 3], [0, 0, 1, 3], [2, 0, 5, 0], [2, 2, 0, 5]],
    "6 × 6": [
        [3, 0, 1, 5, 2, 1],
        [1, 4, 2, 0, 3, 2],
        [0, 2, 9, 1, 0, 6],
        [6, 1, 3, 2, 8, 1],
        [2, 0, 5, 7, 1, 3],
        [1, 3, 2, 0, 4, 2],
    ],
}
LECTURE, MOST = next(iter(ARRAYS)), 6  # the first shown; squares a side
STEPS = {
    "max": (layers.max_pool_forward, layers.max_pool_backward),
    "average": (layers.avg_pool_forward, layers.avg_pool_backward),
}
LEFTS, TOP, WIDE = (12, 312, 612), 32, 276  # of the tables, in pixels of the page


@explorer(
    "Explorer: where does the gradient go? Click an output, or move row and column",
    (900, 318),
    array=choice("input", list(ARRAYS)),
    kind=choice("pooling", {"maximum": "max", "average": "average"}),
    every=tick("all outputs at once"),
    window=slider("window", 1, 4),
    stride=slider("stride", 1, 4),
    row=slider("row", 0, MOST - 1),
    col=slider("column", 0, MOST - 1),
)
def pool_gradient(
    page, array=LECTURE, kind="max", window=2, stride=2, row=0, col=0, every=False
):
    """Explorer of pooling's way back: click an output, see what gets its gradient."""
    s = back(array, kind, window, stride, row, col, every)
    count, last = len(s.x), len(s.y) - 1
    shares = np.array([[share(value) for value in line] for line in s.x_bar])
    shares[s.ties] = "0"
    gets = np.where(s.x_bar > 0, plots.PURPLE, ZEROS)
    gets[s.reads == 0] = plots.RED
    strength = np.where(s.reads, 0.25 + 0.4 * s.x_bar / max(s.x_bar.max(), 1), 0.4)
    sends = np.where(s.y_bar > 0, plots.GREEN, ZEROS)
    fmt = "{:.3g}" if count <= 4 else "{:.2g}"  # as much as a square has room for
    x, y = (np.vectorize(plots.number)(values, fmt) for values in (s.x, s.y))
    tables = (
        ("input x", plots.BLUE, x, gets, strength),
        ("output y: click one", plots.GREEN, y, sends, 0.6),
        ("gradient of the input", plots.PURPLE, shares, gets, strength),
    )
    framed = (plots.ORANGE, window, stride)
    frames = (framed, (plots.GREEN, 1, 1), framed)
    side = WIDE / count
    for left, table, frame in zip(LEFTS, tables, frames, strict=True):
        title, colour, texts, fills, alpha = table
        page.text(title, left, TOP - 10, colour, 15)
        page.grid(left, TOP, side, texts.tolist(), fills.tolist(), 20, alpha)
        colour, size, step = frame
        corner = left + side * step * s.place[1], TOP + side * step * s.place[0]
        page.box((*corner, side * size, side * size), edge=colour, width=5)
        # A press on an input means the last window that begins there.
        across, down = ((name, -0.5, count / step - 0.5) for name in ("col", "row"))
        page.drag((left, TOP, WIDE, WIDE), across, down, cursor="pointer")
    page.change("row", high=last)
    page.change("col", high=last)
    return words(s, kind, every)


@dataclass(frozen=True)
class Back:
    """A pooling, forwards and backwards from one output, or from all."""

    x: np.ndarray
    y: np.ndarray
    y_bar: np.ndarray  # the loss's gradient by y
    x_bar: np.ndarray
    place: tuple  # row and column of the chosen output
    corner: tuple  # of its window
    size: int  # inputs in a window
    reads: np.ndarray  # how many windows read each input
    ties: np.ndarray  # inputs as large as the chosen maximum that get nothing


def back(array=LECTURE, kind="max", window=2, stride=2, row=0, col=0, every=False):
    """The gradient of the loss by the chosen output, or by every one, is 1: a Back."""
    x = np.array(ARRAYS[array], dtype=float)
    forward, backward = STEPS[kind]
    y = forward(x[None, None], window, stride)[0, 0]
    row, col = min(row, len(y) - 1), min(col, len(y) - 1)
    y_bar = np.full(y.shape, float(every))
    y_bar[row, col] = 1
    x_bar = backward(y_bar[None, None], x[None, None], window, stride)[0, 0]
    reads = np.zeros(x.shape, dtype=int)
    for i, j in np.ndindex(y.shape):
        reads[i * stride :, j * stride :][:window, :window] += 1
    top, left = row * stride, col * stride
    read = np.s_[top : top + window, left : left + window]
    ties = np.zeros(x.shape, dtype=bool)
    ties[read] = (kind == "max") & (x[read] == y[row, col])
    ties &= x_bar == 0
    return Back(x, y, y_bar, x_bar, (row, col), (top, left), window**2, reads, ties)


def words(s, kind, every):
    said = (_of_all if every else _of_one)(s, kind)
    if lost := np.count_nonzero(s.reads == 0):
        no = "input lies" if lost == 1 else "inputs lie"
        said += f" {lost} {no} in no window (orange) and can get nothing."
    return said


def _of_one(s, kind):
    (row, col), (top, left), size = s.place, s.corner, s.size
    output = f"y[{row}, {col}] = {plots.number(s.y[row, col], '{:.4g}')}"
    if size == 1:
        words = f"{output} is x[{top}, {left}], which gets the whole gradient."
        return f"{words} A window of one pools nothing."
    if kind == "average":
        each = f"each of them gets {share(1 / size)} of its gradient."
        return f"{output} is the mean of {size} inputs: {each}"
    i, j = np.argwhere(s.x_bar)[0]
    words = f"{output} is x[{i}, {j}], which gets the whole gradient; "
    words += f"the other {size - 1} inputs of the window get none."
    if s.ties.any():
        same = 1 + np.count_nonzero(s.ties)
        words += (
            f" The maximum stands there {same} times; the first, row by row, gets all. "
            "At a tie there is no derivative: somebody had to choose, and PyTorch "
            "chooses like this."
        )
    return words


def _of_all(s, kind):
    """The sum over all outputs, and the input that gets most of it."""
    count, some = s.y.size, np.count_nonzero(s.x_bar)
    words = f"The {count} outputs send back 1 each"
    words = "The only output sends back 1" if count == 1 else words
    some = "All" if some == s.x.size else f"{some} of the"
    words += f". {some} {s.x.size} inputs get some of it, {count} in all."
    i, j = np.unravel_index(s.x_bar.argmax(), s.x.shape)
    most, windows = share(s.x_bar[i, j]), s.reads[i, j]
    if s.reads.max() == 1:
        return words
    words += f" Windows overlap: x[{i}, {j}] lies in {windows} of them, "
    if kind == "max":
        return f"{words}is the maximum of {most}, and gets {most}."
    return f"{words}gets {share(1 / s.size)} from each, and {most} in all."


def share(value):
    """A gradient as a fraction, such as 1/4; nothing at all for 0."""
    return str(Fraction(value).limit_denominator(16)) if value else ""
