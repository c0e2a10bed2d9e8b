"""Build a net: stack blocks, see what they cost and whether they fit; train it."""

import numpy as np
import torch

from helpers import plots
from helpers.arithmetic import blocks
from helpers.arithmetic.blocks import MAPS, NOTHING, PICTURE, WITHOUT_MAPS
from helpers.explorers import training_explorer
from helpers.explorers.training_explorer import BUTTONS, MEAN
from helpers.models.blocks import joined
from helpers.training.trainer import Trainer
from helpers.widgets import WHITE, Explorer, choice

TITLE = "Explorer: build a net of blocks, see what fits and what it costs; train it"
START = (
    ("conv 3×3", 8),
    ("max pool 2×2", 8),
    ("residual", 8),
    ("max pool 2×2", 8),
    ("separable", 16),
    (NOTHING, 8),
)
LEFT, PITCH = 100, 122  # where the first column begins, and from one to the next
CENTRES = [LEFT + PITCH * (n + 0.5) for n in range(len(START))]
LISTS = {"block": 19, "maps": 54}  # the tops of the lists
MIDDLE = 140  # of the boxes
ROWS = {"": 191, "parameters": 209, "multiply–adds": 225, "sees": 241}
LOSS, RIGHT = (56, 272, 370, 84), (512, 272, 370, 84)  # the places of the curves
TITLES = f"loss, mean of {MEAN} batches", "test digits right"
COLOURS = {"scores": plots.GREEN, "fully connected": plots.PURPLE}


def build_a_net(stack=START, seed=0):
    """Explorer: stack up to six blocks, (kind, maps) each, and train them on digits."""
    stack = [*stack, *[(NOTHING, MAPS[1])] * (len(START) - len(stack))]
    values, kinds, maps = {"seed": seed}, {}, {}
    for n, (x, (kind, many)) in enumerate(zip(CENTRES, stack, strict=True), 1):
        left, width = x - PITCH / 2 + 3, PITCH - 6
        at = {row: (left, top, width) for row, top in LISTS.items()}
        kinds[f"kind{n}"] = choice(f"block {n}", list(blocks.KINDS), at["block"])
        maps[f"maps{n}"] = choice(f"maps of block {n}", MAPS, at["maps"])
        values |= {f"kind{n}": kind, f"maps{n}": many}
    return Explorer(TITLE, (900, 394), draw, BUTTONS | kinds | maps, values)


class NetTrainer(Trainer):
    """Builds the net of a stack, and trains it with AdamW, if the stack is a net.

    earlier  losses and accuracies of the net before, to compare with
    """

    every = 25
    stack, losses, earlier = None, (), ([], [])

    def use(self, stack):
        """From now on this stack is trained: a new net if it's another one."""
        if stack != self.stack:
            if self.losses:
                self.earlier = self.losses, self.accuracies
            self.stack = stack
            self.reset()

    def reset(self):
        """Back to the first weights, which are drawn at the first step."""
        self.fits = bool(blocks.stacked(self.stack)[-1].shape)
        self.begin(None, None)

    def step(self):
        """One step on the next batch."""
        if self.fits and not self.model:
            self.model = joined(self.stack, self.seed)
            self.optimizer = torch.optim.AdamW(self.model.parameters(), 4e-3)
        if self.fits:
            self.learn(self.labels, batch=32)

    def judge(self):
        if self.model:
            super().judge()

    @property
    def exploded(self):
        """Whether it can't go on: no net, or a loss that is no number any more."""
        return not self.fits or super().exploded


