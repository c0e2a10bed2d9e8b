"""Where in a set of images is a unit most active, and what does it see there?

After Zeiler and Fergus, “Visualizing and understanding convolutional networks”, 2014.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F


@dataclass(frozen=True)
class Patch:
    """An image's most active place: which image, where on the map, how active.

    picture  (C, h, w), what the unit there sees, with 0 outside the image
    """

    image: int
    place: tuple
    value: float
    picture: torch.Tensor


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
