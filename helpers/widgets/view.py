"""A view: a figure that is built once, and then redrawn only where it changes."""

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from helpers import plots


class View:
    """A picture that is built once, and afterwards redrawn only where it changes."""

    size = 900, 360  # width and height in pixels of the page
    cursor = ""  # the pointer's look over the picture, where `pointed` is defined

    def build(self, fig, s):
        """Makes the artists on `fig` from the first state; keeps those that change."""
        raise NotImplementedError

    def draw(self, s):
        """Moves the kept artists to the state `s`; neither makes nor clears any."""
        raise NotImplementedError

    def pointed(self, values, start, now):
        """The controls' values (a dict) that a press or drag on the picture asks for.

        values: all values when the button went down, at `start`; it is at `now`.
        """
        raise NotImplementedError

    def at(self, ax, point):
        """The (x, y) of the axes' data at a point of the picture; None outside it."""
        place = point[0], self.fig.bbox.height - point[1]
        if not ax.bbox.contains(*place):
            return None
        return tuple(ax.transData.inverted().transform(place))

    def keep(self, *artists):
        """The same artists, marked as changing; all others are drawn only once."""
        for artist in artists:
            artist.set_animated(True)
            self._changing.append(artist)
        return artists[0] if len(artists) == 1 else artists

    def start(self, s):
        self._changing = []
        self.fig = plots.figure(*self.size)
        self.canvas = FigureCanvasAgg(self.fig)
        self.build(self.fig, s)
        self.draw(s)
        # Lay out with everything in view, once: later nothing may jump about.
        self.fig.get_layout_engine().execute(self.fig)
        self.fig.set_layout_engine("none")
        self.canvas.draw()
        self._background = self.canvas.copy_from_bbox(self.fig.bbox)

    def jpeg(self):
        """The picture as it is now, as JPEG bytes: made in half the time of a PNG."""
        self.canvas.restore_region(self._background)
        for artist in sorted(self._changing, key=lambda a: a.get_zorder()):
            self.fig.draw_artist(artist)
        picture = Image.fromarray(self.pixels()).convert("RGB")
        buffer = io.BytesIO()
        picture.save(buffer, "jpeg", quality=95, subsampling=0)  # sharp colours
        return buffer.getvalue()

    def pixels(self):
        """The picture last drawn, (height, width, 4) bytes."""
        return np.asarray(self.canvas.buffer_rgba())
