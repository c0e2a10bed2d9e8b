"""What the banks of answers have in common: right ones pass, wrong ones get words."""

import numpy as np
import pytest

from helpers import checks
from helpers.checks import base


def right_ones(bank):
    """For a test of each right answer: `bank` has lists of them, by checker."""
    every = [(name, attempt) for name, ways in bank.items() for attempt in ways]
    return pytest.mark.parametrize(("name", "attempt"), every)


def wrong_ones(bank):
    """For a test of each wrong answer: `bank` has (answer, words) lists, by checker."""
    every = [(name, *wrong) for name, bad in bank.items() for wrong in bad]
    return pytest.mark.parametrize(("name", "attempt", "words"), every)


def is_right(name, attempt):
    report = getattr(checks, name)(attempt)
    assert report.passed, report


def is_the_same_as(name, other):
    """The solution does what another function does, in random cases, too."""
    exercise, rng = getattr(checks, name), np.random.default_rng(1)
    wide = [exercise.wide(rng) for _ in range(100)]
    report = base.check(name, exercise.right, other, wide, {})
    assert report.passed, report


def is_called(name, attempt, words):
    report = getattr(checks, name)(attempt)
    assert report.status == "wrong" and words in report.verdict, report
