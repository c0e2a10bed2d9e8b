"""What the lectures say of the networks after AlexNet: counted."""

import pytest
from torch import nn

from helpers.models import zoo


def test_wm_googlenet_error_is_that_of_seven_nets():
    """WM's 6.6 %; one net that looks once makes more mistakes."""
    alone = 100 - zoo.published("GoogLeNet")["top5"]
    assert f"{alone:.1f} % alone" == "10.5 % alone"


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
    small, large = zoo.count(zoo.efficientnet()), zoo.efficientnet(1.1, 1.2)
    times = zoo.count(large, (3, 258, 258)).multiply_adds / small.multiply_adds
    assert round(times, 2) == 2.57


def test_wm_googlenet_has_one_dense_layer():
    """Our erratum: WM says that it has none."""
    layers = zoo.net("GoogLeNet").modules()
    (dense,) = (layer for layer in layers if isinstance(layer, nn.Linear))
    assert (dense.in_features, dense.out_features) == (1024, 1000)


def test_vuw_densenets_layers_are_joined_within_four_blocks():
    """Our erratum: not any layer to all later ones; transitions stand between."""
    names = [type(layer).__name__ for layer in zoo.net("DenseNet-121").modules()]
    assert names.count("_DenseBlock") == 4 and names.count("_Transition") == 3
