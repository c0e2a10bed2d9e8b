"""Embeddings: every state; the points are the network's; what the notebook says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moves import first_of, press, put
from scipy.spatial import procrustes

from helpers import explorers, features, models
from helpers.datasets import poses
from helpers.explorers.embeddings import WAYS, compute
from helpers.explorers.posing import LAYERS, neighbours, seen

COUNTS = {"turned": (24, 24), "pushed": (25, 40), "both": (72, 72)}  # poses, lines


@pytest.mark.parametrize("untrained", first_of([False, True]))
@pytest.mark.parametrize("thing", first_of(poses.THINGS))
@pytest.mark.parametrize(("name", "way"), WAYS.items())
@given(st.sampled_from(LAYERS), st.integers(0, 71))
def test_every_state(name, way, thing, untrained, layer, pose):
    count, lines = COUNTS[way]
    s = compute(layer, way, thing, pose, untrained)
    assert s.pose == min(pose, count - 1) and s.limits == {"pose": count - 1}
    assert len(s.found.pairs) == lines
    start = f"{thing} {name}, {layer}{' untrained' * untrained}: "
    assert s.words.lower().startswith(start)
    if way == "both":
        assert 0 < s.here.place + s.here.turn < 1
        assert f"{100 * s.here.turn:.0f} %" in s.words
    else:
        assert f"{s.here.score:.2f} of the pose" in s.words
        assert ("not much of a" in s.words) == (s.here.score < 0.8)


def test_the_points_are_the_networks():
    """Asked of the whole features, not of their short form; only turned and scaled."""
    found = poses.pushed("police car")
    maps = features.activations(models.lite0(), found.pictures, ["head"])["head"]
    plane = features.embedding(maps.flatten(1))
    here = compute("head", "pushed", "police car").here
    assert here.share == pytest.approx(plane.shares.sum(), abs=1e-4)
    assert procrustes(plane.points, here.points)[2] == pytest.approx(0, abs=1e-6)
    score = poses.read_off(plane.points, found.poses)
    assert here.score == pytest.approx(score, abs=1e-3)


@pytest.mark.parametrize("layer", ["blocks.4", "blocks.10", "blocks.14", "head"])
def test_a_perfect_plane_lies_as_the_poses_do(layer):
    """Where the grid is whole, right is right and up is up."""
    s = compute(layer, "pushed", "rabbit")
    right, up = s.here.points.T
    assert np.corrcoef(right, s.found.poses[:, 0])[0, 1] > 0.85
    assert np.corrcoef(up, -s.found.poses[:, 1])[0, 1] > 0.85


def test_neighbours():
    assert neighbours("turned", 4).tolist() == [[0, 1], [1, 2], [2, 3], [3, 0]]
    places, pairs = poses.pushed("star", 3).poses, neighbours("pushed", 9)
    steps = np.abs(places[pairs[:, 0]] - places[pairs[:, 1]]).sum(1)
    assert len(pairs) == 12 and (steps == 20).all()
    pairs = poses.both("star").poses[neighbours("both", 72)]
    assert ((pairs[:, 1] - pairs[:, 0]) % 360 == [0, 0, 45]).all()


@pytest.mark.parametrize("thing", first_of(poses.THINGS))
def test_what_the_notebook_says(thing):
    """Circles are in the pixels; the mean over places ends the grid; and what is
    learnt: to the trained net's last map a turn is more than a push."""
    turned, pushed, both = (seen(thing, way, False).layers for way in COUNTS)
    assert turned["pixels"].score > 0.99
    assert pushed["blocks.10"].score > 0.9 and pushed["pool"].score < 0.4
    times = {"police car": "once", "sneaker": "twice", "star": "5 times"}
    if thing in times:
        assert f"gone round {times[thing]}" in compute("pixels", "turned", thing).words
    if thing in ("police car", "rabbit", "dolphin"):
        assert both["pixels"].turn < 0.1 < both["pixels"].place
        assert both["pool"].turn > 0.4 > 2 * both["pool"].place - 0.05
    if thing == "police car":
        assert turned["pool"].score < 0.5
        untrained = seen(thing, "both", True).layers["pool"]
        assert untrained.turn < 0.1 < untrained.place
    if thing == "rabbit":
        assert turned["pool"].score > 0.8


def test_words_name_the_pose():
    for way, pose, words in (
        ("turned", 3, "variance. Ringed: turned by 45°."),
        ("pushed", 3, "Ringed: +10 right, +20 up."),
        ("both", 1, "Ringed: −20 right, +20 up, turned by 45°."),
    ):
        assert compute("stem", way, "police car", pose).words.endswith(words)


def test_the_same_pose_is_marked_in_both_pictures():
    explorer = explorers.embeddings()
    put(explorer, pose=6)
    view, s = explorer.view, compute("pixels", "turned", "police car", 6)
    true, point = view.rings.get_offsets()
    np.testing.assert_allclose(point, view.dots.get_offsets()[6])
    left, top, side = view.thing
    middle = left + side / 2, top + side / 2
    assert true[0] == pytest.approx(middle[0]) and true[1] < middle[1]  # a quarter turn
    np.testing.assert_allclose(view.dots.get_facecolor()[6, :3], s.found.colours[6])


def test_clicks():
    explorer = explorers.embeddings("head")
    view = explorer.view
    for layer, frame in view.frames.items():
        x, y = frame.get_xy()
        assert press(explorer, (x + 20, y + 30))["layer"] == layer
    for dots in (view.true, view.dots):
        for pose in (7, 23, 0):
            values = press(explorer, dots.get_offsets()[pose].tolist())
            assert values["pose"] == pose
    assert press(explorer, (100, 368)) == values


@pytest.mark.parametrize("thing", first_of(["police car", "star"]))
@pytest.mark.parametrize("way", COUNTS)
def test_nothing_leaves_the_plane(way, thing):
    explorer = explorers.embeddings("pixels", way, thing)
    left, top, side = explorer.view.plane
    for layer in LAYERS:
        put(explorer, layer=layer)
        places = explorer.view.dots.get_offsets() - [left, top]
        assert (places > 6).all() and (places < side - 6).all()
