"""The figures of notebook 02: they draw, and their alt text tells what is there."""

import numpy as np

from helpers import plots

X = np.array([[1, 3, 1], [0, -1, 1], [2, 2, -1]])
W = np.array([[1, 2], [0, -1]])
LEVELS = np.arange(256.0).reshape(16, 16)


def shown(picture):
    assert picture.content.startswith(b"\x89PNG")
    assert picture.width <= 900
    assert picture.height <= 420
    return picture.alt


def test_zoom():
    alt = shown(plots.zoom(LEVELS, 2, 3, size=4))
    assert "from 35 in the darkest to 86" in alt


def test_gallery_and_grids():
    assert shown(plots.gallery({"a": LEVELS, "b": -LEVELS}, "two", signed="b")) == "two"
    mask = {"b": W < 0}
    assert shown(plots.grids({"a": X, "b": W}, "two", signed=True, wrong=mask)) == "two"


def test_copies_adds_up():
    assert "1 5 7 2; 0 -2 -4 1; 2 6 4 -3; 0 -2 -2 1" in shown(plots.copies(X, W))


def test_race_says_no_times():
    alts = {shown(plots.race({"slow": t, "quick": t / 9})) for t in (0.5, 0.002)}
    assert len(alts) == 1


def test_directions_and_compass():
    alt = shown(plots.directions({"circle": np.arange(8), "star": np.arange(8) + 1}))
    assert "between 0 and 8" in alt
    assert "ring" in shown(plots.compass_rose(np.zeros((8, 3, 3))))


def test_accuracies_and_shifted():
    scores = {
        "raw": {100: [700, 720], 400: [800, 810]},
        "8 sums": {100: [9, 8], 400: [9, 5]},
    }
    assert "With 400 examples: raw 80 to 81 percent" in shown(plots.accuracies(scores))
    alt = shown(plots.shifted({"raw": [900, 500, 100]}))
    assert "0 to 2 pixels: raw from 90 to 10" in alt
