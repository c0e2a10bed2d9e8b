"""Figures about pooling: its windows, and what a shift does to what comes out."""

import numpy as np
from matplotlib.patches import Rectangle

from helpers import arithmetic

from .style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    axes,
    grid,
    image,
    picture,
)

COLOURS = (INK, RED, BLUE, GREEN, ORANGE, PURPLE, SKY)
MARKERS = "os^Dv*X"
LOOKS = {  # one look for one way to pool, in all figures
    "no pooling": (INK, "o"),
    "stride 2": (RED, "s"),
    "max 2×2": (BLUE, "^"),
    "average 2×2": (SKY, "v"),
    "blur, stride 2": (GREEN, "D"),
    "average 4×4": ("#7f4f24", "s"),
    "average 8×8": (ORANGE, "P"),
    "average 16×16": (PURPLE, "X"),
    "average of all": (GREY, "*"),
}
DISTANCE = "distance (1: another digit)"


def pooled(x, results, size, stride=None):
    """x with its pooling windows in colour, and every named result beside it."""
    stride = stride or size
    x = np.asarray(x)
    tops, lefts = (
        [window[0] for window in arithmetic.windows(n, size, stride)] for n in x.shape
    )
    widths = [x.shape[1], *(np.shape(result)[1] for result in results.values())]
    fig, places = axes(1, len(widths), height=260, width_ratios=widths)
    for ax, (title, array) in zip(places, {"x": x, **results}.items(), strict=True):
        grid(ax, array, vmax=np.max(x) * 1.5)
        ax.set_title(title)
    for number, (i, j) in enumerate(np.ndindex(len(tops), len(lefts))):
        colour = COLOURS[1:][number % 6]
        inset = 0.4 if stride >= size else 0.4 - 0.05 * (number % 4)
        corner = lefts[j] - inset, tops[i] - inset
        side = size - 1 + 2 * inset
        places[0].add_patch(
            Rectangle(corner, side, side, fill=False, ec=colour, lw=2.5)
        )
        for ax in places[1:]:
            ax.add_patch(
                Rectangle((j - 0.4, i - 0.4), 0.8, 0.8, fill=False, ec=colour, lw=2.5)
            )
    rows = {
        name: "; ".join(" ".join(f"{value:g}" for value in row) for row in result)
        for name, result in results.items()
    }
    said = ". ".join(f"{name}: {text}" for name, text in rows.items())
    windows = len(tops) * len(lefts)
    alt = f"""{x.shape[0]} by {x.shape[1]} numbers with {windows} windows of {size} by
        {size} framed in colour, and the number that each becomes. {said}."""
    return picture(fig, alt)


def curves(at, lines, xlabel, ylabel, mark=None, top=None, height=320):
    """One line for each name; where there are several values, in a band around it.

    lines: {name: (places,) or (places, cases)}; the band is from the least to the
    largest case. mark: (height, words) of a dotted line. top: the end of the scale.
    """
    fig, ax = axes(height=height)
    others = zip(COLOURS, MARKERS, strict=True)
    for name, values in lines.items():
        colour, marker = LOOKS.get(name) or next(others)
        values = np.asarray(values, dtype=float).reshape(len(at), -1)
        ax.plot(at, values.mean(axis=1), color=colour, marker=marker, ms=5, label=name)
        if values.shape[1] > 1:
            ends = values.min(axis=1), values.max(axis=1)
            ax.fill_between(at, *ends, color=colour, alpha=0.15, lw=0)
    _scale(ax, at, mark)
    ax.set(xlabel=xlabel, ylabel=ylabel, ylim=(0, top))
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return picture(fig, f"{_ends(at, lines)} {_across(xlabel, at)}")


def distances(lines, at=range(9), xlabel="shift, pixels"):
    """Curves of mean distances, {name: (places, digits)}, where 1 is another digit."""
    means = {
        name: np.asarray(values, dtype=float).reshape(len(at), -1).mean(axis=1)
        for name, values in lines.items()
    }
    return curves(at, means, xlabel, DISTANCE, mark=(1, ""))


def columns(pictures, error):
    """Pictures, and where their difference isn't zero, with the columns' numbers."""
    fig, places = axes(1, len(pictures) + 1, height=360)
    for ax, (title, array) in zip(places, pictures.items(), strict=False):
        image(ax, array).axes.set_title(title)
    error = np.asarray(error)
    found = np.flatnonzero(error.any(axis=0))
    seen = np.where(error == 0, 0, np.sign(error))
    ax = image(places[-1], seen, signed=True).axes
    ax.set_title("where they differ", color=RED)
    ax.set_xlabel(f"columns {', '.join(map(str, found))} of {error.shape[1]}")
    for spine in ax.spines.values():
        spine.set(visible=True, color=GREY)
    names = " and ".join(f"“{name}”" for name in pictures)
    alt = f"""{names}; and where the two differ: white throughout, but
        for the thin columns {", ".join(map(str, found))} of {error.shape[1]}."""
    return picture(fig, alt)


def panels(lines, at=range(9), xlabel="shift, pixels", band=(10, 90)):
    """Distances as in `distances`, in a small plot for each name, with a band.

    The band holds the digits between two percentiles; the first one's mean is dashed.
    """
    cols = -(-len(lines) // 2)
    fig, places = axes(2, cols, height=420, sharex=True, sharey=True)
    first = np.asarray(next(iter(lines.values())), dtype=float).mean(axis=1)
    for ax in places.flat[len(lines) :]:
        ax.set_visible(False)
    for ax, (name, values) in zip(places.flat, lines.items(), strict=False):
        values = np.asarray(values, dtype=float)
        low, high = np.percentile(values, band, axis=1)
        ax.fill_between(at, low, high, color=GREEN, alpha=0.25, lw=0)
        ax.plot(at, first, color=GREY, ls="--", lw=1.5)
        ax.plot(at, values.mean(axis=1), color=GREEN, marker="o", ms=4)
        ax.set_title(name)
        _scale(ax, at, (1, ""))
    places.flat[0].set_ylim(bottom=0)  # of all, as they share it
    fig.supxlabel(xlabel, fontsize=12)
    fig.supylabel(DISTANCE, fontsize=12)
    alt = f"""{_ends(at, lines)} {_across(xlabel, at)} Each has a panel of its own,
        with a band around its mean and the first one's mean dashed."""
    return picture(fig, alt)


def _scale(ax, at, mark):
    ax.grid(axis="y", color="#e6e6e6")
    if len(at) < 12:
        ax.set_xticks(at)
    if mark:
        level, words = mark
        ax.axhline(level, color=GREY, ls=":", lw=1.5)
        ax.text(at[0], level * 1.02, words, color=GREY, va="bottom", fontsize=11)


def _ends(at, lines):
    """Each line's mean at its first, second and last place, in words."""
    said = []
    for name, values in lines.items():
        means = np.asarray(values, dtype=float).reshape(len(at), -1).mean(axis=1)
        first, second, last = (f"{means[k]:.1f}" for k in (0, 1, -1))
        said.append(f"{name} {first}, then {second}, at the end {last}")
    return "; ".join(said) + "."


def _across(xlabel, at):
    return f"Along the axis: {xlabel}, from {at[0]:g} to {at[-1]:g}."
