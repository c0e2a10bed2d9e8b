"""Receptive field: what one output unit of a stack of layers sees."""

from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection

from helpers import arithmetic, plots
from helpers.widgets import base

KINDS = {
    "none": None,
    "1 wide": (1, 1),
    "2 wide, stride 2": (2, 2),
    "3 wide": (3, 1),
    "3 wide, stride 2": (3, 2),
    "5 wide": (5, 1),
    "5 wide, stride 2": (5, 2),
    "7 wide": (7, 1),
}


def compute(layer1=(3, 1), layer2=(3, 1), layer3=None, layer4=None, unit=2):
    """Two cones, of the stack and of the single filter that sees as much; words."""
    layers = [kind for kind in (layer1, layer2, layer3, layer4) if kind]
    field = arithmetic.receptive_field(layers)
    jump = int(np.prod([stride for _, stride in layers], dtype=int))
    N = max(11, field + 4 * jump)
    single = [(field, jump)]
    stops = (N - field) // jump + 1
    unit = min(unit, stops - 1)
    first, last = arithmetic.sees(layers, unit)
    return SimpleNamespace(
        stack=cone(layers, unit, N),
        single=cone(single, unit, N),
        layers=layers,
        field=field,
        sees=(first, last),
        titles=[
            f"your stack: {_weights(layers)}",
            f"one filter: {field}² = {field**2} weights",
        ],
        words=_words(layers, field, first, last),
        limits={"unit": stops - 1},
    )


def cone(layers, unit, N):
    """The units of every layer, bottom up, and which of them the last `unit` uses.

    points (U, 2) places in 0…1, used (U,) booleans, level (U,) layer numbers,
    lines (L, 2, 2) from a used unit to each unit that it reads.
    """
    sizes, centres = [N], [np.arange(N) + 0.5]
    for size, stride in layers:
        sizes.append((sizes[-1] - size) // stride + 1)
        starts = stride * np.arange(sizes[-1])
        middle = (centres[-1][starts] + centres[-1][starts + size - 1]) / 2
        centres.append(middle)
    used, lines = [{unit}], []
    height = max(len(layers), 1)
    for level in range(len(layers), 0, -1):
        size, stride = layers[level - 1]
        reads = {i: range(i * stride, i * stride + size) for i in used[0]}
        for i, inputs in reads.items():
            top = centres[level][i] / N, level / height
            for j in inputs:
                lines.append([top, (centres[level - 1][j] / N, (level - 1) / height)])
        used.insert(0, {j for inputs in reads.values() for j in inputs})
    return SimpleNamespace(
        points=np.array(
            [(x / N, level / height) for level, row in enumerate(centres) for x in row]
        ),
        used=np.array(
            [i in u for u, n in zip(used, sizes, strict=True) for i in range(n)]
        ),
        level=np.repeat(np.arange(len(sizes)), sizes),
        lines=np.array(lines).reshape(-1, 2, 2),
        size=4000 / N**1.45,
    )


def _weights(layers):
    terms = " + ".join(f"{size}²" for size, _ in layers) or "0"
    return f"{terms} = {sum(size**2 for size, _ in layers)} weights"


def _words(layers, field, first, last):
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


class View(base.View):
    size = 900, 310
    cursor = "pointer"

    def pointed(self, values, start, now):
        """The output unit of the stack that is nearest to the pointer."""
        place = self.at(self.stack, now)
        if place:
            cone = compute(**values).stack
            across = cone.points[cone.level == cone.level.max(), 0]
            return {"unit": int(np.abs(across - place[0]).argmin())}

    def build(self, fig, s):
        self.panels = []
        both = fig.subplots(1, 2)
        self.stack = both[0]
        for ax in both:
            plots.bare(ax).set(xlim=(-0.02, 1.02), ylim=(-0.12, 1.1))
            ax.text(0, -0.1, "input pixels", color=plots.BLUE, va="top", fontsize=11)
            lines = ax.add_collection(LineCollection([], colors=plots.KERNEL, lw=1))
            dots = ax.scatter([], [], marker="s", lw=0.8, zorder=3)
            title = ax.set_title("")
            self.panels.append(self.keep(lines, dots, title))

    def draw(self, s):
        for panel, cone, text in zip(
            self.panels, (s.stack, s.single), s.titles, strict=True
        ):
            lines, dots, title = panel
            lines.set_segments(cone.lines)
            dots.set_offsets(cone.points)
            dots.set_sizes([cone.size])
            dots.set_facecolors(_colours(cone))
            dots.set_edgecolors(plots.GREY)
            title.set_text(text)


def _colours(cone):
    """Input blue, output green, between them sky; what isn't used stays white."""
    top = cone.level.max()
    by_level = np.where(cone.level == top, plots.GREEN, plots.SKY)
    by_level = np.where(cone.level == 0, plots.BLUE, by_level)
    return np.where(cone.used, by_level, "#ffffff")


def receptive_field(layers=((3, 1), (3, 1)), unit=2):
    """The explorer: choose up to four layers, slide the output unit."""
    chosen = [tuple(layer) for layer in layers] + [None] * (4 - len(layers))
    controls = {
        f"layer{i}": base.choice(f"layer {i}", KINDS, kind)
        for i, kind in enumerate(chosen, 1)
    }
    controls["unit"] = base.slider("output unit", 0, 20, unit)
    return base.Explorer(
        "Receptive field: choose up to four layers, click or slide the output unit; "
        "right, the one filter that sees as much.",
        compute,
        View(),
        controls,
    )
