"""Inside: the map, its peak and what is outlined are the network's; drags."""

import numpy as np
import pytest
from moves import parts, picture, press, texts

from helpers import explorers, features, models
from helpers.datasets import lite0_peaks, pictures
from helpers.explorers.inside import MAP, PHOTO, REACH, SIDE, maps, patches
from helpers.features import invariance
from helpers.widgets.page import shades


def framed(explorer, number):
    """Left, top, right, bottom of the orange frame of that number."""
    frame = parts(explorer, "path", line="#e69f00")[number]
    return np.reshape(frame["xy"], (4, 2))[[0, 2]].ravel()


def test_the_map_is_the_networks():
    x = invariance.place(models.photo_for_lite0(pictures.photo("camera")), 30, -12)
    found = features.activations(models.lite0(), x, "blocks.5")["blocks.5"][0, 7]
    explorer = explorers.inside("camera", "blocks.5", 7, 30, -12)
    record = lite0_peaks.peaks("blocks.5").values[7].max()
    seen = picture(explorer, 1).astype(int)
    assert np.abs(seen - shades(found.numpy() / record)).max() <= 2
    row, column = np.unravel_index(found.argmax().item(), found.shape)
    said = f"Channel 7 of blocks.5 has its peak here at row {row}, column {column}: "
    assert explorer.words.startswith(said)
    left, top, right, _ = framed(explorer, 1)
    each = MAP[2] / found.shape[1]
    cell = MAP[0] + each * column, MAP[1] + each * row, MAP[0] + each * (column + 1)
    assert (left, top, right) == pytest.approx(cell, abs=0.1)
    assert len(parts(explorer, "image")) == 2 + 9


def test_the_peak_of_a_stored_photo_is_its_record():
    """Where a photo is a channel's best image, the explorer finds the same place."""
    kept = lite0_peaks.peaks("blocks.5")
    best = kept.images[:, 0] == pictures.photo_names().index("coffee")
    for channel in best.nonzero()[0].tolist():
        found = maps("coffee", "blocks.5", 0, 0)[channel]
        row, column = kept.places[channel, 0]
        assert found[row, column] == found.max()
        assert found.max() == pytest.approx(kept.values[channel].max(), abs=5e-3)


def test_only_what_is_outlined_matters():
    """Grey everywhere but in the outlined part: the peak's unit gives the same."""
    net, x = models.lite0(), models.photo_for_lite0(pictures.photo("coffee"))
    ends = np.subtract(framed(explorers.inside(), 0), np.tile(PHOTO[:2], 2))
    left, top, right, bottom = np.round(ends * SIDE / PHOTO[2]).astype(int)
    alone = 0 * x
    alone[..., top:bottom, left:right] = x[..., top:bottom, left:right]
    found = features.activations(net, alone, "blocks.4")["blocks.4"][0, 0]
    assert found.max().item() == pytest.approx(
        maps("coffee", "blocks.4", 0, 0)[0].max()
    )


def test_patches_are_the_stored_ones_and_not_too_large():
    small, large = patches("stem.norm", 3), patches("head.norm", 3)
    assert [p.shape for p in small] == [(3, 3, 3)] * 9
    assert {p.shape for p in large} == {(134, 134, 3)}
    best = lite0_peaks.top("stem.norm", 3)[0].picture * 128 + 127
    np.testing.assert_allclose(small[0], best.permute(1, 2, 0), atol=0.5)


def test_the_photo_is_dragged():
    explorer = explorers.inside()
    values = press(explorer, (100, 100), (100 + 276 / 8, 100 - 276 / 16))
    assert (values["right"], values["down"]) == (28, -14)
    held, *frames = (part for part in explorer.page.parts if part.get("held"))
    assert held["place"] == [4 + 34.5, 30 - 17.2, 276, 276] and len(frames) == 2
    values = dict(press(explorer, (100, 100), (5000, 5000)))
    assert (values["right"], values["down"]) == (REACH, REACH)
    assert press(explorer, (700, 100), (710, 100)) == values  # beside the photo


def test_the_channels_follow_the_layer():
    explorer = explorers.inside(layer="head.norm", channel=1000)
    assert explorer.page.changes["channel"] == {"high": 1279}
    assert "Channel 1000 of head.norm" in explorer.words
    explorer.set(layer="blocks.0")
    assert explorer.page.changes["channel"] == {"high": 15}
    assert explorer.values["channel"] == 15 and "channel 15: 112×112" in texts(explorer)
    assert "Channel 15 of blocks.0" in explorer.words
