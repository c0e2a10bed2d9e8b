"""The look of every figure: one palette, one size of type, alt text, no pyplot.

A colour has one meaning in all notebooks: INPUT, KERNEL, OUTPUT, and WRONG for what
goes wrong. A colour has one marker, and a name that comes again has one colour.
"""

import base64
import html
import io
import sys
from dataclasses import dataclass
from itertools import cycle, zip_longest

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image

__all__ = ["axes", "bare", "bracketed", "figure", "image", "joined", "limit", "listed"]
__all__ += ["encoded", "number", "percent", "picture", "signed", "SIGNED"]
__all__ += ["INPUT", "KERNEL", "KERNEL_TEXT", "OUTPUT", "WRONG"]
__all__ += ["BLUE", "GREEN", "GREY", "INK", "ORANGE", "PALE", "PURPLE", "RED", "SKY"]

# Okabe and Ito's colours: told apart by colour-blind readers too. RED looks a dark
# orange, and is called so.
INK, GREY, PALE = "#222222", "#767676", "#e6e6e6"
BLUE, ORANGE, GREEN, RED = "#0072b2", "#e69f00", "#009e73", "#d55e00"
PURPLE, SKY = "#a0528a", "#56b4e9"
INPUT, KERNEL, OUTPUT, WRONG = BLUE, ORANGE, GREEN, RED
KERNEL_TEXT = "#8a5a00"  # the kernel's colour, dark enough to be read
BROWN = "#7f4f24"
WINDOWS = RED, BLUE, GREEN, ORANGE, PURPLE, SKY, BROWN  # beside one another
CYCLE = BLUE, GREEN, PURPLE, INK, SKY, BROWN, GREY, ORANGE, RED  # meanings last
MARKERS = dict(zip(CYCLE, "osDXvP>p^", strict=True))
NAMED = {  # whose colour it is, in all figures; other names get a free one
    BLUE: "cars; max 2×2; LeNet 1998; frozen; residual",
    GREEN: "box, M = 4; 4×4 patches; blur, stride 2; LeNet; last",
    PURPLE: "animals; box, M = 8; box, M = 10; 7×7 patches; average 16×16; local",
    INK: "triangle, M = 4; triangle, M = 10; raw pixels; no pooling",
    SKY: "2×2 patches; average 2×2; LeNet 1989; head",
    BROWN: "average 4×4; dense 30; Caltech-101",
    GREY: "average of all; pixels; Caltech-256",
    ORANGE: "fruit; average 8×8; dense 100; all; all learn",
    RED: "8 sums; stride 2; dense 300; scratch; plain",
}
COLOURS = {one: colour for colour, names in NAMED.items() for one in names.split("; ")}

# Zero is white, negative is orange, positive is blue.
SIGNED = LinearSegmentedColormap.from_list("signed", ["#b34700", "white", "#005a8e"])

SHARPNESS = 2  # picture pixels to one pixel on the page
MAX_WIDTH, MAX_HEIGHT = 900, 420  # with its cell, the figure still fits a slide
OUTSIDE = {"loc": "upper left", "bbox_to_anchor": (1, 1)}  # a legend beside its axes
ROW = {"rotation": 0, "ha": "right", "va": "center"}  # a row's name, left of it

matplotlib.rc("font", size=12)
matplotlib.rc("text", color=INK, hinting="no_hinting")  # a third quicker
matplotlib.rc("axes", titlesize=12, labelsize=12, edgecolor=GREY, labelcolor=INK)
matplotlib.rc("axes", prop_cycle=matplotlib.cycler(color=CYCLE), axisbelow=True)
matplotlib.rc("axes.spines", top=False, right=False)
matplotlib.rc("grid", color=PALE)
matplotlib.rc(("xtick", "ytick"), labelsize=11, color=INK)
matplotlib.rc("legend", fontsize=11, frameon=False)
matplotlib.rc("lines", linewidth=2)
matplotlib.rc("image", interpolation="nearest", cmap="gray")


@dataclass(frozen=True, repr=False)
class Picture:
    """A finished figure for a cell's last line: a sharp image with its alt text."""

    content: bytes
    kind: str
    width: int
    height: int
    alt: str

    def __repr__(self):
        return self.alt

    def _repr_mimebundle_(self, **kwargs):
        content = base64.b64encode(self.content).decode()
        size = {"width": self.width, "height": self.height, "alt": self.alt}
        if "google.colab" in sys.modules:  # there only HTML can have an alt text
            look = " ".join(f'{n}="{html.escape(str(v))}"' for n, v in size.items())
            image = f'<img {look} src="data:{self.kind};base64,{content}"/>'
            return {"text/html": image, "text/plain": self.alt}, {}
        return {self.kind: content, "text/plain": self.alt}, {self.kind: size}


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


