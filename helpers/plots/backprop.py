"""Figures of the backward pass: messages on a graph, matrices, stamped kernels."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from .signals import tinted
from .style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PALE,
    PURPLE,
    RED,
    axes,
    bare,
    image,
    picture,
)
from .style import number as plain

LEFT, MIDDLE, RIGHT = 0.0, 5.2, 8.6  # where the three columns of a graph stand


def _heights(count, room):
    """The heights at which `count` nodes stand, the first one on top."""
    return [room * (1 - (2 * k + 1) / (2 * count)) for k in range(count)]


def _node(ax, place, text, colour):
    box = {"boxstyle": "round,pad=0.45", "fc": "white", "ec": colour, "lw": 2.5}
    ax.text(*place, text, ha="center", va="center", size=14, bbox=box, zorder=3)


def _edge(ax, start, end, text, colour, at=0.5, dashed=False):
    """An arrow with its number on it, the share `at` of the way along."""
    style = {"arrowstyle": "-|>", "color": colour, "lw": 1.8, "shrinkA": 36}
    style |= {"shrinkB": 41, "ls": "--" if dashed else "-"}
    ax.annotate("", end, start, arrowprops=style, zorder=1)
    spot = [a + at * (b - a) for a, b in zip(start, end, strict=True)]
    plate = {"fc": "white", "ec": "none", "pad": 1.5}
    ax.text(*spot, text, ha="center", va="center", size=12, bbox=plate, zorder=2)


def _blank(height):
    fig, ax = axes(width=860, height=height)
    bare(ax).set(xlim=(LEFT - 1, RIGHT + 0.9), ylim=(0, 4))
    return fig, ax


def graph(x, w, target):
    """The forward pass on a graph: inputs, one arrow a product, outputs, loss.

    The loss is half the sum of the squared differences from `target`.
    """
    y = np.correlate(x, w)
    loss = ((y - target) ** 2).sum() / 2
    fig, ax = _blank(320)
    inputs = [(LEFT, height) for height in _heights(len(x), 4)]
    outputs = [(MIDDLE, height) for height in _heights(len(y), 4)]
    for t, end in enumerate(outputs):
        for tau, weight in enumerate(w):
            text = f"·({plain(weight)})" if weight < 0 else f"·{plain(weight)}"
            dashed = tau % 2 == 1
            _edge(ax, inputs[t + tau], end, text, ORANGE, 0.3, dashed)
        _edge(ax, end, (RIGHT, 2), f"wanted {plain(target[t])}", INK)
        _node(ax, end, f"y[{t}] = {plain(y[t])}", GREEN)
    for k, place in enumerate(inputs):
        _node(ax, place, f"x[{k}] = {plain(x[k])}", BLUE)
    _node(ax, (RIGHT, 2), f"L = {plain(loss)}", INK)
    lines = ("solid", "dashed")
    kernel = ", ".join(
        f"{lines[tau % 2]} w[{tau}] = {plain(v)}" for tau, v in enumerate(w)
    )
    ax.set_title(f"the arrows on the left are products: {kernel}")
    alt = f"""{len(x)} inputs {_listed(x)} on the left, {len(y)} outputs {_listed(y)}
        in the middle, joined by {len(y) * len(w)} arrows, one for each product with a
        weight: {kernel}. On the right the loss, {plain(loss)}."""
    return picture(fig, alt)


def messages(x, w, y_bar, to="w"):
    """The backward pass on the same graph: what each arrow carries, and the sums.

    to: "w" for the messages to the weights, "x" for those to the inputs.
    """
    if to not in ("w", "x"):
        raise ValueError(f"to was {to!r}: choose 'w' or 'x'.")
    count = len(w) if to == "w" else len(x)
    fig, ax = _blank(330)
    ends = [(LEFT, height) for height in _heights(count, 4)]
    outputs = [(MIDDLE, height) for height in _heights(len(y_bar), 4)]
    sums = np.zeros(count)
    for t, start in enumerate(outputs):
        _edge(ax, (RIGHT, 2), start, plain(y_bar[t]), PURPLE)
        for tau, weight in enumerate(w):
            place, local = (tau, x[t + tau]) if to == "w" else (t + tau, weight)
            message = y_bar[t] * local
            sums[place] += message
            text = f"{plain(y_bar[t])} · {_bracket(local)} = {plain(message)}"
            at = 0.62 if to == "x" else 0.26
            _edge(ax, start, ends[place], text, PURPLE, at, tau % 2 == 1)
        _node(ax, start, f"y[{t}]", GREEN)
    for k, place in enumerate(ends):
        colour = ORANGE if to == "w" else BLUE
        _node(ax, place, f"{to}\N{COMBINING MACRON}[{k}] = {plain(sums[k])}", colour)
    _node(ax, (RIGHT, 2), "L", INK)
    local = "input" if to == "w" else "weight"
    ax.set_title(f"on the left: every arrow carries ȳ · its {local}; every box adds up")
    whom = "weights" if to == "w" else "inputs"
    alt = f"""Arrows run back from the loss to {len(y_bar)} outputs with the messages
        {_listed(y_bar)}, and from there {len(y_bar) * len(w)} arrows to the {whom},
        each with a product. The sums that arrive are {_listed(sums)}."""
    return picture(fig, alt)


def _bracket(value):
    return f"({plain(value)})" if value < 0 else plain(value)


def transposed(T, x, y_bar):
    """A convolution's matrix at work, T x = y, and its transpose, Tᵀ ȳ = x̄."""
    T, x, y_bar = np.asarray(T), np.asarray(x), np.asarray(y_bar)
    rows, cols = T.shape
    ratios = [cols, 1, 1, 0.8, rows, 1, 1]
    fig, places = axes(1, 7, width=900, height=300, width_ratios=ratios)
    tables = T, x, T @ x, None, T.T, y_bar, T.T @ y_bar
    titles = "T", "· x", "= y", "", "Tᵀ", "· ȳ", "= x̄"
    colours = None, BLUE, GREEN, None, None, GREEN, BLUE
    for ax, table, title, colour in zip(places, tables, titles, colours, strict=True):
        if table is None:
            bare(ax)
            continue
        table = table.reshape(len(table), -1)
        tint = np.where(table == 0, GREY, ORANGE) if colour is None else None
        tinted(ax, table, [colour] * len(table) if tint is None else tint)
        ax.set_ylim(max(rows, cols) - 0.5, -0.5)
        ax.set_title(title)
    alt = f"""A matrix of {rows} rows and {cols} columns with the kernel along its rows,
        times x, is {_listed(T @ x)}. Beside it the same matrix with rows and columns
        exchanged: times {_listed(y_bar)} it is {_listed(T.T @ y_bar)}."""
    return picture(fig, alt)


