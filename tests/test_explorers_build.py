"""Build a net, without a browser: what fits, what it costs, and that it learns."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import explorers, models
from helpers.explorers import blocks, builder
from helpers.explorers.build_a_net import START, compute
from helpers.explorers.running import Training

STACKS = st.lists(
    st.tuples(st.sampled_from(list(blocks.KINDS)), st.sampled_from(blocks.MAPS)),
    max_size=6,
)


@pytest.fixture(scope="module")
def explorer():
    explorer = explorers.build_a_net()
    yield explorer
    explorer.pause()


def last(*stack):
    """The record of the stack's last block."""
    return blocks.stacked(stack)[-2]


@settings(max_examples=60)
@given(STACKS)
def test_what_is_counted_is_what_is_built(stack):
    records = blocks.stacked(stack)
    problems = [block for block in records if block.problem]
    model = builder.net(stack)
    assert (model is None) == bool(problems)
    if problems:
        first = problems[0].number
        assert len(problems) == 1
        assert all(b.shape is None for b in records if b.number >= first)
        assert all(b.shape for b in records if b.number < first)
        return
    x = torch.rand(2, *blocks.PICTURE)
    used = [block for block in records if block.kind != blocks.NOTHING]
    assert sum(block.parameters for block in records) == models.parameters(model)
    for block, layer in zip(used, model, strict=True):
        x = layer(x)
        assert x.shape[1:] == block.shape
    assert x.shape == (2, 10)


def products(model, x):
    """Products that the convolutions and dense layers of a model make, by hooks."""
    counted = []

    def count(layer, inputs, output):
        per_output = layer.weight[0].numel()
        counted.append(per_output * output[0].numel())

    for layer in model.modules():
        if isinstance(layer, (torch.nn.Conv2d, torch.nn.Linear)):
            layer.register_forward_hook(count)
    model(x)
    return sum(counted)


@settings(max_examples=30)
@given(STACKS)
def test_multiply_adds_and_fields_against_the_running_net(stack):
    model, records = builder.net(stack), blocks.stacked(stack)
    if model is None:
        return
    x = torch.rand(1, *blocks.PICTURE)
    assert products(model, x) == sum(block.multiply_adds for block in records)


def test_the_field_is_what_a_gradient_reaches():
    stack = [("conv 3×3", 4), ("max pool 2×2", 4), ("residual", 4), ("separable", 4)]
    block, model = last(*stack), builder.net(stack).double()
    x = torch.rand(1, *blocks.PICTURE, dtype=torch.float64, requires_grad=True)
    for layer in model.modules():  # all weights positive: nothing is cut off by ReLU
        if isinstance(layer, torch.nn.Conv2d):
            layer.weight.data.abs_()
    model[:-1](x)[0, :, 7, 7].sum().backward()
    reached = int((x.grad[0, 0].abs().sum(0) > 0).sum())
    assert block.field in (reached, reached + 1)  # the maximum takes one of each two


def test_what_does_not_fit_is_said():
    adds = last(("conv 3×3", 8), ("residual", 16)).problem
    assert "8 maps and 16 can't be added. Give it 8, or put a 1×1" in adds
    assert "1 maps and 8 can't be added. Put a 1×1" in last(("residual", 8)).problem
    pools = [("max pool 2×2", 8)] * 4
    assert (
        "windows are 5 wide, and 1×1 is left"
        in last(*pools, ("conv 5×5, no padding", 4)).problem
    )
    assert "windows are 2 wide" in last(*pools, ("max pool 2×2", 8)).problem
    assert "leaves none" in last(("fully connected", 8), ("conv 1×1", 8)).problem
    assert not last(("fully connected", 8), ("fully connected", 16)).problem


def test_lost_rows():
    pools = [("max pool 2×2", 8)] * 3
    assert [block.lost for block in blocks.stacked(pools)[:3]] == [0, 0, 1]
    assert last(("stride 2, conv 3×3", 8)).shape == (8, 14, 14)


