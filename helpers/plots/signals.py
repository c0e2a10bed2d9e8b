"""Figures of 1-D signals: kernels, series, waves, and what lies beyond the ends."""

import numpy as np
from matplotlib.colors import to_rgb

from .style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    RED,
    axes,
    bare,
    number,
    picture,
    stems,
)

BLANK = 0.965  # a square that holds nothing


def tinted(ax, table, colours, names=(), columns=None, size=14):
    """A table of numbers as squares, tinted by `colours`; blank where NaN.

    colours: one for each row, or an array of the table's shape.
    """
    table = np.asarray(table, dtype=float)
    rows, cols = table.shape
    colours = np.asarray(colours).reshape(rows, -1)
    tints = np.array([[to_rgb(colour) for colour in row] for row in colours])
    filled = ~np.isnan(table)[..., None]
    bare(ax).imshow(np.where(filled, 1 - 0.3 * (1 - tints), BLANK), aspect="auto")
    ax.hlines(np.arange(1, rows) - 0.5, -0.5, cols - 0.5, color="white", lw=4)
    ax.vlines(np.arange(1, cols) - 0.5, -0.5, rows - 0.5, color="white", lw=4)
    for (i, j), value in np.ndenumerate(table):
        ax.text(j, i, number(value), ha="center", va="center_baseline", size=size)
    ax.set_yticks(range(len(names)), names, size=13)
    if columns is not None:
        ax.set_xticks(range(cols), [number(c) for c in columns])
        ax.xaxis.tick_top()
    ax.tick_params(length=0)


def scaled_copies(x, w):
    """A convolution as copies of w, one for each entry of x, and their sum."""
    length = len(x) + len(w) - 1
    table = np.full((len(x) + 1, length), np.nan)
    for n, height in enumerate(x):
        table[n, n : n + len(w)] = height * np.array(w)
    table[-1] = np.nansum(table[:-1], axis=0)
    fig, ax = axes(width=760, height=250)
    names = [f"x[{n}] = {number(v)}, times w" for n, v in enumerate(x)] + ["their sum"]
    tinted(ax, table, [ORANGE] * len(x) + [GREEN], names, range(length))
    alt = f"""{len(x)} copies of the kernel, each one place further right and multiplied
        by its entry of x; the column sums are {_listed(table[-1])}."""
    return picture(fig, alt)


def toeplitz(T, x):
    """The product of a Toeplitz matrix and a signal, with the matrix's bands tinted."""
    T, x = np.asarray(T), np.asarray(x)
    fig, places = axes(
        1, 3, width=620, height=290, width_ratios=[len(x) + 1, 1, 1], squeeze=False
    )
    zero = np.where(T == 0, GREY, ORANGE)
    names = [f"y[{n}]" for n in range(len(T))]
    tables = T, x[:, None], (T @ x)[:, None]
    for ax, table, colours, title in zip(
        places.flat,
        tables,
        (zero, [BLUE] * len(x), [GREEN] * len(T)),
        "Txy",
        strict=True,
    ):
        tinted(ax, table, colours, names if table is T else ())
        ax.set_ylim(len(T) - 0.5, -0.5)
        ax.set_title({"T": "T", "x": "· x", "y": "= y"}[title])
    alt = f"""A matrix of {T.shape[0]} rows and {T.shape[1]} columns, times x, is
        {_listed(T @ x)}. Down each column runs the kernel, one row lower each time;
        along the rows it reads backwards."""
    return picture(fig, alt)


def series(panels, units, alt, span=None, height=300):
    """Daily series side by side; `panels` maps a title to {label: series}.

    A panel's first series is drawn thin, as it was measured; one called "true mood"
    dashed. `span` limits the days.
    """
    fig, places = axes(1, len(panels), height=height, squeeze=False)
    for ax, (title, lines), unit in zip(
        places.flat, panels.items(), units, strict=True
    ):
        for k, (label, y) in enumerate(lines.items()):
            if label == "true mood":
                style = {"color": INK, "lw": 1.2, "ls": "--"}
            elif k == 0:
                style = {"color": BLUE, "lw": 1, "alpha": 0.6}
            else:
                style = {"color": _colour(label), "lw": 2}
            ax.plot(np.arange(len(y)), y, label=label, **style)
        ax.set(title=title, xlabel="day", ylabel=unit)
        if span:
            seen = [y[slice(*span)] for y in lines.values()]
            ax.set(xlim=span, ylim=(np.min(seen) - 2, np.max(seen) + 2))
        if len(lines) > 1:
            ax.legend(ncols=2 if len(lines) > 3 else 1)
    return picture(fig, alt)


