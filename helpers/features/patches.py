"""Where in a set of images is a unit most active, and what does it see there?

After Zeiler and Fergus, “Visualizing and understanding convolutional networks”, 2014.
"""

from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F

from helpers.features.fields import receptive_field
from helpers.features.hooks import maps_of, outputs


class Peaks(NamedTuple):
    """The highest activation of each channel in each image.

    values  (N, channels)
    places  (N, channels, 2), its row and column on the layer's map
    """

    values: np.ndarray
    places: np.ndarray


class Patch(NamedTuple):
    """An image's most active place: which image, where on the map, how active.

    picture  (C, h, w), what the unit there sees, with 0 outside the image
    """

    image: int
    place: tuple
    value: float
    picture: torch.Tensor


def top_patches(model, images, layer, channel, k=9):
    """The k images (N, C, H, W) whose map of a channel is highest anywhere: Patches.

    One patch an image, the highest first. Behind a ReLU6 many are 6, and so equal: ask
    the layer before it, like "head.norm" for "head". For more channels of a layer,
    call `peaks` and `receptive_field` once, and then `strongest` for each.
    """
    found = peaks(model, images, layer)
    field = receptive_field(model, layer, images.shape[1:])
    return strongest(images, found, field, channel, k)


@torch.no_grad()
def peaks(model, images, layer, batch=64):
    """Peaks of all channels of a layer, in images (N, C, H, W)."""
    values, places = [], []
    for part in images.split(batch):
        maps = maps_of(outputs(model, part, [layer])[layer], layer).cpu().numpy()
        flat = maps.reshape(*maps.shape[:2], -1)
        values.append(flat.max(2))
        places.append(np.stack(np.unravel_index(flat.argmax(2), maps.shape[2:]), 2))
    return Peaks(np.concatenate(values), np.concatenate(places))


def strongest(images, peaks, field, channel, k=9):
    """The k Patches of a channel, of peaks that are known already."""
    count, channels = peaks.values.shape
    if channel not in range(channels):
        raise ValueError(f"channel is {channel!r}; there are 0 to {channels - 1}.")
    if k not in range(1, count + 1):
        raise ValueError(f"k is {k!r}; of {count} images it can be 1 to {count}.")
    patches = []
    for image in np.argsort(-peaks.values[:, channel], kind="stable")[:k].tolist():
        place = tuple(peaks.places[image, channel].tolist())
        value = peaks.values[image, channel].item()
        patches.append(Patch(image, place, value, cut(images[image], field, place)))
    return patches


def cut(image, field, place):
    """What the unit at a place sees of an image (C, H, W): (C, h, w), 0 outside of it.

    A field that is higher or wider than the image is cut to the image.
    """
    (top, bottom), (left, right) = field.inside(*place)
    seen = torch.zeros_like(image)
    seen[:, top : bottom + 1, left : right + 1] = image[
        :, top : bottom + 1, left : right + 1
    ]
    frame = []
    for (first, last), side in zip(field.at(*place), field.shape, strict=True):
        small = last - first < side
        frame = [-first, last + 1 - side, *frame] if small else [0, 0, *frame]
    return F.pad(seen, frame)  # a frame below 0 cuts off
