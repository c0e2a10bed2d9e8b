"""LeNet's rivals: unshared layers against convolution, the store against real runs."""

import pytest
import torch
import torch.nn.functional as F

from helpers import arithmetic, datasets, models
from helpers.runs import lenet


def double(split):
    images, labels = datasets.load("mnist", split, full=False)
    return images.double(), labels


@pytest.mark.parametrize(("channels", "padding", "size"), [(1, 2, 28), (3, 0, 7)])
def test_local_with_equal_weights_is_a_convolution(channels, padding, size):
    layer = lenet.Local(channels, 4, 5, size, padding).double()
    w = torch.rand(4, channels, 5, 5).double()
    b = torch.rand(4).double()
    layer.weight.data[:] = w.flatten(1).T
    layer.bias.data[:] = b
    x = torch.rand(2, channels, size, size).double()
    torch.testing.assert_close(layer(x), F.conv2d(x, w, b, padding=padding))


def test_local_places_are_independent():
    layer = lenet.Local(1, 2, 3, 5).double()
    x = torch.rand(1, 1, 5, 5).double()
    before = layer(x)
    layer.weight.data[4] += 1  # the place in the middle of 3×3
    changed = (layer(x) != before).nonzero()
    assert {tuple(place) for place in changed[:, 2:].tolist()} == {(1, 1)}


def test_sizes_are_those_of_the_arithmetic():
    shape, layers = arithmetic.LENET
    local = [
        arithmetic.Conv(c.filters, c.size, padding=c.padding, shared=False)
        if isinstance(c, arithmetic.Conv)
        else c
        for c in layers
    ]
    total = arithmetic.table(local, shape).total
    assert models.parameters(lenet.build("local")) == total.parameters
    dense = [arithmetic.Dense(n) for n in (300, 300, 10)]
    total = arithmetic.table(dense, shape).total
    assert models.parameters(lenet.build("dense 300")) == total.parameters


@pytest.mark.parametrize("name", lenet.ALL)
def test_every_net_reads_digits_and_starts_from_its_seed(name):
    x = torch.rand(2, 1, 28, 28)
    assert lenet.build(name)(x).shape == (2, 10)
    assert torch.equal(lenet.build(name, 1)(x), lenet.build(name, 1)(x))
    assert not torch.equal(lenet.build(name, 1)(x), lenet.build(name, 2)(x))


def test_a_real_run_finds_the_stored_numbers():
    _, history = lenet.train("dense 30", double("train"), double("test"), seed=1)
    right = [round(1000 * accuracy) for accuracy in history.accuracy]
    assert right == lenet.stored("epochs")["dense 30"][:, 1].tolist()


@pytest.mark.parametrize(
    ("experiment", "nets", "settings", "most"),
    [
        ("epochs", 7, 4, 1000),
        ("shuffled", 2, 4, 1000),
        ("examples", 4, 4, 1000),
        ("augment", 6, 10, 100),
        ("moved", 3, 9, 1000),
        ("mirrored", 2, 2, 100),
        ("pooling", 2, 2, 2000),
    ],
)
def test_stored_experiments_are_whole(experiment, nets, settings, most):
    table = lenet.stored(experiment)
    assert len(table) == nets
    for right in table.values():
        seeds = 5 if experiment == "pooling" else len(lenet.SEEDS)
        assert right.shape == (settings, seeds)
        assert right.min() >= 0 and right.max() <= most


def test_clearly_better_is_above_all_of_the_others():
    for a, b, verdict in (
        ([3, 4], [1, 2], "a"),
        ([1, 2], [3, 4], "b"),
        ([1, 3], [3, 4], "can't tell"),
        ([1, 5], [3, 4], "can't tell"),
    ):
        assert lenet.clearly_better(a, b) == verdict


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="choose one of LeNet 1989"):
        lenet.build("lenet")
    with pytest.raises(ValueError, match="no experiment 'epoch'"):
        lenet.stored("epoch")
