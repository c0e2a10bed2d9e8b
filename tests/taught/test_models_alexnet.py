"""AlexNet, whole or with layers taken out: as counted, published, as torchvision's."""

from collections import Counter
from itertools import chain, combinations

import numpy as np
import pytest
import torch
from torch import nn

from helpers import arithmetic, models

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
    kinds = Counter(type(layer) for layer in net)
    assert kinds[nn.Dropout] == 2 - len({"fc6", "fc7"} & set(remove))
    assert kinds[nn.LocalResponseNorm] == (2 if options["kind"] == "2012" else 0)


# --- as published, as torchvision's ---------------------------------------------------


def test_2014_is_torchvisions_alexnet():
    from helpers.models.vision import torchvision

    generator = torch.Generator().manual_seed(0)
    with torch.device("meta"):  # 60 million numbers, all of one kind, are soon drawn
        theirs = torchvision.models.alexnet().eval()
    theirs.to_empty(device="cpu")
    for weights in theirs.parameters():
        weights.data.normal_(0, 0.02, generator=generator)
    ours = without_weights(kind="2014").eval()
    assert models.parameters(ours) == models.parameters(theirs) == 61_100_840
    weights = zip(ours.state_dict(), theirs.state_dict().values(), strict=True)
    ours.load_state_dict(dict(weights), assign=True)
    x = torch.rand(1, 3, 224, 224, generator=generator)
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


# --- its settings ---------------------------------------------------------------------


def small(remove=(), **options):
    return models.AlexNet(remove, classes=10, kind="small", **options)


def test_first_weights_are_hes():
    net = small(width=4)
    for name in ("conv2", "conv4", "fc6"):
        layer = net.get_submodule(name)
        spread = (2 / layer.weight[0].numel()) ** 0.5
        assert layer.weight.std().item() == pytest.approx(spread, rel=0.03)
        assert not layer.bias.any()


# --- what can't be --------------------------------------------------------------------


@pytest.mark.parametrize("make", [arithmetic.alexnet, models.AlexNet])
def test_what_is_refused_and_the_sentence(make):
    with pytest.raises(ValueError, match="no AlexNet '1998'; choose one of 2012, 2014"):
        make(kind="1998")
    for remove in (("conv1",), "fc8", ("conv3", "pool5")):
        with pytest.raises(ValueError, match="can't be removed; conv3, conv4,"):
            make(remove)


def test_a_picture_that_is_too_small():
    with pytest.raises(arithmetic.DoesNotFit, match="pool5"):
        small(shape=(1, 12, 12))
