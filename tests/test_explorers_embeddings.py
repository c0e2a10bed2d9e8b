"""Embeddings, without a browser: each state it can reach, what it shows and says."""

from itertools import product

import numpy as np
import pytest
from scipy.spatial import procrustes

from helpers import explorers, features, models, poses
from helpers.explorers.embeddings import WAYS, compute
from helpers.explorers.posing import LAYERS, neighbours, seen

COUNTS = {"turned": (24, 24), "pushed": (25, 40), "both": (72, 72)}  # poses, lines


@pytest.fixture(scope="module")
def explorer():
    return explorers.embeddings()


def every_state(thing, transformation, untrained):
    count, lines = COUNTS[transformation]
    for layer, pose in product(LAYERS, (0, count - 1, 71)):
        s = compute(layer, transformation, thing, pose, untrained)
        assert s.pose == min(pose, count - 1) and s.limits == {"pose": count - 1}
        assert s.found.pictures.shape == (count, 96, 96, 3)
        assert s.here.points.shape == (count, 2)
        assert np.abs(s.here.points).max() == pytest.approx(1)
        assert s.found.pairs.shape == (lines, 2)
        assert s.found.colours.min() >= 0 and s.found.colours.max() <= 1
        assert list(s.scores) == list(LAYERS)
        assert 0 < s.here.share < 1 and 0 <= s.here.score <= 1.0001
        name = {way: name for name, way in WAYS.items()}[transformation]
        start = f"{thing} {name}, {layer}{' untrained' * untrained}: "
        assert s.words.lower().startswith(start) and "  " not in s.words
        if transformation == "both":
            assert 0 < s.here.place + s.here.turn < 1
            assert f"{100 * s.here.turn:.0f} %" in s.words
        else:
            assert f"{s.here.score:.2f} of the pose" in s.words
            assert ("not much of a" in s.words) == (s.here.score < 0.8)


@pytest.mark.parametrize("thing", poses.THINGS)
@pytest.mark.parametrize("transformation", WAYS.values())
def test_every_state(thing, transformation):
    every_state(thing, transformation, untrained=False)


@pytest.mark.parametrize("transformation", WAYS.values())
def test_every_state_of_the_untrained_net(transformation):
    every_state("police car", transformation, untrained=True)


def test_the_points_are_the_networks():
    """Asked of the whole features, not of their short form; only turned and scaled."""
    found = poses.pushed("police car")
    maps = features.activations(models.lite0(), found.pictures, ["head"])["head"]
    plane = features.embedding(maps.flatten(1))
    here = seen("police car", "pushed").layers["head"]
    assert here.share == pytest.approx(plane.shares.sum(), abs=1e-4)
    assert procrustes(plane.points, here.points)[2] == pytest.approx(0, abs=1e-6)
    assert here.score == pytest.approx(
        poses.read_off(plane.points, found.poses), abs=1e-3
    )


def test_a_perfect_plane_lies_as_the_poses_do():
    """In every layer where the grid is whole, right is right and up is up."""
    for name in ("blocks.4", "blocks.10", "blocks.14", "head"):
        found = seen("rabbit", "pushed")
        right, up = found.layers[name].points.T
        assert np.corrcoef(right, found.poses[:, 0])[0, 1] > 0.85
        assert np.corrcoef(up, -found.poses[:, 1])[0, 1] > 0.85


def test_neighbours():
    assert neighbours("turned", 4).tolist() == [[0, 1], [1, 2], [2, 3], [3, 0]]
    places = poses.pushed("star", 3).poses
    pairs = neighbours("pushed", 9)
    steps = np.abs(places[pairs[:, 0]] - places[pairs[:, 1]]).sum(1)
    assert len(pairs) == 12 and (steps == 20).all()
    pairs = poses.both("star").poses[neighbours("both", 72)]
    step = (pairs[:, 1] - pairs[:, 0]) % 360
    assert (step == [0, 0, 45]).all()


