"""Where does the gradient go? Backwards through a pooling layer, output by output."""

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
from matplotlib.colors import to_rgb

from helpers import layers, plots
from helpers.widgets import base
from helpers.widgets.artists import Squares

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
LECTURE = next(iter(ARRAYS))
MOST = 6  # squares a side
KINDS = {"maximum": "max", "average": "average"}
STEPS = {
    "max": (layers.max_pool_forward, layers.max_pool_backward),
    "average": (layers.avg_pool_forward, layers.avg_pool_backward),
}
TITLE = "Explorer: where does the gradient go? Click an output, or move row and column"


def compute(array=LECTURE, kind="max", window=2, stride=2, row=0, col=0, every=False):
    """The input, the output, the gradients of both, the chosen window, and words.

    The gradient of the loss by the chosen output, or by every one, is 1.
    """
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
    window_of_x = np.s_[top : top + window, left : left + window]
    ties = np.zeros(x.shape, dtype=bool)  # as large as the maximum, but get nothing
    ties[window_of_x] = (kind == "max") & (x[window_of_x] == y[row, col])
    ties &= x_bar == 0
    s = SimpleNamespace(
        x=x,
        y=y,
        y_bar=y_bar,
        x_bar=x_bar,
        reads=reads,
        cell=(row, col),
        corner=(top, left),
        ties=ties,
        window=window,
        limits={"row": len(y) - 1, "col": len(y) - 1},
    )
    s.words = (_of_all if every else _of_one)(s, kind)
    if lost := np.count_nonzero(reads == 0):
        no = "input lies" if lost == 1 else "inputs lie"
        s.words += f" {lost} {no} in no window (orange) and can get nothing."
    return s


def _of_one(s, kind):
    (row, col), (top, left), size = s.cell, s.corner, s.window**2
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
    return f"{words}gets {share(1 / s.window**2)} from each, and {most} in all."


def share(value):
    """A gradient as a fraction, such as 1/4; nothing at all for 0."""
    return str(Fraction(value).limit_denominator(16)) if value else ""


class View(base.View):
    size = 900, 320
    cursor = "pointer"

    def build(self, fig, s):
        places = fig.subplots(1, 3)
        names = "input x", "output y: click one", "gradient of the input"
        colours = plots.BLUE, plots.GREEN, plots.PURPLE
        for ax, name, colour in zip(places, names, colours, strict=True):
            ax.set_title(name, color=colour, loc="left")
        self.x, self.y, self.x_bar = self.tables = [Squares(ax, MOST) for ax in places]
        self.frames = [
            table.frame(colour)
            for table, colour in zip(
                self.tables, (plots.ORANGE, plots.GREEN, plots.ORANGE), strict=True
            )
        ]
        for table, frame in zip(self.tables, self.frames, strict=True):
            self.keep(table.mesh, table.numbers, frame)

    def draw(self, s):
        side = len(s.x)
        gets = _tint(s.x_bar / max(s.x_bar.max(), 1), plots.PURPLE)
        gets[s.reads == 0] = _tint(np.array(0.45), plots.RED)
        fmt = "{:.3g}" if side <= 4 else "{:.2g}"  # as much as a square has room for
        for table, array, colours in (
            (self.x, s.x, gets),
            (self.y, s.y, _tint(s.y_bar, plots.GREEN)),
        ):
            texts = [[plots.number(value, fmt) for value in row] for row in array]
            table.show(texts, colours, side)
        shares = [[share(value) for value in row] for row in s.x_bar]
        for i, j in np.argwhere(s.ties):
            shares[i][j] = "0"
        self.x_bar.show(shares, gets, side)
        window = np.array(s.corner[::-1]) - 0.5
        self.frames[0].set_bounds(*window, s.window, s.window)
        self.frames[1].set_bounds(*np.array(s.cell[::-1]) - 0.5, 1, 1)
        self.frames[2].set_bounds(*window, s.window, s.window)

    def pointed(self, values, start, now):
        for table in self.tables:
            if place := self.at(table.ax, now):
                col, row = (round(number) for number in place)
                if table is not self.y:  # an input: the last window that begins there
                    row, col = row // values["stride"], col // values["stride"]
                return {"row": max(row, 0), "col": max(col, 0)}
        return None


def _tint(values, colour):
    """Colours (…, 3): pale grey for 0, and more of the colour the more there is."""
    values = values[..., None]
    shades = 1 - (0.25 + 0.4 * values) * (1 - np.array(to_rgb(colour)))
    return np.where(values > 0, shades, 0.94)


def pool_gradient(
    array=LECTURE, kind="max", window=2, stride=2, row=0, col=0, every=False
):
    """Explorer of pooling's way back: click an output, see what gets its gradient."""
    last = compute(array, kind, window, stride).limits
    controls = {
        "array": base.choice("input", list(ARRAYS), array),
        "kind": base.choice("pooling", KINDS, kind),
        "every": base.tick("all outputs at once", every),
        "window": base.slider("window", 1, 4, window),
        "stride": base.slider("stride", 1, 4, stride),
        "row": base.slider("row", 0, last["row"], row),
        "col": base.slider("column", 0, last["col"], col),
    }
    for name in ("window", "stride", "row", "col"):  # four in the second row
        controls[name].layout.width = "220px"
        controls[name].style.description_width = "70px"
    return base.Explorer(TITLE, compute, View(), controls)
