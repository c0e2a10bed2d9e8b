"""Output size: where do the windows go, and does the last one fit?"""

import numpy as np

from helpers import arithmetic, plots
from helpers.plots import drawings
from helpers.plots.drawings import LOST, OUTSIDE, PADDING, PIXEL, READ
from helpers.widgets import ZEROS, explorer, slider

TOP, HIGH = 48, 300  # of both drawings
LEFT, RIGHT = (4, 520), (548, 300)  # where each begins, and how wide it may be
LARGEST = 36  # a cell's side
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
    outside = None if fits else [start + D * k for k in range(F)]
    codes = drawings.row_codes(N, stops, outside, P)
    side = cell(LEFT[1], *codes.shape)
    cells(page, LEFT[0], side, codes[:1])
    down, across = np.nonzero(codes == READ)
    middles = LEFT[0] + side * (across + 0.5), TOP + side * (down + 0.5)
    page.dots(*middles, plots.KERNEL, side / 2 - 1, square=True)
    if outside:
        cells(page, LEFT[0], side, codes[-1:], len(codes) - 1)
    reads = drawings.reads(N, stops)
    looks = (plots.KERNEL, ()), (plots.KERNEL, (8, 5))
    frames = [(stops[n][0] + P, *looks[n]) for n in range(min(len(stops), 2))]
    if outside:
        frames.append((outside[0] + P, plots.RED, (2, 4)))
    square(page, reads, P, wide, frames)
    return words(N, F, P, S, D, int((reads == 0).sum()))


def square(page, reads, P, wide, frames):
    """The padded square, stronger where more windows read, with frames of some."""
    size = len(reads) + 2 * P
    most = max(size, frames[-1][0] + wide)
    side = cell(RIGHT[1], most, most)
    codes = np.full((size, size), PADDING)
    codes[P : size - P, P : size - P] = np.where(reads, PIXEL, LOST)
    cells(page, RIGHT[0], side, codes, often=np.pad(reads / max(reads.max(), 1), P))
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
