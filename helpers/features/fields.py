"""What a unit sees: its receptive field, asked of the network itself.

Notebook 03 worked it out from the sizes of the layers, one behind the other. A network
with side paths and paddings of its own isn't such a list. But NaN, “not a number”, is
contagious: whatever is computed with it becomes NaN, even 0 · NaN and max(NaN, 1). So
put NaN into a row of the picture, and see which units it reaches.
"""

from bisect import bisect_left
from dataclasses import dataclass

import torch

from .watching import outputs

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
        firsts = [
            start + step * place
            for start, step, place in zip(
                self.start, self.step, (row, column), strict=True
            )
        ]
        return tuple(
            (first, first + size - 1)
            for first, size in zip(firsts, self.size, strict=True)
        )

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
    down, right = (_along(model, layer, tuple(shape), axis) for axis in (1, 2))
    return Field(*zip(down, right, strict=True), tuple(shape)[1:])


def _along(model, layer, shape, axis):
    """(start, size, step) of the fields along one side of the picture."""
    side, whole = shape[axis], (0, shape[axis], 0)
    usual = outputs(model, torch.zeros(1, *shape), [layer])[layer]
    if usual.ndim == 2 or usual.shape[2:] == (1, 1):
        return whole
    step = None
    for margin in MARGINS:  # a field may be larger than the picture: make that longer
        picture, maps = _longer(model, layer, shape, axis, margin)
        length, units = picture.shape[1 + axis], maps.shape[1 + axis]
        more = units - usual.shape[1 + axis]
        if not more or more % 2 or 2 * margin % more:
            continue  # this margin is no multiple of the step
        step, unit = 2 * margin // more, units // 2

        def reached(first, end, picture=picture, unit=unit):
            """Does NaN in the rows first … end − 1 reach the unit?"""
            marked = picture.clone()
            marked.narrow(1 + axis, first, end - first).fill_(torch.nan)
            maps = outputs(model, marked, [layer])[layer]
            return maps.select(1 + axis, unit).isnan().any().item()

        if not (reached(0, 1) or reached(length - 1, length)):
            rows = range(length)
            first = bisect_left(rows, True, key=lambda row: reached(0, row + 1))
            last = bisect_left(rows, True, key=lambda row: not reached(row + 1, length))
            # The margin moves pixels by `margin`, and units by margin / step.
            return first - unit * step, last - first + 1, step
    if step is None:
        raise ValueError(
            f"The units of {layer!r} aren't a fixed number of pixels apart: {side} "
            f"pixels give {units - more}, and {length} give {units}."
        )
    return whole


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
