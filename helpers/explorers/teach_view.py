"""How `teach_it` is drawn: the paper, bars and examples, a row to choose from."""

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle
from PIL import Image

from helpers import plots
from helpers.explorers import choosing
from helpers.explorers.lesson import MOST
from helpers.widgets import base
from helpers.widgets.artists import Pixels, Words

SHOWN = 20  # pictures in the row to choose from


class View(base.View):
    """The paper; for each class a bar and its examples; a row to choose from."""

    size = 840, 312
    cursor = "pointer"
    paper = 4, 24, 8  # left, top, and pixels of the page to a unit of the pad
    columns, pitch, wide = 240, 151, 142  # left of the first, from one to the next
    bar = 26, 22  # top, height
    small, across, down = 34, 4, 5  # an example's side, how many fit
    examples = 58  # their top
    row = 10, 268, 40  # left, top and side of the pictures to choose from
    colours = plots.BLUE, plots.ORANGE, plots.GREEN, plots.PURPLE

    def build(self, fig, s):
        fig.set_layout_engine("none")  # every place below is given in pixels
        ax = plots.bare(fig.add_axes((0, 0, 1, 1)))
        ax.set(xlim=(0, self.size[0]), ylim=(self.size[1], 0))
        self.sheet, self.pasted = ax.add_artist(Pixels()), {}
        self.sheet.rgba = np.zeros((*self.size[::-1], 4), dtype=np.uint8)
        self.bars, (top, height) = [], self.bar
        for n, colour in enumerate(self.colours):
            corner, look = (self._left(n), top), {"ec": plots.GREY, "lw": 1}
            ax.add_patch(Rectangle(corner, self.wide, height, fill=False, **look))
            bar = Rectangle(corner, 0, height, fc=colour, alpha=0.55, lw=0)
            self.bars.append(ax.add_patch(bar))
        frame = {"fill": False, "ec": plots.INK, "lw": 2.5}
        self.frame = ax.add_patch(Rectangle((0, 0), 0, 0, **frame))
        self.titles = Words(ax, 12, middle=False)
        self.notes = Words(ax, 11, middle=False)
        self.percents = Words(ax, 12)
        self.keep(self.sheet, *self.bars, self.frame)
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
            plots.percent(n) if m else ""
            for n, m in zip(shares, s.examples, strict=True)
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
        """The paper without the ink, which the pad shows; examples; the row below.

        Only what has changed is pasted anew.
        """
        left, top, side = self.row
        wanted = {
            (*self.paper[:2], choosing.SIDE): (choosing.paper(s.chosen, ()), None)
        }
        for (n, place), spot in self._spots(s).items():
            wanted[*spot, self.small] = s.examples[n][place], None
        guesses = s.guesses or [None] * len(s.row)
        for k, (picture, guess) in enumerate(zip(s.row, guesses, strict=True)):
            wanted[left + k * side, top, side - 2] = picture, guess
        for left, top, side in self.pasted.keys() - wanted:
            self.sheet.rgba[top : top + side, left : left + side] = 0
        for spot, (picture, guess) in wanted.items():
            old, edge = self.pasted.get(spot, (None, None))
            if picture is not old or guess != edge:
                self._put(picture, guess, *spot)
        self.pasted = wanted

    def _put(self, picture, guess, left, top, side):
        """The picture at its place, in a frame of its class's colour, or a grey one."""
        part = self.sheet.rgba[top : top + side, left : left + side]
        how = Image.Resampling.BOX if side < 50 else Image.Resampling.BILINEAR
        part[..., :3] = Image.fromarray(picture).resize((side, side), how)
        part[..., 3] = 255
        colour = "#bebebe" if guess is None else self.colours[guess]
        wide = 1 if guess is None else 4
        for edge in (part[:wide], part[-wide:], part[:, :wide], part[:, -wide:]):
            edge[:] = np.multiply(to_rgba(colour), 255)

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
            texts.append(
                "Keys 1 to 4 add it to a class, Backspace wipes the paper. "
                "A press on an example drops it."
            )
            left, top, _ = self.row
            places += [(left, top + 14), (left, top + 33)]
        self.notes.show(texts, places)

    def _mark(self, s):
        """A frame around the one of the row that is on the paper."""
        left, top, side = self.row
        at = left + (s.which - s.first) * side
        self.frame.set_bounds(at - 1.5, top - 1.5, side + 1, side + 1)
        self.frame.set_visible(bool(s.row))

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


def _short(text, most):
    """The text's beginning; a $ in it stands for itself, not for a formula."""
    text = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    return text.replace("$", r"\$")
