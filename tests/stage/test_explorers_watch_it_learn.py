"""Watch it learn: the steps are SGD's; it starts, pauses and stops when it shall."""

import math
import subprocess
import sys
import threading

import numpy as np
import pytest
import torch
from moves import texts, wait_for

from helpers import explorers, models, training
from helpers.explorers import training_explorer
from helpers.explorers.watch_it_learn import LenetTrainer


def made(seed=0, lr=0.1, batch=32, noise=0):
    trainer = LenetTrainer(*training_explorer.digits(), seed)
    trainer.use(lr, batch, noise)
    return trainer


def test_it_makes_the_steps_of_plain_sgd():
    trainer, model = made(), models.lenet()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    order = torch.Generator().manual_seed(0)
    for chosen in training.batches(4000, 32, order)[:5]:
        trainer.step()
        images, labels = trainer.images[chosen], trainer.labels[chosen]
        expected = training.step(model, images, labels, optimizer)
        assert trainer.losses[-1] == pytest.approx(float(expected), rel=1e-4)
    both = zip(trainer.model.parameters(), model.parameters(), strict=True)
    assert all(torch.allclose(ours, theirs, atol=1e-5) for ours, theirs in both)


def test_it_learns_and_a_reset_starts_anew():
    trainer = made(lr=0.3)
    for _ in range(100):
        trainer.step()
    assert [step for step, _ in trainer.accuracies] == [0, 50, 100]
    assert trainer.accuracies[-1][1] > 0.3 and trainer.losses[-1] < 2.2
    once = trainer.losses[:3]
    trainer.reset()
    assert trainer.losses == [] and len(trainer.accuracies) == 1
    assert np.array_equal(trainer.filters(), made().filters())
    for _ in range(3):
        trainer.step()
    assert trainer.losses == pytest.approx(once, rel=1e-4)


def test_settings_take_effect_at_the_next_step(monkeypatch):
    trainer, seen = made(lr=0), []
    trainer.step()
    assert np.array_equal(trainer.filters(), trainer.first_filters)
    trainer.use(0.1, 32, 0)
    trainer.step()
    assert not np.array_equal(trainer.filters(), trainer.first_filters)
    monkeypatch.setattr(training, "step", lambda net, x, *_: seen.append(x) or 0.0)
    batches = [8, 32, *[1000] * 5]  # a whole pass, and the next one
    for batch in batches:
        trainer.use(0.1, batch, 0)
        trainer.step()
    assert [len(x) for x in seen] == batches
    whole = torch.cat(seen[2:6]).sum(0, dtype=torch.float64)
    assert torch.allclose(whole, trainer.images.sum(0, dtype=torch.float64))


def test_the_share_of_wrong_labels():
    trainer = made()
    before = torch.zeros(4000, dtype=bool)
    for percent in range(0, 101, 10):
        trainer.use(0.1, 32, percent)
        wrong = trainer.given() != trainer.labels
        assert wrong.sum() == 40 * percent
        assert wrong[trainer.shown].sum() == percent // 10  # those shown are typical
        assert (wrong | ~before).all()  # wrong ones stay wrong
        before = wrong


def test_the_running_mean():
    mean = training_explorer.running_mean
    assert mean(np.array([4.0, 2, 0, 6]), 2).tolist() == [4, 3, 1, 3]
    assert len(mean([], 2)) == 0


@pytest.mark.parametrize(
    ("steps", "end"), [(0, 200), (200, 200), (201, 400), (1600, 1600), (1601, 3200)]
)
def test_the_axis_of_steps_has_room(steps, end):
    assert training_explorer.last_step(steps) == end


@pytest.fixture
def explorer(monkeypatch):
    monkeypatch.setattr(training_explorer, "PAUSE", 0)  # a picture after each step
    explorer = explorers.watch_it_learn()
    yield explorer
    explorer.memory["thread"] = None


def start(explorer):
    """Presses start; the thread that trains from now on."""
    explorer.press("start")
    return explorer.memory["thread"]


def label(explorer):
    return explorer.page.changes["start"]["label"]


def test_a_loss_that_explodes_is_said_and_stops_it(explorer):
    explorer.memory["trainer"].model.c1.weight.data.fill_(math.nan)
    explorer.press("start")
    wait_for(lambda: not explorer.memory["thread"])
    assert len(explorer.memory["trainer"].losses) == 1
    assert "no number any more" in explorer.words
    explorer.press("step")  # once more: the page bears it
    explorer.press("reset")
    assert "Not one step yet" in explorer.words


def test_start_and_pause_and_step(explorer):
    first, losses = explorer.page.parts, explorer.memory["trainer"].losses
    assert losses == [] and explorer.memory["thread"] is None
    thread = start(explorer)
    assert label(explorer) == "pause"
    assert thread.is_alive() and thread is not threading.current_thread()
    wait_for(lambda: len(losses) > 10)
    explorer.set(noise=30)  # while it trains
    assert "30 %" in explorer.words and texts(explorer).count("wrong") == 3
    explorer.press("start")
    steps = len(losses)
    assert label(explorer) == "start" and explorer.page.parts != first
    thread.join()
    explorer.press("step")
    assert len(losses) == steps + 1 and f"Step {steps + 1}:" in explorer.words
    explorer.press("reset")
    explorer.set(noise=0)
    assert explorer.page.parts == first


def test_at_most_one_runs(explorer):
    other = explorers.watch_it_learn()
    thread, newer = start(explorer), start(other)
    thread.join()
    assert label(explorer) == "start" and label(other) == "pause"
    other.press("start")
    newer.join()
    assert label(other) == "start" and other.memory["thread"] is None


def test_it_pauses_by_itself(explorer, monkeypatch):
    monkeypatch.setattr(training_explorer, "LIMIT", 3)
    explorer.press("start")
    wait_for(lambda: label(explorer) == "start")
    assert len(explorer.memory["trainer"].losses) == 3
    assert explorer.memory["thread"] is None


@pytest.mark.thorough
def test_a_python_that_ends_while_it_trains_ends():
    code = (
        "from helpers import explorers; e = explorers.watch_it_learn();"
        "e.press('start'); import time; time.sleep(0.5)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=600)
