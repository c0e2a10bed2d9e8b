"""Build a net: stack blocks, see what they cost and whether they fit; train it."""

from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

from helpers import plots
from helpers.explorers.blocks import (
    KINDS,
    MAPS,
    NOTHING,
    PICTURE,
    WITHOUT_MAPS,
    pairs,
    stacked,
)
from helpers.explorers.running import Training, running_mean
from helpers.widgets import base
from helpers.widgets.artists import Title, Words

TITLE = "Explorer: build a net of blocks, see what fits and what it costs; train it"
START = (
    ("conv 3×3", 8),
    ("max pool 2×2", 8),
    ("residual", 8),
    ("max pool 2×2", 8),
    ("separable", 16),
    (NOTHING, 8),
)
MEAN = 20  # batches that the curve of the loss is the mean of
PARTS = 0, 0.25, 0.5, 0.75, 1  # of the axis of steps, where numbers stand


def compute(learner, **values):
    """The blocks, counted; the curves of this net and of the one before; words."""
    learner.use(pairs(values))
    blocks = stacked(learner.stack)
    losses, accuracies = learner.losses, learner.accuracies
    before, shares = learner.earlier
    return SimpleNamespace(
        blocks=blocks,
        means=running_mean(losses, MEAN),
        accuracies=np.reshape(accuracies, (-1, 2)),
        earlier=(running_mean(before, MEAN), np.reshape(shares, (-1, 2))),
        words=_words(blocks, learner),
    )


def _words(blocks, learner):
    for block in blocks:
        if block.problem:
            return f"Block {block.number} doesn't fit: {block.problem}"
    words = f"{sum(b.parameters for b in blocks):,} parameters, "
    words += f"{sum(b.multiply_adds for b in blocks):,} multiply–adds a digit. "
    lost = [block for block in blocks if block.lost]
    if lost:
        words += f"Block {lost[0].number} never reads the last row and column. "
    if learner.exploded:
        return words + "The loss is no number any more: reset."
    if not learner.losses:
        return words + "Press start: it learns the 4,000 shipped digits."
    words += f"Step {len(learner.losses):,}: loss {np.mean(learner.losses[-MEAN:]):.2f}"
    if not learner.accuracies:
        return f"{words}."
    last, share = learner.accuracies[-1]
    words += f"; after step {last:,}, {100 * share:.1f} % of the test digits are right."
    return words


