"""LeNet's rivals: unshared layers against convolution, the store against real runs."""

import pytest
import torch
import torch.nn.functional as F

from helpers import arithmetic, datasets, models, training
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


@pytest.mark.parametrize("kind", lenet.FIRST)
def test_only_learnt_first_filters_learn(kind):
    net = lenet.build(f"{kind} first", 1).double()
    before = net.c1.weight.detach().clone()
    x, names = double("train")
    training.fit(net, (x[:8], names[:8]), batch=4)
    assert torch.equal(net.c1.weight, before) == (kind != "learnt")


def test_hand_made_filters_sum_to_0_and_are_as_long_as_drawn_ones():
    drawn = torch.stack([lenet.build("random first", n).c1.weight for n in range(9)])
    for kind in "compass", "Gabor":
        w = lenet.filters(kind)
        assert w.shape == (8, 1, 5, 5) and w.sum((2, 3)).abs().max() < 1e-12
        assert w.flatten(1).norm(dim=1).sub(3**-0.5).abs().max() < 1e-12
    assert drawn.flatten(2).norm(dim=2).mean() == pytest.approx(3**-0.5, abs=0.02)


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


@pytest.mark.parametrize("name", lenet.NETS)
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
        ("sharing", 2, 1, 1000),
        ("first", 4, 1, 1000),
        ("rates", 2, 2, 1000),
        ("pooling", 2, 2, 2000),
    ],
)
def test_stored_experiments_are_whole(experiment, nets, settings, most):
    table = lenet.stored(experiment)
    assert len(table) == nets
    for right in table.values():
        seeds = {"sharing": 6, "first": 6, "pooling": 5}.get(experiment, 3)
        assert right.shape == (settings, seeds)
        assert right.min() >= 0 and right.max() <= most


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="choose one of LeNet 1989"):
        lenet.build("lenet")
    with pytest.raises(ValueError, match="no experiment 'epoch'"):
        lenet.stored("epoch")
