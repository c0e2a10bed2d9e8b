"""Receptive field: what one output unit of a stack of layers sees."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from helpers import arithmetic, plots
from helpers.widgets import WHITE, Explorer, choice, slider

TITLE = (
    "Receptive field: choose up to four layers, click or slide the output unit; "
    "right, the one filter that sees as much."
)
KINDS = {
    "none": (),
    "1 wide": (1, 1),
    "2 wide, stride 2": (2, 2),
    "3 wide": (3, 1),
    "3 wide, stride 2": (3, 2),
    "5 wide": (5, 1),
    "5 wide, stride 2": (5, 2),
    "7 wide": (7, 1),
}
STACK, SINGLE = (4, 50, 400, 220), (444, 50, 400, 220)  # where the two cones stand


def receptive_field(layers=((3, 1), (3, 1)), unit=2):
    """The explorer: choose up to four layers, slide the output unit."""
    kinds = [tuple(layer) for layer in layers] + [()] * (4 - len(layers))
    names = [f"layer {n}" for n in range(1, 5)]
    controls = {name.replace(" ", ""): choice(name, KINDS) for name in names}
    values = dict(zip(controls, kinds, strict=True)) | {"unit": unit}
    controls["unit"] = slider("output unit", 0, 10)
    return Explorer(TITLE, (848, 305), draw, controls, values)


def draw(page, unit, **layers):
    """Two cones, of the stack and of the single filter that sees as much."""
    layers = [kind for kind in layers.values() if kind]
    field = arithmetic.receptive_field(layers)
    jump = int(np.prod([stride for _, stride in layers], dtype=int))
    N = max(11, field + 4 * jump)
    stops = (N - field) // jump + 1
    unit = page.most("unit", stops - 1)
    tops = cone(page, STACK, layers, unit, N, f"your stack: {weights(layers)}")
    title = f"one filter: {field}² = {field**2} weights"
    cone(page, SINGLE, [(field, jump)], unit, N, title)
    points = [(x, y, {"unit": n}) for n, (x, y) in enumerate(tops)]
    page.points((0, 30, 424, 260), points, arrows=("unit", None))
    return words(layers, field, *arithmetic.sees(layers, unit))


def cone(page, place, layers, unit, N, title):
    """What the unit uses, layer by layer; gives the places of the output's units.

    The input is blue, the output green, between them sky; what isn't used is white.
    """
    left, top, width, height = place
    page.text(title, left, 18)
    page.text("input pixels", left, top + height + 28, plots.BLUE, 12)
    ys = top + height * (1 - np.arange(len(layers) + 1) / max(len(layers), 1))
    rows = [
        [(left + width * x / N, y) for x in row]
        for row, y in zip(middles(layers, N), ys, strict=True)
    ]
    used, lines = reads(layers, unit), []
    for level, (size, stride) in enumerate(layers):
        for i in used[level + 1]:
            for end in rows[level][i * stride : i * stride + size]:
                lines += [rows[level + 1][i], end]
            lines.append((np.nan, np.nan))
    page.line(*np.reshape(lines, (-1, 2)).T, plots.KERNEL, 1)
    radius = np.clip(0.33 * width / N, 1.5, 7)
    page.dots(*np.concatenate(rows).T, WHITE, radius, plots.GREY, square=True)
    levels = [level for level, units in enumerate(used) for _ in units]
    colours = [plots.BLUE, *[plots.SKY] * (len(layers) - 1), plots.GREEN]
    seen = [row[i] for row, units in zip(rows, used, strict=True) for i in units]
    page.dots(*np.transpose(seen), [colours[n] for n in levels], radius, square=True)
    return rows[-1]


def middles(layers, N):
    """Where the units of each layer stand, bottom up, in pixels of the input."""
    rows = [np.arange(N) + 0.5]
    for size, stride in layers:
        windows = sliding_window_view(rows[-1], size)[::stride]
        rows.append((windows[:, 0] + windows[:, -1]) / 2)
    return rows


def reads(layers, unit):
    """The units of each layer, bottom up, that the last one's unit uses: ranges."""
    ends = [arithmetic.sees(layers[n:], unit) for n in range(len(layers) + 1)]
    return [range(first, last + 1) for first, last in ends]


def weights(layers):
    terms = " + ".join(f"{size}²" for size, _ in layers) or "0"
    return f"{terms} = {sum(size**2 for size, _ in layers)} weights"


def words(layers, field, first, last):
    if not layers:
        return "No layer yet: the output is the input, and a unit sees its own pixel."
    jump, terms = 1, []
    for size, stride in layers:
        terms.append(f"{size - 1}·{jump}")
        jump *= stride
    span = f"pixel {first}" if first == last else f"pixels {first} to {last}"
    times = "ReLU" if len(layers) == 1 else "ReLUs"
    said = f"This unit sees {span}: 1 + {' + '.join(terms)} = {field}. The next one "
    said += f"looks {jump} further on. The stack has room for {len(layers)} {times}, "
    said += "the single filter for one. "
    return f"{said}Weights are counted for one channel in, one out."
