"""Build a net: what is counted is what is built; what doesn't fit; that it learns."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from moves import parts, texts, wait_for
from torch.utils.flop_counter import FlopCounterMode

from helpers import explorers, models
from helpers.explorers import training_explorer
from helpers.explorers.build_a_net import LOSS, START, count, words
from helpers.explorers.build_a_net.net import NetTrainer, net

KINDS, MAPS = (st.sampled_from(list(n)) for n in (count.KINDS, count.MAPS))
POOLED = [("max pool 2×2", 8)] * 4


def last(*stack):
    """The record of the stack's last block."""
    return count.stacked(stack)[-2]


@given(st.lists(st.tuples(KINDS, MAPS), max_size=6))
def test_what_is_counted_is_what_is_built(stack):
    model, records = net(stack), count.stacked(stack)
    wrong = [block.number for block in records if block.problem]
    assert len(wrong) == (model is None)
    for block in records:
        assert bool(block.shape) == (not wrong or block.number < wrong[0])
    if model is None:
        return
    x = torch.rand(1, *count.PICTURE)
    with FlopCounterMode(display=False) as counter:
        model(x)
    products = sum(block.multiply_adds for block in records)
    assert products == counter.get_total_flops() / 2  # and as many sums
    assert sum(block.parameters for block in records) == models.parameters(model)
    used = [block for block in records if block.kind != count.NOTHING]
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
    model = net(stack).double()
    x = torch.rand(1, *count.PICTURE, dtype=torch.float64, requires_grad=True)
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
    residual = net([("conv 3×3", 8), ("residual", 8)])[1]
    assert torch.equal(residual(x), torch.relu(x + residual.inside(x)))
    dense = net([("conv 3×3", 8), ("dense block", 4)])[1]
    assert torch.equal(dense(x)[:, :8], x)


def said(trainer, stack=START):
    trainer.use(stack)
    return words(count.stacked(stack), trainer)


def test_it_learns_and_compares_with_the_net_before():
    trainer = NetTrainer()
    assert "Press start" in said(trainer)
    trainer.step()
    assert "Step 1: loss 2" in said(trainer)
    for _ in range(99):
        trainer.step()
    assert np.mean(trainer.losses[-20:]) < 0.6 and trainer.accuracies[-1][1] > 0.85
    assert [step for step, _ in trainer.accuracies] == [25, 50, 75, 100]
    assert "Step 100: loss 0." in said(trainer)
    misfit = (*START[:5], ("residual", 8))
    assert "16 maps and 8 can't be added" in said(trainer, misfit)
    assert trainer.exploded and len(trainer.earlier[0]) == 100 and not trainer.losses
    trainer.step()
    trainer.judge()
    assert trainer.losses == trainer.accuracies == []  # there is nothing to train
    fits = (*START[:5], ("residual", 16))
    assert "Press start" in said(trainer, fits)
    assert not trainer.exploded and len(trainer.earlier[0]) == 100  # none has learnt
    trainer.losses.append(float("nan"))
    assert trainer.exploded and "no number any more" in said(trainer, fits)


def test_the_same_net_twice_learns_the_same():
    one, two = NetTrainer(3), NetTrainer(3)
    for trainer in (one, two) * 5:
        trainer.use(START)
        trainer.step()
    assert one.losses == two.losses


def test_what_is_drawn_and_what_can_be_chosen_follow():
    explorer = explorers.build_a_net([("conv 1×1", 4), *START[1:5]])
    changes = [explorer.page.changes[f"maps{n}"] for n in range(1, 7)]
    assert [c["disabled"] for c in changes] == [False, True, False, True, False, True]
    explorer.set(maps1=8, kind6="conv 1×1")
    assert not explorer.page.changes["maps6"]["disabled"]
    assert "8×28×28" in texts(explorer) and "doesn't fit" not in texts(explorer)
    assert len(parts(explorer, "text", text="+ x")) == 1
    explorer.set(kind3="separable", kind5="residual", maps5=16)
    assert "+ x" not in texts(explorer)
    assert len(parts(explorer, "text", text="doesn't fit")) == 1
    assert explorer.words.startswith("Block 5 doesn't fit")
    training_explorer.start(explorer)
    wait_for(lambda: not explorer.memory["thread"])
    assert explorer.memory["trainer"].losses == []  # there is nothing to train


def test_the_curves_of_this_net_and_of_the_one_before():
    explorer = explorers.build_a_net()
    for _ in range(3):
        explorer.press("step")
    now, before = (len(curve(explorer, dash)["xy"]) for dash in (None, (5, 3)))
    assert (now, before) == (6, 0)
    explorer.set(kind5="conv 1×1")
    now, before = (len(curve(explorer, dash)["xy"]) for dash in (None, (5, 3)))
    assert (now, before) == (0, 6)


def curve(explorer, dash):
    """The curve of the loss, this net's or the dashed one."""
    left, _, width, _ = LOSS
    clipped = [part for part in parts(explorer, "path", dash=dash) if "clip" in part]
    (curve,) = [c for c in clipped if c["clip"][0] == left and c["clip"][2] == width]
    return curve
