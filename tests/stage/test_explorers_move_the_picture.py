"""Move the picture: the answer is the network's; what there is to see; drags."""

import numpy as np
import pytest
import torch
from moves import first_of, parts, press, texts

from helpers import explorers, models
from helpers.datasets import pictures
from helpers.explorers import lite0_answers
from helpers.explorers.lite0_answers import CHANGES, REACH, TRUTH
from helpers.explorers.move_the_picture import PHOTO, SIDE
from helpers.features import invariance
from helpers.widgets.still import drawn


@pytest.mark.parametrize("photo", TRUTH)
def test_untouched_it_is_the_photo_itself(photo):
    shares, far = lite0_answers.look(photo, 0, 0, 1, 0)
    whole = pictures.photo(photo)
    top, left = ((side - SIDE) // 2 for side in whole.shape[:2])
    shown = lite0_answers.as_bytes(lite0_answers.ready(photo)[0])
    assert (shown == whole[top : top + SIDE, left : left + SIDE]).all()
    assert far == pytest.approx([0, 0, 0], abs=1e-3)
    assert models.IMAGENET[shares.argmax()] == TRUTH[photo]


@pytest.mark.parametrize("photo", first_of(TRUTH))  # the curves take seconds
def test_the_answer_is_the_networks(photo):
    x = models.photo_for_lite0(pictures.photo(photo))
    x = invariance.place(x, right=-20, down=8, zoom=1.25, degrees=60)
    x = invariance.changed(x, light=0.2, blur=1.5, cover=0.3)
    with torch.inference_mode():
        shares = models.lite0()(x)[0].softmax(0)
    explorer = explorers.move_the_picture(photo, -20, 8, 1.25, 60, 0.2, 1.5, 0.3)
    best = f"| {models.IMAGENET[shares.argmax()]}  {100 * shares.max():.0f} % |"
    assert best in texts(explorer)
    true = shares[models.IMAGENET.index(TRUTH[photo])].item()
    low = [46 + 100 * n + 56 * (1 - true / 1.05) for n in (0, 0, 0, 1, 1, 2, 2)]
    points = parts(explorer, "dots")
    assert [dot["xy"][1] for dot in points] == pytest.approx(low, abs=0.1)


@pytest.mark.parametrize(
    ("turn", "more"),
    [
        (0, {}),
        (60, {}),
        (-115, {"light": -0.3, "cover": 0.4}),
        (60, {"light": 0.2, "blur": 4}),
    ],
)
def test_what_is_shown_is_what_the_network_sees(turn, more):
    explorer = explorers.move_the_picture("camera", 40, -25, 1.3, turn, **more)
    x = invariance.place(lite0_answers.ready("camera"), 40, -25, 1.3, turn)
    x = invariance.changed(x, **more)
    left, top, side, _ = (2 * n for n in PHOTO)
    page = drawn(explorer.page, explorer.size)[..., :3].astype(float)
    shown = page[top : top + side, left : left + side]
    at = np.linspace(10, side - 10, 60).astype(int)
    seen = lite0_answers.as_bytes(x[0])[at[:, None] * SIDE // side, at * SIDE // side]
    assert np.abs(shown[at[:, None], at] - seen).mean() < 12  # JPEG, and in between
    assert np.corrcoef(shown[at[:, None], at].ravel(), seen.ravel())[0, 1] > 0.97


@pytest.mark.parametrize("change", CHANGES)
def test_with_one_change_alone_the_point_is_on_the_curve(change):
    place = len(CHANGES[change]) // 4
    amount = CHANGES[change][place].item()
    amounts = dict.fromkeys(CHANGES, 0) | {"zoom": 1, change: amount}
    shares, _ = lite0_answers.look("coffee", *amounts.values())
    true = shares[models.IMAGENET.index("espresso")]
    assert lite0_answers.curves("coffee")[change][place] == pytest.approx(
        true, abs=1e-4
    )


def test_words():
    explorer = explorers.move_the_picture()
    words = explorer.words
    assert words.startswith("Untouched: it says espresso, rightly: 93 %. Drag the")
    explorer.set(right=-3, down=7, zoom=1.15, degrees=-40)
    moved = "Moved 3 left and 7 down, 1.15 times as large, turned by 40° clockwise: "
    assert explorer.words.startswith(moved)
    assert "another photo is 1 away" in explorer.words
    explorer.set(light=-0.2, blur=2.5, cover=0.4)
    assert ", 0.2 darker, blurred by 2.5, 16% covered: " in explorer.words


@pytest.mark.thorough
def test_what_there_is_to_see():
    """Moving matters less than turning, and less and less the deeper one looks."""
    first, _, last = lite0_answers.look("coffee", 20, 0, 1, 0)[1]
    assert first > 0.5 and last < 0.25
    words = explorers.move_the_picture("camera", degrees=90).words
    assert words.startswith("Turned by 90° anticlockwise: ")
    assert "rightly" not in words and "; tripod has 2 %." in words
    curves = lite0_answers.curves("camera")
    assert curves["right"][2:9].min() > 0.8 and curves["zoom"].min() > 0.8
    assert curves["degrees"][1:5].max() < 0.1


def test_dragging_the_photo_and_the_points():
    explorer = explorers.move_the_picture(right=2, down=-1)
    left, top, side, _ = PHOTO
    x, y = left + 50, top + 60
    for end, place in (
        ((x + side * 30 / SIDE, y - side * 20 / SIDE), (32, -21)),
        ((x + 900, y - 900), (REACH, -REACH)),
    ):
        press(explorer, (x, y), end)
        assert (explorer.values["right"], explorer.values["down"]) == place
        (held,) = parts(explorer, "image", held=True)
        assert held["clip"] == PHOTO
    for n, (change, near) in enumerate(
        {"right": 40, "degrees": -90, "zoom": 1.3, "light": 0.2, "blur": 3}.items()
    ):
        low, high = CHANGES[change][[0, -1]]
        share = ((near - low) / (high - low) + 1 / 40) / (1 + 1 / 20)
        place = 612 + 154 * (n % 2) + 116 * share, 70 + 100 * (n // 2)
        assert press(explorer, place)[change] == pytest.approx(near)
        press(explorer, place, (5000, 0))
        assert explorer.values[change] == CHANGES[change][-1]
    values = dict(explorer.values)
    assert press(explorer, (450, 100), (10, 10)) == values  # begun beside them all
