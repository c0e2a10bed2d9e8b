"""Surgery: take layers out of AlexNet, and see what that saves and what it costs."""

from functools import cache
from types import SimpleNamespace

import numpy as np
from matplotlib.collections import PolyCollection

from helpers import arithmetic, intervals, plots
from helpers.arithmetic import REMOVABLE
from helpers.widgets import base
from helpers.widgets.artists import Words

TITLE = "Explorer: surgery; tick layers to take them out of AlexNet"
LECTURE = {  # points less on ImageNet, without these layers (UVA)
    ("fc7",): -1.1,
    ("fc6", "fc7"): -5.7,
    ("conv3", "conv4"): -3.0,
    REMOVABLE: -33.5,
}
KINDS = {"2012": 1000, "small": 10}  # and their classes
COUNTS = {"parameters": "parameters", "multiply_adds": "multiply–adds"}
TESTED = 2000  # pictures


@cache
def accuracies():
    """{removed layers: (seeds,) percent right} of the small AlexNet, all 16 subsets."""

    from helpers.runs import alexnet  # only here, as it takes torch

    stored = alexnet.stored("ordinary")
    names = {alexnet.name(remove): remove for remove in alexnet.SUBSETS}
    return {names[name]: 100 * right / TESTED for name, right in stored.items()}


@cache
def _count(kind, remove):
    shape, layers = arithmetic.alexnet(remove, KINDS[kind], kind)
    return arithmetic.table(layers, shape)


def compute(conv3=False, conv4=False, fc6=False, fc7=False):
    """What is left without the layers that are True: rows, counts, runs; and words.

    layers: {name: (shape, parameters)} of what 2012's AlexNet has left, the picture
    first; counts: by kind of net, its parameters, multiply-adds, what conv5 sees, and
    each of these less in the full net.
    """
    out = dict(zip(REMOVABLE, (conv3, conv4, fc6, fc7), strict=True))
    remove = tuple(name for name in REMOVABLE if out[name])
    table = _count("2012", remove)
    layers = {
        row.layer.partition(":")[0]: (row.shape, row.parameters)
        for row in table
        if row.parameters  # all but the poolings
    }
    s = SimpleNamespace(
        remove=remove,
        layers={"picture": (table.input_shape, 0), **layers},
        counts={kind: _both(kind, remove) for kind in KINDS},
        full=accuracies()[()],
        runs=accuracies()[remove],
        lecture=LECTURE.get(remove),
    )
    s.points = intervals.difference(s.runs, s.full) if remove else None
    s.words = _words(s)
    return s


def _both(kind, remove):
    """{what: (now, change)} of a kind of net."""
    full, now = _count(kind, ()), _count(kind, remove)
    pairs = {w: (getattr(now.total, w), getattr(full.total, w)) for w in COUNTS}
    pairs["field"] = now["conv5"].receptive_field, full["conv5"].receptive_field
    return {what: (here, here - before) for what, (here, before) in pairs.items()}


def _words(s):
    if not s.remove:
        return "All layers are in. Tick one: what does it save, and what does it cost?"
    saved = -s.counts["2012"]["parameters"][1]
    share = saved / _count("2012", ()).total.parameters
    names = ", ".join(s.remove[:-1]) + " and " * (len(s.remove) > 1) + s.remove[-1]
    words = f"Without {names}, AlexNet has {saved / 1e6:.1f} million fewer parameters"
    words += f" ({share:.0%}). "
    if "fc6" in s.remove:
        first = "fc8" if "fc7" in s.remove else "fc7"
        words += f"Now {first} reads all of pool5's 9,216 numbers. "
    points, margin = s.points
    if abs(points) <= margin:
        words += f"For the small net, {len(s.runs)} seeds can't tell the difference"
    else:
        words += f"The small net gets {'better' if points > 0 else 'worse'}"
    words += f": {_signed(points)} ± {margin:.1f} points"
    if s.lecture:
        return f"{words}; the lecture has {_signed(s.lecture)} on ImageNet."
    return f"{words}. The lecture doesn't have this one."


def _signed(points):
    return plots.number(round(points, 1) + 0.0, "{:+.1f}")  # never −0.0


