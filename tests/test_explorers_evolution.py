"""Evolution, without a browser: every state, and that the patches are the best."""

import numpy as np
import pytest
import torch

from helpers import explorers, features, models
from helpers.explorers.evolution import SIZE, compute, filters, images, strongest

EPOCHS = list(models.cifar_filters())


@pytest.fixture(scope="module")
def explorer():
    return explorers.evolution()


def test_every_state():
    for number, epoch in enumerate(EPOCHS):
        for filter in range(64):
            s = compute(filter, epoch)
            assert s.epoch == epoch and len(s.history) == len(s.right) == number + 1
            assert s.filters.shape == (64, SIZE, SIZE, 3)
            assert s.filters.min() >= 0 and s.filters.max() <= 1
            assert all(m.patch.shape == (SIZE, SIZE, 3) for m in s.history)
            assert s.words.startswith(f"Epoch {epoch}: {s.right[-1]:,} of 10,000")
            assert f"Filter {filter} " in s.words and -1 <= s.like <= 1.0001
            assert s.right[-1] == models.cifar_right()[epoch]


def test_the_patches_are_the_networks_own_peaks():
    net = models.cifar_net()
    x = torch.from_numpy(images())
    last = torch.from_numpy(filters()[EPOCHS[-1]])
    net.conv1.weight.data.copy_(last)  # as stored, the filters may be shorter numbers
    peaks = features.peaks(net, x, "conv1")
    field = features.receptive_field(net, "conv1", (3, 32, 32))
    for filter in range(0, 64, 7):
        image, top, left = strongest(EPOCHS[-1])[filter]
        assert peaks.values[image, filter] == pytest.approx(
            peaks.values[:, filter].max()
        )
        (first, _), (across, _) = field.at(*peaks.places[image, filter])
        assert (first, across) == (top, left)


def test_patches_and_filters_are_shown_as_they_are():
    s = compute(3, EPOCHS[-1])
    weights = filters()[EPOCHS[-1]][3]
    shown = s.history[-1].filter
    np.testing.assert_allclose(shown, s.filters[3])
    assert np.abs(shown - 0.5).max() == pytest.approx(0.5)
    middle = (shown - 0.5).transpose(2, 0, 1) * 2 * np.abs(weights).max()
    np.testing.assert_allclose(middle, weights, atol=1e-6)
    for filter in range(64):
        moment = compute(filter, 0).history[0]
        top, left = moment.corner
        inside = moment.image[max(top, 0) : top + SIZE, max(left, 0) : left + SIZE]
        high, wide = inside.shape[:2]
        y, x = max(-top, 0), max(-left, 0)
        np.testing.assert_array_equal(moment.patch[y : y + high, x : x + wide], inside)


def test_filters_near_their_end():
    likes = np.array([[compute(f, n).like for f in range(64)] for n in EPOCHS])
    assert np.allclose(likes[-1], 1)
    assert (np.diff(likes.mean(1)) > 0).all()


def test_the_picture_follows(explorer):
    first = explorer.picture.value
    for control, value in {"epoch": 20, "filter": 20}.items():
        before = explorer.picture.value
        explorer.controls[control].value = value
        assert explorer.picture.value != before
    assert "Filter 20 has got its last form" in explorer.words.value
    explorer.controls["filter"].value = explorer.controls["epoch"].value = 0
    assert explorer.picture.value == first


def test_clicks(explorer):
    view = explorer.view
    left, top, step, _ = view.grid
    for filter in (0, 9, 63):
        place = left + filter % 8 * step + 20, top + filter // 8 * step + 20
        assert view.pointed({}, place, place) == {"filter": filter}
    for n in range(len(EPOCHS)):
        place = view.columns + n * view.step + 20, 90
        assert view.pointed({}, place, place) == {"epoch": EPOCHS[n]}
    assert view.pointed({}, (400, 200), (400, 200)) is None


def test_the_first_state_and_what_there_is_not():
    last = explorers.evolution(20, 7)
    assert last.values() == {"epoch": 20, "filter": 7}
    with pytest.raises(ValueError, match="No filters were kept of epoch 3; those of"):
        explorers.evolution(3)
    with pytest.raises(ValueError, match="filter is 64; the 64 are counted"):
        explorers.evolution(filter=64)
    bundle = last._repr_mimebundle_()
    assert bundle["text/plain"].startswith("Explorer: evolution")
    assert len(bundle["image/png"]) > 5000
