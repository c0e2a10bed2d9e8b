"""Output size: where do the windows go, and does the last one fit?"""

from types import SimpleNamespace

import numpy as np
from matplotlib.patches import Rectangle

from helpers import arithmetic, plots
from helpers.plots import drawings
from helpers.widgets import base
from helpers.widgets.artists import Pixels


def compute(N=7, F=3, P=0, S=1, D=1):
    """Cell codes of the padded row with its windows and of the square, and words."""
    stops = arithmetic.windows(N, F, S, P, D)
    wide = D * (F - 1) + 1
    room = N + 2 * P - wide
    fits = room >= 0 and room % S == 0
    start = stops[-1][0] + S if stops else -P
    outside = None if fits else [start + D * k for k in range(F)]
    reads = drawings.reads(N, stops)
    square = np.full((N + 2 * P, N + 2 * P), drawings.PADDING)
    square[P : P + N, P : P + N] = np.where(reads, drawings.PIXEL, drawings.LOST)
    depth = np.pad(reads / max(reads.max(), 1), P)
    formula = f"({N} − {wide} + 2·{P})/{S} + 1 = {_number(room / S + 1)}"
    return SimpleNamespace(
        row=drawings.row_codes(N, stops, outside, P),
        square=square,
        depth=depth * 0.75,
        wide=wide,
        stride=S,
        stops=len(stops),
        fits=fits,
        size=len(stops) if fits else None,
        formula=formula + ("" if fits else "   doesn’t fit"),
        width="" if D == 1 else f"the filter is {D}·({F} − 1) + 1 = {wide} wide",
        words=_words(N, F, P, S, D, fits, reads),
    )


def _number(value):
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-", "−")


def _words(N, F, P, S, D, fits, reads):
    lost = int((reads == 0).sum())
    if fits:
        size = arithmetic.output_size(N, F, S, P, D)
        fate = (
            f"{lost} of the {N * N} pixels are jumped over"
            if lost
            else "every pixel is read"
        )
        return f"The output is {size}×{size}: {size} stops each way; {fate}."
    try:
        arithmetic.output_size(N, F, S, P, D)
    except arithmetic.DoesNotFit as error:
        sentence = str(error)
    sentence = sentence[0].upper() + sentence[1:]
    return f"{sentence} Of the square, {lost} of {N * N} pixels are never read."


class View(base.View):
    """Drawn in pixels of the page, from the top left."""

    size = 900, 330
    top, left, right, width = 36, 12, 580, 540

    def build(self, fig, s):
        high = self.size[1]
        fig.get_layout_engine().set(w_pad=0, h_pad=0)  # one pixel, one unit
        ax = plots.bare(fig.subplots())
        ax.set(xlim=(0, self.size[0]), ylim=(high, 0))
        ax.text(self.right, 8, "both ways (dark: read often)", va="top")
        self.formula = ax.text(self.left, 8, s.formula, va="top")
        self.wide = ax.text(
            self.left, high - 6, "", va="bottom", color=plots.KERNEL_TEXT
        )
        self.row, self.square = (fig.add_artist(Pixels()) for _ in range(2))
        self.frames = [
            ax.add_patch(Rectangle((0, 0), 0, 0, fill=False, ec=colour, lw=3, ls=ls))
            for colour, ls in [
                (plots.KERNEL, "-"),
                (plots.KERNEL, "--"),
                (plots.RED, ":"),
            ]
        ]
        for text in ax.texts:  # the longest formula may not shrink the axes
            text.set_in_layout(False)
        self.keep(self.row, self.square, self.formula, self.wide, *self.frames)

    def draw(self, s):
        self.formula.set_text(s.formula)
        self.formula.set_color(plots.INK if s.fits else plots.RED)
        self.wide.set_text(s.width)
        self._place(self.row, s.row, self.left, self.width)
        room = self.size[0] - self.right
        cell = self._place(self.square, s.square, self.right, room, s.depth)
        first, second, outside = self.frames
        for frame, steps, shown in (
            (first, 0, s.stops > 0),
            (second, 1, s.stops > 1),
            (outside, s.stops, not s.fits),
        ):
            corner = steps * s.stride * cell
            side = s.wide * cell
            frame.set_bounds(self.right + corner, self.top + corner, side, side)
            frame.set_visible(shown)

    def _place(self, image, codes, left, width, depth=None):
        """Shows the cells as large as they fit; the side of one cell in pixels."""
        rows, cols = codes.shape
        high = self.size[1] - self.top
        cell = min(width // cols, high // rows, 36)
        image.rgba = drawings.tiles(codes, cell, depth)
        image.corner = left, high - rows * cell
        return cell


def output_size(N=7, F=3, P=0, S=1, D=1):
    """The explorer: drag the five sizes, and see the windows on a row and a square."""
    controls = {
        "N": base.slider("N pixels", 1, 16, N),
        "F": base.slider("F filter", 1, 9, F),
        "P": base.slider("P padding", 0, 4, P),
        "S": base.slider("S stride", 1, 6, S),
        "D": base.slider("D dilation", 1, 3, D),
    }
    return base.Explorer(
        "Output size: drag N, F, P, S and D; striped pixels are in no window.",
        compute,
        View(),
        controls,
    )
