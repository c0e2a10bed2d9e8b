"""Flip and slide: a 1-D convolution one output at a time."""

import numpy as np

from helpers import plots
from helpers.widgets import ZEROS, choice, explorer, slider, tick

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
COLUMNS = LONGEST + 2 * (WIDEST - 1)
WIDE, LEFT, TOP, SIDE = 830, 120, 32, 70  # of the page and of the squares


@explorer(
    "Explorer: flip and slide; drag the kernel, or move the slider n",
    (WIDE, 320),
    n=slider("output n", 0, LONGEST + WIDEST - 2),
    signal=choice("input x", list(SIGNALS)),
    kernel=choice("kernel w", list(KERNELS)),
    correlation=tick("don't flip (cross-correlation)"),
)
def flip_and_slide(
    page, n=0, correlation=False, signal="(2, −1, 1)", kernel="(1, 1, 2)"
):
    """Explorer of a 1-D convolution: flip the kernel, slide it, multiply, add."""
    x, w = np.array(SIGNALS[signal]), np.array(KERNELS[kernel])
    f, last = len(w), len(x) + len(w) - 2
    n = page.most("n", last)
    placed = w if correlation else w[::-1]
    padded = np.pad(x, f - 1)
    window = padded[n : n + f]
    y = np.correlate(padded, placed)

    first = WIDEST - 1  # the column of place 0
    under = slice(first + n - f + 1, first + n + 1)  # where the kernel lies now
    table = np.full((4, COLUMNS), np.nan)
    table[0, under] = 0  # what lies beside the signal counts as zero
    table[0, first : first + len(x)] = x
    table[1, under] = placed
    table[2, under] = window * placed
    table[3, first : first + n + 1] = y[: n + 1]

    rows = {
        "input x": plots.BLUE,
        "w, as it is" if correlation else "w, flipped": plots.KERNEL,
        "products": plots.GREY,
        "output y": plots.GREEN,
    }
    fills = np.where(np.isnan(table), ZEROS, np.transpose([[*rows.values()]]))
    fills[0, :first] = fills[0, first + len(x) :] = ZEROS
    page.grid(LEFT, TOP, SIDE, table, fills, 22)
    for column in range(COLUMNS):
        place, middle = plots.number(column - first), LEFT + SIDE * (column + 0.5)
        page.text(place, middle, TOP - 8, size=13, align="center")
    for row, (name, colour) in enumerate(rows.items()):
        middle = TOP + SIDE * (row + 0.5)
        ink = plots.KERNEL_TEXT if colour == plots.KERNEL else colour
        page.text(name, LEFT - 10, middle + 6, ink, 17, align="right")
    lies = LEFT + SIDE * under.start, TOP, SIDE * f, 3 * SIDE
    edge = page.box(lies, edge=plots.KERNEL, width=4)
    output = LEFT + SIDE * (first + n), TOP + 3 * SIDE, SIDE, SIDE
    page.box(output, edge=plots.GREEN, width=5)
    start = -LEFT / SIDE - first - 0.5  # n at the left edge of the page
    across = "n", start, start + WIDE / SIDE
    page.drag((0, TOP, WIDE, 4 * SIDE), across, held=[edge], cursor="ew-resize")
    return words(n, window, placed, correlation, np.array_equal(w, w[::-1]), x)


def words(n, window, placed, correlation, symmetric, x):
    pairs = zip(window, placed, strict=True)
    written = " + ".join("·".join(map(plots.bracketed, pair)) for pair in pairs)
    said = f"y[{n}] = {written} = {plots.number(window @ placed)}."
    places = np.arange(n - len(placed) + 1, n + 1)
    beside = np.count_nonzero((places < 0) | (places >= len(x)))
    if beside:
        verb = "weight lies" if beside == 1 else "weights lie"
        said += f" {beside} {verb} beside the signal, where it counts as zero."
    if correlation and not symmetric:
        said += " Not flipped: this is cross-correlation."
    elif correlation:
        said += " This kernel reads the same both ways: flipping changes nothing."
    return said
