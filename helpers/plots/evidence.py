"""Figures of which pixels count: maps over photos, and maps of random networks."""

import matplotlib
import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from PIL import Image

from .style import axes, image, number, picture

HEAT = matplotlib.colormaps["inferno"]
TOP = 99  # percentile at which the scale ends: one bright pixel shouldn't darken all


def attributions(photos, maps, height=420):
    """Each photo, and beside it a method's map in a column each.

    photos: {name: (H, W, 3) from 0 to 255}; maps: {name: {method: (h, w)}}, high where
    a place counts. Coarse maps lie over the grey photo; each map is scaled alone.
    """
    methods = list(next(iter(maps.values())))
    fig, places = axes(len(photos), 1 + len(methods), height=height, squeeze=False)
    for line, (name, photo) in zip(places, photos.items(), strict=True):
        photo = np.asarray(photo, dtype=float) / 255
        image(line[0], photo, vmin=0, vmax=1).set_interpolation("antialiased")
        line[0].set_ylabel(name, rotation=0, ha="right", va="center", labelpad=8)
        for ax, method in zip(line[1:], methods, strict=True):
            image(ax, over(photo, maps[name][method])).set_interpolation("antialiased")
    for ax, title in zip(places[0], ["photo", *methods], strict=True):
        ax.set_title(title)
    _scale(fig, places)
    alt = f"""Maps of what counts, {", ".join(methods)}, for {", ".join(photos)}; bright
        where a map is high, each scaled alone."""
    return picture(fig, alt, photos=True)


def over(photo, values):
    """(H, W, 3) the map (h, w) in colours, the larger, the brighter.

    A map coarser than the photo is enlarged and mixed with the photo in grey.
    """
    values = scaled(values)
    if values.shape == photo.shape[:2]:
        return HEAT(values)[..., :3]
    height, width = photo.shape[:2]
    small = Image.fromarray(values.astype(np.float32))
    large = np.asarray(small.resize((width, height), Image.Resampling.BILINEAR))
    return 0.35 * photo.mean(2, keepdims=True) + 0.65 * HEAT(large)[..., :3]


def scaled(values):
    """The map from 0 to 1: what is below 0 is 0, and the highest hundredth is 1."""
    values = np.nan_to_num(np.asarray(values, dtype=float)).clip(0)
    top = np.percentile(values, TOP) or values.max()  # few places may be above 0
    return (values / top).clip(0, 1) if top > 0 else np.zeros_like(values)


def sanity(maps, similarity, height=400):
    """Maps of a trained network, and of one that forgets more and more.

    maps: {method: {stage: (h, w)}}, the trained net first; similarity: {method:
    {stage: rank correlation with the trained net's map}}, printed below each map.
    """
    stages = list(next(iter(maps.values())))
    fig, places = axes(len(maps), len(stages), height=height, squeeze=False)
    said = []
    for line, (method, found) in zip(places, maps.items(), strict=True):
        line[0].set_ylabel(method, rotation=0, ha="right", va="center", labelpad=8)
        for ax, stage in zip(line, stages, strict=True):
            image(ax, HEAT(scaled(found[stage]))[..., :3])
            value = similarity[method].get(stage)
            ax.set_xlabel("" if value is None else number(value, "{:.2f}"), labelpad=3)
        last = number(similarity[method][stages[-1]], "{:.1f}")
        said.append(f"{method} {last}")
    for ax, stage in zip(places[0], stages, strict=True):
        ax.set_title(stage)
    _scale(fig, places)
    alt = f"""Maps of what counts, the weights more and more random from left to right.
        Below each, its rank correlation with the trained net's; in the end:
        {", ".join(said)}."""
    return picture(fig, alt, photos=True)


def _scale(fig, places):
    """The colours' bar, at the right of all."""
    colours = ScalarMappable(Normalize(0, 1), HEAT)
    bar = fig.colorbar(colours, ax=places, fraction=0.03, aspect=30, pad=0.02)
    bar.set_ticks([0, 1], labels=["0", "each map's\nhighest 1 %"])
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0)
