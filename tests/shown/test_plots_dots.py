"""Dots: every run is drawn, with its mean and interval; words keep clear of dots."""

import numpy as np
import pytest

from helpers import intervals, plots
from helpers.plots import dots

pytestmark = pytest.mark.usefixtures("drawn")


def words(artists):
    return [artist.get_text() for artist in artists]


def faint(ax, axis):
    """The dots of single runs, which are drawn faintly: their places along an axis."""
    dots = [line for line in ax.lines if line.get_alpha() is not None]
    return [line.get_xydata()[:, axis].tolist() for line in dots]


RUNS = {
    "full": [90, 91, 92, 91],
    "no fc7": [90.5, 91, 91.2, 92],
    "no conv3/4": [80, 85, 84, 82],
}


def ablation(runs, lecture):
    estimates, differences = intervals.estimates(runs), intervals.differences(runs)
    return plots.ablation(estimates, differences, lecture).alt


def test_ablation_shows_every_run_and_the_intervals(drawn):
    alt = ablation(RUNS, {"no fc7": -1.1})
    left, right = drawn().axes
    assert faint(left, 0) == list(RUNS.values())
    means = [intervals.mean(runs) for runs in RUNS.values()]
    two = intervals.differences(RUNS)["no conv3/4"]
    bars = [*left.collections, right.collections[2]]
    for bar, (middle, margin) in zip(bars, [*means, two], strict=True):
        ends = bar.get_segments()[0][:, 0]
        assert ends == pytest.approx([middle - margin, middle + margin])
    assert "right: full 91.0 ± 1.3; no fc7" in alt and "no conv3/4 82.8 ± 3.5." in alt
    assert "from full: no fc7" in alt and "no conv3/4 −8.2 ± 4.2." in alt
    assert "In the lecture: no fc7 −1.1." in alt


def test_a_difference_of_nothing_has_no_minus():
    runs = {"full": [90, 91], "no fc7": [90.01, 90.95]}
    assert "no fc7 +0.0 ± " in ablation(runs, {})


def test_each_field_of_the_table_has_its_ways(drawn):
    ways = intervals.estimates({"frozen": [80, 81, 82], "scratch": [60, 62, 64]})
    fields = [(a, b) for a in ("little", "lots") for b in ("similar", "different")]
    alt = plots.two_by_two(dict.fromkeys(fields, ways)).alt
    titles = [ax.get_title("left") for ax in drawn().axes]
    assert titles == [f"{a}, {b}" for a, b in fields]
    assert words(drawn().axes[0].get_yticklabels()) == ["frozen", "scratch"]
    assert "lots, different: frozen 81.0, scratch 62.0" in alt


def test_dots_by_name(drawn):
    columns = {
        "right": {"all": [90, 92], "none": [80, 82, 84]},
        "gap": {"all": [1, 3], "none": [0, 1]},
    }
    alt = plots.dots_by_name(columns, "percent").alt
    right, gap = drawn().axes
    assert faint(right, 0) == [[90, 92], [80, 82, 84]]
    assert gap.get_title() == "gap" and gap.get_xlabel() == "percent"
    assert "right, all 91.0, none 82.0; gap, all 2.0, none 0.5" in alt


def test_degradation_shows_every_run_its_mean_and_interval(drawn):
    wrong = [10, 12, 8], [40, 50, 45], [9, 9.5, 10], [1, 0, 0.2]
    keys = [(kind, layers) for kind in ("plain", "residual") for layers in (8, 20)]
    nets = intervals.estimates(dict(zip(keys, wrong, strict=True)))
    alt = plots.degradation({"here": nets, "there": nets}, guessing=90).alt
    left, right = drawn().axes
    each = np.reshape(wrong, (2, 2, 3)).swapaxes(1, 2).reshape(6, 2)
    assert faint(left, 1) == each.tolist()
    lines = {line.get_label(): line.get_ydata() for line in left.lines}
    assert np.allclose([lines["plain"], lines["residual"]], [[10, 45], [9.5, 0.4]])
    assert words(right.get_xticklabels()) == ["8", "20"]
    margin = intervals.mean([10, 12, 8])[1]
    assert f"here, plain, 8 layers: 10.0 ± {margin:.1f}" in alt
    assert "there, residual, 20 layers: 0.4 ± 1.3" in alt
    bars = [end for bar in left.collections for end in bar.get_segments()]
    assert min(bar[:, 1].min() for bar in bars) >= 0  # no error below nothing
    assert bars[0][:, 1] == pytest.approx([10 - margin, 10 + margin], abs=0.01)
    assert words(left.texts) == ["guessing"]
    low = {key: [np.divide(one, 9) for one in net] for key, net in nets.items()}
    plots.degradation({"high": nets, "low": low})
    high, low = (ax.get_ylim() for ax in drawn().axes)
    assert low[0] == high[0] == 0 and low[1] < high[1] / 5  # each can be read


def test_accuracy_by_size(drawn):
    sizes, percents = {"LeNet": 61_706, "local": 423_038}, {"LeNet": [95, 97]}
    alt = plots.accuracy_by_size(sizes, percents | {"local": [90, 92]}).alt
    assert words(drawn().axes[0].texts) == ["LeNet", "local"]
    assert "LeNet: 61,706 parameters, 96.0 percent right" in alt


def test_bubbles_have_the_parameters_as_area_and_words_beside_them(drawn):
    nets = {"A": (2012, 7e8, 56.5, 61e6), "B": (2015, 4e9, 73, 20e6)}
    alt = plots.bubbles(nets | {"C": (2016, 3e9, 74, 8e6)}).alt
    (ax,) = drawn().axes
    assert np.allclose(ax.collections[0].get_sizes() / dots.AREA, [61, 20, 8])
    assert np.allclose(ax.lines[0].get_xydata(), [[0.7, 56.5], [4, 73], [3, 74]])
    assert ax.texts[0].get_text() == "A, 2012\n61.0 million"
    assert [text.get_ha() for text in ax.texts] == ["left", "left", "right"]
    assert "B 4.00 billion, 73.0 percent, 20.0 million;" in alt
