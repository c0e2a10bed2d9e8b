"""Weights as pictures: each scaled alone, in order, and counted in the alt text."""

import numpy as np
import pytest

from helpers import plots
from helpers.features import gabor_fit
from helpers.plots import weights

pytestmark = pytest.mark.usefixtures("drawn")
RNG = np.random.default_rng(0)
FILTERS = RNG.normal(size=(20, 3, 11, 11))


def test_a_mosaic_is_filled_row_by_row():
    pictures = np.arange(2, 7)[:, None, None, None] * np.ones((5, 2, 3, 3))
    whole = weights.mosaic(pictures, 3)
    assert whole.shape == (5, 11, 3)
    assert whole[0, :, 0].tolist() == [2, 2, 2, 1, 3, 3, 3, 1, 4, 4, 4]
    assert whole[4, :, 2].tolist() == [5, 5, 5, 1, 6, 6, 6, 1, 1, 1, 1]


def test_colours_lie_around_grey_each_scaled_alone():
    shown = weights.around_grey(FILTERS)
    assert shown.shape == (20, 11, 11, 3)
    assert np.abs(shown - 0.5).max(axis=(1, 2, 3)) == pytest.approx(0.5)
    assert (np.sign(shown[3, 2, 4] - 0.5) == np.sign(FILTERS[3, :, 2, 4])).all()


def test_templates(drawn):
    grids = {"ten": RNG.normal(size=(10, 6, 6)), "bank": RNG.normal(size=(5, 4, 4))}
    names = [f"class {k}" for k in range(10)]
    alt = plots.templates(grids, names).alt
    named, bank = ([ax for ax in p.axes if ax.images] for p in drawn().subfigs)
    assert [ax.get_title() for ax in named] == names
    assert all(
        (ax.images[0].get_array() == w).all()
        for ax, w in zip(bank, grids["bank"], strict=True)
    )
    assert "ten: 10 of 6 by 6; bank: 5 of 4 by 4" in alt


def test_filters_in_order_with_marks(drawn):
    order = RNG.permutation(20)
    alt = plots.filters(FILTERS, order, marks=range(3)).alt
    (ax,) = drawn().axes
    shown = np.array(ax.images[0].get_array())[:11, :11]
    assert shown == pytest.approx(weights.around_grey(FILTERS)[order[0]], abs=1e-6)
    assert [patch.get_x() for patch in ax.patches] == [-1, 11, 23]
    assert "20 filters of 11 by 11" in alt and "3 of them" in alt
    plots.filters(FILTERS)
    labels = [text.get_text() for text in drawn().axes[0].get_yticklabels()]
    assert labels == ["0", "16"]


def test_gabors_say_what_they_explain(drawn):
    fits = [gabor_fit.fit(one) for one in FILTERS[:2]]
    assert "2 filters and the Gabor nearest" in plots.gabors(FILTERS[:2], fits).alt
    for ax, found in zip(drawn().axes[2:], fits, strict=True):
        share, angle, frequency = ax.get_xlabel().split("\n")
        assert share == f"{100 * found.explained:.0f} %"
        assert angle == f"{found.angle:.0f}°"
        assert float(frequency) == pytest.approx(found.frequency, abs=0.005)
