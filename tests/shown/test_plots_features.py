"""Figures of what a network has learnt: what they show."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from helpers import gabor_fit, plots
from helpers.plots import evidence, first_layer

RNG = np.random.default_rng(0)
FILTERS = RNG.normal(size=(20, 3, 11, 11))


def test_a_mosaic_is_filled_row_by_row():
    pictures = np.arange(5)[:, None, None] * np.ones((5, 2, 3))
    whole = first_layer.mosaic(pictures, 3, gap=1, fill=9)
    assert whole.shape == (5, 11)
    assert whole[0].tolist() == [0, 0, 0, 9, 1, 1, 1, 9, 2, 2, 2]
    assert whole[4].tolist() == [3, 3, 3, 9, 4, 4, 4, 9, 9, 9, 9]


def test_colours_lie_around_grey_each_scaled_alone():
    shown = first_layer.around_grey(FILTERS)
    assert shown.shape == (20, 11, 11, 3)
    assert np.abs(shown - 0.5).max(axis=(1, 2, 3)) == pytest.approx(0.5)
    assert (np.sign(shown[3, 2, 4] - 0.5) == np.sign(FILTERS[3, :, 2, 4])).all()


def test_templates(drawn):
    grids = {"ten": RNG.normal(size=(10, 6, 6)), "bank": RNG.normal(size=(5, 4, 4))}
    result = plots.templates(grids, [f"class {k}" for k in range(10)])
    axes = [ax for ax in drawn().findobj(plots.axes()[1].__class__) if ax.images]
    assert [ax.get_title() for ax in axes[:10]] == [f"class {k}" for k in range(10)]
    assert len(axes) == 11
    assert "ten: 10 of 6 by 6; bank: 5 of 4 by 4" in result.alt


def test_filters_in_order_with_marks(drawn):
    order = RNG.permutation(20)
    result = plots.filters(FILTERS, order, marks=range(3), columns=8)
    (ax,) = drawn().axes
    shown = np.array(ax.images[0].get_array())
    assert shown[:11, :11] == pytest.approx(
        first_layer.around_grey(FILTERS)[order[0]], abs=1e-6
    )
    assert [patch.get_x() for patch in ax.patches] == [-1, 11, 23]
    assert "20 filters of 11 by 11" in result.alt and "3 of them" in result.alt
    plots.filters(FILTERS, columns=8)
    labels = [text.get_text() for text in drawn().axes[0].get_yticklabels()]
    assert labels == ["0", "8", "16"]


def fit(angle, frequency, explained):
    return SimpleNamespace(angle=angle, frequency=frequency, explained=explained)


def test_gabors_say_what_they_explain(drawn):
    fits = [gabor_fit.fit(one) for one in FILTERS[:3]]
    result = plots.gabors(FILTERS[:3], fits, ["a", "b", "c"])
    below = drawn().axes[3:]
    for ax, found in zip(below, fits, strict=True):
        share, angle, frequency = ax.get_xlabel().split("\n")
        assert share == f"{100 * found.explained:.0f} %"
        assert angle == f"{found.angle:.0f}°"
        assert float(frequency) == pytest.approx(found.frequency, abs=0.005)
    assert "3 filters and the Gabor nearest" in result.alt


def test_directions_of_170_and_10_degrees_are_the_same_bar(drawn):
    fits = [fit(170, 0.1, 0.9), fit(10, 0.12, 0.8), fit(90, 0.3, 0.7), fit(45, 0.3, 0)]
    result = plots.gabor_histograms(
        fits, {"before training": fits[:1], "scrambled": fits[1:]}
    )
    assert "3 of 4 filters" in result.alt
    assert "0° 2, 22.5° 0, 45° 0, 67.5° 0, 90° 1," in result.alt
    assert "60 percent of a filter is explained, before training 90" in result.alt
    assert ", scrambled 50 percent." in result.alt
    rose, frequencies, shares = drawn().findobj(plots.axes()[1].__class__)[:3]
    assert sum(bar.get_height() for bar in frequencies.patches) == 3
    assert sum(bar.get_height() for bar in shares.patches[:10]) == pytest.approx(100)


def test_feature_maps_are_spread_over_all_channels(drawn):
    maps = {"early": RNG.normal(size=(12, 8, 8)), "late": RNG.normal(size=(3, 2, 2))}
    result = plots.feature_maps(np.zeros((9, 9, 3)), maps, channels=4)
    titles = [ax.get_title() for ax in all_axes(drawn())]
    assert titles == ["", "0", "3", "6", "9", "0", "1", "2", ""]
    assert "early, 12 of 8×8; late, 3 of 2×2 pixels" in result.alt
    plots.feature_maps(np.zeros((9, 9, 3)), maps, {"early": [5], "late": [2]})
    assert [ax.get_title() for ax in all_axes(drawn())] == ["", "5", "2"]


def all_axes(fig):
    return [ax for part in fig.subfigs for ax in part.axes]


def test_patches_from_black_to_white(drawn):
    nine = torch.full((9, 3, 20, 20), -1.0)
    nine[0] = 1
    rows = [("a, 1", list(nine), list(torch.randn(9, 3, 20, 20))), ("b", nine, None)]
    result = plots.top_patches(rows)
    axes = drawn().axes
    shown = axes[0].images[0].get_array()
    assert (shown[:20, :20] == 1).all() and (shown[:20, 21:41] == 0).all()
    assert not axes[3].images and "guided gradients" in result.alt
    assert "a, 1: 20×20; b: 20×20" in result.alt
    assert "guided" not in plots.top_patches(rows[1:]).alt


def test_a_map_is_scaled_from_0_to_its_highest_hundredth():
    values = np.arange(-100.0, 1000).reshape(20, 55)
    shown = evidence.scaled(values)
    assert shown.min() == 0 and shown.max() == 1
    assert (shown == 1).mean() == pytest.approx(0.01, abs=0.002)
    assert not evidence.scaled(values[:1]).any()


def test_coarse_maps_lie_over_the_photo():
    photo = RNG.random((40, 30, 3))
    coarse = evidence.over(photo, np.zeros((4, 4)))
    assert np.corrcoef(coarse[..., 0].ravel(), photo.mean(2).ravel())[0, 1] > 0.999
    fine = evidence.over(photo, np.zeros((40, 30)))
    assert (fine == fine[0, 0]).all()


def test_attributions_and_sanity(drawn):
    photos = {"cup": 255 * RNG.random((16, 16, 3)), "cat": np.zeros((16, 16, 3))}
    maps = {name: {"A": RNG.random((16, 16)), "B": np.eye(4)} for name in photos}
    result = plots.attributions(photos, maps)
    titles = [ax.get_title() for ax in drawn().axes[:3]]
    assert titles == ["photo", "A", "B"] and "A, B, for cup, cat" in result.alt
    stages = {"trained": np.eye(4), "random": np.ones((4, 4))}
    alike = {"A": {"trained": 1.0, "random": -0.26}}
    result = plots.sanity({"A": stages}, alike)
    assert [ax.get_xlabel() for ax in drawn().axes[:2]] == ["1.00", "−0.26"]
    assert "in the end: A −0.3." in result.alt


@pytest.mark.parametrize("count", [1, 3, 4, 7])
def test_class_pictures(drawn, count):
    pictures = {f"class {k}": np.full((8, 8, 3), 30.0 * k) for k in range(count)}
    result = plots.class_pictures(pictures, {"class 0": "99 %"})
    shown = [ax for ax in drawn().axes if ax.images]
    assert [ax.get_title() for ax in shown] == list(pictures)
    assert shown[0].get_xlabel() == "99 %" and "class 0, 99 %" in result.alt


def test_ascent_says_what_rises(drawn):
    result = plots.ascent({"a": list(range(40)), "b": [3.0] * 20})
    lines = drawn().axes[0].lines
    assert lines[0].get_xdata()[[0, -1]].tolist() == [1, 40]
    assert "a rises; b does not rise" in result.alt
