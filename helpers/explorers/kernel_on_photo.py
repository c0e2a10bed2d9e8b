"""A kernel of nine editable numbers at work on a photo."""

from functools import cache
from types import SimpleNamespace

import ipywidgets as widgets
import numpy as np

from helpers import convolution, kernels, plots
from helpers.datasets import pictures
from helpers.widgets import base

SIZE = 150  # pixels a side of the photo: small, so that single pixels can be seen
SCALE = 2  # and each is this many pixels wide on the page
OWN = "your own"
ENTRIES = [f"w{i}{j}" for i in range(3) for j in range(3)]
TITLE = "Explorer: nine numbers at work on a photo; choose a kernel, or type your own"


@cache
def _photo(name):
    return pictures.photo(name, grey=True, size=SIZE)


def compute(photo="camera", name="vertical edges", relu=False, **entries):
    """The photo, the kernel (3, 3) and the output of sliding it over the photo.

    The entries w00 … w22 are the kernel; those not given are the named kernel's.
    """
    known = kernels.named(name) if name in kernels.NAMED else np.zeros((3, 3))
    w = [entries.get(entry, known.flat[i]) for i, entry in enumerate(ENTRIES)]
    w = np.array(w, dtype=float).reshape(3, 3)
    x = _photo(photo)
    y = convolution.correlate(x, w, "same", "replicate")
    if relu:
        y = np.maximum(y, 0)
    total = w.sum()
    flat = _tidy(total)
    words = f"The nine weights sum to {flat}, so a flat grey area becomes "
    # A kernel with a positive sum gives a picture again, once divided by that sum;
    # any other answers with a sign, and zero must stay where it is.
    signed = total < 1e-9
    if signed:
        words += "0. " if abs(total) < 1e-9 else "negative. "
        words += "White is 0, blue above, orange below. "
    else:
        words += f"{flat} times as bright. Shown divided by {flat}, as a photo. "
        y = y / total
    words += f"Output from {y.min():.0f} to {y.max():.0f}"
    words += "; ReLU has set all below 0 to 0." if relu else "."
    return SimpleNamespace(x=x, w=w, y=y, signed=signed, words=words.replace("-", "−"))


def _tidy(value):
    return f"{value:.4g}".replace("-0", "0") if abs(value) < 1e-9 else f"{value:.4g}"


class View(base.View):
    size = 900, 340

    def build(self, fig, s):
        self.left, middle, self.right = fig.subplots(1, 3, width_ratios=[2, 1, 2])
        for ax, title, colour in (
            (self.left, "photo", plots.BLUE),
            (middle, "kernel", plots.KERNEL),
            (self.right, "output", plots.GREEN),
        ):
            plots.bare(ax).set_title(title, color=colour)
        self.w, rows = plots.grid(middle, s.w, signed=True, fmt="{:.3g}")
        self.texts = sum(rows, [])
        self.keep(self.w, *middle.collections, *self.texts)

    def draw(self, s):
        self.w.set_data(s.w)
        end = plots.limit(s.w) * 1.6
        self.w.set_clim(-end, end)
        for text, value in zip(self.texts, s.w.flat, strict=True):
            text.set_text(plots.number(value, "{:.3g}"))
        self.photo = _grey(s.x)
        self.output = _signed(s.y) if s.signed else _grey(s.y)

    def pixels(self):
        """As drawn, with both pictures laid in: far quicker than Matplotlib's way."""
        page = super().pixels()
        for ax, colours in ((self.left, self.photo), (self.right, self.output)):
            large = colours.repeat(SCALE, axis=0).repeat(SCALE, axis=1)
            place = ax.get_window_extent()
            top = round(page.shape[0] - place.y1)
            start = round((place.x0 + place.x1 - large.shape[1]) / 2)
            part = page[top : top + large.shape[0], start : start + large.shape[1], :3]
            part[...] = large[: part.shape[0], : part.shape[1]]
        return page


def _grey(picture):
    """Colours (H, W, 3) of a picture from 0 to 255."""
    return np.repeat(np.clip(picture, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def _signed(picture):
    """Colours (H, W, 3) of a picture whose zero is white."""
    levels = np.round(127.5 * (1 + picture / plots.limit(picture))).astype(int)
    return np.uint8(255 * plots.SIGNED(np.arange(256))[levels, :3])


def kernel_on_photo(photo="camera", name="vertical edges", relu=False):
    """Explorer of a photo under a kernel: choose one by name, or type nine numbers."""
    weights = dict(zip(ENTRIES, kernels.named(name).flat, strict=True))
    controls = {
        "photo": base.choice("photo", pictures.photo_names(), photo),
        "name": base.choice("kernel", [*kernels.NAMED, OWN], name),
        "relu": base.tick("ReLU", relu),
    }
    for entry, weight in weights.items():
        controls[entry] = base.number("", float(weight), -99, 99)
    explorer = base.Explorer(TITLE, compute, View(), controls)
    _link(explorer, controls)
    _arrange(explorer, controls)
    return explorer


def _link(explorer, controls):
    """Choosing a name fills in the nine numbers; editing one changes the name."""
    filling = False

    def fill(change):
        nonlocal filling
        if change.new in kernels.NAMED and not filling:
            filling = True
            with explorer.hold():
                for entry, weight in zip(
                    ENTRIES, kernels.named(change.new).flat, strict=True
                ):
                    controls[entry].value = float(weight)
            filling = False

    def rename(change):
        nonlocal filling
        if not filling:
            w = np.array([controls[entry].value for entry in ENTRIES]).reshape(3, 3)
            same = [k for k in kernels.NAMED if (kernels.named(k) == w).all()]
            filling = True
            controls["name"].value = same[0] if same else OWN
            filling = False

    controls["name"].observe(fill, "value")
    for entry in ENTRIES:
        controls[entry].observe(rename, "value")


def _arrange(explorer, controls):
    """Shows the nine fields as the kernel stands: three rows of three."""
    first = widgets.VBox([controls[name] for name in ("photo", "name", "relu")])
    columns = widgets.Layout(grid_template_columns="repeat(3, 96px)")
    nine = widgets.GridBox([controls[entry] for entry in ENTRIES], layout=columns)
    explorer.children = [widgets.HBox([first, nine]), *explorer.children[1:]]
