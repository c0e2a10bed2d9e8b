"""Stacks of blocks: what is counted is what is built; what doesn't fit."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.utils.flop_counter import FlopCounterMode

from helpers import models
from helpers.arithmetic import blocks
from helpers.models.blocks import joined

KINDS, MAPS = (st.sampled_from(list(n)) for n in (blocks.KINDS, blocks.MAPS))
POOLED = [("max pool 2×2", 8)] * 4


def last(*stack):
    """The record of the stack's last block."""
    return blocks.stacked(stack)[-2]


@given(st.lists(st.tuples(KINDS, MAPS), max_size=6))
def test_what_is_counted_is_what_is_built(stack):
    model, records = joined(stack), blocks.stacked(stack)
    wrong = [block.number for block in records if block.problem]
    assert len(wrong) == (model is None)
    for block in records:
        assert bool(block.shape) == (not wrong or block.number < wrong[0])
    if model is None:
        return
    x = torch.rand(1, *blocks.PICTURE)
    with FlopCounterMode(display=False) as counter:
        model(x)
    products = sum(block.multiply_adds for block in records)
    assert products == counter.get_total_flops() / 2  # and as many sums
    assert sum(block.parameters for block in records) == models.parameters(model)
    used = [block for block in records if block.kind != blocks.NOTHING]
    for block, layer in zip(used, model, strict=True):
        x = layer(x)
        assert x.shape[1:] == block.shape
    assert x.shape == (1, 10)


@pytest.mark.parametrize(
    ("kind", "maps", "shape", "parameters"),
    [  # after 32 maps, 28×28
        ("conv 3×3", 32, (32, 28, 28), 9 * 32 * 32 + 32),
        ("separable", 32, (32, 28, 28), 9 * 32 + 32 + 32 * 32 + 32),
        ("residual", 32, (32, 28, 28), 2 * (9 * 32 * 32 + 32)),
        ("dense block", 4, (36, 28, 28), 9 * 32 * 4 + 4),
        ("conv 1×1", 8, (8, 28, 28), 32 * 8 + 8),
        ("stride 2, conv 3×3", 8, (8, 14, 14), 9 * 32 * 8 + 8),
        ("conv 5×5, no padding", 4, (4, 24, 24), 25 * 32 * 4 + 4),
        ("average of all", 4, (32, 1, 1), 0),
    ],
)
def test_counts_known_by_hand(kind, maps, shape, parameters):
    block = last(("conv 3×3", 32), (kind, maps))
    assert (block.shape, block.parameters) == (shape, parameters)


def test_the_field_is_what_a_gradient_reaches():
    stack = [("conv 3×3", 4), ("max pool 2×2", 4), ("residual", 4), ("separable", 4)]
    model = joined(stack).double()
    x = torch.rand(1, *blocks.PICTURE, dtype=torch.float64, requires_grad=True)
    for layer in model.modules():  # all weights positive: nothing is cut off by ReLU
        if isinstance(layer, torch.nn.Conv2d):
            layer.weight.data.abs_()
    model[:-1](x)[0, :, 7, 7].sum().backward()
    reached = int((x.grad[0, 0].abs().sum(0) > 0).sum())
    # The maximum takes one of each two.
    assert last(*stack).field in (reached, reached + 1)


def test_what_does_not_fit_is_said():
    adds = last(("conv 3×3", 8), ("residual", 16)).problem
    assert "8 maps and 16 can't be added. Give it 8, or put a 1×1" in adds
    assert "1 maps and 8 can't be added. Put a 1×1" in last(("residual", 8)).problem
    small = last(*POOLED, ("conv 5×5, no padding", 4)).problem
    assert "windows are 5 wide, and 1×1 is left" in small
    assert "windows are 2 wide" in last(*POOLED, ("max pool 2×2", 8)).problem
    assert "leaves none" in last(("fully connected", 8), ("conv 1×1", 8)).problem
    assert not last(("fully connected", 8), ("fully connected", 16)).problem
    assert [last(*POOLED[:n]).lost for n in (1, 2, 3)] == [0, 0, 1]  # 28, 14, 7 wide


def test_a_residual_block_adds_what_came_in_and_a_dense_one_keeps_it():
    x = torch.rand(1, 8, 28, 28)
    residual = joined([("conv 3×3", 8), ("residual", 8)])[1]
    assert torch.equal(residual(x), torch.relu(x + residual.inside(x)))
    dense = joined([("conv 3×3", 8), ("dense block", 4)])[1]
    assert torch.equal(dense(x)[:, :8], x)
