"""Backward step: pick an input or a weight, see the products that are its gradient."""

import numpy as np

from helpers import plots
from helpers.layers.one_gradient import Gradient
from helpers.widgets import WHITE, choice, explorer, slider

# One input map, two output maps; y_bar is what comes from above, as far as it is used.
X = np.array([1, 3, -1, 2, 5, -2])
W = np.array([[2, -1, 3], [1, 4, -2]])
B = np.array([1, -1])
Y_BAR = np.array([[1, -2, 3, 2, -1, 1], [2, 1, -1, 3, 1, -2]])
N, F, MAPS = len(X), W.shape[1], range(2)
LOOKS = {
    "an input x": "input",
    "an input, kernel flipped": "flipped",
    "a weight w": "weight",
    "a bias b": "bias",
}
HIGH, SIDE = 340, 46  # of the page and of a square
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
LISTS = 648, 696, 756, 846  # where the columns of the products begin


@explorer(
    "Explorer: one backward step; click an input, a weight or a bias",
    (900, HIGH),
    of=choice("gradient of", LOOKS),
    entry=slider("which one", 0, N - 1),
    stride=slider("stride", 1, 2),
    padding=slider("padding", 0, 1),
)
def backward_step(page, of="input", entry=2, stride=1, padding=0):
    """Explorer of a 1-D convolution's backward pass, one gradient at a time."""
    last = 1 if of == "bias" else N - 1
    entry, flipped = page.most("entry", last), of == "flipped"
    s = gradient(of, entry, stride, padding)
    links = s.links if of in ("input", "weight") else []
    ends = [(*line(s, flipped, *link), (np.nan, np.nan)) for link in links]
    page.line(*np.reshape(ends, (-1, 2)).T, plots.GREY, 1, alpha=0.3)
    frames, places, rows = [], [], squares(s, flipped)
    for row, (left, middle, name, colour) in ROWS.items():
        page.text(name, left - 5, middle + 6, colour, 18, align="right")
        colours, texts, _, edges, _ = zip(*rows[row], strict=True)
        strength = np.where(edges, 0.55, 0.22)  # None is no edge
        strength[np.equal(colours, plots.GREY)] = 0.14
        page.grid(left, middle - SIDE / 2, SIDE, [texts], [colours], 19, strength)
        for n, (*_, index, edge, chooses) in enumerate(rows[row]):
            x = left + SIDE * n
            if index:
                page.text(index, x + SIDE - 5, middle + 19, size=12, align="right")
            if edge:
                frames.append(((x, middle - SIDE / 2, SIDE, SIDE), edge))
            if chooses:
                places.append((x + SIDE / 2, middle, chooses))
    for level in LEVELS:
        page.text("message", LEFT - 5, level + 21, plots.GREY, 12, align="right")
    page.points((0, 0, LISTS[0] - 10, HIGH), places, arrows=("entry", None))
    used = [line(s, flipped, term.k, term.t, term.i) for term in s.terms]
    for ends in branches(s) if of == "bias" else used:
        page.line(*np.transpose(ends), plots.KERNEL, 3)
    for place, edge in frames:
        page.box(place, edge=edge, width=3)
    for term, ends in zip(s.terms, used, strict=True):
        if of == "input":  # the weight, on its line
            x, y = np.average(ends, axis=0, weights=(0.37, 0.63))
            page.dots([x], [y], WHITE, 13, edge=plots.KERNEL, width=2)
            page.text(plots.number(term.factor), x, y + 5, align="center")
    show_products(page, s)
    return words(s, flipped)


def gradient(of, entry, stride, padding):
    return Gradient(
        X, W, Y_BAR, {"weight": "w", "bias": "b"}.get(of, "x"), entry, stride, padding
    )


def show_products(page, s):
    """The products of each map beside its row, the gradient in the middle."""
    page.text(total(s), LISTS[0], MIDDLE + 4, size=18)
    both = "map 0 + map 1" if s.of == "x" and s.terms else ""
    page.text(both, LISTS[0], MIDDLE + 24, plots.GREY, 13)
    colours = FIR, OCHRE, plots.INK, plots.INK
    tops = [30, HIGH - 3 - 20 * sum(term.k for term in s.terms)]
    for term in s.terms:
        product = "·".join(map(plots.bracketed, (term.message, term.factor)))
        equals = plots.number(term.message * term.factor)
        row = f"ȳ[{term.k},{term.t}]", f"· {term.name}", f"= {product}", f"= {equals}"
        for text, x, colour in zip(row, LISTS, colours, strict=True):
            page.text(text, x, tops[term.k], colour)
        tops[term.k] += 20


