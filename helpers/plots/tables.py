"""Numbers in squares: signals and their matrices, kernels, counts, gradients."""

from itertools import cycle

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgb

from helpers.plots import style

__all__ = ["changes", "compass_rose", "confusion", "gradient_reach", "grid", "grids"]
__all__ += ["paddings", "scaled_copies", "signals", "stamped", "toeplitz", "transposed"]

INPUT, KERNEL, OUTPUT, WRONG = style.INPUT, style.KERNEL, style.OUTPUT, style.WRONG
BLANK = 0.965  # a square that holds nothing


def numbers(ax, array, fmt="{:g}", **look):
    """Write each number into its square."""
    look = {"ha": "center", "va": "center"} | look
    for (row, col), value in np.ndenumerate(np.asarray(array, dtype=float)):
        ax.text(col, row, style.number(value, fmt), **look)


def grid(ax, array, signed=False, vmax=None, fmt="{:g}", colour=style.GREY):
    """Draw a 2-D array as squares with their numbers.

    Unsigned squares go from white to `colour`.
    """
    array = np.atleast_2d(np.asarray(array, dtype=float))
    vmax = 1.6 * (style.limit(array) if vmax is None else vmax)  # so numbers are read
    squares = style.image(ax, array, signed, vmin=0, vmax=vmax)
    if not signed:
        squares.set_cmap(LinearSegmentedColormap.from_list("", ["white", colour]))
    lines(ax, array.shape, color=style.GREY, lw=0.8)
    rows, cols = array.shape
    ax.set(xlim=(-0.55, cols - 0.45), ylim=(rows - 0.45, -0.55))
    numbers(ax, array, fmt)


def lines(ax, shape, **look):
    """The lines between squares, and around them all."""
    rows, cols = shape
    ax.hlines(np.arange(rows + 1) - 0.5, -0.5, cols - 0.5, **look)
    ax.vlines(np.arange(cols + 1) - 0.5, -0.5, rows - 0.5, **look)


def tinted(ax, table, colours):
    """A table of numbers as squares, tinted by `colours`; blank where NaN.

    colours: one for each column, or an array that fits the table's shape. Squares
    of the colour WRONG are striped too.
    """
    table = np.asarray(table, dtype=float)
    colours = np.broadcast_to(colours, table.shape)
    tints = [[to_rgb(colour) for colour in row] for row in colours]
    filled = ~np.isnan(table)[..., None]
    shown = np.where(filled, 1 - 0.3 * (1 - np.array(tints)), BLANK)
    style.bare(ax).imshow(shown, aspect="auto")
    lines(ax, table.shape, color="white", lw=4)
    ax.tick_params(length=0)
    numbers(ax, table, va="center_baseline", size=14)
    for row, col in np.argwhere((colours == WRONG) & filled[..., 0]):
        style.frame(ax, row, col, 1, 1, WRONG, 0, hatch="///", alpha=0.3)


def signals(rows, alt, colours=INPUT, wrong=False, first=0):
    """Signals below one another, {name: numbers}, each number in a tinted square.

    colours: as in `tinted`; wrong: a mask of those that are orange and striped. first:
    the place of the first numbers.
    """
    table = np.array(list(rows.values()), dtype=float)
    fig, ax = style.axes(width=760, height=80 + 38 * len(table))
    tinted(ax, table, np.where(wrong, WRONG, colours))
    columns = np.arange(table.shape[1])
    ax.set_yticks(range(len(table)), rows, size=13)
    ax.set_xticks(columns, map(style.number, columns + first))
    ax.xaxis.tick_top()
    return style.picture(fig, alt)


