"""Backward step: pick an input or a weight, see the products that are its gradient."""

import numpy as np

from helpers import plots
from helpers.explorers import conv_gradient
from helpers.explorers.conv_gradient import MAPS, Y_BAR, B, F, N, W, X, signed
from helpers.widgets.controls import choice, slider
from helpers.widgets.explorer import explorer
from helpers.widgets.page import WHITE

LOOKS = {
    "an input x": "input",
    "an input, kernel flipped": "flipped",
    "a weight w": "weight",
    "a bias b": "bias",
}
WIDE, HIGH, SIDE = 900, 340, 46  # of the page and of a square
COLUMNS = range(-1, N + 1)  # the places of x, with the padding
LEFT, MIDDLE, LEVELS = 254, 170, (48, 292)  # of the columns; of x; of w and y_bar
FIR, OCHRE = "#00694d", plots.KERNEL_TEXT  # green and ochre that can be read
ROWS = {  # of squares: where the first begins, the middle's height, name, its colour
    "x": (LEFT, MIDDLE, "x", plots.BLUE),
    "y0": (LEFT, LEVELS[0], "ȳ[0]", FIR),
    "y1": (LEFT, LEVELS[1], "ȳ[1]", FIR),
    "over0": (LEFT, LEVELS[0] + SIDE, "", OCHRE),  # the kernel that slides
    "over1": (LEFT, LEVELS[1] - SIDE, "", OCHRE),
    "w0": (50, LEVELS[0], "w[0]", OCHRE),
    "w1": (50, LEVELS[1], "w[1]", OCHRE),
    "b0": (142, LEVELS[0] + 60, "b[0]", OCHRE),
    "b1": (142, LEVELS[1] - 60, "b[1]", OCHRE),
}
FIRST = {"x": -1, "w1": F, "b1": 1}  # the number of a row's first entry, if not 0
LISTS = 648, 696, 756, 846  # where the columns of the products begin


@explorer(
    "Explorer: one backward step; click an input, a weight or a bias",
    (WIDE, HIGH),
    of=choice("gradient of", LOOKS),
    entry=slider("which one", 0, N - 1),
    stride=slider("stride", 1, 2),
    padding=slider("padding", 0, 1),
)
def backward_step(page, of="input", entry=2, stride=1, padding=0):
    """Explorer of a 1-D convolution's backward pass, one gradient at a time."""
    s = conv_gradient.gradient(of, entry, stride, padding)
    terms, rows, frames, places = s.terms, squares(s), [], []
    lines = [line(s, *link) for link in s.links] if of in ("input", "weight") else []
    points = [point for ends in lines for point in (*ends, (np.nan, np.nan))]
    page.line(*np.reshape(points, (-1, 2)).T, plots.GREY, 1, alpha=0.3)
    kinds = {"x": "flipped" if of == "flipped" else "input", "w": "weight", "b": "bias"}
    for row, (left, middle, name, colour) in ROWS.items():
        page.text(name, left - 5, middle + 6, colour, 18, align="right")
        show_row(page, left, middle, rows[row])
        if row[0] in kinds:
            places += entries(row, kinds[row[0]], len(rows[row]))
        frames += [
            ((left + SIDE * n, middle - SIDE / 2, SIDE, SIDE), edge)
            for n, (*_, edge) in enumerate(rows[row])
            if edge
        ]
    for level in LEVELS:
        page.text("message", LEFT - 5, level + 21, plots.GREY, 12, align="right")
    page.points((0, 0, LISTS[0] - 10, HIGH), places, arrows=("entry", None))
    page.change("entry", high=conv_gradient.last(of))
    used = [line(s, term.k, term.t, term.i) for term in terms]
    for ends in branches(s) if of == "bias" else used:
        page.line(*np.transpose(ends), plots.KERNEL, 3)
    for place, edge in frames:
        page.box(place, edge=edge, width=3)
    if of == "input":
        for term, ends in zip(terms, used, strict=True):
            show_weight(page, term, *np.array(ends))
    show_products(page, s, terms)
    return conv_gradient.words(s)


def show_row(page, left, middle, row):
    """Squares with numbers, and small ones in their corners."""
    colours, texts, indices, edges = zip(*row, strict=True)
    strength = [
        0.14 if colour == plots.GREY else 0.55 if edge else 0.22
        for colour, edge in zip(colours, edges, strict=True)
    ]
    page.grid(left, middle - SIDE / 2, SIDE, [texts], [colours], 19, strength)
    for n, index in enumerate(indices):
        if index:
            corner = left + SIDE * (n + 1) - 5, middle + 19
            page.text(index, *corner, size=12, align="right")


