"""What makes channels of EfficientNet-Lite0 most active, looked up and not computed.

The images are all that come with the course in colour, as Lite0 takes them: first the
five PHOTOS, then Google's emoji and Twitter's, of each those to
train with before those to test with.
"""

import io
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from PIL import Image

from helpers import datasets, models
from helpers.chosen import chosen
from helpers.datasets import files, pictures
from helpers.features.fields import Field
from helpers.features.patches import Patch, cut

LAYERS = ("stem.norm", *(f"blocks.{n}" for n in (0, 2, 4, 5, 7, 10)), "head.norm")
TOP = 9
SHAPE = (3, 224, 224)
EMOJI = "emoji", "emoji_twitter"
PHOTOS = "astronaut", "brick", "camera", "chelsea", "coffee"
COUNT = len(PHOTOS) + 2 * 553  # of all images


@dataclass(frozen=True)
class Stored:
    """The images that make a layer's channels most active, the most active first.

    images  (channels, 9), their numbers, as `inputs` takes them
    places  (channels, 9, 2), row and column of the peak on the layer's map
    values  (channels, 9), how active
    field   what the layer's units see
    """

    images: np.ndarray
    places: np.ndarray
    values: np.ndarray
    field: Field


@cache
def peaks(layer):
    """Stored peaks of one of Lite0's layers "stem.norm", "blocks.0" … "head.norm".

    tools/data/make_peaks.py found them, over 1,111 images.
    """
    chosen("stored layer", layer, LAYERS)
    content = io.BytesIO(files.verified("lite0_peaks.npz"))
    with np.load(content, allow_pickle=False) as arrays:
        found = {
            name: arrays[f"{layer} {name}"]
            for name in ("images", "places", "values", "field")
        }
    start, size, step = (tuple(pair) for pair in found.pop("field").tolist())
    return Stored(**found, field=Field(start, size, step, SHAPE[1:]))


def top(layer, channel):
    """The nine Patches that make a channel of Lite0 most active, as stored."""
    found = peaks(layer)
    if channel not in range(len(found.images)):
        raise ValueError(
            f"channel is {channel!r}; those of {layer!r} are 0 to "
            f"{len(found.images) - 1}."
        )
    numbers = found.images[channel].tolist()
    places = map(tuple, found.places[channel].tolist())
    values = found.values[channel].tolist()
    return [
        Patch(number, place, value, cut(image, found.field, place))
        for number, place, value, image in zip(
            numbers, places, values, inputs(numbers), strict=True
        )
    ]


def inputs(numbers):
    """The images of these numbers, 0 to 1,110, as Lite0 takes them: (N, 3, 224, 224).

    Photos are cut as `models.photo_for_lite0` does; emoji are enlarged from 64 pixels.
    """
    return torch.stack([_image(number) for number in numbers])


def _image(number):
    if number not in range(COUNT):
        raise ValueError(f"number is {number!r}; the images are 0 to {COUNT - 1}.")
    if number < len(PHOTOS):
        return models.photo_for_lite0(pictures.photo(PHOTOS[number]))[0]
    glyph = Image.fromarray(_emoji()[number - len(PHOTOS)])
    large = np.asarray(glyph.resize(SHAPE[1:], Image.Resampling.BICUBIC))
    return (torch.tensor(large).permute(2, 0, 1).float() - 127) / 128


@cache
def _emoji():
    """All emoji: (1106, 64, 64, 3) in bytes."""
    parts = [
        datasets.shipped(name, split)[0] for name in EMOJI for split in datasets.SPLITS
    ]
    return np.ascontiguousarray(np.concatenate(parts).transpose(0, 2, 3, 1))
