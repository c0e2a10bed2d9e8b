"""Drawings: graphs of numbers and of blocks, windows on a row of pixels."""

from itertools import cycle

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle
from matplotlib.path import Path

from helpers.chosen import chosen
from helpers.plots import style
from helpers.plots.tables import tinted

__all__ = ["graph", "messages", "nested", "square", "windows", "wiring"]

# What a cell of a drawn row can be, and its colour.
EMPTY, PADDING, PIXEL, READ, LOST, OUTSIDE = range(6)
TINTS = style.GREY, style.GREY, style.INPUT, style.KERNEL, style.WRONG, style.WRONG

HIGH, ROUND = 0.8, "round,pad=0,rounding_size=0.08"  # boxes; lanes are 1 apart
LOOKS = {  # width, inside, edge
    "input": (0.44, "white", style.INPUT),
    "weights": (0.76, "white", style.KERNEL),
    "pool": (0.76, style.PALE, style.GREY),
    "meet": (0.44, "white", style.PURPLE),
}


def graph(x, w, target):
    """The forward pass on a graph: inputs, one arrow a product, outputs, loss.

    The loss is half the sum of the squared differences from `target`.
    """
    y = np.correlate(x, w)
    loss = style.number(((y - target) ** 2).sum() / 2)
    pairs = np.ndindex(len(y), len(w))
    products = {(t + tau, t, tau): f"·{style.bracketed(w[tau])}" for t, tau in pairs}
    wanted = [f"wanted {style.number(value)}" for value in target]
    lines = zip(cycle(("solid", "dashed")), _named("w", w), strict=False)
    kernel = ", ".join(f"{line} {weight}" for line, weight in lines)
    alt = f"""{len(x)} inputs {style.listed(x)} on the left, {len(y)} outputs
        {style.listed(y)} in the middle, joined by {len(y) * len(w)} arrows, one for
        each product with a weight: {kernel}. On the right the loss, {loss}."""
    boxes = _named("x", x), _named("y", y), [f"L = {loss}"]
    looks = {"at": 0.3, "colours": (style.INPUT, style.KERNEL, style.INK)}
    title = f"the arrows on the left are products: {kernel}"
    return _graph(boxes, products, wanted, title, alt, **looks)


def messages(x, w, y_bar, to):
    """The backward pass on the same graph: what each arrow carries, and the sums.

    to: "w" for the messages to the weights, "x" for those to the inputs.
    """
    # Who gets the sums, how many there are, what is multiplied, where the words stand.
    whom, count, factor, colour, at = {
        "w": ("weights", len(w), "input", style.KERNEL, 0.74),
        "x": ("inputs", len(x), "weight", style.INPUT, 0.38),
    }[chosen("direction", to, ["w", "x"])]
    sums, products, sent = np.zeros(count), {}, [style.number(v) for v in y_bar]
    for t, tau in np.ndindex(len(y_bar), len(w)):
        place, times = (tau, x[t + tau]) if to == "w" else (t + tau, w[tau])
        sums[place] += y_bar[t] * times
        product = style.number(y_bar[t] * times)
        products[place, t, tau] = f"{sent[t]} · {style.bracketed(times)} = {product}"
    alt = f"""Arrows run back from the loss to {len(y_bar)} outputs with the messages
        {style.listed(y_bar)}, and from there {len(products)} arrows to the {whom}, each
        with a product. The sums that arrive are {style.listed(sums)}."""
    outputs = [f"y[{t}]" for t in range(len(y_bar))]
    boxes = _named(f"{to}\N{COMBINING MACRON}", sums), outputs, ["L"]
    looks = {"at": at, "colours": (colour, style.PURPLE, style.PURPLE), "arrow": "<|-"}
    title = f"on the left: every arrow carries ȳ · its {factor}; every box adds up"
    return _graph(boxes, products, sent, title, alt, **looks)


def _named(letter, values):
    """The values in words: x[0] = 2, x[1] = −1, …"""
    return [f"{letter}[{k}] = {style.number(value)}" for k, value in enumerate(values)]


