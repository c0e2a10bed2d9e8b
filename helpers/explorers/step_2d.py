"""Step through a 2-D convolution: window, products, sum, output so far."""

from types import SimpleNamespace

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from helpers import plots
from helpers.widgets import base
from helpers.widgets.artists import Words

# The example of two lectures (UVA and VUW).
X = np.array(
    [
        [1, 1, 1, 0, 0],
        [0, 1, 1, 1, 0],
        [0, 0, 1, 1, 1],
        [0, 0, 1, 1, 0],
        [0, 1, 1, 0, 0],
    ]
)
W = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]])
MARGIN = 1  # the most padding there is
EMPTY = 0.93, 0.93, 0.93  # the colour of a square that holds 0, or nothing yet
TITLE = "Explorer: step through a 2-D convolution; drag the window, or move the slider"


def compute(position=0, stride=1, padding=0):
    """All that is seen at one stop of the window; blank squares are NaN."""
    f = len(W)
    padded = np.pad(X, padding)
    stops = places(stride, padding)
    position = min(position, stops**2 - 1)
    row, col = divmod(position, stops)
    top, left = row * stride, col * stride
    products = W * padded[top : top + f, left : left + f]
    windows = np.lib.stride_tricks.sliding_window_view(padded, W.shape)
    every = (windows[::stride, ::stride] * W).sum(axis=(2, 3))
    done = np.arange(stops**2).reshape(stops, stops) <= position
    read = (stops - 1) * stride + f
    unread = len(padded) - read
    words = (
        f"Stop {position + 1} of {stops**2}: the window starts {top} down and {left} "
        f"right. Its nine products add up to {products.sum()}, which is "
        f"y[{row}, {col}]."
    )
    if unread:
        lost = "row and column are" if unread == 1 else f"{unread} rows and columns are"
        words += f" Steps of {stride} don't fit: the last {lost} never read (orange)."
    return SimpleNamespace(
        padding=padding,
        unread=unread,
        window=(top - padding, left - padding),
        products=products,
        output=np.where(done, every, np.nan),
        cell=(row, col),
        words=words,
        limits={"position": stops**2 - 1},
    )


def places(stride, padding):
    """In how many places, in each direction, the window can stand."""
    return (len(X) + 2 * padding - len(W)) // stride + 1


class Table:
    """Squares with numbers on an axes; `low` is the first row's and column's place."""

    def __init__(self, ax, size, low=0):
        self.ax, self.size = ax, size
        ends = low - 0.5, low + size - 0.5
        edges = np.arange(size + 1) + ends[0]
        blank = np.zeros((size, size, 4))
        self.squares = plots.bare(ax).pcolormesh(
            edges, edges, blank, edgecolors="white", linewidth=2
        )
        ax.set(xlim=(ends[0] - 0.1, ends[1] + 0.1), ylim=(ends[1] + 0.1, ends[0] - 0.1))
        ax.set_aspect("equal")
        self.numbers = Words(ax, 13)
        self.places = [(j + low, i + low) for i, j in np.ndindex(size, size)]

    def show(self, values, colour, strongest):
        """Writes the numbers, coloured by their size; NaN is a square without one."""
        rows, cols = values.shape
        shades = np.zeros((self.size, self.size, 4))
        strength = np.nan_to_num(values / strongest)[..., None] * 0.6
        tint = 1 - strength * (1 - np.array(to_rgb(colour)))
        shades[:rows, :cols, :3] = np.where(strength > 0, tint, EMPTY)
        shades[:rows, :cols, 3] = 1
        self.squares.set_array(shades)
        written = np.full((self.size, self.size), np.nan)
        written[:rows, :cols] = values
        self.numbers.show([plots.number(v) for v in written.flat], self.places)

    def frame(self, size, colour):
        patch = Rectangle((0, 0), size, size, fill=False, ec=colour, lw=4, zorder=5)
        return self.ax.add_patch(patch)


class View(base.View):
    size = 900, 280
    cursor = "pointer"

    def pointed(self, values, start, now):
        stride, padding = values["stride"], values["padding"]
        over_x, over_y = self.at(self.input, now), self.at(self.output.ax, now)
        if over_x:  # there the window's middle follows
            over_y = (np.array(over_x) + padding - len(W) // 2) / stride
        if over_y is not None:
            stops = places(stride, padding)
            col, row = np.clip(np.round(over_y).astype(int), 0, stops - 1)
            return {"position": int(row * stops + col)}

    def build(self, fig, s):
        n, f = len(X), len(W)
        most = places(stride=1, padding=MARGIN)
        widths = [n + 2 * MARGIN, f + 1, f + 1, most]
        panels = fig.subplots(1, 4, width_ratios=widths)
        self.input = panels[0]
        titles = ["input x", "kernel w", "products", "output y so far"]
        colours = [plots.BLUE, plots.KERNEL, plots.INK, plots.GREEN]
        for ax, title, colour in zip(panels, titles, colours, strict=True):
            ax.set_title(title, color=colour, loc="left")
            ax.set_anchor("NW")

        # The input and its ring of zeros never change: a cover hides the ring where
        # there is no padding, and tints orange what is lost.
        padded = Table(panels[0], most + f - 1, -MARGIN)
        padded.show(np.pad(X, MARGIN), plots.BLUE, 2)
        edges = np.arange(n + 2 * MARGIN + 1) - MARGIN - 0.5
        self.cover = panels[0].pcolormesh(edges, edges, _cover(s), zorder=4)
        self.window = padded.frame(f, plots.KERNEL)

        Table(panels[1], f).show(W, plots.KERNEL, 1)
        self.products = Table(panels[2], f)
        middle, below = (f - 1) / 2, f - 0.3
        self.total = panels[2].text(middle, below, "", ha="center", va="top", size=15)
        self.output = Table(panels[3], most)
        self.cell = self.output.frame(1, plots.GREEN)
        self.keep(self.cover, self.window, self.total, self.cell)
        for table in (self.products, self.output):
            self.keep(table.squares, table.numbers)

    def draw(self, s):
        self.cover.set_array(_cover(s))
        self.window.set_xy(np.array(s.window[::-1]) - 0.5)
        self.products.show(s.products, plots.KERNEL, 2)
        self.total.set_text(f"sum = {s.products.sum()}")
        self.output.show(s.output, plots.GREEN, 9)
        self.cell.set_xy(np.array(s.cell[::-1]) - 0.5)


def _cover(s):
    """Colours (RGBA) over the input: white hides the ring, orange marks what's lost."""
    size = len(X) + 2 * MARGIN
    colours = np.zeros((size, size, 4))
    if not s.padding:
        colours[...] = 1
        colours[MARGIN:-MARGIN, MARGIN:-MARGIN] = 0
    end = size - MARGIN + s.padding
    read, used = end - s.unread, slice(MARGIN - s.padding, end)
    colours[read:end, used] = colours[used, read:end] = *to_rgb(plots.RED), 0.4
    return colours


def step_2d(position=0, stride=1, padding=0):
    """Explorer of a 3×3 kernel on the lectures' 5×5 picture, one stop at a time."""
    first = compute(position, stride, padding)
    controls = {
        "position": base.slider("position", 0, first.limits["position"], position),
        "stride": base.slider("stride", 1, 3, stride),
        "padding": base.slider("padding", 0, MARGIN, padding),
    }
    return base.Explorer(TITLE, compute, View(), controls)
