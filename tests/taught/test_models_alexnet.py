"""AlexNet, whole or with layers taken out: as counted, published, as torchvision's."""

import hashlib
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from itertools import chain, combinations
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from helpers import arithmetic, models

ROOT = Path(models.__file__).parents[2]
SUBSETS = list(
    chain.from_iterable(combinations(arithmetic.REMOVABLE, n) for n in range(5))
)
KINDS = [
    ({"kind": "2012"}, 1000),
    ({"kind": "2012", "width": 0.5, "classes": 7}, 7),
    ({"kind": "2014"}, 1000),
    ({"kind": "small", "classes": 10}, 10),
    ({"kind": "small", "classes": 5, "shape": (3, 64, 64), "width": 2}, 5),
]


def without_weights(remove=(), **options):
    """The network without numbers: 60 million take their time."""
    with torch.device("meta"):
        return models.AlexNet(remove, **options)


# --- as counted -----------------------------------------------------------------------


@pytest.mark.parametrize("remove", SUBSETS, ids="-".join)
@pytest.mark.parametrize("options, classes", KINDS)
def test_what_is_counted_is_what_torch_builds(options, classes, remove):
    shape, layers = arithmetic.alexnet(remove, **options)
    table = arithmetic.table(layers, shape, strict=False)
    net = without_weights(remove, **options)
    x, seen = torch.empty(2, *shape, device="meta"), {}
    for name, layer in net.named_children():
        x = layer(x)
        seen[name] = tuple(x.shape[1:]), models.parameters(layer)
    assert x.shape == (2, classes)
    for row in table:
        name = row.layer.split(":")[0]
        assert seen[name] == (row.shape, row.parameters)
        if not name.startswith("pool"):
            assert row.units == np.prod(row.shape)
    assert models.parameters(net) == table.total.parameters
    assert not set(remove) & {name.split("_")[0] for name in seen}


def parameters(remove=(), groups=None, **options):
    shape, layers = arithmetic.alexnet(remove, **options)
    if groups:
        conv = arithmetic.Conv
        layers = [
            replace(layer, groups=groups) if isinstance(layer, conv) else layer
            for layer in layers
        ]
    return arithmetic.table(layers, shape, strict=False).total.parameters


def test_the_published_counts():
    table = arithmetic.table(arithmetic.ALEXNET[1], arithmetic.ALEXNET[0])
    assert table.total.parameters == 60_965_224
    units = [row.units for row in table if row.units]
    assert units == [290_400, 186_624, 64_896, 64_896, 43_264, 4096, 4096, 1000]
    assert sum(units[:-1]) == 658_272
    assert table["fc6"].parameters == 37_752_832 == (6 * 6 * 256 + 1) * 4096
    assert parameters(kind="2014") == 61_100_840


@pytest.mark.parametrize(
    "remove, groups, millions",
    [
        ("fc7", None, 16.78),
        (("fc6", "fc7"), None, 49.41),
        (("conv3", "conv4"), None, 1.70),
        (("conv3", "conv4"), 1, 2.51),
    ],
)
def test_what_the_ablations_save(remove, groups, millions):
    saved = parameters(groups=groups) - parameters(remove, groups=groups)
    assert round(saved / 1e6, 2) == millions


def test_two_groups_are_the_two_graphics_cards():
    net = without_weights()
    groups = [net.get_submodule(f"conv{n}").groups for n in range(1, 6)]
    assert groups == [1, 2, 1, 2, 2]


# --- as published, as torchvision's ---------------------------------------------------


