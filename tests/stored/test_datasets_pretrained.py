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


def test_accuracy_starts_at_guessing_and_rises():
    right = pretrained.cifar_right()
    assert list(right) == list(pretrained.cifar_filters())
    counts = np.array(list(right.values()))
    assert abs(counts[0] / 10_000 - 0.1) < 0.02
    assert (np.diff(counts) > 0).all()
