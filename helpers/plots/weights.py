"""Weights as pictures: templates, colour filters, and the Gabors nearest to them."""

import numpy as np

from helpers.plots.style import (
    INK,
    SIGNED,
    axes,
    bare,
    beside,
    figure,
    frame,
    image,
    limit,
    name_row,
    percent,
    picture,
)

# Lines between signed pictures are grey; where there is no picture, it is white.
LINES = "#c4c4c4"
BETWEEN, NOTHING = SIGNED.with_extremes(bad=LINES, over="white"), 2.0


def mosaic(pictures, columns, gap=1, fill=np.nan):
    """Pictures (n, h, w) or (n, h, w, 3) as one, row by row, with gaps between."""
    pictures = np.asarray(pictures, dtype=float)
    n, h, w = pictures.shape[:3]
    rows = -(-n // columns)
    shape = rows * (h + gap) - gap, columns * (w + gap) - gap, *pictures.shape[3:]
    whole = np.full(shape, float(fill))
    for k, one in enumerate(pictures):
        row, column = divmod(k, columns)
        top, left = row * (h + gap), column * (w + gap)
        whole[top : top + h, left : left + w] = one
    return whole


def around_grey(pictures, ends=None):
    """Signed (n, 3, h, w) as colours (n, h, w, 3): 0 is mid-grey, each scaled alone.

    ends: (n,) what is full brightness; each one's largest absolute value if not given.
    """
    pictures = np.asarray(pictures, dtype=float).transpose(0, 2, 3, 1)
    ends = [limit(one) for one in pictures] if ends is None else ends
    return 0.5 + pictures / np.reshape(ends, (-1, 1, 1, 1)) / 2


def templates(grids, classes):
    """Weights as pictures, one grid beside the other: {title: (n, h, w)}.

    0 is white, positive blue, negative orange; each picture is scaled alone. classes:
    the names of those in the first grid.
    """
    fig = figure(height=360)
    widths = [1.25] + [1] * (len(grids) - 1)
    parts = fig.subfigures(1, len(grids), width_ratios=widths)
    said = []
    for k, (title, weights) in enumerate(grids.items()):
        weights = np.asarray(weights, dtype=float)
        n, h, w = weights.shape
        scaled = weights / np.reshape([limit(one) for one in weights], (-1, 1, 1))
        columns = int(np.ceil(np.sqrt(n)))
        parts[k].suptitle(title, fontsize=12)
        if k == 0:
            places = parts[k].subplots(-(-n // columns), columns).flat
            for ax in places:
                bare(ax)
            for ax, one, name in zip(places[:], scaled, classes, strict=False):
                image(ax, one, signed=True)
                ax.spines[:].set(visible=True, color=LINES)
                ax.set_title(name, fontsize=10, pad=3)
        else:
            gap = max(1, round(h / 14))
            whole = np.pad(mosaic(scaled, columns, gap), gap, constant_values=np.nan)
            if n % columns:
                whole[-h - gap :, n % columns * (w + gap) + gap :] = NOTHING
            image(parts[k].subplots(), whole, signed=True, vmax=1).set_cmap(BETWEEN)
        said.append(f"{title}: {n} of {h} by {w}")
    alt = f"""Weights drawn as pictures, blue where positive, orange where
        negative. {"; ".join(said)}."""
    return picture(fig, alt)


def filters(weights, order=None, marks=()):
    """Colour filters (n, 3, h, w), 16 in a row, 0 mid-grey, each scaled alone.

    order: which to draw, one after the other; marks: the places in the grid to be
    outlined, counted from 0.
    """
    weights = np.asarray(weights, dtype=float)
    shown = weights if order is None else weights[order]
    (n, _, h, w), columns = shown.shape, 16
    rows, step = -(-n // columns), 900 / (columns + 0.7)
    fig, ax = axes(height=min(420, round(rows * step + 14)))
    image(ax, mosaic(around_grey(shown), columns, fill=1), vmin=0, vmax=1)
    for mark in marks:
        row, column = divmod(mark, columns)
        place = row * (h + 1) - 0.5, column * (w + 1) - 0.5
        frame(ax, *place, h + 1, w + 1, INK, 2.5)
    ax.set(xlim=(-1.5, columns * (w + 1) - 0.5), ylim=(rows * (h + 1) - 0.5, -1.5))
    if order is None:
        middles = np.arange(rows) * (h + 1) + (h - 1) / 2
        ax.set_yticks(middles, [str(columns * row) for row in range(rows)])
        ax.tick_params(axis="y", length=0)
    alt = f"""{n} filters of {h} by {w} pixels in colour, around mid-grey, each scaled
        alone."""
    if len(marks):
        alt += f" {len(marks)} of them are outlined."
    return picture(fig, alt)


def gabors(weights, fits):
    """Some filters (n, 3, h, w), and below each its nearest Gabor, from gabor_fit.

    Below that, which share of it this explains, and the Gabor's angle and frequency.
    """
    weights = np.asarray(weights, dtype=float)
    n, ends = len(weights), [limit(one) for one in weights]
    fig, places = axes(2, n, height=min(400, round(130 + 1500 / (n + 1.5))))
    rows = [weights, np.stack([fit.picture for fit in fits])]
    for line, row, words in zip(places, rows, ("filter", "Gabor"), strict=True):
        for ax, one in zip(line, around_grey(row, ends), strict=True):
            image(ax, one.clip(0, 1), vmin=0, vmax=1)
        name_row(line[0], words, 12)
    for ax, fit in zip(places[1], fits, strict=True):
        found = percent(fit.explained), f"{fit.angle:.0f}°", f"{fit.frequency:.2f}"
        ax.set_xlabel("\n".join(found), linespacing=1.5)
    words, place = "explained\nangle\nwaves a pixel", {"xycoords": "axes fraction"}
    place |= {"ha": "right", "va": "top", "linespacing": 1.5}
    beside(places[1, 0], words, (0, 0), (-12, -6), **place)
    shares = ", ".join(f"{100 * fit.explained:.0f}" for fit in fits)
    alt = f"""{n} filters and the Gabor nearest to each: these explain {shares} percent
        of the filters' squared weights."""
    return picture(fig, alt)
