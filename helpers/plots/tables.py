"""Numbers in squares: signals and their matrices, kernels, counts, gradients."""

from itertools import cycle

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgb

from helpers.plots import style

__all__ = ["changes", "compass_rose", "confusion", "copies", "gradient_reach", "grids"]
__all__ += ["padded_outputs", "paddings", "pooled", "scaled_copies", "stamped"]
__all__ += ["tinted_rows", "toeplitz"]

INPUT, KERNEL, OUTPUT, WRONG = style.INPUT, style.KERNEL, style.OUTPUT, style.WRONG
BLANK = 0.965  # a square that holds nothing


def numbers(ax, array, fmt="{:g}", **look):
    """Write each number into its square, row by row."""
    for (row, col), value in np.ndenumerate(np.asarray(array, dtype=float)):
        words = style.number(value, fmt)
        ax.text(col, row, words, **{"ha": "center", "va": "center"} | look)


def grid(ax, array, signed=False, vmax=None, fmt="{:g}", colour=style.GREY):
    """A 2-D array drawn as squares with their numbers, none where NaN.

    Unsigned squares go from white to `colour`.
    """
    array = np.atleast_2d(np.asarray(array, dtype=float))
    vmax = 1.6 * (style.limit(array) if vmax is None else vmax)  # so numbers are read
    squares = style.image(ax, array, signed, vmin=0, vmax=vmax)
    if not signed:
        squares.set_cmap(LinearSegmentedColormap.from_list("", ["white", colour]))
    rows, cols = array.shape
    line = {"color": style.GREY, "lw": 0.8}
    ax.hlines(np.arange(rows + 1) - 0.5, -0.5, cols - 0.5, **line)
    ax.vlines(np.arange(cols + 1) - 0.5, -0.5, rows - 0.5, **line)
    ax.set(xlim=(-0.55, cols - 0.45), ylim=(rows - 0.45, -0.55))
    numbers(ax, array, fmt)


def tinted(ax, table, colours, names=()):
    """A table of numbers as squares, tinted by `colours`; blank where NaN.

    colours: one for each column, or an array that fits the table's shape. Squares of
    the colour WRONG are striped, too: colour never speaks alone.
    """
    table = np.asarray(table, dtype=float)
    rows, cols = table.shape
    colours = np.broadcast_to(colours, table.shape)
    tints = [[to_rgb(colour) for colour in row] for row in colours]
    filled = ~np.isnan(table)[..., None]
    shown = np.where(filled, 1 - 0.3 * (1 - np.array(tints)), BLANK)
    style.bare(ax).imshow(shown, aspect="auto")
    line = {"color": "white", "lw": 4}
    ax.hlines(np.arange(1, rows) - 0.5, -0.5, cols - 0.5, **line)
    ax.vlines(np.arange(1, cols) - 0.5, -0.5, rows - 0.5, **line)
    ax.set_yticks(range(len(names)), names, size=13)
    ax.tick_params(length=0)
    numbers(ax, table, va="center_baseline", size=14)
    for row, col in np.argwhere((colours == WRONG) & filled[..., 0]):
        style.frame(ax, row, col, 1, 1, WRONG, 0, hatch="///", alpha=0.3)


def tinted_rows(rows, colours, alt, columns=()):
    """A figure of {name: numbers} as `tinted` draws them.

    Its columns are counted from 0 if they have no names.
    """
    table = np.array(list(rows.values()), dtype=float)
    fig, ax = style.axes(width=760, height=80 + 38 * len(table))
    tinted(ax, table, colours, list(rows))
    ax.set_xticks(range(table.shape[1]), list(columns) or None)
    ax.xaxis.tick_top()
    return style.picture(fig, alt)


def _row(arrays, height):
    """Panels as side_by_side gives them, each as wide as its array has columns."""
    widths = [np.shape(array)[1] for array in arrays.values()]
    return style.side_by_side(arrays, height, width_ratios=widths)


def grids(arrays, alt, signed=False, wrong=None, height=230):
    """A row of small arrays as squares with their numbers, each under its name.

    wrong: a dict from names to masks; the marked entries get an orange frame.
    """
    fig, panels = _row(arrays, height)
    for ax, title, array in panels:
        grid(ax, array, signed)
        for i, j in np.argwhere((wrong or {}).get(title, [])):
            style.frame(ax, i, j, 1, 1, WRONG, inset=0.05)
    return style.picture(fig, alt)


def rows_in_words(table):
    """The table's numbers as “1 2; 3 4”, row by row."""
    return "; ".join(" ".join(f"{value:g}" for value in row) for row in table)


