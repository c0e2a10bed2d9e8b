"""The two explorers of notebook 03, without a browser: every state they can reach."""

from itertools import product

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import explorers
from helpers.explorers.output_size import compute as sizes
from helpers.explorers.receptive_field import KINDS
from helpers.explorers.receptive_field import compute as fields
from helpers.plots.drawings import LOST, OUTSIDE, PADDING, PIXEL, READ


def test_every_size_state():
    for N, F, P, S, D in product(
        (1, 2, 5, 8, 16), range(1, 10), range(5), range(1, 7), range(1, 4)
    ):
        s = sizes(N, F, P, S, D)
        assert s.fits == ("doesn’t fit" not in s.formula)
        assert s.fits == (not (s.row == OUTSIDE).any())
        assert s.square.shape == (N + 2 * P, N + 2 * P)
        if P == 0:
            assert PADDING not in s.row


@given(
    st.integers(1, 16),
    st.integers(1, 9),
    st.integers(0, 4),
    st.integers(1, 6),
    st.integers(1, 3),
)
@settings(max_examples=100)
def test_sizes_are_what_torch_gives(N, F, P, S, D):
    s = sizes(N, F, P, S, D)
    if D * (F - 1) + 1 > N + 2 * P:
        assert s.stops == 0 and "no window fits" in s.words
        return
    x = torch.ones(1, 1, N, N, dtype=torch.float64, requires_grad=True)
    w = torch.ones(1, 1, F, F, dtype=torch.float64)
    y = torch.nn.functional.conv2d(x, w, stride=S, padding=P, dilation=D)
    y.sum().backward()
    assert s.stops == y.shape[-1]
    unread = (x.grad == 0).sum().item()
    assert (s.square == LOST).sum() == unread
    if unread or not s.fits:
        assert f"{unread} of" in s.words
    assert (s.row == READ).sum() == s.stops * F
    inner = s.square[P : P + N, P : P + N]
    assert ((inner == PIXEL) == (x.grad[0, 0] != 0).numpy()).all()


def test_the_sample_state():
    s = sizes(6, 3, 0, 2, 1)
    assert not s.fits and "(6 − 3 + 2·0)/2 + 1 = 2.5" in s.formula
    assert "11 of 36" in s.words


def test_every_field_state():
    for kinds in product(KINDS.values(), repeat=3):
        s = fields(*kinds, kinds[0], unit=0)
        assert len(s.single.lines) == s.field
        assert s.limits["unit"] >= 3


@given(
    st.lists(st.sampled_from(list(KINDS.values())), min_size=4, max_size=4),
    st.integers(0, 20),
)
@settings(max_examples=60)
def test_the_cone_is_the_gradient(kinds, unit):
    s = fields(*kinds, unit=unit)
    unit = min(unit, s.limits["unit"])
    N = int((s.stack.level == 0).sum())
    x = torch.ones(1, 1, N, dtype=torch.float64, requires_grad=True)
    y = x
    for K, S in s.layers:
        w = torch.ones(1, 1, K, dtype=torch.float64)
        y = torch.nn.functional.conv1d(y, w, stride=S)
    assert y.shape[-1] == (s.stack.level == s.stack.level.max()).sum()
    y[0, 0, unit].backward()
    seen = (x.grad != 0).flatten().numpy()
    assert (s.stack.used[s.stack.level == 0] == seen).all()
    if s.layers:
        # strides larger than filters would leave holes; none of KINDS does
        assert (s.single.used[s.single.level == 0] == seen).all()


def test_two_small_against_one_large():
    s = fields((3, 1), (3, 1), None, None, 2)
    assert s.field == 5 and s.sees == (2, 6)
    assert "18 weights" in s.titles[0] and "25 weights" in s.titles[1]


@pytest.mark.parametrize("name", ["output_size", "receptive_field"])
def test_each_control_changes_the_picture(name):
    explorer = getattr(explorers, name)()
    for control in explorer.controls.values():
        before = explorer.picture.value
        options = getattr(control, "options", None)
        if options:
            control.value = options[4][1] if control.value != options[4][1] else None
        else:
            control.value += 1
        assert explorer.picture.value != before, control.description
    assert explorer.text == getattr(explorers, name)().text


def test_redrawing_keeps_the_artists():
    explorer = explorers.output_size()
    count = len(explorer.view.fig.findobj())
    explorer.controls["N"].value = 12
    assert len(explorer.view.fig.findobj()) == count
