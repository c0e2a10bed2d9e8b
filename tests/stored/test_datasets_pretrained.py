"""The filters of a net that has learnt CIFAR-10, and the script that trained it."""

import numpy as np
import torch

from helpers.datasets import pretrained


def test_epoch_0_is_before_training(script):
    make, filters = script("make_filters"), pretrained.cifar_filters()
    assert tuple(filters) == make.EPOCHS
    before = make.untrained(make.SEED)
    torch.testing.assert_close(filters[0], before.conv1.weight, atol=1e-3, rtol=1e-3)
    flat = torch.cat([torch.zeros(1, 3, 32, 32), torch.ones(1, 3, 32, 32)])
    scores = before(flat)
    assert scores.shape == (2, 10) and not torch.equal(*scores)


def test_what_excites_the_first_layer_is_what_its_filters_find():
    """Of the stored filters, which are rounded, each has nearly the same nine."""
    best, emoji = pretrained.cifar_best(), pretrained.small_emoji()
    assert list(best) == [f"conv{n}" for n in range(1, 6)]
    assert {found.shape for found in best.values()} == {(6, 64, 9), (6, 48, 9)}
    filters = pretrained.cifar_filters()[20]
    maps = torch.conv2d(4 * emoji - 2, filters, stride=2, padding=2)
    peaks = maps.amax((2, 3)).argsort(0, descending=True)[:9].T
    both = (peaks[..., None].numpy() == best["conv1"][-1][:, None]).any(-1)
    assert both.mean() > 0.9


def test_accuracy_starts_at_guessing_and_rises():
    right = pretrained.cifar_right()
    assert list(right) == list(pretrained.cifar_filters())
    counts = np.array(list(right.values()))
    assert abs(counts[0] / 10_000 - 0.1) < 0.02
    assert (np.diff(counts) > 0).all()