def show_weight(page, term, start, end):
    """The weight, on its line."""
    x, y = start + 0.63 * (end - start)
    page.dots([x], [y], WHITE, 13, edge=plots.KERNEL, width=2)
    page.text(plots.number(term.factor), x, y + 5, align="center")


def show_products(page, s, terms):
    """The products of each map beside its row, the gradient in the middle."""
    page.text(conv_gradient.total(s), LISTS[0], MIDDLE + 4, size=18)
    both = "map 0 + map 1" if s.of in ("input", "flipped") and terms else ""
    page.text(both, LISTS[0], MIDDLE + 24, plots.GREY, 13)
    colours = FIR, OCHRE, plots.INK, plots.INK
    count = sum(term.k == 1 for term in terms)
    tops = {0: 30, 1: HIGH - 3 - 20 * count}
    for term in terms:
        product = f"= {signed(term.message)}·{signed(term.factor)}"
        equals = f"= {plots.number(term.product)}"
        row = f"ȳ[{term.k},{term.t}]", f"· {term.name}", product, equals
        for text, x, colour in zip(row, LISTS, colours, strict=True):
            page.text(text, x, tops[term.k], colour, 14)
        tops[term.k] += 20


def entries(row, kind, count):
    """Where a click chooses an entry of the row: (x, y, what it sets) of each."""
    (left, middle, *_), first = ROWS[row], FIRST.get(row, 0)
    return [
        (left + SIDE * (n - first + 0.5), middle, {"of": kind, "entry": n})
        for n in range(max(first, 0), min(first + count, N))  # none of the padding
    ]


def squares(s):
    """{row: its squares (colour, number, index, colour of the frame), or nothing}."""
    read = {s.place(t, i) for _, t, i in s.links}
    met = {s.place(term.t, term.i) for term in s.terms if s.of == "weight"}
    sends = {(term.k, term.t) for term in s.terms}
    picked = s.of.replace("flipped", "input"), *s.chosen
    none = None, "", "", None
    rows = {name: [none] * len(COLUMNS) for name in ("x", "y0", "y1", "over0", "over1")}
    for n in COLUMNS if s.padding else range(N):
        colour, number, index = plots.GREY, "0", ""
        if 0 <= n < N:
            colour = plots.BLUE if n in read else plots.RED
            number, index = plots.number(X[n]), str(n)
        edge = plots.INK if picked == ("input", n) else colour if n in met else None
        rows["x"][n + 1] = colour, number, index, edge
    for k in MAPS:
        if s.of == "flipped":
            rows[f"y{k}"] = [(plots.GREY, "0", "", None)] * len(COLUMNS)
        for t in range(s.stops):
            edge = plots.GREEN if (k, t) in sends else None
            look = plots.GREEN, plots.number(Y_BAR[k, t]), str(t), edge
            rows[f"y{k}"][s.place(t, F // 2) + 1] = look
        for i in range(F):
            look = plots.KERNEL, plots.number(W[k, i]), str(i)
            edge = plots.INK if picked == ("weight", k, i) else None
            rows.setdefault(f"w{k}", []).append((*look, edge))
            if s.of == "flipped":
                over = s.chosen[0] + F // 2 - i + 1
                rows[f"over{k}"][over] = *look, plots.KERNEL
        edge = plots.INK if picked == ("bias", k) else None
        rows[f"b{k}"] = [(plots.KERNEL, plots.number(B[k]), "", edge)]
    return rows


def _column(n):
    """The middle of the column of place n."""
    return LEFT + SIDE * (n + 1.5)


def line(s, k, t, i):
    """From the input that is read to the output, or to the flipped kernel."""
    up = (1, -1)[k] * SIDE / 2
    level = ROWS[f"over{k}" if s.of == "flipped" else f"y{k}"][1]
    end = _column(s.place(t, F // 2)), level + up
    return (_column(s.place(t, i)), MIDDLE - up), end


def branches(s):
    """From the bias along the row, and a branch to each output."""
    (k,) = s.chosen
    x, y, *_ = ROWS[f"b{k}"]
    tops = [_column(s.place(t, F // 2)) for t in range(s.stops)]
    end = LEVELS[k] + (1, -1)[k] * SIDE / 2
    return [[(x + SIDE, y), (tops[-1], y)], *[[(top, y), (top, end)] for top in tops]]