def copies(x, w):
    """Full 2-D convolution as a sum: one shifted copy of x for each entry of w."""
    down, right = np.subtract(w.shape, 1)
    moved = {}
    for (i, j), weight in np.ndenumerate(w):
        steps = " ".join([f"{i} down"] * (i > 0) + [f"{j} right"] * (j > 0))
        title = f"{style.number(weight)} · x, {steps or 'as it is'}"
        room = (i, down - i), (j, right - j)
        moved[title] = np.pad((weight * x).astype(float), room, constant_values=np.nan)
    total = np.nansum(list(moved.values()), axis=0)
    alt = f"""{w.size} squares of numbers are added up: x times each of the kernel's
        entries, moved by that entry's place. The sum is {rows_in_words(total)}."""
    return grids(moved | {"their sum": total}, signed=True, alt=alt)


def scaled_copies(x, w):
    """A convolution as copies of w, one for each entry of x, and their sum."""
    return _copies(x, w, 1, {"x": INPUT, "y": OUTPUT})


def stamped(y_bar, w, stride=1):
    """The input gradient as copies of w, one for each ȳ[t], `stride` places apart."""
    return _copies(y_bar, w, stride, {"ȳ": OUTPUT, "x̄": INPUT})


def _copies(heights, w, stride, ends):
    """The numbers, with zeros between, a copy of w for each, and the copies' sum."""
    starts = stride * np.arange(len(heights))
    table = np.full((len(heights) + 2, starts[-1] + len(w)), np.nan)
    table[0, : starts[-1] + 1], table[0, starts] = 0, heights
    for copy, start, height in zip(table[1:-1], starts, heights, strict=True):
        copy[start : start + len(w)] = height * np.asarray(w)
    table[-1] = np.nansum(table[1:-1], axis=0)
    tints = np.full(table.shape, KERNEL)
    tints[0], tints[0, starts], tints[-1] = style.GREY, *ends.values()
    (before, after), zeros = ends, ", with zeros between" if stride > 1 else ""
    names = [f"{entry}, times w" for entry in style.named(before, heights)]
    rows = dict(zip([before, *names, f"their sum, {after}"], table, strict=True))
    alt = f"""On top {before}, {style.listed(heights)}{zeros}.
        Below, {len(heights)} copies of the kernel {style.listed(w)}, each times its
        number and {stride} further right than the one before. Their sum is
        {style.listed(table[-1])}."""
    return tinted_rows(rows, tints, alt)


def toeplitz(T, x, y_bar=None):
    """A Toeplitz matrix times a signal, T x = y; with ȳ its transpose too, Tᵀ ȳ = x̄."""
    T, x = np.asarray(T), np.asarray(x)
    products = [(T, x, ("T", "· x", "= y"), (INPUT, OUTPUT))]
    alt = f"""A matrix of {T.shape[0]} rows and {T.shape[1]} columns, times x, is
        {style.listed(T @ x)}. Along its bands runs the kernel."""
    if y_bar is not None:
        products += [(T.T, np.asarray(y_bar), ("Tᵀ", "· ȳ", "= x̄"), (OUTPUT, INPUT))]
        alt += f""" Beside it the same matrix with rows and columns exchanged: times
            {style.listed(y_bar)} it is {style.listed(T.T @ y_bar)}."""
    ratios = [part for T, *_ in products for part in (T.shape[1] + 0.5, 1, 1, 0.5)]
    form = {"width": 620 if y_bar is None else 900, "height": 290}
    fig, places = style.axes(1, len(ratios), **form, width_ratios=ratios)
    for row, (T, x, titles, ends) in zip(places.reshape(-1, 4), products, strict=True):
        shown = T, x[:, None], (T @ x)[:, None]
        tints = np.where(T == 0, style.GREY, KERNEL), *ends
        for ax, table, tint, title in zip(row, shown, tints, titles, strict=False):
            tinted(ax, table, tint)
            ax.set(title=title, ylim=(max(T.shape) - 0.5, -0.5))
        style.bare(row[-1])
    return style.picture(fig, alt)


def paddings(x, m, extended):
    """x with m entries more at both ends, one row for each rule in `extended`."""
    places = np.arange(-m, len(x) + m)
    made_up = (places < 0) | (places >= len(x))
    before = [style.listed(row[:m]) for row in extended.values()]
    after = [style.listed(row[-m:]) for row in extended.values()]
    said = style.each("{} puts {} before and {} after", extended, before, after)
    alt = f"{len(x)} entries with {m} made-up ones, striped, at each end: {said}."
    tints, counted = np.where(made_up, WRONG, INPUT), map(style.number, places)
    return tinted_rows(extended, tints, alt, counted)


def padded_outputs(outputs):
    """The outputs under each rule of padding, striped where they disagree."""
    differ = np.ptp(list(outputs.values()), axis=0) > 0
    alt = f"""The outputs under {len(outputs)} rules of padding. Striped where they
        disagree, at places {style.listed(np.flatnonzero(differ))}."""
    return tinted_rows(outputs, np.where(differ, WRONG, OUTPUT), alt)


