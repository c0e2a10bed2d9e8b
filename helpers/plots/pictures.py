"""Pictures: digits, photos, feature maps, and what of a photo counts."""

import numpy as np
from matplotlib import cm, colormaps, colors
from PIL import Image

from helpers.plots import style
from helpers.plots.tables import numbers
from helpers.plots.weights import around_grey, mosaic

__all__ = ["attributions", "class_pictures", "columns", "digits", "feature_maps"]
__all__ += ["gallery", "line_up", "maps", "neighbours", "nines", "over", "sanity"]
__all__ += ["top5", "zoom"]

SHADES = colors.LinearSegmentedColormap.from_list("ink", ["white", style.INK])
HEAT = colormaps["inferno"]
TOP = 99  # percentile at which the scale ends: one bright pixel shouldn't darken all


def photo(ax, array, white=255):
    """A photo (H, W, 3), smooth at any size; 0 is black."""
    array = np.asarray(array, dtype=float) / white
    style.image(ax, array, vmin=0, vmax=1).set_interpolation("antialiased")


def zoom(levels, row, col, size):
    """A photo with a small square of it marked, and the numbers in that square."""
    fig, (left, right) = style.axes(1, 2, height=380, width_ratios=[1.1, 1])
    part = levels[row : row + size, col : col + size]
    for ax, array in ((left, levels), (right, part)):
        style.image(ax, array, vmin=0, vmax=255)
    style.frame(left, row, col, size, size, style.RED)
    numbers(right, part, "{:.0f}")
    for text, level in zip(right.texts, part.flat, strict=True):
        text.set_color("black" if level > 127 else "white")
    alt = f"""A grey photo with a small square marked, and beside it that square as
        {size} by {size} pixels with their numbers, from {part.min():.0f} in the
        darkest to {part.max():.0f} in the brightest."""
    return style.picture(fig, alt)


def gallery(pictures, alt, signed=(), height=300, vmax=None):
    """A row of pictures, each under its name, from 0 (black) to 255 (white).

    Those named in `signed` have white for zero; `vmax` is the end of their scale.
    """
    fig, panels = style.side_by_side(pictures, height)
    for ax, title, array in panels:
        scale = {"signed": True, "vmax": vmax} if title in signed else {"vmax": 255}
        style.image(ax, array, vmin=0, **scale)
        ax.spines[:].set(visible=title in signed, color=style.PALE)
    return style.picture(fig, alt)


def columns(pictures, error):
    """Pictures, and where their difference isn't zero, with the columns' numbers."""
    error = np.asarray(error)
    found = style.listed(np.flatnonzero(error.any(axis=0)))
    differ = f"columns {found} differ"
    names = style.each("“{}”", pictures, joint=" and ")
    alt = f"""{names}; and where the two differ: white throughout, but
        for the thin columns {found} of {error.shape[1]}."""
    shown = {name: 255 * one / one.max() for name, one in pictures.items()}
    return gallery(shown | {differ: np.sign(error)}, signed=[differ], alt=alt)


def ink(ax, array):
    """A digit or a map from 0, white, to 1, ink black, in a pale frame."""
    style.image(ax, array, vmin=0, vmax=1).set_cmap(SHADES)
    ax.spines[:].set(visible=True, color=style.PALE)


def digits(images, titles, alt="{count} handwritten digits: {titles}.", height=150):
    """A row of at most twelve small pictures, each under its title, on one scale."""
    images = colors.Normalize()(np.stack(list(images)[:12]))
    titles = [str(title) for title in titles][:12]
    fig, _ = style.in_rows([images], (), titles, ink, height)
    return style.picture(fig, alt.format(count=len(images), titles="; ".join(titles)))


def maps(layers):
    """One row of numbered pictures for each layer: {words: (maps, H, W)}, ink black.

    A layer's maps share one scale, from its lowest number to its highest.
    """
    rows = [colors.Normalize()(np.stack(list(found))) for found in layers.values()]
    numbers = range(max(map(len, rows)))
    fig, _ = style.in_rows(rows, layers, numbers, ink, 330)
    sizes = zip(*map(np.shape, rows), strict=True)
    said = style.each("{}: {} of {} by {} pixels", layers, *sizes)
    alt = f"Rows of small pictures, dark where a map is high. {said}."
    return style.picture(fig, alt)


