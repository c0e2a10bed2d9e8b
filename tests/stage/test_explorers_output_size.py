"""Output size: what it counts, in every state, is what PyTorch makes and reads."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from moves import parts, texts

from helpers import explorers, plots
from helpers.explorers.output_size import FILLS, LOST, OUTSIDE, PADDING, PIXEL


def squares(grid):
    """The colours and the marks of a grid's squares, (rows, columns) each."""
    fills, marks = np.array(grid["fills"]), np.array(grid["texts"])
    return (part.reshape(-1, grid["columns"]) for part in (fills, marks))


@pytest.fixture(scope="module")
def explorer():
    return explorers.output_size()


@given(st.data())
def test_sizes_are_what_torch_gives(explorer, data):
    ends = {"N": (1, 16), "F": (1, 9), "P": (0, 4), "S": (1, 6), "D": (1, 3)}
    values = {name: data.draw(st.integers(*ends[name])) for name in ends}
    explorer.set(**values)
    N, F, P, S, D = values.values()
    wide = D * (F - 1) + 1
    fits = wide <= N + 2 * P and (N + 2 * P - wide) % S == 0
    row, *outside, square = parts(explorer, "grid")
    assert fits == ("doesn’t fit" not in texts(explorer)) == (not outside)
    assert [part["fills"].count(FILLS[OUTSIDE]) for part in outside] == [F] * (not fits)
    fills, marks = squares(square)
    assert fills.shape == (N + 2 * P, N + 2 * P)
    assert (marks == "·").sum() == fills.size - N * N
    windows = len(parts(explorer, "dots")[0]["xy"]) // 2
    if wide > N + 2 * P:
        assert windows == 0 and "no window fits" in explorer.words
        return
    x = torch.ones(1, 1, N, N, dtype=torch.float64, requires_grad=True)
    w = torch.ones(1, 1, F, F, dtype=torch.float64)
    y = torch.nn.functional.conv2d(x, w, stride=S, padding=P, dilation=D)
    y.sum().backward()
    assert windows == y.shape[-1] * F
    read = (x.grad[0, 0] != 0).numpy()
    inner = fills[P : P + N, P : P + N]
    assert ((inner == FILLS[PIXEL]) == read).all()
    assert ((marks[P : P + N, P : P + N] == "///") == ~read).all()
    unread = (~read).sum()
    assert f"{unread} of" in explorer.words or (fits and not unread)
    deep = np.reshape(square["alpha"], fills.shape)[P : P + N, P : P + N][read]
    assert read.sum() == 0 or deep.argmax() == x.grad[0, 0].numpy()[read].argmax()


def test_the_sample_state():
    explorer = explorers.output_size(6, 3, 0, 2, 1)
    assert "(6 − 3 + 2·0)/2 + 1 = 2.5   doesn’t fit" in texts(explorer)
    assert "11 of 36" in explorer.words
    first, second, outside = parts(explorer, "path", width=3)
    assert [frame["dash"] for frame in (first, second, outside)] == [(), (8, 5), (2, 4)]
    assert outside["line"] == plots.RED
    row = parts(explorer, "grid")[0]
    assert row["fills"] == [FILLS[PIXEL]] * 5 + [FILLS[LOST]]
    assert row["texts"] == [""] * 5 + ["///"]


def test_padding_is_marked():
    row = parts(explorers.output_size(P=2), "grid")[0]
    assert row["fills"][:3] == [FILLS[PADDING]] * 2 + [FILLS[PIXEL]]
    assert row["texts"] == ["·", "·", *[""] * 7, "·", "·"]
