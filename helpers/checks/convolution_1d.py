"""Checkers of notebook 01: convolution in one dimension."""

import contextlib

import numpy as np

from helpers import convolution
from helpers.checks import base


def conv1d(attempt):
    """Checks attempt(x, w): the full convolution of two lists of numbers."""

    def where_it_fits(wrong):  # what a longer kernel gives depends on how it's written
        return lambda x, w: wrong(x, w) if len(w) <= len(x) else None

    def unguarded(x, w):
        n, f = len(x), len(w)
        return [
            sum(w[m] * x[i - m] for m in range(f) if i - m < n)
            for i in range(n + f - 1)
        ]

    def overwritten(x, w):
        outputs = range(len(x) + len(w) - 1)
        last = [min(n, len(w) - 1) for n in outputs]  # the last m with an x[n - m]
        return [w[m] * x[n - m] for n, m in zip(outputs, last, strict=True)]

    def last_copy(x, w):
        return [*(w[0] * np.array(x)), *(x[-1] * np.array(w[1:]))]

    def mode(mode, slide=np.convolve):
        return where_it_fits(lambda x, w: slide(x, w, mode))

    mistakes = {
        "your kernel is not flipped: the index of x must fall, x[n - m], as that of w "
        "rises": lambda x, w: np.correlate(x, w, "full"),
        "one element short on the right: there are len(x) + len(w) - 1 outputs": (
            lambda x, w: np.convolve(x, w)[:-1]
        ),
        "one element short on the left: the first output is w[0]·x[0] alone": (
            lambda x, w: np.convolve(x, w)[1:]
        ),
        "x[-1] is the last entry in Python, and not a zero: leave out n - m below 0": (
            where_it_fits(unguarded)
        ),
        "that is 'valid': also count where w only partly covers x": mode("valid"),
        "that is 'valid', and not flipped": mode("valid", np.correlate),
        "that is 'same', as long as x: w reaches beyond both its ends": mode("same"),
        "that is only the sum's last term: add up over m": overwritten,
        "each copy of w replaces the one before: add them up with +=": last_copy,
    }
    cases = [
        ([2, -1, 1], [1, 1, 2]),
        ([1, 0, 0, 5], [1, 2, 3]),
        ([0.5, 1.5, -2, 4, 3], [3, -1]),
        ([1, -2], [2, 1, 0, 3]),  # w is longer
        (np.array([3, -2, 1, 4]), np.array([1, -2.5, 2])),  # whole by no whole numbers
    ]
    return base.check("conv1d", attempt, np.convolve, cases, mistakes)


def daily_change(w):
    """Checks the kernel w with convolve(x, w)[n] == x[n] - x[n - 1]."""
    if w is not None and w is not ...:
        with contextlib.suppress(TypeError):  # no numbers: base says so
            w = base.numbers(w)
            if w.any():
                w = np.trim_zeros(w, "b")  # (1, -1, 0) is fine, too
    mistakes = {
        "that is yesterday minus today: w[0] meets x[n], and w[1] meets x[n - 1]": (
            [-1, 1]
        ),
        "that is today minus the day before yesterday: w[1] meets yesterday": [
            1,
            0,
            -1,
        ],
        "that is today and yesterday added up": [1, 1],
        "that comes a day late: w[0] meets today": [0, 1, -1],
        "one weight can't compare two days": [1],
    }
    return base.check_value("daily_change", w, [1, -1], mistakes)


def smooth(attempt):
    """Checks attempt(x, m): each day's mean with up to m days on either side of it."""

    def means(x, before, after, start=lambda first: max(0, first)):
        days = [x[start(n - before) : n + after + 1] for n in range(len(x))]
        return [np.sum(some) / len(some) if len(some) else np.nan for some in days]

    def padded(x, m, padding, total=1):
        size = 2 * m + 1
        if size > len(x):
            return None  # NumPy's 'same' is then as long as the window, and not as x
        return convolution.convolve(x, np.full(size, total / size), "same", padding)

    def by_numpy(x, m, mode="same"):
        ones = np.ones(2 * m + 1)
        return np.convolve(x, ones, mode) / np.convolve(np.ones(len(x)), ones, mode)

    mistakes = {
        "you add without dividing: a mean divides by the number of days": (
            lambda x, m: padded(x, m, "zero", total=2 * m + 1)
        ),
        "at the ends the window holds fewer days than 2m + 1: divide by as many as "
        "there are": lambda x, m: padded(x, m, "zero"),
        "at the ends you count the edge several times: leave out the days that don't "
        "exist": lambda x, m: padded(x, m, "replicate"),
        "at the ends you count mirrored days: leave out the days that don't exist": (
            lambda x, m: padded(x, m, "reflect")
        ),
        "at the ends you count days from the other end of the year": (
            lambda x, m: padded(x, m, "circular")
        ),
        "one day short on the right: a slice ends before its second number": (
            lambda x, m: means(x, m, m - 1)
        ),
        "one day short on the left": lambda x, m: means(x, m - 1, m),
        "your mean runs late, shifted by m: it looks only at the days before": (
            lambda x, m: means(x, 2 * m, 0)
        ),
        "your mean runs early, shifted by m: it looks only at the days after": (
            lambda x, m: means(x, 0, 2 * m)
        ),
        "2m outputs are missing: the ends want an answer too": (
            lambda x, m: by_numpy(x, m, "valid") if 2 * m < len(x) else None
        ),
        "a slice that starts below 0 counts from the end: start at max(0, n - m)": (
            lambda x, m: means(x, m, m, lambda first: first)
        ),
        "where the window is longer than x, NumPy's 'same' is as long as the window: "
        "the result must be as long as x": by_numpy,
    }
    cases = [
        ([6, 0, 3, 9, 12, 3, 30], 1),
        ([10, 20, 60, 0, 40, 20], 2),
        ([4, -1, 6], 4),  # no window is full
        (np.array([5, 2, 4, -3]), 1),
    ]
    return base.check("smooth", attempt, lambda x, m: means(x, m, m), cases, mistakes)


def reflect(attempt):
    """Checks attempt(x, m): x with m mirrored entries more at each end."""

    def glued(left, right):
        return lambda x, m: np.concatenate([left(x, m), x, right(x, m)])

    def before(x, m):
        return x[m:0:-1]

    def after(x, m):
        return x[-2 : -m - 2 : -1]

    mistakes = {
        "you repeat the edge: the mirror stands on the first entry, so start with the "
        "second": lambda x, m: np.pad(x, m, "symmetric"),
        "that is replicate: the edge over and over": lambda x, m: np.pad(x, m, "edge"),
        "that is circular: it goes on at the other end": (
            lambda x, m: np.pad(x, m, "wrap")
        ),
        "that is zero padding": lambda x, m: np.pad(x, m),
        "a mirror turns things round: what is near the edge stays near it": (
            glued(lambda x, m: x[1 : m + 1], lambda x, m: x[-m - 1 : -1])
        ),
        "the left end is done, the right end isn't": glued(before, lambda x, m: x[:0]),
        "the right end is done, the left end isn't": glued(lambda x, m: x[:0], after),
        "one entry too few at each end": lambda x, m: np.pad(x, m - 1, "reflect"),
        "one entry too few on the right": lambda x, m: np.pad(x, m, "reflect")[:-1],
        "one entry too few on the left": lambda x, m: np.pad(x, m, "reflect")[1:],
    }
    cases = [([7, 8, 9], 2), ([3, 1, 4, 1.5, 9, 2, 6, 5], 3)]
    return base.check("reflect", attempt, glued(before, after), cases, mistakes)
