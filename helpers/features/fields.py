"""What a unit sees: its receptive field, asked of the network itself.

Notebook 03 worked it out from the sizes of the layers, one behind the other. A network
with side paths and paddings of its own isn't such a list. But NaN, “not a number”, is
contagious: whatever is computed with it becomes NaN, even 0 · NaN and max(NaN, 1). So
put NaN into a row of the picture, and see which units it reaches.
"""

from bisect import bisect_left
from dataclasses import dataclass

import torch

from helpers.features.hooks import outputs

NARROW = 80  # pixels: where only rows matter, so wide a picture will usually do
MARGINS = 240, 480, 960, 1920  # pixels put on at both ends: multiples of most steps


@dataclass(frozen=True)
class Field:
    """What each unit of a layer sees; all pairs are (down, right), in pixels.

    start  the first pixel that unit (0, 0) sees; below 0 it lies in the padding
    size   height and width of what a unit sees, padding included
    step   how much further on the next unit's field lies
    shape  height and width of the picture
    """

    start: tuple
    size: tuple
    step: tuple
    shape: tuple

    def at(self, row, column):
        """((first, last) row, (first, last) column) of a unit, padding included."""
        top = self.start[0] + self.step[0] * row
        left = self.start[1] + self.step[1] * column
        return (top, top + self.size[0] - 1), (left, left + self.size[1] - 1)

    def inside(self, row, column):
        """The same without the padding: only what lies in the picture."""
        return tuple(
            (max(first, 0), min(last, side - 1))
            for (first, last), side in zip(
                self.at(row, column), self.shape, strict=True
            )
        )


@torch.no_grad()
def receptive_field(model, layer, shape):
    """Field of a layer's units, for pictures of shape (channels, height, width).

    A dense layer, or one behind the mean over the whole map, sees the whole picture.
    """
    shape = tuple(shape)
    down, right = (_along(model, layer, shape, axis) for axis in (1, 2))
    return Field(*zip(down, right, strict=True), shape[1:])


def _along(model, layer, shape, axis):
    """(start, size, step) of the fields along one side of the picture."""
    whole = 0, shape[axis], 0
    maps = outputs(model, torch.zeros(1, *shape), [layer])[layer]
    if maps.ndim == 2:
        return whole
    units, step = maps.shape[1 + axis], None
    for margin in MARGINS:  # a field may be larger than the picture: make that longer
        picture, maps = _longer(model, layer, shape, axis, margin)
        more = maps.shape[1 + axis] - units
        if not more and units == 1:
            return whole
        if more and not more % 2 and not 2 * margin % more:
            step = 2 * margin // more
            start, size = _measured(model, layer, picture, axis, step)
            if size:
                return start, size, step
    if not step:
        raise ValueError(
            f"The units of {layer!r} aren't a fixed number of pixels apart: with "
            f"{2 * margin} pixels more there are {more} units more."
        )
    return whole


def _measured(model, layer, picture, axis, step):
    """(start, size) along one side; the size is 0 if it is over half the picture's."""

    def reached(first, end):
        """(units,) which of them NaN in the rows first … end − 1 reaches."""
        marked = picture.clone()
        marked.narrow(1 + axis, first, end - first).fill_(torch.nan)
        maps = outputs(model, marked, [layer])[layer]
        return maps.isnan().any(1)[0].any(2 - axis)

    length = picture.shape[1 + axis]
    half = length // 2
    upper, lower = reached(0, half), reached(half, length)
    if not (upper.any() and lower.any()):
        raise ValueError(f"Something replaces NaN before it reaches {layer!r}.")
    if upper[-1] or lower[0]:
        return 0, 0
    # The last unit that sees something of the upper half begins less than a step above
    # the middle; the first one that sees something of the lower half ends as near.
    u, v = upper.nonzero().max().item(), lower.nonzero().min().item()
    above, below = range(half - step, half), range(half, half + step)
    first = above[bisect_left(above, True, key=lambda i: reached(0, i + 1)[u])]
    last = below[bisect_left(below, True, key=lambda i: not reached(i + 1, length)[v])]
    # From there to unit 0. With the margin, pixels and units are as much further on.
    start, end = first - u * step, last - v * step
    return start, end - start + 1


def _longer(model, layer, shape, axis, margin):
    """Zeros with a margin at both ends, the other side short; and the layer's maps."""
    sides, whole = list(shape), shape[3 - axis]
    sides[axis] += 2 * margin
    for sides[3 - axis] in sorted({min(NARROW, whole), whole}):
        picture = torch.zeros(1, *sides)
        try:
            return picture, outputs(model, picture, [layer])[layer]
        except RuntimeError as error:  # too narrow for a window to slide on, perhaps
            problem = error
    raise ValueError(
        f"To find what units of {layer!r} see, the network is run on longer pictures, "
        "and it refuses them. Leave out what fixes the size, as net[2:] does."
    ) from problem
