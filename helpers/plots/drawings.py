"""Drawings: graphs of numbers and of blocks, windows on a row of pixels."""

from functools import lru_cache
from itertools import cycle

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle
from matplotlib.path import Path

from helpers.chosen import chosen
from helpers.plots import style
from helpers.plots.tables import numbers

LEFT, MIDDLE, LOSS = 0.0, 5.2, (8.6, 2)  # where the three columns of a graph stand

# What a cell of a drawn row can be. Colour never speaks alone: what is lost or sticks
# out is striped as well.
EMPTY, PADDING, PIXEL, READ, LOST, OUTSIDE = range(6)
LIGHT = np.array(
    [
        to_rgb(c)
        for c in ("white", style.PALE, "#b3d4e8", style.KERNEL, style.RED, style.RED)
    ]
)
PLATE = {"boxstyle": "circle,pad=0.15", "fc": (1, 1, 1, 0.8), "ec": "none"}

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
    loss = ((y - target) ** 2).sum() / 2
    fig, ax, inputs, outputs = _nodes(len(x), len(y))
    for t, end in enumerate(outputs):
        for tau, weight in enumerate(w):
            start, text = inputs[t + tau], f"·{style.bracketed(weight)}"
            _edge(ax, start, end, text, style.KERNEL, 0.3, tau % 2 == 1)
        _edge(ax, end, LOSS, f"wanted {style.number(target[t])}", style.INK)
        _node(ax, end, f"y[{t}] = {style.number(y[t])}", style.OUTPUT)
    for k, place in enumerate(inputs):
        _node(ax, place, f"x[{k}] = {style.number(x[k])}", style.INPUT)
    _node(ax, LOSS, f"L = {style.number(loss)}", style.INK)
    lines = zip(cycle(("solid", "dashed")), enumerate(w), strict=False)
    kernel = ", ".join(f"{line} w[{k}] = {style.number(v)}" for line, (k, v) in lines)
    ax.set_title(f"the arrows on the left are products: {kernel}")
    alt = f"""{len(x)} inputs {style.listed(x)} on the left, {len(y)} outputs
        {style.listed(y)} in the middle, joined by {len(y) * len(w)} arrows, one for
        each product with a weight: {kernel}. On the right the loss,
        {style.number(loss)}."""
    return style.picture(fig, alt)


def messages(x, w, y_bar, to):
    """The backward pass on the same graph: what each arrow carries, and the sums.

    to: "w" for the messages to the weights, "x" for those to the inputs.
    """
    # Who gets the sums, how many there are, what is multiplied, where the words stand.
    whom, count, factor, colour, at = {
        "w": ("weights", len(w), "input", style.KERNEL, 0.26),
        "x": ("inputs", len(x), "weight", style.INPUT, 0.62),
    }[chosen("direction", to, ["w", "x"])]
    fig, ax, ends, starts = _nodes(count, len(y_bar))
    sums = np.zeros(count)
    for t, start in enumerate(starts):
        sent = style.number(y_bar[t])
        _edge(ax, LOSS, start, sent, style.PURPLE)
        for tau, weight in enumerate(w):
            place, times = (tau, x[t + tau]) if to == "w" else (t + tau, weight)
            sums[place] += y_bar[t] * times
            product = style.number(y_bar[t] * times)
            text = f"{sent} · {style.bracketed(times)} = {product}"
            _edge(ax, start, ends[place], text, style.PURPLE, at, tau % 2 == 1)
        _node(ax, start, f"y[{t}]", style.OUTPUT)
    for k, place in enumerate(ends):
        text = f"{to}\N{COMBINING MACRON}[{k}] = {style.number(sums[k])}"
        _node(ax, place, text, colour)
    _node(ax, LOSS, "L", style.INK)
    ax.set_title(
        f"on the left: every arrow carries ȳ · its {factor}; every box adds up"
    )
    alt = f"""Arrows run back from the loss to {len(y_bar)} outputs with the messages
        {style.listed(y_bar)}, and from there {len(y_bar) * len(w)} arrows to the
        {whom}, each with a product. The sums that arrive are {style.listed(sums)}."""
    return style.picture(fig, alt)


def _nodes(inputs, outputs):
    """(figure, axes, places of the inputs, places of the outputs), the first on top."""
    fig, ax = style.axes(width=860, height=330)
    style.bare(ax).set(xlim=(LEFT - 1, LOSS[0] + 0.9), ylim=(0, 4))
    columns = (
        [(x, 4 * (1 - (2 * k + 1) / (2 * count))) for k in range(count)]
        for x, count in ((LEFT, inputs), (MIDDLE, outputs))
    )
    return fig, ax, *columns


def _node(ax, place, text, colour):
    box = {"boxstyle": "round,pad=0.45", "fc": "white", "ec": colour, "lw": 2.5}
    ax.text(*place, text, ha="center", va="center", size=14, bbox=box, zorder=3)


