"""Curves: the numbers drawn are those given, and the alt text says them."""

import numpy as np
import pytest
import torch

from helpers import plots


def labelled(ax):
    """The lines that have a name, {name: heights}."""
    lines = {line.get_label(): line for line in ax.lines}
    return {k: v.get_ydata().tolist() for k, v in lines.items() if k[0] != "_"}


def words(artists):
    return [artist.get_text() for artist in artists]


@pytest.mark.parametrize("kind", [list, np.array, torch.tensor])
def test_curves_draw_means_and_bands(drawn, kind):
    one, many = kind([0.0, 1.0, 2.0]), kind([[0.0, 2.0], [1.0, 3.0], [2.0, 4.0]])
    result = plots.curves(range(3), {"one": one, "many": many}, "across", "up")
    (ax,) = drawn().axes
    assert labelled(ax) == {"one": [0, 1, 2], "many": [1, 2, 3]}
    assert len(ax.collections) == 1  # a band around the one with two cases only
    assert ax.get_xlabel() == "across" and ax.get_ylabel() == "up"
    assert "one 0.0, then 1.0, at the end 2.0" in result.alt
    assert "across, from 0 to 2" in result.alt


def test_the_legend_lies_beside_the_data(drawn):
    plots.curves(range(2), {"a": [0, 1]}, "x", "y", mark=(1, "limit"), top=2)
    (ax,) = drawn().axes
    assert ax.get_legend().get_window_extent().x0 >= ax.get_window_extent().x1
    assert ax.get_ylim() == (0, 2) and words(ax.texts) == ["limit"]


def test_distances_have_a_line_at_another_digit(drawn):
    plots.distances({"a": torch.rand(9, 5)})
    (ax,) = drawn().axes
    assert "another digit" in ax.get_ylabel() and not ax.collections  # means only
    assert any(set(line.get_ydata()) == {1} for line in ax.lines)


@pytest.mark.parametrize("count", [2, 5, 6])
def test_panels(drawn, count):
    values = {
        f"kind {k}": np.random.default_rng(k).random((9, 20)) for k in range(count)
    }
    result = plots.panels(values)
    seen = [ax for ax in drawn().axes if ax.get_visible()]
    assert [ax.get_title() for ax in seen] == list(values)
    low, high = seen[0].get_ylim()
    tops = [np.percentile(v, 90, axis=1).max() for v in values.values()]
    assert low == 0 and high >= max(tops)
    assert "kind 1" in result.alt


@pytest.mark.parametrize("log", [False, True])
def test_accuracy_curves_go_through_the_means_of_all_runs(drawn, log):
    lines = {"frozen": [[60, 70, 80], [90, 91, 92]], "short": [[1, 2, 3]]}
    result = plots.accuracy_curves([5, 50], lines, "examples a class", log=log)
    (ax,) = drawn().axes
    assert labelled(ax) == {"frozen": [70, 91], "short": [2]}
    dots = [line.get_ydata().tolist() for line in ax.lines if line.get_marker() == "."]
    assert dots == [[60, 90], [70, 91], [80, 92], [1], [2], [3]]
    places = [line.get_xdata() for line in ax.lines if line.get_label() in lines]
    assert places[0][0] < places[1][0]  # side by side
    assert words(ax.get_xticklabels()) == ["5", "50"]
    assert "frozen from 70 to 91; short from 2 to 2." in result.alt
    assert "examples a class, from 5 to 50" in result.alt


def test_learning_draws_a_variant_dashed(drawn):
    percents = np.array([[50, 60, 70], [80, 90, 100]])
    both = {"dense 300": percents, "dense 300, shuffled": percents}
    result = plots.learning(range(2), both, "epochs", mark=(10, "guessing"))
    (ax,) = drawn().axes
    plain, changed = (line for line in ax.lines if line.get_label() in both)
    assert plain.get_color() == changed.get_color()
    assert plain.get_linestyle() != changed.get_linestyle()
    assert words(ax.texts) == ["guessing"] and ax.get_ylim() == (0, 100.5)
    assert "dense 300 from 60.0 to 90.0" in result.alt and "3 seeds" in result.alt


def test_accuracy_by_examples_and_by_shift(drawn):
    scores = {
        "raw": {100: [700, 720], 400: [800, 810]},
        "8 sums": {100: [9, 8], 400: [9, 5]},
    }
    alt = plots.accuracy_by_examples(scores).alt
    assert "With 400 examples: raw 80 to 81 percent" in alt
    assert labelled(drawn().axes[0])["raw"] == [71, 80.5]
    assert drawn().axes[0].get_xscale() == "log"
    alt = plots.accuracy_by_shift({"raw": [900, 500, 100]}).alt
    assert "0 to 2 pixels: raw from 90 to 10" in alt
    assert labelled(drawn().axes[0]) == {"raw": [90, 50, 10]}


