"""Poolings of maps that keep their place in the picture, the blurred one among them."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from helpers import kernels


def reads(kind, window, stride):
    """Where an output's units begin and end, from its own place: (start, stop)."""
    if kind == "blur":
        return 1 - window, window
    start = (stride - window) // 2 if kind in ("max", "average") else 0
    return start, start + window


def pool(maps, kind, window, stride):
    """The maps (…, N, N), pooled: (…, N / stride, N / stride).

    kind: "max", "average", "skip" (every so many units are kept; the window is 1), or
    "blur" (a triangle of twice the window, less one, and then "skip").
    """
    size = maps.shape[-1]
    start, stop = reads(kind, window, stride)
    weights = np.full(window, 1 / window)
    if kind == "blur":
        weights = kernels.triangle(window - 1)
    margin = [(0, 0)] * (maps.ndim - 1) + [(size, size)]
    for _ in "columns", "rows":
        windows = sliding_window_view(np.pad(maps, margin), stop - start, axis=-1)
        windows = windows[..., size + start : 2 * size + start : stride, :]
        maps = windows.max(axis=-1) if kind == "max" else windows @ weights
        maps = maps.swapaxes(-2, -1)
    return maps