def _graph(boxes, products, sent, title, alt, at, colours, arrow="-|>"):
    """Boxes in three columns and the arrows that join them.

    boxes: the words of each column's; products: {(left, middle, dashed): words}; sent:
    the words between the middle and the loss. colours: of the boxes on the left, and
    of the arrows on both sides; at: where words stand on those on the left.
    """
    fig, ax = style.axes(width=860, height=330)
    style.bare(ax).set(xlim=(-1, 9.5), ylim=(4, 0), title=title)
    edges, places = (colours[0], style.OUTPUT, style.INK), []
    for x, words, colour in zip((0, 5.2, 8.6), boxes, edges, strict=True):
        box = {"boxstyle": "round,pad=0.45", "fc": "white", "ec": colour, "lw": 2.5}
        places.append([(x, (4 * k + 2) / len(words)) for k in range(len(words))])
        for place, text in zip(places[-1], words, strict=True):
            ax.text(*place, text, ha="center", va="center", size=14, bbox=box, zorder=3)
    left, middle, (loss,) = places
    arrows = {
        (left[k], middle[t], tau % 2): products[k, t, tau] for k, t, tau in products
    }
    arrows |= {(place, loss, 0): text for place, text in zip(middle, sent, strict=True)}
    plate = {"fc": "white", "ec": "none", "pad": 1.5}
    for (start, end, dashed), text in arrows.items():
        share, colour = (0.5, colours[2]) if end == loss else (at, colours[1])
        look = {"arrowstyle": arrow, "color": colour, "lw": 1.8, "shrinkA": 40}
        look |= {"shrinkB": 40, "ls": "--" if dashed else "-"}
        ax.annotate("", end, start, arrowprops=look, zorder=1)
        spot = np.add(start, share * np.subtract(end, start))
        ax.text(*spot, text, ha="center", va="center", size=12, bbox=plate, zorder=2)
    return style.picture(fig, alt)


def row_codes(N, stops, outside=None, P=0):
    """Codes of the padded row (row 0) and, from row 2 on, of one window a row.

    stops: each window's pixels, from arithmetic.windows; outside: those of one that
    sticks out of the row.
    """
    drawn = [(READ, stop) for stop in stops]
    drawn += [(OUTSIDE, outside)] if outside else []
    cols = max(N + 2 * P, drawn[-1][1][-1] + P + 1)
    codes = np.full((len(drawn) + 2, cols), EMPTY)
    codes[0, : N + 2 * P] = PADDING
    codes[0, P : P + N] = LOST
    for row, (code, window) in enumerate(drawn, 2):
        codes[row, np.add(window, P)] = code
    read = (codes[2:] == READ).any(axis=0)[P : P + N]
    codes[0, P : P + N][read] = PIXEL
    return codes


def windows(N, stops):
    """A row of N pixels with every window that fits, and the one that doesn't.

    stops: each window's pixels, from arithmetic.windows, two or more.
    """
    step = stops[1][0] - stops[0][0]
    outside = [p + step for p in stops[-1]] if stops[-1][-1] < N - 1 else None
    codes = np.delete(row_codes(N, stops, outside), 1, axis=0)
    table = np.where(codes == EMPTY, np.nan, np.arange(codes.shape[1]))
    names = ["pixels", *(f"stop {k + 1}" for k in range(len(stops))), "sticks out"]
    fig, ax = style.axes(height=min(420, 20 + 38 * len(codes)))
    tinted(ax, table, np.array(TINTS)[codes], names[: len(codes)])
    lost = np.flatnonzero(codes[0, :N] == LOST)
    fate = (
        f"striped, in no window: {style.listed(lost)}" if len(lost) else "none is lost"
    )
    places = ", ".join("+".join(map(str, stop)) for stop in stops)
    alt = f"""{N} pixels in a row. {len(stops)} windows of {len(stops[0])} in steps of
        {step} read the pixels {places}; {fate}."""
    return style.picture(fig, alt)


def reads(N, stops):
    """(N, N) integers: how many windows read each pixel of a square picture."""
    inside = [p for stop in stops for p in stop if 0 <= p < N]
    line = np.bincount(np.array(inside, dtype=int), minlength=N)
    return np.outer(line, line)


def square(N, stops):
    """A square picture with, in every pixel, how many windows read it; zeros striped.

    stops: each window's pixels along one side, from arithmetic.windows, two or more.
    """
    counts = reads(N, stops)
    fig, ax = style.axes(height=340)
    tinted(ax, counts, np.where(counts, style.INPUT, style.WRONG))
    first = stops[0][-1] - stops[0][0] + 1
    style.frame(ax, 0, 0, first, first, style.KERNEL, 3, inset=0.05, zorder=3)
    ax.set_aspect("equal")
    ax.set_title("how many windows read each pixel (orange: the first window)")
    F, S = len(stops[0]), stops[1][0] - stops[0][0]
    alt = f"""{N}×{N} pixels, each with the number of {F}×{F} windows in steps of {S}
        that read it. {(counts == 0).sum()} of {counts.size} are striped: no window
        reads them. The most read pixel is read {counts.max()} times."""
    return style.picture(fig, alt)


