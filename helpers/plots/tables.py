"""Numbers in squares: signals and their matrices, kernels, counts, gradients."""

from itertools import cycle

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgb

from helpers.plots import style

INPUT, KERNEL, OUTPUT, WRONG = style.INPUT, style.KERNEL, style.OUTPUT, style.WRONG
BLANK = 0.965  # a square that holds nothing


def numbers(ax, array, fmt="{:g}", **look):
    """Write each number into its square; gives the texts, row by row."""
    look = {"ha": "center", "va": "center"} | look
    return [
        [ax.text(j, i, style.number(value, fmt), **look) for j, value in enumerate(row)]
        for i, row in enumerate(np.asarray(array, dtype=float))
    ]


def grid(ax, array, signed=False, vmax=None, fmt="{:g}", colour=style.GREY):
    """(AxesImage, texts) of a 2-D array drawn as squares with their numbers.

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
    return squares, numbers(ax, array, fmt)


def tinted(ax, table, colours, names=(), columns=None):
    """A table of numbers as squares, tinted by `colours`; blank where NaN.

    colours: one for each column, or an array that fits the table's shape. The numbers
    in squares of the colour WRONG are bold too.
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
    if columns is not None:
        ax.set_xticks(range(cols), columns)
        ax.xaxis.tick_top()
    ax.tick_params(length=0)
    numbers(ax, table, va="center_baseline", size=14)
    for text, colour in zip(ax.texts, colours.flat, strict=True):
        text.set_fontweight("bold" if colour == WRONG else "normal")


def tinted_rows(rows, colours, alt, first=0, columns=None):
    """A figure of {name: numbers} as `tinted` draws them.

    Its columns have names, or are counted from `first`.
    """
    table = np.array(list(rows.values()), dtype=float)
    fig, ax = style.axes(width=760, height=80 + 38 * len(table))
    places = map(style.number, np.arange(table.shape[1]) + first)
    tinted(ax, table, colours, list(rows), list(columns or places))
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
    rows = "; ".join(" ".join(f"{v:g}" for v in row) for row in total)
    alt = f"""{w.size} squares of numbers are added up: x times each of the kernel's
        entries, moved by that entry's place. The sum is {rows}."""
    return grids(moved | {"their sum": total}, signed=True, alt=alt)


def scaled_copies(x, w):
    """A convolution as copies of w, one for each entry of x, and their sum."""
    table, names = _copies(x, w, "x")
    tints = np.full(table.shape, KERNEL)
    tints[-1] = OUTPUT
    alt = f"""{len(x)} copies of the kernel, each one place further right and multiplied
        by its entry of x; the column sums are {style.listed(table[-1])}."""
    return tinted_rows(dict(zip([*names, "their sum"], table, strict=True)), tints, alt)


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
    return tinted_rows(rows, tints, alt)


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
    T, x = np.asarray(T), np.asarray(x)
    ratios = [len(x) + 1, 1, 1]
    fig, places = style.axes(1, 3, width=620, height=290, width_ratios=ratios)
    names = [f"y[{n}]" for n in range(len(T))]
    _product(places, T, x, ("T", "· x", "= y"), (INPUT, OUTPUT), len(T), names)
    alt = f"""A matrix of {T.shape[0]} rows and {T.shape[1]} columns, times x, is
        {style.listed(T @ x)}. Down each column runs the kernel, one row lower each
        time; along the rows it reads backwards."""
    return style.picture(fig, alt)


def transposed(T, x, y_bar):
    """A convolution's matrix at work, T x = y, and its transpose, Tᵀ ȳ = x̄."""
    T, x, y_bar = np.asarray(T), np.asarray(x), np.asarray(y_bar)
    rows, cols = T.shape
    ratios, most = [cols, 1, 1, 0.8, rows, 1, 1], max(T.shape)
    fig, places = style.axes(1, 7, height=300, width_ratios=ratios)
    style.bare(places[3])
    _product(places[:3], T, x, ("T", "· x", "= y"), (INPUT, OUTPUT), most)
    _product(places[4:], T.T, y_bar, ("Tᵀ", "· ȳ", "= x̄"), (OUTPUT, INPUT), most)
    alt = f"""A matrix of {rows} rows and {cols} columns with the kernel along its rows,
        times x, is {style.listed(T @ x)}. Beside it the same matrix with rows and
        columns exchanged: times {style.listed(y_bar)} it is
        {style.listed(T.T @ y_bar)}."""
    return style.picture(fig, alt)


