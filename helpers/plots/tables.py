"""Numbers in squares: signals and their matrices, kernels, counts, gradients."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgb

from helpers.plots.style import (
    BLUE,
    BROWN,
    GREEN,
    GREY,
    INK,
    INPUT,
    KERNEL,
    ORANGE,
    OUTPUT,
    PURPLE,
    RED,
    SKY,
    WRONG,
    axes,
    bare,
    frame,
    image,
    limit,
    listed,
    number,
    picture,
)

BLANK = 0.965  # a square that holds nothing


def numbers(ax, array, fmt="{:g}", **look):
    """Write each number into its square; gives the texts, row by row."""
    look = {"ha": "center", "va": "center"} | look
    return [
        [ax.text(j, i, number(value, fmt), **look) for j, value in enumerate(row)]
        for i, row in enumerate(np.asarray(array, dtype=float))
    ]


def grid(ax, array, signed=False, vmax=None, fmt="{:g}", colour=GREY):
    """(AxesImage, texts) of a 2-D array drawn as squares with their numbers.

    Unsigned squares go from white to `colour`.
    """
    array = np.atleast_2d(np.asarray(array, dtype=float))
    vmax = 1.6 * (limit(array) if vmax is None else vmax)  # numbers stay readable
    squares = image(ax, array, signed, vmin=0, vmax=vmax)
    if not signed:
        squares.set_cmap(LinearSegmentedColormap.from_list("", ["white", colour]))
    rows, cols = array.shape
    ax.hlines(np.arange(rows + 1) - 0.5, -0.5, cols - 0.5, color=GREY, lw=0.8)
    ax.vlines(np.arange(cols + 1) - 0.5, -0.5, rows - 0.5, color=GREY, lw=0.8)
    ax.set(xlim=(-0.55, cols - 0.45), ylim=(rows - 0.45, -0.55))
    return squares, numbers(ax, array, fmt)


def tinted(ax, table, colours, names=(), columns=None):
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
    ax.set_yticks(range(len(names)), names, size=13)
    if columns is not None:
        ax.set_xticks(range(cols), [number(c) for c in columns])
        ax.xaxis.tick_top()
    ax.tick_params(length=0)
    return numbers(ax, table, va="center_baseline", size=14)


def grids(arrays, alt, signed=False, wrong=None, height=230):
    """A row of small arrays as squares with their numbers, each under its name.

    wrong: a dict from names to masks; the marked entries get an orange frame.
    """
    fig, places = _row(arrays.values(), height=height)
    for ax, (title, array) in zip(places, arrays.items(), strict=True):
        grid(ax, array, signed)
        ax.set_title(title)
        for i, j in np.argwhere((wrong or {}).get(title, [])):
            frame(ax, i, j, 1, 1, WRONG, inset=0.05)
    return picture(fig, alt)


def _row(arrays, **size):
    """(figure, axes) for arrays side by side, each as wide as it has columns."""
    widths = [np.shape(array)[1] for array in arrays]
    fig, places = axes(1, len(widths), squeeze=False, width_ratios=widths, **size)
    return fig, places[0]


def scaled_copies(x, w):
    """A convolution as copies of w, one for each entry of x, and their sum."""
    names = [f"x[{n}] = {number(v)}, times w" for n, v in enumerate(x)] + ["their sum"]
    table = _copies(x, w)
    fig, ax = axes(width=760, height=250)
    colours = [KERNEL] * len(x) + [OUTPUT]
    tinted(ax, table, colours, names, range(table.shape[1]))
    alt = f"""{len(x)} copies of the kernel, each one place further right and multiplied
        by its entry of x; the column sums are {listed(table[-1])}."""
    return picture(fig, alt)


def _copies(heights, w, stride=1):
    """A row for each height, height · w in its place; the last row is their sum."""
    table = np.full((len(heights) + 1, (len(heights) - 1) * stride + len(w)), np.nan)
    for n, height in enumerate(heights):
        table[n, n * stride : n * stride + len(w)] = height * np.asarray(w)
    table[-1] = np.nansum(table[:-1], axis=0)
    return table


def stamped(y_bar, w, stride=1):
    """The input gradient as copies of w, one for each ȳ[t], `stride` places apart.

    The first row is ȳ itself, with the zeros that a stride puts between.
    """
    copies = _copies(y_bar, w, stride)
    spread = np.full(copies.shape[1], np.nan)
    spread[: len(spread) - len(w) + 1] = 0
    spread[: len(spread) - len(w) + 1 : stride] = y_bar
    table = np.vstack([spread, copies])
    colours = np.array([OUTPUT, *[KERNEL] * len(y_bar), INPUT])
    tints = np.repeat(colours[:, None], table.shape[1], axis=1)
    tints[0, np.arange(table.shape[1]) % stride > 0] = GREY
    names = ["ȳ" if stride == 1 else "ȳ, spread out"]
    names += [f"ȳ[{t}] = {number(v)}, times w" for t, v in enumerate(y_bar)]
    fig, ax = axes(width=760, height=80 + 38 * len(table))
    tinted(ax, table, tints, [*names, "their sum, x̄"], range(table.shape[1]))
    zeros = f", with {stride - 1} zero{'s' * (stride > 2)} between each two"
    alt = f"""On top the numbers {listed(y_bar)}{zeros if stride > 1 else ""}. Below,
        {len(y_bar)} copies of the kernel {listed(w)}, each times its number and
        {stride} further right than the one before. Their sum is {listed(table[-1])}."""
    return picture(fig, alt)


def toeplitz(T, x):
    """The product of a Toeplitz matrix and a signal, with the matrix's bands tinted."""
    T, x = np.asarray(T), np.asarray(x)
    ratios = [len(x) + 1, 1, 1]
    fig, places = axes(1, 3, width=620, height=290, width_ratios=ratios)
    names = [f"y[{n}]" for n in range(len(T))]
    _product(places, T, x, ("T", "· x", "= y"), (INPUT, OUTPUT), len(T), names)
    alt = f"""A matrix of {T.shape[0]} rows and {T.shape[1]} columns, times x, is
        {listed(T @ x)}. Down each column runs the kernel, one row lower each time;
        along the rows it reads backwards."""
    return picture(fig, alt)


