"""Small pictures at fixed places of the page, quick enough to be redrawn at once."""

from functools import cache

import numpy as np
from matplotlib.colors import to_rgba

from helpers import plots
from helpers.widgets.artists import Pixels

FRAME = (190, 190, 190, 255)


class Panel(Pixels):
    """Values (n, m), each a square of `zoom` pixels of the page.

    look: a colour, which 1 has (0 is white); or None for the signed scale, −1 to 1.
    """

    def __init__(self, ax, left, top, zoom, look=None):
        super().__init__()
        self.left, self.top, self.zoom, self.look = left, top, zoom, look
        ax.add_artist(self)

    def show(self, values, zoom=None):
        zoom = zoom or self.zoom
        large = _shades(values, self.look).repeat(zoom, 0).repeat(zoom, 1)
        large[[0, -1]] = large[:, [0, -1]] = FRAME
        high = round(self.axes.figure.bbox.height)
        self.rgba, self.corner = large, (self.left, high - self.top - len(large))


def _shades(values, look):
    """Colours (n, m, 4) in bytes."""
    if look is None:
        values = (1 + np.asarray(values)) / 2
    levels = np.clip(np.multiply(values, 255) + 0.5, 0, 255).astype(np.uint8)
    return _scale(look)[levels]


@cache
def _scale(look):
    """The colours of the levels 0 … 255, (256, 4) in bytes."""
    if look is None:
        return np.uint8(255 * plots.SIGNED(np.arange(256)))
    strength = np.linspace(0, 1, 256)[:, None]
    colours = 1 - strength * (1 - np.array(to_rgba(look)))
    return np.uint8(np.round(255 * colours))