def stamped(y_bar, w, stride=1):
    """The input gradient as copies of w, one for each ȳ[t], `stride` places apart.

    The first row is ȳ itself, with the zeros that a stride puts between.
    """
    y_bar, w = np.asarray(y_bar), np.asarray(w)
    length = (len(y_bar) - 1) * stride + len(w)
    table = np.full((len(y_bar) + 2, length), np.nan)
    table[0, : length - len(w) + 1] = 0
    table[0, : length - len(w) + 1 : stride] = y_bar
    for t, blame in enumerate(y_bar):
        table[t + 1, t * stride : t * stride + len(w)] = blame * w
    table[-1] = np.nansum(table[1:-1], axis=0)
    colours = [GREEN, *[ORANGE] * len(y_bar), BLUE]
    tints = np.repeat(np.array(colours)[:, None], length, axis=1)
    between = np.arange(length) % stride > 0
    tints[0, between] = GREY
    names = ["ȳ" if stride == 1 else "ȳ, spread out"]
    names += [f"ȳ[{t}] = {plain(v)}, times w" for t, v in enumerate(y_bar)]
    fig, ax = axes(width=760, height=80 + 38 * len(table))
    tinted(ax, table, tints, [*names, "their sum, x̄"], range(length))
    zeros = f", with {stride - 1} zero between each two" if stride == 2 else ""
    zeros = f", with {stride - 1} zeros between each two" if stride > 2 else zeros
    alt = f"""On top the numbers {_listed(y_bar)}{zeros}. Below, {len(y_bar)} copies of
        the kernel {_listed(w)}, each times its number and {stride} further right than
        the one before. Their sum is {_listed(table[-1])}."""
    return picture(fig, alt)


def losses(curves, window=25):
    """Training curves, each the mean of `window` steps; and how far the first two,
    unsmoothed, are apart.
    """
    fig, (left, right) = axes(1, 2, height=300, width_ratios=[1.4, 1])
    styles = [
        {"color": INK, "lw": 1.2, "zorder": 3},
        {"color": ORANGE, "lw": 6, "alpha": 0.5},
        {"color": RED, "lw": 1.5, "ls": "--"},
    ]
    starts, ends = [], []
    for (name, curve), style in zip(curves.items(), styles, strict=False):
        smooth = np.convolve(curve, np.full(window, 1 / window), "valid")
        left.plot(np.arange(len(smooth)) + window // 2, smooth, label=name, **style)
        starts.append(f"{name} {smooth[0]:.2f}")
        ends.append(f"{name} {smooth[-1]:.2f}")
    left.set(xlabel="step", ylabel=f"loss, mean of {window} steps", ylim=(0, None))
    left.legend()
    (one, first), (other, second) = list(curves.items())[:2]
    apart = np.abs(np.subtract(first, second))
    right.plot(np.maximum(apart, 1e-17), ".", color=PURPLE, ms=3)
    right.axhline(1e-8, color=GREY, ls="--", lw=1)
    right.set(xlabel="step", yscale="log", ylim=(3e-18, 1e-6))
    right.set_title(f"|{one} − {other}|; the dashed line is 1e-8")
    highest = "below" if apart.max() < 1e-8 else "partly above"
    together = "lie on each other" if apart.max() < 1e-3 else "part"
    alt = f"""Left, the losses over {len(first)} steps, at first {", ".join(starts)}; at
        the end {", ".join(ends)}. The lines of {one} and {other} {together}. Right,
        the difference of these two, {highest} a line at 1e-8."""
    return picture(fig, alt)


def digits(images, titles, alt="{count} handwritten digits: {titles}.", height=150):
    """A row of at most twelve small pictures, each under its title, on one scale."""
    images, titles = list(images)[:12], [str(title) for title in titles][:12]
    scale = {"vmin": min(x.min() for x in images), "vmax": max(x.max() for x in images)}
    fig, places = axes(1, len(images), height=height, squeeze=False)
    shades = LinearSegmentedColormap.from_list("ink", ["white", INK])
    for ax, picture_, title in zip(places.flat, images, titles, strict=True):
        image(ax, picture_, **scale).set_cmap(shades)
        ax.spines[:].set(visible=True, color=PALE)
        ax.set_title(title, fontsize=11)
    return picture(fig, alt.format(count=len(images), titles="; ".join(titles)))


def _listed(values):
    """The numbers as text: 2, −1, 1."""
    return ", ".join(plain(value) for value in values)
