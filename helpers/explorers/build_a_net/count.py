"""The blocks that a net can be built from: what each makes of a picture, counted."""

from types import SimpleNamespace

from helpers import arithmetic
from helpers.arithmetic import Conv, Dense, Pool

PICTURE = 1, 28, 28
NOTHING = "–"
MAPS = 4, 8, 16, 32
KINDS = {  # what the list says: the layers of a block with m maps on c × side × side
    NOTHING: None,
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


def stacked(stack):
    """A record for each (kind, maps) of the stack, and one for the ten scores.

    problem  why the block doesn't fit, or ""; `lost`: the rows that it never reads
    before   the shape of what comes in; after a problem, of what came in there
    shape    of what comes out, or None if there is a problem here or before
    layers   of helpers.arithmetic; parameters, multiply_adds, field: their counts
    """
    shape, so_far, blocks, fits = PICTURE, [], [], True
    for number, (kind, maps) in enumerate([*stack, ("scores", 10)], 1):
        block = SimpleNamespace(number=number, kind=kind, maps=maps, before=shape)
        block.problem = _problem(kind, maps, shape) if fits else ""
        block.shape, block.layers, block.lost = None, [], 0
        fits = fits and not block.problem
        if fits:
            _count(block, so_far)
            shape = block.shape
        so_far += block.layers
        blocks.append(block)
    return blocks


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
        return (
            f"it adds what comes in to what comes out, and {channels} maps and {maps} "
            f"can't be added. {_way_out(channels, maps)}"
        )
    return ""


def _way_out(channels, maps):
    before = f"put a 1×1 convolution with {maps} before it."
    if channels not in MAPS:
        return before.capitalize()
    return f"Give it {channels}, or {before}"


def _count(block, so_far):
    """Fills in the layers of a block that fits, its shape and its counts."""
    before, kind = block.before, block.kind
    if kind == NOTHING:
        block.shape, block.parameters, block.multiply_adds = before, 0, 0
        return
    make = KINDS.get(kind, KINDS["fully connected"])
    block.layers = make(block.maps, before[0], before[-1])
    table = arithmetic.table(block.layers, before, strict=False)
    block.shape = table.total.shape
    block.parameters = table.total.parameters
    block.multiply_adds = table.total.multiply_adds
    if kind == "dense block":  # what came in stays, beside what is new
        block.shape = (before[0] + block.shape[0], *block.shape[1:])
    if kind == "max pool 2×2":
        block.lost = before[1] % 2
    sliding = [*so_far, *block.layers]
    if any(isinstance(layer, Dense) for layer in sliding):
        block.field = PICTURE[1]
    else:
        block.field = min(arithmetic.receptive_field(sliding), PICTURE[1])


def stack_of(values):
    """The stack as the controls have it: ((kind, maps), …) in its order."""
    numbers = range(1, len(values) // 2 + 1)
    return tuple((values[f"kind{n}"], values[f"maps{n}"]) for n in numbers)