def transposed(T, x, y_bar):
    """A convolution's matrix at work, T x = y, and its transpose, Tᵀ ȳ = x̄."""
    T, x, y_bar = np.asarray(T), np.asarray(x), np.asarray(y_bar)
    rows, cols = T.shape
    ratios, most = [cols, 1, 1, 0.8, rows, 1, 1], max(T.shape)
    fig, places = axes(1, 7, height=300, width_ratios=ratios)
    _product(places[:3], T, x, ("T", "· x", "= y"), (INPUT, OUTPUT), most)
    bare(places[3])
    _product(places[4:], T.T, y_bar, ("Tᵀ", "· ȳ", "= x̄"), (OUTPUT, INPUT), most)
    alt = f"""A matrix of {rows} rows and {cols} columns with the kernel along its rows,
        times x, is {listed(T @ x)}. Beside it the same matrix with rows and columns
        exchanged: times {listed(y_bar)} it is {listed(T.T @ y_bar)}."""
    return picture(fig, alt)


def _product(places, T, x, titles, colours, rows, names=()):
    """A matrix, a vector and their product, in three axes of so many rows."""
    band, (before, after) = np.where(T == 0, GREY, KERNEL), colours
    tinted(places[0], T, band, names)
    tinted(places[1], x[:, None], [before] * len(x))
    tinted(places[2], (T @ x)[:, None], [after] * len(T))
    for ax, title in zip(places, titles, strict=True):
        ax.set(title=title, ylim=(rows - 0.5, -0.5))


