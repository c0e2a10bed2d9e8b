"""Move the picture: the answer is the network's; what there is to see; drags."""

import pytest
import torch
from moves import first_of, press, put, spot

from helpers import explorers, models
from helpers.datasets import pictures
from helpers.explorers import lite0_answers
from helpers.explorers.lite0_answers import CHANGES, REACH, TRUTH
from helpers.explorers.move_the_picture import compute
from helpers.features import invariance


@pytest.mark.parametrize("photo", TRUTH)
def test_untouched_it_is_the_photo_itself(photo):
    seen = lite0_answers.look(photo, 0, 0, 1, 0)
    whole = pictures.photo(photo)
    top, left = ((side - 224) // 2 for side in whole.shape[:2])
    assert (seen.picture == whole[top : top + 224, left : left + 224]).all()
    assert seen.distances == pytest.approx([0, 0, 0], abs=1e-3)
    assert models.IMAGENET[seen.shares.argmax()] == TRUTH[photo]


@pytest.mark.parametrize("photo", first_of(TRUTH))  # the curves take seconds
def test_the_answer_is_the_networks(photo):
    x = models.photo_for_lite0(pictures.photo(photo))
    x = invariance.place(x, right=-20, down=8, zoom=1.25, degrees=60)
    with torch.inference_mode():
        shares = models.lite0()(x)[0].softmax(0)
    s = compute(photo, -20, 8, 1.25, 60)
    assert models.IMAGENET[shares.argmax()] == s.guesses[0][0]
    assert shares.max().item() == pytest.approx(s.guesses[0][1], abs=1e-4)
    share = shares[models.IMAGENET.index(TRUTH[photo])].item()
    assert share == pytest.approx(s.truth, abs=1e-4)


@pytest.mark.parametrize("change", CHANGES)
def test_with_one_change_alone_the_point_is_on_the_curve(change):
    place = len(CHANGES[change]) // 4
    s = compute("coffee", **{change: CHANGES[change][place].item()})
    assert s.curves[change][place] == pytest.approx(s.truth, abs=1e-4)


def test_words():
    words = compute().words
    assert words.startswith("Untouched: it says espresso, rightly: 93 %. Drag the")
    words = compute("coffee", -3, 7, 1.15, -40).words
    moved = "Moved 3 left and 7 down, 1.15 times as large, turned by 40° clockwise: "
    assert words.startswith(moved) and "another photo is 1 away" in words


@pytest.mark.thorough
def test_what_there_is_to_see():
    """Moving matters less than turning, and less and less the deeper one looks."""
    first, _, last = compute("coffee", right=20).distances
    assert first > 0.5 and last < 0.25
    s = compute("camera", degrees=90)
    assert s.words.startswith("Turned by 90° anticlockwise: ")
    assert "rightly" not in s.words and "; tripod has 2 %." in s.words
    assert s.curves["right"][2:9].min() > 0.8 and s.curves["zoom"].min() > 0.8
    assert s.curves["degrees"][1:5].max() < 0.1


def test_dragging_the_photo_and_the_points():
    explorer = explorers.move_the_picture(right=2, down=-1)
    left, top, side = explorer.view.photo
    x, y = left + 50, top + 60
    for end, place in (
        ((x, y), (2, -1)),
        ((x + side * 30 / 224, y - side * 20 / 224), (32, -21)),
        ((x + 900, y - 900), (REACH, -REACH)),
    ):
        values = press(explorer, (x, y), end)
        assert (values["right"], values["down"]) == place
    for change, at, near in (
        ("right", 40.3, 40),
        ("zoom", 1.32, 1.3),
        ("degrees", -92, -90),
    ):
        place = spot(explorer, explorer.view.axes[change], at, 0.5)
        assert press(explorer, place)[change] == pytest.approx(near)
        values = press(explorer, place, (5000, 0))
        assert values[change] == CHANGES[change][-1]
    assert press(explorer, (450, 100), (10, 10)) == values  # begun beside them all


def test_what_is_drawn_follows():
    explorer = explorers.move_the_picture()
    put(explorer, right=40, degrees=-60)
    s, view = compute(right=40, degrees=-60), explorer.view
    points = {key: point.get_xydata()[0] for key, point in view.points.items()}
    amounts = {"right": 40, "down": 0, "zoom": 1, "degrees": -60}
    assert {key: x for key, (x, _) in points.items()} == amounts
    assert all(y == s.truth for _, y in points.values())
    widths = [bar.get_width() for bar in view.guesses]
    assert widths == pytest.approx([share * view.bars[2] for _, share in s.guesses])
