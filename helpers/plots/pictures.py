"""Pictures: digits, photos, feature maps, and what of a photo counts."""

import matplotlib
import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from PIL import Image

from helpers.plots.style import (
    GREY,
    INK,
    PALE,
    RED,
    SKY,
    WRONG,
    axes,
    bare,
    figure,
    frame,
    image,
    name_row,
    number,
    percent,
    picture,
)
from helpers.plots.tables import numbers
from helpers.plots.weights import around_grey, mosaic

SHADES = LinearSegmentedColormap.from_list("ink", ["white", INK])
HEAT = matplotlib.colormaps["inferno"]
TOP = 99  # percentile at which the scale ends: one bright pixel shouldn't darken all


def photo(ax, array, white=255):
    """A photo (H, W, 3), smooth at any size; 0 is black."""
    array = np.asarray(array, dtype=float) / white
    image(ax, array, vmin=0, vmax=1).set_interpolation("antialiased")


def zoom(levels, row, col, size):
    """A photo with a small square of it marked, and the numbers in that square."""
    fig, (left, right) = axes(1, 2, height=380, width_ratios=[1.1, 1])
    image(left, levels, vmin=0, vmax=255)
    frame(left, row, col, size, size, RED)
    part = levels[row : row + size, col : col + size]
    image(right, part, vmin=0, vmax=255)
    texts = numbers(right, part, "{:.0f}", color="black")
    for i, j in np.argwhere(part <= 127):
        texts[i][j].set_color("white")
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


def columns(pictures, error):
    """Pictures, and where their difference isn't zero, with the columns' numbers."""
    fig, places = axes(1, len(pictures) + 1, height=360)
    for ax, (title, array) in zip(places, pictures.items(), strict=False):
        image(ax, array).axes.set_title(title)
    error, ax = np.asarray(error), places[-1]
    found = ", ".join(map(str, np.flatnonzero(error.any(axis=0))))
    image(ax, np.sign(error), signed=True)
    ax.set_title("where they differ", color=WRONG)
    ax.set_xlabel(f"columns {found} of {error.shape[1]}")
    ax.spines[:].set(visible=True, color=GREY)
    names = " and ".join(f"“{name}”" for name in pictures)
    alt = f"""{names}; and where the two differ: white throughout, but
        for the thin columns {found} of {error.shape[1]}."""
    return picture(fig, alt)


def ink(ax, array, title, low, high, size=11):
    """A digit or a map, ink black, in a pale frame under its title."""
    image(ax, array, vmin=low, vmax=high).set_cmap(SHADES)
    ax.spines[:].set(visible=True, color=PALE)
    ax.set_title(title, fontsize=size, pad=6 if size > 10 else 2)


def digits(images, titles, alt="{count} handwritten digits: {titles}.", height=150):
    """A row of at most twelve small pictures, each under its title, on one scale."""
    images, titles = list(images)[:12], [str(title) for title in titles][:12]
    low, high = min(x.min() for x in images), max(x.max() for x in images)
    fig, places = axes(1, len(images), height=height, squeeze=False)
    for ax, one, title in zip(places.flat, images, titles, strict=True):
        ink(ax, one, title, low, high)
    return picture(fig, alt.format(count=len(images), titles="; ".join(titles)))


def maps(layers):
    """One row of pictures for each layer: {words: (maps, H, W)}, ink black.

    A layer's maps share one scale, from its lowest number to its highest.
    """
    fig = figure(height=330)
    parts = fig.subfigures(len(layers), 1, squeeze=False)[:, 0]
    said = []
    for part, (words, pictures) in zip(parts, layers.items(), strict=True):
        pictures = np.asarray(pictures)
        n, h, w = pictures.shape
        name, *places = part.subplots(1, n + 1)
        bare(name).text(1, 0.5, words, ha="right", va="center")
        for k, (ax, one) in enumerate(zip(places, pictures, strict=True), 1):
            ink(ax, one, k if n > 1 else "", pictures.min(), pictures.max(), size=10)
        said.append(f"{words}: {n} of {h} by {w} pixels")
    alt = f"Rows of small pictures, dark where a map is high. {'; '.join(said)}."
    return picture(fig, alt)


def feature_maps(whole, maps):
    """A photo (H, W, 3), 0 to 255, and a row of seven of its maps for each layer.

    maps: {layer: (C, h, w)}, drawn evenly over all; each is scaled alone, its highest
    number white.
    """
    fig = figure(height=min(420, 30 + 84 * len(maps)))
    left, right = fig.subfigures(1, 2, width_ratios=[1, 3.6])
    photo(left.subplots(), whole)
    said = []
    lines = right.subplots(len(maps), 7, squeeze=False)
    for places, (layer, found) in zip(lines, maps.items(), strict=True):
        found = np.asarray(found, dtype=float)
        drawn = min(7, len(found))
        size = f"{len(found)} of {found.shape[1]}×{found.shape[2]}"
        said.append(f"{layer}, {size}")
        for k, ax in enumerate(places):
            bare(ax)
            if k < drawn:
                channel = k * len(found) // drawn
                image(ax, found[channel]).set_interpolation("antialiased")
                ax.set_title(channel, fontsize=10, pad=2)
        name_row(places[0], f"{layer}\n{size}", 4)
    alt = f"""A photo, and maps of it, white where a map is highest. A row for each
        layer: {"; ".join(said)} pixels."""
    return picture(fig, alt, photos=True)


