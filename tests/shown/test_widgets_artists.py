"""Texts drawn as shapes look like matplotlib's own."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers import plots
from helpers.widgets.artists import Words


def ink(write):
    """How dark the pixels of a page of 300 × 100 are on which it writes."""
    fig = plots.figure(300, 100)
    fig.set_layout_engine("none")
    ax = plots.bare(fig.add_axes((0, 0, 1, 1), xlim=(0, 300), ylim=(0, 100)))
    write(ax)
    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    return 255 - np.asarray(canvas.buffer_rgba())[..., 0].astype(float)


def middle(page):
    return [np.average(index, weights=page) for index in np.indices(page.shape)]


def test_quick_texts_look_like_matplotlibs():
    def texts(ax):
        for x, text in ((50, "1/9"), (150, "−3.5")):
            ax.text(x, 50, text, size=15, ha="center", va="center_baseline")

    def quick(ax):
        Words(ax, 15).show(["1/9", "", "−3.5"], [(50, 50), (100, 50), (150, 50)])

    ours, theirs = ink(quick), ink(texts)
    assert ours.sum() == pytest.approx(theirs.sum(), rel=0.05)
    for a, b in zip(np.split(ours, [100], 1), np.split(theirs, [100], 1), strict=True):
        assert middle(a) == pytest.approx(middle(b), abs=1.5)
