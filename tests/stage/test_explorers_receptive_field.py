"""Receptive field: the cone of any stack is what a gradient reaches."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from moves import parts, press, texts

from helpers import explorers
from helpers.explorers.receptive_field import KINDS, STACK, cone


@pytest.fixture(scope="module")
def explorer():
    return explorers.receptive_field()


@given(
    st.lists(st.sampled_from(list(KINDS.values())), min_size=4, max_size=4),
    st.integers(0, 10),
)
def test_the_cone_is_the_gradient(explorer, kinds, unit):
    names = [f"layer{n}" for n in range(1, 5)]
    explorer.set(**dict(zip(names, kinds, strict=True)), unit=unit)
    layers = [kind for kind in kinds if kind]
    unit, highest = explorer.values["unit"], explorer.page.changes["unit"]["high"]
    dots = parts(explorer, "dots")
    bottom = dots[2]["xy"][1]  # the height of the input pixels, on the right
    x = torch.ones(1, 1, dots[2]["xy"][1::2].count(bottom), requires_grad=True)
    found = cone(layers, unit, x.numel())
    y = x.double()
    for K, S in layers:
        y = torch.nn.functional.conv1d(y, torch.ones(1, 1, K).double(), stride=S)
    assert y.shape[-1] == (found.level == len(layers)).sum() == highest + 1 > 3
    y[0, 0, unit].backward()
    seen = (x.grad != 0).flatten().numpy()
    assert (found.used[found.level == 0] == seen).all()
    # Strides larger than filters would leave holes; none of KINDS does.
    reads = ~np.isnan(found.lines[:, 0])
    assert reads.sum() == 2 * sum(
        found.used[found.level == n].sum() * K for n, (K, _) in enumerate(layers, 1)
    )
    first, last = np.flatnonzero(seen)[[0, -1]]
    span = f"pixel {first}:" if first == last else f"pixels {first} to {last}:"
    assert not layers or f"sees {span}" in explorer.words
    for number in (1, 3):  # on the left, and on the right the same pixels
        heights = dots[number]["xy"][1::2]
        assert heights.count(bottom) == seen.sum()


def test_two_small_against_one_large():
    explorer = explorers.receptive_field()
    assert "pixels 2 to 6: 1 + 2·1 + 2·1 = 5." in explorer.words
    assert "your stack: 3² + 3² = 18 weights" in texts(explorer)
    assert "one filter: 5² = 25 weights" in texts(explorer)


def test_a_click_takes_the_nearest_unit():
    explorer = explorers.receptive_field(layers=((3, 2),), unit=0)
    units = explorer.page.changes["unit"]["high"] + 1
    left, top, width, _ = STACK
    for n in reversed(range(units)):
        centre = (2 * n + 1.5) / (2 * (units - 1) + 3)
        assert press(explorer, (left + width * centre, top))["unit"] == n
