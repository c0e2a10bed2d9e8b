"""Drawings: graphs of numbers and blocks, windows on a row; what they show and say."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from helpers import arithmetic, plots
from helpers.models import zoo
from helpers.plots import drawings

pytestmark = pytest.mark.usefixtures("drawn")
X, W, Y_BAR = np.array([2, 1, 3, -1]), np.array([1, -2]), np.array([-1, 1, 2])


def test_graph_tells_the_loss():
    alt = plots.graph(X, W, np.array([1, -6, 3])).alt
    assert "3 outputs 0, −5, 5" in alt and "6 arrows" in alt and "loss, 3." in alt


def test_messages_add_up_to_the_gradient():
    assert "sums that arrive are 5, 0." in plots.messages(X, W, Y_BAR, "w").alt
    for x, w, y_bar in ((X, W, Y_BAR), (np.arange(5), [3, 1, -1], np.array([1, 0, 2]))):
        sums = ", ".join(map(str, np.convolve(y_bar, w))).replace("-", "−")
        assert f"arrive are {sums}." in plots.messages(x, w, y_bar, "x").alt
    with pytest.raises(ValueError, match="no direction 'y'; choose one of w, x"):
        plots.messages(X, W, Y_BAR, to="y")


def test_the_row_of_the_sample(drawn):
    assert plots.windows(7, arithmetic.windows(7, 3, stride=3)).alt == (
        "7 pixels in a row. 2 windows of 3 in steps of 3 read the pixels 0+1+2, 3+4+5; "
        "striped, in no window: 6."
    )
    (ax,) = drawn().axes
    squares = np.reshape([text.get_text() or " " for text in ax.texts], (4, 9))
    rows = ["0123456  ", "012      ", "   345   ", "      678"]
    assert ["".join(row) for row in squares] == rows
    lost, *outside = (patch.get_xy() for patch in ax.patches)
    assert lost == (5.5, -0.5) and outside == [(x, 2.5) for x in (5.5, 6.5, 7.5)]
    assert ax.get_yticklabels()[-1].get_text() == "sticks out"
    spread = plots.windows(7, arithmetic.windows(7, 3, dilation=2)).alt
    assert "0+2+4, 1+3+5, 2+4+6; none is lost" in spread
    assert drawn().axes[0].get_yticklabels()[-1].get_text() == "stop 3"


sizes = st.integers(1, 10), st.integers(1, 4), st.integers(1, 4)


@given(*sizes, st.integers(0, 2), st.integers(1, 2))
@settings(deadline=None, max_examples=40)
def test_reads_are_torchs_gradient(N, F, S, P, D):
    reads = drawings.reads(N, arithmetic.windows(N, F, S, P, D))
    if D * (F - 1) + 1 > N + 2 * P:
        assert not reads.any()
        return
    x = torch.ones(1, 1, N, N, dtype=torch.float64, requires_grad=True)
    w = torch.ones(1, 1, F, F, dtype=torch.float64)
    torch.nn.functional.conv2d(x, w, stride=S, padding=P, dilation=D).sum().backward()
    assert (np.outer(reads, reads) == x.grad[0, 0].numpy()).all()


def test_square_and_nested():
    square = plots.square(6, arithmetic.windows(6, 3, stride=2)).alt
    assert "3×3 windows in steps of 2" in square and "11 of 36 are striped" in square
    assert "32×32, 28×28" in plots.nested([32, 28]).alt


class Fork(nn.Module):
    """Two ways, one with nothing on it."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 3, padding=1)
        self.norm = nn.BatchNorm2d(4)

    def forward(self, x):
        return torch.relu(x + self.norm(self.conv(x)))


def test_wiring_says_what_reads_what_and_goes_round_only_where_it_must():
    fork, row = zoo.boxes(Fork()), zoo.boxes(nn.Sequential(nn.Conv2d(1, 1, 1)))
    alt = plots.wiring({"residual": fork, "plain": row}).alt
    assert "residual: 0 x, 1 3×3 4→4, 2 + ReLU of 0 and 1; plain: 0 x, 1 1" in alt
    assert list(drawings.arcs(fork)) == [(0, 2)] and not list(drawings.arcs(row))


def test_wiring_lays_the_ways_side_by_side(drawn):
    block = zoo.boxes(zoo.net("GoogLeNet").inception3a)
    places = [box[-2:] for box in block]
    assert places[0] == (0, 1.5) and places[-1] == (3, 1.5)  # x, and where all join
    ways = places[1:-1]
    assert len(set(ways)) == len(ways) == 7
    assert {lane for _, lane in ways} == {0, 1, 2, 3}
    plots.wiring({"Inception": block})
    boxes_and_arrows = len(block) + sum(len(reads) for _, _, reads, *_ in block)
    assert len(drawn().axes[0].patches) == boxes_and_arrows


@pytest.mark.parametrize(
    ("block", "label"),
    [
        (nn.Conv2d(8, 8, 7, groups=8), "7×7 alone\n8→8"),
        (nn.Conv2d(8, 8, 3, groups=4), "3×3 in 4\n8→8"),
        (nn.Linear(8, 32), "dense\n8→32"),
        (nn.MaxPool2d(3), "max\n3×3"),
        (nn.Sequential(nn.Conv2d(1, 1, 1), nn.ReLU()), "1×1\n1→1, ReLU"),
        (zoo.net("ResNet-34").layer2[0], "1×1\n64→128"),
    ],
)
def test_boxes_have_the_sizes_of_their_layers(block, label):
    assert label in [text for text, *_ in zoo.boxes(block)]
