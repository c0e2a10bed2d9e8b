"""The curve that grows while something trains."""

import math
from types import SimpleNamespace

import pytest
from moves import parts, texts

from helpers.widgets import training_curve


@pytest.fixture
def curve(monkeypatch):
    monkeypatch.setattr(training_curve, "PAUSE", -1)  # a picture for each step
    monkeypatch.setattr(training_curve, "display", lambda widget: None)
    return training_curve.Curve(total=4, label="loss")


def test_it_keeps_what_was_added_and_redraws(curve):
    assert lines(curve) == []
    with curve:
        curve.add(ours=3, torch=2)
        first = lines(curve)
        curve.add(ours=1.5, torch=1)
        assert curve.explorer.words == "Step 2 of 4: ours 1.500, torch 1.000."
    assert curve.values == {"ours": [3, 1.5], "torch": [2, 1]}
    last = lines(curve)
    assert [len(line) for line in first + last] == [2, 2, 4, 4]
    assert first[0] == last[0][:2] and first[0][1] < first[1][1] < last[0][3]
    assert "ours | torch" in texts(curve.explorer)


def lines(curve):
    """The points x, y, x, y … of each curve on the page."""
    return [p["xy"] for p in parts(curve.explorer, "path") if "clip" in p]


def test_a_loss_that_explodes_stops_nothing(curve):
    with curve:
        for loss in (1, math.inf, math.nan, -2):
            curve.add(loss=loss)
    assert "loss -2.000" in curve.explorer.words
    (line,) = lines(curve)
    assert line[2:6] == [None] * 4 and line[7] > line[1]


def test_so_many_points_as_can_be_told_apart(curve):
    with curve:
        curve.values["loss"] = [1.0] * 100_000
    assert len(lines(curve)[0]) <= 2 * training_curve.POINTS


def test_an_interrupt_leaves_the_curve_so_far(curve):
    with pytest.raises(KeyboardInterrupt), curve:
        curve.add(loss=1)
        raise KeyboardInterrupt
    assert "Step 1 of 4" in curve.explorer.words


def test_it_draws_seldom(monkeypatch):
    """A thousand steps a second, by a clock of its own."""
    monkeypatch.setattr(training_curve, "display", lambda widget: None)
    now, drawn = [0.0], []
    monkeypatch.setattr(
        training_curve, "time", SimpleNamespace(monotonic=lambda: now[0])
    )
    with training_curve.Curve(total=1000) as curve:
        monkeypatch.setattr(curve.explorer, "redraw", lambda: drawn.append(1))
        for step in range(1000):
            now[0] = step / 1000
            curve.add(loss=step)
    assert len(drawn) == 1 // training_curve.PAUSE + 1


def test_what_is_saved_in_the_notebook_is_always_the_same(curve):
    before = curve.explorer._repr_mimebundle_()[0]["text/plain"]
    with curve:
        curve.add(loss=1)
    assert curve.explorer._repr_mimebundle_()[0]["text/plain"] == before
    assert "image/png" not in curve.explorer._repr_mimebundle_()[0]
