"""The two series of notebook 01."""

import numpy as np
import pytest

from helpers.datasets import pictures


def test_a_year_of_real_temperatures():
    celsius = pictures.temperatures()
    assert celsius.shape == (365,) and celsius.dtype == np.float64
    assert celsius[0] == 5.6 and celsius.max() == 35.0  # 1 January; the hottest day
    assert celsius[180:240].mean() > 25 and celsius[:60].mean() < 14


def test_ratings_are_percentages_and_repeat():
    polled, true = pictures.approval_ratings(seed=0)
    assert polled.shape == true.shape == (365,)
    assert 0 < polled.min() < polled.max() < 100
    again, _ = pictures.approval_ratings(seed=0)
    other, same = pictures.approval_ratings(seed=1)
    assert np.array_equal(polled, again) and not np.array_equal(polled, other)
    assert np.array_equal(true, same)


@pytest.mark.parametrize("noise", [0, 1, 3, 8])
def test_polls_miss_by_the_noise(noise):
    polled, true = pictures.approval_ratings(seed=0, noise=noise)
    assert (polled - true).std() == pytest.approx(noise, rel=0.1, abs=0.05)
