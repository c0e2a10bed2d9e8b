"""Figures of a network's layers: their maps, what their units see, class images."""

import numpy as np

from .first_layer import around_grey, mosaic
from .style import CYCLE, GREY, PALE, axes, bare, figure, image, picture


def feature_maps(photo, maps, channels=7):
    """A photo (H, W, 3), 0 to 255, and a row of its maps for each layer.

    maps: {layer: (C, h, w)}. channels: how many are drawn, evenly over all, or
    {layer: their numbers}. Each map is scaled alone, its highest number white.
    """
    fig = figure(height=min(420, 30 + 84 * len(maps)))
    left, right = fig.subfigures(1, 2, width_ratios=[1, 3.6])
    image(left.subplots(), np.asarray(photo) / 255, vmin=0, vmax=1)
    chosen = {layer: _chosen(layer, len(m), channels) for layer, m in maps.items()}
    most = max(map(len, chosen.values()))
    lines = right.subplots(len(maps), most, squeeze=False)
    said = []
    for places, (layer, numbers) in zip(lines, chosen.items(), strict=True):
        found = np.asarray(maps[layer], dtype=float)
        size = f"{len(found)} of {found.shape[1]}×{found.shape[2]}"
        said.append(f"{layer}, {size}")
        for ax in places:
            bare(ax)
        for ax, number in zip(places, numbers, strict=False):
            image(ax, found[number]).set_interpolation("antialiased")
            ax.set_title(number, fontsize=10, pad=2)
        places[0].set_ylabel(f"{layer}\n{size}", rotation=0, ha="right", va="center")
    alt = f"""A photo, and maps of it, white where a map is highest. A row for each
        layer: {"; ".join(said)} pixels."""
    return picture(fig, alt, photos=True)


def _chosen(layer, count, channels):
    if isinstance(channels, dict):
        return channels[layer]
    drawn = min(channels, count)
    return [k * count // drawn for k in range(drawn)]


def top_patches(units, height=400, black=-1.0, white=1.0):
    """What units see where they are most active; a column for each unit.

    units: rows (words, patches, gradients), both nine of (3, h, w), or None for the
    gradients, which are drawn below the patches: 0 mid-grey, each scaled alone. black,
    white: the numbers that the network takes for these.
    """
    guided = any(gradients is not None for _, _, gradients in units)
    fig, places = axes(1 + guided, len(units), height=height, squeeze=False)
    for column, (words, patches, gradients) in zip(places.T, units, strict=True):
        patches = (_stacked(patches) - black) / (white - black)
        _nine(column[0], patches.transpose(0, 2, 3, 1).clip(0, 1))
        column[0].set_title(words.replace(", ", "\n"))
        if gradients is not None:
            _nine(column[1], around_grey(_clipped(_stacked(gradients))))
        elif guided:
            bare(column[1])
    if guided:
        words = "what it\nsees", "guided\ngradient"
        for ax, word in zip(places[:, 0], words, strict=True):
            ax.set_ylabel(word, rotation=0, ha="right", va="center", labelpad=8)
    sizes = "; ".join(
        f"{' '.join(words.split())}: {'×'.join(map(str, np.shape(patches[0])[1:]))}"
        for words, patches, _ in units
    )
    alt = f"""For each unit the {len(units[0][1])} patches at which it is most active,
        in pixels {sizes}"""
    if guided:
        alt += "; below them, their guided gradients"
    return picture(fig, f"{alt}.", photos=True)


def _stacked(patches):
    return np.stack([np.asarray(patch, dtype=float) for patch in patches])


def _clipped(gradients):
    """Gradients (n, 3, h, w); what is beyond each one's highest half percent is cut."""
    most = np.quantile(np.abs(gradients), 0.995, axis=(1, 2, 3), keepdims=True)
    return np.clip(gradients, -most, most)


def _nine(ax, patches):
    """Patches (n, h, w, 3) from 0 to 1, three in a row."""
    gap = max(1, round(patches.shape[1] / 20))
    if patches.shape[1] < 10:  # a gap of one pixel would be wide
        patches, gap = patches.repeat(8, 1).repeat(8, 2), 2
    shown = image(ax, mosaic(patches, 3, gap, fill=1), vmin=0, vmax=1)
    shown.set_interpolation("antialiased")


def class_pictures(pictures, words=None):
    """Pictures (H, W, 3) from 0 to 255 with their names: {name: picture}.

    words: {name: what stands below the picture}.
    """
    words = words or {}
    n = len(pictures)
    columns = n if n < 5 else -(-n // 2)
    shape = -(-n // columns), columns
    fig, places = axes(*shape, height=330 if n < 5 else 420, squeeze=False)
    for ax in places.flat:
        bare(ax)
    said = []
    for ax, (name, one) in zip(places.flat, pictures.items(), strict=False):
        shown = image(ax, np.asarray(one) / 255, vmin=0, vmax=1)
        shown.set_interpolation("antialiased")
        ax.set_title(name, pad=4)
        ax.set_xlabel(words.get(name, ""), labelpad=3)
        said.append(f"{name}, {words[name]}" if name in words else name)
    return picture(
        fig, f"Pictures that a network likes best: {'; '.join(said)}.", photos=True
    )


def ascent(histories, what="score of the class"):
    """How an objective rises, step by step: {name: list of numbers}."""
    fig, ax = axes(height=300)
    said = []
    styles = ["-", "--", "-.", ":"]
    for k, (name, values) in enumerate(histories.items()):
        look = {"color": CYCLE[k % len(CYCLE)], "ls": styles[k % 4]}
        ax.plot(range(1, len(values) + 1), values, label=name, **look)
        ends = np.mean(values[:8]), np.mean(values[-8:])
        said.append(f"{name} {'rises' if ends[1] > ends[0] else 'does not rise'}")
    ax.axhline(0, color=GREY, lw=1)
    ax.grid(axis="y", color=PALE)
    ax.set(xlabel="step", ylabel=what, xlim=(0, None))
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return picture(fig, f"A line for each ascent, {what} by step: {'; '.join(said)}.")
