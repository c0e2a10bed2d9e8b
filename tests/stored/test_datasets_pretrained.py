"""The net that has learnt CIFAR-10: its sizes, its filters, and AlexNet itself."""

import numpy as np
import torch

from helpers import arithmetic, models
from helpers.datasets import pretrained
from helpers.models.vision import torchvision


def test_its_layers_fit_and_its_filters_have_alexnets_size():
    rows = arithmetic.table(pretrained.LAYERS, pretrained.SHAPE, strict=False)
    assert rows["conv1"].receptive_field == 11
    assert models.parameters(pretrained.cifar_net()) == sum(r.parameters for r in rows)


def test_epoch_0_is_before_training_and_the_last_is_the_net():
    filters, before = pretrained.cifar_filters(), pretrained.untrained_cifar_net()
    assert list(filters) == [0, 1, 2, 5, 10, 20]
    torch.testing.assert_close(filters[0], before.conv1.weight, atol=1e-3, rtol=1e-3)
    assert torch.equal(filters[20], pretrained.cifar_net().conv1.weight)


def test_accuracy_starts_at_guessing_and_rises():
    right = pretrained.cifar_right()
    assert list(right) == list(pretrained.cifar_filters())
    counts = np.array(list(right.values()))
    assert abs(counts[0] / 10_000 - 0.1) < 0.02
    assert (np.diff(counts) > 0).all()


def test_black_and_white_get_ten_scores_each():
    net = pretrained.cifar_net()
    assert not net.training
    flat = torch.zeros(1, 3, 32, 32), torch.ones(1, 3, 32, 32)
    scores = net(torch.cat(flat))
    assert scores.shape == (2, 10) and not torch.equal(*scores)


def test_alexnets_weights_are_read_where_torchvision_keeps_them(kept):
    alexnet = torchvision.models.alexnet
    path = kept(torchvision.models.AlexNet_Weights.IMAGENET1K_V1, alexnet)
    model = pretrained.alexnet()
    assert not model.training
    assert model.features[0].weight.shape == (64, 3, 11, 11)
    stored = torch.load(path, weights_only=True)
    for name, value in model.state_dict().items():
        assert torch.equal(value, stored[name])
