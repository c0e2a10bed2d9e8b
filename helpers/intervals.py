"""How sure is a mean over a few runs? 95 % intervals by Student's t.

    mean, margin = intervals.mean(runs)
    points, margin = intervals.difference(one, other)  # one − other, by Welch's rule

Of twenty such intervals, nineteen hold the true value on average, if the runs scatter
like a normal distribution.
"""

import math

import numpy as np
from scipy import special


def t_value(freedom, share=0.95):
    """Standard errors to either side that hold `share` of Student's distribution."""
    if not freedom > 0:
        raise ValueError(f"freedom is {freedom}; it must be above 0: runs less one.")
    if not 0 < share < 1:
        raise ValueError(f"share is {share}; it must be between 0 and 1, like 0.95.")
    return float(special.stdtrit(freedom, (1 + share) / 2))


def mean(runs, comparisons=1):
    """(mean, margin) of at least two runs; `comparisons` as in `difference`."""
    runs = _several(runs)
    t = t_value(len(runs) - 1, 1 - 0.05 / comparisons)
    return float(runs.mean()), t * _error(runs)


def difference(one, other, comparisons=1):
    """(mean of one − mean of other, margin), runs of two groups that aren't paired.

    Of so many `comparisons`, all intervals hold at once in 19 of 20 cases, or more
    often (Bonferroni's rule: each is allowed its part of the one in twenty).
    """
    one, other = _several(one), _several(other)
    a, b = _error(one), _error(other)
    both = math.hypot(a, b)
    points = float(one.mean() - other.mean())
    if both == 0:
        return points, 0.0
    # Welch: the group that varies more decides how much is known about the spread.
    a, b = (a / both) ** 4, (b / both) ** 4
    freedom = 1 / (a / (len(one) - 1) + b / (len(other) - 1))
    return points, t_value(freedom, 1 - 0.05 / comparisons) * both


def estimates(groups):
    """{name: (runs, mean, margin)} of {name: runs}: what figures of runs show."""
    return {name: (runs, *mean(runs)) for name, runs in groups.items()}


def differences(groups):
    """{name: (points, margin)}: how far each group's mean is from the first one's.

    They are as many comparisons as there are other groups: see `difference`.
    """
    first, *others = groups
    one = groups[first]
    return {name: difference(groups[name], one, len(others)) for name in others}


def _several(runs):
    runs = np.asarray(runs, dtype=float)
    if runs.ndim != 1 or len(runs) < 2:
        raise ValueError(
            f"runs must be a list of two numbers or more; this has shape {runs.shape}. "
            "One run says nothing about how much another would differ."
        )
    if not np.isfinite(runs).all():
        number = int(np.flatnonzero(~np.isfinite(runs))[0])
        raise ValueError(
            f"runs must be finite, but number {number}, counted from 0, is "
            f"{runs[number]}: make that run again, or say that it failed."
        )
    return runs


def _error(runs):
    """The mean's standard error, in a unit in which squares fit a float."""
    power = int(np.frexp(np.abs(runs).max())[1])
    error = (np.ldexp(runs, -power).var(ddof=1) / len(runs)) ** 0.5
    return math.ldexp(float(error), power)
