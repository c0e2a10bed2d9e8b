"""Evolution: filters and patches are the network's, the patches the best; clicks."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from moves import press

from helpers import explorers
from helpers.datasets import pretrained
from helpers.explorers.evolution import SIZE, compute, filters, images, strongest

EPOCHS = st.deferred(lambda: st.sampled_from(list(filters())))


@given(st.integers(0, 63), EPOCHS)
def test_every_state(filter, epoch):
    s = compute(filter, epoch)
    assert len(s.history) == len(s.right) == 1 + s.epochs.index(epoch)
    assert s.right[-1] == pretrained.cifar_right()[epoch]
    assert s.words.startswith(f"Epoch {epoch}: {s.right[-1]:,} of 10,000")
    now = s.history[-1]
    np.testing.assert_allclose(now.filter, s.filters[filter])
    scale = np.abs(now.filter - 0.5).max()
    assert scale == pytest.approx(0.5)  # as strong as it gets; the middle is grey
    weights = filters()[epoch][filter]
    shown = (now.filter - 0.5).transpose(2, 0, 1) * 2 * np.abs(weights).max()
    np.testing.assert_allclose(shown, weights, atol=1e-6)
    top, left = now.corner
    inside = now.image[max(top, 0) : top + SIZE, max(left, 0) : left + SIZE]
    part = now.patch[max(-top, 0) :, max(-left, 0) :][: len(inside), : len(inside[0])]
    np.testing.assert_array_equal(part, inside)


def test_the_patches_are_the_networks_own_peaks():
    """The first layer's: windows of 11 pixels, 2 apart, on pictures padded by 2."""
    x, weights = torch.from_numpy(images()), torch.from_numpy(filters()[20])
    maps = torch.conv2d(4 * x - 2, weights, stride=2, padding=2)
    for filter in range(0, 64, 7):
        image, top, left = strongest(20)[filter]
        here = maps[image, filter, (top + 2) // 2, (left + 2) // 2]
        assert here.item() == pytest.approx(maps[:, filter].max().item())


def test_filters_near_their_end():
    likes = np.array([[compute(f, n).like for f in range(64)] for n in filters()])
    assert np.allclose(likes[-1], 1)
    assert (np.diff(likes.mean(1)) > 0).all()
    assert "Filter 20 has got its last form" in compute(20, 20).words


def test_clicks():
    explorer = explorers.evolution(20, 7)
    view = explorer.view
    left, top, step, _ = view.grid
    for filter in (0, 9, 63):
        place = left + filter % 8 * step + 20, top + filter // 8 * step + 20
        assert press(explorer, place) == {"epoch": 20, "filter": filter}
    for n, epoch in enumerate(filters()):
        values = press(explorer, (view.columns + n * view.step + 20, 90))
        assert values == {"epoch": epoch, "filter": 63}
    assert press(explorer, (400, 200)) == values
