"""Exercises that can be solved with arrays or with tensors, as one likes."""

import re

import numpy as np

from helpers.checks import base


def check(name, attempt, right, cases, mistakes):
    """base.check. `right` and mistakes take what is in cases, the attempt either."""
    given = readable(name, attempt, cases)
    if given is not cases:
        right = of_other_kind(right)
        mistakes = {words: of_other_kind(wrong) for words, wrong in mistakes.items()}
    return base.check(name, attempt, right, given, mistakes)


def readable(name, attempt, cases):
    """The cases; or, if only that doesn't stop the attempt, in the other kind."""

    def failures(cases):
        answers = base.run(name, attempt, cases)
        answers = answers if isinstance(answers, list) else []  # and not a report
        return [one for one in answers if one is None or isinstance(one, BaseException)]

    def wrong_kind(failures):
        said = " ".join(base._text(one, str) for one in failures)
        return re.search("ndarray|Tensor|keyword argument", said) is not None

    failed = failures(cases)
    if not any(failed):  # None is no stop
        return cases
    others = [other_kind(case) for case in cases]
    instead = failures(others)
    better = wrong_kind(failed) and not wrong_kind(instead)
    return others if better or not instead else cases


def of_other_kind(function):
    return lambda *case: function(*other_kind(case))


def other_kind(case):
    """Its tensors as arrays, its arrays as tensors."""
    import torch

    def other(x):
        if isinstance(x, np.ndarray):
            return torch.from_numpy(x)
        return x.numpy() if torch.is_tensor(x) else x

    return tuple(map(other, case))