def compass_rose(kernels):
    """Eight kernels laid out around the middle, each in the direction it looks for."""
    fig = style.figure(420, 420)
    places = fig.subplot_mosaic([[3, 2, 1], [4, "middle", 0], [5, 6, 7]])
    for k, kernel in enumerate(kernels):
        grid(places[k], kernel, signed=True)
        places[k].set_title(f"{k}: {45 * k}°")
    words, look = "brighter\ntowards …", {"ha": "center", "va": "center"}
    style.bare(places["middle"]).text(0.5, 0.5, words, **look)
    alt = """Eight kernels of nine numbers in a ring. Each has positive weights on the
        side where it lies, negative ones on the opposite side, and zeros between."""
    return style.picture(fig, alt)


def pooled(x, results, size):
    """x with its pooling windows in colour, and every named result beside it."""
    fig, panels = _row({"x": np.asarray(x), **results}, 260)
    windows = list(np.ndindex(*(n // size for n in np.shape(x))))
    for ax, title, array in panels:
        grid(ax, array, vmax=np.max(x) * 1.5)
        side = size if title == "x" else 1
        for (i, j), colour in zip(windows, cycle(style.WINDOWS), strict=False):
            style.frame(ax, i * side, j * side, side, side, colour, 2.5, inset=0.1)
    pooled_rows = map(rows_in_words, results.values())
    said = style.each("{}: {}", results, pooled_rows, joint=". ")
    rows, cols = np.shape(x)
    alt = f"""{rows} by {cols} numbers with {len(windows)} windows of {size} by {size}
        framed in colour, and the number that each becomes. {said}."""
    return style.picture(fig, alt)


def gradient_reach(maps, titles):
    """Gradients side by side with their numbers: what reaches the output, how often."""
    fig, panels = style.side_by_side(dict(zip(titles, maps, strict=True)))
    said = []
    for ax, title, array in panels:
        array = np.where(array, np.asarray(array, dtype=float), np.nan)
        least, most, side = np.nanmin(array), np.nanmax(array), len(array)
        shade = 0.2 + 0.8 * array / most  # so that a 1 of 49 is seen
        style.bare(ax).imshow(shade, cmap="Greens", vmin=0, vmax=1.6)
        if side < 14:  # larger ones have no room for numbers
            numbers(ax, array, fontsize=10)
        rows, cols = np.nonzero(~np.isnan(array))
        width = int(np.ptp(cols)) + 1
        style.frame(ax, rows.min(), cols.min(), width, width, OUTPUT)
        style.frame(ax, 0, 0, side, side, style.GREY, 1)
        ax.set_title(f"{title}\n{width}×{width}, of which it reads {len(rows)}")
        words = f"{title}: of a {width}×{width} square it reads {len(rows)} pixels"
        said.append(f"{words}; the numbers go from {least:g} to {most:g}")
    return style.picture(fig, f"What one output unit sees. {'; '.join(said)}.")


def confusion(matrix):
    """(K, K) counts: a row a digit, a column for what was said; mistakes orange."""
    matrix = np.asarray(matrix)
    right = np.diag(matrix)
    wrong = matrix - np.diag(right)
    fig, ax = style.axes(width=520, height=420)
    grid(ax, np.where(wrong, wrong, np.nan), vmax=style.limit(wrong), colour=style.RED)
    for text, count in zip(ax.texts[:: len(matrix) + 1], right, strict=True):
        text.set(text=f"{count}", color=OUTPUT, fontweight="bold")
    digits = range(len(matrix))
    ax.set(xticks=digits, yticks=digits)
    ax.set(xlabel="the network says", ylabel="the digit is")
    most = [f"{i} is taken for {j}" for i, j in np.argwhere(wrong == wrong.max())]
    alt = f"""{len(matrix)} rows, the digits, by {len(matrix)} columns, what the
        network says. {right.sum()} are on the diagonal, right; {wrong.sum()} are
        wrong. Most often, {wrong.max()} times each: {", ".join(most)}."""
    return style.picture(fig, alt)


def changes(points):
    """Change in accuracy by class: {name: (classes, seeds)}; bold where all agree."""
    every = np.array(list(points.values()))
    means, agree = every.mean(axis=2), abs(np.sign(every).sum(axis=2)) == every.shape[2]
    fig, ax = style.axes(height=90 + 44 * len(points))
    grid(ax, means, signed=True, vmax=10, fmt="{:+.1f}")
    for text, mean, sure in zip(ax.texts, means.flat, agree.flat, strict=True):
        colour = "white" if abs(mean) > 8 else style.INK if sure else style.GREY
        text.set(fontweight="bold" if sure else "normal", color=colour)
    ax.set_yticks(range(len(points)), list(points))
    ax.set(xticks=range(means.shape[1]), xlabel="the digit", aspect="auto")
    ax.set_title("points more than without, mean of the seeds")
    words = "{}: {:+.1f} on average, {:+.1f} for {} to {:+.1f} for {}"
    ends = means.min(1), means.argmin(1), means.max(1), means.argmax(1)
    said = style.each(words, points, means.mean(1), *ends)
    return style.picture(fig, f"A table of changes in accuracy, by digit. {said}.")
