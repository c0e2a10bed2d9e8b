"""Moved and pooled maps: the distances, and the old map that goes along."""

import math

import numpy as np
import pytest

from helpers.layers import pooled_shift
from helpers.layers.pooling_in_place import pool

SHIFTS = range(-8, 9)
FULL = np.random.default_rng(0).random((5, 16, 16))
MAPS = np.pad(FULL, [(0, 0), (16, 16), (16, 16)])  # with an empty margin
X = MAPS[3]
USED = [("none", 1, 1), ("skip", 1, 2), ("max", 4, 4), ("blur", 2, 4)]


@pytest.mark.parametrize("used", USED)
def test_one_is_the_distance_of_two_maps(used):
    pooled = pool(MAPS, *used)
    pairs = [np.linalg.norm(pooled[a] - pooled[b]) for a in range(5) for b in range(a)]
    assert pooled_shift.typical(MAPS, used) == pytest.approx(np.median(pairs))


@pytest.mark.parametrize("used", USED)
@pytest.mark.parametrize("down", [-3, 0, 4])
def test_the_old_map_stays_or_goes_along_by_the_nearest_whole_units(used, down):
    stride, old = used[-1], pool(X, *used)
    stays, along = (pooled_shift.compare(X, used, down, SHIFTS, a) for a in (0, 1))
    for n, right in enumerate(SHIFTS):
        new = pool(np.roll(X, (down, right), (0, 1)), *used)
        assert stays[2][n] == pytest.approx(np.linalg.norm(new - old))
        nearest = min(
            np.linalg.norm(new - np.roll(old, (rows, columns), axis=(0, 1)))
            for rows in (math.floor(down / stride), math.ceil(down / stride))
            for columns in (math.floor(right / stride), math.ceil(right / stride))
        )
        assert along[2][n] == pytest.approx(nearest)
        assert np.linalg.norm(along[0][n] - along[1][n]) == pytest.approx(nearest)
