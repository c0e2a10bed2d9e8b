"""Flip and slide: a 1-D convolution one output at a time."""

from types import SimpleNamespace

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from helpers import plots
from helpers.widgets import base
from helpers.widgets.artists import Words

SIGNALS = {
    "(2, −1, 1)": (2, -1, 1),  # the lecture's example (WM), with the first kernel
    "one spike": (0, 0, 1, 0, 0),
    "a step": (0, 0, 0, 4, 4, 4),
    "jagged": (3, 5, 2, 6, 1, 5),
}
KERNELS = {
    "(1, 1, 2)": (1, 1, 2),
    "sum of three (1, 1, 1)": (1, 1, 1),
    "edge (1, 0, −1)": (1, 0, -1),
    "echo (2, 0, 1)": (2, 0, 1),
}
LONGEST, WIDEST = 6, 3  # of the signals, and of the kernels
ROWS = "input x", "", "products", "output y"
INPUT, KERNEL, PRODUCT, OUTPUT = range(4)
TITLE = "Explorer: flip and slide; drag the kernel, or move the slider n"


def compute(n=0, correlation=False, signal="(2, −1, 1)", kernel="(1, 1, 2)"):
    """What is seen at output n: `table` holds four rows of numbers, NaN where blank.

    Column c of the table is place c − (WIDEST − 1) of the signal.
    """
    x, w = np.array(SIGNALS[signal]), np.array(KERNELS[kernel])
    f, last = len(w), len(x) + len(w) - 2
    n = min(n, last)
    placed = w if correlation else w[::-1]
    padded = np.pad(x, f - 1)
    products = padded[n : n + f] * placed
    y = np.correlate(padded, placed)

    first = WIDEST - 1  # the column of place 0
    under = slice(first + n - f + 1, first + n + 1)  # where the kernel lies now
    table = np.full((4, LONGEST + 2 * (WIDEST - 1)), np.nan)
    table[INPUT, under] = 0  # what lies beside the signal counts as zero
    signal = slice(first, first + len(x))
    table[INPUT, signal] = x
    table[KERNEL, under] = placed
    table[PRODUCT, under] = products
    table[OUTPUT, first : first + n + 1] = y[: n + 1]

    window = padded[n : n + f]
    pairs = zip(window, placed, strict=True)
    written = " + ".join(f"{_signed(a)}·{_signed(b)}" for a, b in pairs)
    words = f"y[{n}] = {written} = {plots.number(y[n])}."
    places = np.arange(n - f + 1, n + 1)
    beside = np.count_nonzero((places < 0) | (places >= len(x)))
    if beside:
        verb = "weight lies" if beside == 1 else "weights lie"
        words += f" {beside} {verb} beside the signal, where it counts as zero."
    if correlation and not np.array_equal(w, w[::-1]):
        words += " Not flipped: this is cross-correlation."
    elif correlation:
        words += " This kernel reads the same both ways: flipping changes nothing."
    return SimpleNamespace(
        n=n,
        y=y,
        table=table,
        signal=signal,
        under=(under.start, f),
        flipped=not correlation,
        words=words,
        limits={"n": last},
    )


def _signed(value):
    """The number as text, in brackets when it is negative."""
    return f"({plots.number(value)})" if value < 0 else plots.number(value)


class View(base.View):
    size = 900, 320
    cursor = "ew-resize"

    def pointed(self, values, start, now):
        place = self.at(self.ax, now)
        if place:
            return {"n": max(0, round(place[0]) - (WIDEST - 1))}

    def build(self, fig, s):
        self.ax = ax = plots.bare(fig.subplots())
        rows, columns = s.table.shape
        self.squares = ax.pcolormesh(
            np.arange(columns),
            np.arange(rows),
            np.ones((rows, columns, 3)),
            edgecolors="white",
            linewidth=5,
        )
        ax.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5))
        places = np.arange(columns) - (WIDEST - 1)
        ax.set_xticks(np.arange(columns), [plots.number(p) for p in places])
        ax.xaxis.tick_top()
        ax.set_yticks(np.arange(rows), ROWS, size=14)
        ax.tick_params(length=0)
        self.order = ax.text(
            -0.58, KERNEL, "", color=plots.KERNEL_TEXT, size=14, ha="right", va="center"
        )
        colours = [plots.BLUE, plots.KERNEL, plots.GREY, plots.GREEN]
        for label, colour in zip(ax.get_yticklabels(), colours, strict=True):
            label.set_color(colour)
        self.shades = np.array([to_rgb(colour) for colour in colours])
        self.numbers = Words(ax, 17)
        self.places = [(j, i) for i, j in np.ndindex(rows, columns)]
        self.window = Rectangle(
            (0, 0), 1, 3, fill=False, ec=plots.KERNEL, lw=3, zorder=5
        )
        self.result = Rectangle(
            (0, 0), 1, 1, fill=False, ec=plots.GREEN, lw=4, zorder=5
        )
        for patch in (self.window, self.result):
            ax.add_patch(patch)
        self.keep(self.squares, self.numbers, self.order)
        self.keep(self.window, self.result)

    def draw(self, s):
        filled = ~np.isnan(s.table)
        filled[INPUT] = False
        filled[INPUT, s.signal] = True
        tints = 1 - 0.3 * (1 - self.shades[:, None])
        self.squares.set_array(np.where(filled[..., None], tints, 0.965))
        self.numbers.show([plots.number(v) for v in s.table.flat], self.places)
        self.order.set_text("w, flipped" if s.flipped else "w, as it is")
        start, f = s.under
        self.window.set_bounds(start - 0.5, -0.5, f, 3)
        self.result.set_bounds(s.n + WIDEST - 1.5, OUTPUT - 0.5, 1, 1)


def flip_and_slide(n=0, correlation=False, signal="(2, −1, 1)", kernel="(1, 1, 2)"):
    """Explorer of a 1-D convolution: flip the kernel, slide it, multiply, add."""
    last = compute(n, correlation, signal, kernel).limits["n"]
    controls = {
        "n": base.slider("output n", 0, last, n),
        "signal": base.choice("input x", list(SIGNALS), signal),
        "kernel": base.choice("kernel w", list(KERNELS), kernel),
        "correlation": base.tick("don't flip (cross-correlation)", correlation),
    }
    return base.Explorer(TITLE, compute, View(), controls)
