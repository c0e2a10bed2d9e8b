"""What the lectures say of the networks after AlexNet: counted."""

import csv
from functools import cache
from pathlib import Path

import pytest
from torch import nn

from helpers.models import zoo
from helpers.runs import depth

ERRATA = Path(__file__).resolve().parents[2] / "data" / "errata.csv"


@cache
def counted(name):
    return zoo.count(zoo.net(name))


@pytest.mark.parametrize(
    ("name", "layers"), [("VGG-19", 19), ("GoogLeNet", 22), ("ResNet-34", 34)]
)
def test_wm_layers_with_weights(name, layers):
    assert counted(name).depth == layers


def test_wm_googlenet_error_is_that_of_seven_nets():
    """WM's 6.6 %; one net that looks once makes more mistakes."""
    alone = 100 - zoo.published("GoogLeNet")["top5"]
    assert f"{alone:.1f} % alone" == "10.5 % alone"
    with ERRATA.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if "top-5" in row["where"]]
    assert [row["we compute"] for row in rows] == ["10.5 % alone"]


def test_wm_googlenet_has_one_dense_layer():
    """Our erratum: WM says that it has none."""
    layers = zoo.net("GoogLeNet").modules()
    (dense,) = (layer for layer in layers if isinstance(layer, nn.Linear))
    assert (dense.in_features, dense.out_features) == (1024, 1000)


@pytest.mark.parametrize("layers", [20, 44])
def test_vuw_gradients_of_plain_nets_do_not_vanish_on_the_way_back(layers):
    """Our erratum: with BatchNorm they grow, from the last convolution to the first."""
    first, *_, last = depth.gradients(depth.net(depth.DEPTHS[layers], residual=False))
    assert first > 2 * last


def test_comp_pattern_fits_two_of_eight():
    fits = [name for name in zoo.NAMES if not zoo.reading(zoo.net(name)).stops]
    assert fits == ["AlexNet", "VGG-19"]


def test_plain_resnet_fits_the_pattern_and_costs_the_same():
    plain, residual = zoo.count(zoo.plain34()), counted("ResNet-34")
    assert not zoo.reading(zoo.plain34()).stops
    assert plain.depth == residual.depth
    assert 0.99 < plain.parameters / residual.parameters < 1
    assert 0.99 < plain.multiply_adds / residual.multiply_adds < 1


@pytest.mark.parametrize(("C", "K", "F"), [(8, 8, 3), (64, 128, 3), (5, 7, 5)])
def test_depthwise_separable_saves_all_but_one_in_k_and_one_in_f_squared(C, K, F):
    full = nn.Conv2d(C, K, F, padding=F // 2, bias=False)
    alone = nn.Conv2d(C, C, F, padding=F // 2, groups=C, bias=False)
    both = nn.Sequential(alone, nn.Conv2d(C, K, 1, bias=False))
    a, b = (zoo.count(net, (C, 14, 14)) for net in (full, both))
    assert a.shape == b.shape
    assert b.multiply_adds / a.multiply_adds == pytest.approx(1 / K + 1 / F**2)
    assert b.parameters / a.parameters == pytest.approx(1 / K + 1 / F**2)


def test_efficientnet_scaling_on_paper_and_in_layers():
    """1.2·1.1²·1.15² is 1.92; whole layers and channels make more of it."""
    small, large = counted("EfficientNet-B0"), zoo.efficientnet(1.1, 1.2)
    assert round(1.2 * 1.1**2 * 1.15**2, 2) == 1.92
    times = zoo.count(large, (3, 258, 258)).multiply_adds / small.multiply_adds
    assert round(times, 2) == 2.57
    assert zoo.count(zoo.efficientnet()) == small


def test_lab_convnext_block():
    """7×7 for each channel alone, LayerNorm, four times as wide, GELU."""
    layers = list(zoo.net("ConvNeXt-Tiny").features[1][0].block)
    look, norm, widen, active, narrow = (
        layer for layer in layers if type(layer).__name__ != "Permute"
    )
    assert look.kernel_size == (7, 7) and look.groups == look.out_channels == 96
    assert isinstance(norm, nn.LayerNorm) and isinstance(active, nn.GELU)
    assert widen.out_features == narrow.in_features == 4 * 96


def test_recipe_of_one_net_is_worth_five_points():
    old, new = (zoo.published("resnet50", f"IMAGENET1K_V{n}")["top1"] for n in (1, 2))
    assert round(new - old, 1) == 4.7


@pytest.mark.parametrize(("less", "more"), [(8, 20), (20, 44)])
def test_deeper_plain_nets_are_worse_in_training_and_residual_ones_are_not(less, more):
    runs = depth.best(depth.stored("norm"))
    assert runs["plain", less].max() < runs["plain", more].min()
    assert runs["residual", less].mean() > runs["residual", more].mean()


def test_longer_training_shrinks_the_gap_and_does_not_close_it():
    runs = depth.best(depth.stored("norm", depth.LONGER))
    deep, shallow = runs["plain", 20], runs["plain", 8]
    assert shallow.max() < deep.min() and deep.max() < 100  # of 1,000
    assert runs["residual", 20].max() < 10
