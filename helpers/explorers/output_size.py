"""Output size: where do the windows go, and does the last one fit?"""

from types import SimpleNamespace

import numpy as np
from matplotlib.patches import Rectangle

from helpers import arithmetic, plots
from helpers.plots import sizes

from . import base


def compute(N=7, F=3, P=0, S=1, D=1):
    """Cell codes of the padded row with its windows and of the square, and words."""
    stops = arithmetic.windows(N, F, S, P, D)
    wide = D * (F - 1) + 1
    room = N + 2 * P - wide
    fits = room >= 0 and room % S == 0
    reads = sizes.reads(N, F, S, P, D)
    square = np.full((N + 2 * P, N + 2 * P), sizes.PADDING)
    square[P : P + N, P : P + N] = np.where(reads, sizes.PIXEL, sizes.LOST)
    depth = np.pad(reads / max(reads.max(), 1), P)
    formula = f"({N} − {wide} + 2·{P})/{S} + 1 = {_number(room / S + 1)}"
    return SimpleNamespace(
        row=sizes.row_codes(N, F, S, P, D),
        square=square,
        depth=depth * 0.75,
        wide=wide,
        stride=S,
        stops=len(stops),
        fits=fits,
        size=len(stops) if fits else None,
        formula=formula + ("" if fits else "   doesn’t fit"),
        width=f"{F} wide" if D == 1 else f"{wide} wide: {D}·({F} − 1) + 1",
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
    size = 900, 330

    def build(self, fig, s):
        left, right = fig.subplots(1, 2, width_ratios=[1.45, 1])
        for ax, limits in ((left, (0, 1.45)), (right, (0, 1))):
            plots.bare(ax).set(xlim=limits, ylim=(1, 0), aspect="equal")
            ax.set_autoscale_on(False)
        right.set_title("both ways: darker = read by more windows")
        self.formula = self.keep(left.set_title(s.formula, loc="left"))
        place = {"ha": "left", "va": "bottom", "color": "#8a6000"}
        self.width = self.keep(left.text(0, 0.99, "", **place))
        self.row = self.keep(left.imshow(sizes.tiles(s.row), aspect="equal"))
        self.square = self.keep(right.imshow(sizes.tiles(s.square), aspect="equal"))
        for ax, limits in ((left, (0, 1.45)), (right, (0, 1))):
            ax.set(xlim=limits, ylim=(1, 0))
        self.frames = [
            right.add_patch(Rectangle((0, 0), 0, 0, fill=False, ec=colour, lw=3, ls=ls))
            for colour, ls in [
                (plots.ORANGE, "-"),
                (plots.ORANGE, "--"),
                (plots.RED, ":"),
            ]
        ]
        self.keep(*self.frames)

    def draw(self, s):
        self.formula.set_text(s.formula)
        self.formula.set_color(plots.INK if s.fits else plots.RED)
        self.width.set_text(f"the filter is {s.width}")
        self._place(self.row, s.row, 1.45)
        cell = self._place(self.square, s.square, 1, s.depth)
        first, second, outside = self.frames
        for frame, steps, shown in (
            (first, 0, s.stops > 0),
            (second, 1, s.stops > 1),
            (outside, s.stops, not s.fits),
        ):
            corner = steps * s.stride * cell
            frame.set_bounds(corner, corner, s.wide * cell, s.wide * cell)
            frame.set_visible(shown)

    def _place(self, image, codes, width, depth=None):
        """Shows the cells as large as they fit; the side of one cell."""
        rows, cols = codes.shape
        cell = min(width / cols, 1 / rows, 0.12)
        image.set_data(sizes.tiles(codes, px=9, depth=depth))
        image.set_extent((0, cols * cell, rows * cell, 0))
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
        "Output size: drag N, F, P, S and D; red stripes are pixels that no window "
        "reads.",
        compute,
        View(),
        controls,
    )
