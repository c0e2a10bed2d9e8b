"""Cover: what the network says with the square, what is painted, what is dragged."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moves import press, put, words

from helpers import explorers, features, models
from helpers.datasets import pictures
from helpers.explorers.cover import SIDE, STEP, compute

PLACES = st.sampled_from(range(0, SIDE + 1, STEP))


@given(st.sampled_from(range(0, 97, 8)), PLACES, PLACES)
def test_the_square_is_grey_and_remembered(size, right, down):
    s = compute("coffee", size, right, down, tried={})
    assert s.tried == ({(right, down): s.share} if size else {})
    left, end, top, bottom = s.square
    assert (s.picture[top:bottom, left:end] == 127).all()
    assert s.share == s.whole or size


def test_it_is_occlusion():
    """The same as `features.occlusion`, at three of its places."""
    x = models.photo_for_lite0(pictures.photo("coffee"))
    label = models.IMAGENET.index("espresso")
    shares = features.occlusion(models.lite0(), x, label, size=96, step=128)
    for i, j in ((0, 0), (0, 1), (1, 1)):
        s = compute("coffee", 96, 48 + 128 * j, 48 + 128 * i, tried={})
        assert s.share == pytest.approx(shares[i, j], abs=1e-4)


def test_the_failure_is_one():
    s = compute("astronaut", 0, tried={})
    assert s.guesses[0][0] == "bobsled" and "wrongly" in s.words
    helmet = compute("astronaut", 96, 180, 190, tried={})
    assert helmet.share < s.share / 2 and "Now it says" in helmet.words


def test_words_of_the_places_tried():
    tried = {}
    for right, down in ((112, 112), (12, 212), (124, 68)):
        s = compute("coffee", 48, right, down, tried=tried)
        assert ("places tried" in s.words) == (len(s.tried) > 1)
    lowest = min(s.tried, key=s.tried.get)
    assert f"Of 3 places tried, the worst for espresso is {lowest[1]} down" in s.words
    assert "places tried" not in compute("coffee", 56, 124, 68, tried=tried).words


def test_dragging():
    explorer = explorers.cover()
    view, scale = explorer.view, explorer.view.side / SIDE
    for left in view.lefts:
        start = left + 56 * scale, view.top + 56 * scale
        for right, down in ((56, 56), (40, 100), (200, 20), (-900, 5000)):
            end = left + right * scale, view.top + down * scale
            values = press(explorer, start, end)
            place = values["right"], values["down"]
            assert place == tuple(np.clip((right, down), 0, SIDE))
    assert "Of 7 places" in words(explorer)  # with the first, and on the way
    assert press(explorer, (400, 100), (410, 100)) == values


def test_what_is_drawn():
    explorer = explorers.cover()
    put(explorer, right=124, down=68)
    s, view = compute(**explorer.values(), tried={}), explorer.view
    assert view.now.get_width() == pytest.approx(view.bars[1] * s.share)
    assert view.before.get_xdata()[0] == pytest.approx(view.bars[0] + 250 * s.whole)
    before = view.map.rgba.copy()
    put(explorer, down=160)
    s, scale = compute(**explorer.values(), tried={}), view.side / SIDE
    red, _, blue, _ = view.map.rgba[round(160 * scale), round(124 * scale)]
    assert (red > blue) == (s.share < s.whole) != (red < blue)
    changed = np.argwhere((before != view.map.rgba).any(2)) * SIDE / view.side
    assert len(changed) > 50
    assert (abs(changed - [160, 124]) <= 7).all()  # a tile at the square's middle
