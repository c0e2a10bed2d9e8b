"""Draw a digit: what a network makes of it while it is being drawn."""

from functools import partial
from types import SimpleNamespace

import ipywidgets as widgets
import numpy as np
from matplotlib.patches import Rectangle

from helpers import plots
from helpers.datasets import drawing
from helpers.datasets.drawing import BOX, FINE, SIDE
from helpers.explorers.digit_answers import MOST, quick_lenet, stored_digits, think
from helpers.widgets import base
from helpers.widgets.artists import Title, Words
from helpers.widgets.pad import Pad, over
from helpers.widgets.panels import Panel

OWN = -1  # instead of a stored digit
PENS = {"thin": 1.5, "medium": 2.4, "thick": 3.6}
REACH = 10  # pixels that the drawing can be moved, each way
NARROW = ("on paper", "pen", "centre it")
TITLE = "Explorer: draw a digit with the mouse or a finger, and see what the net says"
LABEL = (
    "Paper to draw on. With the arrow keys the pen moves; the space bar puts it down."
)


def compute(
    model,
    ink=(),
    digit=OWN,
    right=0,
    down=0,
    size=100,
    pen=PENS["medium"],
    centre=True,
):
    """What lies on the paper, what the network is given, what it says; words.

    ink: the lines drawn, as in `drawing`; without any the stored `digit` is on the
    paper. size: in percent.
    """
    stored = stored_digits()[digit] if not ink and digit != OWN else None
    place = right, down, size / 100
    if stored is None:
        sheet = drawing.drawn(ink, pen, *place)
    else:
        sheet = drawing.enlarged(stored, *place)
    image = drawing.centred(sheet) if centre else drawing.reduced(sheet)
    probabilities, maps = think(model, image)
    return SimpleNamespace(
        paper=None if stored is None else sheet,
        image=image,
        probabilities=probabilities,
        maps=maps,
        words=f"{_says(sheet, probabilities)} {_lies(sheet, centre)}",
    )


def _says(sheet, probabilities):
    first, second = np.argsort(-probabilities, kind="stable")[:2]
    if not sheet.any():
        blank = f"It says {first} to blank paper: it has no word for “no digit”."
        return f"Nothing is drawn yet. {blank}"
    words = f"The network says {first}: {plots.percent(probabilities[first])}"
    return f"{words}, then {second}: {plots.percent(probabilities[second])}."


def _lies(sheet, centre):
    if not sheet.any():
        return ""
    if centre:
        return "Centred and scaled first: wherever you draw, it is given the same."
    row, col = (round(at - SIDE / 2) for at in drawing.middle(drawing.reduced(sheet)))
    ways = (row, "above", "below"), (col, "left of", "right of")
    off = [f"{abs(n)} {after if n > 0 else before}" for n, before, after in ways if n]
    top, bottom, left, right = drawing.bounds(sheet)
    longer = round(max(bottom - top, right - left) / FINE)
    words = f"Given as it lies, {' and '.join(off)} the middle" if off else "In place"
    return f"{words}, {longer} pixels long; MNIST's are centred, {BOX} long."


