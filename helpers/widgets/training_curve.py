"""A curve that grows while something trains."""

import time
from itertools import cycle

import numpy as np
from IPython.display import display

from helpers.plots.style import CYCLE
from helpers.widgets.explorer import Explorer

PAUSE = 0.2  # seconds between two pictures: drawing more often would slow training
POINTS = 800  # of a curve: more can't be told apart


class Curve:
    """Shows itself while its `with` block runs; `add` is called once for each step.

    with training_curve.Curve(total=300, label="loss") as curve:
        for step in range(300):
            curve.add(ours=..., torch=...)

    What was added is kept as lists by name in `values`.
    """

    def __init__(self, total, label="loss"):
        self.values = {}
        now = {"curves": self.values, "total": total, "label": label}
        text = f"a curve of the {label}: run this cell to watch it grow"
        self.explorer = Explorer(text, (900, 240), draw, {}, now)
        self.explorer.still = False  # an empty curve says nothing

    def __enter__(self):
        display(self.explorer)
        self.drawn = time.monotonic()
        return self

    def __exit__(self, *stopped):
        self.explorer.redraw()

    def add(self, **values):
        """Appends one value to each named curve."""
        for name, value in values.items():
            self.values.setdefault(name, []).append(float(value))
        if time.monotonic() > self.drawn + PAUSE:
            self.explorer.redraw()
            self.drawn = time.monotonic()


def draw(page, curves, total, label):
    """A line for each name, the scale follows them; the last values in words."""
    values = np.concatenate([[0], *curves.values()])
    known = values[np.isfinite(values)]
    low, high = known.min(), known.max()
    high = high + 0.05 * (high - low) if high > low else 1
    place, marks = (60, 14, 822, 180), {"xlabel": "step", "ylabel": label}
    axes = page.axes(place, (0, total), (low, high), **marks)
    named = list(zip(curves.items(), cycle(CYCLE), strict=False))
    for (_, losses), colour in named:
        finite = np.where(np.isfinite(losses), losses, np.nan)
        thin = slice(None, None, -(-len(losses) // POINTS))
        axes.line(np.arange(1, len(losses) + 1)[thin], finite[thin], colour, 1.5)
    for n, ((name, _), colour) in enumerate(named):
        page.text(name, 882, 26 + 18 * n, colour, 13, align="right")
    last = ", ".join(f"{name} {losses[-1]:.3f}" for name, losses in curves.items())
    steps = max(map(len, curves.values()), default=0)
    return f"Step {steps:,} of {total:,}: {last}." if steps else "Not one step yet."
