"""The exercises of notebook 01: convolution in one dimension."""

from functools import partial

import numpy as np

from helpers.checks import base
from helpers.checks.exercise import Exercise


def conv_solution(x, w):
    y = [0] * (len(x) + len(w) - 1)
    for n in range(len(y)):
        for m in range(len(w)):
            if 0 <= n - m < len(x):
                y[n] += w[m] * x[n - m]
    return y


conv1d = Exercise("conv1d", conv_solution).on(
    ([2, -1, 1], [1, 1, 2]),
    ([1, 0, 0, 5], [1, 2, 3]),
    ([0.5, 1.5, -2, 4, 3], [3, -1]),
    ([1, -2], [2, 1, 0, 3]),  # w is longer
    (np.array([3, -2, 1, 4]), np.array([1, -2.5, 2])),  # whole by no whole numbers
)


def trimmed(w):
    """Zeros at a kernel's end do nothing: (1, -1, 0) is right, too."""
    if base.is_array(w):
        w = base.numbers(w)
        if w.ndim == 1 and w.any():
            return np.trim_zeros(w, "b")
    return w


daily_change = Exercise(
    "daily_change", [1, -1], check=partial(base.check_value, read=trimmed)
)


def smooth_solution(x, m):
    means = []
    for n in range(len(x)):
        days = x[max(n - m, 0) : n + m + 1]  # a slice may end beyond the last day
        means.append(sum(days) / len(days))
    return means


smooth = Exercise("smooth", smooth_solution).on(
    ([6, 0, 3, 9, 12, 3, 30], 1),
    ([10, 20, 60, 0, 40, 20], 2),
    ([4, -1, 6], 4),  # no window is full
    (np.array([5, 2, 4, -3]), 1),
)


def reflect_solution(x, m):
    before = x[1 : m + 1]
    after = x[-m - 1 : -1]
    return [*before[::-1], *x, *after[::-1]]


reflect = Exercise("reflect", reflect_solution).on(
    ([7, 8, 9], 2), ([3, 1, 4, 1.5, 9, 2, 6, 5], 3)
)