def test_counts_known_by_hand():
    plain = last(("conv 3×3", 32), ("conv 3×3", 32))
    split = last(("conv 3×3", 32), ("separable", 32))
    assert plain.parameters == 9 * 32 * 32 + 32
    assert split.parameters == 9 * 32 + 32 + 32 * 32 + 32
    assert plain.multiply_adds == 28 * 28 * 9 * 32 * 32
    assert split.multiply_adds == 28 * 28 * (9 * 32 + 32 * 32)
    dense = last(("conv 3×3", 8), ("dense block", 4))
    assert dense.shape == (12, 28, 28) and dense.parameters == 9 * 8 * 4 + 4
    assert last(("conv 5×5, no padding", 4)).shape == (4, 24, 24)
    assert last(("conv 3×3", 8), ("average of all", 4)).shape == (8, 1, 1)


def test_a_residual_block_adds_what_came_in():
    stack = [("conv 3×3", 8), ("residual", 8)]
    block = builder.net(stack)[1]
    x = torch.rand(1, 8, 28, 28)
    assert torch.equal(block(x), torch.relu(x + block.inside(x)))
    dense = builder.net([("conv 3×3", 8), ("dense block", 4)])[1]
    assert torch.equal(dense(x)[:, :8], x) and dense(x).shape[1] == 12


def test_it_learns_and_compares_with_the_net_before():
    learner = builder.Builder()
    values = {f"kind{n}": kind for n, (kind, _) in enumerate(START, 1)}
    values |= {f"maps{n}": maps for n, (_, maps) in enumerate(START, 1)}
    s = compute(learner, **values)
    assert "Press start" in s.words and not len(s.means)
    for _ in range(100):
        learner.step(**values)
        assert len(learner.losses) > 1 or "loss 2" in compute(learner, **values).words
    s = compute(learner, **values)
    assert np.mean(learner.losses[-20:]) < 0.6 and learner.accuracies[-1][1] > 0.85
    assert "Step 100: loss 0." in s.words and len(s.means) == 100
    values["kind6"] = "residual"
    s = compute(learner, **values)
    assert "8 maps" not in s.words and "16 maps and 8 can't be added" in s.words
    assert learner.exploded and len(s.earlier[0]) == 100 and not len(s.means)
    learner.step(**values)  # nothing to train
    learner.judge()
    assert learner.losses == []
    values["maps6"] = 16
    s = compute(learner, **values)
    assert not learner.exploded and "parameters" in s.words
    assert len(s.earlier[0]) == 100  # a net that never trained is not compared with
    learner.losses.append(float("nan"))
    assert learner.exploded
    assert "no number any more" in compute(learner, **values).words


def test_the_same_net_twice():
    one, two = builder.Builder(3), builder.Builder(3)
    values = {"kind1": "conv 3×3", "maps1": 4}
    for learner in (one, two):
        for _ in range(5):
            learner.step(**values)
    assert one.losses == two.losses
    one.reset()
    one.judge()
    assert one.losses == [] and one.accuracies[0][0] == 0


def test_the_picture_follows(explorer):
    view, first = explorer.view, explorer.picture.value
    explorer.controls["kind3"].value = "separable"
    assert explorer.picture.value != first
    assert not len(view.skips.get_paths())
    explorer.controls["kind3"].value = "residual"
    assert len(view.skips.get_paths()) == 1
    explorer.controls["kind5"].value = "residual"
    assert "Block 5 doesn" in explorer.words.value
    assert len(view.wrong.get_paths()) == 1
    explorer.controls["kind5"].value = "separable"
    assert explorer.picture.value == first


def test_maps_only_where_there_are_any(explorer):
    maps = [explorer.controls[f"maps{n}"].disabled for n in range(1, 7)]
    assert maps == [False, True, False, True, False, True]
    explorer.controls["kind6"].value = "conv 1×1"
    assert not explorer.controls["maps6"].disabled
    explorer.controls["kind6"].value = blocks.NOTHING


def test_start_does_nothing_where_it_does_not_fit(explorer):
    with explorer.hold():
        explorer.controls["kind1"].value = "residual"
    explorer.start()
    explorer.thread.join(600)
    assert not explorer.wanted and explorer.starter.description == "start"
    assert "Block 1 doesn" in explorer.words.value
    explorer.controls["kind1"].value = "conv 3×3"


def test_it_leaves_a_picture():
    explorer = explorers.build_a_net([("conv 1×1", 4)])
    assert isinstance(explorer, Training)
    assert explorer.controls["kind2"].value == blocks.NOTHING
    bundle = explorer._repr_mimebundle_()
    assert bundle["text/plain"].startswith("Explorer: build a net")
    assert len(bundle["image/png"]) > 5000