def side_by_side(titled, height=320, ylabel="", rows=1, **subplots):
    """(figure, [(axes, title, what)]) for {title: what}: axes in rows, with titles."""
    cols = -(-len(titled) // rows)
    fig, places = axes(rows, cols, height=height, squeeze=False, **subplots)
    places[0, 0].set_ylabel(ylabel)
    for ax, title in zip_longest(places.flat, titled):
        ax.set(title=title, visible=title is not None)
    return fig, list(zip(places.flat, titled, titled.values(), strict=False))


def in_rows(rows, names, titles, draw, height):
    """(figure, axes) of rows of pictures, names on their left, titles on top.

    draw(axes, one) draws one of a row; where a row ends, or has None, is nothing.
    """
    cols = max(map(len, rows))
    fig, places = axes(len(rows), cols, height=height, squeeze=False)
    for line, row in zip(places, rows, strict=True):
        for ax, one in zip_longest(line, row):
            bare(ax)
            if one is not None:
                draw(ax, one)
    for ax, name in zip(places[:, 0], names, strict=False):
        ax.set_ylabel(name, labelpad=8, **ROW)
    for ax, title in zip(places[0], titles, strict=False):
        ax.set_title(title)
    return fig, places


def picture(fig, alt, photos=False):
    """A Picture of the figure; `alt` says what is to be seen in it.

    With `photos` in it, it is a JPEG, a little less sharp and a quarter of the size.
    """
    if not alt.strip():
        raise ValueError("every figure needs alt text: say what is to be seen in it")
    fig.dpi = 96 * (1.25 if photos else SHARPNESS)
    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    size = (round(inches * 96) for inches in fig.get_size_inches())
    pixels, alt = np.asarray(canvas.buffer_rgba()), " ".join(alt.split())
    kind = "image/jpeg" if photos else "image/png"
    return Picture(encoded(pixels, kind), kind, *size, alt)


def encoded(pixels, kind):
    """(H, W, 4) bytes as a file: a PNG of 256 colours, or a JPEG of clean letters."""
    image, buffer = Image.fromarray(pixels).convert("RGB"), io.BytesIO()
    if kind == "image/png":
        image.quantize(256, dither=Image.Dither.NONE).save(buffer, "png", optimize=True)
    else:
        image.save(buffer, "jpeg", quality=60, subsampling=0, optimize=True)
    return buffer.getvalue()


def looks(names):
    """{name: (colour, marker, whether it is a variant)}.

    Names without a colour of their own share one if they are alike up to their comma:
    “LeNet, shuffled” has LeNet's, and is a variant of it if that came before.
    """
    base = {n: n if n in COLOURS else n.partition(", ")[0] for n in names}
    colours = {short: COLOURS.get(short) for short in base.values()}
    free = cycle([colour for colour in CYCLE if colour not in colours.values()])
    colours = {short: colour or next(free) for short, colour in colours.items()}
    found, seen = {}, set()
    for name, short in base.items():
        found[name] = colours[short], MARKERS[colours[short]], short in seen
        seen.add(short)
    return found


def frame(ax, row, col, rows, cols, colour, lw=2, inset=0.0, **look):
    """A frame around so many rows and columns of an image, from (row, col) on."""
    corner = col - 0.5 + inset, row - 0.5 + inset
    size = cols - 2 * inset, rows - 2 * inset
    ax.add_patch(Rectangle(corner, *size, fill=False, ec=colour, lw=lw, **look))


def beside(ax, words, point, offset, **look):
    """Words beside a point of the data, `offset` in points of the page."""
    ax.annotate(words, point, offset, textcoords="offset points", **look)


def bare(ax):
    """The same axes without ticks and frame: for images and drawings."""
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    return ax


def limit(array):
    """The largest absolute value but NaN, or 1 if all are 0: a signed scale's end."""
    return float(np.nanmax(np.abs(array), initial=0)) or 1.0


def image(ax, array, signed=False, vmin=None, vmax=None):
    """The AxesImage of a (H, W) or (H, W, 3) array, without ticks.

    Signed arrays are drawn with zero white, negative orange, positive blue.
    """
    bare(ax)
    if signed:
        vmax = limit(array) if vmax is None else vmax
        return ax.imshow(array, cmap=SIGNED, vmin=-vmax, vmax=vmax)
    return ax.imshow(array, cmap="gray", vmin=vmin, vmax=vmax)


def number(value, fmt="{:g}"):
    """The value as text, with a true minus sign; nothing at all for NaN."""
    return "" if np.isnan(value) else fmt.format(value).replace("-", "\N{MINUS SIGN}")


def signed(points):
    """A change as text, +1.2 or −1.2, and +0.0."""
    return number(round(points, 1) + 0.0, "{:+.1f}")  # never −0.0


def bracketed(value):
    """The number as text, in brackets when it is negative."""
    return f"({number(value)})" if value < 0 else number(value)


def percent(share):
    """A share of 1 as whole percent: 0.376 is “38 %”."""
    return f"{100 * share:.0f} %"


def listed(values):
    """The numbers as text: 2, −1, 1."""
    return ", ".join(number(value) for value in values)


def named(letter, values):
    """The values in words, [“x[0] = 2”, “x[1] = −1”, …]."""
    return [f"{letter}[{k}] = {number(value)}" for k, value in enumerate(values)]


def joined(words):
    """The words as a list in a sentence: a, b and c."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def each(words, *columns, joint="; "):
    """The words filled in with each row of the columns, as “a: 1; b: 2”."""
    return joint.join(words.format(*row) for row in zip(*columns, strict=True))
