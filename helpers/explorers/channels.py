"""A filter over three channels: products, their sums, the bias, one number."""

import numpy as np

from helpers import plots
from helpers.widgets import ZEROS, choice, explorer, follow, numbers, slider

# Red at the left, green at the right, and in every pixel the three add up to 6.
X = np.array(
    [
        [[4, 4, 1, 1], [4, 4, 1, 1], [4, 4, 1, 1], [3, 3, 0, 0]],
        [[1, 1, 4, 4], [1, 1, 4, 4], [1, 1, 4, 4], [1, 1, 4, 4]],
        [[1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1], [2, 2, 2, 2]],
    ]
)
FILTERS = {  # two rows; two columns for red, two for green, two for blue
    "red against green": [[1, -1, -1, 1, 0, 0]] * 2,
    "bright against dark": [[1, -1, 1, -1, 1, -1]] * 2,
    "how much red": [[1, 1, 0, 0, 0, 0]] * 2,
    "more blue below": [[0, 0, 0, 0, -1, -1], [0, 0, 0, 0, 1, 1]],
}
NAMES, COLOURS = ("red", "green", "blue"), ("#c1121f", plots.GREEN, plots.BLUE)
STOPS = 3  # each way
SIDE, TOP, BELOW = 32, 44, 212  # of a square; of the planes, of the filter's planes
LEFTS, PHOTO, OUTPUT = (166, 342, 518), 4, 728  # where the tables begin


@explorer(
    "Explorer: a filter over channels; drag the window, type the filter's numbers",
    (848, 326),
    follow(FILTERS),
    name=choice("filter", [*FILTERS, "your own"]),
    position=slider("position", 0, STOPS**2 - 1),
    bias=slider("bias", -12, 12),
    w=numbers("filter: red, green, blue, two columns each", 2, 6, -99, 99),
)
def channels(page, name="red against green", position=1, bias=-4, w=None):
    """Explorer of a filter of 3×2×2 numbers on a picture of three planes."""
    planes = np.array(w).reshape(2, 3, 2).swapaxes(0, 1)
    windows = np.lib.stride_tricks.sliding_window_view(X, (2, 2), (1, 2))
    products = planes[:, None, None] * windows
    sums = products.sum(axis=(3, 4))
    y = sums.sum(axis=0) + bias
    row, col = divmod(position, STOPS)

    page.text("picture", PHOTO, TOP - 10)
    page.pixels((PHOTO, TOP, 4 * SIDE, 4 * SIDE), np.moveaxis(60 * X, 0, 2))
    for n, (left, colour) in enumerate(zip(LEFTS, COLOURS, strict=True)):
        table(page, left, TOP, f"x: {NAMES[n]}", X[n], colour)
        table(page, left, BELOW, "filter w", planes[n], plots.KERNEL)
        across = left + 2.5 * SIDE
        table(page, across, BELOW, "products", products[n, row, col], plots.KERNEL)
        terms(page, across + SIDE, said(sums[n, row, col]), "+" if n else "")
    table(page, OUTPUT, TOP, "output y", y, plots.GREEN)
    table(page, OUTPUT, BELOW + SIDE / 2, "bias", np.full((1, 1), bias), plots.KERNEL)
    terms(page, OUTPUT + SIDE / 2, said(abs(bias)), "−" if bias < 0 else "+")
    terms(page, OUTPUT + 2.3 * SIDE, said(y[row, col]), "=", plots.GREEN)

    for left in (PHOTO, *LEFTS):
        corner = left + col * SIDE, TOP + row * SIDE
        page.box((*corner, 2 * SIDE, 2 * SIDE), edge=plots.KERNEL, width=4)
        stops(page, left, 4, SIDE)
    corner = OUTPUT + col * SIDE, TOP + row * SIDE
    page.box((*corner, SIDE, SIDE), edge=plots.GREEN, width=4)
    stops(page, OUTPUT, STOPS, SIDE / 2)
    return words(sums[:, row, col], bias, y, position)


def table(page, x, y, title, values, colour):
    """Squares with the numbers, the stronger the further from 0."""
    page.text(title, x, y - 10, plots.KERNEL_TEXT if colour == plots.KERNEL else colour)
    fills = [[colour if v else ZEROS for v in row] for row in values]
    texts = [[said(v) for v in row] for row in values]
    alpha = 0.2 + 0.4 * abs(values) / plots.limit(values)
    page.grid(x, y, SIDE, texts, fills, 14, alpha)


def terms(page, x, number, sign, colour=plots.INK):
    """A number of the sum in the lowest line, and the sign before it."""
    page.text(number, x, 310, colour, 18, align="center", bold=sign == "=")
    page.text(sign, x - SIDE, 310, size=18, align="center")


def stops(page, left, squares, middle):
    """A press on the table leads to the nearest stop; middle: of the first one."""
    points = [
        (left + middle + SIDE * col, TOP + middle + SIDE * row, {"position": n})
        for n, (row, col) in enumerate(np.ndindex(STOPS, STOPS))
    ]
    place = left, TOP, squares * SIDE, squares * SIDE
    page.points(place, points, arrows=("position", None))


def said(number):
    return plots.number(round(float(number), 2))


def words(sums, bias, y, position):
    row, col = divmod(position, STOPS)
    values = [plots.bracketed(round(float(total), 2)) for total in sums]
    parts = [f"{n} ({name})" for n, name in zip(values, NAMES, strict=True)]
    total = f"{' + '.join(parts)} {'−' if bias < 0 else '+'} {abs(bias)} (bias)"
    found = f"y[{row}, {col}] = {total} = {said(y[row, col])}."
    if np.ptp(y) < 1e-9:
        return f"{found} It is the same everywhere: this filter sees no difference."
    return f"{found} The output goes from {said(y.min())} to {said(y.max())}."