def test_full_run(drawn):
    result = plots.full_run([[9700, 9800], [9900, 9880]], [12.3, 14.0], goal=98.9)
    lines = labelled(drawn().axes[0])
    assert lines["seed 0: 99.00 %, 12 s"] == [97, 99]
    assert "1 are at 98.9 percent" in result.alt and "12" not in result.alt


def test_accuracy_by_layer_has_the_lecture_beside_it(drawn):
    ours = {"SVM": {"stem": [50, 52], "head": [86, 88]}}
    result = plots.accuracy_by_layer(ours, {"Caltech-101": {1: 44.8, 7: 85.5}})
    left, right = drawn().axes
    assert words(left.get_xticklabels()) == ["stem", "head"]
    assert labelled(right) == {"Caltech-101": [44.8, 85.5]}
    assert "SVM: stem 51, head 87; the lecture, Caltech-101: 1 44.8, 7 8" in result.alt


def test_ascent_says_what_rises(drawn):
    result = plots.ascent({"a": list(range(40)), "b": [3.0] * 20})
    lines = drawn().axes[0].lines
    assert lines[0].get_xdata()[[0, -1]].tolist() == [1, 40]
    assert "a rises; b does not rise" in result.alt


def test_losses_say_no_rounding_error():
    fall = np.exp(-np.arange(60) / 9)
    lines = {"a": fall, "b": fall + 1e-13, "c": fall + 0.25}
    alt = plots.losses(lines).alt
    assert "a 0.01, b 0.01, c 0.26" in alt and "these two, below a line" in alt
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
    result = plots.gradient_lengths({"with": nets, "without": nets})
    left, right = drawn().axes
    assert left.get_yscale() == "log" and len(right.lines) == 3
    assert left.lines[0].get_ydata().tolist() == [20, 2, 0.2]
    looks = {(x.get_color(), x.get_linestyle(), x.get_mfc()) for x in left.lines}
    assert len(looks) == 3
    legend = words(right.get_legend().get_texts())
    assert legend == ["plain, 44 layers", "residual, 44 layers", "plain, 20 layers"]
    assert "with, plain, 44 layers: 20, 0.2" in result.alt


def test_imagenet(drawn):
    result = plots.imagenet({2010: 28.2, 2012: 16.4, 2015: 4.5}, below={2021: 2})
    (ax,) = drawn().axes
    assert words(ax.texts) == ["28.2", "16.4", "4.5", "under 2", "a human: 5.1 %"]
    points = [line for line in ax.lines if line.get_markersize() == 10]
    places = [(2010, 28.2), (2012, 16.4), (2015, 4.5), (2021, 2)]
    assert [tuple(line.get_xydata()[0]) for line in points] == places
    assert points[0].get_color() != points[1].get_color() == points[3].get_color()
    assert "2010 28.2, 2012 16.4, 2015 4.5, 2021 under 2" in result.alt


def test_savings_says_no_times(drawn):
    """The alt text is compared at every run; times differ between computers."""
    result = plots.savings({8: 4.24, 64: 7.9}, {8: 0.777, 64: 3.333})
    counted, timed, _ = drawn().axes[0].lines
    assert counted.get_ydata().tolist() == [4.24, 7.9]
    assert timed.get_ydata().tolist() == [0.777, 3.333]
    assert "8 channels 4.2, 64 channels 7.9" in result.alt
    assert "0.8" not in result.alt and "3.3" not in result.alt


def test_invariance(drawn):
    at = np.array([-2, 0, 2])
    scores = np.array([[0.2, 0.8, 0.4], [0.4, 1.0, 0.4]])
    full_turn = np.array([[0.8, 0.1, 0.8], [1.0, 0.3, 1.0]])
    far = {"conv1": [0.9, 0, 0.8], "fc7": [0.3, 0, 0.2]}
    changes = {"pixels": (at, scores, far), "degrees": (at, full_turn, far)}
    result = plots.invariance(changes, ["cup", "cat"])
    fig = drawn()
    assert len(fig.axes) == 4
    assert [line.get_ydata().tolist() for line in fig.axes[0].lines] == [
        [0.2, 0.8, 0.4],
        [0.4, 1.0, 0.4],
        pytest.approx([0.3, 0.9, 0.4]),
    ]
    above, below = (words(legend.get_texts()) for legend in fig.legends)
    assert above == ["cup", "cat", "mean"] and below == ["conv1", "fc7"]
    assert len({line.get_linestyle() for line in fig.axes[0].lines[:2]}) == 2
    assert "pixels, at -2 and 2: score 0.3 and 0.4" in result.alt
    assert "conv1 0.9 and 0.8; fc7 0.3 and 0.2" in result.alt
    # After a full turn all is as before: what counts is on the way.
    assert "degrees, at -2 and 0: score 0.9 and 0.2" in result.alt
