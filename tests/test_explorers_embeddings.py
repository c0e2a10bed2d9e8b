"""Embeddings, without a browser: each state it can reach, what it shows and says."""

from itertools import product

import numpy as np
import pytest
from usual import redraws_quickly

from helpers import explorers, features, models, poses
from helpers.explorers.embeddings import LAYERS, SHAPES, compute, neighbours, seen


@pytest.fixture(scope="module")
def explorer():
    return explorers.embeddings()


@pytest.mark.parametrize("thing", poses.THINGS)
def test_every_state(thing):
    for layer, transformation in product(LAYERS, SHAPES):
        s = compute(layer, transformation, thing)
        count = len(s.pictures)
        assert s.points.shape == (count, 2) and np.abs(s.points).max() <= 1
        assert list(s.lines) == list(s.likes) == list(LAYERS)
        assert len(s.lines[layer]) == (24 if transformation == "turned" else 40)
        assert all(0 <= like <= 1.0001 for like in s.likes.values())
        assert s.words.startswith(f"{layer}, {thing} {transformation}: ")
        assert ("not much of a" in s.words) == (s.likes[layer] < 0.8)
        assert f"{s.likes[layer]:.2f} of the pose" in s.words


def test_the_points_are_the_networks():
    """Asked of the whole features, not of their short form."""
    found = poses.pushed("police car")
    maps = features.activations(models.lite0(), found.pictures, ["head"])["head"]
    plane = features.embedding(maps.flatten(1))
    stored, _, like = seen("police car", "pushed")[2]["head"]
    np.testing.assert_allclose(plane.shares, stored.shares, atol=1e-4)
    assert poses.read_off(plane.points, found.poses) == pytest.approx(like, abs=1e-3)


def test_neighbours():
    assert neighbours(np.zeros((4, 1))).tolist() == [[0, 1], [1, 2], [2, 3], [3, 0]]
    places = poses.pushed("star", 3).poses
    pairs = neighbours(places)
    steps = np.abs(places[pairs[:, 0]] - places[pairs[:, 1]]).sum(1)
    assert len(pairs) == 12 and (steps == 20).all()


def test_what_the_notebook_says():
    """Circles and grids are in the pixels; the mean over places ends the grid."""
    for thing in poses.THINGS:
        turned = compute("pool", "turned", thing)
        assert turned.likes["pixels"] > 0.99
        pushed = compute("pool", "pushed", thing)
        assert pushed.likes["blocks.10"] > 0.9 and pushed.likes["pool"] < 0.4
    assert compute("pool", "turned", "police car").likes["pool"] < 0.5
    assert compute("pool", "turned", "rabbit").likes["pool"] > 0.8
    words = {thing: compute(thing=thing).words for thing in poses.THINGS}
    assert "gone round once" in words["police car"]
    assert "gone round twice" in words["sneaker"]
    assert "gone round 5 times" in words["star"]


def test_the_picture_follows(explorer):
    first = explorer.picture.value
    for control, value in {"layer": "pool", "transformation": "pushed"}.items():
        before = explorer.picture.value
        explorer.controls[control].value = value
        assert explorer.picture.value != before
    assert "pool, police car pushed: not much of a grid" in explorer.words.value
    explorer.controls["layer"].value = "pixels"
    explorer.controls["transformation"].value = "turned"
    assert explorer.picture.value == first


def test_a_click_on_a_small_plane_chooses_its_layer(explorer):
    for name in LAYERS:
        x, y = explorer.view._corner(name)
        place = x + 20, y + 30
        assert explorer.view.pointed({}, place, place) == {"layer": name}
    assert explorer.view.pointed({}, (100, 100), (100, 100)) is None


def test_quick(explorer):
    redraws_quickly(explorer, "layer", [*LAYERS, "pixels"])


def test_the_first_state_and_what_there_is_not():
    assert explorers.embeddings("head", "pushed", "star").values() == {
        "layer": "head",
        "transformation": "pushed",
        "thing": "star",
    }
    for wrong in ({"layer": "fc"}, {"transformation": "bent"}, {"thing": "cat"}):
        with pytest.raises(ValueError, match="There is no .* here; there are "):
            explorers.embeddings(**wrong)
    bundle = explorers.embeddings()._repr_mimebundle_()
    assert bundle["text/plain"].startswith("Explorer: embeddings")
    assert len(bundle["image/png"]) > 5000