def test_2014_is_torchvisions_alexnet():
    from helpers.models.vision import torchvision

    with models.seeded(0):
        theirs = torchvision.models.alexnet().eval()
    ours = without_weights(kind="2014").eval()
    assert models.parameters(ours) == models.parameters(theirs)
    weights = zip(ours.state_dict(), theirs.state_dict().values(), strict=True)
    ours.load_state_dict(dict(weights), assign=True)
    x = torch.rand(2, 3, 224, 224, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        torch.testing.assert_close(ours(x), theirs(x), atol=1e-6, rtol=1e-5)


def test_normalisation_is_the_papers_formula():
    """Section 3.3: n = 5 neighbouring maps, k = 2, α = 10⁻⁴, β = 0.75."""
    layers = dict(without_weights().named_children())
    norms = [name for name, m in layers.items() if isinstance(m, nn.LocalResponseNorm)]
    names = list(layers)
    for number, name in zip((1, 2), norms, strict=True):
        at = names.index(name)
        assert names[at - 1 : at + 2 : 2] == [f"conv{number}_active", f"pool{number}"]
    maps, n, k, alpha, beta = 9, 5, 2, 1e-4, 0.75
    a = 200 * torch.rand(2, maps, 3, 4, dtype=torch.float64)
    b = torch.empty_like(a)
    for i in range(maps):
        total = torch.zeros(2, 3, 4, dtype=torch.float64)
        for j in range(max(0, i - n // 2), min(maps - 1, i + n // 2) + 1):
            total += a[:, j] ** 2
        b[:, i] = a[:, i] / (k + alpha * total) ** beta
    assert (b / a).min() < 0.8 * (b / a).max()  # it does something
    torch.testing.assert_close(layers[norms[0]](a), b)


@pytest.mark.parametrize(
    "options, count",
    [
        ({}, 2),
        ({"lrn": False}, 0),
        ({"kind": "2014"}, 0),
        ({"kind": "small"}, 0),
        ({"kind": "small", "lrn": True}, 2),
    ],
)
def test_normalisation_is_there_in_2012_or_when_asked_for(options, count):
    kinds = Counter(type(m) for m in without_weights(**options).modules())
    assert kinds[nn.LocalResponseNorm] == count


# --- its settings ---------------------------------------------------------------------


def small(remove=(), **options):
    return models.AlexNet(remove, classes=10, kind="small", **options)


def test_activation_and_dropout():
    kinds = Counter(type(m) for m in small().modules())
    assert (kinds[nn.ReLU], kinds[nn.Dropout], kinds[nn.Tanh]) == (7, 2, 0)
    kinds = Counter(type(m) for m in small("fc6", activation=nn.Tanh).modules())
    assert (kinds[nn.ReLU], kinds[nn.Dropout], kinds[nn.Tanh]) == (0, 1, 6)
    assert {m.p for m in small(dropout=0.2) if isinstance(m, nn.Dropout)} == {0.2}
    assert not [m for m in small(dropout=0) if isinstance(m, nn.Dropout)]
    with_it, without = small().eval(), small(dropout=0).eval()
    x = torch.rand(2, 1, 28, 28)
    assert torch.equal(with_it(x), without(x))
    assert not torch.equal(with_it.train()(x), without(x))


def test_a_seed_decides_the_start_and_nothing_else_changes():
    torch.manual_seed(3)
    nets = [small(seed=seed).eval() for seed in (1, 1, 2)]
    drawn = torch.rand(1)
    torch.manual_seed(3)
    assert drawn == torch.rand(1)
    assert torch.get_default_dtype() == torch.float32
    scores = [net(torch.ones(1, 1, 28, 28)) for net in nets]
    assert torch.equal(scores[0], scores[1])
    assert not torch.equal(scores[0], scores[2])


def test_first_weights_are_hes():
    net = small(width=4)
    for name in ("conv2", "conv4", "fc6"):
        layer = net.get_submodule(name)
        spread = (2 / layer.weight[0].numel()) ** 0.5
        assert layer.weight.std().item() == pytest.approx(spread, rel=0.03)
        assert not layer.bias.any()


def test_can_be_cut_and_saved(tmp_path):
    net = small("conv4").eval()
    x = torch.rand(2, 1, 28, 28)
    assert torch.equal(net[4:](net[:4](x)), net(x))
    assert net[0] is net.conv1 and net[-1] is net.fc8
    torch.save(net.state_dict(), tmp_path / "net.pt")
    copy = small("conv4", seed=2).eval()
    copy.load_state_dict(torch.load(tmp_path / "net.pt", weights_only=True))
    assert torch.equal(copy(x), net(x))


FINGERPRINT = """
import hashlib
from helpers import models
weights = [p.detach().numpy() for p in models.AlexNet(kind="small").parameters()]
print(hashlib.sha256(b"".join(weights)).hexdigest())
"""


def test_first_weights_are_the_same_on_any_cpu(default_environment):
    net = models.AlexNet(kind="small")  # made without the CPU's vector instructions
    ours = hashlib.sha256(b"".join(p.detach().numpy() for p in net.parameters()))
    environment = default_environment | {"PYTHONPATH": str(ROOT)}
    usual = subprocess.check_output(
        [sys.executable, "-c", FINGERPRINT], env=environment, text=True
    )
    assert usual.strip() == ours.hexdigest()


@pytest.mark.parametrize("remove", SUBSETS, ids="-".join)
def test_gradients_reach_every_parameter(remove):
    net = small(remove)
    x = torch.rand(8, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    nn.functional.cross_entropy(net(x), torch.arange(8)).backward()
    assert all(p.grad.abs().sum() > 0 for p in net.parameters())


# --- what can't be --------------------------------------------------------------------


@pytest.mark.parametrize("make", [arithmetic.alexnet, models.AlexNet])
def test_what_is_refused_and_the_sentence(make):
    with pytest.raises(ValueError, match="no AlexNet '1998'; choose one of 2012, 2014"):
        make(kind="1998")
    for remove in (("conv1",), "fc8", ("conv3", "pool5")):
        with pytest.raises(ValueError, match="can't be removed; conv3, conv4,"):
            make(remove)


def test_one_name_is_as_good_as_a_list():
    assert arithmetic.alexnet("fc7") == arithmetic.alexnet(("fc7",))


def test_a_picture_that_is_too_small():
    with pytest.raises(arithmetic.DoesNotFit, match="pool5"):
        small(shape=(1, 12, 12))


def test_224_pixels_do_not_fit_and_227_do():
    _, layers = arithmetic.alexnet()
    with pytest.raises(arithmetic.DoesNotFit, match="conv1"):
        arithmetic.table(layers, (3, 224, 224))
    assert arithmetic.table(layers, (3, 227, 227))["conv1"].shape == (96, 55, 55)
