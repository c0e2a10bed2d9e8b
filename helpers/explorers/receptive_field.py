"""Receptive field: what one output unit of a stack of layers sees."""

from types import SimpleNamespace

import numpy as np

from helpers import arithmetic, plots
from helpers.widgets.controls import choice, slider
from helpers.widgets.explorer import explorer
from helpers.widgets.page import WHITE

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
    return cones(*kinds, unit=unit)


@explorer(
    "Receptive field: choose up to four layers, click or slide the output unit; "
    "right, the one filter that sees as much.",
    (848, 305),
    layer1=choice("layer 1", KINDS),
    layer2=choice("layer 2", KINDS),
    layer3=choice("layer 3", KINDS),
    layer4=choice("layer 4", KINDS),
    unit=slider("output unit", 0, 10),
)
def cones(page, layer1, layer2, layer3, layer4, unit):
    """Two cones, of the stack and of the single filter that sees as much."""
    layers = [kind for kind in (layer1, layer2, layer3, layer4) if kind]
    field = arithmetic.receptive_field(layers)
    jump = int(np.prod([stride for _, stride in layers], dtype=int))
    N = max(11, field + 4 * jump)
    stops = (N - field) // jump + 1
    page.change("unit", high=stops - 1)
    unit = min(unit, stops - 1)
    stack, single = cone(layers, unit, N), cone([(field, jump)], unit, N)
    show(page, STACK, stack, f"your stack: {weights(layers)}")
    show(page, SINGLE, single, f"one filter: {field}² = {field**2} weights")
    tops = onto(STACK, stack.points[stack.level == len(layers)])
    points = [(x, y, {"unit": n}) for n, (x, y) in enumerate(tops)]
    page.points((0, 30, 424, 260), points, arrows=("unit", None))
    return words(layers, field, *arithmetic.sees(layers, unit))


def cone(layers, unit, N):
    """The units of every layer, bottom up, and which of them the last `unit` uses.

    points (U, 2) places in 0…1, used (U,) booleans, level (U,) layer numbers,
    lines (L, 2) places from a used unit to each unit that it reads and back; after
    each used unit NaN.
    """
    sizes, centres = [N], [np.arange(N) + 0.5]
    for size, stride in layers:
        sizes.append((sizes[-1] - size) // stride + 1)
        starts = stride * np.arange(sizes[-1])
        centres.append((centres[-1][starts] + centres[-1][starts + size - 1]) / 2)
    used, lines = [{unit}], []
    height = max(len(layers), 1)
    for level in range(len(layers), 0, -1):
        size, stride = layers[level - 1]
        for i in used[0]:
            top = centres[level][i] / N, level / height
            for j in range(i * stride, i * stride + size):
                lines += [top, (centres[level - 1][j] / N, (level - 1) / height)]
            lines.append((np.nan, np.nan))
        reads = {i * stride + k for i in used[0] for k in range(size)}
        used.insert(0, reads)
    return SimpleNamespace(
        points=np.array(
            [(x / N, level / height) for level, row in enumerate(centres) for x in row]
        ),
        used=np.array(
            [i in u for u, n in zip(used, sizes, strict=True) for i in range(n)]
        ),
        level=np.repeat(np.arange(len(sizes)), sizes),
        lines=np.array(lines).reshape(-1, 2),
    )


def show(page, place, cone, title):
    """A cone: input blue, output green, between them sky; what isn't used is white."""
    left, top, width, height = place
    page.text(title, left, 18)
    page.text("input pixels", left, top + height + 28, plots.BLUE, 12)
    page.line(*onto(place, cone.lines).T, plots.KERNEL, 1)
    points, last = onto(place, cone.points), cone.level.max()
    radius = np.clip(0.33 * width / (cone.level == 0).sum(), 1.5, 7)
    page.dots(*points.T, WHITE, radius, plots.GREY, square=True)
    colours = np.where(cone.level == last, plots.GREEN, plots.SKY)
    colours[cone.level == 0] = plots.BLUE
    page.dots(*points[cone.used].T, colours[cone.used], radius, square=True)


def onto(place, points):
    """Places of the page for points in 0…1, whose second number goes up."""
    left, top, width, height = place
    return points * (width, -height) + (left, top + height)


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
    return (
        f"This unit sees {span}: 1 + {' + '.join(terms)} = {field}. The next one "
        f"looks {jump} further on. The stack has room for {len(layers)} {times}, the "
        "single filter for one. Weights are counted for one channel in, one out."
    )
