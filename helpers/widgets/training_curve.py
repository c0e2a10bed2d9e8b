"""A curve that grows, and a bar that fills, while something trains."""

import math
import time

from IPython.display import display
from tqdm.auto import tqdm
from tqdm.notebook import tqdm_notebook

from helpers.widgets import base

PAUSE = 0.2  # seconds between two pictures: drawing more often would slow training
NOTEBOOK = issubclass(tqdm, tqdm_notebook)  # a terminal gets the bar alone, as text


class Curve(base.Live):
    """Shows itself while its `with` block runs; `add` is called once for each step.

    with training_curve.Curve(total=300, label="loss") as curve:
        for step in range(300):
            curve.add(ours=..., torch=...)

    What was added is kept as lists by name in `values`.
    """

    def __init__(self, total, label="loss"):
        self.total, self.label = total, label
        self.values = {}
        self.text = f"a curve of the {label}: run this cell to watch it grow"
        self.view = View()
        self.view.start(self)
        width, height = self.view.size
        self.picture = base.Picture(
            value=self.view.jpeg(), width=width, height=height, cursor=""
        )
        super().__init__([self.picture])

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

    @property
    def steps(self):
        return max(map(len, self.values.values()), default=0)

    def _show(self):
        self._shown = time.monotonic()
        self.view.draw(self)
        self.picture.value = self.view.jpeg()
        words = [f"{name} {values[-1]:.3f}" for name, values in self.values.items()]
        self.bar.set_postfix_str(", ".join(words), refresh=False)
        self.bar.n = self.steps
        self.bar.refresh()


class View(base.View):
    size = 900, 240

    def build(self, fig, curve):
        self.ax = fig.subplots()
        self.ax.set(xlim=(0, curve.total), xlabel="step", ylabel=curve.label)
        self.keep(self.ax.yaxis)  # its scale follows the curves
        self.lines = {}

    def draw(self, curve):
        for name in [name for name in curve.values if name not in self.lines]:
            self.lines[name] = self.add_line(name, 0.95 - 0.1 * len(self.lines))
        for name, values in curve.values.items():
            self.lines[name].set_data(range(1, len(values) + 1), values)
        values = [v for line in curve.values.values() for v in line if math.isfinite(v)]
        low, high = min([0, *values]), max([0, *values])
        self.ax.set_ylim(low, high + 0.05 * (high - low) if high > low else 1)

    def add_line(self, name, height):
        (line,) = self.ax.plot([], [], lw=1.5)
        text = self.ax.text(1, height, name, transform=self.ax.transAxes, ha="right")
        text.set_color(line.get_color())
        self.keep(line, text)
        return line
