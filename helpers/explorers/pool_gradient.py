"""Where does the gradient go? Backwards through a pooling layer, output by output."""

from fractions import Fraction

import numpy as np

from helpers import plots
from helpers.layers.one_pooling import Back
from helpers.widgets import ZEROS, choice, explorer, slider, tick

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
    x = np.array(ARRAYS[array], dtype=float)
    s = Back(x, kind, window, stride, row, col, every)
    count, last = len(x), len(s.y) - 1
    shares = np.where(s.ties, "0", np.vectorize(share)(s.x_bar))
    gets = np.where(s.x_bar > 0, plots.PURPLE, ZEROS)
    gets[s.reads == 0] = plots.RED
    strength = np.where(s.reads, 0.25 + 0.4 * s.x_bar / max(s.x_bar.max(), 1), 0.4)
    sends = np.where(s.y_bar > 0, plots.GREEN, ZEROS)
    fmt = "{:.3g}" if count <= 4 else "{:.2g}"  # as much as a square has room for
    x, y = (np.vectorize(plots.number)(values, fmt) for values in (x, s.y))
    framed, side = (plots.ORANGE, window, stride), WIDE / count
    tables = (
        ("input x", plots.BLUE, x, gets, strength, *framed),
        ("output y: click one", plots.GREEN, y, sends, 0.6, plots.GREEN, 1, 1),
        ("gradient of the input", plots.PURPLE, shares, gets, strength, *framed),
    )
    for left, table in zip(LEFTS, tables, strict=True):
        title, colour, texts, fills, alpha, edge, size, step = table
        page.text(title, left, TOP - 10, colour, 15)
        page.grid(left, TOP, side, texts, fills, 20, alpha)
        down, right = np.multiply(s.place, side * step)
        frame = left + right, TOP + down, side * size, side * size
        page.box(frame, edge=edge, width=5)
        # A press on an input means the last window that begins there.
        across, down = ((name, -0.5, count / step - 0.5) for name in ("col", "row"))
        page.drag((left, TOP, WIDE, WIDE), across, down, cursor="pointer")
    for name in ("row", "col"):
        page.most(name, last)
    return words(s)


def words(s):
    said = _of_all(s) if s.every else _of_one(s)
    if lost := np.count_nonzero(s.reads == 0):
        no = "input lies" if lost == 1 else "inputs lie"
        said += f" {lost} {no} in no window (orange) and can get nothing."
    return said


def _of_one(s):
    row, col = s.place
    output = f"y[{row}, {col}] = {plots.number(s.y[row, col], '{:.4g}')}"
    if s.size > 1 and s.kind == "average":
        each = f"each of them gets {share(1 / s.size)} of its gradient."
        return f"{output} is the mean of {s.size} inputs: {each}"
    i, j = np.argwhere(s.x_bar)[0]
    said = f"{output} is x[{i}, {j}], which gets the whole gradient"
    if s.size == 1:
        return f"{said}. A window of one pools nothing."
    said += f"; the other {s.size - 1} inputs of the window get none."
    if s.ties.any():
        said += f" The maximum stands there {1 + np.count_nonzero(s.ties)} times; the "
        said += "first, row by row, gets all. At a tie there is no derivative: "
        said += "somebody had to choose, and PyTorch chooses like this."
    return said


def _of_all(s):
    """The sum over all outputs, and the input that gets most of it."""
    count, some = s.y.size, np.count_nonzero(s.x_bar)
    said = f"The {count} outputs send" if count > 1 else "The only output sends"
    said += f" back 1{' each' * (count > 1)}. "
    some = "All" if some == s.x.size else f"{some} of the"
    said += f"{some} {s.x.size} inputs get some of it, {count} in all."
    if s.reads.max() == 1:
        return said
    i, j = np.unravel_index(s.x_bar.argmax(), s.x.shape)
    most = share(s.x_bar[i, j])
    said += f" Windows overlap: x[{i}, {j}] lies in {s.reads[i, j]} of them, "
    if s.kind == "average":
        return f"{said}gets {share(1 / s.size)} from each, and {most} in all."
    return f"{said}is the maximum of {most}, and gets {most}."


def share(value):
    """A gradient as a fraction, such as 1/4; nothing at all for 0."""
    return str(Fraction(value).limit_denominator(16)) if value else ""
