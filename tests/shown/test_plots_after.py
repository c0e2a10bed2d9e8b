"""Figures about the networks after AlexNet: what they show."""

import pytest
import torch
from torch import nn

from helpers import plots, zoo
from helpers.plots.wiring import arcs, boxes, laid_out


def test_bubbles_have_the_parameters_as_area(drawn):
    nets = {"A": (2012, 7e8, 56.5, 61e6), "B": (2015, 4e9, 73, 20e6)}
    result = plots.bubbles(nets)
    (ax,) = drawn().axes
    areas = [float(bubble.get_sizes()[0]) for bubble in ax.collections]
    assert areas[0] / areas[1] == pytest.approx(61 / 20)
    assert [line.get_xydata()[0].tolist() for line in ax.lines] == [
        [0.7, 56.5],
        [4, 73],
    ]
    assert ax.texts[0].get_text() == "A, 2012\n61.0 million"
    assert "B 4.00 billion, 73.0 percent, 20.0 million." in result.alt


def test_bubbles_words_keep_clear_of_the_next_bubble(drawn):
    nets = {"left": (2016, 2.8e9, 74, 8e6), "right": (2015, 3.6e9, 73, 20e6)}
    plots.bubbles(nets)
    assert [text.get_ha() for text in drawn().axes[0].texts] == ["right", "left"]


def test_savings_says_no_times(drawn):
    """The alt text is compared at every run; times differ between computers."""
    result = plots.savings({8: 4.24, 64: 7.9}, {8: 0.777, 64: 3.333})
    counted, timed, _ = drawn().axes[0].lines
    assert counted.get_ydata().tolist() == [4.24, 7.9]
    assert timed.get_ydata().tolist() == [0.777, 3.333]
    assert "8 channels 4.2, 64 channels 7.9" in result.alt
    assert "0.8" not in result.alt and "3.3" not in result.alt


class Fork(nn.Module):
    """Two ways, one with nothing on it."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 3, padding=1)
        self.norm = nn.BatchNorm2d(4)

    def forward(self, x):
        return torch.relu(x + self.norm(self.conv(x)))


def test_wiring_says_what_reads_what():
    result = plots.wiring({"residual": Fork()})
    assert "residual: 0 x, 1 3×3 4→4, 2 + ReLU of 0 and 1." in result.alt


def test_wiring_lays_the_ways_side_by_side():
    block = zoo.net("GoogLeNet").inception3a
    places = [row[-2:] for row in laid_out(boxes(block)).values()]
    assert places[0] == (0, 1.5) and places[-1] == (3, 1.5)  # x, and where all join
    ways = places[1:-1]
    assert len(set(ways)) == len(ways) == 7
    assert {lane for _, lane in ways} == {0, 1, 2, 3}


def test_wiring_goes_round_boxes_only_where_it_must():
    drawing = laid_out(boxes(Fork()))
    x, conv, add = drawing
    assert list(arcs(drawing)) == [(x, add)]
    row = laid_out(boxes(nn.Sequential(nn.Conv2d(1, 1, 1), nn.ReLU())))
    assert not list(arcs(row))
    assert [label for label, *_ in row.values()] == ["x", "1×1\n1→1, ReLU"]


@pytest.mark.parametrize(
    ("block", "label"),
    [
        (nn.Conv2d(8, 8, 7, groups=8), "7×7 alone\n8→8"),
        (nn.Linear(8, 32), "dense\n8→32"),
        (nn.MaxPool2d(3), "max\n3×3"),
    ],
)
def test_wiring_labels(block, label):
    assert label in [text for text, *_ in boxes(nn.Sequential(block)).values()]


def test_a_smaller_block_has_two_ways_with_weights(drawn):
    block = zoo.net("ResNet-34").layer2[0]
    result = plots.wiring({"plain": zoo.plain34().layer2[0], "residual": block})
    plain, residual = drawn().axes
    assert len(residual.patches) > len(plain.patches)
    assert "1×1 64→128" in result.alt
