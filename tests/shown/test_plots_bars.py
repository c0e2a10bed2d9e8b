"""Bars: as long as the numbers, in their order, and said in the alt text."""

from types import SimpleNamespace

import numpy as np
import pytest

from helpers import arithmetic, plots

pytestmark = pytest.mark.usefixtures("drawn")


def widths(ax):
    return [bar.get_width() for bar in ax.patches]


def test_where_parameters(drawn):
    shape, layers = arithmetic.ALEXNET
    alt = plots.where_parameters(arithmetic.table(layers, shape)).alt
    left, right = drawn().axes
    names = [label.get_text() for label in left.get_yticklabels()]
    assert names == [f"conv{n}" for n in range(1, 6)] + ["fc6", "fc7", "fc8"]
    assert left.texts[5].get_text() == "61.9 %  (37,752,832)"
    assert sum(widths(left)) == 60_965_224 and sum(widths(right)) == 724_406_816
    assert left.yaxis_inverted()  # the first layer is on top
    assert "60,965,224 parameters" in alt and "fc6 61.9 %" in alt
    assert "724,406,816 multiply–adds for one picture: conv1 14.6 %" in alt


def test_layers_with_work_but_no_parameters_count():
    shape, layers = arithmetic.LENET_1998  # its last layer is fixed
    table = arithmetic.table(layers, shape)
    assert f"{table.total.multiply_adds:,} mult" in plots.where_parameters(table).alt


def test_counts_and_race(drawn):
    assert "dense: 1,000" in plots.counts({"dense": 1000, "shared": 7}).alt
    assert widths(drawn().axes[0]) == [1000, 7]
    alts = {plots.race({"slow": t, "quick": t / 9}).alt for t in (0.5, 0.002)}
    assert len(alts) == 1  # which says no times
    (ax,) = drawn().axes
    assert ax.texts[1].get_text() == "0.222 ms  9 times as fast"
    assert ax.get_xscale() == "log"


def test_directions_and_kernels(drawn):
    sums = {"circle": np.arange(8), "star": np.arange(8) + 1}
    assert "between 0 and 8" in plots.directions(sums).alt
    heights = [bar.get_height() for bar in drawn().axes[0].patches]
    assert heights == [*range(8), *range(1, 9)]
    plots.kernel_row({"a": [1, 2, 1], "b": [0.5] * 5}, "two kernels")
    for ax, half in zip(drawn().axes, (1, 2), strict=True):
        middles = [bar.get_x() + bar.get_width() / 2 for bar in ax.patches]
        assert middles == pytest.approx(range(-half, half + 1))


def test_directions_of_170_and_10_degrees_are_the_same_bar(drawn):
    rows = (170, 0.1, 0.9), (10, 0.12, 0.8), (90, 0.3, 0.7), (45, 0.3, 0)
    names = "angle", "frequency", "explained"
    fits = [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in rows]
    others = {"before training": fits[:1], "scrambled": fits[1:]}
    alt = plots.gabor_histograms(fits, others).alt
    assert "3 of 4 filters" in alt and "0° 2, 22.5° 0, 45° 0, 67.5° 0, 90° 1," in alt
    assert "trained 60 %; before training 90 %; scrambled 50 %." in alt
    _, shares = drawn().axes
    assert sum(bar.get_height() for bar in shares.patches[:10]) == pytest.approx(100)
