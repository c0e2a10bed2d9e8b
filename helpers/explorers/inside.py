"""Inside: what does a channel find in a photo, and what does it like most?"""

from functools import lru_cache

import numpy as np
from PIL import Image

from helpers import features, plots
from helpers.datasets import lite0_peaks, pictures
from helpers.explorers import lite0_answers
from helpers.features import invariance
from helpers.one_thread import one_thread
from helpers.widgets import choice, explorer, slider

SIDE, REACH = 224, 112  # pixels of the photo; how far it can be moved, each way
TOP, SHOWN = 30, 276  # where the three pictures lie on the page, and how large
PHOTO, MAP, PATCHES = ((left, TOP, SHOWN, SHOWN) for left in (4, 291, 578))
BLOCKS = {f"block {n}": f"blocks.{n}" for n in (0, 2, 4, 5, 7, 10)}
LAYERS = {"stem: the first": "stem.norm", **BLOCKS, "head: the last": "head.norm"}


@explorer(
    "Explorer: inside; choose a layer and a channel, drag the photo",
    (858, 318),
    photo=choice("photo", pictures.photo_names()),
    layer=choice("layer", LAYERS),
    channel=slider("channel", 0, 1279),
    right=slider("right", -REACH, REACH),
    down=slider("down", -REACH, REACH),
)
def inside(page, photo="coffee", layer="blocks.4", channel=0, right=0, down=0):
    """Explorer: a channel's map of a photo to be dragged, and its nine patches."""
    found, stored = maps(photo, layer, right, down), lite0_peaks.peaks(layer)
    channel = page.most("channel", len(found) - 1)
    found, record = found[channel], float(stored.values[channel].max())
    peak = np.unravel_index(found.argmax(), found.shape)

    page.box(PHOTO, "#7f7f7f")  # what the network sees beside the photo
    page.text("the photo: drag it", PHOTO[0], TOP - 8)
    place = np.add(PHOTO, (SHOWN / SIDE * right, SHOWN / SIDE * down, 0, 0))
    held = [page.photo(place, lite0_answers.seen(photo), clip=PHOTO)]
    held += framed(page, PHOTO, SIDE, *stored.field.inside(*peak))
    page.drag(PHOTO, ("right", 0, SIDE), ("down", 0, SIDE), held, relative=True)

    height, width = found.shape
    title = f"channel {channel}: {height}×{width}, blue is high"
    page.pixels(MAP, found / abs(record), title)
    framed(page, MAP, width, *((place, place) for place in peak))

    page.text("what it answers to most", PATCHES[0], TOP - 8)
    side = (SHOWN - 8) // 3
    for n, patch in enumerate(patches(layer, channel)):
        row, column = divmod(n, 3)
        place = PATCHES[0] + (side + 4) * column, TOP + (side + 4) * row, side, side
        # The pixels of a small one shall be seen.
        (page.photo if len(patch) > 40 else page.pixels)(place, patch)
    return words(channel, layer, peak, found.max(), record, stored.field.size[0])


def framed(page, place, side, rows, columns):
    """A frame around some rows and columns, (first, last), of a picture with `side`."""
    left, top, shown, _ = place
    each = shown / side
    (first, last), (start, end) = rows, columns
    size = each * (end - start + 1), each * (last - first + 1)
    box = left + each * start, top + each * first, *size
    clip = left - 3, top - 3, shown + 6, shown + 6
    return page.frame(box, clip=clip)


@lru_cache(60)
def maps(photo, layer, right, down):
    """All maps of the layer, (channels, h, w), of the photo as it lies now."""
    with one_thread():
        x = lite0_answers.ready(photo)
        if right or down:
            x = invariance.place(x, right, down)
        found = features.activations(lite0_answers.net(), x, layer)
    return found[layer][0].numpy()


@lru_cache(300)
def patches(layer, channel):
    """Nine patches in bytes: what the unit saw, at most 134 pixels wide."""
    found = []
    for patch in lite0_peaks.top(layer, channel):
        picture = Image.fromarray(lite0_answers.as_bytes(patch.picture))
        picture.thumbnail((134, 134), Image.Resampling.BICUBIC)
        found.append(np.asarray(picture))
    return found


def words(channel, layer, peak, highest, record, size):
    highest, record = (plots.number(n, "{:.1f}") for n in (highest, record))
    said = f"Channel {channel} of {layer} has its peak here at row {peak[0]}, column "
    said += f"{peak[1]}: {highest}; its record in all images is {record}. "
    said += f"A unit of this layer sees {size}×{size} pixels"
    whole = ", padding included: the whole photo, or nearly so"
    return f"{said}{whole * (size >= SIDE)}."
