"""Figures about pooling: what they show and say, whatever holds the numbers."""

import numpy as np
import pytest
import torch

from helpers import plots
from helpers.plots import pooling

X = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])


def test_pooled_frames_every_window(drawn):
    result = plots.pooled(X, {"maximum": np.array([[6, 8], [3, 4]])}, 2)
    assert "4 windows of 2 by 2" in result.alt and "maximum: 6 8; 3 4" in result.alt
    x, y = drawn().axes
    assert len(x.patches) == len(y.patches) == 4
    colours = [[patch.get_edgecolor() for patch in ax.patches] for ax in (x, y)]
    assert colours[0] == colours[1]  # a window and its number share a colour


def test_pooled_with_overlapping_windows(drawn):
    plots.pooled(X, {"maximum": np.ones((2, 2))}, 3, stride=1)
    corners = [patch.get_xy() for patch in drawn().axes[0].patches]
    assert len(set(corners)) == 4


@pytest.mark.parametrize("kind", [list, np.array, torch.tensor])
def test_curves_draw_means_and_bands(drawn, kind):
    one, many = kind([0.0, 1.0, 2.0]), kind([[0.0, 2.0], [1.0, 3.0], [2.0, 4.0]])
    result = plots.curves(range(3), {"one": one, "many": many}, "across", "up")
    (ax,) = drawn().axes
    assert [line.get_ydata().tolist() for line in ax.lines] == [[0, 1, 2], [1, 2, 3]]
    assert len(ax.collections) == 1  # a band around the one with two cases only
    assert ax.get_xlabel() == "across" and ax.get_ylabel() == "up"
    assert "one 0.0, then 1.0, at the end 2.0" in result.alt
    assert "across, from 0 to 2" in result.alt


def test_curves_keep_one_look_for_one_kind(drawn):
    looks = []
    for names in (["max 2×2", "own"], ["no pooling", "max 2×2"]):
        plots.curves(range(2), {name: [0, 1] for name in names}, "x", "y")
        lines = {line.get_label(): line for line in drawn().axes[0].lines}
        line = lines["max 2×2"]
        looks.append((line.get_color(), line.get_marker()))
    assert looks[0] == looks[1]
    assert len(set(pooling.LOOKS.values())) == len(pooling.LOOKS)


def test_legend_lies_beside_the_data(drawn):
    plots.curves(range(2), {"a": [0, 1]}, "x", "y", mark=(1, "limit"), top=2)
    (ax,) = drawn().axes
    legend = ax.get_legend().get_window_extent()
    assert legend.x0 >= ax.get_window_extent().x1
    assert ax.get_ylim() == (0, 2)


def test_distances_have_a_line_at_another_digit(drawn):
    plots.distances({"a": torch.rand(9, 5)})
    (ax,) = drawn().axes
    assert "another digit" in ax.get_ylabel()
    assert any(set(line.get_ydata()) == {1} for line in ax.lines)
    assert not ax.collections  # means only


@pytest.mark.parametrize("count", [2, 5, 6])
def test_panels(drawn, count):
    values = {
        f"kind {k}": np.random.default_rng(k).random((9, 20)) for k in range(count)
    }
    result = plots.panels(values)
    seen = [ax for ax in drawn().axes if ax.get_visible()]
    assert [ax.get_title() for ax in seen] == list(values)
    low, high = seen[0].get_ylim()
    assert low == 0 and high >= max(
        np.percentile(v, 90, axis=1).max() for v in values.values()
    )
    assert "kind 1" in result.alt


def test_columns_names_where_pictures_differ(drawn):
    error = np.zeros((6, 8))
    error[2, 1] = error[3, 7] = -1
    result = plots.columns({"one": np.ones((6, 8)), "two": error}, torch.tensor(error))
    assert "columns 1, 7 of 8" in result.alt
    assert drawn().axes[-1].get_xlabel() == "columns 1, 7 of 8"
