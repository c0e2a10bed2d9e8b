"""Embeddings: every state; the points are the network's; what the notebook says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb
from moves import first_of, parts, press, texts
from scipy.spatial import procrustes

from helpers import explorers, features, models, plots
from helpers.datasets import poses
from helpers.explorers.embeddings import (
    LAYERS,
    PLANE,
    THINGS,
    WAYS,
    on_plane,
    seen,
    true_places,
)

COUNTS = {"turned": (24, 24), "pushed": (25, 40), "both": (72, 72)}  # poses, lines


def test_all_things_are_there():
    assert tuple(poses.THINGS) == THINGS


@pytest.mark.parametrize("untrained", first_of([False, True]))
@pytest.mark.parametrize("thing", first_of(THINGS))
@pytest.mark.parametrize("name", first_of(WAYS))
@given(st.sampled_from(LAYERS), st.integers(0, 71))
def test_every_state(name, thing, untrained, layer, pose):
    way = WAYS[name]
    count, lines = COUNTS[way]
    explorer = explorers.embeddings(layer, way, thing, untrained, pose)
    assert explorer.page.changes == {"pose": {"high": count - 1}}
    assert explorer.values["pose"] == min(pose, count - 1)
    start = f"{thing} {name}, {layer}{' untrained' * untrained}: "
    assert explorer.words.lower().startswith(start)
    found = seen(thing, way, untrained)
    assert sum(len(order) // 3 for _, order in found.lines) == lines
    here = found.planes[layer]
    if way == "both":
        assert 0 < here.place + here.turn < 1
        assert f"the turn {plots.percent(here.turn)}." in explorer.words
        assert all(
            plots.percent(p.turn) in texts(explorer) for p in found.planes.values()
        )
    else:
        assert f"{here.score:.2f} of the pose" in explorer.words
        assert ("not much of a" in explorer.words) == (here.score < 0.8)
        assert all(f"{p.score:.2f}" in texts(explorer) for p in found.planes.values())
    places = np.reshape(parts(explorer, "dots")[1]["xy"], (-1, 2)) - PLANE[:2]
    assert len(places) == count
    assert (places > 6).all() and (places < PLANE[2] - 6).all()


def test_the_points_are_the_networks():
    """Asked of the whole features, not of their short form; only turned and scaled."""
    found = poses.pushed("police car")
    maps = features.activations(models.lite0(), found.pictures, ["head"])["head"]
    plane = features.embedding(maps.flatten(1))
    here = seen("police car", "pushed").planes["head"]
    assert here.share == pytest.approx(plane.shares.sum(), abs=1e-4)
    assert procrustes(plane.points, here.points)[2] == pytest.approx(0, abs=1e-6)
    score = features.poses.read_off(plane.points, found.poses)
    assert here.score == pytest.approx(score, abs=1e-3)


@pytest.mark.parametrize("layer", ["blocks.4", "blocks.10", "blocks.14", "head"])
def test_a_perfect_plane_lies_as_the_poses_do(layer):
    """Where the grid is whole, right is right and up is up."""
    found = seen("rabbit", "pushed")
    right, up = found.planes[layer].points.T
    assert np.corrcoef(right, found.poses[:, 0])[0, 1] > 0.85
    assert np.corrcoef(up, -found.poses[:, 1])[0, 1] > 0.85


@pytest.mark.parametrize("way", COUNTS)
def test_lines_have_nearly_the_colours_of_their_poses(way):
    found = seen("police car", way)
    tints = np.array([to_rgb(colour) for colour in found.colours])
    for colour, order in found.lines:
        ends = order.reshape(-1, 3)
        assert (ends[:, 2] == -1).all()  # the line is interrupted
        between = tints[ends[:, :2]].mean(1)
        assert np.abs(between - to_rgb(colour)).max() < 0.35
    assert len(found.lines) <= 20


@pytest.mark.parametrize("thing", first_of(THINGS))
def test_what_the_notebook_says(thing):
    """Circles are in the pixels; the mean over places ends the grid; and what is
    learnt: to the trained net's last map a turn is more than a push."""
    turned, pushed, both = (seen(thing, way).planes for way in COUNTS)
    assert turned["pixels"].score > 0.99
    assert pushed["blocks.10"].score > 0.9 and pushed["pool"].score < 0.4
    times = {"police car": "once", "sneaker": "twice", "star": "5 times"}
    if thing in times:
        said = explorers.embeddings("pixels", "turned", thing).words
        assert f"gone round {times[thing]}" in said
    if thing in ("police car", "rabbit", "dolphin"):
        assert both["pixels"].turn < 0.1 < both["pixels"].place
        assert both["pool"].turn > 0.4 > 2 * both["pool"].place - 0.05
    if thing == "police car":
        assert turned["pool"].score < 0.5
        untrained = seen(thing, "both", True).planes["pool"]
        assert untrained.turn < 0.1 < untrained.place
    if thing == "rabbit":
        assert turned["pool"].score > 0.8


def test_words_name_the_pose():
    for way, pose, words in (
        ("turned", 3, "variance. Ringed: turned by 45°."),
        ("pushed", 3, "Ringed: +10 right, +20 up."),
        ("both", 1, "Ringed: −20 right, +20 up, turned by 45°."),
    ):
        explorer = explorers.embeddings("stem", way, pose=pose)
        assert explorer.words.endswith(words)


def test_the_same_pose_is_marked_in_both_pictures():
    explorer = explorers.embeddings(pose=6)
    found = seen("police car", "turned")
    rings = parts(explorer, "path", line="#000000")
    true, point = (np.reshape(ring["xy"], (-1, 2))[:-1].mean(0) for ring in rings)
    assert point == pytest.approx(on_plane(found.planes["pixels"].points)[6], abs=0.2)
    assert true == pytest.approx(true_places(found)[6], abs=0.2)
    assert true == pytest.approx((101, 40), abs=1)  # a quarter turn: above the middle


def test_clicks():
    explorer = explorers.embeddings("head")
    for n, layer in enumerate(LAYERS):
        x, y = 592 + 124 * (n % 2), 42 + 84 * (n // 2)
        assert press(explorer, (x + 20, y + 30))["layer"] == layer
    found = seen("police car", "turned")
    for places in (true_places(found), on_plane(found.planes["pool"].points)):
        for pose in (7, 23, 0):
            assert press(explorer, places[pose].tolist())["pose"] == pose
    values = dict(explorer.values)
    assert press(explorer, (100, 368)) == values
