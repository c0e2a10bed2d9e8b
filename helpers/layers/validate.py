"""What NumPy modules are given: arrays of numbers that fit together, or an error."""

import math

import numpy as np

from helpers.arithmetic import output_size
from helpers.arithmetic.sizes import whole


def array(name, values):
    """The values as an array of real numbers, none of its sides empty."""
    if np.ma.is_masked(values):
        raise ValueError(
            f"{name} has masked entries: give them numbers first, {name}.filled(0)."
        )
    try:
        values = np.asarray(values)
    except ValueError:
        raise ValueError(
            f"{name} has rows of different lengths: give them all one length."
        ) from None
    if values.dtype.kind not in "buif":
        raise TypeError(
            f"{name} holds {values.dtype}: give real numbers (integers or floats)."
        )
    if not values.size:
        raise ValueError(
            f"{name} has shape {values.shape}, which is empty: each side needs 1 or "
            "more."
        )
    return values


def arrays(**named):
    """The named values as arrays of one dtype, the widest; no bias (b=None) stays None.

    Floats of 16 bits, too few to add up in, become 32-bit ones; others stay what they
    are. Whole numbers become 64-bit ones: pixels of 8 bits would overflow in the first
    sum. Refused are those whose products and sums might be too large even for that.
    """
    if named.get("b", 0) is None:
        return [*arrays(**{k: v for k, v in named.items() if k != "b"}), None]
    found = [array(name, values) for name, values in named.items()]
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
    return [values.astype(dtype, copy=False) for values in found]


def directions(x):
    """The number of x's directions, 1 or 2, or an error if x is no batch of maps."""
    if x.ndim not in (3, 4):
        raise ValueError(
            f"x has shape {x.shape}: give (N, C, L) for rows or (N, C, H, W) for "
            "pictures; a single one of one channel is x[None, None]."
        )
    return x.ndim - 2


def shape(name, values, wanted, because):
    """Refuses an array of another shape; `because` says where the shape comes from."""
    if values.shape != tuple(wanted):
        raise ValueError(
            f"{name} has shape {values.shape}: it must be {tuple(wanted)}, {because}."
        )


def each_way(name, value, count, least=1):
    """One whole number for each of `count` directions, from a single one or all."""
    if not isinstance(value, (tuple, list)):
        value = [value] * count
    if len(value) != count:
        raise ValueError(
            f"{name} must be one whole number, or {count} (one for each "
            f"direction of x); got {tuple(value)}."
        )
    return tuple(whole(name, number, least) for number in value)


def window_slices(n, size, stride, padding=0, dilation=1):
    """For each of a window's `size` entries: the slice of n padded places it reads.

    The window starts at 0 and moves by `stride` as long as it fits; entry k reads
    place stride·t + dilation·k at stop t.
    """
    stops = output_size(n, size, stride, padding, dilation, strict=False)
    length = stride * (stops - 1) + 1
    return [slice(k, k + length, stride) for k in range(0, dilation * size, dilation)]
