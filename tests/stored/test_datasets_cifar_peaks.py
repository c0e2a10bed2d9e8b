"""The patches are the network's own peaks, and what lies outside of them is grey."""

import pytest
import torch

from helpers.datasets import cifar_peaks, pretrained


@pytest.mark.parametrize("epoch", [0, 20])
def test_the_patches_are_the_networks_own_peaks(epoch):
    """The first layer's: windows of 11 pixels, 2 apart, on pictures padded by 2."""
    x, weights = cifar_peaks.inputs(), pretrained.cifar_filters()[epoch]
    layer = torch.nn.Conv2d(3, 64, 11, stride=2, padding=2, bias=False)
    layer.weight.data = weights
    maps = layer(x).detach()
    for filter, patch in enumerate(cifar_peaks.top(epoch)):
        highest = maps[:, filter].max().item()
        assert patch.value == pytest.approx(highest, rel=1e-5)
        answer = (weights[filter] * patch.picture).sum().item()
        assert answer == pytest.approx(highest, rel=1e-4)
        rows, columns = (slice(2 * n, 2 * n + 11) for n in patch.place)
        padded = torch.nn.functional.pad(x[patch.image], [2, 2, 2, 2])
        assert torch.equal(patch.picture, padded[:, rows, columns])
