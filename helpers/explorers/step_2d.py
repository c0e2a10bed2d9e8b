"""Step through a 2-D convolution: window, products, sum, output so far."""

import numpy as np

from helpers import plots
from helpers.widgets import ZEROS, explorer, slider

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
SIDE, TOP = 40, 72  # of a square; of the tables, without the input's padding
INPUT, KERNEL, PRODUCTS, OUTPUT = 44, 304, 474, 644  # where the tables begin


@explorer(
    "Explorer: step through a 2-D convolution; drag the window, or move the slider",
    (848, 316),
    position=slider("position", 0, 24),
    stride=slider("stride", 1, 3),
    padding=slider("padding", 0, MARGIN),
)
def step_2d(page, position=0, stride=1, padding=0):
    """Explorer of a 3×3 kernel on the lectures' 5×5 picture, one stop at a time."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(X, padding), W.shape)
    products = W * windows[::stride, ::stride]
    stops = len(products)
    position = page.most("position", stops**2 - 1)
    row, col = divmod(position, stops)
    y = products.sum(axis=(2, 3)).astype(float)
    y.flat[position + 1 :] = np.nan

    left, top = INPUT - SIDE * padding, TOP - SIDE * padding
    table(page, left, top, "input x", np.pad(X, padding), plots.BLUE)
    table(page, KERNEL, TOP, "kernel w", W, plots.KERNEL, plots.KERNEL_TEXT)
    table(page, PRODUCTS, TOP, "products", products[row, col], plots.KERNEL, plots.INK)
    table(page, OUTPUT, TOP, "output y so far", y, plots.GREEN)
    total = f"sum = {products[row, col].sum()}"
    page.text(total, PRODUCTS + 1.5 * SIDE, TOP + 3.7 * SIDE, size=17, align="center")

    read = (stops - 1) * stride + len(W)
    unread = len(X) + 2 * padding - read
    if unread:  # as one shape like an L reversed
        read, whole = SIDE * read, SIDE * (read + unread)
        xs = left + np.array([read, whole, whole, 0, 0, read])
        ys = top + np.array([0, 0, whole, whole, read, read])
        page.shape(xs, ys, plots.RED, plots.RED, alpha=0.35, width=2, dash=(5, 4))
    page.box((INPUT, TOP, 5 * SIDE, 5 * SIDE), edge=plots.BLUE)
    step = SIDE * stride
    window = left + col * step, top + row * step, 3 * SIDE, 3 * SIDE
    page.box(window, edge=plots.KERNEL, width=4)
    cell = OUTPUT + SIDE * col, TOP + SIDE * row, SIDE, SIDE
    page.box(cell, edge=plots.GREEN, width=4)

    for place, x, y, side in (  # a press leads to the nearest stop; x, y: of the first
        ((0, 0, KERNEL - SIDE / 2, 316), left + 1.5 * SIDE, top + 1.5 * SIDE, step),
        ((OUTPUT, TOP, 5 * SIDE, 5 * SIDE), OUTPUT + SIDE / 2, TOP + SIDE / 2, SIDE),
    ):
        points = [
            (x + side * col, y + side * row, {"position": n})
            for n, (row, col) in enumerate(np.ndindex(stops, stops))
        ]
        page.points(place, points, arrows=("position", None))
    return words(position, stops, stride, products[row, col].sum(), unread)


def table(page, x, y, title, values, colour, title_colour=None):
    """Squares with the numbers; what is 0, or NaN and so not known yet, is pale."""
    page.text(title, x, y - 10, title_colour or colour)
    fills, strength = np.where(values > 0, colour, ZEROS), np.nan_to_num(values)
    page.grid(x, y, SIDE, values, fills, alpha=0.3 + 0.07 * strength)


def words(position, stops, stride, total, unread):
    row, col = divmod(position, stops)
    said = f"Stop {position + 1} of {stops**2}: the window starts {row * stride} down "
    said += f"and {col * stride} right. Its nine products add up to {total}, which is "
    said += f"y[{row}, {col}]."
    if unread:
        ends = "row and column are" if unread == 1 else f"{unread} rows and columns are"
        said += f" Steps of {stride} don't fit: the last {ends} never read (orange)."
    return said
