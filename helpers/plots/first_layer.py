"""Figures of what a first layer has learnt: templates, filters, the nearest Gabors."""

import numpy as np
from matplotlib.patches import Rectangle

from .style import (
    BLUE,
    GREY,
    INK,
    PALE,
    RED,
    SIGNED,
    axes,
    bare,
    figure,
    image,
    limit,
    picture,
)

# Lines between signed pictures are grey; where there is no picture, it is white.
BETWEEN, NOTHING = SIGNED.with_extremes(bad="#c4c4c4", over="white"), 2.0


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


def templates(grids, classes=None, height=360):
    """Weights as pictures, one grid beside the other: {title: (n, h, w)}.

    0 is white, positive blue, negative red; each picture is scaled alone. classes:
    the names of those in the first grid.
    """
    widths = [1.25 if classes and not k else 1 for k in range(len(grids))]
    fig = figure(height=height)
    parts = fig.subfigures(1, len(grids), width_ratios=widths, squeeze=False)[0]
    for k, (title, weights) in enumerate(grids.items()):
        part = parts[k]
        weights = np.asarray(weights, dtype=float)
        scaled = weights / np.reshape([limit(one) for one in weights], (-1, 1, 1))
        columns = int(np.ceil(np.sqrt(len(weights))))
        part.suptitle(title, fontsize=12)
        if classes and not k:
            places = part.subplots(-(-len(weights) // columns), columns).flat
            for ax in places:
                bare(ax)
            for ax, one, name in zip(places[:], scaled, classes, strict=False):
                image(ax, one, signed=True)
                ax.spines[:].set(visible=True, color="#c4c4c4")
                ax.set_title(name, fontsize=10, pad=3)
        else:
            gap = max(1, round(weights.shape[1] / 14))
            whole = np.pad(mosaic(scaled, columns, gap), gap, constant_values=np.nan)
            left = len(weights) % columns
            if left:
                h, w = weights.shape[1:]
                whole[-h - gap :, left * (w + gap) + gap :] = NOTHING
            image(part.subplots(), whole, signed=True, vmax=1).set_cmap(BETWEEN)
    said = "; ".join(
        f"{title}: {len(w)} of {w.shape[1]} by {w.shape[2]}"
        for title, w in ((t, np.asarray(g)) for t, g in grids.items())
    )
    alt = f"""Weights drawn as pictures, blue where positive, red where negative.
        {said}."""
    return picture(fig, alt)


def filters(weights, order=None, marks=(), columns=16):
    """Colour filters (n, 3, h, w) in a grid, 0 mid-grey, each scaled alone.

    order: which to draw, one after the other; marks: the places in the grid to be
    outlined, counted from 0.
    """
    weights = np.asarray(weights, dtype=float)
    order = list(range(len(weights))) if order is None else [int(k) for k in order]
    rows = -(-len(order) // columns)
    step = 900 / (columns + 0.7)
    fig, ax = axes(height=min(420, round(rows * step + 14)))
    h, w = weights.shape[2:]
    image(ax, mosaic(around_grey(weights[order]), columns, fill=1), vmin=0, vmax=1)
    for mark in marks:
        row, column = divmod(mark, columns)
        corner = column * (w + 1) - 1, row * (h + 1) - 1
        ax.add_patch(Rectangle(corner, w + 1, h + 1, fill=False, ec=INK, lw=2.5))
    ax.set(xlim=(-1.5, columns * (w + 1) - 0.5), ylim=(rows * (h + 1) - 0.5, -1.5))
    if order == list(range(len(weights))):
        middles = np.arange(rows) * (h + 1) + (h - 1) / 2
        ax.set_yticks(middles, [str(columns * row) for row in range(rows)])
        ax.tick_params(axis="y", length=0)
    alt = f"""{len(order)} filters of {h} by {w} pixels in colour, around mid-grey, each
        scaled alone."""
    if len(marks):
        alt += f" {len(marks)} of them are outlined."
    return picture(fig, alt)


def gabors(weights, fits, names=None):
    """Some filters (n, 3, h, w), and below each its nearest Gabor, from gabor_fit.

    Below that, which share of it this explains, and the Gabor's angle and frequency.
    names: above the filters.
    """
    weights = np.asarray(weights, dtype=float)
    n = len(weights)
    ends = [limit(one) for one in weights]
    fig, places = axes(2, n, height=min(400, round(130 + 1500 / (n + 1.5))))
    rows = [weights, np.stack([fit.picture for fit in fits])]
    for line, row, words in zip(places, rows, ("filter", "Gabor"), strict=True):
        for ax, one in zip(line, around_grey(row, ends), strict=True):
            image(ax, one.clip(0, 1), vmin=0, vmax=1)
        line[0].set_ylabel(words, rotation=0, ha="right", va="center", labelpad=12)
    for k, fit in enumerate(fits):
        places[0, k].set_title("" if names is None else names[k])
        share, angle = f"{100 * fit.explained:.0f} %", f"{fit.angle:.0f}°"
        places[1, k].set_xlabel(
            f"{share}\n{angle}\n{fit.frequency:.2f}", linespacing=1.5
        )
    words = "explained\nangle\nwaves a pixel"
    places[1, 0].annotate(
        words,
        (0, 0),
        (-12, -6),
        xycoords="axes fraction",
        textcoords="offset points",
        ha="right",
        va="top",
        linespacing=1.5,
    )
    shares = ", ".join(f"{100 * fit.explained:.0f}" for fit in fits)
    alt = f"""{n} filters and the Gabor nearest to each: these explain {shares} percent
        of the filters' squared weights."""
    return picture(fig, alt)


def gabor_histograms(fits, others, least=0.5):
    """Three histograms of Gabors: direction, frequency, and how much they explain.

    fits: from gabor_fit, one for each filter; others: {name: fits} to compare with.
    Direction and frequency only of those that explain at least the share `least`.
    """
    fig = figure(height=340)
    left, middle, right = parts = fig.subfigures(1, 3, width_ratios=[1, 1, 1.15])
    explained = np.array([fit.explained for fit in fits])
    good = [fit for fit in fits if fit.explained >= least]
    angles = np.array([fit.angle for fit in good])
    # Eight bins around 0°, 22.5°, …: the first one holds 170° and 10°.
    counts = np.bincount(np.round(angles / 22.5).astype(int) % 8, minlength=8)
    rose = left.subplots(subplot_kw={"projection": "polar"})
    turns = np.deg2rad(22.5 * np.arange(16))
    rose.bar(turns, np.tile(counts, 2), width=0.36, color=BLUE)
    rose.set_xticks(turns[::2], [f"{45 * k % 180}°" for k in range(8)])
    rose.set_yticks(_whole(counts.max(), 3))
    rose.set_rlabel_position(67.5)
    rose.grid(color=PALE)
    rose.spines["polar"].set_color(PALE)
    ax = middle.subplots()
    heights, *_ = ax.hist(
        [f.frequency for f in good], np.arange(0, 0.51, 0.05), color=BLUE
    )
    ax.set(xlabel="waves a pixel", ylabel="filters", yticks=_whole(heights.max(), 5))
    ax = right.subplots()
    bins = np.arange(0, 101, 10)
    ax.hist(100 * explained, bins, weights=_percent(fits), color=BLUE, label="trained")
    for (name, rest), color, line in zip(
        others.items(), (RED, INK), ("--", "-"), strict=False
    ):
        shares = [100 * fit.explained for fit in rest]
        look = {"histtype": "step", "color": color, "lw": 2.5, "ls": line}
        ax.hist(shares, bins, weights=_percent(rest), label=name, **look)
    ax.axvline(100 * least, color=GREY, ls=":", lw=1.5)
    ax.set(xlabel="explained by the Gabor, %", ylabel="filters, %")
    ax.legend(loc="upper right")
    titles = (
        f"direction of the wave,\n{len(good)} of {len(fits)} filters",
        "frequency,\nthe same filters",
        "how much of a filter\nis a Gabor",
    )
    for part, title in zip(parts, titles, strict=True):
        part.suptitle(title, fontsize=12)
    middles = ", ".join(f"{22.5 * k:g}° {count}" for k, count in enumerate(counts))
    alt = f"""Three histograms. {len(good)} of {len(fits)} filters are a Gabor for at
        least {100 * least:.0f} percent; their directions: {middles}. On average
        {100 * explained.mean():.0f} percent of a filter is explained"""
    for name, rest in others.items():
        alt += f", {name} {100 * np.mean([fit.explained for fit in rest]):.0f} percent"
    return picture(fig, f"{alt}.")


def _percent(fits):
    """What each of them weighs: all are 100."""
    return np.full(len(fits), 100 / len(fits))


def _whole(most, ticks):
    """Ticks at whole numbers above 0, about so many."""
    step = max(1, int(np.ceil(most / ticks)))
    return np.arange(step, most + 1, step)
