"""Cover: what the network says with the square, what is painted; and in a browser."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import explorers, features, models
from helpers.datasets import pictures
from helpers.explorers.cover import FOLLOWED, SIDE, STEP, compute

PLACES = st.integers(0, SIDE // STEP).map(lambda n: n * STEP)


@pytest.fixture(scope="module")
def explorer():
    return explorers.cover()


@settings(max_examples=20)
@given(
    st.sampled_from(list(FOLLOWED)),
    st.integers(0, 12).map(lambda n: 8 * n),
    PLACES,
    PLACES,
)
def test_every_state(photo, size, right, down):
    s = compute(photo, size, right, down, tried={})
    assert 0 <= s.share <= 1 and len(s.guesses) == 3
    assert s.tried == ({(right, down): s.share} if size else {})
    left, end, top, bottom = s.square
    assert (s.picture[top:bottom, left:end] == 127).all()
    assert s.words.lower().startswith((s.name, "nothing covered"))
    if not size:
        assert s.share == s.whole


def test_it_is_occlusion():
    """The same as `features.occlusion`, at two of its places."""
    x = models.photo_for_lite0(pictures.photo("coffee"))
    label = models.IMAGENET.index("espresso")
    shares = features.occlusion(models.lite0(), x, label, size=96, step=128)
    tried = {}
    for i, j in ((0, 0), (0, 1), (1, 1)):
        s = compute("coffee", 96, 48 + 128 * j, 48 + 128 * i, tried=tried)
        assert s.share == pytest.approx(shares[i, j], abs=1e-4)
    assert len(s.tried) == 3


def test_the_failure_is_one():
    s = compute("astronaut", 0, tried={})
    assert s.guesses[0][0] == "bobsled" and "wrongly" in s.words
    helmet = compute("astronaut", 96, 180, 190, tried={})
    assert helmet.share < s.share / 2 and "Now it says" in helmet.words


def test_words():
    tried = {}
    first = compute("coffee", 48, 112, 112, tried=tried)
    assert "places tried" not in first.words
    compute("coffee", 48, 12, 212, tried=tried)
    s = compute("coffee", 48, 124, 68, tried=tried)
    lowest = min(s.tried, key=s.tried.get)
    assert f"Of 3 places tried, the worst for espresso is {lowest[1]} down" in s.words
    assert "places tried" not in compute("coffee", 56, 124, 68, tried=tried).words


def test_dragging(explorer):
    view = explorer.view
    scale = view.side / SIDE
    for left in view.lefts:
        for right, down in ((40, 100), (200, 20)):
            press = explorer.picture.pointer[0] + 1
            start = [left + 56 * scale, view.top + 56 * scale]
            end = [left + right * scale, view.top + down * scale]
            explorer.picture.pointer = [press, *start, *start]
            assert (explorer.values()["right"], explorer.values()["down"]) == (56, 56)
            explorer.picture.pointer = [press, *start, *end]
            values = explorer.values()
            assert (values["right"], values["down"]) == (right, down)
    assert "Of 4 places" in explorer.words.value  # the first one too
    assert view.pointed(explorer.values(), (400, 100), (410, 100)) is None
    outside = view.pointed(explorer.values(), (100, 100), (-900, 5000))
    assert outside == {"right": 0, "down": SIDE}


def test_what_is_drawn(explorer):
    with explorer.hold():
        explorer.controls["right"].value, explorer.controls["down"].value = 124, 68
    s = compute(**explorer.values(), tried={})
    view = explorer.view
    assert view.now.get_width() == pytest.approx(view.bars[1] * s.share)
    assert view.before.get_xdata()[0] == pytest.approx(view.bars[0] + 250 * s.whole)
    before = view.map.rgba.copy()
    explorer.controls["down"].value = 160
    changed = np.argwhere((before != view.map.rgba).any(2)) * SIDE / view.side
    assert len(changed) > 50
    assert (abs(changed - [160, 124]) <= 7).all()  # a tile at the square's middle
