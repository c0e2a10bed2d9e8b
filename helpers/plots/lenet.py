"""Figures about networks that read digits: how well, how large, what they mistake."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from .style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PALE,
    PURPLE,
    RED,
    SKY,
    axes,
    bare,
    figure,
    grid,
    image,
    picture,
)

LOOKS = {  # one look for one kind of network, in all figures
    "LeNet 1989": (SKY, "v"),
    "LeNet 1998": (BLUE, "s"),
    "LeNet": (GREEN, "o"),
    "local": (PURPLE, "D"),
    "dense 30": ("#f0a35e", "^"),
    "dense 100": (ORANGE, "^"),
    "dense 300": (RED, "^"),
}
SHADES = LinearSegmentedColormap.from_list("ink", ["white", INK])


def learning(at, lines, xlabel, low=0, log=False, mark=None):
    """Test digits right, in percent: a line for each name, a dot for each seed.

    lines: {name: (places, seeds) percent}; a name such as “LeNet, shuffled” has
    LeNet's look, dashed. mark: (height, words) of a dotted line.
    """
    fig, ax = axes(height=320)
    said = []
    others = iter([(GREY, "X"), (INK, "P")])
    for name, percents in lines.items():
        percents = np.asarray(percents, dtype=float)
        kind, _, more = name.partition(", ")
        colour, marker = LOOKS.get(kind) or next(others)
        means = percents.mean(axis=1)
        style = {"color": colour, "ls": "--" if more else "-", "lw": 1.5}
        fill = {"mfc": "white"} if more else {}
        ax.plot(at, means, marker=marker, ms=7, label=name, **fill, **style)
        for seed in percents.T:
            ax.plot(at, seed, ".", color=colour, ms=4)
        said.append(f"{name} from {means[0]:.1f} to {means[-1]:.1f}")
    if mark:
        ax.axhline(mark[0], color=GREY, ls=":", lw=1.5)
        ax.text(at[0], mark[0], f"{mark[1]}\n", color=GREY, va="center")
    ax.set(xlabel=xlabel, ylabel="test digits right, %", ylim=(low, 100.5))
    if log:
        ax.set_xscale("log")
    ax.set_xticks(at, [f"{place:,}" for place in at])
    ax.set_xticks([], minor=True)
    ax.grid(axis="y", color=PALE)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    alt = f"""Mean accuracy in percent over {percents.shape[1]} seeds; along the axis,
        {xlabel}, from {at[0]:,} to {at[-1]:,}. {"; ".join(said)}."""
    return picture(fig, alt)


def against_size(sizes, percents):
    """Accuracy against the number of parameters: {name: size}, {name: (seeds,)}."""
    fig, ax = axes(height=340)
    said = []
    for name, size in sizes.items():
        colour, marker = LOOKS[name]
        values = np.asarray(percents[name], dtype=float)
        mean = values.mean()
        ax.plot([size] * 2, [values.min(), values.max()], color=colour, lw=2)
        ax.plot(size, mean, marker=marker, color=colour, ms=10)
        crowded = any(  # the label would lie on another dot
            1 < other / size < 3 and abs(np.mean(percents[one]) - mean) < 0.9
            for one, other in sizes.items()
        )
        side, ha = (-9, "right") if crowded else (9, "left")
        place = {"xytext": (side, 0), "textcoords": "offset points", "ha": ha}
        ax.annotate(name, (size, mean), color=colour, va="center", **place)
        said.append(f"{name}: {size:,} parameters, {mean:.1f} percent right")
    ax.set(xscale="log", xlabel="parameters", ylabel="test digits right, %")
    ax.set_xlim(min(sizes.values()) / 1.5, max(sizes.values()) * 2.5)
    ticks = [10_000, 30_000, 100_000, 300_000]
    ax.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    ax.set_xticks([], minor=True)
    ax.grid(axis="y", color=PALE)
    alt = f"Dots with a bar from the worst to the best seed. {'; '.join(said)}."
    return picture(fig, alt)


def durations(seconds, xlabel):
    """A row for each net on a logarithmic scale: {name: (runs,)} seconds, as dots."""
    fig, ax = axes(height=270)
    for row, (name, values) in enumerate(seconds.items()):
        colour, marker = LOOKS[name]
        ax.plot(values, [row] * len(values), marker, color=colour, ms=9, alpha=0.7)
    ax.set_yticks(range(len(seconds)), seconds)
    ax.invert_yaxis()
    ax.set(xscale="log", xlabel=xlabel)
    ax.xaxis.set_major_formatter("{x:g}")
    ax.grid(axis="x", color=PALE)
    alt = f"""A row for each of {", ".join(seconds)}, and on it a dot for each run, on a
        logarithmic scale of seconds. How long they took depends on the computer."""
    return picture(fig, alt)


def confusion(matrix):
    """(K, K) counts: a row for each digit, a column for what was said; mistakes red."""
    matrix = np.asarray(matrix)
    wrong = matrix - np.diag(np.diag(matrix))
    fig, ax = axes(width=520, height=420)
    shown = np.where(wrong > 0, wrong, np.nan)
    squares, texts = grid(ax, shown, colour=RED)
    squares.set(data=wrong, clim=(0, 1.6 * wrong.max()))  # numbers stay readable
    for k, count in enumerate(np.diag(matrix)):
        texts[k][k].set(text=f"{count}", color=GREEN, fontweight="bold")
    ax.set_xticks(range(len(matrix)))
    ax.set_yticks(range(len(matrix)))
    ax.set(xlabel="the network says", ylabel="the digit is")
    most = [f"{i} is taken for {j}" for i, j in np.argwhere(wrong == wrong.max())]
    alt = f"""{len(matrix)} rows, the digits, by {len(matrix)} columns, what the
        network says. {np.trace(matrix)} are on the diagonal, right; {wrong.sum()} are
        wrong. Most often, {wrong.max()} times each: {", ".join(most)}."""
    return picture(fig, alt)


def maps(layers, height=330):
    """One row of pictures for each layer: {words: (maps, H, W)}, ink black.

    A layer's maps share one scale, from its lowest number to its highest.
    """
    fig = figure(height=height)
    parts = fig.subfigures(len(layers), 1, squeeze=False)[:, 0]
    for part, (words, pictures) in zip(parts, layers.items(), strict=True):
        pictures = np.asarray(pictures)
        places = part.subplots(1, len(pictures) + 1, squeeze=False)[0]
        bare(places[0]).text(1, 0.5, words, ha="right", va="center", fontsize=12)
        for number, (ax, one) in enumerate(zip(places[1:], pictures, strict=True), 1):
            shown = image(ax, one, vmin=pictures.min(), vmax=pictures.max())
            shown.set_cmap(SHADES)
            ax.spines[:].set(visible=True, color=PALE)
            if len(pictures) > 1:
                ax.set_title(number, fontsize=10, pad=2)
    counts = "; ".join(
        f"{words}: {len(p)} of {p.shape[1]} by {p.shape[2]} pixels"
        for words, p in ((words, np.asarray(p)) for words, p in layers.items())
    )
    return picture(fig, f"Rows of small pictures, dark where a map is high. {counts}.")


def changes(points, title="points more than without, mean of the seeds"):
    """Change in accuracy by class: {name: (classes, seeds)}; bold where all agree."""
    means = np.array([np.mean(by_seed, axis=1) for by_seed in points.values()])
    fig, ax = axes(height=90 + 44 * len(points))
    _, texts = grid(ax, means, signed=True, vmax=10, fmt="{:+.1f}")
    for row, by_seed in zip(texts, points.values(), strict=True):
        for text, seeds in zip(row, np.asarray(by_seed), strict=True):
            dark = abs(np.mean(seeds)) > 8
            agree = (seeds > 0).all() or (seeds < 0).all()
            text.set(fontweight="bold" if agree else "normal")
            text.set_color("white" if dark else INK if agree else GREY)
    ax.set_yticks(range(len(points)), list(points))
    ax.set_xticks(range(means.shape[1]))
    ax.set(title=title, xlabel="the digit")
    ax.set_aspect("auto")
    said = "; ".join(
        f"{name}: {row.mean():+.1f} on average, {row.min():+.1f} for {row.argmin()} "
        f"to {row.max():+.1f} for {row.argmax()}"
        for name, row in zip(points, means, strict=True)
    )
    return picture(fig, f"A table of changes in accuracy, by digit. {said}.")


def full_run(right, seconds, goal, height=280):
    """Accuracy on all 10,000 test digits: right (epochs, seeds), seconds (seeds,).

    goal: percent, a dotted line.
    """
    percents = np.asarray(right, dtype=float) / 100
    at = range(1, len(percents) + 1)
    fig, ax = axes(height=height)
    for seed, line in enumerate(percents.T):
        words = f"seed {seed}: {line[-1]:.2f} %, {seconds[seed]:.0f} s"
        colour, marker = (GREEN, BLUE, PURPLE)[seed % 3], "osD"[seed % 3]
        ax.plot(at, line, color=colour, marker=marker, lw=1.5, ms=6, label=words)
    ax.axhline(goal, color=INK, ls=":", lw=1.5)
    ax.text(0.8, goal, f"{goal} %\n", color=INK, va="center")
    ax.set(xlabel="epochs of 60,000 digits", ylabel="test digits right, %")
    ax.set(xlim=(0.75, at[-1] + 0.25), ylim=(min(goal, percents.min()) - 0.2, 100))
    ax.set_xticks(at)
    ax.grid(axis="y", color=PALE)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    above = (percents[-1] >= goal).sum()
    alt = f"""One line a seed, {percents.shape[1]} in all: accuracy on MNIST's test
        after each epoch. At the end {above} are at {goal} percent or above it."""
    return picture(fig, alt)
