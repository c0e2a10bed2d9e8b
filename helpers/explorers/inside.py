"""Inside: what does a channel find in a photo, and what does it like most?"""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np
from matplotlib.patches import Rectangle
from PIL import Image

from helpers import plots
from helpers.chosen import chosen
from helpers.datasets import pictures
from helpers.explorers import lite0_answers
from helpers.explorers.one_thread import one_thread
from helpers.widgets import base
from helpers.widgets.artists import Pixels, Words

TITLE = "Explorer: inside; choose a layer and a channel, drag the photo"
SIDE, REACH = 224, 112  # pixels of the photo; how far it can be moved, each way
LAYERS = {  # what is shown: the layer's name in the network
    "stem: the first": "stem.norm",
    "block 0": "blocks.0",
    "block 2": "blocks.2",
    "block 4": "blocks.4",
    "block 5": "blocks.5",
    "block 7": "blocks.7",
    "block 10": "blocks.10",
    "head: the last": "head.norm",
}
PALETTE = (255 * plots.SIGNED(np.linspace(0, 1, 256))).astype(np.uint8)


@lru_cache(60)
def _maps(photo, layer, right, down):
    """The photo as it lies now, (224, 224, 3) in bytes, and all maps of the layer."""
    from helpers import features
    from helpers.features import invariance

    with one_thread():
        x = lite0_answers.ready(photo)
        if right or down:
            x = invariance.place(x, right, down)
        maps = features.activations(lite0_answers.net(), x, layer)[layer][0].numpy()
    return bytes_of(x[0]), maps


def bytes_of(picture):
    """A picture (3, H, W) as Lite0 takes it, as bytes (H, W, 3)."""
    colours = (picture * 128 + 127).round().clamp(0, 255).byte()
    return colours.permute(1, 2, 0).numpy()


@lru_cache(300)
def _patches(layer, channel):
    """Nine patches in bytes, each as large as what the unit sees."""
    from helpers.datasets import lite0_peaks

    return [bytes_of(patch.picture) for patch in lite0_peaks.top(layer, channel)]


def _stored(layer):
    from helpers.datasets import lite0_peaks  # only here, as it takes torch

    return lite0_peaks.peaks(layer)


def compute(photo="coffee", layer="blocks.4", channel=0, right=0, down=0):
    """The moved photo, the channel's map, its peak and what is seen there; words.

    map: (h, w), shown against `record`, the channel's highest activation in all images.
    seen: ((first, last) row, (first, last) column) of what the unit at the peak sees.
    """
    picture, maps = _maps(photo, layer, right, down)
    kept = _stored(layer)
    channel = min(channel, len(maps) - 1)
    found = maps[channel]
    peak = tuple(int(n) for n in np.unravel_index(found.argmax(), found.shape))
    s = SimpleNamespace(
        layer=layer,
        channel=channel,
        picture=picture,
        map=found,
        record=float(kept.values[channel].max()),
        peak=peak,
        seen=kept.field.inside(*peak),
        size=kept.field.size[0],
        patches=_patches(layer, channel),
        limits={"channel": len(maps) - 1},
    )
    s.words = _words(s)
    return s


def _words(s):
    highest, record = (plots.number(n, "{:.1f}") for n in (s.map.max(), s.record))
    sees = f"{s.size}×{s.size} pixels"
    if s.size >= SIDE:
        sees += ", padding included: the whole photo, or nearly so"
    return (
        f"Channel {s.channel} of {s.layer} has its peak here at row {s.peak[0]}, "
        f"column {s.peak[1]}: {highest}; its record in all images is {record}. "
        f"A unit of this layer sees {sees}."
    )


