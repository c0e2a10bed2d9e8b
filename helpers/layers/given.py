"""What the layers are given: arrays of numbers that fit together, or a clear error."""

import math

import numpy as np

from helpers.arithmetic import output_size
from helpers.arithmetic.sizes import whole
from helpers.layers.arrays import real


def arrays(**named):
    """The named values as arrays of one dtype, the widest; no bias (b=None) stays None.

    Floats of 16 bits, too few to add up in, become 32-bit ones; others stay what they
    are. Whole numbers become 64-bit ones: pixels of 8 bits would overflow in the first
    sum. Refused are those whose products and sums might be too large even for that.
    """
    if named.get("b", 0) is None:
        return [*arrays(**{k: v for k, v in named.items() if k != "b"}), None]
    found = [real(name, values) for name, values in named.items()]
    dtype = np.result_type(*found)
    if dtype == np.float16:
        dtype = np.dtype(np.float32)
    if dtype.kind in "bui":
        dtype = np.dtype(np.int64)
        largest = [max(1, -int(a.min()), int(a.max())) for a in found]
        if math.prod(largest) * max(a.size for a in found) >= 2**62:
            raise ValueError(
                f"whole numbers as large as {max(largest)} in {', '.join(named)} can "
                "make sums of more than 64 bits: give floats, like x.astype(float)."
            )
    return [array.astype(dtype, copy=False) for array in found]


def batch(x):
    """The number of x's directions, 1 or 2, or an error if x is no batch of maps."""
    if x.ndim not in (3, 4):
        raise ValueError(
            f"x has shape {x.shape}: give (N, C, L) for rows or (N, C, H, W) for "
            "pictures; a single one of one channel is x[None, None]."
        )
    return x.ndim - 2


def has_shape(name, array, shape, because):
    """Refuses an array of another shape; `because` says where the shape comes from."""
    if array.shape != tuple(shape):
        raise ValueError(
            f"{name} has shape {array.shape}: it must be {tuple(shape)}, {because}."
        )


def each_way(name, value, directions, least=1):
    """One whole number for each direction, from a single one or from a sequence."""
    if not isinstance(value, (tuple, list)):
        value = [value] * directions
    if len(value) != directions:
        raise ValueError(
            f"{name} must be one whole number, or {directions} (one for each "
            f"direction of x); got {tuple(value)}."
        )
    return tuple(whole(name, number, least) for number in value)


def reads(n, size, stride, padding=0, dilation=1):
    """For each of a window's `size` entries: the slice of n padded places it reads.

    The window starts at 0 and moves by `stride` as long as it fits; entry k reads
    place stride·t + dilation·k at stop t.
    """
    stops = output_size(n, size, stride, padding, dilation, strict=False)
    length = stride * (stops - 1) + 1
    return [slice(k, k + length, stride) for k in range(0, dilation * size, dilation)]
