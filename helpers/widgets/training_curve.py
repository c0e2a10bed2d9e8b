"""A curve that grows, and a bar that fills, while something trains."""

import time
from itertools import cycle

import numpy as np
from IPython.display import display
from tqdm.auto import tqdm
from tqdm.notebook import tqdm_notebook

from helpers.plots.style import CYCLE
from helpers.widgets.explorer import Explorer
from helpers.widgets.live import LiveBox

PAUSE = 0.2  # seconds between two pictures: drawing more often would slow training
NOTEBOOK = issubclass(tqdm, tqdm_notebook)  # a terminal gets the bar alone, as text
SIZE = 900, 240
POINTS = 800  # of a curve: more can't be told apart


class Curve(LiveBox):
    """Shows itself while its `with` block runs; `add` is called once for each step.

    with training_curve.Curve(total=300, label="loss") as curve:
        for step in range(300):
            curve.add(ours=..., torch=...)

    What was added is kept as lists by name in `values`.
    """

    def __init__(self, total, label="loss"):
        self.total, self.values = total, {}
        self.text = f"a curve of the {label}: run this cell to watch it grow"
        now = {"curves": self.values, "total": total, "label": label}
        self.explorer = Explorer(self.text, SIZE, draw, {}, now)
        super().__init__([self.explorer])

    def __enter__(self):
        here = {"display": False} if NOTEBOOK else {}
        self.bar = tqdm(total=self.total, unit=" steps", **here)
        if NOTEBOOK:
            self.children = [self.bar.container, *self.children]
            display(self)
        self._shown = time.monotonic()
        return self

    def __exit__(self, *stopped):
        self._show()
        self.bar.close()

    def add(self, **values):
        """Appends one value to each named curve."""
        for name, value in values.items():
            self.values.setdefault(name, []).append(float(value))
        if time.monotonic() > self._shown + PAUSE:
            self._show()

    def _show(self):
        self._shown = time.monotonic()
        self.explorer.redraw()
        words = [f"{name} {values[-1]:.3f}" for name, values in self.values.items()]
        self.bar.set_postfix_str(", ".join(words), refresh=False)
        self.bar.n = max(map(len, self.values.values()), default=0)
        self.bar.refresh()


def draw(page, curves, total, label):
    """A line for each name; the scale follows them."""
    values = np.concatenate([[0], *curves.values()])
    low, high = np.min(values, where=np.isfinite(values), initial=0), 0
    high = np.max(values, where=np.isfinite(values), initial=0)
    high = high + 0.05 * (high - low) if high > low else 1
    place, marks = (60, 14, 822, 180), {"xlabel": "step", "ylabel": label}
    axes = page.axes(place, (0, total), (low, high), **marks)
    for losses, colour in zip(curves.values(), cycle(CYCLE), strict=False):
        finite = np.where(np.isfinite(losses), losses, np.nan)
        thin = slice(None, None, -(-len(losses) // POINTS))
        axes.line(np.arange(1, len(losses) + 1)[thin], finite[thin], colour, 1.5)
    for n, (name, colour) in enumerate(zip(curves, cycle(CYCLE), strict=False)):
        page.text(name, 882, 26 + 18 * n, colour, 13, align="right")
    return ""
