"""Receptive field: the cone of any stack is what a gradient reaches."""

import torch
from hypothesis import given
from hypothesis import strategies as st
from moves import press, spot

from helpers import explorers
from helpers.explorers.receptive_field import KINDS, compute


@given(
    st.lists(st.sampled_from(list(KINDS.values())), min_size=4, max_size=4),
    st.integers(0, 20),
)
def test_the_cone_is_the_gradient(kinds, unit):
    s = compute(*kinds, unit=unit)
    unit = min(unit, s.limits["unit"])
    bottom, top = (s.stack.level == n for n in (0, s.stack.level.max()))
    x = torch.ones(1, 1, bottom.sum(), dtype=torch.float64, requires_grad=True)
    y = x
    for K, S in s.layers:
        w = torch.ones(1, 1, K, dtype=torch.float64)
        y = torch.nn.functional.conv1d(y, w, stride=S)
    assert y.shape[-1] == top.sum() == s.limits["unit"] + 1 > 3
    y[0, 0, unit].backward()
    seen = (x.grad != 0).flatten().numpy()
    assert (s.stack.used[bottom] == seen).all()
    # Strides larger than filters would leave holes; none of KINDS does.
    assert s.field == len(s.single.lines) == seen.sum()
    assert not s.layers or (s.single.used[s.single.level == 0] == seen).all()


def test_two_small_against_one_large():
    s = compute((3, 1), (3, 1), None, None, 2)
    assert s.field == 5 and s.sees == (2, 6)
    assert "18 weights" in s.titles[0] and "25 weights" in s.titles[1]


def test_a_click_takes_the_nearest_unit():
    explorer = explorers.receptive_field(layers=((3, 2),), unit=0)
    units = explorer.controls["unit"].max + 1
    for n in reversed(range(units)):
        centre = (2 * n + 1.5) / (2 * (units - 1) + 3)
        place = spot(explorer, explorer.view.stack, centre, 1)
        assert press(explorer, place)["unit"] == n
