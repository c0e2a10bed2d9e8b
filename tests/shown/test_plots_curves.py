"""Curves: the numbers drawn are those given, and the alt text says them."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from helpers import plots

pytestmark = pytest.mark.usefixtures("drawn")


def labelled(ax):
    """The lines that have a name, {name: heights}."""
    lines = {line.get_label(): line for line in ax.lines}
    return {k: v.get_ydata().tolist() for k, v in lines.items() if k[0] != "_"}


def words(artists):
    return [artist.get_text() for artist in artists]


@pytest.mark.parametrize("kind", [list, np.array, torch.tensor])
def test_curves_draw_means_and_every_case(drawn, kind):
    one, many = kind([0.0, 1.0, 2.0]), kind([[0.0, 2.0], [1.0, 3.0], [2.0, 4.0]])
    alt = plots.curves(range(3), {"one": one, "many": many}, "across", "up").alt
    (ax,) = drawn().axes
    assert labelled(ax) == {"one": [0, 1, 2], "many": [1, 2, 3]}
    dots = [line.get_ydata().tolist() for line in ax.lines if line.get_marker() == "."]
    assert dots == [[0, 1, 2], [2, 3, 4]]  # of the one with two cases only
    assert ax.get_xlabel() == "across" and ax.get_ylabel() == "up"
    assert "one: 0.0, then 1.0, at the end 2.0" in alt and "across, from 0 to 2" in alt
    assert alt.startswith("up. ") and alt.endswith(" A dot a run, 2 at most.")


def test_curves_have_a_mark_and_a_legend_beside_them(drawn):
    look = {"mark": (1, "limit"), "top": 2, "alt": "It rises."}
    alt = plots.curves([1, 1000], {"a": [0, 9]}, "x", "y", log=True, **look).alt
    fig, (ax,) = drawn(), drawn().axes
    fig.draw_without_rendering()
    assert ax.get_legend().get_window_extent().x0 >= ax.get_window_extent().x1
    assert ax.get_ylim() == (0, 2) and words(ax.texts) == ["limit"]
    assert words(ax.get_xticklabels()) == ["1", "1,000"] and ax.get_xscale() == "log"
    assert alt == "It rises."


@pytest.mark.parametrize("count", [2, 15])
def test_curves_along_layers_name_each_of_them(drawn, count):
    layers = [f"layer {n}" for n in range(count)]
    alt = plots.curves(layers, {"a": np.arange(count)}, "layer", "y").alt
    (ax,) = drawn().axes
    assert words(ax.get_xticklabels()) == layers
    assert f"from layer 0 to layer {count - 1}." in alt


def test_distances_have_a_line_at_another_digit(drawn):
    plots.distances({"a": torch.rand(9, 5)})
    (ax,) = drawn().axes
    assert "another digit" in ax.get_ylabel()
    assert any(set(line.get_ydata()) == {1} for line in ax.lines)


@pytest.mark.parametrize("count", [2, 5])
def test_panels(drawn, count):
    rng = np.random.default_rng(0)
    values = {f"kind {k}": rng.random((9, 20)) for k in range(count)}
    assert "kind 1" in plots.panels(values).alt
    seen = [ax for ax in drawn().axes if ax.get_visible()]
    assert [ax.get_title() for ax in seen] == list(values)
    low, high = seen[0].get_ylim()
    tops = [np.percentile(v, 90, axis=1).max() for v in values.values()]
    assert low == 0 and high >= max(tops)


@pytest.mark.parametrize("log", [False, True])
def test_lines_may_be_short_and_lie_side_by_side(drawn, log):
    lines = {"frozen": [[60, 70, 80], [90, 91, 92]], "short": [[1, 2, 3]]}
    alt = plots.curves([5, 50], lines, "examples a class", "%", log=log).alt
    (ax,) = drawn().axes
    assert labelled(ax) == {"frozen": [70, 91], "short": [2]}
    places = [line.get_xdata() for line in ax.lines if line.get_label() in lines]
    assert places[0][0] < places[1][0]
    assert "short: 2.0, then 2.0, at the end 2.0." in alt


def test_learning_draws_a_variant_dashed(drawn):
    percents = np.array([[50, 60, 70], [80, 90, 100]])
    both = {"dense 300": percents, "dense 300, shuffled": percents}
    alt = plots.learning(range(2), both, "epochs").alt
    (ax,) = drawn().axes
    plain, changed = (line for line in ax.lines if line.get_label() in both)
    assert plain.get_color() == changed.get_color()
    assert plain.get_linestyle() != changed.get_linestyle()
    assert ax.get_ylim() == (0, 100.5)
    assert "dense 300: 60.0, then 90.0, at the end 90.0" in alt


def test_accuracy_by_layer_has_the_lecture_beside_it(drawn):
    ours = {"SVM": {"stem": [50, 52], "head": [86, 88]}}
    alt = plots.accuracy_by_layer(ours, {"Caltech-101": {1: 44.8, 7: 85.5}}).alt
    left, right = drawn().axes
    assert words(left.get_xticklabels()) == ["stem", "head"]
    assert labelled(right) == {"Caltech-101": [44.8, 85.5]}
    assert "SVM: stem 51, head 87; the lecture, Caltech-101: 1 45, 7 86." in alt


def test_losses_say_no_rounding_error():
    fall = np.exp(-np.arange(60) / 9)
    lines = {"a": fall, "b": fall + 1e-13, "c": fall + 0.25}
    alt = plots.losses(lines).alt
    said = "a from 0.36 to 0.01, b from 0.36 to 0.01, c from 0.61 to 0.26"
    assert said in alt and "these two, below a line" in alt
    assert alt == plots.losses(lines | {"b": fall + 1e-12}).alt
    assert "partly above" in plots.losses(lines | {"b": fall + 1e-3}).alt


def test_series_show_the_days_of_their_span(drawn):
    y = np.linspace(0, 60, 61)
    plots.series({"a": {"polled": y, "true mood": y + 1}}, ["%"], "two lines", (5, 20))
    (ax,) = drawn().axes
    assert labelled(ax) == {"polled": y.tolist(), "true mood": (y + 1).tolist()}
    assert ax.get_xlim() == (5, 20) and ax.get_ylim() == (3, 22)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("day", "%")


def test_gains_below_zero_are_filled(drawn):
    f = np.linspace(0, 0.5, 50)
    named = {"box": (f, np.cos(20 * f)), "triangle": (f, f)}
    plots.gains(named, mark=0.2, alt="two kernels")
    box, triangle = drawn().axes
    assert [len(ax.collections[0].get_paths()) > 0 for ax in (box, triangle)] == [1, 0]
    assert box.lines[1].get_ydata().tolist() == np.cos(20 * f).tolist()


def test_gradient_lengths_tell_20_layers_from_44(drawn):
    deep, flat = np.array([20.0, 2, 0.2]), np.array([0.5, 0.4])
    nets = {("plain", 44): deep, ("residual", 44): deep, ("plain", 20): flat}
    alt = plots.gradient_lengths({"with": nets, "without": nets}).alt
    left, right = drawn().axes
    assert left.get_yscale() == "log" and len(right.lines) == 3
    assert left.lines[0].get_ydata().tolist() == [20, 2, 0.2]
    legend = words(right.get_legend().get_texts())
    assert legend == ["plain, 44 layers", "residual, 44 layers", "plain, 20 layers"]
    assert "with, plain, 44 layers: 20, 0.2" in alt


def test_imagenet(drawn):
    alt = plots.imagenet({2010: 28.2, 2012: 16.4, 2015: 4.5}, below={2021: 2}).alt
    (ax,) = drawn().axes
    said = "28.2", "16.4", "4.5", "under 2", "a human: 5.1 %"
    assert sorted(words(ax.texts)) == sorted(said)
    lines = [line.get_xydata().tolist() for line in ax.lines]
    _, by_hand, networks, others, *_ = lines
    assert by_hand == [[2010, 28.2]] and others == [[2021, 2]]
    assert networks == [[2012, 16.4], [2015, 4.5]]
    assert "2010 28.2, 2012 16.4, 2015 4.5, 2021 under 2" in alt


def test_invariance(drawn):
    at = np.array([-2, 0, 2])
    scores = np.array([[0.2, 0.8, 0.4], [0.4, 1.0, 0.4]])
    full_turn = np.array([[0.8, 0.1, 0.8], [1.0, 0.3, 1.0]])
    far = {"conv1": [0.9, 0, 0.8], "fc7": [0.3, 0, 0.2]}
    changes = {
        change: SimpleNamespace(amounts=at, scores=y, distances=far)
        for change, y in (("pixels", scores), ("degrees", full_turn))
    }
    alt = plots.invariance(changes, ["cup", "cat"]).alt
    first = drawn().axes[0].lines
    assert [line.get_ydata()[1] for line in first] == pytest.approx([0.8, 1, 0.9])
    assert len({line.get_linestyle() for line in first[:2]}) == 2
    above, below = (words(legend.get_texts()) for legend in drawn().legends)
    assert above == ["cup", "cat", "mean"] and below == ["conv1", "fc7"]
    said = "pixels −2, 0, 2; score 0.3, 0.9, 0.4; conv1 0.9, 0, 0.8; fc7 0.3, 0, 0.2."
    assert said in alt and "degrees −2, 0, 2; score 0.9, 0.2, 0.9" in alt
