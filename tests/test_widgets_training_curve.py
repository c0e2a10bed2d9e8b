"""The curve that grows while something trains."""

import math

import pytest

from helpers.widgets import training_curve


@pytest.fixture
def curve(monkeypatch):
    monkeypatch.setattr(training_curve, "PAUSE", 0)  # a picture for each step
    monkeypatch.setattr(training_curve, "display", lambda widget: None)
    return training_curve.Curve(total=4, label="loss")


def test_it_keeps_what_was_added_and_redraws(curve):
    empty = curve.picture.value
    saved = curve._repr_mimebundle_()
    with curve:
        curve.add(ours=3, torch=2)
        first = curve.picture.value
        curve.add(ours=1.5, torch=1)
        assert curve.picture.value != first != empty
        assert "2/4" in str(curve.bar)
        assert "ours 1.500, torch 1.000" in str(curve.bar)
    assert curve.values == {"ours": [3, 1.5], "torch": [2, 1]}
    assert curve._repr_mimebundle_() == saved and "image/png" not in saved


def test_a_loss_that_explodes_stops_nothing(curve):
    with curve:
        for loss in (1, math.inf, math.nan, -2):
            curve.add(loss=loss)
    assert "loss -2.000" in str(curve.bar)


def test_an_interrupt_leaves_the_curve_so_far(curve):
    with pytest.raises(KeyboardInterrupt), curve:
        curve.add(loss=1)
        raise KeyboardInterrupt
    assert "1/4" in str(curve.bar)


def test_it_draws_seldom(curve, monkeypatch):
    monkeypatch.setattr(training_curve, "PAUSE", math.inf)
    drawn = []
    with curve:
        curve.picture.observe(drawn.append, "value")
        for _ in range(100):
            curve.add(loss=0.5)
    assert len(drawn) == 1  # at the end
