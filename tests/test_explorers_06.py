"""The explorers of notebook 06, without a browser."""

import subprocess
import sys
import threading
import time
from itertools import product

import numpy as np
import pytest
import torch

from helpers import explorers, models
from helpers import training as training_module
from helpers.datasets import drawing
from helpers.explorers import running
from helpers.explorers.draw_a_digit import (
    OWN,
    PENS,
    compute,
)
from helpers.explorers.learner import EVERY, Learner
from helpers.explorers.reading import quick_lenet, stored_digits, think
from helpers.explorers.running import running_mean
from helpers.explorers.watch_it_learn import BATCHES, RATES

ONE = [[14, 4, 14, 24]]
HANG = 600  # seconds; only ends a test that would never end


# --- draw a digit ---------------------------------------------------------------------


@pytest.mark.parametrize("digit", [OWN, *range(10)])
def test_every_state_of_draw_a_digit(digit):
    reach = (-10, 0, 10), (-10, 10), (30, 100, 150), PENS.values(), (False, True)
    for right, down, size, pen, centre in product(*reach):
        s = compute(quick_lenet(), [], digit, right, down, size, pen, centre)
        assert s.probabilities.sum() == pytest.approx(1, rel=1e-4)
        assert s.image.shape == (28, 28) and s.maps.shape == (6, 28, 28)
        assert s.words
        assert (s.paper is None) == (digit == OWN)


def test_a_drawn_line_is_a_one():
    for centre in (False, True):
        s = compute(quick_lenet(), ONE, digit=7, centre=centre)
        assert s.paper is None  # the line has replaced the stored digit
        assert s.words.startswith("The network says 1:")


def test_centring_undoes_a_move_and_a_scaling():
    model = quick_lenet()
    home = compute(model, [], 3)
    assert np.allclose(home.image, stored_digits()[3], atol=1e-6)
    for change in ({"right": 4, "down": -3}, {"size": 50}):
        there = compute(model, [], 3, **change)
        assert abs(there.image - home.image).max() < 0.3
        assert np.allclose(there.probabilities, home.probabilities, atol=0.2)
        as_it_lies = compute(model, [], 3, **change, centre=False)
        assert abs(as_it_lies.image - home.image).max() > 0.9


def test_why_mnist_is_normalised():
    """Off the middle a network that was trained on centred digits is lost."""
    from helpers import datasets

    images, labels = datasets.load("mnist", "test", full=False)
    images, labels = images[:100, 0].numpy(), labels[:100]

    def right(change, right=0, down=0, scale=1):
        sheets = [drawing.enlarged(image, right, down, scale) for image in images]
        x = torch.from_numpy(np.stack([change(sheet) for sheet in sheets]))
        guesses = quick_lenet()(x[:, None].float()).argmax(1)
        return (guesses == labels).float().mean()

    assert right(drawing.reduced) > 0.85
    assert right(drawing.reduced, -6, -6, 0.6) < 0.5
    assert right(drawing.centred, -6, -6, 0.6) > 0.8


def test_words_of_draw_a_digit():
    model = quick_lenet()
    assert compute(model).words.startswith("Nothing is drawn yet. It says")
    words = compute(model, [[4, 4, 4, 9]], pen=2, centre=False).words
    assert "8 above and 10 left of the middle, 7 pixels long" in words
    assert "In place" in compute(model, ONE, centre=False).words
    assert "Centred" in compute(model, ONE).words


@pytest.mark.parametrize(
    ("make", "maps"),
    [
        (models.lenet, (6, 28, 28)),
        (models.lenet_1998, (6, 28, 28)),
        (models.lenet_1989, (6, 8, 8)),
    ],
)
def test_the_first_feature_maps_are_those_after_the_activation(make, maps):
    model, image = make(), stored_digits()[4]
    assert think(model, image)[1].shape == maps
    assert explorers.draw_a_digit(model).words.value
    if make is models.lenet:
        x = torch.from_numpy(image)[None, None]
        expected = model[:2](x)[0].detach().numpy()
        assert np.allclose(think(model, image)[1], expected, atol=1e-6)
        assert np.allclose(
            think(model, image)[0], model(x).softmax(1)[0].detach().numpy(), atol=1e-6
        )


def test_a_net_without_maps_and_one_in_float64():
    from torch import nn

    dense = nn.Sequential(nn.Flatten(), nn.Linear(784, 10)).double()
    assert explorers.draw_a_digit(dense).still
    assert think(dense, stored_digits()[0])[1].shape[0] == 0


def test_drawing_clearing_and_choosing():
    explorer = explorers.draw_a_digit(quick_lenet(), digit=5)
    controls, pad = explorer.controls, explorer.controls["ink"]
    (clear,) = [b for b in explorer.children[0].children if b.description == "clear"]
    first = explorer.picture.value
    pad.value = ONE
    assert controls["digit"].value == OWN and pad.value == ONE
    assert explorer.picture.value != first
    assert "The network says 1" in explorer.words.value
    controls["digit"].value = 5
    assert pad.value == [] and explorer.picture.value == first
    clear.click()
    assert controls["digit"].value == OWN and "Nothing is drawn" in explorer.words.value
    pad.value = ONE
    clear.click()
    assert pad.value == []


def test_the_drawing_on_the_page_follows_the_sliders():
    explorer = explorers.draw_a_digit(quick_lenet(), right=2, size=50)
    pad = explorer.controls["ink"]
    assert pad.place == [2, 0, 0.5] and pad.side == drawing.SIDE
    explorer.controls["down"].value = -3
    explorer.controls["pen"].value = PENS["thick"]
    assert pad.place == [2, -3, 0.5] and pad.pen == PENS["thick"]


# --- watch it learn -------------------------------------------------------------------


