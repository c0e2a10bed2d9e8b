"""Drawings: graphs of numbers and of blocks, windows on a row of pixels."""

from functools import lru_cache

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle
from matplotlib.path import Path

from helpers.plots.style import (
    BLUE,
    GREY,
    INK,
    INPUT,
    KERNEL,
    OUTPUT,
    PALE,
    PURPLE,
    RED,
    axes,
    bare,
    frame,
    listed,
    number,
    picture,
)
from helpers.plots.tables import numbers

LEFT, MIDDLE, RIGHT = 0.0, 5.2, 8.6  # where the three columns of a graph stand

# What a cell of a drawn row can be. Colour never speaks alone: what is lost or sticks
# out is striped as well.
EMPTY, PADDING, PIXEL, READ, LOST, OUTSIDE = range(6)
LIGHT = np.array([to_rgb(c) for c in ("white", PALE, "#b3d4e8", KERNEL, RED, RED)])
PLATE = {"boxstyle": "circle,pad=0.15", "fc": (1, 1, 1, 0.8), "ec": "none"}

WIDE, SMALL, HIGH = 0.76, 0.44, 0.8  # of boxes; columns and lanes are 1 apart
EDGES = {"input": INPUT, "weights": KERNEL, "pool": GREY, "meet": PURPLE}


def graph(x, w, target):
    """The forward pass on a graph: inputs, one arrow a product, outputs, loss.

    The loss is half the sum of the squared differences from `target`.
    """
    y = np.correlate(x, w)
    loss = ((y - target) ** 2).sum() / 2
    fig, ax = _blank(320)
    inputs, outputs = _column(LEFT, len(x)), _column(MIDDLE, len(y))
    for t, end in enumerate(outputs):
        for tau, weight in enumerate(w):
            text = f"·{_bracket(weight)}"
            _edge(ax, inputs[t + tau], end, text, KERNEL, 0.3, tau % 2 == 1)
        _edge(ax, end, (RIGHT, 2), f"wanted {number(target[t])}", INK)
        _node(ax, end, f"y[{t}] = {number(y[t])}", OUTPUT)
    for k, place in enumerate(inputs):
        _node(ax, place, f"x[{k}] = {number(x[k])}", INPUT)
    _node(ax, (RIGHT, 2), f"L = {number(loss)}", INK)
    lines = ("solid", "dashed")
    kernel = ", ".join(
        f"{lines[tau % 2]} w[{tau}] = {number(v)}" for tau, v in enumerate(w)
    )
    ax.set_title(f"the arrows on the left are products: {kernel}")
    alt = f"""{len(x)} inputs {listed(x)} on the left, {len(y)} outputs {listed(y)}
        in the middle, joined by {len(y) * len(w)} arrows, one for each product with a
        weight: {kernel}. On the right the loss, {number(loss)}."""
    return picture(fig, alt)


def messages(x, w, y_bar, to):
    """The backward pass on the same graph: what each arrow carries, and the sums.

    to: "w" for the messages to the weights, "x" for those to the inputs.
    """
    if to not in ("w", "x"):
        raise ValueError(f"to was {to!r}: choose 'w' or 'x'.")
    weights = to == "w"
    count, colour = (len(w), KERNEL) if weights else (len(x), INPUT)
    local, whom = ("input", "weights") if weights else ("weight", "inputs")
    fig, ax = _blank(330)
    ends, sums = _column(LEFT, count), np.zeros(count)
    for t, start in enumerate(_column(MIDDLE, len(y_bar))):
        _edge(ax, (RIGHT, 2), start, number(y_bar[t]), PURPLE)
        for tau, weight in enumerate(w):
            place, factor = (tau, x[t + tau]) if weights else (t + tau, weight)
            message = y_bar[t] * factor
            sums[place] += message
            text = f"{number(y_bar[t])} · {_bracket(factor)} = {number(message)}"
            at = 0.26 if weights else 0.62
            _edge(ax, start, ends[place], text, PURPLE, at, tau % 2 == 1)
        _node(ax, start, f"y[{t}]", OUTPUT)
    for k, place in enumerate(ends):
        _node(ax, place, f"{to}\N{COMBINING MACRON}[{k}] = {number(sums[k])}", colour)
    _node(ax, (RIGHT, 2), "L", INK)
    ax.set_title(f"on the left: every arrow carries ȳ · its {local}; every box adds up")
    alt = f"""Arrows run back from the loss to {len(y_bar)} outputs with the messages
        {listed(y_bar)}, and from there {len(y_bar) * len(w)} arrows to the {whom},
        each with a product. The sums that arrive are {listed(sums)}."""
    return picture(fig, alt)


