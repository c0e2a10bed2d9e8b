"""Output size: what it counts, in every state, is what PyTorch makes and reads."""

import torch
from hypothesis import given
from hypothesis import strategies as st

from helpers.explorers.output_size import compute
from helpers.plots.drawings import LOST, OUTSIDE, PADDING, PIXEL, READ


@given(*(st.integers(*ends) for ends in ((1, 16), (1, 9), (0, 4), (1, 6), (1, 3))))
def test_sizes_are_what_torch_gives(N, F, P, S, D):
    s, wide = compute(N, F, P, S, D), D * (F - 1) + 1
    assert s.fits == (wide <= N + 2 * P and (N + 2 * P - wide) % S == 0)
    assert s.fits == ("doesn’t fit" not in s.formula) == (OUTSIDE not in s.row)
    assert s.square.shape == (N + 2 * P, N + 2 * P)
    assert P or PADDING not in s.row
    if wide > N + 2 * P:
        assert s.stops == 0 and "no window fits" in s.words
        return
    x = torch.ones(1, 1, N, N, dtype=torch.float64, requires_grad=True)
    w = torch.ones(1, 1, F, F, dtype=torch.float64)
    y = torch.nn.functional.conv2d(x, w, stride=S, padding=P, dilation=D)
    y.sum().backward()
    assert s.stops == y.shape[-1]
    assert (s.row == READ).sum() == s.stops * F
    unread = (x.grad == 0).sum().item()
    assert (s.square == LOST).sum() == unread
    assert f"{unread} of" in s.words or (s.fits and not unread)
    inner = s.square[P : P + N, P : P + N]
    assert ((inner == PIXEL) == (x.grad[0, 0] != 0).numpy()).all()


def test_the_sample_state():
    s = compute(6, 3, 0, 2, 1)
    assert not s.fits and "(6 − 3 + 2·0)/2 + 1 = 2.5" in s.formula
    assert "11 of 36" in s.words