def kernel_row(named, alt):
    """Kernels side by side as bars around their middle, on one scale."""
    fig, places = axes(1, len(named), height=200, sharey=True)
    for ax, (title, w) in zip(places.flat, named.items(), strict=True):
        stems(ax, w, ORANGE, start=-(len(w) // 2))
        ax.set(title=title, xlabel="m", xlim=(-11.5, 11.5))
    places.flat[0].set_ylabel("weight")
    return picture(fig, alt)


def waves(before, after, alt):
    """A wave, and what each kernel of `after` (name: series) makes of it."""
    fig, ax = axes(height=280)
    days = np.arange(len(before))
    ax.axhline(0, color=GREY, lw=1)
    ax.plot(days, before, "o-", color=BLUE, label="in", lw=1, ms=4)
    for name, y in after.items():
        style = {"color": _colour(name), "lw": 2, "ms": 4}
        ax.plot(days, y, "o-", label=f"out of the {name}", **style)
    ax.set(xlabel="day", ylim=(-1.1, 1.5))
    ax.legend(loc="upper center", ncols=3)
    return picture(fig, alt)


def gains(curves, alt, mark=None):
    """What share of each wave a kernel leaves; below zero the wave is upside down.

    curves: {name: (frequencies, shares)}; `mark` is a frequency to point at.
    """
    fig, places = axes(1, len(curves), height=280, sharey=True, squeeze=False)
    for ax, (name, (frequency, share)) in zip(places.flat, curves.items(), strict=True):
        ax.axhline(0, color=GREY, lw=1)
        ax.plot(frequency, share, color=ORANGE)
        ax.fill_between(frequency, share, 0, where=share < -1e-9, color=RED, alpha=0.5)
        if mark is not None:
            ax.axvline(mark, color=BLUE, lw=1, ls="--")
        ax.set(title=name, xlabel="waves a day")
    places.flat[0].set_ylabel("share that is left")
    return picture(fig, alt)


def spectra(curves, alt):
    """The absolute spectra of several kernels, {name: (frequencies, |DFT|)}, as one."""
    fig, ax = axes(height=300)
    for name, (frequency, size) in curves.items():
        ax.plot(frequency, size, color=_colour(name), label=name)
    ax.set(xlabel="waves a day", ylabel="|DFT|", ylim=(0, 1.02))
    ax.legend()
    return picture(fig, alt)


def paddings(x, m, extended):
    """x with m entries more at both ends, one row for each rule in `extended`."""
    rows = np.array(list(extended.values()))
    made_up = np.ones(rows.shape[1], dtype=bool)
    made_up[m : m + len(x)] = False
    colours = np.tile(np.where(made_up, RED, BLUE), (len(rows), 1))
    fig, ax = axes(height=220)
    places = np.arange(rows.shape[1]) - m
    tinted(ax, rows, colours, list(extended), places)
    alt = f"""{len(x)} entries with {m} made-up ones in red at each end: """
    alt += "; ".join(
        f"{name} puts {_listed(row[:m])} before and {_listed(row[-m:])} after"
        for name, row in extended.items()
    )
    return picture(fig, alt + ".")


def ends(outputs):
    """The outputs under each rule of padding; red where the rules disagree."""
    rows = np.array(list(outputs.values()))
    differ = (rows != rows[0]).any(axis=0)
    colours = np.tile(np.where(differ, RED, GREEN), (len(rows), 1))
    fig, ax = axes(width=700, height=220)
    tinted(ax, rows, colours, list(outputs), range(rows.shape[1]))
    alt = f"""The outputs under {len(rows)} rules of padding. Red where they disagree,
        at places {_listed(np.flatnonzero(differ))}."""
    return picture(fig, alt)


def _colour(kernel):
    """One colour for one kernel, in all figures: what it makes of a series is green."""
    if "triangle" in kernel:
        return INK
    return GREEN if kernel.endswith("M = 4") else PURPLE


def _listed(values):
    """The numbers as text: 2, −1, 1."""
    return ", ".join(number(value) for value in values)
