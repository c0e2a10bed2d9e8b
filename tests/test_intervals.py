"""Intervals of means and differences, against SciPy; and do they hold what they say?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from helpers import intervals

runs = st.lists(st.integers(0, 2000).map(lambda n: n / 20), min_size=2, max_size=12)


@pytest.mark.parametrize("freedom", [1, 2, 4, 5.7, 8, 30, 200])
@pytest.mark.parametrize("share", [0.5, 0.95, 0.99])
def test_student(freedom, share):
    expected = stats.t.ppf((1 + share) / 2, freedom)
    assert intervals.t_value(freedom, share) == pytest.approx(expected, rel=1e-5)


@given(runs)
def test_the_mean_of_some_runs(some):
    mean, margin = intervals.mean(some)
    assert mean == pytest.approx(np.mean(some))
    half = stats.sem(some) * stats.t.ppf(0.975, len(some) - 1)
    assert margin == pytest.approx(half, rel=1e-5, abs=1e-9)


@pytest.mark.filterwarnings("ignore:Precision loss")  # SciPy's, for equal runs
@given(runs, runs)
def test_a_difference(one, other):
    points, margin = intervals.difference(one, other)
    assert points == pytest.approx(np.mean(one) - np.mean(other))
    if np.ptp(one) or np.ptp(other):
        held = stats.ttest_ind(one, other, equal_var=False).confidence_interval(0.95)
        assert points - margin == pytest.approx(held.low, rel=1e-4, abs=1e-6)
        assert points + margin == pytest.approx(held.high, rel=1e-4, abs=1e-6)
    else:
        assert margin == 0


def test_nineteen_of_twenty():
    draw = np.random.default_rng(7)
    held = 0
    for _ in range(2000):
        points, margin = intervals.difference(
            draw.normal(1, 2, 5), draw.normal(0, 1, 5)
        )
        held += abs(points - 1) < margin
    assert 0.935 < held / 2000 < 0.975


@pytest.mark.parametrize("few", [[], [90.0], 90.0, [[90.0, 91.0]]])
def test_one_run_is_refused(few):
    with pytest.raises(ValueError, match="One run says nothing"):
        intervals.mean(few)


def test_groups_of_runs_and_how_far_they_are_from_the_first():
    groups = {"all": [90, 92], "none": [80, 86], "some": [88, 91]}
    estimates, apart = intervals.estimates(groups), intervals.differences(groups)
    assert estimates["some"] == ([88, 91], *intervals.mean([88, 91]))
    assert apart == {
        "none": intervals.difference([80, 86], [90, 92]),
        "some": intervals.difference([88, 91], [90, 92]),
    }