def top_patches(units):
    """What units see where they are most active; a column for each unit.

    units: rows (words, patches, gradients), both nine of (3, h, w): patches from −1,
    black, to 1; gradients, drawn below them, with 0 mid-grey, each scaled alone.
    """
    fig, places = axes(2, len(units), height=400, squeeze=False)
    said = []
    for (above, below), (words, patches, gradients) in zip(
        places.T, units, strict=True
    ):
        patches, gradients = (
            np.stack([np.asarray(one, dtype=float) for one in nine])
            for nine in (patches, gradients)
        )
        _nine(above, ((patches + 1) / 2).transpose(0, 2, 3, 1).clip(0, 1))
        # What is beyond each one's highest half percent is cut.
        most = np.quantile(np.abs(gradients), 0.995, axis=(1, 2, 3))
        _nine(below, around_grey(gradients, most).clip(0, 1))
        above.set_title(words)
        height, width = patches.shape[2:]
        said.append(f"{' '.join(words.split())}: {height}×{width}")
    name_row(places[0, 0], "what it\nsees")
    name_row(places[1, 0], "guided\ngradient")
    alt = f"""For each unit the {len(patches)} patches at which it is most active,
        in pixels {"; ".join(said)}; below them, their guided gradients."""
    return picture(fig, alt, photos=True)


def _nine(ax, patches):
    """Patches (n, h, w, 3) from 0 to 1, three in a row."""
    gap = max(1, round(patches.shape[1] / 20))
    if patches.shape[1] < 10:  # a gap of one pixel would be wide
        patches, gap = patches.repeat(8, 1).repeat(8, 2), 2
    photo(ax, mosaic(patches, 3, gap, fill=1), white=1)


