"""Cover: what the network says with the square, what is remembered and dragged."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moves import parts, press

from helpers import explorers, features, models, plots
from helpers.datasets import pictures
from helpers.explorers.cover import MIDDLE, SIDE, STEP, edges, look

PLACES = st.sampled_from(range(0, SIDE + 1, STEP))


@given(st.sampled_from(range(0, 97, 8)), PLACES, PLACES)
def test_the_square_stays_in_the_photo(size, right, down):
    left, top, end, bottom = edges(right, down, size)
    assert 0 <= left <= end <= SIDE and 0 <= top <= bottom <= SIDE
    if size // 2 <= min(right, down) and max(right, down) <= SIDE - size // 2:
        assert (left + end, top + bottom) == (2 * right, 2 * down)
        assert (end - left, bottom - top) == (size, size)


def test_it_is_occlusion():
    """The same as `features.occlusion`, at three of its places."""
    x = models.photo_for_lite0(pictures.photo("coffee"))
    label = models.IMAGENET.index("espresso")
    shares = features.occlusion(models.lite0(), x, label, size=96, step=128)
    for i, j in ((0, 0), (0, 1), (1, 1)):
        share = look("coffee", 48 + 128 * j, 48 + 128 * i, 96)["espresso"]
        assert share == pytest.approx(shares[i, j], abs=1e-4)


def test_the_failure_is_one():
    explorer = explorers.cover("astronaut", 0)
    assert "wrongly" in explorer.words and "bobsled (wrong)" in str(explorer.page.parts)
    explorer.set(size=96, right=180, down=188)
    assert "Now it says" in explorer.words


def test_places_tried_are_remembered_for_each_size():
    explorer = explorers.cover()
    assert "places tried" not in explorer.words
    shares = {(112, 112): look("coffee", 112, 112, 48)["espresso"]}
    for right, down in ((12, 212), (124, 68)):
        explorer.set(right=right, down=down)
        shares[right, down] = look("coffee", right, down, 48)["espresso"]
    right, down = min(shares, key=shares.get)
    said = f"Of 3 places tried, the worst for espresso is {down} down, {right} right"
    assert said in explorer.words
    tiles = explorer.page.parts[-3:]
    for tile, ((x, y), share) in zip(tiles, shares.items(), strict=True):
        middle = np.mean(np.reshape(tile["xy"], (4, 2)), axis=0)
        place = np.clip([x, y], 5, SIDE - 5) * 276 / SIDE + (578, 30)
        assert np.abs(middle - place).max() < 5
        red, blue = (int(tile["fill"][i : i + 2], 16) for i in (1, 5))
        assert (red > blue) == (share < look("coffee", 112, 112, 0)["espresso"])
    explorer.set(size=56)
    assert "places tried" not in explorer.words


def test_dragging_either_picture():
    explorer = explorers.cover()
    for left in (4, 578):
        start = left + 56 * 276 / SIDE, 30 + 56 * 276 / SIDE
        for right, down in ((56, 56), (40, 100), (200, 20), (-900, 5000)):
            end = left + right * 276 / SIDE, 30 + down * 276 / SIDE
            values = press(explorer, start, end)
            place = values["right"], values["down"]
            assert place == tuple(np.clip((right, down), 0, SIDE))
    before = dict(explorer.values)
    assert press(explorer, (400, 100), (410, 100)) == before


def test_the_bar_is_the_share_and_the_square_is_grey():
    explorer = explorers.cover(right=124, down=68)
    share = look("coffee", 124, 68, 48)["espresso"]
    xs = parts(explorer, "path", fill=plots.GREEN)[0]["xy"][::2]
    assert max(xs) - min(xs) == pytest.approx(250 * share, abs=0.1)
    (square,) = parts(explorer, "path", fill=MIDDLE)
    middle = np.mean(np.reshape(square["xy"], (4, 2)), axis=0)
    np.testing.assert_allclose(
        middle, np.multiply((124, 68), 276 / SIDE) + (4, 30), atol=1
    )
