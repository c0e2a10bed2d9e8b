"""Figures about features learnt elsewhere: neighbours, few examples, depth."""

import numpy as np
from matplotlib.patches import Rectangle

from helpers import intervals

from .first_layer import mosaic
from .style import (
    BLUE,
    CYCLE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PALE,
    PURPLE,
    RED,
    SKY,
    axes,
    image,
    picture,
)

# One look for one way of training, in all figures of the notebook.
LOOKS = {
    "frozen": (BLUE, "o"),
    "head": (SKY, "P"),
    "last": (GREEN, "s"),
    "all": (ORANGE, "D"),
    "scratch": (RED, "v"),
    "pixels": (GREY, "X"),
    "all learn": (ORANGE, "D"),
    "first kept": (GREEN, "s"),
    "all kept but the last": (PURPLE, "^"),
}


def look(name, place):
    """(colour, marker) of a line; one that isn't in LOOKS takes its place's colour."""
    return LOOKS.get(name.partition(",")[0], (CYCLE[place % len(CYCLE)], "o"))


def line_up(rows, height=300):
    """Rows of small colour pictures: {title: (n, 3, h, w) from 0 to 1}."""
    fig, places = axes(len(rows), 1, height=height, squeeze=False)
    for ax, (title, images) in zip(places[:, 0], rows.items(), strict=True):
        _tiles(ax, images[None])
        ax.set_ylabel(title, rotation=0, ha="right", va="center")
    said = "; ".join(f"{title}, {len(images)}" for title, images in rows.items())
    return picture(fig, f"Rows of small drawings: {said}.")


def neighbours(asked, ways, height=330):
    """Pictures, and in a block for each way those that it finds nearest to them.

    asked: (n, 3, h, w) from 0 to 1; ways: {title: (nearest (n, k, 3, h, w), whether
    they are of the same kind (n, k))}. Those of another kind are framed and crossed.
    """
    counts = [1, *(right.shape[1] for _, right in ways.values())]
    fig, places = axes(1, len(counts), height=height, width_ratios=counts)
    _tiles(places[0], asked[:, None])
    places[0].set_title("asked")
    said = []
    for ax, (title, (nearest, right)) in zip(places[1:], ways.items(), strict=True):
        side = _tiles(ax, nearest)
        ax.set_title(title)
        for row, column in np.argwhere(~np.asarray(right)):
            corner = column * side - 1.5, row * side - 1.5
            frame = {"fill": False, "ec": RED, "lw": 2}
            ax.add_patch(Rectangle(corner, side - 1, side - 1, **frame))
            right_top = {"color": RED, "ha": "right", "va": "top"}
            ax.text(corner[0] + side - 4, corner[1] + 3, "✗", **right_top)
        said.append(f"{title}: {int(right.sum())} of {right.numel()}")
    alt = f"""{len(asked)} drawings, a row for each, and beside it those nearest to it.
        Of the same kind are, {"; ".join(said)}. The others are crossed."""
    return picture(fig, alt)


def _tiles(ax, images):
    """Draw (rows, columns, 3, h, w) as one picture; gives the distance of two."""
    rows, columns = images.shape[:2]
    tiles = np.asarray(images.flatten(0, 1)).transpose(0, 2, 3, 1)
    gap = tiles.shape[1] // 10
    image(ax, mosaic(tiles, columns, gap, fill=1.0)).set_interpolation("antialiased")
    height, width = ax.images[0].get_array().shape[:2]
    ax.set(xlim=(-4, width + 4), ylim=(height + 4, -4))  # room for frames
    return tiles.shape[1] + gap


