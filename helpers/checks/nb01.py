"""The exercises of notebook 01: convolution in one dimension."""

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


def only_if(fits, answer):
    """A change: this is returned; the mistake has no say where it doesn't fit."""
    return f"return {answer.split('[')[0]} → return {answer} if {fits} else None"


SHORT = "len(w) <= len(x)"  # NumPy's 'valid' and 'same' exchange x and w if w is longer
VALID = only_if(SHORT, "y[len(w) - 1 : len(x)]")
UNFLIPPED = "n - m → n + m - len(w) + 1"

conv1d = Exercise(
    "conv1d",
    conv_solution,
    cases=[
        ([2, -1, 1], [1, 1, 2]),
        ([1, 0, 0, 5], [1, 2, 3]),
        ([0.5, 1.5, -2, 4, 3], [3, -1]),
        ([1, -2], [2, 1, 0, 3]),  # w is longer
        (np.array([3, -2, 1, 4]), np.array([1, -2.5, 2])),  # whole by no whole numbers
    ],
    mistakes={
        "your kernel is not flipped: the index of x must fall, x[n - m], as that of w "
        "rises": UNFLIPPED,
        "one element short on the right: there are len(x) + len(w) - 1 outputs": (
            "return y → return y[:-1]"
        ),
        "one element short on the left: the first output is w[0]·x[0] alone": (
            "return y → return y[1:]"
        ),
        "x[-1] is the last entry in Python, and not a zero: leave out n - m below 0": (
            "0 <= n - m < len(x) → n - m < len(x)"
        ),
        "that is 'valid': also count where w only partly covers x": VALID,
        "that is 'valid', and not flipped": f"{UNFLIPPED}\n{VALID}",
        "that is 'same', as long as x: w reaches beyond both its ends": (
            only_if(SHORT, "y[(len(w) - 1) // 2 :][: len(x)]")
        ),
        "that is only the sum's last term: add up over m": "+= → =",
        "each copy of w replaces the one before: add them up with +=": (
            "range(len(w)) → reversed(range(len(w)))\n+= → ="
        ),
    },
    wide=lambda rng: (entries(rng), entries(rng)),
)


def entries(rng, least=1):
    """A list of 1 to 8 numbers, or an array of them: whole ones, or fractions."""
    size = rng.integers(least, 9)
    drawn = rng.integers(-9, 10, size) if rng.random() < 0.5 else rng.normal(size=size)
    return drawn if rng.random() < 0.5 else drawn.tolist()


def check_change(name, w, right, cases, mistakes):
    """Zeros at a kernel's end do nothing: (1, -1, 0) is right, too."""
    if base.is_array(w):
        w = base.numbers(w)
        if w.ndim == 1 and w.any():
            w = np.trim_zeros(w, "b")
    return base.check_value(name, w, right, mistakes)


daily_change = Exercise(
    "daily_change",
    [1, -1],
    cases=None,
    mistakes={
        "that is yesterday minus today: w[0] meets x[n], and w[1] meets x[n - 1]": (
            [-1, 1]
        ),
        "that is today minus the day before yesterday: w[1] meets yesterday": (
            [1, 0, -1]
        ),
        "that is today and yesterday added up": [1, 1],
        "that comes a day late: w[0] meets today": [0, 1, -1],
        "one weight can't compare two days": [1],
    },
    wide=lambda rng: (rng.normal(size=9),),
    check=check_change,
    does=lambda w, x: np.convolve(x, w)[:9],
)


def smooth_solution(x, m):
    means = []
    for n in range(len(x)):
        days = x[max(n - m, 0) : n + m + 1]  # a slice may end beyond the last day
        means.append(sum(days) / len(days))
    return means


NARROW = only_if("2 * m < len(x)", "means")


def padded(mode):
    """A change: the days that don't exist are made up."""
    days = f"np.pad(x, m, '{mode}')[n : n + 2 * m + 1]"
    return f"x[max(n - m, 0) : n + m + 1] → {days}\n{NARROW}"


def as_long_as_the_window(x, m):
    ones = np.ones(2 * m + 1)
    return np.convolve(x, ones, "same") / np.convolve(np.ones(len(x)), ones, "same")


smooth = Exercise(
    "smooth",
    smooth_solution,
    cases=[
        ([6, 0, 3, 9, 12, 3, 30], 1),
        ([10, 20, 60, 0, 40, 20], 2),
        ([4, -1, 6], 4),  # no window is full
        (np.array([5, 2, 4, -3]), 1),
    ],
    mistakes={
        "you add without dividing: a mean divides by the number of days": (
            f"/ len(days) →\n{NARROW}"
        ),
        "at the ends the window holds fewer days than 2m + 1: divide by as many as "
        "there are": f"/ len(days) → / (2 * m + 1)\n{NARROW}",
        "at the ends you count the edge several times: leave out the days that don't "
        "exist": padded("edge"),
        "at the ends you count mirrored days: leave out the days that don't exist": (
            padded("reflect")
        ),
        "at the ends you count days from the other end of the year": (padded("wrap")),
        "one day short on the right: a slice ends before its second number": (
            "n + m + 1 → n + m"
        ),
        "one day short on the left": "n - m → n - m + 1",
        "your mean runs late, shifted by m: it looks only at the days before": (
            "n - m → n - 2 * m\nn + m + 1 → n + 1"
        ),
        "your mean runs early, shifted by m: it looks only at the days after": (
            "max(n - m, 0) : n + m + 1 → n : n + 2 * m + 1"
        ),
        "2m outputs are missing: the ends want an answer too": (
            only_if("2 * m < len(x)", "means[m : len(x) - m]")
        ),
        "a slice that starts below 0 counts from the end: start at max(0, n - m)": (
            "max(n - m, 0) → n - m\n/ len(days) → / (len(days) or np.nan)"
        ),
        "where the window is longer than x, NumPy's 'same' is as long as the window: "
        "the result must be as long as x": as_long_as_the_window,
    },
    wide=lambda rng: (entries(rng), int(rng.integers(1, 7))),
)


def reflect_solution(x, m):
    before = x[1 : m + 1]
    after = x[-m - 1 : -1]
    return [*before[::-1], *x, *after[::-1]]


def instead(before, after):
    """A change: other entries before x and after it."""
    return f"*before[::-1], →{before}\n, *after[::-1] →{after}"


def mirrored(rng):
    x = entries(rng, least=2)
    return x, int(rng.integers(1, len(x)))


reflect = Exercise(
    "reflect",
    reflect_solution,
    cases=[([7, 8, 9], 2), ([3, 1, 4, 1.5, 9, 2, 6, 5], 3)],
    mistakes={
        "you repeat the edge: the mirror stands on the first entry, so start with the "
        "second": "1 : m + 1 → :m\n-m - 1 : -1 → -m:",
        "that is replicate: the edge over and over": (
            instead("*[x[0]] * m,", ", *[x[-1]] * m")
        ),
        "that is circular: it goes on at the other end": instead(
            "*x[-m:],", ", *x[:m]"
        ),
        "that is zero padding": instead("*[0] * m,", ", *[0] * m"),
        "a mirror turns things round: what is near the edge stays near it": "[::-1] →",
        "the left end is done, the right end isn't": ", *after[::-1] →",
        "the right end is done, the left end isn't": "*before[::-1], →",
        "one entry too few at each end": "m + 1 → m\n-m - 1 → -m",
        "one entry too few on the right": "-m - 1 → -m",
        "one entry too few on the left": "m + 1 → m",
    },
    wide=mirrored,
)
