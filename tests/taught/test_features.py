"""Activations are what the layers give, and the network stays as it was."""

import pytest
import torch
from torch import nn

from helpers import features, models


@pytest.fixture
def net():
    return models.AlexNet(classes=10, kind="small").double()


X = torch.rand(3, 1, 28, 28, generator=torch.Generator().manual_seed(0))


def hooks(model):
    return sum(len(m._forward_hooks) for m in model.modules())


def test_each_is_what_comes_out_there(net):
    layers = ["pool2", "conv1", "fc8"]
    found = features.activations(net, X, layers)
    assert list(found) == layers
    x = X.double()
    net.eval()
    for name, layer in net.named_children():
        x = layer(x)
        if name in found:
            assert torch.equal(found[name], x) and not found[name].requires_grad


def test_a_layer_inside_a_layer():
    net = nn.Sequential(nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU()), nn.Flatten())
    found = features.activations(net, X, ["0.0", "0"])
    assert torch.equal(found["0.0"], net[0][0](X))
    assert torch.equal(found["0"], found["0.0"].relu())
    assert list(features.activations(net, X, "0.1")) == ["0.1"]
    with pytest.raises(ValueError, match=r"choose one of 0, 0\.0\.$"):  # no deeper
        features.activations(nn.Sequential(net[:1]), X, "1")


def test_what_is_overwritten_later_is_kept():
    net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(inplace=True))
    net[0].bias.data -= 9  # whatever the weights: there is something to overwrite
    found = features.activations(net, X, ["0"])["0"]
    assert found.min() < 0 and torch.equal(found, net[0](X))


@pytest.mark.parametrize("training", [True, False])
def test_the_network_stays_as_it_was(net, training):
    net.train(training)
    first = features.activations(net, X, "fc7_0")["fc7_0"]
    assert torch.equal(first, features.activations(net, X, "fc7_0")["fc7_0"])
    assert net.training is training and not hooks(net)


def test_also_after_a_failure(net):
    with pytest.raises(RuntimeError):
        features.activations(net, X[:, :, :5], "fc8")
    assert net.training and not hooks(net)


@pytest.mark.parametrize("wrong", ["conv9", "", "conv1.weight", "0.0.0"])
def test_an_unknown_name_lists_those_there_are(net, wrong):
    with pytest.raises(
        ValueError, match=f"'{wrong}'; choose one of conv1, conv1_active, "
    ):
        features.activations(net, X, ["conv1", wrong])
    assert not hooks(net)