def _product(places, T, x, titles, colours, rows, names=()):
    """A matrix, a vector and their product, in three axes of so many rows."""
    before, after = colours
    tinted(places[0], T, np.where(T == 0, style.GREY, KERNEL), names)
    tinted(places[1], x[:, None], before)
    tinted(places[2], (T @ x)[:, None], after)
    for ax, title in zip(places, titles, strict=True):
        ax.set(title=title, ylim=(rows - 0.5, -0.5))


def paddings(x, m, extended):
    """x with m entries more at both ends, one row for each rule in `extended`."""
    places = np.arange(-m, len(x) + m)
    made_up = (places < 0) | (places >= len(x))
    said = "; ".join(
        f"{name} puts {style.listed(row[:m])} before and {style.listed(row[-m:])} after"
        for name, row in extended.items()
    )
    alt = f"{len(x)} entries with {m} made-up ones in orange at each end: {said}."
    return tinted_rows(extended, np.where(made_up, WRONG, INPUT), alt, -m)


def padded_outputs(outputs):
    """The outputs under each rule of padding; orange and bold where they disagree."""
    differ = np.ptp(list(outputs.values()), axis=0) > 0
    alt = f"""The outputs under {len(outputs)} rules of padding. Orange where they
        disagree, at places {style.listed(np.flatnonzero(differ))}."""
    return tinted_rows(outputs, np.where(differ, WRONG, OUTPUT), alt)


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


def pooled(x, results, size):
    """x with its pooling windows in colour, and every named result beside it."""
    fig, panels = _row({"x": np.asarray(x), **results}, 260)
    windows = list(np.ndindex(*(n // size for n in np.shape(x))))
    for ax, title, array in panels:
        grid(ax, array, vmax=np.max(x) * 1.5)
        side = size if title == "x" else 1
        for (i, j), colour in zip(windows, cycle(style.WINDOWS), strict=False):
            style.frame(ax, i * side, j * side, side, side, colour, 2.5, inset=0.1)
    said = ". ".join(
        f"{name}: " + "; ".join(" ".join(f"{v:g}" for v in row) for row in result)
        for name, result in results.items()
    )
    rows, cols = np.shape(x)
    alt = f"""{rows} by {cols} numbers with {len(windows)} windows of {size} by {size}
        framed in colour, and the number that each becomes. {said}."""
    return style.picture(fig, alt)


def gradient_reach(maps, titles):
    """Gradients side by side with their numbers: what reaches the output, how often."""
    fig, panels = style.side_by_side(dict(zip(titles, maps, strict=True)))
    said = []
    for ax, title, array in panels:
        array = np.asarray(array, dtype=float)
        most, side = array.max(), len(array)
        shade = np.where(array > 0, 0.2 + 0.8 * array / most, 0)
        style.bare(ax).imshow(shade, cmap="Greens", vmin=0, vmax=1)
        if side < 14:  # larger ones have no room for numbers
            numbers(ax, np.where(array, array, np.nan), fontsize=10)
            for text, value in zip(ax.texts, array.flat, strict=True):
                text.set_color("white" if value > 0.6 * most else style.INK)
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
    shown = np.where(wrong, wrong, np.nan)
    grid(ax, shown, vmax=style.limit(wrong), colour=style.RED)
    for text, count in zip(ax.texts[:: len(matrix) + 1], right, strict=True):
        text.set(text=f"{count}", color=OUTPUT, fontweight="bold")
    ax.set_xticks(range(len(matrix)))
    ax.set_yticks(range(len(matrix)))
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
        text.set_fontweight("bold" if sure else "normal")
        text.set_color("white" if abs(mean) > 8 else style.INK if sure else style.GREY)
    ax.set_yticks(range(len(points)), list(points))
    ax.set_xticks(range(means.shape[1]))
    ax.set(title="points more than without, mean of the seeds", xlabel="the digit")
    ax.set_aspect("auto")
    said = "; ".join(
        f"{name}: {row.mean():+.1f} on average, {row.min():+.1f} for {row.argmin()} "
        f"to {row.max():+.1f} for {row.argmax()}"
        for name, row in zip(points, means, strict=True)
    )
    return style.picture(fig, f"A table of changes in accuracy, by digit. {said}.")
