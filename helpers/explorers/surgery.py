"""Surgery: take layers out of AlexNet, and see what that saves and what it costs."""

from functools import cache

import numpy as np

from helpers import arithmetic, intervals, plots
from helpers.arithmetic import REMOVABLE
from helpers.chosen import chosen
from helpers.runs import alexnet
from helpers.widgets import Explorer, tick

TITLE = "Explorer: surgery; tick layers to take them out of AlexNet"

LECTURE = {  # points less on ImageNet, without these layers (UVA)
    ("fc7",): -1.1,
    ("fc6", "fc7"): -5.7,
    ("conv3", "conv4"): -3.0,
    REMOVABLE: -33.5,
}
NETS = {  # kind: (classes, name, where its column begins)
    "2012": (1000, "AlexNet, 2012", 116),
    "small": (10, "the small one, here", 350),
}
LABELS = ("parameters", "multiply–adds", "conv5 sees", "accuracy")
TESTED = 2000  # pictures
SLOT, MIDDLE, FLOOR = 93, 78, 256  # of a layer; of the boxes; below the bars


def surgery(remove=()):
    """Explorer: tick layers, and see the net without them, its size and its runs."""
    remove = (remove,) if isinstance(remove, str) else remove
    for name in remove:
        chosen("removable layer", name, REMOVABLE)
    ticks = {name: tick(f"take out {name}") for name in REMOVABLE}
    return Explorer(TITLE, (840, 388), draw, ticks, {n: n in remove for n in ticks})


def draw(page, **out):
    """Boxes from the picture to the classes, parameters as bars; a table; the runs."""
    remove = tuple(name for name in REMOVABLE if out[name])
    left = layers(remove)
    page.line([47, 790], [MIDDLE, MIDDLE], plots.GREY, 1.5)
    for n, (name, (shape, _)) in enumerate(layers(()).items()):
        show_layer(page, SLOT * (n + 0.5), name, shape, left)
    page.text("parameters", 8, FLOOR + 17)
    for row, label in enumerate(LABELS):
        page.text(label, 8, 322 + 19 * row)
    for kind, (_, name, x) in NETS.items():
        page.text(name, x, 302, bold=True)
        for row, text in enumerate(column(kind, remove)):
            page.text(text, x, 322 + 19 * row)
    show_runs(page, accuracies()[()], accuracies()[remove])
    return words(remove)


def show_layer(page, x, name, shape, left):
    """A box, as wide as deep, as high as high, each by its root; and a bar below it."""
    channels, side = shape[:2] if len(shape) == 3 else (8, shape[0] / 20)
    width, height = 3 * channels**0.5, 9.5 * side**0.5
    place = x - width / 2, MIDDLE - height / 2, width, height
    colour = plots.SKY if "conv" in name else plots.PURPLE
    colour = {"picture": plots.BLUE, "fc8": plots.GREEN}.get(name, colour)
    if name in left:
        page.box(place, colour, plots.INK, width=1.5)
    else:
        page.box(place, edge=plots.GREY, width=1.5, dash=(6, 4))
    label, (_, count) = (name, left[name]) if name in left else (f"({name})", (0, 0))
    page.text(label, x, 175, size=16, align="center")
    page.text("×".join(map(str, shape)), x, 191, align="center")
    high = 54 * count / 38e6
    page.box((x - 30, FLOOR - high, 60, high), plots.ORANGE)
    page.text(f"{count:,}" if count else "", x, FLOOR + 17, align="center")


def show_runs(page, full, runs):
    every = np.concatenate(list(accuracies().values()))
    limits = (every.min() - 0.3, every.max() + 0.3), (1.6, -0.6)
    marks = {"yticks": {0: "all layers", 1: "what is left"}}
    marks["title"] = f"right, % ({len(full)} runs)"
    ax = page.axes((668, 306, 162, 48), *limits, **marks)
    ax.line([full.mean()] * 2, limits[1], plots.GREY, 1.5, dash=(2, 3))
    ax.dots(full, [0] * len(full), plots.GREY, alpha=0.7)
    ax.dots(runs, [1] * len(runs), plots.BLUE, alpha=0.7)
    ax.line([runs.mean()] * 2, [0.55, 1.45], plots.BLUE, 3)


@cache
def accuracies():
    """{removed layers: (seeds,) percent right} of the small AlexNet, all 16 subsets."""
    runs, stored = alexnet, alexnet.stored("ordinary")
    return {out: 100 * stored[runs.name(out)] / TESTED for out in runs.SUBSETS}


@cache
def net(kind, remove):
    """The table of what that kind of AlexNet has left."""
    shape, rows = arithmetic.alexnet(remove, NETS[kind][0], kind)
    return arithmetic.table(rows, shape)


def layers(remove):
    """{name: (shape, parameters)} of what is left of 2012's AlexNet, picture first."""
    table = net("2012", remove)
    rows = [row for row in table if row.parameters]  # all but the poolings
    left = {row.layer.partition(":")[0]: (row.shape, row.parameters) for row in rows}
    return {"picture": (table.input_shape, 0), **left}


def sizes(kind, remove):
    """(parameters, multiply–adds, pixels that conv5 sees) of a kind of net."""
    table = net(kind, remove)
    total, field = table.total, table["conv5"].receptive_field
    return total.parameters, total.multiply_adds, field


def column(kind, remove):
    """What is said of a kind of net: its sizes, and its accuracy."""
    columns = sizes(kind, remove), sizes(kind, ()), ("", "", " pixels")
    for now, full, unit in zip(*columns, strict=True):
        change = plots.number(now - full, " ({:+,})") if now != full else ""
        yield f"{now:,}{unit}{change}"
    if not remove:
        yield f"{accuracies()[()].mean():.1f} % right" if kind == "small" else ""
    elif kind == "small":
        yield cost(remove)[-1]
    else:
        known = f"lecture: {plots.signed(LECTURE.get(remove, 0))} points"
        yield known if remove in LECTURE else "not in the lecture"


def cost(remove):
    """(percent points, margin, as text) that the small net gets better or worse."""
    found = accuracies()  # where anyone can look for the largest difference
    points, margin = intervals.difference(found[remove], found[()], len(found) - 1)
    return points, margin, f"{plots.signed(points)} ± {margin:.1f} points"


def words(remove):
    if not remove:
        return "All layers are in. Tick one: what does it save, and what does it cost?"
    full, rest = (sizes("2012", out)[0] for out in ((), remove))
    said = f"Without {plots.joined(remove)}, AlexNet has {(full - rest) / 1e6:.1f} "
    said += f"million fewer parameters ({1 - rest / full:.0%}). "
    if "fc6" in remove:
        first = "fc8" if "fc7" in remove else "fc7"
        said += f"Now {first} reads all of pool5's 9,216 numbers. "
    points, margin, change = cost(remove)
    verdict = f"The small net gets {'better' if points > 0 else 'worse'}"
    if abs(points) <= margin:
        seeds = len(accuracies()[remove])
        verdict = f"For the small net, {seeds} seeds can't tell the difference"
    lecture = ". The lecture doesn't have this one."
    if remove in LECTURE:
        lecture = f"; the lecture has {plots.signed(LECTURE[remove])} on ImageNet."
    return f"{said}{verdict}: {change}{lecture}"
