"""Cover: drag a grey square over a photo; does the network still know what it is?"""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.patches import Rectangle
from PIL import Image

from helpers import plots
from helpers.explorers import recognising
from helpers.explorers.reading import one_thread
from helpers.widgets import base
from helpers.widgets.artists import Pixels, Words

TITLE = "Explorer: cover; drag the grey square over the photo"
SIDE, STEP = 224, 4  # pixels of the photo; from one place of the square to the next
FOLLOWED = {**recognising.TRUTH, "astronaut": "bobsled"}
WRONG = {"astronaut"}  # there is no class for her: why does it say that?
PALETTE = (255 * plots.SIGNED(np.linspace(0, 1, 256))).astype(np.uint8)


@lru_cache(4000)
def _look(photo, right, down, size):
    """The photo with the square in it, as bytes (224, 224, 3), and shares (1000,)."""
    import torch

    with one_thread(), torch.no_grad():
        x = recognising.ready(photo).clone()
        (top, bottom), (left, end) = (_edges(n, size) for n in (down, right))
        x[:, :, top:bottom, left:end] = 0
        shares = recognising.net()(x).softmax(1)[0].numpy()
        colours = (x[0] * 128 + 127).round().clamp(0, 255).byte()
    return colours.permute(1, 2, 0).numpy(), shares


