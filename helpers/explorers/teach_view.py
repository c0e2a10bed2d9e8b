"""How `teach_it` is drawn: the paper, bars and examples, a row to choose from."""

import numpy as np
from matplotlib.patches import Rectangle
from PIL import Image

from helpers import plots
from helpers.explorers import base, choosing
from helpers.explorers.artists import Pixels, Words
from helpers.explorers.lesson import MOST

SHOWN = 22  # pictures in the row to choose from


class View(base.View):
    """The paper; for each class a bar and its examples; a row to choose from."""

    size = 900, 312
    cursor = "pointer"
    paper = 4, 24, 8  # left, top, and pixels of the page to a unit of the pad
    columns, pitch, wide = 246, 164, 154  # left of the first, from one to the next
    bar = 26, 22  # top, height
    small, across, down = 36, 4, 5  # an example's side, how many fit
    examples = 58  # their top
    row = 10, 268, 40  # left, top and side of the pictures to choose from
    colours = plots.BLUE, plots.ORANGE, plots.GREEN, plots.PURPLE

    def build(self, fig, s):
        fig.set_layout_engine("none")  # every place below is given in pixels
        ax = plots.bare(fig.add_axes((0, 0, 1, 1)))
        ax.set(xlim=(0, self.size[0]), ylim=(self.size[1], 0))
        self.sheet = ax.add_artist(Pixels())
        self.bars, (top, height) = [], self.bar
        for n, colour in enumerate(self.colours):
            corner, look = (self._left(n), top), {"ec": plots.GREY, "lw": 1}
            ax.add_patch(Rectangle(corner, self.wide, height, fill=False, **look))
            bar = Rectangle(corner, 0, height, fc=colour, alpha=0.55, lw=0)
            self.bars.append(ax.add_patch(bar))
        self.edges = [
            ax.add_patch(Rectangle((0, 0), 0, 0, fill=False, lw=3))
            for _ in range(SHOWN)
        ]
        frame = {"fill": False, "ec": plots.INK, "lw": 2.5}
        self.frame = ax.add_patch(Rectangle((0, 0), 0, 0, **frame))
        self.titles = Words(ax, 12, middle=False)
        self.notes = Words(ax, 11, middle=False)
        self.percents = Words(ax, 12)
        self.keep(self.sheet, *self.bars, *self.edges, self.frame)
        self.keep(self.titles, self.notes, self.percents)

    def _left(self, number):
        return self.columns + number * self.pitch

    def _spots(self, s):
        """{(class, place): (left, top)} of the examples shown, the latest ones."""
        most, step = self.across * self.down, self.small + 2
        return {
            (n, len(shown) - len(shown[-most:]) + k): (
                self._left(n) + k % self.across * step,
                self.examples + k // self.across * step,
            )
            for n, shown in enumerate(s.examples)
            for k in range(len(shown[-most:]))
        }

    def draw(self, s):
        self.s = s
        self._paste(s)
        shares = np.zeros(MOST) if s.shares is None else s.shares
        for bar, share in zip(self.bars, shares, strict=True):
            bar.set_width(share * self.wide)
        middle = self.bar[0] + self.bar[1] / 2
        texts = [
            percent(n) if m else "" for n, m in zip(shares, s.examples, strict=True)
        ]
        places = [(self._left(n) + self.wide / 2, middle) for n in range(MOST)]
        self.percents.show(texts if s.shares is not None else [""] * MOST, places)
        self.titles.show(
            [_short(name, 19) for name in (s.title or "draw here", *s.names)],
            [(self.paper[0], 16), *((self._left(n), 16) for n in range(MOST))],
        )
        self._write(s)
        self._mark(s)

    def _paste(self, s):
        """The paper without the ink, which the pad shows; examples; the row below."""
        sheet = np.zeros((self.size[1], self.size[0], 4), dtype=np.uint8)

        def put(picture, left, top, side):
            sheet[top : top + side, left : left + side] = _thumb(picture, side)
            edge = sheet[top : top + side, left : left + side]
            edge[[0, -1]] = edge[:, [0, -1]] = (190, 190, 190, 255)

        put(choosing.paper(s.chosen, ()), *self.paper[:2], choosing.SIDE)
        for (n, place), spot in self._spots(s).items():
            put(s.examples[n][place], *spot, self.small)
        left, top, side = self.row
        for k, picture in enumerate(s.row):
            put(picture, left + k * side, top, side - 2)
        self.sheet.rgba = sheet

    def _write(self, s):
        texts, places = [], []
        for n, shown in enumerate(s.examples):
            if not shown:
                texts.append("no examples yet")
                places.append((self._left(n), self.examples + 14))
        if not s.row:
            texts.append(
                "Draw with the mouse, a finger or the arrow keys (space: pen)."
            )
            texts.append("Keys 1 to 4 add it to a class; Backspace wipes the paper.")
            left, top, _ = self.row
            places += [(left, top + 14), (left, top + 33)]
        self.notes.show(texts, places)

    def _mark(self, s):
        """Around the pictures to choose from: their class's colour; the chosen one."""
        left, top, side = self.row
        for k, edge in enumerate(self.edges):
            guessed = s.guesses is not None and k < len(s.guesses)
            edge.set_bounds(left + k * side + 0.5, top + 0.5, side - 3, side - 3)
            edge.set_edgecolor(self.colours[s.guesses[k]] if guessed else "none")
        at, width = left + (s.which - s.first) * side, side if s.row else 0
        self.frame.set_bounds(at - 1.5, top - 1.5, width + 1, width + 1)

    def pointed(self, values, start, now):
        left, top, side = self.row
        place = int(now[0] - left) // side
        if start[1] > top - 6 and 0 <= place < len(self.s.row):
            return {"which": self.s.first + place}
        return None

    def example_at(self, point):
        """(class, place) of the example there, or None."""
        for number, spot in self._spots(self.s).items():
            if all(
                0 <= at - low < self.small for at, low in zip(point, spot, strict=True)
            ):
                return number
        return None


def _thumb(picture, side):
    if picture.shape[0] == side:
        return np.dstack([picture, np.full((side, side), 255, dtype=np.uint8)])
    how = Image.Resampling.BOX if side < 50 else Image.Resampling.BILINEAR
    return np.asarray(
        Image.fromarray(picture).resize((side, side), how).convert("RGBA")
    )


def _short(text, most):
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def percent(share):
    return f"{100 * share:.0f} %"