def _blank(height):
    fig, ax = axes(width=860, height=height)
    bare(ax).set(xlim=(LEFT - 1, RIGHT + 0.9), ylim=(0, 4))
    return fig, ax


def _column(x, count):
    """The places of `count` nodes above one another, the first one on top."""
    return [(x, 4 * (1 - (2 * k + 1) / (2 * count))) for k in range(count)]


def _node(ax, place, text, colour):
    box = {"boxstyle": "round,pad=0.45", "fc": "white", "ec": colour, "lw": 2.5}
    ax.text(*place, text, ha="center", va="center", size=14, bbox=box, zorder=3)


def _edge(ax, start, end, text, colour, at=0.5, dashed=False):
    """An arrow with its number on it, the share `at` of the way along."""
    style = {"arrowstyle": "-|>", "color": colour, "lw": 1.8, "shrinkA": 36}
    style |= {"shrinkB": 41, "ls": "--" if dashed else "-"}
    ax.annotate("", end, start, arrowprops=style, zorder=1)
    spot = [a + at * (b - a) for a, b in zip(start, end, strict=True)]
    plate = {"fc": "white", "ec": "none", "pad": 1.5}
    ax.text(*spot, text, ha="center", va="center", size=12, bbox=plate, zorder=2)


def _bracket(value):
    return f"({number(value)})" if value < 0 else number(value)


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
    rows, cols = codes.shape
    fig, ax = axes(height=min(420, 60 + 34 * rows))
    extent = (-0.5, cols - 0.5, rows - 0.5, -0.5)
    bare(ax).imshow(tiles(codes, 24), extent=extent)
    numbers(ax, [range(N)], bbox=PLATE)
    names = ["pixels", "", *(f"stop {k + 1}" for k in range(len(stops)))]
    names += ["sticks out"] if outside else []
    for row, name in enumerate(names):
        colour = {"pixels": INPUT, "sticks out": RED}.get(name, INK)
        look = {"ha": "right", "va": "center", "color": colour, "fontsize": 11}
        ax.text(-0.8, row, name, **look)
    ax.set_xlim(-3.2, cols)
    lost = np.flatnonzero(codes[0, :N] == LOST)
    fate = "every pixel is read"
    if len(lost):
        noun, verb = ("pixel", "is") if len(lost) == 1 else ("pixels", "are")
        fate = f"{noun} {', '.join(map(str, lost))} {verb} in no window, striped"
    places = ", ".join(_span(window) for window in stops)
    alt = f"""{N} pixels in a row. {len(stops)} windows of {len(stops[0])} in steps of
        {step} read the pixels {places}; {fate}."""
    return picture(fig, alt)


def _span(window):
    if len(window) > 1 and (np.diff(window) == 1).all():
        return f"{window[0]}–{window[-1]}"
    return "+".join(map(str, window))


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
    fig, ax = axes(height=340)
    codes = np.where(counts == 0, LOST, PIXEL)
    bare(ax).imshow(tiles(codes, 24), extent=(-0.5, N - 0.5, N - 0.5, -0.5))
    texts = numbers(ax, counts)
    for i, j in np.argwhere(counts == 0):
        texts[i][j].set_bbox(PLATE)
    first = stops[0][-1] - stops[0][0] + 1
    frame(ax, 0, 0, first, first, KERNEL, 3, inset=0.05)
    ax.set(xlim=(-0.6, N - 0.4), ylim=(N - 0.4, -0.6))
    ax.set_title("how many windows read each pixel (orange: the first window)")
    F, S = len(stops[0]), stops[1][0] - stops[0][0]
    alt = f"""{N}×{N} pixels, each with the number of {F}×{F} windows in steps of {S}
        that read it. {(counts == 0).sum()} of {counts.size} are striped: no window
        reads them. The most read pixel is read {counts.max()} times."""
    return picture(fig, alt)


