"""Intervals of means and differences, against SciPy; and do they hold what they say?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from helpers import intervals

ODD = np.nan, np.inf, -np.inf
runs = st.lists(st.integers(0, 2000).map(lambda n: n / 20), min_size=2, max_size=12)


@pytest.mark.parametrize("freedom", [1, 2, 4, 5.7, 8, 30, 200])
@pytest.mark.parametrize("share", [0.5, 0.95, 0.99])
def test_student(freedom, share):
    expected = stats.t.ppf((1 + share) / 2, freedom)
    assert intervals.t_value(freedom, share) == pytest.approx(expected, rel=1e-5)


@pytest.mark.filterwarnings("ignore:Precision loss")  # SciPy's, for equal runs
@given(runs, runs, st.integers(1, 20))
def test_a_difference(one, other, comparisons):
    """Of so many comparisons, each is allowed its part of the one in twenty."""
    mean, margin = intervals.mean(one, comparisons)
    half = stats.sem(one) * stats.t.ppf(1 - 0.025 / comparisons, len(one) - 1)
    assert mean == pytest.approx(np.mean(one))
    assert margin == pytest.approx(half, rel=1e-5, abs=1e-9)
    points, margin = intervals.difference(one, other, comparisons)
    assert points == pytest.approx(np.mean(one) - np.mean(other))
    if np.ptp(one) or np.ptp(other):
        held = stats.ttest_ind(one, other, equal_var=False).confidence_interval(
            1 - 0.05 / comparisons
        )
        assert points - margin == pytest.approx(held.low, rel=1e-4, abs=1e-6)
        assert points + margin == pytest.approx(held.high, rel=1e-4, abs=1e-6)
    else:
        assert margin == 0


def test_nineteen_of_twenty():
    draw = np.random.default_rng(7)
    held = 0
    for _ in range(500):
        points, margin = intervals.difference(
            draw.normal(1, 2, 5), draw.normal(0, 1, 5)
        )
        held += abs(points - 1) < margin
    assert 0.92 < held / 500 < 0.98


@pytest.mark.filterwarnings("error")
@given(runs, runs, st.sampled_from([-900, -400, 300, 900]))
def test_the_unit_makes_no_difference(one, other, power):
    """Their squares are too small or too large for a float; the margin isn't."""

    def scaled(pair):
        return tuple(np.ldexp(number, power) for number in pair)

    few, some = np.ldexp(one, power), np.ldexp(other, power)
    assert intervals.mean(few) == scaled(intervals.mean(one))
    assert intervals.difference(few, some) == scaled(intervals.difference(one, other))


def test_groups_of_runs_and_how_far_they_are_from_the_first():
    groups = {"all": [90, 92], "none": [80, 86], "some": [88, 91]}
    estimates, apart = intervals.estimates(groups), intervals.differences(groups)
    assert estimates["some"] == ([88, 91], *intervals.mean([88, 91]))
    assert apart == {
        "none": intervals.difference([80, 86], [90, 92], comparisons=2),
        "some": intervals.difference([88, 91], [90, 92], comparisons=2),
    }


@pytest.mark.parametrize(
    ("ask", "given", "words"),
    [
        *((intervals.mean, [90.0, odd], f"number 1, .* is {odd}") for odd in ODD),
        *((intervals.difference, ([1, 2], [90.0, odd]), f"is {odd}") for odd in ODD),
        *((intervals.mean, few, "One run says nothing") for few in ([], [90.0], 90.0)),
        (intervals.mean, [[90.0, 91.0]], "One run says nothing"),
        *((intervals.t_value, (n, 0.95), f"freedom is {n}") for n in (0, -1, np.nan)),
        *((intervals.t_value, (4, p), f"share is {p}.*0.95") for p in (95, 1, 0, -0.5)),
    ],
)
def test_what_says_nothing_is_refused(ask, given, words):
    with pytest.raises(ValueError, match=words):
        ask(*given) if isinstance(given, tuple) else ask(given)