def nested(sizes):
    """Squares of the given sizes inside one another: what is left after each layer."""
    fig, ax = style.axes(height=320)
    look = {"fc": style.BLUE, "ec": "white", "alpha": 0.13, "lw": 1.5}
    for size in sizes:
        ax.add_patch(Rectangle((-size / 2, -size / 2), size, size, **look))
        ax.text(0.3 - size / 2, size / 2 - 1, f"{size}×{size}", va="center", size=10)
    half = sizes[0] / 2 + 0.5
    style.bare(ax).set(xlim=(-half, half), ylim=(-half, half), aspect="equal")
    said = ", ".join(f"{size}×{size}" for size in sizes)
    alt = f"Squares inside one another, {said}: each layer leaves a smaller picture."
    return style.picture(fig, alt)


def wiring(blocks):
    """A row for each named block, to be read from left to right.

    blocks: {name: boxes}, from zoo.boxes.
    Orange boxes have weights. “+” adds, “join” puts maps one behind the other.
    """
    lanes = [max(lane for *_, lane in boxes) for boxes in blocks.values()]
    tops = [-0.5 - 0.5 * any(arcs(boxes)) for boxes in blocks.values()]
    heights = [lane + 0.5 - top for lane, top in zip(lanes, tops, strict=True)]
    height = min(400, 10 * len(blocks) + round(72 * sum(heights)))
    form = {"squeeze": False, "height_ratios": heights}
    fig, rows = style.axes(len(blocks), height=height, **form)
    last = max(column for boxes in blocks.values() for *_, column, _ in boxes)
    right = max(5, last) + 0.5
    left = -0.6 - 0.15 * right
    panels = zip(rows[:, 0], blocks.items(), lanes, tops, strict=True)
    for ax, (name, boxes), lane, top in panels:
        style.bare(ax).set(xlim=(left, right), ylim=(lane + 0.5, top))
        ax.text(left, lane / 2, name, va="center", fontweight="bold")
        _draw(ax, boxes)
    said = "; ".join(f"{name}: {_words(boxes)}" for name, boxes in blocks.items())
    return style.picture(fig, f"Boxes and arrows, from left to right. {said}.")


def arcs(drawing):
    """(from, to) of the arrows that must go round boxes of their own lane."""
    places = {(column, lane) for *_, column, lane in drawing}
    for box, (*_, reads, column, lane) in enumerate(drawing):
        for other in reads:
            *_, start, before = drawing[other]
            between = {(c, lane) for c in range(start + 1, column)}
            if before == lane and between & places:
                yield other, box


def _draw(ax, drawing):
    """Boxes and arrows into the axes."""
    round_about, half = set(arcs(drawing)), HIGH / 2
    arrow = {"arrowstyle": "-|>", "mutation_scale": 11, "color": style.INK, "lw": 1.3}
    for box, (label, kind, reads, column, lane) in enumerate(drawing):
        wide, fill, edge = LOOKS[kind]
        look = {"boxstyle": ROUND, "fc": fill, "ec": edge, "lw": 2}
        corner = column - wide / 2, lane - half
        ax.add_patch(FancyBboxPatch(corner, wide, HIGH, **look))
        words = {"ha": "center", "va": "center", "fontsize": 10}
        ax.text(column, lane, label.replace(", ", "\n"), **words)
        for other in reads:
            _, before, _, start, level = drawing[other]
            if (other, box) in round_about:
                low, high = lane - half, lane - 1.05
                ends = [(start, low), (start, high), (column, high), (column, low)]
                path = Path(ends, [Path.MOVETO, *[Path.CURVE4] * 3])
            else:  # straight on as long as there may be boxes in the other lanes
                ends = [(start + LOOKS[before][0] / 2, level)]
                ends += [(column - 0.62, level)] * (column - start > 1)
                path = Path([*ends, (column - wide / 2, lane)])
            ax.add_patch(FancyArrowPatch(path=path, **arrow))


def _words(drawing):
    """The boxes as one line of text."""
    said = []
    for box, (label, _, reads, *_) in enumerate(drawing):
        label = label.replace("\n", " ").replace(", ", " ")
        if len(reads) > 1:
            label += f" of {' and '.join(map(str, reads))}"
        elif reads and reads[0] != box - 1:
            label += f" (from {reads[0]})"
        said.append(f"{box} {label}")
    return ", ".join(said)
