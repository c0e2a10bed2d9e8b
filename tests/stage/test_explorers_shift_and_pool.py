"""Shift and pool: pooling is PyTorch's; every state; what there is to see; drags."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moves import parts, picture, press, texts
from scipy.spatial.distance import pdist

from helpers import convolution, explorers, kernels, plots
from helpers.explorers.shift_and_pool import (
    CURVES,
    KINDS,
    LEFTS,
    PLAIN,
    REACH,
    SHIFTS,
    STRIDES,
    TOPS,
    WHOLE,
    WINDOWS,
    compare,
    digits,
    edge_maps,
    settle,
)
from helpers.layers import pooled_shift
from helpers.layers.pooling_in_place import pool


@pytest.mark.parametrize(("down", "right"), [(0, 8), (-8, -3), (5, -8)])
def test_moving_the_picture_moves_the_feature_map(down, right):
    x = pooled_shift.move(digits()[4], down, right)
    edges = convolution.correlate(x, kernels.named("vertical edges"), "same")
    moved = pooled_shift.move(edge_maps()[4], down, right)
    assert np.allclose(np.maximum(edges, 0), moved)


@pytest.mark.parametrize(
    ("kind", "number"), [("max", np.max), ("average", np.mean), ("blur", np.mean)]
)
def test_the_whole_map_is_one_number(kind, number):
    pooled = pool(edge_maps(), *settle(kind, WHOLE, 2))
    assert np.allclose(pooled.ravel(), number(edge_maps(), axis=(1, 2)))


@pytest.mark.parametrize("used", [PLAIN, ("max", 4, 4), ("blur", 2, 2)])
def test_one_is_the_distance_of_two_digits(used):
    maps = pool(edge_maps(), *used)
    moved = pool(pooled_shift.move(edge_maps()[7], 2, -3), *used)
    expected = np.linalg.norm(moved - maps[7]) / np.median(pdist(maps.reshape(10, -1)))
    assert compare(7, used, 2, False)[2][REACH - 3] == pytest.approx(expected)


@given(
    st.integers(0, 9),
    *(st.sampled_from(list(n.values())) for n in (KINDS, WINDOWS)),
    *(st.sampled_from(n) for n in (STRIDES, SHIFTS, SHIFTS, [False, True])),
)
def test_every_state(every, digit, kind, window, stride, right, down, moved):
    every.set(
        **{"digit": digit, "kind": kind, "window": window, "stride": stride},
        **{"right": right, "down": down, "moved": moved},
    )
    used, distances = settle(kind, window, stride), []
    for each in (PLAIN, used):
        *_, curve = compare(digit, each, down, moved)
        assert curve.shape == (2 * REACH + 1,) and (curve < 3).all()
        now = curve[right + REACH]
        assert f"distance {now:.2f}" in texts(every)
        distances.append(now)
    far, near = distances
    assert kind != "none" or far == near
    assert far == 0 or not moved
    if not right and not down:
        assert near == 0 and every.words.startswith("Nothing has moved")
    elif not moved:
        assert f"{far:.2f} from what it was" in every.words
    _, window, stride = used
    if window == WHOLE or moved and not (right % stride or down % stride):
        assert near == pytest.approx(0, abs=1e-9)
    elif moved:
        assert f"{near:.2f} off" in every.words


@pytest.fixture(scope="module")
def every():
    return explorers.shift_and_pool()


def test_what_there_is_to_see():
    """The ideas the explorer is there for, as the mean over the ten digits."""

    def mean(right, kind="max", window=2, stride=2, moved=False):
        used = settle(kind, window, stride)
        curves = [compare(n, used, 0, moved)[2] for n in range(10)]
        return np.mean([curve[right + REACH] for curve in curves])

    two, four, whole = (mean(1, window=w, stride=w) for w in (2, 4, WHOLE))
    assert mean(1, kind="none") > two > four > whole  # a larger window notices less
    assert mean(4) > 1  # but four pixels undo it all
    odd, even = (mean(n, kind="skip", moved=True) for n in (3, 4))
    assert odd > 0.5 and even == 0
    assert mean(3, kind="blur", window=4, moved=True) < 0.6 * odd
    step = {"kind": "skip", "stride": 4}  # after a step of 1 the nearest move is none
    assert mean(-1, **step, moved=True) == mean(-1, **step)


def test_what_is_drawn():
    """The picture is the digit; orange frames a window and the unit that it becomes."""
    explorer = explorers.shift_and_pool(right=3, window=4, stride=4)
    maps = picture(explorer, 0)
    red, _, blue = np.moveaxis(maps[:40, :40], 2, 0)
    assert np.array_equal(blue > red, np.roll(digits()[3], 3, 1)[8:-8, 8:-8] > 0)
    assert (maps[:40, 88:] == maps[:40:4, 88::4].repeat(4, 0).repeat(4, 1)).all()
    window, unit = (
        np.reshape(part["xy"], (-1, 2)) - (left, TOPS[0])
        for part, left in zip(
            parts(explorer, "path", line=plots.ORANGE), LEFTS[1:], strict=True
        )
    )
    assert np.array_equal(window, unit) and np.ptp(unit, axis=0).tolist() == [16, 16]


def test_dragging_moves_the_digit():
    explorer = explorers.shift_and_pool(right=2, down=-1)
    x, y = LEFTS[0] + 50, TOPS[0] + 60

    def drag(start, end):
        values = press(explorer, start, end)
        return values["right"], values["down"]

    assert drag((x, y), (x, y)) == (2, -1)
    assert drag((x, y), (x + 4 * 3, y - 4 * 2)) == (5, -3)
    assert drag((x, y), (x + 500, y + 500)) == (8, 8)
    left, top, width, _ = CURVES
    place = left + width * (8.4 - 5.2) / 16.8, top + 20
    assert drag(place, place) == (-5, 8)
    assert drag((545, 300), (10, 10)) == (-5, 8)  # begun beside them all
