"""Pixels, texts and numbered squares, quick enough to be redrawn at every key."""

from functools import lru_cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import PathCollection
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, IdentityTransform

from helpers import plots


class Pixels(Artist):
    """RGBA bytes put on the page as they are: matplotlib's images resample first."""

    rgba, corner = np.zeros((1, 1, 4), dtype=np.uint8), (0, 0)

    def draw(self, renderer):
        renderer.draw_image(renderer.new_gc(), *self.corner, self.rgba[::-1])


class Words(PathCollection):
    """Short texts drawn as shapes: fifty times as quick as with `ax.text`."""

    def __init__(self, ax, size, colour=plots.INK, middle=True):
        super().__init__([], offset_transform=ax.transData, fc=colour, lw=0)
        self.set_transform(IdentityTransform())
        self.scale, self.middle = size * ax.figure.dpi / 72, middle
        ax.add_collection(self, autolim=False)
        self.set_clip_on(False)

    def show(self, texts, places):
        """Each text at its place (x, y) of the axes' data: in its middle, or on."""
        written = [(t, place) for t, place in zip(texts, places, strict=True) if t]
        shapes = [_shape(text, self.scale, self.middle) for text, _ in written]
        self.set_paths(shapes)
        self.set_offsets(np.reshape([place for _, place in written], (-1, 2)))


class Title(Words):
    """A title over the left end of an axes whose text may change at every key."""

    def __init__(self, ax, text="", colour=plots.INK):
        super().__init__(ax, 12, colour, middle=False)
        self.set_offset_transform(ax.transAxes)
        self.place = 0, 1 + 6 / ax.bbox.height
        self.set_text(text)

    def set_text(self, text):
        self.show([text], [self.place])


@lru_cache(1000)
def _shape(text, size, middle):
    """The outline of a text about (0, 0), or on from there."""
    path = TextPath((0, 0), text, size=size)
    if not middle:
        return path
    digit = TextPath((0, 0), "0", size=size).get_extents()  # all stand on one line
    x, y = path.get_extents().intervalx.mean(), digit.intervaly.mean()
    return path.transformed(Affine2D().translate(-x, -y))


class Squares:
    """At most `most` × `most` squares, each with a colour and a text."""

    def __init__(self, ax, most, size=15):
        self.ax, self.most = plots.bare(ax), most
        edges = np.arange(most + 1) - 0.5
        blank = np.ones((most, most, 3))
        self.mesh = ax.pcolormesh(edges, edges, blank, edgecolors="white", linewidth=3)
        self.numbers = Words(ax, size)
        ax.set_aspect("equal", anchor="NW")

    def show(self, texts, colours, side):
        """Texts (n, n) on colours (n, n, 3); the axes are `side` squares wide."""
        n = len(texts)
        shades = np.ones((self.most, self.most, 3))
        shades[:n, :n] = colours
        self.mesh.set_array(shades)
        places = [(j, i) for i, j in np.ndindex(n, n)]
        self.numbers.show([texts[i][j] for j, i in places], places)
        self.ax.set(xlim=(-0.6, side - 0.4), ylim=(side - 0.4, -0.6))

    def frame(self, colour):
        """A frame, to be moved with `set_bounds`."""
        patch = Rectangle((0, 0), 1, 1, fill=False, ec=colour, lw=4, zorder=5)
        return self.ax.add_patch(patch)