@pytest.fixture
def training():
    explorer = explorers.watch_it_learn()
    yield explorer
    explorer.pause()


def wait_for(condition):
    end = time.monotonic() + HANG
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def test_the_learner_makes_the_steps_of_plain_sgd():
    learner = Learner()
    model = models.lenet()
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    order = torch.Generator().manual_seed(0)
    for chosen in training_module.batches(4000, 32, order)[:5]:
        learner.step(lr=0.1, batch=32, noise=0)
        images, labels = learner.images[chosen], learner.labels[chosen]
        expected = training_module.step(model, images, labels, optimizer)
        assert learner.losses[-1] == pytest.approx(expected, rel=1e-4)
    for ours, theirs in zip(
        learner.model.parameters(), model.parameters(), strict=True
    ):
        assert torch.allclose(ours, theirs, atol=1e-5)


def test_it_learns_and_a_reset_starts_anew():
    learner = Learner()
    first = learner.filters()
    for _ in range(2 * EVERY):
        learner.step(0.3, 32, 0)
    assert [step for step, _ in learner.accuracies] == [0, EVERY, 2 * EVERY]
    assert learner.accuracies[-1][1] > 0.3 and learner.losses[-1] < 2.2
    once = learner.losses[:3]
    assert abs(learner.filters() - first).max() > 0.01
    learner.reset()
    assert learner.losses == [] and len(learner.accuracies) == 1
    assert np.array_equal(learner.filters(), first)
    for _ in range(3):
        learner.step(0.3, 32, 0)
    assert learner.losses == pytest.approx(once, rel=1e-4)


def test_settings_take_effect_at_the_next_step():
    learner = Learner()
    learner.step(0, 32, 0)
    assert np.array_equal(learner.filters(), learner.first_filters)  # a rate of 0
    learner.step(0.1, 32, 0)
    assert not np.array_equal(learner.filters(), learner.first_filters)
    assert [len(learner._next(batch)) for batch in (8, 32)] == [8, 32]
    every = torch.cat([learner._next(1000) for _ in range(4)])
    assert sorted(every.tolist()) == list(range(4000))  # a whole pass
    assert len(learner._next(1000)) == 1000  # and the next one


def test_the_share_of_wrong_labels():
    learner = Learner()
    before = torch.zeros(4000, dtype=bool)
    for percent in range(0, 101, 10):
        wrong = learner.given(percent) != learner.labels
        assert wrong.sum() == 40 * percent
        assert wrong[learner.shown].sum() == percent // 10  # those shown are typical
        assert (wrong | ~before).all()  # wrong ones stay wrong
        before = wrong


def test_a_loss_that_explodes_is_said_and_stops_it(training):
    with torch.no_grad():
        training.learner.model.c1.weight.fill_(torch.nan)  # so far it has gone
    training.start()
    training.thread.join(HANG)
    assert not training.wanted and len(training.learner.losses) == 1
    assert training.starter.description == "start"
    assert "no number any more" in training.words.value
    training.reset()
    assert "Not one step yet" in training.words.value


def test_every_setting_can_be_stepped(training):
    for lr, batch in product(RATES, BATCHES):
        with training.hold():
            training.controls["lr"].value = lr
            training.controls["batch"].value = batch
            training.controls["noise"].value = 100
        training.learner.step(**training.values())
    training.redraw()
    assert training.words.value


def test_nothing_runs_before_start(training):
    assert training.learner.losses == [] and training.thread is None
    assert training.starter.description == "start"


def test_start_and_pause_and_step(training):
    first = training.picture.value
    training.starter.click()
    assert training.starter.description == "pause"
    here = threading.current_thread()
    thread = training.thread
    assert thread.is_alive() and thread is not here
    wait_for(lambda: len(training.learner.losses) > 10)
    training.controls["noise"].value = 30  # while it trains
    wait_for(lambda: "30 %" in training.words.value)
    training.starter.click()
    steps, picture = len(training.learner.losses), training.picture.value
    assert training.starter.description == "start" and picture != first
    assert not thread.is_alive()
    training.step()
    assert len(training.learner.losses) == steps + 1
    assert f"Step {steps + 1}:" in training.words.value
    training.reset()
    training.controls["noise"].value = 0
    assert training.picture.value == first


def test_at_most_one_runs(training):
    other = explorers.watch_it_learn()
    training.start()
    other.start()
    assert other.wanted and not training.wanted
    other.start()  # again: nothing happens
    other.pause()
    assert not other.wanted and other.thread is None


def test_it_pauses_by_itself(training, monkeypatch):
    monkeypatch.setattr(running, "LIMIT", 3)
    training.start()
    training.thread.join(HANG)
    assert not training.wanted and len(training.learner.losses) == 3
    assert training.starter.description == "start"


def test_therunning_mean():
    means = running_mean(np.array([4.0, 2, 0, 6]), 2)
    assert means.tolist() == [4, 3, 1, 3]
    assert len(running_mean(np.array([]), 2)) == 0


def test_a_python_that_ends_while_it_trains_ends_at_once():
    code = (
        "from helpers import explorers; from helpers.explorers import running\n"
        "running.LIMIT = 10**9; e = explorers.watch_it_learn(); e.start()\n"
        "import time\nwhile not e.learner.losses: time.sleep(0.01)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=HANG)


# --- both -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["draw_a_digit", "watch_it_learn"])
def test_what_is_saved_is_a_fixed_line_and_a_picture(name):
    explorer = getattr(explorers, name)()
    bundle = explorer._repr_mimebundle_()
    assert bundle["text/plain"].startswith("Explorer: ")
    assert bundle["text/plain"] == getattr(explorers, name)().text
    assert len(bundle["image/png"]) > 1000