class View(base.View):
    """The photo with what the peak's unit sees; the map; nine patches."""

    size = 858, 318
    cursor = "grab"
    top, side = 30, 276
    lefts = 4, 291, 578  # of the photo, the map and the patches

    def build(self, fig, s):
        fig.set_layout_engine("none")  # every place below is given in pixels
        page = plots.bare(fig.add_axes((0, 0, 1, 1)))
        page.set(xlim=(0, self.size[0]), ylim=(self.size[1], 0))
        self.seen, self.map, self.patches = (
            self.keep(page.add_artist(Pixels())) for _ in self.lefts
        )
        for left, artist in zip(self.lefts, (self.seen, self.map), strict=False):
            artist.corner = left, self.size[1] - self.top - self.side
        self.patches.corner = self.lefts[2], self.size[1] - self.top - self.side
        self.frames = [
            self.keep(page.add_patch(Rectangle((0, 0), 1, 1, fill=False, **look)))
            for look in ({"ec": "white", "lw": 4.5}, {"ec": plots.ORANGE, "lw": 2.5})
        ]
        self.cell = self.keep(
            page.add_patch(Rectangle((0, 0), 1, 1, fill=False, ec=plots.ORANGE, lw=2))
        )
        self.titles = self.keep(Words(page, 12, middle=False))

    def draw(self, s):
        side, top = self.side, self.top
        self.seen.rgba = _large(s.picture, side)
        self.map.rgba = _large(_coloured(s.map, s.record), side, smooth=False)
        self.patches.rgba = _nine(s.patches, side)
        (first, last), (left, right) = s.seen
        scale = side / SIDE
        for frame in self.frames:
            frame.set_bounds(
                self.lefts[0] + scale * left,
                top + scale * first,
                scale * (right - left + 1),
                scale * (last - first + 1),
            )
        high, wide = (side / n for n in s.map.shape)
        row, column = s.peak
        self.cell.set_bounds(
            self.lefts[1] + wide * column, top + high * row, wide, high
        )
        height, width = s.map.shape
        self.titles.show(
            [
                "the photo: drag it",
                f"channel {s.channel}: {height}×{width}, blue is high",
                "what it answers to most",
            ],
            [(left, top - 8) for left in self.lefts],
        )

    def pointed(self, values, start, now):
        left, top, side = self.lefts[0], self.top, self.side
        if 0 <= start[0] - left < side and 0 <= start[1] - top < side:
            moved = (np.array(now) - start) * SIDE / side
            right, down = moved + (values["right"], values["down"])
            return {"right": _near(right), "down": _near(down)}
        return None


def _near(amount):
    return int(np.clip(round(amount), -REACH, REACH))


def _large(picture, side, smooth=True):
    """Bytes (h, w, 3 or 4) enlarged or reduced to side × side, as RGBA."""
    how = Image.Resampling.BILINEAR if smooth else Image.Resampling.NEAREST
    return np.array(Image.fromarray(picture).resize((side, side), how).convert("RGBA"))


def _coloured(found, record):
    """A map as bytes (h, w, 4): white is 0, the full colours are ± the record."""
    return PALETTE[np.clip(127.5 + 127.5 * found / record, 0, 255).astype(np.uint8)]


def _nine(patches, side):
    """Nine patches in three rows with white between them, (side, side, 4) in bytes."""
    sheet = np.full((side, side, 4), 255, dtype=np.uint8)
    tile = (side - 8) // 3
    for n, patch in enumerate(patches):
        row, column = ((tile + 4) * k for k in divmod(n, 3))
        smooth = len(patch) > 40  # the pixels of a small one shall be seen
        sheet[row : row + tile, column : column + tile] = _large(patch, tile, smooth)
    return sheet


def inside(photo="coffee", layer="blocks.4", channel=0):
    """Explorer: a channel's map of a photo to be dragged, and its nine patches."""
    chosen("layer", layer, LAYERS.values())
    last = len(_stored(layer).images) - 1
    controls = {
        "photo": base.choice("photo", pictures.photo_names(), photo),
        "layer": base.choice("layer", LAYERS, layer),
        "channel": base.slider("channel", 0, last, channel),
        "right": base.slider("right", -REACH, REACH, 0),
        "down": base.slider("down", -REACH, REACH, 0),
    }
    return base.Explorer(TITLE, compute, View(), controls)
