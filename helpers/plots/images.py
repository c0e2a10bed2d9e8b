"""Figures of pictures, kernels and what comes out of them."""

import numpy as np
from matplotlib.patches import Rectangle

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
    bare,
    grid,
    image,
    picture,
)


def zoom(photo, row, col, size=8):
    """A photo with a small square of it marked, and the numbers in that square."""
    fig, (left, right) = axes(1, 2, height=380, width_ratios=[1.1, 1])
    image(left, photo, vmin=0, vmax=255)
    frame = Rectangle((col - 0.5, row - 0.5), size, size, fill=False, ec=RED, lw=2)
    left.add_patch(frame)
    part = photo[row : row + size, col : col + size]
    image(right, part, vmin=0, vmax=255)
    for (i, j), level in np.ndenumerate(part):
        colour = "black" if level > 127 else "white"
        right.text(j, i, f"{level:.0f}", ha="center", va="center", color=colour)
    alt = f"""A grey photo with a small square marked, and beside it that square as
        {size} by {size} pixels with their numbers, from {part.min():.0f} in the
        darkest to {part.max():.0f} in the brightest."""
    return picture(fig, alt)


def gallery(pictures, alt, signed=(), height=300, vmax=None):
    """A row of pictures, each under its name, from 0 (black) to 255 (white).

    Those named in `signed` have white for zero; `vmax` is the end of their scale.
    """
    fig, places = axes(1, len(pictures), height=height, squeeze=False)
    for ax, (title, array) in zip(places.flat, pictures.items(), strict=True):
        if title in signed:
            image(ax, array, signed=True, vmax=vmax)
        else:
            image(ax, array, vmin=0, vmax=255)
        ax.set_title(title)
    return picture(fig, alt)


def grids(arrays, alt, signed=False, wrong=None, height=230, fmt="{:g}"):
    """A row of small arrays as squares with their numbers, each under its name.

    wrong: a dict from names to masks; the marked entries get a red frame.
    """
    widths = [np.shape(array)[1] for array in arrays.values()]
    fig, places = axes(
        1, len(arrays), height=height, squeeze=False, width_ratios=widths
    )
    for ax, (title, array) in zip(places.flat, arrays.items(), strict=True):
        grid(ax, array, signed=signed, fmt=fmt)
        ax.set_title(title)
        for i, j in np.argwhere((wrong or {}).get(title, [])):
            place = (j - 0.45, i - 0.45)
            ax.add_patch(Rectangle(place, 0.9, 0.9, fill=False, ec=RED, lw=2))
    return picture(fig, alt)


def copies(x, w):
    """Full 2-D convolution as a sum: one shifted copy of x for each entry of w."""
    rows, cols = np.add(x.shape, w.shape) - 1
    total = np.zeros((rows, cols), dtype=int)
    fig, places = axes(1, w.size + 1, height=230)
    for ax, ((i, j), weight) in zip(places, np.ndenumerate(w), strict=False):
        copy = np.full((rows, cols), np.nan)
        copy[i : i + x.shape[0], j : j + x.shape[1]] = weight * x
        grid(ax, copy, signed=True, vmax=6)
        ax.add_patch(
            Rectangle((j - 0.5, i - 0.5), *x.shape[::-1], fill=False, ec=BLUE, lw=3)
        )
        total += np.nan_to_num(copy).astype(int)
        sign = "" if i == j == 0 else "+ "
        ax.set_title(f"{sign}{weight} · x, {_shift(i, j)}".replace("-", "−"))
    grid(places[-1], total, signed=True, vmax=6)
    places[-1].set_title("= y", color=GREEN)
    rows = "; ".join(" ".join(map(str, row)) for row in total.tolist())
    alt = f"""{w.size} squares of numbers are added up: x times each of the kernel's
        entries, moved by that entry's place. The sum is {rows}."""
    return picture(fig, alt)


def _shift(i, j):
    steps = [f"{i} down" * bool(i), f"{j} right" * bool(j)]
    return " ".join(step for step in steps if step) or "as it is"


