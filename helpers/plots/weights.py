"""Weights as pictures: templates, colour filters, and the Gabors nearest to them."""

import numpy as np

from helpers.plots import style

__all__ = ["filters", "gabors", "mosaic", "templates"]

LINES = "#c4c4c4"  # around signed pictures


def mosaic(pictures, columns, gap=1):
    """Pictures (n, h, w) or (n, h, w, 3) as one, row by row, with gaps between.

    The gaps are white in colour, and NaN where there is one number a pixel.
    """
    pictures = np.asarray(pictures, dtype=float)
    rows = -(-len(pictures) // columns)
    room = (0, rows * columns - len(pictures)), (0, gap), (0, gap)
    room += ((0, 0),) * (pictures.ndim - 3)
    white = 1 if pictures.ndim == 4 else np.nan
    padded = np.pad(pictures, room, constant_values=white)
    _, h, w, *colours = padded.shape
    cells = padded.reshape(rows, columns, h, w, *colours).swapaxes(1, 2)
    return cells.reshape(rows * h, columns * w, *colours)[:-gap, :-gap]


def around_grey(pictures, ends=None):
    """Signed (n, 3, h, w) as colours (n, h, w, 3): 0 is mid-grey, each scaled alone.

    ends: (n,) what is full brightness; each one's largest absolute value if not given.
    """
    pictures = np.asarray(pictures, dtype=float).transpose(0, 2, 3, 1)
    ends = [style.limit(one) for one in pictures] if ends is None else ends
    return 0.5 + pictures / np.reshape(ends, (-1, 1, 1, 1)) / 2


def templates(grids, classes):
    """Weights as pictures, one grid beside the other: {title: (n, h, w)}.

    0 is white, positive blue, negative orange; each picture is scaled alone. classes:
    the names of those in the first grid.
    """
    fig, names = style.figure(height=360), classes
    fig.get_layout_engine().set(w_pad=0.02, h_pad=0.02, wspace=0, hspace=0)
    ratios = [1.25] + [1] * (len(grids) - 1)
    parts = fig.subfigures(1, len(grids), wspace=0.05, width_ratios=ratios)
    for part, (title, weights) in zip(parts, grids.items(), strict=True):
        columns = int(np.ceil(np.sqrt(len(weights))))
        places = part.subplots(-(-len(weights) // columns), columns).flat
        part.suptitle(title, fontsize=12)
        for ax in places[len(weights) :]:
            ax.set_visible(False)
        for ax, one, name in zip(places[:], weights, names, strict=False):
            style.image(ax, one, signed=True)
            ax.spines[:].set(visible=True, color=LINES)
            ax.set_title(name, fontsize=10, pad=3)
        names = [""] * max(map(len, grids.values()))
    sizes = ["{} of {} by {}".format(*np.shape(one)) for one in grids.values()]
    alt = f"""Weights drawn as pictures, blue where positive, orange where
        negative. {style.each("{}: {}", grids, sizes)}."""
    return style.picture(fig, alt)


def filters(weights, order=None, marks=()):
    """Colour filters (n, 3, h, w), 16 in a row, 0 mid-grey, each scaled alone.

    order: which to draw, one after the other; marks: the places in the grid to be
    outlined, counted from 0.
    """
    shown = weights if order is None else weights[order]
    (n, _, h, w), columns = shown.shape, 16
    rows, step = -(-n // columns), 900 / (columns + 0.7)
    fig, ax = style.axes(height=min(420, round(rows * step + 14)))
    style.image(ax, mosaic(around_grey(shown), columns))
    for row, column in (divmod(mark, columns) for mark in marks):
        place = row * (h + 1) - 0.5, column * (w + 1) - 0.5
        style.frame(ax, *place, h + 1, w + 1, style.INK, 2.5)
    ax.set(xlim=(-1.5, columns * (w + 1) - 0.5), ylim=(rows * (h + 1) - 0.5, -1.5))
    if order is None:
        middles = np.arange(rows) * (h + 1) + (h - 1) / 2
        ax.set_yticks(middles, columns * np.arange(rows))
        ax.tick_params(axis="y", length=0)
    outlined = f"{len(marks)} of them are outlined." if len(marks) else ""
    alt = f"""{n} filters of {h} by {w} pixels in colour, around mid-grey, each scaled
        alone. {outlined}"""
    return style.picture(fig, alt)


def gabors(weights, fits):
    """Some filters (n, 3, h, w), and below each its nearest Gabor, from gabor_fit.

    Below that, which share of it this explains, and the Gabor's angle and frequency.
    """
    n, ends = len(weights), [style.limit(one) for one in weights]
    found = np.stack([fit.picture for fit in fits])
    rows = around_grey(weights, ends), around_grey(found, ends).clip(0, 1)
    names, height = ("filter", "Gabor"), min(400, round(130 + 1500 / (n + 1.5)))
    fig, (_, below) = style.in_rows(rows, names, (), style.image, height)
    for ax, fit in zip(below, fits, strict=True):
        share, turned = style.percent(fit.explained), f"{fit.angle:.0f}°"
        ax.set_xlabel(f"{share}\n{turned}\n{fit.frequency:.2f}", linespacing=1.5)
    form = {"xycoords": "axes fraction", "ha": "right", "va": "top", "linespacing": 1.5}
    style.beside(below[0], "explained\nangle\nwaves a pixel", (0, 0), (-12, -6), **form)
    shares = ", ".join(f"{100 * fit.explained:.0f}" for fit in fits)
    alt = f"""{n} filters and the Gabor nearest to each: these explain {shares} percent
        of the filters' squared weights."""
    return style.picture(fig, alt)