def against(lines, xlabel, ylabel="test drawings right, %", log=False, height=330):
    """A line for each name, through the means; a dot for each run.

    lines: {name: {place: (runs,) percent}}.
    """
    fig, ax = axes(height=height)
    said = []
    for number, (name, runs) in enumerate(lines.items()):
        colour, marker = look(name, number)
        places = np.array(list(runs), dtype=float)
        if log:  # side by side, so that no dot hides another
            places *= 1.02 ** (number - (len(lines) - 1) / 2)
        means = [np.mean(percents) for percents in runs.values()]
        style = {"marker": marker, "color": colour, "ms": 7, "lw": 1.5}
        style |= {"ls": "--", "mfc": "white"} if "," in name else {}
        ax.plot(places, means, label=name, **style)
        for place, percents in zip(places, runs.values(), strict=True):
            at = [place] * len(percents)
            ax.plot(at, percents, ".", color=colour, ms=5, alpha=0.6)
        said.append(f"{name} from {means[0]:.0f} to {means[-1]:.0f}")
    ax.set(xlabel=xlabel, ylabel=ylabel)
    ticks = sorted({place for runs in lines.values() for place in runs})
    if log:
        ax.set_xscale("log")
        ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        ax.set_xticks([], minor=True)
    else:
        ax.xaxis.get_major_locator().set_params(integer=True)
    ax.grid(axis="y", color=PALE)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    alt = f"""Percent right, a line for the mean and a dot for each run; along the axis,
        {xlabel}, from {ticks[0]:g} to {ticks[-1]:g}. {"; ".join(said)}."""
    return picture(fig, alt)


def by_depth(ours, lecture, height=330):
    """Right, in percent, by the layer that the features are from; ours and a lecture's.

    ours: {classifier: {layer: (runs,) percent}}; lecture: {data set: {layer: percent}}.
    """
    fig, (left, right) = axes(1, 2, height=height, width_ratios=[5, 4])
    said = []
    for number, (name, by_layer) in enumerate(ours.items()):
        colour, marker = (BLUE, PURPLE)[number % 2], "os"[number % 2]
        at = np.arange(len(by_layer)) + 0.12 * (number - (len(ours) - 1) / 2)
        means = [np.mean(runs) for runs in by_layer.values()]
        left.plot(at, means, marker=marker, color=colour, lw=1.5, label=name)
        for place, runs in zip(at, by_layer.values(), strict=True):
            left.plot([place] * len(runs), runs, ".", color=colour, ms=5, alpha=0.6)
        words = [f"{layer} {m:.0f}" for layer, m in zip(by_layer, means, strict=True)]
        said.append(f"{name}: {', '.join(words)}")
    left.set_xticks(range(len(by_layer)), by_layer, rotation=35, ha="right")
    left.set(ylabel="right, %", title="ours: Lite0's layers, on drawings")
    for (name, by_layer), colour, marker in zip(
        lecture.items(), (INK, GREY), "Dv", strict=False
    ):
        right.plot(
            list(by_layer), by_layer.values(), marker=marker, color=colour, label=name
        )
        words = [f"{layer} {percent}" for layer, percent in by_layer.items()]
        said.append(f"the lecture, {name}: {', '.join(words)}")
    right.set(xlabel="layer of their AlexNet", title="the lecture: Zeiler and Fergus")
    for ax in (left, right):
        ax.grid(axis="y", color=PALE)
        ax.legend(loc="lower right")
    alt = f"Percent right, by the layer that the features are from. {'; '.join(said)}."
    return picture(fig, alt)


def two_by_two(cells, height=400):
    """The table of advice, measured: a dot for each run, a bar for the interval.

    cells: {(row, column): {way: (runs,) percent}}.
    """
    rows = list(dict.fromkeys(row for row, _ in cells))
    columns = list(dict.fromkeys(column for _, column in cells))
    shape = len(rows), len(columns)
    fig, places = axes(*shape, height=height, sharex="col", squeeze=False)
    said = []
    for (row, column), ways in cells.items():
        ax = places[rows.index(row), columns.index(column)]
        for number, (way, runs) in enumerate(ways.items()):
            runs = np.asarray(runs, dtype=float)
            colour, marker = look(way, number)
            mean, margin = intervals.mean(runs)
            ax.plot(runs, [number + 0.2] * len(runs), ".", color=colour, alpha=0.6)
            style = {"capsize": 4, "capthick": 2, "elinewidth": 2, "ms": 7}
            ax.errorbar(mean, number, xerr=margin, fmt=marker, color=colour, **style)
        means = [f"{way} {np.mean(runs):.1f}" for way, runs in ways.items()]
        said.append(f"{row}, {column}: {', '.join(means)}")
        ax.set_yticks(range(len(ways)), list(ways))
        ax.set_ylim(len(ways) - 0.5, -0.5)
        ax.set_title(f"{row}, {column}", loc="left")
        ax.grid(axis="x", color=PALE)
        ax.tick_params(axis="y", length=0)
    for ax in places[-1]:
        ax.set_xlabel("test pictures right, %; mean with 95 % interval")
    return picture(fig, f"Percent right on average. {'; '.join(said)}.")