def _edges(middle, size):
    """The square's first row or column, and the one behind its last."""
    return max(middle - size // 2, 0), min(middle + size // 2, SIDE)


def compute(photo="coffee", size=48, right=112, down=112, *, tried):
    """The covered photo, guesses, the followed class's share and all places tried.

    right, down: the square's middle, in pixels of 224; size 0 covers nothing.
    tried: {(photo, size): {(right, down): share}}, a memory that grows by this place.
    """
    picture, shares = _look(photo, right, down, size)
    label = recognising.names().index(FOLLOWED[photo])
    best = np.argsort(-shares, kind="stable")[:3]
    share = float(shares[label])
    if size:
        tried.setdefault((photo, size), {})[right, down] = share
    s = SimpleNamespace(
        photo=photo,
        name=FOLLOWED[photo],
        picture=picture,
        square=(*_edges(right, size), *_edges(down, size)),
        share=share,
        whole=float(_look(photo, 112, 112, 0)[1][label]),
        guesses=[(recognising.names()[k], float(shares[k])) for k in best],
        tried=dict(tried.get((photo, size), {})),
    )
    s.words = _words(s, size)
    return s


def _words(s, size):
    first = s.guesses[0][0]
    start = f"{s.name}: {plots.percent(s.share)}"
    if not size:
        wrongly = ", wrongly" if s.photo in WRONG else ""
        return f"Nothing covered. {start}{wrongly}. Make the square larger and drag it."
    words = f"{start} with the square, {plots.percent(s.whole)} without it. "
    if first != s.name:
        words += f"Now it says {first}. "
    lowest = min(s.tried, key=s.tried.get)
    if len(s.tried) > 1:
        words += (
            f"Of {len(s.tried)} places tried, the worst for {s.name} is {lowest[1]} "
            f"down, {lowest[0]} right: {plots.percent(s.tried[lowest])}."
        )
    return words[0].upper() + words[1:]


class View(base.View):
    """The photo with the square; the network's answers; a map of the places tried."""

    size = 858, 318
    cursor = "crosshair"
    top, side = 30, 276
    lefts = 4, 578  # of the photo and the map
    bars = 304, 250  # left and width of a share of 1

    def build(self, fig, s):
        fig.set_layout_engine("none")  # every place below is given in pixels
        self.page = plots.bare(fig.add_axes((0, 0, 1, 1)))
        self.page.set(xlim=(0, self.size[0]), ylim=(self.size[1], 0))
        self.photo, self.map = (
            self.keep(self.page.add_artist(Pixels())) for _ in self.lefts
        )
        for left, artist in zip(self.lefts, (self.photo, self.map), strict=True):
            artist.corner = left, self.size[1] - self.top - self.side
        left, width = self.bars
        self.now = self._bar(52, 34, plots.GREEN)
        self.guesses = [self._bar(142 + 32 * n, 26, plots.SKY) for n in range(3)]
        (line,) = self.page.plot([0, 0], [46, 92], color=plots.INK, lw=2)
        self.before = self.keep(line)
        titles = Words(self.page, 12, middle=False)
        titles.show(
            ["drag the grey square", "its three best guesses", "places tried"],
            [(self.lefts[0], 22), (left, 134), (self.lefts[1], 22)],
        )
        self._scale()
        self.names = self.keep(Words(self.page, 11, middle=False))
        self.squares = [
            self.keep(
                self.page.add_patch(
                    Rectangle((0, 0), 1, 1, fill=False, ec=plots.ORANGE, lw=2.5)
                )
            )
            for _ in self.lefts
        ]

    def _bar(self, top, height, colour):
        bar = Rectangle((self.bars[0], top), 0, height, fc=colour, alpha=0.5)
        return self.keep(self.page.add_patch(bar))

    def _scale(self):
        """What the map's colours mean."""
        left, width = self.bars
        top, height = 268, 14
        shades = Pixels()
        row = PALETTE[np.linspace(0, 255, width).astype(int)]
        shades.rgba = np.tile(row, (height, 1, 1))
        shades.corner = left, self.size[1] - top - height
        self.page.add_artist(shades)
        words = Words(self.page, 10.5, middle=False)
        words.show(
            [
                "with the square’s middle there, it",
                "loses half",
                "no change",
                "gains half",
            ],
            [
                (left, top - 7),
                (left, top + 28),
                (left + 90, top + 28),
                (left + 182, top + 28),
            ],
        )

    def draw(self, s):
        side, top, (left, width) = self.side, self.top, self.bars
        large = Image.fromarray(s.picture).resize((side, side)).convert("RGBA")
        self.photo.rgba = np.array(large)
        self.map.rgba = self._painted(s)
        scale = side / SIDE
        x, end, y, bottom = (scale * n for n in s.square)
        for square, start in zip(self.squares, self.lefts, strict=True):
            square.set_bounds(start + x, top + y, end - x, bottom - y)
        self.now.set_width(width * s.share)
        self.before.set_xdata([left + width * s.whole] * 2)
        for bar, (name, share) in zip(self.guesses, s.guesses, strict=True):
            bar.set_width(width * share)
            bar.set_facecolor(plots.GREEN if name == s.name else plots.SKY)
        texts = [f"{name}  {plots.percent(share)}" for name, share in s.guesses]
        places = [(left + 5, 160 + 32 * n) for n in range(3)]
        wrongly = " (wrong)" if s.photo in WRONG else ""
        self.names.show(
            [
                *texts,
                f"{s.name}{wrongly}: {plots.percent(s.share)}",
                f"line: {plots.percent(s.whole)} when nothing is covered",
            ],
            [*places, (left, 40), (left, 106)],
        )

    def _painted(self, s):
        """The pale photo, a tile at each place tried: how much was lost or gained."""
        whole = recognising.ready(s.photo)[0].mean(0).numpy()
        grey = np.clip(225 + 30 * whole, 0, 255).astype(np.uint8)
        sheet = np.dstack([grey, grey, grey, np.full_like(grey, 255)])
        for (right, down), share in s.tried.items():
            rows, columns = (slice(max(n - 5, 0), n + 5) for n in (down, right))
            change = (share - s.whole) / s.whole / 0.5  # ±1 is half of it
            sheet[rows, columns] = PALETTE[int(np.clip(127.5 * (1 + change), 0, 255))]
        nearest = Image.Resampling.NEAREST
        return np.array(Image.fromarray(sheet).resize((self.side,) * 2, nearest))

    def pointed(self, values, start, now):
        for left in self.lefts:
            places = [np.subtract(point, (left, self.top)) for point in (start, now)]
            if places[0].min() >= 0 and places[0].max() < self.side:
                right, down = np.clip(places[1] * SIDE / self.side, 0, SIDE)
                return {
                    name: int(round(n / STEP) * STEP)
                    for name, n in (("right", right), ("down", down))
                }
        return None


def cover(photo="coffee", size=48):
    """Explorer of occlusion: cover a part of a photo; is it still known?"""
    tried = {}

    def look(**values):
        return compute(**values, tried=tried)

    controls = {
        "photo": base.choice("photo", list(FOLLOWED), photo),
        "size": base.slider("square", 0, 96, size, step=8),
        "right": base.slider("right", 0, SIDE, 112, step=STEP),
        "down": base.slider("down", 0, SIDE, 112, step=STEP),
    }
    return base.Explorer(TITLE, look, View(), controls)
