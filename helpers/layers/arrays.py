"""What the NumPy modules are given: arrays of real numbers, or a clear error."""

import numpy as np


def real(name, values):
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