def grids(arrays, alt, signed=False, wrong=None, windows=None, height=230):
    """A row of small arrays as squares with their numbers, each under its name.

    wrong: a dict from names to masks; the marked entries get an orange frame.
    windows: the side of the first array's windows, framed in the colours that their
    numbers in the others have.
    """
    form = {"width_ratios": [np.shape(array)[1] for array in arrays.values()]}
    fig, panels = style.side_by_side(arrays, height, **form)
    side = windows
    for ax, title, array in panels:
        grid(ax, array, signed)
        for i, j in np.argwhere((wrong or {}).get(title, [])):
            style.frame(ax, i, j, 1, 1, WRONG, inset=0.05)
        if windows:
            corners = np.ndindex(*(n // side for n in np.shape(array)))
            for (i, j), colour in zip(corners, cycle(style.WINDOWS), strict=False):
                style.frame(ax, i * side, j * side, side, side, colour, 2.5, inset=0.1)
            side = 1
    return style.picture(fig, alt)


def scaled_copies(x, w):
    """A convolution as copies of w, one for each entry of x, and their sum."""
    table, names = _copies(x, w, "x")
    tints = [[KERNEL]] * len(x) + [[OUTPUT]]
    alt = f"""{len(x)} copies of the kernel, each one place further right and multiplied
        by its entry of x; the column sums are {style.listed(table[-1])}."""
    return signals(dict(zip([*names, "their sum"], table, strict=True)), alt, tints)


def stamped(y_bar, w, stride=1):
    """The input gradient as copies of w, one for each ȳ[t], `stride` places apart.

    The first row is ȳ itself, with the zeros that a stride puts between.
    """
    copies, names = _copies(y_bar, w, "ȳ", stride)
    spread = np.full((1, copies.shape[1]), np.nan)
    spread[0, : 1 - len(w) or None] = 0
    spread[0, : 1 - len(w) or None : stride] = y_bar
    tints = np.full((len(names) + 2, copies.shape[1]), KERNEL)
    tints[0], tints[-1], tints[0, ::stride] = style.GREY, INPUT, OUTPUT
    names = ["ȳ" if stride == 1 else "ȳ, spread out", *names, "their sum, x̄"]
    zeros = f", with {stride - 1} zero{'s' * (stride > 2)} between each two"
    alt = f"""On top the numbers {style.listed(y_bar)}{zeros if stride > 1 else ""}.
        Below, {len(y_bar)} copies of the kernel {style.listed(w)}, each times its
        number and {stride} further right than the one before. Their sum is
        {style.listed(copies[-1])}."""
    rows = dict(zip(names, np.vstack([spread, copies]), strict=True))
    return signals(rows, alt, tints)


def _copies(heights, w, letter, stride=1):
    """(table, names): a row for each height · w in its place; below, their sum."""
    table = np.full((len(heights) + 1, (len(heights) - 1) * stride + len(w)), np.nan)
    for n, height in enumerate(heights):
        table[n, n * stride : n * stride + len(w)] = height * np.asarray(w)
    table[-1] = np.nansum(table[:-1], axis=0)
    said = [f"{letter}[{n}] = {style.number(v)}" for n, v in enumerate(heights)]
    return table, [f"{words}, times w" for words in said]


def toeplitz(T, x):
    """The product of a Toeplitz matrix and a signal, with the matrix's bands tinted."""
    form = {"width": 620, "height": 290, "width_ratios": [len(x) + 1, 1, 1]}
    fig, places = style.axes(1, 3, **form)
    y = _product(places, T, x, ("T", "· x", "= y"), (INPUT, OUTPUT))
    places[0].set_yticks(range(len(y)), [f"y[{n}]" for n in range(len(y))], size=13)
    alt = f"""A matrix of {len(y)} rows and {len(x)} columns, times x, is
        {style.listed(y)}. Down each column runs the kernel, one row lower each
        time; along the rows it reads backwards."""
    return style.picture(fig, alt)


def transposed(T, x, y_bar):
    """A convolution's matrix at work, T x = y, and its transpose, Tᵀ ȳ = x̄."""
    rows, cols = np.shape(T)
    ratios = [cols, 1, 1, 0.8, rows, 1, 1]
    fig, places = style.axes(1, 7, height=300, width_ratios=ratios)
    style.bare(places[3])
    y = _product(places[:3], T, x, ("T", "· x", "= y"), (INPUT, OUTPUT))
    names = "Tᵀ", "· ȳ", "= x̄"
    x_bar = _product(places[4:], np.transpose(T), y_bar, names, (OUTPUT, INPUT))
    alt = f"""A matrix of {rows} rows and {cols} columns with the kernel along its rows,
        times x, is {style.listed(y)}. Beside it the same matrix with rows and
        columns exchanged: times {style.listed(y_bar)} it is {style.listed(x_bar)}."""
    return style.picture(fig, alt)


def _product(places, T, x, titles, colours):
    """A matrix, a vector and their product, drawn in three axes; gives the product."""
    T, x = np.asarray(T), np.asarray(x)
    y, most = T @ x, max(T.shape)
    tables = T, x[:, None], y[:, None]
    tints = np.where(T, KERNEL, style.GREY), *colours
    for ax, table, tint, title in zip(places, tables, tints, titles, strict=True):
        tinted(ax, table, tint)
        ax.set(title=title, ylim=(most - 0.5, -0.5))
    return y


def paddings(extended, m):
    """Signals with m made-up entries at both ends: {rule: signal}."""
    said = "; ".join(
        f"{name} puts {style.listed(row[:m])} before and {style.listed(row[-m:])} after"
        for name, row in extended.items()
    )
    size = len(next(iter(extended.values()))) - 2 * m
    made_up = [True] * m + [False] * size + [True] * m
    alt = f"{size} entries with {m} made-up ones in orange at each end: {said}."
    return signals(extended, alt, wrong=made_up, first=-m)


def compass_rose(kernels):
    """Eight kernels laid out around the middle, each in the direction it looks for."""
    fig, places = style.axes(3, 3, width=420, height=420)
    around = [(1, 2), (0, 2), (0, 1), (0, 0), (1, 0), (2, 0), (2, 1), (2, 2)]
    for k, (kernel, place) in enumerate(zip(kernels, around, strict=True)):
        grid(places[place], kernel, signed=True)
        places[place].set_title(f"{k}: {45 * k}°")
    middle = {"ha": "center", "va": "center"}
    style.bare(places[1, 1]).text(0.5, 0.5, "brighter\ntowards …", **middle)
    alt = """Eight kernels of nine numbers in a ring. Each has positive weights on the
        side where it lies, negative ones on the opposite side, and zeros between."""
    return style.picture(fig, alt)


def gradient_reach(maps, titles):
    """Gradients side by side with their numbers: what reaches the output, how often."""
    fig, panels = style.side_by_side(dict(zip(titles, maps, strict=True)))
    said = []
    for ax, title, array in panels:
        array = np.asarray(array, dtype=float)
        most, side = array.max(), len(array)
        shade = np.where(array, 0.2 + array / most, 0)
        style.bare(ax).imshow(shade, cmap="Greens", vmin=0, vmax=1.7)
        if side < 14:  # larger ones have no room for numbers
            numbers(ax, np.where(array, array, np.nan), fontsize=10)
        rows, cols = np.nonzero(array)
        width = int(np.ptp(cols)) + 1
        style.frame(ax, rows.min(), cols.min(), width, width, OUTPUT)
        style.frame(ax, 0, 0, side, side, style.GREY, 1)
        ax.set_title(f"{title}\n{width}×{width}, of which it reads {len(rows)}")
        said.append(
            f"{title}: of a {width}×{width} square it reads {len(rows)} pixels; the "
            f"numbers go from {array[array > 0].min():g} to {most:g}"
        )
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
    ax.set(xticks=range(len(matrix)), xlabel="the network says")
    ax.set(yticks=range(len(matrix)), ylabel="the digit is")
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
    said = "; ".join(
        f"{name}: {row.mean():+.1f} on average, {row.min():+.1f} for {row.argmin()} "
        f"to {row.max():+.1f} for {row.argmax()}"
        for name, row in zip(points, means, strict=True)
    )
    return style.picture(fig, f"A table of changes in accuracy, by digit. {said}.")