def test_what_the_notebook_says():
    """Circles are in the pixels; the mean over places ends the grid; and what is
    learnt: to the trained net's last map a turn is more than a push."""
    for thing in poses.THINGS:
        turned = seen(thing, "turned").layers
        assert turned["pixels"].score > 0.99
        pushed = seen(thing, "pushed").layers
        assert pushed["blocks.10"].score > 0.9 and pushed["pool"].score < 0.4
    assert seen("police car", "turned").layers["pool"].score < 0.5
    assert seen("rabbit", "turned").layers["pool"].score > 0.8
    words = {thing: compute("pixels", "turned", thing).words for thing in poses.THINGS}
    assert "gone round once" in words["police car"]
    assert "gone round twice" in words["sneaker"]
    assert "gone round 5 times" in words["star"]
    for thing in ("police car", "rabbit", "dolphin"):
        both = seen(thing, "both").layers
        assert both["pixels"].turn < 0.1 < both["pixels"].place
        assert both["pool"].turn > 0.4 > 2 * both["pool"].place - 0.05
    both = seen("police car", "both", untrained=True).layers
    assert both["pool"].turn < 0.1 < both["pool"].place


def test_words_name_the_pose():
    assert compute("stem", "turned", "star", 3).words.endswith("turned by 45°.")
    words = compute("stem", "pushed", "star", 3).words
    assert words.endswith("Ringed: +10 right, +20 up.")
    words = compute("stem", "both", "star", 1).words
    assert words.endswith("Ringed: −20 right, +20 up, turned by 45°.")


def test_the_picture_follows(explorer):
    first = explorer.picture.value
    for control, value in {
        "layer": "pool",
        "transformation": "pushed",
        "pose": 24,
        "untrained": True,
    }.items():
        before = explorer.picture.value
        explorer.controls[control].value = value
        assert explorer.picture.value != before
    assert "car pushed, pool untrained: " in explorer.words.value
    explorer.controls["transformation"].value = "turned"
    assert explorer.controls["pose"].value == 23  # the last one
    with explorer.hold():
        explorer.controls["pose"].value = 0
        explorer.controls["untrained"].value = False
        explorer.controls["layer"].value = "pixels"
    assert explorer.picture.value == first


def test_the_same_pose_is_marked_in_both_pictures(explorer):
    with explorer.hold():
        explorer.controls["pose"].value = 6
    view, s = explorer.view, compute("pixels", "turned", "police car", 6)
    true, point = view.rings.get_offsets()
    np.testing.assert_allclose(point, view.dots.get_offsets()[6])
    left, top, side = view.thing
    middle = left + side / 2, top + side / 2
    assert true[0] == pytest.approx(middle[0]) and true[1] < middle[1]  # a quarter turn
    np.testing.assert_allclose(view.dots.get_facecolor()[6, :3], s.found.colours[6])
    explorer.controls["pose"].value = 0


def test_clicks(explorer):
    view, values = explorer.view, explorer.values()
    for name in LAYERS:
        x, y = view._corner(name)
        place = x + 20, y + 30
        assert view.pointed(values, place, place) == {"layer": name}
    for dots in (view.true, view.dots):
        for pose in (0, 7, 23):
            place = tuple(dots.get_offsets()[pose])
            assert view.pointed(values, place, place) == {"pose": pose}
    assert view.pointed(values, (100, 368), (100, 368)) is None


@pytest.mark.parametrize("transformation", WAYS.values())
def test_nothing_leaves_the_picture(transformation):
    for layer in LAYERS:
        view = explorers.embeddings(layer, transformation, "star").view
        left, top, side = view.plane
        places = view.dots.get_offsets() - [left, top]
        assert (places > 6).all() and (places < side - 6).all()
        inside = view.seen.rgba[..., 3].any(0).nonzero()[0]
        assert inside.max() < left + side
        for line in view.lines.get_segments():
            assert (line > 0).all() and (line < view.size).all()


def test_the_first_state_and_what_there_is_not():
    assert explorers.embeddings("head", "pushed", "star").values() == {
        "layer": "head",
        "transformation": "pushed",
        "thing": "star",
        "pose": 0,
        "untrained": False,
    }
    for wrong in ({"layer": "fc"}, {"transformation": "bent"}, {"thing": "cat"}):
        with pytest.raises(ValueError, match="There is no .* here; there are "):
            explorers.embeddings(**wrong)
    bundle = explorers.embeddings()._repr_mimebundle_()
    assert bundle["text/plain"].startswith("Explorer: embeddings")
    assert len(bundle["image/png"]) > 5000
