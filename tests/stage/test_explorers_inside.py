"""Inside: the map, its peak and what is outlined are the network's; drags."""

import numpy as np
import pytest
from moves import press, put, words

from helpers import explorers, features, models
from helpers.datasets import lite0_peaks, pictures
from helpers.explorers.inside import REACH, compute
from helpers.features import invariance


def test_the_map_is_the_networks():
    x = invariance.place(models.photo_for_lite0(pictures.photo("camera")), 30, -12)
    found = features.activations(models.lite0(), x, "blocks.5")["blocks.5"][0, 7]
    s = compute("camera", "blocks.5", 7, 30, -12)
    assert np.allclose(s.map, found, atol=1e-3) and s.map[s.peak] == s.map.max()
    peak = "Channel 7 of blocks.5 has its peak here at row {}, column {}: "
    assert s.words.startswith(peak.format(*s.peak)) and len(s.patches) == 9


def test_the_peak_of_a_stored_photo_is_its_record():
    """Where a photo is a channel's best image, the explorer finds the same place."""
    kept = lite0_peaks.peaks("blocks.5")
    best = kept.images[:, 0] == pictures.photo_names().index("coffee")
    for channel in best.nonzero()[0].tolist():
        s = compute("coffee", "blocks.5", channel)
        assert list(s.peak) == kept.places[channel, 0].tolist()
        assert s.map.max() == pytest.approx(s.record, abs=5e-3)


def test_only_what_is_outlined_matters():
    """Grey everywhere but in the outlined part: the peak's unit gives the same."""
    net, x = models.lite0(), models.photo_for_lite0(pictures.photo("coffee"))
    s = compute("coffee", "blocks.4", 0)
    (top, bottom), (left, right) = s.seen
    alone = 0 * x
    part = slice(top, bottom + 1), slice(left, right + 1)
    alone[:, :, *part] = x[:, :, *part]
    found = features.activations(net, alone, "blocks.4")["blocks.4"][0, 0]
    assert found[s.peak].item() == pytest.approx(s.map.max(), abs=1e-3)


def test_the_photo_is_dragged():
    explorer = explorers.inside()
    values = press(explorer, (100, 100), (100 + 276 / 8, 100 - 276 / 16))
    assert (values["right"], values["down"]) == (28, -14)
    values = press(explorer, (100, 100), (5000, 5000))
    assert (values["right"], values["down"]) == (REACH, REACH)
    assert press(explorer, (700, 100), (710, 100)) == values  # beside the photo


def test_the_channels_follow_the_layer():
    explorer = explorers.inside()
    slider = explorer.controls["channel"]
    put(explorer, layer="head.norm")
    assert slider.max == 1279
    put(explorer, channel=1000)
    put(explorer, layer="blocks.0")
    assert slider.max == slider.value == 15
    assert "Channel 15 of blocks.0" in words(explorer)
