"""Drawings: graphs of numbers and of blocks, windows on a row of pixels."""

from itertools import cycle

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle
from matplotlib.path import Path

from helpers.chosen import chosen
from helpers.plots import style
from helpers.plots.tables import tinted

__all__ = ["graph", "messages", "nested", "square", "windows", "wiring"]

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
    lines = zip(cycle(("solid", "dashed")), style.named("w", w), strict=False)
    kernel = ", ".join(f"{line} {weight}" for line, weight in lines)
    alt = f"""{len(x)} inputs {style.listed(x)} on the left, {len(y)} outputs
        {style.listed(y)} in the middle, joined by {len(y) * len(w)} arrows, one for
        each product with a weight: {kernel}. On the right the loss, {loss}."""
    boxes = style.named("x", x), style.named("y", y), [f"L = {loss}"]
    looks = {"at": 0.3, "colours": (style.INPUT, style.KERNEL, style.INK)}
    title = f"the arrows on the left are products: {kernel}"
    return _graph(boxes, products, wanted, title, alt, **looks)


def messages(x, w, y_bar, to):
    """The backward pass on the same graph: what each arrow carries, and the sums.

    to: "w" for the messages to the weights, "x" for those to the inputs.
    """
    # Who gets the sums, what is multiplied, where the words stand, and the sums.
    whom, factor, colour, at, sums = {
        "w": ("weights", "input", style.KERNEL, 0.74, np.correlate(x, y_bar)),
        "x": ("inputs", "weight", style.INPUT, 0.38, np.convolve(y_bar, w)),
    }[chosen("direction", to, ["w", "x"])]
    products, sent = {}, [style.number(v) for v in y_bar]
    for t, tau in np.ndindex(len(y_bar), len(w)):
        place, times = (tau, x[t + tau]) if to == "w" else (t + tau, w[tau])
        product = style.number(y_bar[t] * times)
        products[place, t, tau] = f"{sent[t]} · {style.bracketed(times)} = {product}"
    alt = f"""Arrows run back from the loss to {len(y_bar)} outputs with the messages
        {style.listed(y_bar)}, and from there {len(products)} arrows to the {whom}, each
        with a product. The sums that arrive are {style.listed(sums)}."""
    outputs = [f"y[{t}]" for t in range(len(y_bar))]
    boxes = style.named(f"{to}\N{COMBINING MACRON}", sums), outputs, ["L"]
    looks = {"at": at, "colours": (colour, style.PURPLE, style.PURPLE), "arrow": "<|-"}
    title = f"on the left: every arrow carries ȳ · its {factor}; every box adds up"
    return _graph(boxes, products, sent, title, alt, **looks)


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
    arrows = {(place, loss, 0): text for place, text in zip(middle, sent, strict=True)}
    for (k, t, tau), text in products.items():
        arrows[left[k], middle[t], tau % 2] = text
    plate = {"fc": "white", "ec": "none", "pad": 1.5}
    for (start, end, dashed), text in arrows.items():
        share, colour = (0.5, colours[2]) if end == loss else (at, colours[1])
        look = {"arrowstyle": arrow, "color": colour, "lw": 1.8, "shrinkA": 40}
        look |= {"shrinkB": 40, "ls": "--" if dashed else "-"}
        ax.annotate("", end, start, arrowprops=look, zorder=1)
        spot = np.add(start, share * np.subtract(end, start))
        ax.text(*spot, text, ha="center", va="center", size=12, bbox=plate, zorder=2)
    return style.picture(fig, alt)


def reads(N, stops):
    """(N,) integers: how many of the windows, given as `stops`, read each pixel."""
    inside = [p for stop in stops for p in stop if 0 <= p < N]
    return np.bincount(np.array(inside, dtype=int), minlength=N)


def windows(N, stops):
    """A row of N pixels with every window that fits, and the one that doesn't.

    stops: each window's pixels, from arithmetic.windows, two or more.
    """
    step, read = stops[1][0] - stops[0][0], reads(N, stops)
    rows = {"pixels": range(N)} | {f"stop {k}": stop for k, stop in enumerate(stops, 1)}
    if stops[-1][-1] < N - 1:
        rows["sticks out"] = [p + step for p in stops[-1]]
    table = np.full((len(rows), max(map(max, rows.values())) + 1), np.nan)
    for line, places in zip(table, rows.values(), strict=True):
        line[places] = places
    tints = np.full(table.shape, style.KERNEL)
    tints[0, :N] = np.where(read, style.INPUT, style.WRONG)
    tints[len(stops) + 1 :] = style.WRONG
    fig, ax = style.axes(height=min(420, 20 + 38 * len(rows)))
    tinted(ax, table, tints, list(rows))
    lost = style.listed(np.flatnonzero(read == 0))
    fate = f"striped, in no window: {lost}" if lost else "none is lost"
    places = ", ".join("+".join(map(str, stop)) for stop in stops)
    alt = f"""{N} pixels in a row. {len(stops)} windows of {len(stops[0])} in steps of
        {step} read the pixels {places}; {fate}."""
    return style.picture(fig, alt)


def square(N, stops):
    """A square picture with, in every pixel, how many windows read it; zeros striped.

    stops: each window's pixels along one side, from arithmetic.windows, two or more.
    """
    counts = np.outer(reads(N, stops), reads(N, stops))
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
    fig, ax = style.axes()
    last = max(column for boxes in blocks.values() for *_, column, _ in boxes)
    right, top = max(5, last) + 0.5, 0
    left = -0.6 - 0.15 * right
    for name, boxes in blocks.items():
        top += 0.6 + 0.5 * any(arcs(boxes))
        lanes = max(lane for *_, lane in boxes)
        ax.text(left, top + lanes / 2, name, va="center", fontweight="bold")
        _draw(ax, [(*box, column, top + lane) for *box, column, lane in boxes])
        top += lanes + 0.5
    style.bare(ax).set(xlim=(left, right), ylim=(top, 0))
    fig.set_figheight(min(400, 74 * top) / 96)
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
