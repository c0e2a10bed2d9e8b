"""Dots: every run is drawn, with its mean and interval; words keep clear of dots."""

import numpy as np
import pytest

from helpers import intervals, plots


def words(artists):
    return [artist.get_text() for artist in artists]


RUNS = {
    "full": [90, 91, 92, 91],
    "no fc7": [90.5, 91, 91.2, 92],
    "no conv3/4": [80, 85, 84, 82],
}


def ablation(runs, lecture):
    estimates, differences = intervals.estimates(runs), intervals.differences(runs)
    return plots.ablation(estimates, differences, lecture)


def test_ablation_shows_every_run_and_the_intervals(drawn):
    result = ablation(RUNS, {"no fc7": -1.1})
    left, right = drawn().axes
    dots = [line for line in left.lines if line.get_alpha() == 0.5]
    assert [line.get_xdata().tolist() for line in dots] == list(RUNS.values())
    for bar, runs in zip(left.collections, RUNS.values(), strict=True):
        mean, margin = intervals.mean(runs)
        ends = bar.get_segments()[0][:, 0]
        assert ends == pytest.approx([mean - margin, mean + margin])
    points, margin = intervals.difference(RUNS["no conv3/4"], RUNS["full"])
    ends = right.collections[1].get_segments()[0][:, 0]
    assert ends == pytest.approx([points - margin, points + margin])
    assert "full: 91.0 ± 1.3 percent right;" in result.alt
    said = "no conv3/4: 82.8 ± 3.5 percent right, −8.2 ± 3.3 points from full"
    assert said in result.alt
    assert result.alt.count("lecture") == 1 and "(lecture −1.1)" in result.alt


def test_a_difference_of_nothing_has_no_minus():
    alt = ablation({"full": [90, 91], "no fc7": [90.01, 90.95]}, {}).alt
    assert ", +0.0 ± " in alt


def test_each_field_of_the_table_has_its_ways(drawn):
    ways = intervals.estimates({"frozen": [80, 81, 82], "scratch": [60, 62, 64]})
    fields = [(a, b) for a in ("little", "lots") for b in ("similar", "different")]
    result = plots.two_by_two(dict.fromkeys(fields, ways))
    assert [ax.get_title("left") for ax in drawn().axes] == [
        "little, similar",
        "little, different",
        "lots, similar",
        "lots, different",
    ]
    assert words(drawn().axes[0].get_yticklabels()) == ["frozen", "scratch"]
    assert "lots, different: frozen 81.0, scratch 62.0" in result.alt


def test_tricks(drawn):
    table = {
        "all": [[90, 92], [1, 3], [100, 120]],
        "no momentum": [[80, 82], [0, 1], [300, 310]],
    }
    result = plots.tricks(table, "steps to a loss of 0.6")
    accuracy, _, steps = drawn().axes
    assert steps.get_title("left") == "steps to a loss of 0.6"
    dots = [x.get_xdata() for x in accuracy.lines if x.get_alpha() == 0.5]
    assert [list(runs) for runs in dots] == [[90, 92], [80, 82]]
    assert "all: 91.0 percent, gap 2.0, 110 steps" in result.alt
    assert "no momentum: 81.0 percent, gap 0.5, 305 steps" in result.alt


def test_durations_shows_every_run_and_says_no_number(drawn):
    result = plots.durations({"LeNet": [0.3, 0.4], "local": [1, 2]}, "seconds")
    (ax,) = drawn().axes
    assert [line.get_xdata().tolist() for line in ax.lines] == [[0.3, 0.4], [1, 2]]
    assert ax.get_xscale() == "log" and ax.get_xlabel() == "seconds"
    assert "LeNet, local" in result.alt
    assert not any(sign.isdigit() for sign in result.alt)


NETS = {
    ("plain", 8): [10, 12, 8],
    ("plain", 20): [40, 50, 45],
    ("residual", 8): [9, 9.5, 10],
    ("residual", 20): [1, 0, 0.2],
}


def test_degradation_shows_every_run_its_mean_and_interval(drawn):
    other = {net: 2 * np.array(wrong) for net, wrong in NETS.items()}
    panels = {"here": intervals.estimates(NETS), "there": intervals.estimates(other)}
    result = plots.degradation(panels, guessing=90)
    left, right = drawn().axes
    dots = [line for line in left.lines if line.get_alpha() == 0.4]
    assert [line.get_ydata().tolist() for line in dots] == list(NETS.values())
    means = [line for line in left.lines if line.get_label() in ("plain", "residual")]
    assert np.allclose([line.get_ydata() for line in means], [[10, 45], [9.5, 0.4]])
    assert words(right.get_xticklabels()) == ["8", "20"]
    margin = intervals.mean([10, 12, 8])[1]
    assert f"here, plain, 8 layers: 10.0 ± {margin:.1f}" in result.alt
    assert "there, residual, 20 layers: 0.8 ± 2.6" in result.alt
    bars = [bar.get_segments()[0][:, 1] for bar in left.collections]
    assert min(low for low, _ in bars) >= 0  # no error below nothing
    assert bars[0] == pytest.approx([10 - margin, 10 + margin], abs=0.01)
    assert words(left.texts) == ["guessing"]


def test_accuracy_by_size(drawn):
    sizes, percents = {"LeNet": 61_706, "local": 423_038}, {"LeNet": [95, 97]}
    result = plots.accuracy_by_size(sizes, percents | {"local": [90, 92]})
    assert words(drawn().axes[0].texts) == ["LeNet", "local"]
    assert "LeNet: 61,706 parameters, 96.0 percent right" in result.alt


def test_bubbles_have_the_parameters_as_area(drawn):
    nets = {"A": (2012, 7e8, 56.5, 61e6), "B": (2015, 4e9, 73, 20e6)}
    result = plots.bubbles(nets)
    (ax,) = drawn().axes
    areas = [float(bubble.get_sizes()[0]) for bubble in ax.collections]
    assert areas[0] / areas[1] == pytest.approx(61 / 20)
    places = [line.get_xydata()[0].tolist() for line in ax.lines]
    assert places == [[0.7, 56.5], [4, 73]]
    assert ax.texts[0].get_text() == "A, 2012\n61.0 million"
    assert "B 4.00 billion, 73.0 percent, 20.0 million." in result.alt


def test_words_keep_clear_of_the_next_bubble(drawn):
    nets = {"left": (2016, 2.8e9, 74, 8e6), "right": (2015, 3.6e9, 73, 20e6)}
    plots.bubbles(nets)
    assert [text.get_ha() for text in drawn().axes[0].texts] == ["right", "left"]
