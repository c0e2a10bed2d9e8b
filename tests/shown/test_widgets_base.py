"""What every explorer shares: a picture and words that follow the controls."""

from types import SimpleNamespace

import pytest
from moves import put, words

from helpers import plots
from helpers.widgets import base


def compute(n=0, tall=False, last=9):
    n = min(n, last)
    x = [place * (n + 1) * (2 if tall else 1) for place in range(10)]
    return SimpleNamespace(x=x, words=f"n is {n} < 10", limits={"n": last})


class View(base.View):
    size = 300, 200

    def build(self, fig, s):
        ax = fig.subplots()
        ax.set_ylim(0, 200)
        self.bars = self.keep(*plots.stems(ax, s.x))

    def draw(self, s):
        for bar, height in zip(self.bars, s.x, strict=True):
            bar.set_height(height)


@pytest.fixture
def explorer():
    controls = {
        "n": base.slider("n", 0, 9, 0),
        "tall": base.tick("tall", False),
        "last": base.choice("last", {"all": 9, "few": 3}, 9),
    }
    return base.Explorer("bars: drag n", compute, View(), controls)


def test_a_redraw_equals_a_fresh_drawing(explorer):
    before, saved, redraws = explorer.picture.value, explorer._repr_mimebundle_(), []
    explorer.picture.observe(redraws.append, "value")
    put(explorer, n=7, tall=True)
    fresh = View()
    fresh.start(compute(n=7, tall=True))
    assert explorer.picture.value == fresh.jpeg() != before
    assert words(explorer) == "n is 7 < 10" and len(redraws) == 1
    assert explorer._repr_mimebundle_() == saved


def test_limits_follow_the_other_controls(explorer):
    explorer.controls["n"].value = 9
    explorer.controls["last"].value = 3
    assert explorer.controls["n"].max == explorer.controls["n"].value == 3
    assert words(explorer) == "n is 3 < 10"
