"""The look of every figure: one palette, one size of type, alt text, no pyplot.

A colour has one meaning in all notebooks: INPUT, KERNEL, OUTPUT, and WRONG for what
goes wrong. LOOKS holds what a line or a dot looks like that has a name of its own.
"""

import base64
import io

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from PIL import Image

# Okabe and Ito's colours: told apart by colour-blind readers too.
INK, GREY, PALE = "#222222", "#767676", "#e6e6e6"
BLUE, ORANGE, GREEN, RED = "#0072b2", "#e69f00", "#009e73", "#d55e00"
PURPLE, SKY = "#a0528a", "#56b4e9"
INPUT, KERNEL, OUTPUT, WRONG = BLUE, ORANGE, GREEN, RED
KERNEL_TEXT = "#8a5a00"  # the kernel's colour, dark enough to be read
CYCLE = (BLUE, RED, GREEN, PURPLE, ORANGE, SKY, INK)

# Zero is white, negative is orange-red, positive is blue.
SIGNED = LinearSegmentedColormap.from_list("signed", ["#b34700", "white", "#005a8e"])

SHARPNESS = 2  # picture pixels to one pixel on the page
MAX_WIDTH, MAX_HEIGHT = 900, 420  # with its cell, the figure still fits a slide

STYLE = {
    "font.size": 12,
    "text.hinting": "no_hinting",  # a third quicker, and explorers write a lot
    "axes.titlesize": 12,
    "axes.labelsize": 12,
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
    "legend.fontsize": 11,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.color": INK,
    "axes.prop_cycle": matplotlib.cycler(color=CYCLE),
    "lines.linewidth": 2,
    "image.interpolation": "nearest",
    "image.cmap": "gray",
}
matplotlib.rcParams.update(STYLE)


class Picture:
    """A finished figure for a cell's last line: a sharp image with its alt text."""

    def __init__(self, content, width, height, alt, kind="image/png"):
        self.content, self.kind = content, kind
        self.width, self.height, self.alt = width, height, alt

    def __repr__(self):
        return self.alt

    def _repr_mimebundle_(self, **kwargs):
        bundle = {
            self.kind: base64.b64encode(self.content).decode(),
            "text/plain": self.alt,
        }
        size = {"width": self.width, "height": self.height, "alt": self.alt}
        return bundle, {self.kind: size}


def figure(width=900, height=320):
    """An empty figure, `width` x `height` in pixels of the page."""
    if width > MAX_WIDTH or height > MAX_HEIGHT:
        raise ValueError(
            f"a figure of {width} x {height} doesn't fit a slide; "
            f"at most {MAX_WIDTH} x {MAX_HEIGHT} does"
        )
    return Figure(figsize=(width / 96, height / 96), dpi=96, layout="constrained")


def axes(rows=1, cols=1, width=900, height=320, **subplots):
    """(figure, axes) in the course's style, as matplotlib's own `subplots` gives them.

    One pair of axes comes as itself, several as an array.
    """
    fig = figure(width, height)
    return fig, fig.subplots(rows, cols, **subplots)


def picture(fig, alt, photos=False):
    """A Picture of the figure; `alt` says what is to be seen in it.

    With `photos` in it, it is a JPEG, a little less sharp and a quarter of the size.
    """
    if not alt.strip():
        raise ValueError("every figure needs alt text: say what is to be seen in it")
    fig.dpi = 96 * (1.25 if photos else SHARPNESS)
    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    width, height = (round(inches * 96) for inches in fig.get_size_inches())
    pixels, alt = np.asarray(canvas.buffer_rgba()), " ".join(alt.split())
    if photos:
        return Picture(small_jpeg(pixels), width, height, alt, "image/jpeg")
    return Picture(small_png(pixels), width, height, alt)


def small_png(pixels):
    """(H, W, 4) bytes as a PNG of at most 256 colours: a third of the usual size."""
    picture = Image.fromarray(pixels).convert("RGB")
    buffer = io.BytesIO()
    picture.quantize(256, dither=Image.Dither.NONE).save(buffer, "png", optimize=True)
    return buffer.getvalue()


def small_jpeg(pixels):
    """(H, W, 4) bytes as a JPEG whose letters stay clean."""
    buffer = io.BytesIO()
    image = Image.fromarray(pixels).convert("RGB")
    image.save(buffer, "jpeg", quality=60, subsampling=0, optimize=True)
    return buffer.getvalue()


def bare(ax):
    """The same axes without ticks and frame: for images and drawings."""
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax


def limit(array):
    """The largest absolute value, or 1 if all are zero: the end of a signed scale."""
    return float(np.max(np.abs(array), initial=0)) or 1.0


def image(ax, array, signed=False, vmin=None, vmax=None):
    """The AxesImage of a (H, W) or (H, W, 3) array, without ticks.

    Signed arrays are drawn with zero white, negative red, positive blue.
    """
    bare(ax)
    if signed:
        vmax = limit(array) if vmax is None else vmax
        return ax.imshow(array, cmap=SIGNED, vmin=-vmax, vmax=vmax)
    return ax.imshow(array, cmap="gray", vmin=vmin, vmax=vmax)


def grid(ax, array, signed=False, vmax=None, fmt="{:g}", colour=None):
    """(AxesImage, texts) of a 2-D array drawn as squares with their numbers.

    Unsigned squares go from white to `colour` (grey if not given).
    """
    array = np.atleast_2d(np.asarray(array, dtype=float))
    vmax = limit(array) if vmax is None else vmax
    if signed:
        squares = image(ax, array, signed=True, vmax=vmax * 1.6)
    else:
        shades = LinearSegmentedColormap.from_list("shades", ["white", colour or GREY])
        squares = bare(ax).imshow(array, cmap=shades, vmin=0, vmax=vmax * 1.6)
    rows, cols = array.shape
    ax.hlines(np.arange(rows + 1) - 0.5, -0.5, cols - 0.5, color=GREY, lw=0.8)
    ax.vlines(np.arange(cols + 1) - 0.5, -0.5, rows - 0.5, color=GREY, lw=0.8)
    ax.set(xlim=(-0.55, cols - 0.45), ylim=(rows - 0.45, -0.55))
    texts = [
        [
            ax.text(j, i, number(array[i, j], fmt), ha="center", va="center")
            for j in range(cols)
        ]
        for i in range(rows)
    ]
    return squares, texts


def number(value, fmt="{:g}"):
    """The value as text, with a true minus sign; nothing at all for NaN."""
    return "" if np.isnan(value) else fmt.format(value).replace("-", "\N{MINUS SIGN}")


def percent(share):
    """A share of 1 as whole percent: 0.376 is “38 %”."""
    return f"{100 * share:.0f} %"


def stems(ax, y, colour=BLUE, label=None, start=0, width=0.8):
    """The bars of a 1-D signal standing on the whole numbers from `start`."""
    y = np.asarray(y, dtype=float)
    ax.axhline(0, color=GREY, lw=1)
    positions = np.arange(start, start + len(y))
    return ax.bar(positions, y, width=width, color=colour, label=label)