def nested(sizes):
    """Squares of the given sizes inside one another: what is left after each layer."""
    fig, ax = axes(height=320)
    bare(ax).set_aspect("equal")
    for size, shade in zip(sizes, np.linspace(0.15, 0.75, len(sizes)), strict=True):
        corner, look = -size / 2, {"fc": BLUE, "ec": "white", "alpha": shade, "lw": 1.5}
        ax.add_patch(Rectangle((corner, corner), size, size, **look))
        line, height = {"arrowstyle": "-", "color": GREY, "lw": 0.8}, -corner - 0.7
        words, place = f"{size}×{size}", (sizes[0] * 0.75, height)
        ax.annotate(words, (-corner, height), place, va="center", arrowprops=line)
    half = sizes[0] / 2 + 0.5
    ax.set(xlim=(-half, sizes[0]), ylim=(-half, half))
    said = ", ".join(f"{size}×{size}" for size in sizes)
    alt = f"Squares inside one another, {said}: each layer leaves a smaller picture."
    return picture(fig, alt)


def wiring(blocks):
    """A row for each named block, to be read from left to right.

    blocks: {name: boxes}, from zoo.boxes.
    Orange boxes have weights. “+” adds, “join” puts maps one behind the other.
    """
    lanes = [1 + max(lane for *_, lane in d) for d in blocks.values()]
    above = [0.5 * any(arcs(d)) for d in blocks.values()]
    heights = [a + b for a, b in zip(lanes, above, strict=True)]
    height = min(400, 10 * len(blocks) + round(72 * sum(heights)))
    shape = {"squeeze": False, "height_ratios": heights}
    fig, rows = axes(len(blocks), height=height, **shape)
    last = max(column for d in blocks.values() for *_, column, _ in d)
    right = max(5, last) + 0.5
    left = -0.6 - 0.15 * right
    for ax, (name, d), lane, room in zip(
        rows[:, 0], blocks.items(), lanes, above, strict=True
    ):
        bare(ax).set(xlim=(left, right), ylim=(lane - 0.5, -0.5 - room))
        ax.text(left, (lane - 1) / 2, name, va="center", fontweight="bold")
        _draw(ax, d)
    said = "; ".join(f"{name}: {_words(d)}" for name, d in blocks.items())
    return picture(fig, f"Boxes and arrows, from left to right. {said}.")


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
    round_about = set(arcs(drawing))
    arrow = {"arrowstyle": "-|>", "mutation_scale": 11, "color": INK, "lw": 1.3}
    for box, (label, kind, reads, column, lane) in enumerate(drawing):
        wide = _width(kind)
        corner, size = (column - wide / 2, lane - HIGH / 2), (wide, HIGH)
        look = {"fc": PALE if kind == "pool" else "white", "ec": EDGES[kind], "lw": 2}
        corners = "round,pad=0,rounding_size=0.08"
        ax.add_patch(FancyBboxPatch(corner, *size, boxstyle=corners, **look))
        text = label.replace(", ", "\n")
        ax.text(column, lane, text, ha="center", va="center", fontsize=10)
        for other in reads:
            _, before, _, start, level = drawing[other]
            if (other, box) in round_about:
                low, high = lane - HIGH / 2, lane - 1.05
                ends = [(start, low), (start, high), (column, high), (column, low)]
                path = Path(ends, [Path.MOVETO, *[Path.CURVE4] * 3])
            else:  # straight on as long as there may be boxes in the other lanes
                ends = [(start + _width(before) / 2, level)]
                ends += [(column - 1 + WIDE / 2, level)] * (column - start > 1)
                path = Path([*ends, (column - wide / 2, lane)])
            ax.add_patch(FancyArrowPatch(path=path, **arrow))


def _width(kind):
    return WIDE if kind in ("weights", "pool") else SMALL


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
