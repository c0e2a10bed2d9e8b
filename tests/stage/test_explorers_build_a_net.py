"""Build a net: that it learns, what is said and drawn, and what can be chosen."""

import numpy as np
from moves import parts, texts, wait_for

from helpers import explorers
from helpers.arithmetic.blocks import stacked
from helpers.explorers import training_explorer
from helpers.explorers.build_a_net import LOSS, START, NetTrainer, words


def said(trainer, stack=START):
    trainer.use(stack)
    return words(stacked(stack), trainer)


def test_it_learns_and_compares_with_the_net_before():
    trainer = NetTrainer(*training_explorer.digits())
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
    one, two = (NetTrainer(*training_explorer.digits(), 3) for _ in range(2))
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
    explorer.press("start")
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