def class_pictures(pictures):
    """Pictures (H, W, 3) from 0 to 255 with their names: {name: picture}."""
    rows = 1 if len(pictures) < 5 else 2
    columns, height = -(-len(pictures) // rows), 330 if rows == 1 else 420
    fig, places = axes(rows, columns, height=height, squeeze=False)
    for ax in places.flat:
        bare(ax)
    for ax, (name, one) in zip(places.flat, pictures.items(), strict=False):
        photo(ax, one)
        ax.set_title(name, pad=4)
    alt = f"Pictures that a network likes best: {'; '.join(pictures)}."
    return picture(fig, alt, photos=True)


def line_up(rows, height):
    """Rows of small colour pictures: {title: (n, 3, h, w) from 0 to 1}."""
    fig, places = axes(len(rows), 1, height=height, squeeze=False)
    for ax, (title, images) in zip(places[:, 0], rows.items(), strict=True):
        _tiles(ax, images[None])
        name_row(ax, title, 4)
    said = "; ".join(f"{title}, {len(images)}" for title, images in rows.items())
    return picture(fig, f"Rows of small drawings: {said}.")


def neighbours(asked, ways):
    """Pictures, and in a block for each way those that it finds nearest to them.

    asked: (n, 3, h, w) from 0 to 1; ways: {title: (nearest (n, k, 3, h, w), whether
    they are of the same kind (n, k))}. Those of another kind are framed and crossed.
    """
    counts = [1, *(np.shape(right)[1] for _, right in ways.values())]
    fig, places = axes(1, len(counts), height=330, width_ratios=counts)
    _tiles(places[0], asked[:, None])
    places[0].set_title("asked")
    said = []
    for ax, (title, (nearest, right)) in zip(places[1:], ways.items(), strict=True):
        side, right = _tiles(ax, nearest), np.asarray(right)
        ax.set_title(title)
        for row, column in np.argwhere(~right):
            top, left = row * side - 1, column * side - 1
            frame(ax, top, left, side - 1, side - 1, WRONG)
            cross = {"color": WRONG, "ha": "right", "va": "top"}
            ax.text(left + side - 4.5, top + 2.5, "✗", **cross)
        said.append(f"{title}: {right.sum()} of {right.size}")
    alt = f"""{len(asked)} drawings, a row for each, and beside it those nearest to it.
        Of the same kind are, {"; ".join(said)}. The others are crossed."""
    return picture(fig, alt)


def _tiles(ax, images):
    """Draw (rows, columns, 3, h, w) as one picture; gives the distance of two."""
    images = np.moveaxis(np.asarray(images), 2, -1)
    rows, columns, side = images.shape[:3]
    gap = side // 10
    whole = mosaic(images.reshape(rows * columns, *images.shape[2:]), columns, gap, 1)
    photo(ax, whole, white=1)
    height, width = whole.shape[:2]
    ax.set(xlim=(-4, width + 4), ylim=(height + 4, -4))  # room for frames
    return side + gap


def top5(pictures, names, scores):
    """Photos, and beside each the five classes that get the highest scores.

    pictures: N arrays, 0 to 255; names: K classes; scores (N, K), shares of 1.
    """
    rows = -(-len(pictures) // 3)
    fig = figure(height=min(420, 200 * rows))
    parts = fig.subfigures(rows, 3, squeeze=False).flat
    said = []
    for part, one, row in zip(parts, pictures, scores, strict=False):
        row = np.asarray(row, dtype=float)
        best = np.argsort(-row, kind="stable")[:5]
        left, right = part.subplots(1, 2, width_ratios=[2, 3])
        photo(left, one)
        bare(right).barh(range(5), row[best], color=SKY, alpha=0.45)
        right.set(xlim=(0, 1), ylim=(4.5, -0.5))
        for place, k in enumerate(best):
            text = f"{names[k]}  {percent(row[k])}"
            right.text(0.02, place, text, va="center", size=11)
        said.append(", ".join(f"{names[k]} {percent(row[k])}" for k in best))
    alt = f"""{len(pictures)} photos, each with its five most likely classes:
        {"; ".join(said)}."""
    return picture(fig, alt)


def attributions(photos, maps):
    """Each photo, and beside it a method's map in a column each.

    photos: {name: (H, W, 3) from 0 to 255}; maps: {name: {method: (h, w)}}, high where
    a place counts. Coarse maps lie over the grey photo; each map is scaled alone.
    """
    methods = list(next(iter(maps.values())))
    fig, places = axes(len(photos), 1 + len(methods), height=420, squeeze=False)
    for line, (name, one) in zip(places, photos.items(), strict=True):
        photo(line[0], one)
        name_row(line[0], name)
        for ax, method in zip(line[1:], methods, strict=True):
            photo(ax, over(np.asarray(one) / 255, maps[name][method]), white=1)
    for ax, title in zip(places[0], ["photo", *methods], strict=True):
        ax.set_title(title)
    _scale(fig, places)
    alt = f"""Maps of what counts, {", ".join(methods)}, for {", ".join(photos)}; bright
        where a map is high, each scaled alone."""
    return picture(fig, alt, photos=True)


def over(whole, values):
    """(H, W, 3) the map (h, w) in colours, the larger, the brighter.

    A map coarser than the photo is enlarged and mixed with the photo in grey.
    """
    values = scaled(values)
    if values.shape == whole.shape[:2]:
        return HEAT(values)[..., :3]
    height, width = whole.shape[:2]
    small = Image.fromarray(values.astype(np.float32))
    large = np.asarray(small.resize((width, height), Image.Resampling.BILINEAR))
    return 0.35 * whole.mean(2, keepdims=True) + 0.65 * HEAT(large)[..., :3]


def scaled(values):
    """The map from 0 to 1: what is below 0 is 0, and the highest hundredth is 1."""
    values = np.nan_to_num(np.asarray(values, dtype=float)).clip(0)
    top = np.percentile(values, TOP) or values.max()  # few places may be above 0
    return (values / top).clip(0, 1) if top > 0 else np.zeros_like(values)


def sanity(maps, similarity):
    """Maps of a trained network, and of one that forgets more and more.

    maps: {method: {stage: (h, w)}}, the trained net first; similarity: {method:
    {stage: rank correlation with the trained net's map}}, printed below each map.
    """
    stages = list(next(iter(maps.values())))
    fig, places = axes(len(maps), len(stages), height=400, squeeze=False)
    for line, (method, found) in zip(places, maps.items(), strict=True):
        name_row(line[0], method)
        for ax, stage in zip(line, stages, strict=True):
            image(ax, HEAT(scaled(found[stage]))[..., :3])
            ax.set_xlabel(number(similarity[method][stage], "{:.2f}"), labelpad=3)
    for ax, stage in zip(places[0], stages, strict=True):
        ax.set_title(stage)
    _scale(fig, places)
    said = ", ".join(
        f"{method} {number(by_stage[stages[-1]], '{:.1f}')}"
        for method, by_stage in similarity.items()
    )
    alt = f"""Maps of what counts, the weights more and more random from left to right.
        Below each, its rank correlation with the trained net's; in the end: {said}."""
    return picture(fig, alt, photos=True)


def _scale(fig, places):
    """The colours' bar, at the right of all."""
    colours = ScalarMappable(Normalize(0, 1), HEAT)
    bar = fig.colorbar(colours, ax=places, fraction=0.03, aspect=30, pad=0.02)
    bar.set_ticks([0, 1], labels=["0", "each map's\nhighest 1 %"])
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0)
