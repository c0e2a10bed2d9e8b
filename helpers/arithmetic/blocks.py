"""Blocks to stack: what each makes of a picture, counted, and why one doesn't fit."""

from dataclasses import dataclass, replace

from helpers.arithmetic.layers import Conv, Dense, Pool
from helpers.arithmetic.table import receptive_field, table

PICTURE = 1, 28, 28
NOTHING = "–"
MAPS = 4, 8, 16, 32
KINDS = {  # the layers of a block with m maps on c × side × side
    NOTHING: lambda m, c, side: [],
    "conv 3×3": lambda m, c, side: [Conv(m, 3, padding=1)],
    "conv 5×5, no padding": lambda m, c, side: [Conv(m, 5)],
    "stride 2, conv 3×3": lambda m, c, side: [Conv(m, 3, stride=2, padding=1)],
    "conv 1×1": lambda m, c, side: [Conv(m, 1)],
    "max pool 2×2": lambda m, c, side: [Pool(2)],
    "residual": lambda m, c, side: [Conv(m, 3, padding=1), Conv(m, 3, padding=1)],
    "separable": lambda m, c, side: [Conv(c, 3, padding=1, groups=c), Conv(m, 1)],
    "dense block": lambda m, c, side: [Conv(m, 3, padding=1)],
    "average of all": lambda m, c, side: [Pool(side)],
    "fully connected": lambda m, c, side: [Dense(m)],
}
WITHOUT_MAPS = NOTHING, "max pool 2×2", "average of all"


@dataclass(frozen=True)
class Block:
    """One of a stack, with its counts.

    before   the shape of what comes in; after a problem, of what came in there
    problem  why it doesn't fit, or ""
    shape    of what comes out; None if there is a problem here or before
    field    pixels of the picture that one unit sees, along one side
    """

    number: int
    kind: str
    maps: int
    before: tuple
    problem: str = ""
    shape: tuple | None = None
    layers: tuple = ()
    parameters: int = 0
    multiply_adds: int = 0
    field: int = 1

    @property
    def lost(self):
        """How many of its rows are never read."""
        return self.before[1] % 2 if self.kind == "max pool 2×2" and self.shape else 0


def stacked(stack):
    """A Block for each (kind, maps) of the stack, and one for the ten scores."""
    shape, so_far, blocks = PICTURE, [], []
    for number, (kind, maps) in enumerate([*stack, ("scores", 10)], 1):
        fits = not blocks or blocks[-1].shape
        problem = _problem(kind, maps, shape) if fits else ""
        block = Block(number, kind, maps, shape, problem)
        if fits and not problem:
            block = _counted(block, so_far)
            shape = block.shape
            so_far += block.layers
        blocks.append(block)
    return blocks


def _counted(block, so_far):
    """The block that fits, with its layers and counts."""
    before, make = block.before, KINDS.get(block.kind, KINDS["fully connected"])
    layers = tuple(make(block.maps, before[0], before[-1]))
    total, shape = table(layers, before, strict=False).total, before
    if layers:
        shape = total.shape
    if block.kind == "dense block":  # what came in stays, beside what is new
        shape = (before[0] + shape[0], *shape[1:])
    counts = {"parameters": total.parameters, "multiply_adds": total.multiply_adds}
    below, field = [*so_far, *layers], PICTURE[1]
    if not any(isinstance(layer, Dense) for layer in below):
        field = min(receptive_field(below), field)
    return replace(block, shape=shape, layers=layers, field=field, **counts)


def _problem(kind, maps, shape):
    """Why such a block can't follow on that shape, as a sentence, or ""."""
    if kind in (NOTHING, "scores", "fully connected"):
        return ""
    if len(shape) == 1:
        return (
            "it slides over a picture, and a fully connected layer leaves none. Put "
            "that one last."
        )
    channels, side, _ = shape
    size = {"conv 5×5, no padding": 5, "max pool 2×2": 2}.get(kind, 1)
    if size > side:
        return (
            f"its windows are {size} wide, and {side}×{side} is left of the picture. "
            "Take out a block that makes it smaller."
        )
    if kind == "residual" and maps != channels:
        way = f"Give it {channels}, or put" if channels in MAPS else "Put"
        return (
            f"it adds what comes in to what comes out, and {channels} maps and {maps} "
            f"can't be added. {way} a 1×1 convolution with {maps} before it."
        )
    return ""
