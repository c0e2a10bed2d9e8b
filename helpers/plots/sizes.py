"""Figures about sizes: windows on a row and on a square, counts, receptive fields."""

from functools import lru_cache

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from helpers import arithmetic

from .style import BLUE, GREEN, GREY, INK, ORANGE, PALE, RED, axes, bare, picture

# What a cell of a drawn row can be. Colour never speaks alone: what is lost or sticks
# out is striped as well, and padding has a dot.
EMPTY, PADDING, PIXEL, READ, LOST, OUTSIDE = range(6)
_LIGHT = np.array([to_rgb(c) for c in ("white", PALE, "#b3d4e8", ORANGE, RED, RED)])


_LEVELS = 24
_PLATE = {"boxstyle": "circle,pad=0.15", "fc": (1, 1, 1, 0.8), "ec": "none"}


@lru_cache
def _stamps(px):
    """One cell of each kind, then PIXEL from light to dark: (kinds, px, px, 4)."""
    rows, cols = np.indices((px, px))
    dark = np.linspace(_LIGHT[PIXEL], to_rgb(BLUE), _LEVELS)
    colours = np.concatenate([_LIGHT, dark])
    stamps = np.ones((len(colours), px, px, 4))
    stamps[..., :3] = colours[:, None, None]
    striped = (rows + cols) % max(px // 2, 2) < max(px // 4, 1)
    for kind in (LOST, OUTSIDE):
        stamps[kind, striped, :3] = 1
    across, down = (
        np.abs(line - (px - 1) / 2) < 0.9 + px / 20 for line in (cols, rows)
    )
    stamps[PADDING, across & down, :3] = to_rgb(GREY)
    stamps[:, np.maximum(rows, cols) >= px - max(px // 14, 1)] = 1
    return np.uint8(stamps * 255)


def tiles(codes, px=12, depth=None):
    """RGBA bytes (rows·px, cols·px, 4) of cell codes (rows, cols), white between.

    `depth` from 0 to 1, of the same shape, darkens the pixels. One image draws a
    hundred cells faster than a hundred patches would.
    """
    kinds = np.asarray(codes)
    if depth is not None:
        level = 6 + np.rint(np.asarray(depth) * (_LEVELS - 1)).astype(int)
        kinds = np.where(kinds == PIXEL, level, kinds)
    rows, cols = kinds.shape
    return _stamps(px)[kinds].swapaxes(1, 2).reshape(rows * px, cols * px, 4)


def row_codes(N, F, S, P=0, D=1):
    """Codes of the padded row (row 0) and, from row 2 on, of one window a row.

    A last window that sticks out of the row is there too, as OUTSIDE.
    """
    stops = arithmetic.windows(N, F, S, P, D)
    drawn = [(READ, window) for window in stops]
    if not stops or (N + 2 * P - D * (F - 1) - 1) % S:
        start = stops[-1][0] + S if stops else -P
        drawn.append((OUTSIDE, [start + D * k for k in range(F)]))
    cols = max(N + 2 * P, drawn[-1][1][-1] + P + 1)
    codes = np.full((len(drawn) + 2, cols), EMPTY)
    codes[0, : N + 2 * P] = PADDING
    read = {i for window in stops for i in window}
    codes[0, P : P + N] = [PIXEL if i in read else LOST for i in range(N)]
    for row, (code, window) in enumerate(drawn, 2):
        codes[row, np.add(window, P)] = code
    return codes


def windows(N, F, S=1, P=0, D=1):
    """A row of pixels with every window that fits, and the one that doesn't."""
    codes = row_codes(N, F, S, P, D)
    stops = arithmetic.windows(N, F, S, P, D)
    fig, ax = axes(width=900, height=min(420, 60 + 34 * len(codes)))
    bare(ax).imshow(
        tiles(codes, 24),
        extent=(-P - 0.5, codes.shape[1] - P - 0.5, len(codes) - 0.5, -0.5),
    )
    for i in range(N):
        ax.text(i, 0, i, ha="center", va="center", bbox=_PLATE)
    for row in range(2, len(codes)):
        late = row - 2 >= len(stops)
        label = "sticks out" if late else f"stop {row - 1}"
        ax.text(
            -P - 0.8,
            row,
            label,
            ha="right",
            va="center",
            color=RED if late else INK,
            fontsize=11,
        )
    ax.text(-P - 0.8, 0, "pixels", ha="right", va="center", color=BLUE, fontsize=11)
    ax.set_xlim(-P - 3.2, codes.shape[1] - P)
    seen = {i for window in stops for i in window}
    lost = [i for i in range(N) if i not in seen]
    places = ", ".join(_span(window) for window in stops)
    fate = "every pixel is read"
    if lost:
        noun, verb = ("pixel", "is") if len(lost) == 1 else ("pixels", "are")
        fate = f"{noun} {', '.join(map(str, lost))} {verb} in no window, striped"
    border = f" with {P} of padding on each side" if P else ""
    return picture(
        fig,
        f"{N} pixels in a row{border}. {len(stops)} windows of {F} in steps of {S} "
        f"read the pixels {places}; {fate}.",
    )


def _span(window):
    steps = np.diff(window)
    if len(window) > 1 and (steps == 1).all():
        return f"{window[0]}–{window[-1]}"
    return "+".join(map(str, window))


def reads(N, F, S=1, P=0, D=1):
    """(N, N) integers: how many windows read each pixel of a square picture."""
    line = np.zeros(N, dtype=int)
    for window in arithmetic.windows(N, F, S, P, D):
        line[[i for i in window if 0 <= i < N]] += 1
    return np.outer(line, line)


def square(N, F, S=1, P=0, D=1):
    """A square picture with, in every pixel, how many windows read it; zeros red."""
    counts = reads(N, F, S, P, D)
    fig, ax = axes(width=900, height=340)
    codes = np.where(counts == 0, LOST, PIXEL)
    bare(ax).imshow(tiles(codes, 24), extent=(-0.5, N - 0.5, N - 0.5, -0.5))
    for i, j in np.ndindex(N, N):
        plate = _PLATE if counts[i, j] == 0 else None
        ax.text(j, i, counts[i, j], ha="center", va="center", bbox=plate)
    ax.add_patch(
        Rectangle(
            (-0.45 - P, -0.45 - P),
            D * (F - 1) + 0.9,
            D * (F - 1) + 0.9,
            fill=False,
            ec=ORANGE,
            lw=3,
        )
    )
    ax.set(xlim=(-P - 0.6, N - 0.4), ylim=(N - 0.4, -P - 0.6))
    ax.set_title("how many windows read each pixel (orange: the first window)")
    return picture(
        fig,
        f"{N}×{N} pixels, each with the number of {F}×{F} windows in steps of {S} that "
        f"read it. {(counts == 0).sum()} of {counts.size} are striped: no window "
        f"reads them. The most read pixel is read {counts.max()} times.",
    )


def nested(sizes):
    """Squares of the given sizes inside one another: what is left after each layer."""
    fig, ax = axes(width=900, height=320)
    bare(ax).set_aspect("equal")
    shades = np.linspace(0.15, 0.75, len(sizes))
    for size, shade in zip(sizes, shades, strict=True):
        corner = -size / 2
        ax.add_patch(
            Rectangle(
                (corner, corner), size, size, fc=BLUE, ec="white", alpha=shade, lw=1.5
            )
        )
        ax.annotate(
            f"{size}×{size}",
            (-corner, -corner - 0.7),
            (sizes[0] * 0.75, -corner - 0.7),
            va="center",
            arrowprops={"arrowstyle": "-", "color": GREY, "lw": 0.8},
        )
    half = sizes[0] / 2 + 0.5
    ax.set(xlim=(-half, sizes[0]), ylim=(-half, half))
    return picture(
        fig,
        f"Squares inside one another, {', '.join(f'{s}×{s}' for s in sizes)}: each "
        "layer leaves a smaller picture.",
    )


def counts(numbers, label="parameters"):
    """Bars on a logarithmic scale, one a row: {what: how many}."""
    fig, ax = axes(width=900, height=70 + 42 * len(numbers))
    names, values = list(numbers), list(numbers.values())
    ax.barh(names, values, color=ORANGE, height=0.6)
    ax.invert_yaxis()
    ax.set(xscale="log", xlim=(1, max(values) * 30), xlabel=label)
    for row, value in enumerate(values):
        ax.text(value * 1.15, row, f"{value:,}", va="center")
    listed = "; ".join(f"{n}: {v:,}" for n, v in numbers.items())
    return picture(fig, f"Bars, {label} on a logarithmic scale. {listed}.")


def seen(maps, titles):
    """Gradients side by side with their numbers: what reaches the output, how often."""
    fig, axs = axes(1, len(maps), width=900, height=320, squeeze=False)
    words = []
    for ax, array, title in zip(axs[0], maps, titles, strict=True):
        array = np.asarray(array, dtype=float)
        shade = np.where(array > 0, 0.2 + 0.8 * array / array.max(), 0)
        bare(ax).imshow(shade, cmap="Greens", vmin=0, vmax=1)
        rows, cols = np.nonzero(array)
        for i, j in zip(rows, cols, strict=True) if len(array) < 14 else ():
            colour = "white" if array[i, j] > 0.6 * array.max() else INK
            place = {"ha": "center", "va": "center", "fontsize": 10}
            ax.text(j, i, f"{array[i, j]:g}", color=colour, **place)
        side, width = len(array), int(np.ptp(cols)) + 1
        corner = cols.min() - 0.5, rows.min() - 0.5
        ax.add_patch(Rectangle(corner, width, width, fill=False, ec=GREEN, lw=2))
        ax.add_patch(Rectangle((-0.5, -0.5), side, side, fill=False, ec=GREY, lw=1))
        ax.set_title(f"{title}\n{width}×{width}, of which it reads {len(rows)}")
        words.append(
            f"{title}: of a {width}×{width} square it reads {len(rows)} pixels; the "
            f"numbers go from {array[array > 0].min():g} to {array.max():g}"
        )
    return picture(fig, f"What one output unit sees. {'; '.join(words)}.")
