"""Bars: as long as the numbers, in their order, and said in the alt text."""

from types import SimpleNamespace

import numpy as np
import pytest

from helpers import arithmetic, plots

pytestmark = pytest.mark.usefixtures("drawn")


def widths(ax):
    return [bar.get_width() for bar in ax.patches]


def test_shares_add_up(drawn):
    shape, layers = arithmetic.ALEXNET
    rows = [row for row in arithmetic.table(layers, shape) if row.parameters]
    counted = {
        "parameters": {row.layer[:5]: row.parameters for row in rows},
        "products": {row.layer[:5]: row.multiply_adds for row in rows},
    }
    alt = plots.shares(counted).alt
    left, right = drawn().axes
    names = [label.get_text() for label in left.get_yticklabels()]
    assert names == list(counted["parameters"]) and len(names) == 8
    assert left.texts[5].get_text() == "61.9 %  (37,752,832)"
    assert sum(widths(left)) == pytest.approx(100) == sum(widths(right))
    assert left.yaxis_inverted()  # the first layer is on top
    assert "60,965,224 parameters" in alt and "fc6: 61.9 %" in alt
    assert "724,406,816 products: conv1 14.6 %" in alt


def test_bars_have_their_words_and_a_mark(drawn):
    errors = {2012: 16.4, 2015: 4.5}
    plots.bars(errors, ["16.4", "4.5, less"], "%", "two bars", mark=(5.1, "a human"))
    (ax,) = drawn().axes
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["2012", "2015"] and widths(ax) == [16.4, 4.5]
    assert [text.get_text() for text in ax.texts] == ["16.4", "4.5, less"]
    assert ax.get_legend().get_texts()[0].get_text() == "a human"
    plots.bars({"a": 740, "b": 7_778_880}, ["", ""], "parameters", "two bars", log=True)
    (ax,) = drawn().axes
    assert ax.get_xscale() == "log" and ax.get_xlim()[0] <= 1


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
    explained = "60 percent of a filter is explained, before training 90 percent"
    assert f"{explained}, scrambled 50 percent." in alt
    _, frequencies, shares = drawn().axes
    assert sum(bar.get_height() for bar in frequencies.patches) == 3
    assert sum(bar.get_height() for bar in shares.patches[:10]) == pytest.approx(100)
