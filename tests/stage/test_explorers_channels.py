"""A filter over channels: each stop against torch; names and numbers agree."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from moves import parts, press

from helpers import explorers, plots
from helpers.explorers.channels import FILTERS, LEFTS, OUTPUT, PHOTO, SIDE, TOP, X

NUMBERS = st.floats(-9, 9).map(lambda v: round(v, 1))


def drawn(explorer, number):
    """The numbers of the page's table of that number."""
    words = parts(explorer, "grid")[number]["texts"]
    return [float(word.replace("−", "-")) for word in words]


@pytest.fixture(scope="module")
def moved():
    return explorers.channels()


@given(
    st.lists(NUMBERS, min_size=12, max_size=12),
    st.integers(-12, 12),
    st.integers(0, 8),
)
def test_every_stop(moved, twelve, bias, position):
    rows = np.reshape(twelve, (2, 6))
    moved.set(bias=bias, position=position, w=rows.tolist())
    w = torch.tensor(np.stack([rows[:, :2], rows[:, 2:4], rows[:, 4:]]))[None]
    b = torch.tensor([float(bias)]).double()
    y = torch.nn.functional.conv2d(torch.tensor(X)[None].double(), w, b).flatten()
    outputs = drawn(moved, -2)
    assert outputs == pytest.approx(y.tolist(), abs=0.006)
    assert drawn(moved, -1) == [bias]
    products = [sum(drawn(moved, n)) for n in (2, 5, 8)]
    assert sum(products) + bias == pytest.approx(float(y[position]), abs=0.1)
    total = plots.number(round(outputs[position], 2))
    assert f"(bias) = {total}." in moved.words


def test_equal_brightness_is_missed_by_a_filter_that_is_the_same_in_all_planes():
    assert (X.sum(axis=0) == 6).all()
    explorer = explorers.channels(name="bright against dark")
    for position in range(9):
        explorer.set(position=position)
        assert drawn(explorer, -2) == [-4.0] * 9
        assert "sees no difference" in explorer.words
    explorer.set(name="red against green")
    assert drawn(explorer, -2) == [-4, 8, -4] * 3


def test_a_press_leads_to_the_nearest_stop():
    explorer = explorers.channels()
    for left in (PHOTO, *LEFTS):
        explorer.set(position=0)
        assert press(explorer, (left + 2 * SIDE, TOP + 3 * SIDE))["position"] == 7
    assert press(explorer, (OUTPUT + 2.5 * SIDE, TOP + SIDE / 2))["position"] == 2


def test_editing_a_number_says_your_own():
    explorer = explorers.channels(name="how much red")
    rows = [list(row) for row in FILTERS["how much red"]]
    assert explorer.values["w"] == rows
    rows[1][5] = 2
    explorer.set(w=rows)
    assert explorer.values["name"] == "your own"
