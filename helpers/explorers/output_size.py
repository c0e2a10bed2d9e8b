"""Output size: where do the windows go, and does the last one fit?"""

import numpy as np

from helpers import arithmetic, plots
from helpers.plots.drawings import reads
from helpers.widgets import ZEROS, explorer, slider

TOP, HIGH = 48, 300  # of both drawings
LEFT, RIGHT = (4, 520), (548, 300)  # where each begins, and how wide it may be
LARGEST = 36  # a cell's side
EMPTY, PADDING, PIXEL, LOST, OUTSIDE = range(5)  # what a cell can be
FILLS = {PADDING: ZEROS, PIXEL: plots.BLUE, LOST: plots.RED, OUTSIDE: plots.RED}
MARKS = {PADDING: "·", LOST: "///", OUTSIDE: "///"}  # colour never speaks alone


@explorer(
    "Output size: drag N, F, P, S and D; striped pixels are in no window.",
    (848, 350),
    N=slider("N pixels", 1, 16),
    F=slider("F filter", 1, 9),
    P=slider("P padding", 0, 4),
    S=slider("S stride", 1, 6),
    D=slider("D dilation", 1, 3),
)
def output_size(page, N=7, F=3, P=0, S=1, D=1):
    """The explorer: drag the five sizes, and see the windows on a row and a square."""
    stops = arithmetic.windows(N, F, S, P, D)
    wide = D * (F - 1) + 1
    room = N + 2 * P - wide
    fits = room >= 0 and room % S == 0
    formula = f"({N} − {wide} + 2·{P})/{S} + 1 = {plots.number(round(room / S + 1, 2))}"
    formula += "" if fits else "   doesn’t fit"
    page.text(formula, LEFT[0], 18, plots.INK if fits else plots.RED)
    if D > 1:
        width = f"the filter is {D}·({F} − 1) + 1 = {wide} wide"
        page.text(width, LEFT[0], 38, plots.KERNEL_TEXT, 13)
    page.text("both ways (strong: read often)", RIGHT[0], 18)

    start = stops[-1][0] + S if stops else -P
    most = max(N + 2 * P, 0 if fits else start + wide + P)
    side, read = cell(LEFT[1], 2 + len(stops) + (not fits), most), reads(N, stops)
    cells(page, LEFT[0], side, padded(read, P)[None])
    down, across = np.repeat(np.arange(len(stops)), F) + 2, np.ravel(stops) + P
    middles = LEFT[0] + side * (across + 0.5), TOP + side * (down + 0.5)
    page.dots(*middles, plots.KERNEL, side / 2 - 1, square=True)
    if not fits:
        codes = np.where(np.arange(wide) % D, EMPTY, OUTSIDE)[None]
        cells(page, LEFT[0] + side * (start + P), side, codes, 2 + len(stops))
    read = np.outer(read, read)
    looks = (plots.KERNEL, ()), (plots.KERNEL, (8, 5))
    frames = [(stops[n][0] + P, *looks[n]) for n in range(min(len(stops), 2))]
    if not fits:
        frames.append((start + P, plots.RED, (2, 4)))
    square(page, read, P, wide, frames)
    return words(N, F, P, S, D, int((read == 0).sum()))


def padded(read, P):
    """Codes of pixels that are so often read, and of the padding around them."""
    return np.pad(np.where(read, PIXEL, LOST), P, constant_values=PADDING)


def square(page, read, P, wide, frames):
    """The padded square, stronger where more windows read, with frames of some."""
    most = max(len(read) + 2 * P, frames[-1][0] + wide)
    side, often = cell(RIGHT[1], most, most), read / max(read.max(), 1)
    cells(page, RIGHT[0], side, padded(read, P), often=np.pad(often, P))
    for start, colour, dash in frames:
        corner = RIGHT[0] + side * start, TOP + side * start
        page.box((*corner, side * wide, side * wide), edge=colour, width=3, dash=dash)


def cell(width, rows, columns):
    """The side of a cell, as large as so many fit."""
    return min(width // columns, HIGH // rows, LARGEST)


def cells(page, left, side, codes, first=0, often=0.0):
    """Squares of what the codes say, from that line on; often: 0 to 1 each."""
    fills = [[FILLS.get(code) for code in line] for line in codes]
    texts = [[MARKS.get(code, "") for code in line] for line in codes]
    alpha = np.where(codes == PIXEL, 0.3 + 0.45 * often, 0.6)
    size = max(12, round(0.75 * side))
    page.grid(left, TOP + side * first, side, texts, fills, size, alpha)


def words(N, F, P, S, D, lost):
    try:
        size = arithmetic.output_size(N, F, S, P, D)
    except arithmetic.DoesNotFit as error:
        said = f"{error} Of the square, {lost} of {N * N} pixels are never read."
        return said[0].upper() + said[1:]
    jumped = f"{lost} of the {N * N} pixels are jumped over"
    fate = jumped if lost else "every pixel is read"
    return f"The output is {size}×{size}: {size} stops each way; {fate}."