def paddings(x, m, extended):
    """x with m entries more at both ends, one row for each rule in `extended`."""
    rows = np.array(list(extended.values()))
    made_up = np.ones(rows.shape[1], dtype=bool)
    made_up[m : m + len(x)] = False
    colours = np.tile(np.where(made_up, RED, INPUT), (len(rows), 1))
    fig, ax = axes(height=220)
    tinted(ax, rows, colours, list(extended), np.arange(rows.shape[1]) - m)
    said = "; ".join(
        f"{name} puts {listed(row[:m])} before and {listed(row[-m:])} after"
        for name, row in extended.items()
    )
    alt = f"{len(x)} entries with {m} made-up ones in orange at each end: {said}."
    return picture(fig, alt)


def padded_outputs(outputs):
    """The outputs under each rule of padding; orange and bold where they disagree."""
    rows = np.array(list(outputs.values()))
    differ = (rows != rows[0]).any(axis=0)
    colours = np.tile(np.where(differ, RED, OUTPUT), (len(rows), 1))
    fig, ax = axes(width=700, height=220)
    texts = tinted(ax, rows, colours, list(outputs), range(rows.shape[1]))
    for row in texts:
        for place in np.flatnonzero(differ):
            row[place].set_fontweight("bold")
    alt = f"""The outputs under {len(rows)} rules of padding. Orange where they
        disagree, at places {listed(np.flatnonzero(differ))}."""
    return picture(fig, alt)


def copies(x, w):
    """Full 2-D convolution as a sum: one shifted copy of x for each entry of w."""
    total = np.zeros(np.add(x.shape, w.shape) - 1, dtype=int)
    fig, places = axes(1, w.size + 1, height=230)
    for ax, ((i, j), weight) in zip(places, np.ndenumerate(w), strict=False):
        copy = np.full(total.shape, np.nan)
        copy[i : i + x.shape[0], j : j + x.shape[1]] = weight * x
        grid(ax, copy, signed=True, vmax=6)
        frame(ax, i, j, *x.shape, INPUT, lw=3)
        total += np.nan_to_num(copy).astype(int)
        steps = " ".join([f"{i} down"] * (i > 0) + [f"{j} right"] * (j > 0))
        sign = "+ " if steps else ""
        ax.set_title(f"{sign}{number(weight)} · x, {steps or 'as it is'}")
    grid(places[-1], total, signed=True, vmax=6)
    places[-1].set_title("= y", color=OUTPUT)
    rows = "; ".join(" ".join(map(str, row)) for row in total.tolist())
    alt = f"""{w.size} squares of numbers are added up: x times each of the kernel's
        entries, moved by that entry's place. The sum is {rows}."""
    return picture(fig, alt)


def compass_rose(kernels):
    """Eight kernels laid out around the middle, each in the direction it looks for."""
    fig, places = axes(3, 3, width=420, height=420)
    around = [(1, 2), (0, 2), (0, 1), (0, 0), (1, 0), (2, 0), (2, 1), (2, 2)]
    for k, (kernel, place) in enumerate(zip(kernels, around, strict=True)):
        grid(places[place], kernel, signed=True)
        places[place].set_title(f"{k}: {45 * k}°")
    bare(places[1, 1])
    places[1, 1].text(0.5, 0.5, "brighter\ntowards …", ha="center", va="center")
    alt = """Eight kernels of nine numbers in a ring. Each has positive weights on the
        side where it lies, negative ones on the opposite side, and zeros between."""
    return picture(fig, alt)


