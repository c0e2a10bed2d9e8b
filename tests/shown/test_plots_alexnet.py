"""Figures about AlexNet, and about what a network says to a photo: what they show."""

import numpy as np
import pytest
from scipy import stats

from helpers import arithmetic, plots
from helpers.plots import alexnet, recognition


@pytest.fixture
def drawn(monkeypatch):
    """The figure behind the last picture."""
    kept = []

    def picture(fig, alt):
        kept.append(fig)
        return plots.picture(fig, alt)

    monkeypatch.setattr(alexnet, "picture", picture)
    monkeypatch.setattr(recognition, "picture", picture)
    return lambda: kept[-1]


def test_where_parameters(drawn):
    shape, layers = arithmetic.ALEXNET
    result = plots.where_parameters(arithmetic.table(layers, shape))
    left, right = drawn().axes
    names = [label.get_text() for label in left.get_yticklabels()]
    assert names == [f"conv{n}" for n in range(1, 6)] + ["fc6", "fc7", "fc8"]
    assert left.texts[5].get_text() == "61.9 %  (37,752,832)"
    for ax in (left, right):
        assert sum(bar.get_width() for bar in ax.patches) == pytest.approx(100)
        assert ax.yaxis_inverted()  # the first layer is on top
    assert "60,965,224 parameters" in result.alt and "fc6 61.9 %" in result.alt
    assert "724,406,816 multiply–adds for one picture: conv1 14.6 %" in result.alt


def test_layers_with_work_but_no_parameters_count():
    shape, layers = arithmetic.LENET_1998  # its last layer is fixed
    table = arithmetic.table(layers, shape)
    total = f"{table.total.multiply_adds:,} multiply–adds"
    assert total in plots.where_parameters(table).alt


RUNS = {
    "full": [90, 91, 92, 91],
    "no fc7": [90.5, 91, 91.2, 92],
    "no conv3/4": [80, 85, 84, 82],
}


def test_ablation_shows_every_run_and_the_intervals(drawn):
    result = plots.ablation(RUNS, {"no fc7": -1.1})
    left, right = drawn().axes
    dots = [line for line in left.lines if line.get_alpha() == 0.5]
    assert [line.get_xdata().tolist() for line in dots] == list(RUNS.values())
    widths = [bar.get_segments()[0][:, 0] for bar in left.collections]
    for (low, high), runs in zip(widths, RUNS.values(), strict=True):
        margin = stats.sem(runs) * stats.t.ppf(0.975, 3)
        assert (high - low) / 2 == pytest.approx(margin, rel=1e-4)
    low, high = right.collections[1].get_segments()[0][:, 0]
    welch = stats.ttest_ind(RUNS["no conv3/4"], RUNS["full"], equal_var=False)
    held = welch.confidence_interval(0.95)
    assert [low, high] == pytest.approx([held.low, held.high], rel=1e-4)
    assert "full: 91.0 ± 1.3 percent right;" in result.alt
    assert (
        "no conv3/4: 82.8 ± 3.5 percent right, −8.2 ± 3.3 points from full"
        in result.alt
    )
    assert result.alt.count("lecture") == 1 and "(lecture −1.1)" in result.alt


def test_ablation_without_the_lecture(drawn):
    result = plots.ablation(RUNS)
    _, right = drawn().axes
    assert "lecture" not in result.alt and not right.texts
    assert right.get_title("left") == ""


def test_a_difference_of_nothing_has_no_minus():
    alt = plots.ablation({"full": [90, 91], "no fc7": [90.01, 90.95]}).alt
    assert ", +0.0 ± " in alt


def test_imagenet(drawn):
    result = plots.imagenet({2010: 28.2, 2012: 16.4, 2015: 4.5}, below={2021: 2})
    (ax,) = drawn().axes
    shown = [text.get_text() for text in ax.texts]
    assert shown == ["28.2", "16.4", "4.5", "under 2", "a human: 5.1 %"]
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    by_hand, learnt = (ax.lines[n].get_xdata().tolist() for n in (1, 2))
    assert (by_hand, learnt) == ([2010], [2012, 2015]) and len(legend) == 2
    assert "2010 28.2, 2012 16.4, 2015 4.5, 2021 under 2" in result.alt


def test_tricks(drawn):
    table = {
        "all": [[90, 92], [1, 3], [100, 120]],
        "no momentum": [[80, 82], [0, 1], [300, -1]],
    }
    result = plots.tricks(table, "steps to a loss of 0.6")
    places = drawn().axes
    assert places[2].get_title("left") == "steps to a loss of 0.6"
    assert [text.get_text() for text in places[2].texts] == ["1 never"]
    assert places[2].texts[0].get_position()[0] < places[2].get_xlim()[1]
    assert not places[0].texts
    assert "all: 91.0 percent, gap 2.0, 110 steps" in result.alt
    assert "no momentum: 81.0 percent, gap 0.5, 1 never get there" in result.alt


def test_invariance(drawn):
    at = np.array([-2, 0, 2])
    scores = np.array([[0.2, 0.8, 0.4], [0.4, 1.0, 0.4]])
    full_turn = np.array([[0.8, 0.1, 0.8], [1.0, 0.3, 1.0]])
    far = {"conv1": [0.9, 0, 0.8], "fc7": [0.3, 0, 0.2]}
    curves = {"pixels": (at, scores, far), "degrees": (at, full_turn, far)}
    result = plots.invariance(curves, ["cup", "cat"])
    fig = drawn()
    places = fig.axes
    assert len(places) == 4 and len(fig.legends) == 2
    assert [line.get_ydata().tolist() for line in places[0].lines] == [
        [0.2, 0.8, 0.4],
        [0.4, 1.0, 0.4],
        pytest.approx([0.3, 0.9, 0.4]),
    ]
    above, below = (
        [t.get_text() for t in legend.get_texts()] for legend in fig.legends
    )
    assert above == ["cup", "cat", "mean"] and below == ["conv1", "fc7"]
    dashes = {line.get_linestyle() for line in places[0].lines[:2]}
    assert len(dashes) == 2
    assert "pixels, at -2 and 2: score 0.3 and 0.4" in result.alt
    assert "conv1 0.9 and 0.8; fc7 0.3 and 0.2" in result.alt
    # After a full turn all is as before: what counts is on the way.
    assert "degrees, at -2 and 0: score 0.9 and 0.2" in result.alt


@pytest.mark.parametrize("count", [1, 3, 4, 6])
def test_top5(drawn, count):
    photos = [np.full((4, 6, 3), 99.0)] * count
    names = [f"class {k}" for k in range(7)]
    scores = np.tile([0.02, 0.5, 0.08, 0.2, 0.01, 0.1, 0.09], (count, 1))
    result = plots.top5(photos, names, scores)
    fig = drawn()
    assert len(fig.axes) == 2 * count
    bars = fig.axes[1]
    assert [bar.get_width() for bar in bars.patches] == [0.5, 0.2, 0.1, 0.09, 0.08]
    words = [text.get_text() for text in bars.texts]
    assert words[:2] == ["class 1  50 %", "class 3  20 %"]
    assert result.alt.count("class 1 50 %") == count
