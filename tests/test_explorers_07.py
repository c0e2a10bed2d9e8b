"""Move the picture, without a browser: every state it can reach, and what it shows."""

import subprocess
import sys

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import explorers, models
from helpers.datasets import pictures
from helpers.explorers import recognising
from helpers.explorers.move_the_picture import compute
from helpers.explorers.recognising import CHANGES, LAYERS, REACH, TRUTH
from helpers.features import invariance

steps = st.integers(-REACH, REACH)
photos = st.sampled_from(["coffee", "camera"])  # each takes seconds, once


@pytest.fixture(scope="module")
def explorer():
    return explorers.move_the_picture()


@given(photos, steps, steps, st.integers(0, 24), st.integers(0, 72))
@settings(max_examples=8)
def test_every_state(photo, right, down, larger, turns):
    s = compute(photo, right, down, 0.6 + larger * 0.05, 5 * turns - 180)
    assert s.picture.shape == (224, 224, 3) and s.picture.dtype == np.uint8
    names, shares = zip(*s.guesses, strict=True)
    assert list(shares) == sorted(shares, reverse=True) and sum(shares) <= 1 + 1e-6
    assert (s.name in names) == (s.truth >= shares[-1] - 1e-9)
    assert len(s.distances) == len(LAYERS) and max(s.distances) < 2
    assert f"{names[0]}" in s.words and s.name in s.words


def test_untouched_it_is_the_photo_itself():
    for photo, truth in TRUTH.items():
        seen = recognising.look(photo, 0, 0, 1, 0)
        whole = pictures.photo(photo)
        top, left = ((side - 224) // 2 for side in whole.shape[:2])
        np.testing.assert_array_equal(
            seen.picture, whole[top : top + 224, left : left + 224]
        )
        assert seen.distances == pytest.approx([0, 0, 0], abs=1e-3)
        assert models.IMAGENET[seen.shares.argmax()] == truth
    words = compute().words
    assert words.startswith("Untouched: it says espresso, rightly: 93 %. Drag the")


def test_the_answer_is_the_networks():
    net = models.lite0()
    x = models.photo_for_lite0(pictures.photo("camera"))
    x = invariance.place(x, right=-20, down=8, zoom=1.25, degrees=60)
    with torch.inference_mode():
        shares = net(x)[0].softmax(0)
    s = compute("camera", -20, 8, 1.25, 60)
    assert models.IMAGENET[shares.argmax()] == s.guesses[0][0]
    assert shares.max().item() == pytest.approx(s.guesses[0][1], abs=1e-4)
    assert shares[models.IMAGENET.index("tripod")].item() == pytest.approx(
        s.truth, abs=1e-4
    )


@pytest.mark.parametrize("change", CHANGES)
def test_with_one_change_alone_the_point_is_on_the_curve(change):
    place = len(CHANGES[change]) // 4
    amount = CHANGES[change][place].item()
    s = compute("coffee", **{change: amount})
    assert s.curves[change][place] == pytest.approx(s.truth, abs=1e-4)
    assert s.amounts[change] == amount


def test_what_there_is_to_see():
    """The ideas it is there for: moving matters less than turning, and less and less
    the deeper one looks."""
    first, _, last = compute("coffee", right=20).distances
    assert first > 0.5 and last < 0.25
    tripod = recognising.curves("camera")
    assert tripod["right"][2:9].min() > 0.8 and tripod["zoom"].min() > 0.8
    assert tripod["degrees"][1:5].max() < 0.1


def test_words():
    words = compute("coffee", -3, 7, 1.15, -40).words
    moved = "Moved 3 left and 7 down, 1.15 times as large, turned by 40° clockwise: "
    assert words.startswith(moved) and "another photo is 1 away" in words
    assert compute(degrees=25).words.startswith("Turned by 25° anticlockwise: ")
    words = compute("camera", degrees=90).words
    assert "rightly" not in words and "; tripod has 2 %." in words


def test_dragging_the_photo_and_the_points(explorer):
    view, values = explorer.view, {"right": 2, "down": -1, "zoom": 1.0, "degrees": 0}
    left, top, side = view.photo
    start = left + 50, top + 60

    def drag(x, y):
        return view.pointed(values, start, (start[0] + x, start[1] + y))

    assert drag(0, 0) == {"right": 2, "down": -1}
    assert drag(side / 224 * 30, -side / 224 * 20) == {"right": 32, "down": -21}
    assert drag(900, -900) == {"right": REACH, "down": -REACH}
    for change, at, wanted in (
        ("right", 40.3, 40),
        ("zoom", 1.32, 1.3),
        ("degrees", -92, -90),
    ):
        place = view.axes[change].transData.transform((at, 0.5))
        place = place[0], view.size[1] - place[1]
        got = view.pointed(values, place, place)
        assert got == pytest.approx({change: wanted})
        assert view.pointed(values, place, (5000, 0))[change] == CHANGES[change][-1]
    assert view.pointed(values, (450, 100), (10, 10)) is None


def test_what_is_drawn_follows(explorer):
    view, first = explorer.view, explorer.picture.value
    with explorer.hold():
        explorer.controls["right"].value = 40
        explorer.controls["degrees"].value = -60
    s = compute(right=40, degrees=-60)
    assert explorer.picture.value != first
    for change, amount in (("right", 40), ("down", 0), ("zoom", 1), ("degrees", -60)):
        (x,), (y,) = view.points[change].get_data()
        assert x == amount and y == s.truth
    widths = [bar.get_width() for bar in view.guesses]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] == pytest.approx(s.guesses[0][1] * view.bars[2])
    explorer.controls["right"].value = explorer.controls["degrees"].value = 0
    assert explorer.picture.value == first


def test_torch_is_loaded_only_when_it_is_used():
    code = "import sys; from helpers import explorers; print('torch' in sys.modules)"
    out = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert out.strip() == "False"
