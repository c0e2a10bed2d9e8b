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


def test_gradients_are_those_of_a_backward_pass():
    model = depth.net(3, residual=False, seed=2)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    lengths = depth.gradients(model)
    for name, value in model.state_dict().items():
        assert torch.equal(value, before[name])
    images, labels = depth.data()
    model.train()
    nn.functional.cross_entropy(model(images[:100]), labels[:100]).backward()
    expected = [layer.weight.grad.norm().item() for layer in weight_layers(model)[:-1]]
    assert np.allclose(lengths, expected)
    assert images.dtype == torch.float64 and len(labels.unique()) == 10


def test_with_norm_only_the_plain_nets_gradient_grows_on_its_way_back():
    def ratio(residual):
        lengths = depth.gradients(depth.net(depth.DEPTHS[20], residual))
        return lengths[1] / lengths[-1]

    assert ratio(residual=False) > 5 > ratio(residual=True)


# The store


def test_the_store_is_whole():
    every = {(kind, layers) for kind in depth.KINDS for layers in depth.DEPTHS}
    for (norm, epochs), (planned, depths) in depth.PLANNED.items():
        runs = depth.stored(norm, epochs)
        assert set(runs) == {(kind, n) for kind, n in every if n in depths}
        for rates in runs.values():
            assert set(rates) == set(planned)
            for wrong in rates.values():
                assert set(wrong) == set(depth.SPLITS)
                assert all(e.shape == (len(depth.SEEDS),) for e in wrong.values())
    with pytest.raises(ValueError, match="no epochs '16'; choose one of 4"):
        depth.stored("no norm", depth.LONGER)


def best(*stored):
    return {net: wrong for net, (_, wrong) in depth.best(depth.stored(*stored)).items()}


def test_the_best_rate_is_the_validation_digits():
    few, many = np.array([7, 6]), np.array([5, 9])
    rates = {0.1: {"validation": many, "train": few}}
    rates[0.2] = {"validation": few, "train": many}
    assert depth.best({"net": rates})["net"] == (0.2, many)


def test_with_norm_deeper_is_worse_for_plain_nets_and_not_for_residual_ones():
    """What the notebook says, of every seed, and at the best rate of each net."""
    longer = best("norm", depth.LONGER)
    assert longer["plain", 8].max() < longer["plain", 20].min()
    assert longer["residual", 8].mean() > longer["residual", 20].mean()
    runs = best("norm")
    for shallow, deep in ((8, 20), (20, 44)):
        assert runs["plain", shallow].max() < runs["plain", deep].min()
        assert runs["residual", shallow].mean() > runs["residual", deep].mean()


@pytest.mark.parametrize(
    "kind", ["plain", pytest.param("residual", marks=pytest.mark.thorough)]
)
def test_a_real_run_finds_the_stored_number(kind):
    seed = 3
    model, history = depth.train(3, depth.KINDS[kind], seed=seed)
    stored = depth.stored("norm")[kind, 8][depth.RATE]
    for split, wrong in stored.items():
        assert depth.wrong(model, split) == wrong[seed]
    assert len(history.loss) == depth.EPOCHS * -(-depth.IMAGES // depth.BATCH)