class View(base.View):
    """A column for each block under its lists: box, shape, counts; two curves."""

    size = 840, 356
    left, pitch = 86, 115  # where the first column begins, and from one to the next
    middle = 74
    rows = {"shape": 137, "parameters": 158, "multiply–adds": 175, "sees": 192}
    curves = (50, 482), 344, 234, 84  # lefts, width, top, height

    def build(self, fig, s):
        fig.set_layout_engine("none")  # every place below is given in pixels
        wide, high = self.size
        self._curves(fig)
        page = plots.bare(fig.add_axes((0, 0, 1, 1)))
        page.set(xlim=(0, wide), ylim=(high, 0))
        page.patch.set_visible(False)
        page.plot([43, 808], [self.middle] * 2, color=plots.GREY, lw=1.5, zorder=0)
        corners = _box(43, self.middle, PICTURE)
        page.add_collection(PolyCollection([corners], fc=plots.BLUE, ec=plots.INK))
        Words(page, 11.5).show(["1×28×28"], [(43, self.rows["shape"])])
        Words(page, 11.5).show(["digit", "scores"], [(43, 14), (808, 14)])
        for words, y in list(self.rows.items())[1:]:
            Words(page, 11, plots.GREY, middle=False).show([words], [(6, y + 4)])
        self.centres = [self.left + self.pitch * (k + 0.5) for k in range(len(START))]
        self.centres.append(808)
        self.boxes = page.add_collection(PolyCollection([], lw=1.5, zorder=2))
        style = {"colors": plots.PURPLE, "lw": 2.5, "zorder": 3}
        self.skips = page.add_collection(LineCollection([], **style))
        self.joins = Words(page, 11.5, plots.PURPLE)
        self.counts, self.wrong = Words(page, 11.5), Words(page, 12, plots.RED)
        self.keep(self.boxes, self.skips, self.joins, self.counts, self.wrong)

    def _curves(self, fig):
        wide, high = self.size
        lefts, width, top, height = self.curves
        places = [(x / wide, 1 - (top + height) / high) for x in lefts]
        loss, right = (
            fig.add_axes((*place, width / wide, height / high)) for place in places
        )
        loss.set(ylim=(0, 2.5), yticks=[0, 1, 2])
        right.set(ylim=(0.5, 1), yticks=[0.5, 0.75, 0.9, 1])
        right.set_yticklabels(["50 %", "75", "90", "100"])
        right.axhline(0.9, color=plots.PALE, lw=1)
        Title(loss, f"loss, mean of {MEAN} batches; grey: the net before", plots.RED)
        Title(right, "test digits right; grey: the net before", "#00704f")
        self.lines, self.numbers = [], []
        for ax, colour, look in ((loss, plots.RED, "-"), (right, plots.GREEN, "o-")):
            ax.set(xlim=(0, 1), xticks=PARTS, xlabel="step")
            ax.tick_params(labelbottom=False)
            ax.xaxis.labelpad = 10  # room for the numbers, which change
            (before,) = ax.plot([], [], look, color="#a0a0a0", ms=4)
            (now,) = ax.plot([], [], look, color=colour, ms=4)
            self.lines.append((before, now))
            self.numbers.append(Words(ax, 11))
            self.keep(before, now, self.numbers[-1])

    def draw(self, s):
        columns = zip(self.centres, s.blocks, strict=True)
        seen = [(x, block) for x, block in columns if block.kind != NOTHING]
        shapes = [block.shape or block.before for _, block in seen]
        self.boxes.set_verts(
            [
                _box(place, self.middle, shape)
                for (place, _), shape in zip(seen, shapes, strict=True)
            ]
        )
        self.boxes.set_facecolors([_colour(block) for _, block in seen])
        self.boxes.set_edgecolors([_edge(block) for _, block in seen])
        self.boxes.set_linestyles(
            ["-" if block.shape else (0, (4, 3)) for _, block in seen]
        )
        joined = [(x, b) for x, b in seen if b.kind in ("residual", "dense block")]
        joined = [(x, block) for x, block in joined if block.shape]
        self.skips.set_segments([_skip(x, self.middle) for x, _ in joined])
        self.joins.show(
            ["+ x" if block.kind == "residual" else "x, too" for _, block in joined],
            [(x + 25, 21) for x, _ in joined],
        )
        self._write(seen)
        self._draw_curves(s)

    def _write(self, seen):
        texts, places, wrong = [], [], []
        for x, block in seen:
            if block.problem:
                wrong.append(("doesn't fit", (x, self.rows["shape"])))
            if not block.shape:
                continue
            shape = "×".join(map(str, block.shape))
            counts = f"{block.parameters:,}", f"{block.multiply_adds:,}"
            texts += [shape, *counts, f"{block.field}×{block.field}"]
            places += [(x, y) for y in self.rows.values()]
            if block.lost:
                wrong.append(("one row lost", (x, 21)))
        self.counts.show(texts, places)
        self.wrong.show([text for text, _ in wrong], [place for _, place in wrong])

    def _draw_curves(self, s):
        before, shares = s.earlier
        end = 200
        while end < max(len(s.means), len(before)):
            end *= 2
        for numbers in self.numbers:
            low, high = numbers.axes.get_ylim()
            under = low - 0.13 * (high - low)
            texts = [f"{end * part:.0f}" for part in PARTS]
            numbers.show(texts, [(part, under) for part in PARTS])
        (old_loss, loss), (old_right, right) = self.lines
        for line, means in ((old_loss, before), (loss, s.means)):
            steps = np.arange(1, len(means) + 1)
            line.set_data(steps / end, means)
        for line, shown in ((old_right, shares), (right, s.accuracies)):
            line.set_data(shown[:, 0] / end, shown[:, 1])


def _colour(block):
    if not block.shape:
        return "white"
    kind = block.kind
    if kind in WITHOUT_MAPS:
        return plots.PALE
    return {"scores": plots.GREEN, "fully connected": plots.PURPLE}.get(kind, plots.SKY)


def _edge(block):
    if block.problem:
        return plots.RED
    return plots.INK if block.shape else plots.GREY


def _box(x, y, shape):
    """Corners about (x, y): as wide as deep, as high as high, each by its root."""
    channels, side = shape[:2] if len(shape) == 3 else (2, shape[0])
    width, height = 4 * channels**0.5, 8 * side**0.5
    return [
        (x + i * width, y + j * height) for i, j in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]


def _skip(x, y):
    """The way around a block, from its left to its right."""
    return [(x - 50, y), (x - 50, 10), (x + 50, 10), (x + 50, y)]


def build_a_net(stack=START, seed=0):
    """Explorer: stack up to six blocks, (kind, maps) each, and train them on digits."""
    from helpers.explorers.builder import Builder  # only here, as it takes torch

    stack = [*stack, *[(NOTHING, MAPS[1])] * (len(START) - len(stack))]
    kinds, maps = {}, {}
    for n, (kind, many) in enumerate(stack, 1):
        kinds[f"kind{n}"] = base.choice(f"{n}", list(KINDS), kind)
        maps[f"maps{n}"] = base.choice("maps", MAPS, many)
    controls = kinds | maps
    column, left = (100 * px / View.size[0] for px in (View.pitch, View.left))
    for name, control in controls.items():
        control.layout.width = f"calc({column:.2f}% - 4px)"  # with the margins: all
        if name in ("kind1", "maps1"):
            control.layout.margin = f"2px 2px 2px {left:.2f}%"
        control.style.description_width = "12px" if "kind" in name else "40px"
    for kind, many in zip(kinds.values(), maps.values(), strict=True):
        _only_where_needed(kind, many)
    return Training(TITLE, Builder(seed), compute, View(), controls)


def _only_where_needed(kind, maps):
    """The number of maps can be chosen where the kind of block has one."""

    def follow(change):
        maps.disabled = kind.value in WITHOUT_MAPS

    kind.observe(follow, "value")
    follow(None)