def feature_maps(whole, maps):
    """A photo (H, W, 3), 0 to 255, and a row of seven of its maps for each layer.

    maps: {layer: (C, h, w)}, drawn evenly over all; each is scaled alone, its highest
    number white.
    """
    fig = style.figure(height=min(420, 30 + 84 * len(maps)))
    left, right = fig.subfigures(1, 2, width_ratios=[1, 3.6])
    photo(left.subplots(), whole)
    sizes = ["{} of {}×{}".format(*found.shape) for found in maps.values()]
    lines = zip(right.subplots(len(maps), 7), maps.items(), sizes, strict=True)
    for places, (layer, found), size in lines:
        for ax, channel in zip(places, np.arange(7) * len(found) // 7, strict=True):
            style.image(ax, found[channel]).set_interpolation("antialiased")
            ax.set_title(channel, fontsize=10, pad=2)
        places[0].set_ylabel(f"{layer}\n{size}", **style.ROW)
    alt = f"""A photo, and maps of it, white where a map is highest. A row for each
        layer: {style.each("{}, {}", maps, sizes)} pixels."""
    return style.picture(fig, alt, photos=True)


def nines(blocks, height=230):
    """Blocks of up to nine small pictures, side by side: {title: those (n, 3, h, w)}.

    Patches are from −1, black, to 1. A block whose title has “gradient” in it has 0
    mid-grey and each picture scaled alone, its highest half percent cut.
    """
    fig, panels = style.side_by_side(blocks, height)
    said = []
    for ax, title, nine in panels:
        nine = np.stack(list(nine)).astype(float)
        h, w = nine.shape[2:]
        ends = np.ones(len(nine))
        if "gradient" in title:
            ends = np.quantile(abs(nine), 0.995, axis=(1, 2, 3))
        patches, gap = around_grey(nine, ends).clip(0, 1), max(1, round(h / 20))
        if h < 10:  # a gap of one pixel would be wide
            patches, gap = patches.repeat(8, 1).repeat(8, 2), 2
        photo(ax, mosaic(patches, 3, gap), white=1)
        said.append(f"{' '.join(title.split())}: {h}×{w}")
    alt = f"Blocks of small pictures, three in a row, in pixels {'; '.join(said)}."
    return style.picture(fig, alt, photos=True)


def class_pictures(pictures, what="Pictures that a network likes best"):
    """Pictures (H, W, 3) from 0 to 255 with their names: {name: picture}."""
    rows, height = (1, 250) if len(pictures) < 5 else (2, 380)
    fig, panels = style.side_by_side(pictures, height, rows=rows)
    for ax, name, array in panels:
        photo(ax, array)
        ax.set_title(name, pad=4)
    return style.picture(fig, f"{what}: {'; '.join(pictures)}.", photos=True)


def line_up(rows, height, titles=()):
    """Rows of colour pictures, {title: (n, 3, h, w) from 0 to 1}, under titles."""
    fig, _ = style.in_rows(list(rows.values()), rows, titles, drawing, height)
    said = style.each("{}, {}", rows, map(len, rows.values()))
    return style.picture(fig, f"Rows of small drawings: {said}.")


def drawing(ax, one):
    """A picture (3, h, w) from 0 to 1."""
    photo(ax, np.moveaxis(np.asarray(one), 0, -1), white=1)


def neighbours(asked, ways):
    """Pictures, and in a block for each way those that it finds nearest to them.

    asked: (n, 3, h, w) from 0 to 1; ways: {title: (nearest (n, k, 3, h, w), whether
    they are of the same kind (n, k))}. Those of another kind are framed and crossed.
    """
    rows, titles, said = [[(one, True)] for one in asked], ["asked"], []
    for title, (nearest, right) in ways.items():
        right = np.asarray(right)
        for row, *found in zip(rows, nearest, right, strict=True):
            row += [None, *zip(*found, strict=True)]
        before = right.shape[1] // 2
        titles += [""] * (before + 1) + [title] + [""] * (right.shape[1] - before - 1)
        said.append(f"{title}: {right.sum()} of {right.size}")
    fig, _ = style.in_rows(rows, (), titles, lambda ax, one: crossed(ax, *one), 330)
    alt = f"""{len(asked)} drawings, a row for each, and beside it those nearest to it.
        Of the same kind are, {"; ".join(said)}. The others are crossed."""
    return style.picture(fig, alt)


def crossed(ax, one, right):
    """A drawing, framed and crossed if it isn't right."""
    drawing(ax, one)
    if not right:
        ax.spines[:].set(visible=True, color=style.WRONG, lw=2)
        form = {"color": style.WRONG, "ha": "right", "va": "top"}
        ax.text(0.97, 0.97, "✗", transform=ax.transAxes, **form)


def top5(pictures, names, scores):
    """Photos, and beside each the five classes that get the highest scores.

    pictures: N arrays, 0 to 255; names: K classes; scores (N, K), shares of 1.
    """
    rows = -(-len(pictures) // 3)
    fig = style.figure(height=min(420, 200 * rows))
    parts = fig.subfigures(rows, 3, squeeze=False).flat
    said = []
    for part, one, row in zip(parts, pictures, np.asarray(scores), strict=False):
        left, right = part.subplots(1, 2, width_ratios=[2, 3])
        photo(left, one)
        best = np.argsort(-row, kind="stable")[:5]
        style.bare(right).barh(range(5), row[best], color=style.SKY, alpha=0.45)
        right.set(xlim=(0, 1), ylim=(4.5, -0.5))
        words = [f"{names[k]} {style.percent(row[k])}" for k in best]
        for place, text in enumerate(words):
            right.text(0.02, place, text, va="center", size=11)
        said.append(", ".join(words))
    alt = f"""{len(pictures)} photos, each with its five most likely classes:
        {"; ".join(said)}."""
    return style.picture(fig, alt)


def attributions(photos, maps):
    """Each photo, and beside it a method's map in a column each.

    photos: {name: (H, W, 3) from 0 to 255}; maps: {name: {method: (h, w)}}, high where
    a place counts. Coarse maps lie over the grey photo; each map is scaled alone.
    """
    *_, methods = maps.values()
    rows = [
        [np.asarray(one), *(over(one, found) for found in maps[name].values())]
        for name, one in photos.items()
    ]
    height = min(420, 40 + 130 * len(rows))
    fig, places = style.in_rows(rows, photos, ["photo", *methods], photo, height)
    _scale(fig, places)
    alt = f"""Maps of what counts, {", ".join(methods)}, for {", ".join(photos)}; bright
        where a map is high, each scaled alone."""
    return style.picture(fig, alt, photos=True)


def over(whole, values):
    """(H, W, 3) from 0 to 255: the map (h, w) in colours, the larger, the brighter.

    A map coarser than the photo is enlarged and mixed with the photo in grey.
    """
    values, whole = scaled(values), np.asarray(whole, dtype=float)
    if values.shape == whole.shape[:2]:
        return 255 * HEAT(values)[..., :3]
    height, width = whole.shape[:2]
    small = Image.fromarray(values.astype(np.float32))
    large = np.asarray(small.resize((width, height), Image.Resampling.BILINEAR))
    return 0.35 * whole.mean(2, keepdims=True) + 0.65 * 255 * HEAT(large)[..., :3]


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
    rows = [[HEAT(scaled(one)) for one in found.values()] for found in maps.values()]
    *_, stages = maps.values()
    fig, places = style.in_rows(rows, maps, stages, style.image, 400)
    alike = np.array([list(by_stage.values()) for by_stage in similarity.values()])
    for ax, value in zip(places.flat, alike.flat, strict=True):
        ax.set_xlabel(style.number(value, "{:.2f}"), labelpad=3)
    _scale(fig, places)
    ends = [style.number(value, "{:.1f}") for value in alike[:, -1]]
    alt = f"""Maps of what counts, the weights more and more random from left to right.
        Below each, its rank correlation with the trained net's; in the end:
        {style.each("{} {}", similarity, ends, joint=", ")}."""
    return style.picture(fig, alt, photos=True)


def _scale(fig, places):
    """The colours' bar, at the right of all."""
    scale = cm.ScalarMappable(cmap=HEAT)
    bar = fig.colorbar(scale, ax=places, fraction=0.03, aspect=30, pad=0.02)
    bar.set_ticks([0, 1], labels=["0", "each map's\nhighest 1 %"])
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0)