def squares(s, flipped):
    """{row: its squares (colour, number, index, the frame's colour, its choice)}."""
    read = {s.place(t, i) for _, t, i in s.links}
    met = {s.place(term.t, term.i) for term in s.terms if s.of == "w"}
    sends = {(term.k, term.t) for term in s.terms}
    picked, none = (s.of, *s.chosen), (None, "", "", None, None)
    rows = {name: [none] * (N + 2) for name in ("x", "y0", "y1", "over0", "over1")}
    for n in range(N):
        colour = plots.BLUE if n in read else plots.RED
        edge = plots.INK if picked == ("x", n) else colour if n in met else None
        chooses = {"of": "flipped" if flipped else "input", "entry": n}
        rows["x"][n + 1] = colour, plots.number(X[n]), str(n), edge, chooses
    for n in (-1, N) if s.padding else ():
        edge = plots.GREY if n in met else None
        rows["x"][n + 1] = plots.GREY, "0", "", edge, None
    for k in MAPS:
        if flipped:
            rows[f"y{k}"] = [(plots.GREY, "0", "", None, None)] * (N + 2)
        for t in range(s.stops):
            edge = plots.GREEN if (k, t) in sends else None
            look = plots.GREEN, plots.number(Y_BAR[k, t]), str(t), edge, None
            rows[f"y{k}"][s.place(t, F // 2) + 1] = look
        rows[f"w{k}"] = []
        for i in range(F):
            look = plots.KERNEL, plots.number(W[k, i]), str(i)
            edge = plots.INK if picked == ("w", k, i) else None
            rows[f"w{k}"].append((*look, edge, {"of": "weight", "entry": F * k + i}))
            if flipped:
                over = s.chosen[0] + F // 2 - i + 1
                rows[f"over{k}"][over] = *look, plots.KERNEL, None
        edge = plots.INK if picked == ("b", k) else None
        chooses = {"of": "bias", "entry": k}
        rows[f"b{k}"] = [(plots.KERNEL, plots.number(B[k]), "", edge, chooses)]
    return rows


def _column(s, t, i=F // 2):
    """The middle of the column in which weight i reads at stop t; or of y[t]."""
    return LEFT + SIDE * (s.place(t, i) + 1.5)


def line(s, flipped, k, t, i):
    """From the input that is read to the output, or to the flipped kernel."""
    up = (1, -1)[k] * SIDE / 2
    level = ROWS[f"over{k}" if flipped else f"y{k}"][1]
    return (_column(s, t, i), MIDDLE - up), (_column(s, t), level + up)


def branches(s):
    """From the bias along the row, and a branch to each output."""
    (k,) = s.chosen
    x, y, *_ = ROWS[f"b{k}"]
    tops = [_column(s, t) for t in range(s.stops)]
    end = LEVELS[k] + (1, -1)[k] * SIDE / 2
    return [[(x + SIDE, y), (tops[-1], y)], *[[(top, y), (top, end)] for top in tops]]


def total(s):
    """The gradient as an equation; for an input the sums of both maps are seen."""
    name = f"{s.of}̄[{','.join(map(str, s.chosen))}]"
    both = " + ".join(map(plots.bracketed, s.sums))
    both = f" = {both}" if s.of == "x" and s.terms else ""
    return f"{name}{both} = {plots.number(sum(s.sums))}"


def words(s, flipped):
    n = s.chosen[-1]
    if s.of == "w":
        k, outputs = s.chosen[0], "both" if s.stops == 2 else f"all {s.stops}"
        said = f"w[{k},{n}] is shared: {outputs} outputs of map {k} use it. Each "
        said += f"message counts times the input that w[{k},{n}] met there."
        met = any(term.name == "zero" for term in s.terms)  # at most one: F is 3
        return said + " Once it met only padding: a zero." * met
    if s.of == "b":
        said = f"b[{n}] is added to each of the {s.stops} outputs of map {n}, times 1: "
        return f"{said}its gradient is the sum of their messages."
    if not s.terms:
        said = f"No output reads x[{n}]: a further step of {s.stride} doesn't fit. "
        return f"{said}No message comes back, and its gradient is 0."
    if flipped:
        said = f"The same sum seen as a convolution: over x[{n}] lies the kernel read "
        said += "backwards, and it slides along ȳ"
        if s.stride > 1:
            said += f", with zeros put in where steps of {s.stride} left outputs out"
        return f"{said}. Products with zeros add nothing."
    outputs = [str(term.t) for term in s.terms if term.k == 0]  # map 1 reads the same
    several = len(outputs) > 1
    said = f"Output{'s' * several} {plots.joined(outputs)} of both maps read"
    said += f"{'s' * (not several)} x[{n}]. Each message comes back times its weight"
    said += f"{': seen along ȳ, the kernel read backwards' * several}. Map 0 alone "
    return f"{said}would give {plots.number(s.sums[0])}: the sum runs over both."