def pooled(x, results, size):
    """x with its pooling windows in colour, and every named result beside it."""
    x = np.asarray(x)
    tables = {"x": x, **results}
    fig, places = _row(tables.values(), height=260)
    for ax, (title, array) in zip(places, tables.items(), strict=True):
        grid(ax, array, vmax=np.max(x) * 1.5)
        ax.set_title(title)
    stops = list(np.ndindex(*(n // size for n in x.shape)))
    for k, (i, j) in enumerate(stops):
        colour = (RED, BLUE, GREEN, ORANGE, PURPLE, SKY, BROWN)[k % 7]
        frame(places[0], i * size, j * size, size, size, colour, 2.5, inset=0.1)
        for ax in places[1:]:
            frame(ax, i, j, 1, 1, colour, 2.5, inset=0.1)
    said = ". ".join(
        f"{name}: " + "; ".join(" ".join(f"{v:g}" for v in row) for row in result)
        for name, result in results.items()
    )
    alt = f"""{x.shape[0]} by {x.shape[1]} numbers with {len(stops)} windows of {size}
        by {size} framed in colour, and the number that each becomes. {said}."""
    return picture(fig, alt)


def gradient_reach(maps, titles):
    """Gradients side by side with their numbers: what reaches the output, how often."""
    fig, places = axes(1, len(maps), height=320, squeeze=False)
    said = []
    for ax, array, title in zip(places[0], maps, titles, strict=True):
        array = np.asarray(array, dtype=float)
        most, side = array.max(), len(array)
        shade = np.where(array > 0, 0.2 + 0.8 * array / most, 0)
        bare(ax).imshow(shade, cmap="Greens", vmin=0, vmax=1)
        if side < 14:  # larger ones have no room for numbers
            texts = numbers(ax, np.where(array, array, np.nan), fontsize=10)
            for i, j in np.argwhere(array > 0.6 * most):
                texts[i][j].set_color("white")
        rows, cols = np.nonzero(array)
        width = int(np.ptp(cols)) + 1
        frame(ax, rows.min(), cols.min(), width, width, OUTPUT)
        frame(ax, 0, 0, side, side, GREY, 1)
        ax.set_title(f"{title}\n{width}×{width}, of which it reads {len(rows)}")
        said.append(
            f"{title}: of a {width}×{width} square it reads {len(rows)} pixels; the "
            f"numbers go from {array[array > 0].min():g} to {most:g}"
        )
    return picture(fig, f"What one output unit sees. {'; '.join(said)}.")


def confusion(matrix):
    """(K, K) counts: a row a digit, a column for what was said; mistakes orange."""
    matrix = np.asarray(matrix)
    right = np.diag(matrix)
    wrong = matrix - np.diag(right)
    fig, ax = axes(width=520, height=420)
    _, texts = grid(ax, wrong, colour=RED)
    for i, j in np.argwhere(wrong == 0):
        texts[i][j].set_text("")
    for k, count in enumerate(right):
        texts[k][k].set(text=f"{count}", color=OUTPUT, fontweight="bold")
    ax.set_xticks(range(len(matrix)))
    ax.set_yticks(range(len(matrix)))
    ax.set(xlabel="the network says", ylabel="the digit is")
    most = [f"{i} is taken for {j}" for i, j in np.argwhere(wrong == wrong.max())]
    alt = f"""{len(matrix)} rows, the digits, by {len(matrix)} columns, what the
        network says. {right.sum()} are on the diagonal, right; {wrong.sum()} are
        wrong. Most often, {wrong.max()} times each: {", ".join(most)}."""
    return picture(fig, alt)


def changes(points):
    """Change in accuracy by class: {name: (classes, seeds)}; bold where all agree."""
    means = np.array([np.mean(by_seed, axis=1) for by_seed in points.values()])
    fig, ax = axes(height=90 + 44 * len(points))
    _, texts = grid(ax, means, signed=True, vmax=10, fmt="{:+.1f}")
    for row, by_seed in zip(texts, points.values(), strict=True):
        for text, seeds in zip(row, np.asarray(by_seed), strict=True):
            agree = (seeds > 0).all() or (seeds < 0).all()
            text.set(fontweight="bold" if agree else "normal")
            dark = abs(np.mean(seeds)) > 8
            text.set_color("white" if dark else INK if agree else GREY)
    ax.set_yticks(range(len(points)), list(points))
    ax.set_xticks(range(means.shape[1]))
    ax.set(title="points more than without, mean of the seeds", xlabel="the digit")
    ax.set_aspect("auto")
    said = "; ".join(
        f"{name}: {row.mean():+.1f} on average, {row.min():+.1f} for {row.argmin()} "
        f"to {row.max():+.1f} for {row.argmax()}"
        for name, row in zip(points, means, strict=True)
    )
    return picture(fig, f"A table of changes in accuracy, by digit. {said}.")