def _edge(ax, start, end, text, colour, at=0.5, dashed=False):
    """An arrow with its number on it, the share `at` of the way along."""
    look = {"arrowstyle": "-|>", "color": colour, "lw": 1.8, "shrinkA": 36}
    look |= {"shrinkB": 41, "ls": "--" if dashed else "-"}
    ax.annotate("", end, start, arrowprops=look, zorder=1)
    spot = [a + at * (b - a) for a, b in zip(start, end, strict=True)]
    plate = {"fc": "white", "ec": "none", "pad": 1.5}
    ax.text(*spot, text, ha="center", va="center", size=12, bbox=plate, zorder=2)


@lru_cache
def _stamps(px):
    """One cell of each kind: (kinds, px, px, 4)."""
    rows, cols = np.indices((px, px))
    stamps = np.ones((len(LIGHT), px, px, 4))
    stamps[..., :3] = LIGHT[:, None, None]
    striped = (rows + cols) % max(px // 2, 2) < max(px // 4, 1)
    for kind in (LOST, OUTSIDE):
        stamps[kind, striped, :3] = 1
    stamps[:, np.maximum(rows, cols) >= px - max(px // 14, 1)] = 1
    return np.uint8(stamps * 255)


def tiles(codes, px=12):
    """RGBA bytes (rows·px, cols·px, 4) of cell codes (rows, cols), white between.

    One image draws a hundred cells faster than a hundred patches would.
    """
    kinds = np.asarray(codes)
    rows, cols = kinds.shape
    return _stamps(px)[kinds].swapaxes(1, 2).reshape(rows * px, cols * px, 4)


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
    codes = row_codes(N, stops, outside)
    fig, ax = style.axes(height=min(420, 60 + 34 * len(codes)))
    draw_tiles(ax, codes)
    numbers(ax, [range(N)], bbox=PLATE)
    names = ["pixels", "", *(f"stop {k + 1}" for k in range(len(stops))), "sticks out"]
    ax.set_yticks(range(len(codes)), names[: len(codes)])
    ax.tick_params(length=0)
    lost = np.flatnonzero(codes[0, :N] == LOST)
    fate = "every pixel is read"
    if len(lost):
        noun, verb = ("pixel", "is") if len(lost) == 1 else ("pixels", "are")
        fate = f"{noun} {', '.join(map(str, lost))} {verb} in no window, striped"
    whole = np.ptp(stops[0]) == len(stops[0]) - 1 > 0
    places = ", ".join(
        f"{stop[0]}–{stop[-1]}" if whole else "+".join(map(str, stop)) for stop in stops
    )
    alt = f"""{N} pixels in a row. {len(stops)} windows of {len(stops[0])} in steps of
        {step} read the pixels {places}; {fate}."""
    return style.picture(fig, alt)


def draw_tiles(ax, codes):
    """The cells of `tiles` in axes whose units are cells."""
    rows, cols = codes.shape
    extent = (-0.5, cols - 0.5, rows - 0.5, -0.5)
    style.bare(ax).imshow(tiles(codes, 24), extent=extent)


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
    draw_tiles(ax, np.where(counts == 0, LOST, PIXEL))
    numbers(ax, counts)
    for text in ax.texts:
        text.set_bbox(PLATE if text.get_text() == "0" else None)
    first = stops[0][-1] - stops[0][0] + 1
    style.frame(ax, 0, 0, first, first, style.KERNEL, 3, inset=0.05)
    ax.set(xlim=(-0.6, N - 0.4), ylim=(N - 0.4, -0.6))
    ax.set_title("how many windows read each pixel (orange: the first window)")
    F, S = len(stops[0]), stops[1][0] - stops[0][0]
    alt = f"""{N}×{N} pixels, each with the number of {F}×{F} windows in steps of {S}
        that read it. {(counts == 0).sum()} of {counts.size} are striped: no window
        reads them. The most read pixel is read {counts.max()} times."""
    return style.picture(fig, alt)


def nested(sizes):
    """Squares of the given sizes inside one another: what is left after each layer."""
    fig, ax = style.axes(height=320)
    style.bare(ax).set_aspect("equal")
    line = {"arrowstyle": "-", "color": style.GREY, "lw": 0.8}
    for size, shade in zip(sizes, np.linspace(0.15, 0.75, len(sizes)), strict=True):
        look = {"fc": style.BLUE, "ec": "white", "alpha": shade, "lw": 1.5}
        ax.add_patch(Rectangle((-size / 2, -size / 2), size, size, **look))
        height, words = size / 2 - 0.7, f"{size}×{size}"
        place = sizes[0] * 0.75, height
        ax.annotate(words, (size / 2, height), place, va="center", arrowprops=line)
    half = sizes[0] / 2 + 0.5
    ax.set(xlim=(-half, sizes[0]), ylim=(-half, half))
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