class View(base.View):
    """The paper; what the network sees; ten bars; the feature maps below."""

    size = 900, 312
    paper = 4, 26, FINE  # left, top, and pixels of the page to one of the digit
    sees = 312, 26, 5
    bars = 516, 26, 376, 120  # left, top, width, height
    maps = 312, 222, 84  # left, top, and the side of each

    def build(self, fig, s):
        fig.set_layout_engine("none")  # every place below is given in pixels
        ax = plots.bare(fig.add_axes((0, 0, 1, 1)))
        ax.set(xlim=(0, self.size[0]), ylim=(self.size[1], 0))
        self._titles(ax)
        self.box = self._guide(ax)
        self.sheet = Panel(ax, *self.paper[:2], 1, plots.INK)
        self.seen = Panel(ax, *self.sees, plots.BLUE)
        left, top, side = self.maps
        lefts = [left + n * (side + 14) for n in range(MOST)]
        self.panels = [Panel(ax, left, top, 1) for left in lefts]
        self._bars(fig)
        self.keep(self.sheet, self.seen, *self.panels, self.box)
        self.keep(*self.heights, self.percents)

    def _titles(self, ax):
        for words, (left, top, _), colour in (
            ("draw here", self.paper, plots.INK),
            ("what the network sees", self.sees, plots.BLUE),
            ("its first feature maps", self.maps, plots.PURPLE),
        ):
            Words(ax, 12, colour, middle=False).show([words], [(left, top - 7)])

    def _guide(self, ax):
        """The box that a digit of MNIST fills, drawn faintly on the paper."""
        left, top, zoom = self.paper
        side, margin = BOX * zoom, (SIDE - BOX) / 2 * zoom
        corner = left + margin, top + margin
        look = {"fill": False, "ec": "#b0b0b0", "ls": (0, (2, 4)), "lw": 1, "zorder": 5}
        return ax.add_patch(Rectangle(corner, side, side, **look))

    def _bars(self, fig):
        wide, high = self.size
        left, top, width, height = self.bars
        place = left / wide, 1 - (top + height) / high, width / wide, height / high
        ax = plots.bare(fig.add_axes(place))
        ax.set(xlim=(-0.6, 9.6), ylim=(0, 1.12), xticks=range(10))
        ax.tick_params(length=0)
        Title(ax, "probabilities", plots.GREEN)
        self.heights = ax.bar(range(10), 0, color=plots.GREEN)
        ax.axhline(0, color=plots.GREY, lw=1)
        self.percents = Words(ax, 11)

    def draw(self, s):
        blank = np.zeros((SIDE * FINE, SIDE * FINE))
        self.sheet.show(blank if s.paper is None else s.paper)
        self.seen.show(s.image)
        for bar, share in zip(self.heights, s.probabilities, strict=True):
            bar.set_height(share)
        large = np.flatnonzero(s.probabilities >= 0.05)
        heights = s.probabilities[large]
        self.percents.show(
            [plots.percent(share) for share in heights],
            list(zip(large, heights + 0.07, strict=True)),
        )
        most = max(plots.limit(s.maps), 0.1)
        for panel, values in zip(self.panels, s.maps, strict=False):
            panel.show(values / most, self.maps[2] // len(values))


def draw_a_digit(
    model=None, digit=3, centre=True, right=0, down=0, size=100, pen=PENS["medium"]
):
    """Explorer: draw a digit, and watch a network's probabilities and feature maps.

    model: an nn.Sequential that takes digits (N, 1, 28, 28) and gives ten scores;
    without one, a LeNet after one quick pass over 4,000 digits.
    """
    pad = Pad(label=LABEL)
    digits = {"your own": OWN} | {str(n): n for n in range(10)}
    controls = {
        "right": base.slider("move right", -REACH, REACH, right),
        "down": base.slider("move down", -REACH, REACH, down),
        "size": base.slider("size in %", 30, 150, size, step=5),
        "digit": base.choice("on paper", digits, digit),
        "pen": base.choice("pen", PENS, pen),
        "centre": base.tick("centre it", centre),
    }
    clear = base.press("clear")
    _link(pad, controls, clear)
    model = quick_lenet() if model is None else model
    explorer = base.Explorer(
        TITLE, partial(compute, model), View(), {**controls, "ink": pad}
    )
    _arrange(explorer, [*controls.values(), clear], pad)
    return explorer


def _link(pad, controls, clear):
    """The drawing follows the sliders; a line replaces the stored digit, and so on."""

    def follow(change=None):
        values = [controls[name].value for name in ("right", "down", "size", "pen")]
        pad.place, pad.pen = [*values[:2], values[2] / 100], values[3]

    def drawn(change):
        if change.new:
            controls["digit"].value = OWN

    def chosen(change):
        if change.new != OWN:
            pad.value = []

    def cleared(button):
        pad.value = []
        controls["digit"].value = OWN

    follow()
    for name in ("right", "down", "size", "pen"):
        controls[name].observe(follow, "value")
    pad.observe(drawn, "value")
    controls["digit"].observe(chosen, "value")
    clear.on_click(cleared)


def _arrange(explorer, controls, pad):
    """The controls in two rows; the pad over its place in the picture."""
    for control in controls:
        if control.description in NARROW:
            control.layout.width = "200px"
    row = widgets.Layout(flex_flow="row wrap", max_width=f"{View.size[0]}px")
    explorer.children = [
        widgets.Box(controls, layout=row),
        over(explorer.picture, pad, *View.paper[:2]),
        *explorer.children[2:],
    ]
