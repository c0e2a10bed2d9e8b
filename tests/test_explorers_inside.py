"""Inside: the map, the peak and the patches are the network's; and in a browser."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import explorers, features, models
from helpers.datasets import lite0_peaks, pictures
from helpers.explorers.inside import LAYERS, REACH, SIDE, compute
from helpers.features import invariance

REACHES = st.integers(-REACH, REACH)


@pytest.fixture(scope="module")
def explorer():
    return explorers.inside()


@settings(max_examples=25)
@given(
    st.sampled_from(pictures.photo_names()),
    st.sampled_from(list(LAYERS.values())),
    st.integers(0, 1279),
    REACHES,
    REACHES,
)
def test_every_state(photo, layer, channel, right, down):
    s = compute(photo, layer, channel, right, down)
    assert s.map[s.peak] == s.map.max() and s.channel <= s.limits["channel"]
    assert s.picture.shape == (SIDE, SIDE, 3) and len(s.patches) == 9
    assert all(0 <= first <= last < SIDE for first, last in s.seen)
    assert s.words.startswith(
        f"Channel {s.channel} of {layer} has its peak here at row"
    )
    assert "-" not in s.words


def test_the_map_is_the_networks():
    x = invariance.place(models.photo_for_lite0(pictures.photo("camera")), 30, -12)
    found = features.activations(models.lite0(), x, "blocks.5")["blocks.5"][0, 7]
    s = compute("camera", "blocks.5", 7, 30, -12)
    assert np.allclose(s.map, found.numpy(), atol=1e-3)


def test_the_peak_of_a_stored_photo_is_its_record():
    """Where a photo is a channel's best image, the explorer finds the same place."""
    coffee = pictures.photo_names().index("coffee")
    for layer in ("blocks.2", "blocks.5"):
        kept = lite0_peaks.peaks(layer)
        for channel in np.flatnonzero(kept.images[:, 0] == coffee):
            s = compute("coffee", layer, int(channel))
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


def test_the_photo_is_dragged(explorer):
    def drag(x, y):
        press = explorer.picture.pointer[0] + 1
        explorer.picture.pointer = [press, 100, 100, 100, 100]
        explorer.picture.pointer = [press, 100, 100, 100 + x, 100 + y]

    before = explorer.picture.value
    drag(276 * 28 / 224, -276 * 14 / 224)
    assert (explorer.values()["right"], explorer.values()["down"]) == (28, -14)
    drag(5000, 5000)
    assert (explorer.values()["right"], explorer.values()["down"]) == (REACH, REACH)
    drag(-5000, 0)
    with explorer.hold():
        explorer.controls["right"].value = explorer.controls["down"].value = 0
    assert explorer.picture.value == before
    assert explorer.view.pointed(explorer.values(), (700, 100), (710, 100)) is None


def test_the_channels_follow_the_layer(explorer):
    slider = explorer.controls["channel"]
    explorer.controls["layer"].value = "head.norm"
    assert slider.max == 1279
    slider.value = 1000
    explorer.controls["layer"].value = "blocks.0"
    assert slider.max == slider.value == 15
    assert "Channel 15 of blocks.0" in explorer.words.value
    explorer.controls["layer"].value, slider.value = "blocks.4", 0


def test_a_layer_that_it_has_not():
    with pytest.raises(ValueError, match="no layer 'fc'; choose one of stem.norm"):
        explorers.inside(layer="fc")
