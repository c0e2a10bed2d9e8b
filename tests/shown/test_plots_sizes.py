"""Figures about sizes: their cells, their counts and their alt texts."""

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import plots
from helpers.plots import sizes


def test_the_row_of_the_sample():
    codes = sizes.row_codes(N=7, F=3, S=3)
    P, L, R, X = sizes.PIXEL, sizes.LOST, sizes.READ, sizes.OUTSIDE
    assert codes[0, :7].tolist() == [P] * 6 + [L]
    assert codes[2].tolist() == [R] * 3 + [0] * 6
    assert codes[3].tolist() == [0] * 3 + [R] * 3 + [0] * 3
    assert codes[4].tolist() == [0] * 6 + [X] * 3
    assert plots.windows(N=7, F=3, S=3).alt == (
        "7 pixels in a row. 2 windows of 3 in steps of 3 read the pixels 0–2, 3–5; "
        "pixel 6 is in no window, striped."
    )


@given(
    st.integers(1, 10),
    st.integers(1, 4),
    st.integers(1, 4),
    st.integers(0, 2),
    st.integers(1, 2),
)
@settings(deadline=None, max_examples=40)
def test_reads_are_torchs_gradient(N, F, S, P, D):
    reads = sizes.reads(N, F, S, P, D)
    if D * (F - 1) + 1 > N + 2 * P:
        assert not reads.any()
        return
    x = torch.ones(1, 1, N, N, dtype=torch.float64, requires_grad=True)
    w = torch.ones(1, 1, F, F, dtype=torch.float64)
    torch.nn.functional.conv2d(x, w, stride=S, padding=P, dilation=D).sum().backward()
    assert (reads == x.grad[0, 0].numpy()).all()


def test_tiles_have_a_colour_a_kind():
    codes = np.arange(6).reshape(2, 3)
    tiles = sizes.tiles(codes, px=12)
    assert tiles.shape == (24, 36, 4) and tiles.dtype == np.uint8
    assert (tiles[2, :11] == 255).all()  # an empty cell is white
    darker = sizes.tiles(codes, px=12, depth=np.ones((2, 3)))
    assert (darker[..., 3] == 255).all()
    assert (darker[2:10, 26:34] < tiles[2:10, 26:34]).any()


def test_alt_texts_say_what_is_to_be_seen():
    assert "11 of 36 are striped" in plots.square(6, 3, 2).alt
    assert "32×32, 28×28" in plots.nested([32, 28]).alt
    assert "dense: 1,000" in plots.counts({"dense": 1000, "shared": 7}).alt
    field = np.outer([0, 1, 2, 1, 0], [0, 1, 2, 1, 0])
    alt = plots.seen([field], ["two 2×2"]).alt
    assert "3×3 square it reads 9" in alt and "from 1 to 4" in alt
    assert "every pixel is read" in plots.windows(N=5, F=3, P=1).alt