def draw(page, seed, **values):
    """A column for each block under its lists: box, shape, counts; two curves."""
    numbers = range(1, len(START) + 1)
    stack = tuple((values[f"kind{n}"], values[f"maps{n}"]) for n in numbers)
    trainer = training_explorer.trainer(page, NetTrainer, seed)
    trainer.use(stack)
    titles = [f"{title} (dashed: the net before)" for title in TITLES]
    look = (LOSS, RIGHT), titles, (0.5, 0.75, 0.9, 1), trainer.earlier
    _, right = training_explorer.curves(page, trainer, *look)
    right.line(right.xlim, [0.9, 0.9], plots.PALE, 1)
    page.line([43, 868], [MIDDLE] * 2, plots.GREY, 1.5)
    box(page, 43, PICTURE, plots.BLUE, plots.INK)
    for name, y in (LISTS | ROWS).items():
        page.text(name, 4, y + 17 * (name in LISTS), plots.GREY, 12)
    for said, x, y in ("digit", 43, 98), ("scores", 868, 98), ("1×28×28", 43, ROWS[""]):
        page.text(said, x, y, size=13, align="center")
    stacked = blocks.stacked(stack)
    for x, block in zip(CENTRES, stacked[:-1], strict=True):
        lists(page, x, block)
    for x, block in zip([*CENTRES, 868], stacked, strict=True):
        if block.kind != NOTHING:
            column(page, x, block)
    return words(stacked, trainer)


def lists(page, x, block):
    """What is chosen: seen where no list stands over it."""
    plain = block.kind in WITHOUT_MAPS
    colours = plots.INK, plots.GREY if plain else plots.INK
    chosen = zip((block.kind, block.maps), LISTS.values(), colours, strict=True)
    for said, top, colour in chosen:
        place = x - PITCH / 2 + 3, top, PITCH - 6, 24
        page.box(place, edge=plots.GREY, width=1)
        page.text(f"{said}", place[0] + 6, top + 17, colour, 13, clip=place)
    page.text(f"{block.number}", x, 14, size=13, align="center")
    page.change(f"maps{block.number}", disabled=plain)


def column(page, x, block):
    """A block's box, the way around it, and its counts."""
    if not block.shape:
        edge, said = (plots.RED, "doesn't fit") if block.problem else (plots.GREY, "")
        box(page, x, block.before, WHITE, edge, dash=(4, 3))
        page.text(said, x, ROWS[""], plots.RED, 13, align="center")
        return
    plain = plots.PALE if block.kind in WITHOUT_MAPS else plots.SKY
    box(page, x, block.shape, COLOURS.get(block.kind, plain), plots.INK)
    around = {"residual": "+ x", "dense block": "x, too"}.get(block.kind)
    if around:
        xs, top = [x - 55, x - 55, x + 55, x + 55], MIDDLE - 48
        page.line(xs, [MIDDLE, top, top, MIDDLE], plots.PURPLE, 2.5)
        page.text(around, x + 50, top + 13, plots.PURPLE, 13, align="right")
    if block.lost:
        page.text("one row lost", x, MIDDLE - 40, plots.RED, 13, align="center")
    counts = f"{block.parameters:,}", f"{block.multiply_adds:,}"
    texts = "×".join(map(str, block.shape)), *counts, f"{block.field}×{block.field}"
    for said, y in zip(texts, ROWS.values(), strict=True):
        page.text(said, x, y, size=13, align="center")


def box(page, x, shape, fill, edge, **look):
    """A box about x: as wide as deep, as high as high, each by its root."""
    channels, side = shape[:2] if len(shape) == 3 else (2, shape[0])
    width, height = 8 * channels**0.5, 13 * side**0.5
    width = min(width, 2 * (900 - x) - 4)  # the last one stays on the page
    place = x - width / 2, MIDDLE - height / 2, width, height
    page.box(place, fill, edge, width=1.5, **look)


def words(stacked, trainer):
    for block in stacked:
        if block.problem:
            return f"Block {block.number} doesn't fit: {block.problem}"
    said = f"{sum(b.parameters for b in stacked):,} parameters, "
    said += f"{sum(b.multiply_adds for b in stacked):,} multiply–adds a digit. "
    lost = [block for block in stacked if block.lost]
    if lost:
        said += f"Block {lost[0].number} never reads the last row and column. "
    if trainer.exploded:
        return said + "The loss is no number any more: reset."
    losses = trainer.losses
    if not losses:
        return said + "Press start: it learns the 4,000 shipped digits."
    said += f"Step {len(losses):,}: loss {np.mean(losses[-MEAN:]):.2f}"
    for last, share in trainer.accuracies[-1:]:
        right = f"{100 * share:.1f} % of the test digits are right"
        said += f"; after step {last:,}, {right}"
    return f"{said}."
