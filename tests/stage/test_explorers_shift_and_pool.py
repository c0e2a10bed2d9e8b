"""Shift and pool: pooling is PyTorch's; every state; what there is to see; drags."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from moves import press, spot

from helpers import convolution, explorers, kernels
from helpers.explorers import moving
from helpers.explorers.moving import PLAIN, REACH, SHIFTS, SIZE, WHOLE
from helpers.explorers.shift_and_pool import KINDS, STRIDES, WINDOWS, compute

F = torch.nn.functional


@pytest.mark.parametrize(("down", "right"), [(0, 8), (-8, -3), (5, -8)])
def test_moving_the_picture_moves_the_feature_map(down, right):
    x = moving.move(moving.digits()[4], down, right)
    edges = convolution.correlate(x, kernels.named("vertical edges"), "same")
    moved = moving.move(moving.features()[4], down, right)
    assert np.allclose(np.maximum(edges, 0), moved)


@pytest.mark.parametrize("window", [2, 4, 8])
@pytest.mark.parametrize("stride", STRIDES)
def test_pooling_is_torchs(window, stride):
    maps = np.random.default_rng(0).random((3, SIZE, SIZE))
    x, n, blank = torch.from_numpy(maps)[:, None], SIZE // stride, 2 * SIZE
    for kind, pool in (("max", F.max_pool2d), ("average", F.avg_pool2d)):
        start, stop = moving.reads(kind, window, stride)
        assert stop - start == window and start + stop in (stride - 1, stride)
        padded = F.pad(x, [blank] * 4)[..., blank + start :, blank + start :]
        expected = pool(padded, window, stride)[:, 0, :n, :n]
        assert np.allclose(moving.pool(maps, kind, window, stride), expected)
    w = torch.from_numpy(kernels.triangle(window - 1))
    w = torch.outer(w, w)[None, None]
    expected = F.conv2d(x, w, stride=stride, padding=window - 1)[:, 0]
    assert np.allclose(moving.pool(maps, "blur", window, stride), expected)
    skipped = moving.pool(maps, "skip", 1, stride)
    assert np.array_equal(skipped, maps[:, ::stride, ::stride])


@pytest.mark.parametrize(
    ("kind", "number"), [("max", np.max), ("average", np.mean), ("blur", np.mean)]
)
def test_the_whole_map_is_one_number(kind, number):
    x = moving.features()
    pooled = moving.pool(x, *moving.settle(kind, WHOLE, 2))
    assert np.allclose(pooled.ravel(), number(x, axis=(1, 2)))


@pytest.mark.parametrize("used", [PLAIN, ("max", 4, 4), ("blur", 2, 2)])
def test_one_is_the_distance_of_two_digits(used):
    maps = moving.pool(moving.features(), *used)
    pairs = [np.linalg.norm(maps[a] - maps[b]) for a in range(10) for b in range(a)]
    moved = moving.pool(moving.move(moving.features()[7], 2, -3), *used)
    expected = np.linalg.norm(moved - maps[7]) / np.mean(pairs)
    assert moving.compare(7, used, 2, -3, False)[2] == pytest.approx(expected)


@given(
    st.integers(0, 9),
    *(st.sampled_from(list(n.values())) for n in (KINDS, WINDOWS)),
    *(st.sampled_from(n) for n in (STRIDES, SHIFTS, SHIFTS, [False, True])),
)
def test_every_state(digit, kind, window, stride, right, down, moved):
    s = compute(digit, kind, window, stride, right, down, moved)
    far, near = s.distances
    for curve, now in zip(s.curves, s.distances, strict=True):
        assert curve.shape == (2 * REACH + 1,) and (curve < 3).all()
        assert curve[right + REACH] == pytest.approx(now, abs=1e-9)
    assert kind != "none" or far == near
    assert far == 0 or not moved
    if not right and not down:
        assert near == 0 and s.words.startswith("Nothing has moved")
    elif not moved:
        assert f"{far:.2f} from what it was" in s.words
    _, window, stride = s.used
    if window == WHOLE or moved and not (right % stride or down % stride):
        assert near == pytest.approx(0, abs=1e-9)
    elif moved:
        assert f"{near:.2f} off" in s.words


def test_what_there_is_to_see():
    """The ideas the explorer is there for, as the mean over the ten digits."""

    def mean(right, **settings):
        states = [compute(digit, right=right, **settings) for digit in range(10)]
        return np.mean([s.distances[1] for s in states])

    two, four, whole = (mean(1, window=w, stride=w) for w in (2, 4, WHOLE))
    assert mean(1, kind="none") > two > four > whole  # a larger window notices less
    assert mean(4) > 1  # but four pixels undo it all
    odd, even = (mean(n, kind="skip", moved=True) for n in (3, 4))
    assert odd > 0.5 and even == 0
    assert mean(3, kind="blur", window=4, moved=True) < 0.6 * odd
    step = {"kind": "skip", "stride": 4}  # after a step of 1 the nearest move is none
    assert mean(-1, **step, moved=True) == mean(-1, **step)


def test_dragging_moves_the_digit():
    explorer = explorers.shift_and_pool(right=2, down=-1)
    x, y = explorer.view.lefts[0] + 50, explorer.view.tops[0] + 60

    def drag(start, end):
        values = press(explorer, start, end)
        return values["right"], values["down"]

    assert drag((x, y), (x, y)) == (2, -1)
    assert drag((x, y), (x + 4 * 3, y - 4 * 2)) == (5, -3)
    assert drag((x, y), (x + 500, y + 500)) == (8, 8)
    place = spot(explorer, explorer.view.curve, -5.2, 0.5)
    assert drag(place, place) == (-5, 8)
    assert drag((545, 300), (10, 10)) == (-5, 8)  # begun beside them all
