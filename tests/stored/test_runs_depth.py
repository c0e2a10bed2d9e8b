"""Plain and residual nets: how they are built, and the store against real runs."""

import numpy as np
import pytest
import torch
from torch import nn

from helpers import models
from helpers.runs import depth


def weight_layers(model):
    return [m for m in model.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]


@pytest.mark.parametrize(("layers", "blocks"), depth.DEPTHS.items())
@pytest.mark.parametrize("norm", [True, False])
def test_a_net_has_its_layers(layers, blocks, norm):
    plain, residual = (depth.net(blocks, kind, norm, seed=1) for kind in (False, True))
    assert len(weight_layers(plain)) == len(weight_layers(residual)) == layers
    assert models.parameters(plain) == models.parameters(residual)
    convolutions = 9 * depth.WIDTH + (layers - 2) * 9 * depth.WIDTH**2
    after = (layers - 1) * depth.WIDTH * (2 if norm else 1)
    assert models.parameters(plain) == convolutions + after + 10 * (depth.WIDTH + 1)
    for one, other in zip(plain.parameters(), residual.parameters(), strict=True):
        assert one.dtype == torch.float64 and torch.equal(one, other)


def test_a_block_adds_what_came_in():
    plain, residual = (depth.net(1, kind).block1.eval() for kind in (False, True))
    x = torch.rand(2, depth.WIDTH, 7, 7, dtype=torch.float64)
    nn.init.zeros_(plain.conv2.weight)
    nn.init.zeros_(residual.conv2.weight)
    assert torch.equal(plain(x), torch.zeros_like(x))
    assert torch.equal(residual(x), x)  # a block that does nothing is easy to find


def test_a_shallow_net_is_inside_the_deeper_residual_one():
    """Blocks that do nothing leave it as it is: the deeper one needn't be worse."""
    shallow, deep = (depth.net(blocks, True).eval() for blocks in (3, 9))
    for name, value in shallow.named_children():
        getattr(deep, name).load_state_dict(value.state_dict())
    for number in range(4, 10):
        nn.init.zeros_(getattr(deep, f"block{number}").conv2.weight)
    images = depth.data("test")[0][:20]
    assert torch.allclose(shallow(images), deep(images))


def test_data():
    (train, labels), (test, _) = depth.data("train"), depth.data("test")
    assert train.shape == test.shape == (1000, 1, 28, 28)
    assert train.dtype == torch.float64 and len(labels.unique()) == 10


def test_gradients_are_those_of_a_backward_pass():
    model = depth.net(3, residual=False, seed=2)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    lengths = depth.gradients(model, count=50)
    images, labels = depth.data()
    model.train()
    nn.functional.cross_entropy(model(images[:50]), labels[:50]).backward()
    expected = [layer.weight.grad.norm().item() for layer in weight_layers(model)[:-1]]
    assert np.allclose(lengths, expected)
    model = depth.net(3, residual=False, seed=2)
    depth.gradients(model)
    after = model.state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)


def test_with_norm_only_the_plain_nets_gradient_grows_on_its_way_back():
    def ratio(residual):
        lengths = depth.gradients(depth.net(21, residual))
        return lengths[1] / lengths[-1]

    assert ratio(residual=False) > 100 and ratio(residual=True) < 10


# The store


def test_the_store_is_whole():
    every = {(kind, layers) for kind in depth.KINDS for layers in depth.DEPTHS}
    for measure in ("train", "test"):
        for norm in depth.NORMS:
            runs = depth.stored(norm, measure=measure)
            assert set(runs) == every
            for rates in runs.values():
                assert set(rates) == set(depth.RATES)
                assert all(e.shape == (len(depth.SEEDS),) for e in rates.values())
        longer = depth.stored("norm", depth.LONGER, measure)
        assert set(longer) == {(kind, n) for kind in depth.KINDS for n in (8, 20)}
    assert len(depth.SEEDS) >= 5


def test_each_net_at_its_best_rate():
    runs = {("plain", 8): {0.01: np.array([3, 5]), 0.003: np.array([9, 0])}}
    assert depth.best(runs)["plain", 8].tolist() == [3, 5]


def test_with_norm_deeper_is_worse_for_plain_nets_and_not_for_residual_ones():
    """What the notebook says, of every seed, and at the best rate of each net."""
    longer = depth.best(depth.stored("norm", depth.LONGER))
    assert longer["plain", 8].max() < longer["plain", 20].min()
    assert longer["residual", 8].mean() > longer["residual", 20].mean()
    runs = depth.best(depth.stored("norm"))
    for shallow, deep in ((8, 20), (20, 44)):
        assert runs["plain", shallow].max() < runs["plain", deep].min()
        assert runs["residual", shallow].mean() > runs["residual", deep].mean()


def test_without_norm_the_way_past_is_not_enough():
    runs = depth.best(depth.stored("no norm"))
    for kind in depth.KINDS:
        assert runs[kind, 8].mean() < runs[kind, 20].mean() < runs[kind, 44].mean()
        assert runs[kind, 44].mean() > 800  # guessing gets 890 wrong


@pytest.mark.parametrize("kind", depth.KINDS)
def test_a_real_run_finds_the_stored_number(kind):
    seed = 3
    model, history = depth.train(3, depth.KINDS[kind], seed=seed)
    stored = depth.stored("norm")[kind, 8][depth.RATES[0]]
    assert depth.wrong(model) == stored[seed]
    assert len(history.loss) == depth.EPOCHS * -(-depth.IMAGES // depth.BATCH)


def test_what_is_not_stored_is_refused():
    with pytest.raises(ValueError, match="'norms'; choose one of norm, no norm"):
        depth.stored("norms")
    with pytest.raises(ValueError, match="no epochs '16'; choose one of 4"):
        depth.stored("no norm", depth.LONGER)
