"""Every figure that the lectures give for notebook 07: counted, and counted again."""

from dataclasses import replace

import pytest
import torch

from helpers import arithmetic, models
from helpers.runs import alexnet

SHAPE, LAYERS = arithmetic.ALEXNET
TABLE = arithmetic.table(LAYERS, SHAPE)
PAPER = [253_440, 186_624, 64_896, 64_896, 43_264, 4096, 4096, 1000]


def test_uva_units():
    assert TABLE.inputs == 154_587
    ours = [row.units for row in TABLE if row.parameters]
    assert ours[1:] == PAPER[1:]
    assert ours[0] == 290_400 == 55 * 55 * 96  # our erratum: 253,440
    assert PAPER[0] == 55 * 48 * 96  # where it may come from


def test_uva_224_does_not_fit():
    for padding in range(11):
        with pytest.raises(arithmetic.DoesNotFit):
            arithmetic.output_size(224, 11, 4, padding)
    assert arithmetic.output_size(227, 11, 4) == 55
    assert arithmetic.output_size(224, 11, 4, (1, 2)) == 55  # one side more


def test_wm_layers_with_weights():
    assert sum(row.parameters > 0 for row in TABLE) == 8  # our erratum: 9


def parameters(remove, groups=2):
    shape, layers = arithmetic.alexnet(remove)
    layers = [
        replace(layer, groups=1)
        if groups == 1 and isinstance(layer, arithmetic.Conv)
        else layer
        for layer in layers
    ]
    return arithmetic.table(layers, shape).total.parameters


@pytest.mark.parametrize(
    ("remove", "says", "saved"),
    [
        (("fc7",), 16e6, 16_781_312),
        (("fc6", "fc7"), 50e6, 49_414_144),
        (("conv3", "conv4"), 1e6, 1_696_512),  # our erratum
    ],
)
def test_uva_parameters_saved(remove, says, saved):
    assert parameters(()) - parameters(remove) == saved
    with torch.device("meta"):
        nets = models.AlexNet(), models.AlexNet(remove)
    assert models.parameters(nets[0]) - models.parameters(nets[1]) == saved
    assert (abs(saved / says - 1) < 0.05) == (remove != ("conv3", "conv4"))


def test_uva_conv3_and_conv4_with_one_group():
    saved = parameters((), groups=1) - parameters(("conv3", "conv4"), groups=1)
    assert saved == 2_507_520


def test_uva_ablation_does_not_repeat_at_our_size():
    """No ranking, and no collapse: our erratum where the lecture has −33.5 points."""
    runs = alexnet.stored("ordinary")
    full = runs["full"].mean() / 20
    for name in list(alexnet.NETS)[1:]:
        assert abs(runs[name].mean() / 20 - full) < 3
