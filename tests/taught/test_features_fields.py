"""Receptive fields: against the arithmetic, and against pictures really changed."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from helpers import arithmetic, features, models
from helpers.models.lite0 import BLOCKS


@pytest.fixture(scope="module")
def lite0():
    return models.lite0()


def check_against_arithmetic(net, layers, shape, names):
    for count, layer in enumerate(layers, 1):
        if layer.name not in names:
            continue
        field = features.receptive_field(net, names[layer.name], shape)
        assert field.size[0] == arithmetic.receptive_field(layers[:count])
        for unit in range(3):
            seen = arithmetic.sees(layers[:count], unit)
            assert field.at(unit, unit + 1)[0] == seen
            assert field.at(unit + 2, unit)[1] == seen


@pytest.mark.parametrize("kind", ["2012", "small"])
def test_alexnet_as_by_arithmetic(kind):
    shape, layers = arithmetic.alexnet(kind=kind)
    names = {layer.name: layer.name for layer in layers[:6]}
    net = models.AlexNet(("fc6", "fc7"), kind=kind)  # these two take seconds to draw
    if kind == "2012":  # the others take their time
        names = {"conv2": "conv2"}
    check_against_arithmetic(net, layers, shape, names)


def test_lenet_as_by_arithmetic():
    shape, layers = arithmetic.LENET
    names = {"C1": "relu1", "S2": "s2", "C3": "c3", "S4": "s4"}
    check_against_arithmetic(models.lenet(), layers, shape, names)


def test_functions_without_layers_of_their_own_are_seen_through():
    """LeNet of 1998 calls F.conv2d and F.avg_pool2d itself."""
    layers = arithmetic.LENET_1998[1]
    names = {"C1": "c1", "S2": "s2", "C3": "squash3", "S4": "s4"}
    net = models.lenet_1998()[1:]  # what brings every picture to 32 pixels is left out
    check_against_arithmetic(net, layers, (1, 32, 32), names)


class Pixels(nn.Module):
    """Padding that differs by side, a side path, dilation, and a longer side."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 3, (3, 5), (2, 3), bias=False)
        self.side = nn.Conv2d(3, 3, 3, padding=2, dilation=2)
        self.end = nn.Identity()

    def forward(self, x):
        x = F.relu(self.conv(F.pad(x, (4, 0, 1, 2))))
        return self.end(x + F.relu(self.side(x)))


def test_each_side_has_its_own_numbers():
    field = features.receptive_field(Pixels(), "end", (2, 40, 31))
    assert field.step == (2, 3)
    assert field.size == (3 + 4 * 2, 5 + 4 * 3)
    assert field.start == (-1 - 2 * 2, -4 - 2 * 3)
    assert field.at(1, 2) == ((-3, 7), (-4, 12))
    assert field.inside(1, 2) == ((0, 7), (0, 12))
    assert field.inside(19, 9) == ((33, 39), (17, 30))


@pytest.mark.parametrize(
    "layer", ["blocks.0", pytest.param("blocks.3", marks=pytest.mark.thorough)]
)
def test_in_lite0_nothing_outside_matters_and_everything_inside_does(lite0, layer):
    """A picture, in double precision, is changed outside the field, then at its rim."""
    generator = torch.Generator().manual_seed(0)
    net = lite0.double()
    x = torch.randn(1, 3, 96, 96, generator=generator, dtype=torch.float64)
    field = features.receptive_field(net, layer, (3, 96, 96))

    def unit(picture):
        return features.activations(net, picture, layer)[layer][0, :, row, column]

    side = features.activations(net, x, layer)[layer].shape[-1]
    for row, column in ((side // 2, side // 2 - 1), (0, side - 1)):
        (top, bottom), (left, right) = field.inside(row, column)
        other = -3 * x
        other[..., top : bottom + 1, left : right + 1] = x[
            ..., top : bottom + 1, left : right + 1
        ]
        assert torch.equal(unit(other), unit(x))
        for rim in (
            np.s_[..., top, left : right + 1],
            np.s_[..., bottom, left : right + 1],
            np.s_[..., top : bottom + 1, left],
            np.s_[..., top : bottom + 1, right],
        ):
            other = x.clone()
            other[rim] = -3 * x[rim]
            assert not torch.equal(unit(other), unit(x))
    lite0.float()


def test_sizes_in_lite0_follow_from_its_blocks(lite0):
    """By hand: a depthwise filter adds (size − 1) · jump, the 1×1 ones nothing."""
    size, jump = 3, 2
    sizes = []
    for repeats, filters, stride, _, _ in BLOCKS:
        for number in range(repeats):
            size += (filters - 1) * jump
            jump *= stride if number == 0 else 1
            sizes.append((size, jump))
    for number in (1, 6):
        field = features.receptive_field(lite0, f"blocks.{number}", (3, 32, 32))
        assert (field.size[0], field.step[1]) == sizes[number]
        assert field.size[0] == field.size[1] and field.step[0] == field.step[1]


def test_what_is_behind_the_whole_map_sees_the_whole_picture(lite0):
    for layer in ("pool.0", "pool", "fc"):
        field = features.receptive_field(lite0, layer, (3, 64, 96))
        assert field.at(0, 0) == field.inside(0, 0) == ((0, 63), (0, 95))


class Everything(nn.Module):
    """Squeeze and excitation: each unit also knows the mean of its map."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 3)
        self.end = nn.Identity()

    def forward(self, x):
        x = self.conv(x)
        return self.end(x * x.mean((2, 3), keepdim=True))


def test_units_that_know_a_mean_see_everything():
    field = features.receptive_field(Everything(), "end", (1, 9, 8))
    assert field.at(3, 3) == ((0, 8), (0, 7))


def test_units_at_no_fixed_distance_are_refused():
    net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.AdaptiveAvgPool2d(3))
    with pytest.raises(ValueError, match="'1' aren't a fixed number of pixels apart"):
        features.receptive_field(net, "1", (1, 28, 28))
    with pytest.raises(ValueError, match="refuses them. Leave out what fixes"):
        features.receptive_field(models.lenet_1998(), "c1", (1, 28, 28))
    with pytest.raises(ValueError, match="no layer '2'; choose one of 0, 1"):
        features.receptive_field(net, "2", (1, 28, 28))


def test_a_map_of_one_unit_need_not_see_everything():
    net = nn.Sequential(nn.Conv2d(1, 2, 5, stride=4), nn.Flatten(), nn.Linear(2, 2))
    field = features.receptive_field(net, "0", (1, 7, 8))
    assert field.at(0, 0) == ((0, 4), (0, 4))


def test_a_network_that_hides_nan_says_so():
    class Hides(nn.Module):
        def forward(self, x):
            return torch.where(x > 0, x, 0)

    with pytest.raises(ValueError, match="Something replaces NaN before it reaches"):
        features.receptive_field(nn.Sequential(Hides()), "0", (1, 7, 8))


def test_the_network_stays_as_it_was():
    net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.Dropout()).train()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    field = features.receptive_field(net, "2", (1, 12, 12))
    assert field.size == (3, 3) and net.training and net[1].training
    for name, value in net.state_dict().items():
        assert torch.equal(value, before[name])
    assert not any(m._forward_hooks for m in net.modules())
