"""Small pictures at fixed places of the page, quick enough to be redrawn at once."""

import numpy as np
from matplotlib.colors import to_rgb

from helpers import plots
from helpers.explorers.artists import Pixels

FRAME = (190, 190, 190, 255)
_SIGNED = np.uint8(255 * plots.SIGNED(np.arange(256)))


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
        return _SIGNED[np.uint8(np.round(127.5 * (1 + np.clip(values, -1, 1))))]
    strength = np.clip(values, 0, 1)[..., None]
    colours = 255 * (1 - strength * (1 - np.array(to_rgb(look))))
    opaque = np.full((*np.shape(values), 1), 255)
    return np.uint8(np.round(np.concatenate([colours, opaque], axis=2)))
