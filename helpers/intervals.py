"""How sure is a mean over a few runs? 95 % intervals by Student's t.

    mean, margin = intervals.mean(runs)
    points, margin = intervals.difference(one, other)  # one − other, by Welch's rule

Of twenty such intervals, nineteen hold the true value on average, if the runs scatter
like a normal distribution.
"""

import numpy as np
from scipy import special


def t_value(freedom, share=0.95):
    """Standard errors to either side that hold `share` of Student's distribution."""
    return float(special.stdtrit(freedom, (1 + share) / 2))


def mean(runs):
    """(mean, margin) of at least two runs."""
    runs = _several(runs)
    margin = t_value(len(runs) - 1) * float(_squared_error(runs)) ** 0.5
    return float(runs.mean()), margin


def difference(one, other):
    """(mean of one − mean of other, margin), runs of two groups that aren't paired."""
    one, other = _several(one), _several(other)
    a, b = _squared_error(one), _squared_error(other)
    points = float(one.mean() - other.mean())
    if a + b == 0:
        return points, 0.0
    # Welch: the group that varies more decides how much is known about the spread.
    freedom = (a + b) ** 2 / (a**2 / (len(one) - 1) + b**2 / (len(other) - 1))
    return points, t_value(freedom) * float(a + b) ** 0.5


def estimates(groups):
    """{name: (runs, mean, margin)} of {name: runs}: what figures of runs show."""
    return {name: (runs, *mean(runs)) for name, runs in groups.items()}


def differences(groups):
    """{name: (points, margin)}: how far each group's mean is from the first one's."""
    first, *others = groups
    return {name: difference(groups[name], groups[first]) for name in others}


def _several(runs):
    runs = np.asarray(runs, dtype=float)
    if runs.ndim != 1 or len(runs) < 2:
        raise ValueError(
            f"runs must be a list of two numbers or more; this has shape {runs.shape}. "
            "One run says nothing about how much another would differ."
        )
    return runs


def _squared_error(runs):
    return runs.var(ddof=1) / len(runs)
