"""The parts of a page drawn by matplotlib: what is seen where nothing moves."""

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from PIL import Image

from helpers import plots
from helpers.widgets.page import ZEROS

PNG = "image/png"
POINTS = 72 / 96  # to one pixel of the page
NOTE = "run this cell to move it"


def still(page, size):
    """(the file's bytes, its MIME type): the page at twice its size, and a note.

    With photos on it, whose pixels are few, it is one and a half times as large.
    """
    if not any(part.get("smooth") for part in page.parts):
        return plots.encoded(drawn(page, size), PNG), PNG
    pixels, buffer = drawn(page, size, 1.5), io.BytesIO()
    look = {"quality": 60, "optimize": True, "progressive": True}
    Image.fromarray(pixels).convert("RGB").save(buffer, "jpeg", **look)
    png, jpeg = plots.encoded(pixels, PNG), buffer.getvalue()
    return (png, PNG) if len(png) < len(jpeg) else (jpeg, "image/jpeg")


def drawn(page, size, scale=2):
    """Bytes (scale · height, scale · width, 4) of the page; below it a note."""
    size = size[0], size[1] + 20
    figure = plots.figure(*size)
    figure.dpi = 96 * scale
    canvas = FigureCanvasAgg(figure)
    ax = plots.bare(figure.add_axes((0, 0, 1, 1)))
    figure.set_layout_engine("none")
    ax.set(xlim=(0, size[0]), ylim=(size[1], 0))
    ax.set_autoscale_on(False)
    for order, part in enumerate(page.parts):
        draw = globals()[f"_{part['kind']}"]
        pictures = {"picture": page.images[part["image"]]} if "image" in part else {}
        for artist in draw(ax, **{**part, **pictures}):
            artist.set_zorder(order)
            if "clip" in part:
                left, top, width, height = part["clip"]
                box = Rectangle((left, top), width, height, transform=ax.transData)
                artist.set_clip_path(box)
                artist.set_clip_on(True)  # texts aren't, else
    look = {"color": plots.GREY, "size": 12 * POINTS, "ha": "right", "style": "italic"}
    ax.text(size[0] - 4, size[1] - 5, NOTE, **look)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())


def _path(ax, xy, fill=None, line=None, width=2, dash=(), alpha=1, closed=False, **_):
    points = np.array(xy, dtype=float).reshape(-1, 2)
    path = Path(points)  # NaN interrupts it
    if closed:
        points = points[~np.isnan(points).any(1)]
        path = Path([*points, points[0]], closed=True)
    if fill:
        yield ax.add_patch(PathPatch(path, fc=fill, ec="none", lw=0, alpha=alpha))
    if line:
        style = (0, tuple(np.divide(dash, width))) if len(dash) else "-"
        look = {"lw": width * POINTS, "ls": style, "alpha": 1 if fill else alpha}
        yield ax.add_patch(PathPatch(path, fc="none", ec=line, **look))


def _text(ax, text, x, y, size, colour, align="left", bold=False, turn=0, **_):
    weight = "bold" if bold else "normal"
    look = {"color": colour, "size": size * POINTS, "weight": weight}
    at = {"ha": align, "va": "baseline", "rotation": turn, "rotation_mode": "anchor"}
    words = text.replace("$", r"\$")  # no formula
    yield ax.text(x, y, words, **look, **at)


def _image(ax, picture, place, smooth, alpha=1, turn=0, **_):
    left, top, width, height = place
    how = "bilinear" if smooth else "nearest"
    middle = left + width / 2, top + height / 2
    turned = Affine2D().rotate_deg_around(*middle, -turn) + ax.transData
    look = {"interpolation": how, "alpha": alpha, "aspect": "auto", "transform": turned}
    pixels = np.asarray(Image.open(io.BytesIO(picture)))
    yield ax.imshow(pixels, extent=(left, left + width, top + height, top), **look)


def _dots(ax, xy, radius, fill, line=None, width=1, square=False, alpha=1, **_):
    points = np.reshape(xy, (-1, 2))
    fills = [fill] * len(points) if isinstance(fill, str) else fill
    for point, colour in zip(points, fills, strict=True):
        look = {"fc": colour, "ec": line or "none", "lw": width * POINTS * bool(line)}
        mark = Circle(point, radius, alpha=alpha, **look)
        if square:
            side = 2 * radius
            mark = Rectangle(point - radius, side, side, alpha=alpha, **look)
        yield ax.add_patch(mark)


def _grid(ax, x, y, side, columns, fills, texts, size, alpha, **_):
    alpha = np.broadcast_to(alpha, len(fills))
    for n, (fill, text) in enumerate(zip(fills, texts, strict=True)):
        if fill is None:
            continue
        left, top = x + n % columns * side, y + n // columns * side
        faint = 1 if fill == ZEROS else alpha[n]
        corner, length = (left + 1, top + 1), side - 2
        yield ax.add_patch(Rectangle(corner, length, length, fc=fill, alpha=faint))
        at = left + side / 2, top + side / 2 + size * 0.36
        yield from _text(ax, text, *at, size, plots.INK, "center")
