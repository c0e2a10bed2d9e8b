"""A kernel of nine editable numbers at work on a photo."""

from functools import cache

import numpy as np
from matplotlib.colors import to_hex

from helpers import convolution, kernels, plots
from helpers.datasets import pictures
from helpers.widgets import choice, explorer, follow, numbers, tick

SIZE = 150  # pixels a side of the photo: small, so that single pixels can be seen
SIDE = 2 * SIZE  # of the photo on the page: each pixel is a square


@explorer(
    "Explorer: nine numbers at work on a photo; choose a kernel, or type your own",
    (848, 340),
    follow(kernels.NAMED),
    photo=choice("photo", pictures.photo_names()),
    name=choice("kernel", [*kernels.NAMED, "your own"]),
    relu=tick("ReLU"),
    w=numbers("kernel", 3, 3, -99, 99),
)
def kernel_on_photo(page, photo="camera", name="vertical edges", relu=False, w=None):
    """Explorer of a photo under a kernel: choose one by name, or type nine numbers."""
    w = np.array(w)
    y = output(grey(photo), w, relu)
    shown = y / plots.limit(y) if signed(w) else colours(y)
    page.text("photo", 4, 22, plots.BLUE)
    page.pixels((4, 32, SIDE, SIDE), colours(grey(photo)), framed=True)
    page.text("output", 544, 22, plots.GREEN)
    page.pixels((544, 32, SIDE, SIDE), shown, framed=True)
    page.text("kernel", 334, 80, plots.KERNEL_TEXT)
    fills = np.where(w > 0, *(to_hex(plots.SIGNED(end)) for end in (1.0, 0.0)))
    texts = np.vectorize(plots.number)(w.round(3), "{:.3g}")
    page.grid(334, 90, 60, texts, fills, alpha=0.6 * abs(w) / plots.limit(w))
    page.box((334, 90, 180, 180), edge=plots.GREY, width=1)
    return words(w, y, relu)


@cache
def grey(photo):
    return pictures.photo(photo, grey=True, size=SIZE)


def output(x, w, relu):
    """What sliding w over the photo x gives, (150, 150).

    A kernel with a positive sum gives a picture again, once divided by that sum.
    """
    y = convolution.correlate(x, w, "same", "replicate")
    if relu:
        y = np.maximum(y, 0)
    return y if signed(w) else y / w.sum()


def signed(w):
    """Whether the kernel answers with a sign, so that zero must stay where it is."""
    return w.sum() < 1e-9


def colours(picture):
    """Bytes (H, W, 3) of a picture from 0 to 255."""
    return np.repeat(np.clip(picture, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def words(w, y, relu):
    total = w.sum()
    flat = "0" if abs(total) < 1e-9 else f"{total:.4g}"
    said = f"The nine weights sum to {flat}, so a flat grey area becomes "
    if signed(w):
        said += "0. " if flat == "0" else "negative. "
        said += "White is 0, blue above, orange below. "
    else:
        said += f"{flat} times as bright. Shown divided by {flat}, as a photo. "
    said += f"Output from {y.min():.0f} to {y.max():.0f}"
    said += "; ReLU has set all below 0 to 0." if relu else "."
    return said.replace("-", "−")
