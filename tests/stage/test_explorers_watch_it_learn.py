"""Watch it learn: the steps are SGD's; it starts, pauses and stops when it shall."""

import math
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
import torch
from moves import put, words

from helpers import explorers, models, training
from helpers.explorers import running
from helpers.explorers.learner import EVERY, Learner


def test_it_makes_the_steps_of_plain_sgd():
    learner, model = Learner(), models.lenet()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    order = torch.Generator().manual_seed(0)
    for chosen in training.batches(4000, 32, order)[:5]:
        learner.step(lr=0.1, batch=32, noise=0)
        images, labels = learner.images[chosen], learner.labels[chosen]
        expected = training.step(model, images, labels, optimizer)
        assert learner.losses[-1] == pytest.approx(expected, rel=1e-4)
    both = zip(learner.model.parameters(), model.parameters(), strict=True)
    assert all(torch.allclose(ours, theirs, atol=1e-5) for ours, theirs in both)


def test_it_learns_and_a_reset_starts_anew():
    learner = Learner()
    for _ in range(2 * EVERY):
        learner.step(0.3, 32, 0)
    assert [step for step, _ in learner.accuracies] == [0, EVERY, 2 * EVERY]
    assert learner.accuracies[-1][1] > 0.3 and learner.losses[-1] < 2.2
    once = learner.losses[:3]
    learner.reset()
    assert learner.losses == [] and len(learner.accuracies) == 1
    assert np.array_equal(learner.filters(), Learner().filters())
    for _ in range(3):
        learner.step(0.3, 32, 0)
    assert learner.losses == pytest.approx(once, rel=1e-4)


def test_settings_take_effect_at_the_next_step(monkeypatch):
    learner, seen = Learner(), []
    learner.step(0, 32, 0)
    assert np.array_equal(learner.filters(), learner.first_filters)  # a rate of 0
    learner.step(0.1, 32, 0)
    assert not np.array_equal(learner.filters(), learner.first_filters)
    monkeypatch.setattr(training, "step", lambda net, x, *_: seen.append(x) or 0.0)
    batches = [8, 32, *[1000] * 5]  # a whole pass, and the next one
    for batch in batches:
        learner.step(0.1, batch, 0)
    assert [len(x) for x in seen] == batches
    whole = torch.cat(seen[2:6]).sum(0, dtype=torch.float64)
    assert torch.allclose(whole, learner.images.sum(0, dtype=torch.float64))


def test_the_share_of_wrong_labels():
    learner = Learner()
    before = torch.zeros(4000, dtype=bool)
    for percent in range(0, 101, 10):
        wrong = learner.given(percent) != learner.labels
        assert wrong.sum() == 40 * percent
        assert wrong[learner.shown].sum() == percent // 10  # those shown are typical
        assert (wrong | ~before).all()  # wrong ones stay wrong
        before = wrong


def test_the_running_mean():
    assert running.running_mean(np.array([4.0, 2, 0, 6]), 2).tolist() == [4, 3, 1, 3]
    assert len(running.running_mean(np.array([]), 2)) == 0


@pytest.fixture
def explorer(monkeypatch):
    monkeypatch.setattr(running, "PAUSE", 0)  # a picture after each step
    explorer = explorers.watch_it_learn()
    yield explorer
    explorer.pause()


def wait_for(condition):
    waits = iter(range(60_000))  # ten minutes
    while not condition():
        assert next(waits, None) is not None, "waited in vain"
        time.sleep(0.01)


def test_a_loss_that_explodes_is_said_and_stops_it(explorer):
    explorer.learner.model.c1.weight.data.fill_(math.nan)
    explorer.start()
    explorer.thread.join()
    assert len(explorer.learner.losses) == 1 and not explorer.wanted
    assert "no number any more" in words(explorer)
    explorer.reset()
    assert "Not one step yet" in words(explorer)


def test_start_and_pause_and_step(explorer):
    first = explorer.picture.value
    assert explorer.learner.losses == [] and explorer.thread is None
    explorer.starter.click()
    assert explorer.starter.description == "pause"
    thread = explorer.thread
    assert thread.is_alive() and thread is not threading.current_thread()
    wait_for(lambda: len(explorer.learner.losses) > 10)
    put(explorer, noise=30)  # while it trains
    wait_for(lambda: "30 %" in words(explorer))
    explorer.starter.click()
    assert not thread.is_alive() and explorer.starter.description == "start"
    steps = len(explorer.learner.losses)
    assert explorer.picture.value != first
    explorer.step()
    assert len(explorer.learner.losses) == steps + 1
    assert f"Step {steps + 1}:" in words(explorer)
    explorer.reset()
    put(explorer, noise=0)
    assert explorer.picture.value == first


def test_at_most_one_runs(explorer):
    other = explorers.watch_it_learn()
    explorer.start()
    other.start()
    assert other.wanted and not explorer.wanted
    other.start()  # again: nothing happens
    other.pause()
    assert not other.wanted and other.thread is None


def test_it_pauses_by_itself(explorer, monkeypatch):
    monkeypatch.setattr(running, "LIMIT", 3)
    explorer.start()
    explorer.thread.join()
    assert len(explorer.learner.losses) == 3 and not explorer.wanted
    assert explorer.starter.description == "start"


@pytest.mark.thorough
def test_a_python_that_ends_while_it_trains_ends():
    code = (
        "from helpers import explorers; e = explorers.watch_it_learn(); e.start();"
        "import time; time.sleep(0.5)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=600)
