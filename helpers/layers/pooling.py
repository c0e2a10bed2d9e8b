"""Max and average pooling, forward and backward, in 1-D and 2-D, in NumPy alone.

x is (N, C, H, W) or (N, C, L). `size` and `stride` are one number, or one for each
direction; without a stride, windows lie side by side. There is no padding. Where the
last window doesn't fit it is left out, and the entries beyond are never read.
"""

from itertools import product

import numpy as np

from helpers.layers import validate


def max_pool_forward(x, size, stride=None):
    """y (N, C, H', W'): the largest entry of each window of x."""
    (x,) = validate.arrays(x=x)
    first, *others = _entries(x, size, stride)
    y = x[:, :, *first].copy()
    for entry in others:
        y = np.maximum(y, x[:, :, *entry])
    return y


def max_pool_backward(y_bar, x, size, stride=None):
    """x_bar, of x's shape: all of y_bar goes to the first maximum of its window."""
    y_bar, x = validate.arrays(y_bar=y_bar, x=x)
    y = max_pool_forward(x, size, stride)
    validate.shape("y_bar", y_bar, y.shape, "the shape of the pooled output")
    x_bar, unsent = np.zeros_like(x), np.ones(y.shape, dtype=bool)
    for entry in _entries(x, size, stride):
        seen = x[:, :, *entry]
        here = unsent & ((seen == y) | np.isnan(seen))  # NaN is the maximum, as forward
        x_bar[:, :, *entry] += np.where(here, y_bar, 0)
        unsent &= ~here
    return x_bar


def avg_pool_forward(x, size, stride=None):
    """y (N, C, H', W'): the mean of each window of x."""
    (x,) = validate.arrays(x=x)
    entries = _entries(x, size, stride)
    return sum(x[:, :, *entry] for entry in entries) / len(entries)


def avg_pool_backward(y_bar, x, size, stride=None):
    """x_bar, of x's shape: every entry of a window gets an equal share of its y_bar."""
    y_bar, x = validate.arrays(y_bar=y_bar, x=x)
    entries = _entries(x, size, stride)
    y_shape = x[:, :, *entries[0]].shape
    validate.shape("y_bar", y_bar, y_shape, "the shape of the pooled output")
    share = y_bar / len(entries)
    x_bar = np.zeros(x.shape, share.dtype)
    for entry in entries:
        x_bar[:, :, *entry] += share
    return x_bar


def _entries(x, size, stride):
    """For each entry of a window: the index of x that reads it, for all windows."""
    directions = validate.directions(x)
    size = validate.each_way("size", size, directions)
    stride = validate.each_way("stride", size if stride is None else stride, directions)
    return list(product(*map(validate.window_slices, x.shape[2:], size, stride)))