class View(base.View):
    """Boxes from the picture to the classes, parameters as bars; a table; the runs."""

    size = 840, 388
    slot, middle, floor = 93, 78, 256  # places in pixels, from the top left
    rows = {"parameters": 322, "multiply_adds": 341, "field": 360, "accuracy": 379}
    columns = {"2012": 116, "small": 350}

    def build(self, fig, s):
        fig.set_layout_engine("none")
        wide, high = self.size
        ax = plots.bare(fig.add_axes((0, 0, 1, 1)))
        ax.set(xlim=(0, wide), ylim=(high, 0))
        self.full = compute().layers
        self.centres = {name: self.slot * (k + 0.5) for k, name in enumerate(self.full)}
        ax.plot([47, 790], [self.middle] * 2, color=plots.GREY, lw=1.5)
        boxes = [
            _box(self.centres[name], self.middle, shape)
            for name, (shape, _) in self.full.items()
        ]
        self.boxes = ax.add_collection(PolyCollection(boxes, lw=1.5, zorder=2))
        self.bars = ax.add_collection(PolyCollection([], fc=plots.ORANGE, lw=0))
        self.names, self.counts = Words(ax, 12), Words(ax, 11)
        self.table = Words(ax, 11.5, middle=False)
        self._write_what_stays(ax)
        self._build_runs(s)
        self.keep(self.boxes, self.bars, self.names, self.counts, self.table)

    def _write_what_stays(self, ax):
        for name, (shape, _) in self.full.items():
            text = "×".join(map(str, shape))
            ax.text(self.centres[name], 190, text, ha="center", size=10.5)
        ax.text(8, self.floor + 4, "parameters", va="top", size=11)
        labels = [*COUNTS.values(), "conv5 sees", "accuracy"]
        for text, y in zip(labels, self.rows.values(), strict=True):
            ax.text(8, y, text, size=11)
        for text, x in zip(
            ("AlexNet, 2012", "the small one, here"),
            self.columns.values(),
            strict=True,
        ):
            ax.text(x, 303, text, size=11, weight="bold")

    def _build_runs(self, s):
        wide, high = self.size
        ax = self.fig.add_axes((668 / wide, 36 / high, 162 / wide, 48 / high))
        every = np.concatenate(list(accuracies().values()))
        ax.set(xlim=(every.min() - 0.3, every.max() + 0.3), ylim=(1.6, -0.6))
        ax.set_yticks([0, 1], ["all layers", "what is left"])
        ax.tick_params(labelsize=10.5, pad=2)
        ax.set_title(f"right, % ({len(s.full)} runs)", loc="left", size=11, pad=3)
        ax.axvline(s.full.mean(), color=plots.GREY, ls=":", lw=1.5)
        dots = {"marker": "o", "ls": "", "ms": 6, "alpha": 0.5}
        ax.plot(s.full, [0] * len(s.full), color=plots.GREY, **dots)
        (self.runs,) = ax.plot(s.runs, [1] * len(s.runs), color=plots.BLUE, **dots)
        (self.mean,) = ax.plot([0, 0], [0.55, 1.45], color=plots.BLUE, lw=3)
        self.keep(self.runs, self.mean)

    def draw(self, s):
        left = [name in s.layers for name in self.full]
        self.boxes.set_facecolors(
            [_colour(name) if name in s.layers else "none" for name in self.full]
        )
        self.boxes.set_edgecolors([plots.INK if here else plots.GREY for here in left])
        self.boxes.set_linestyles(["-" if here else (0, (4, 3)) for here in left])
        counts = {name: count for name, (_, count) in s.layers.items() if count}
        self.bars.set_verts(
            [_bar(self.centres[name], self.floor, n) for name, n in counts.items()]
        )
        self.names.show(
            [n if n in s.layers else f"({n})" for n in self.full],
            [(x, 170) for x in self.centres.values()],
        )
        self.counts.show(
            [f"{count:,}" for count in counts.values()],
            [(self.centres[name], self.floor + 12) for name in counts],
        )
        self._fill_table(s)
        self.runs.set_xdata(s.runs)
        self.mean.set_xdata([s.runs.mean()] * 2)

    def _fill_table(self, s):
        texts, places = [], []
        for kind, x in self.columns.items():
            for what, (now, change) in s.counts[kind].items():
                more = f" ({plots.number(change, '{:+,}')})" if change else ""
                texts.append(f"{now:,}{' pixels' * (what == 'field')}{more}")
                places.append((x, self.rows[what]))
        here, there = f"{s.full.mean():.1f} % right", ""
        if s.remove:
            here = f"{_signed(s.points[0])} ± {s.points[1]:.1f} points"
            there = "not in the lecture"
        if s.lecture:
            there = f"lecture: {_signed(s.lecture)} points"
        places += [(x, self.rows["accuracy"]) for x in self.columns.values()]
        self.table.show([*texts, there, here], places)


def _colour(name):
    kind = {"picture": plots.BLUE, "fc8": plots.GREEN}
    return kind.get(name, plots.SKY if "conv" in name else plots.PURPLE)


def _box(x, y, shape):
    """Corners about (x, y): as wide as deep, as high as high, each by its root."""
    channels, side = (shape[0], shape[1]) if len(shape) == 3 else (8, shape[0] / 20)
    width, height = 1.5 * channels**0.5, 4.75 * side**0.5
    return [
        (x + i * width, y + j * height) for i, j in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]


def _bar(x, floor, count):
    """Corners of a bar on the floor, whose height is proportional to the count."""
    top = floor - 54 * count / 38e6
    return [(x - 30, floor), (x - 30, top), (x + 30, top), (x + 30, floor)]


def surgery(remove=()):
    """Explorer: tick layers, and see the net without them, its size and its runs."""
    remove = (remove,) if isinstance(remove, str) else remove
    for name in remove:
        if name not in REMOVABLE:
            raise ValueError(f"{name!r} can't be removed; {', '.join(REMOVABLE)} can.")
    controls = {
        name: base.tick(f"take out {name}", name in remove) for name in REMOVABLE
    }
    for control in controls.values():
        control.layout.width = "200px"
    return base.Explorer(TITLE, compute, View(), controls)