def race(seconds):
    """Bars on a logarithmic scale: how long each named way took, and the ratio."""
    fig, ax = axes(height=230)
    names, times = list(seconds), np.array(list(seconds.values()))
    ax.barh(names, times * 1e3, color=[RED, ORANGE, GREEN][: len(names)])
    for place, time in enumerate(times):
        factor = f"  {times[0] / time:,.0f} times as fast" if place else ""
        label = f" {time * 1e3:.3g} ms{factor}"
        ax.text(time * 1e3, place, label, va="center")
    ax.set(xscale="log", xlabel="milliseconds for one picture, measured just now")
    ax.set_xlim(times.min() * 1e3 / 3, times.max() * 1e3 * 40)
    ax.invert_yaxis()
    alt = f"""Three bars on a logarithmic scale, one for each way to compute the same
        filtered picture: {", ".join(names)}. How long they are depends on the
        computer."""
    return picture(fig, alt)


def directions(sums, title="Σ ReLU"):
    """Bars for eight compass directions, side by side for each named picture."""
    fig, ax = axes(height=280)
    colours = dict(zip(sums, (BLUE, PURPLE, ORANGE), strict=False))
    width = 0.8 / len(sums)
    for place, (name, values) in enumerate(sums.items()):
        at = np.arange(8) + (place - (len(sums) - 1) / 2) * width
        ax.bar(at, values, width=width * 0.94, color=colours[name], label=name)
    ax.set_xticks(range(8), [f"{45 * k}°" for k in range(8)])
    ax.set(xlabel="brighter towards", ylabel=title, ylim=(0, None))
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    low = min(np.min(values) for values in sums.values())
    high = max(np.max(values) for values in sums.values())
    alt = f"""Eight groups of bars, one for each compass direction, with a bar each for
        {" and ".join(sums)}: all lie between {low:,.0f} and {high:,.0f}."""
    return picture(fig, alt)


def accuracies(scores, total=1000):
    """For each named feature: the digits it gets right, by number of examples.

    scores: {feature: {number of examples: [digits right in each draw]}}.
    """
    fig, ax = axes(height=340)
    colours = [INK, RED, SKY, GREEN, PURPLE]
    said = []
    for place, (name, by_size) in enumerate(scores.items()):
        sizes = np.array(list(by_size))
        # Side by side, so that no dot hides another.
        at = sizes * 1.05 ** (place - (len(scores) - 1) / 2)
        rights = np.array(list(by_size.values())) * 100 / total
        ax.plot(at, rights.mean(axis=1), color=colours[place], label=name, lw=1.5)
        dots = np.repeat(at, rights.shape[1])
        ax.plot(dots, rights.ravel(), "o", color=colours[place], ms=4, alpha=0.7)
        said.append(f"{name} {rights[-1].min():.0f} to {rights[-1].max():.0f} percent")
    ax.set(xscale="log", xlabel="digits to learn from", ylabel="test digits right, %")
    ax.set_xticks(sizes, [f"{size:,}" for size in sizes])
    ax.set_xticks([], minor=True)
    ax.set_ylim(30, 100)
    ax.grid(axis="y", color="#e6e6e6")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), title="what the classifier sees")
    alt = f"""Accuracy rises with the number of examples, one line a feature. With
        {sizes[-1]:,} examples: {"; ".join(said)}."""
    return picture(fig, alt)


def shifted(scores, total=1000):
    """For each named feature: the digits it gets right when they're moved sideways.

    scores: {feature: [digits right when moved by 0, 1, 2 … pixels]}.
    """
    fig, ax = axes(height=320)
    colours = [INK, RED, GREEN]
    for (name, rights), colour in zip(scores.items(), colours, strict=False):
        ax.plot(np.array(rights) * 100 / total, "o-", color=colour, label=name)
    ax.axhline(10, color=GREY, ls=":", lw=1.5)
    ax.text(0, 11.5, "guessing", color=GREY)
    ax.set(xlabel="pixels moved to the right", ylabel="test digits right, %")
    ax.set_xticks(range(len(rights)))
    ax.set_ylim(0, 100)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), title="what the classifier sees")
    said = (
        f"{name} from {rights[0] * 100 / total:.0f} to {rights[-1] * 100 / total:.0f}"
        for name, rights in scores.items()
    )
    alt = f"""Accuracy in percent when the test digits are moved right by 0 to
        {len(rights) - 1} pixels: {"; ".join(said)}."""
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
