"""What every explorer shares: controls, a picture that is redrawn, a mouse on it."""

from types import SimpleNamespace

import pytest
from moves import press, put, spot, words

from helpers import plots
from helpers.widgets import base


def compute(n=0, tall=False, last=9):
    n = min(n, last)
    x = [place * (n + 1) * (2 if tall else 1) for place in range(10)]
    return SimpleNamespace(x=x, words=f"n is {n} < 10", limits={"n": last})


class View(base.View):
    size = 300, 200
    cursor = "pointer"

    def build(self, fig, s):
        self.ax = fig.subplots()
        self.ax.set_ylim(0, 200)
        self.bars = self.keep(*plots.stems(self.ax, s.x))

    def draw(self, s):
        for bar, height in zip(self.bars, s.x, strict=True):
            bar.set_height(height)

    def pointed(self, values, start, now):
        if place := self.at(self.ax, now):
            moved = round((now[0] - start[0]) / 10)
            return {"n": values["n"] + moved if moved else round(place[0])}


@pytest.fixture
def explorer():
    controls = {
        "n": base.slider("n", 0, 9, 0),
        "tall": base.tick("tall", False),
        "last": base.choice("last", {"all": 9, "few": 3}, 9),
    }
    return base.Explorer("bars: drag n", compute, View(), controls)


def test_a_redraw_equals_a_fresh_drawing(explorer):
    before, saved = explorer.picture.value, explorer._repr_mimebundle_()
    put(explorer, n=7)
    fresh = View()
    fresh.start(compute(n=7))
    assert explorer.picture.value == fresh.jpeg() != before
    assert words(explorer) == "n is 7 < 10"
    assert explorer._repr_mimebundle_() == saved


def test_limits_follow_the_other_controls(explorer):
    explorer.controls["n"].value = 9
    explorer.controls["last"].value = 3
    assert explorer.controls["n"].max == explorer.controls["n"].value == 3
    assert words(explorer) == "n is 3 < 10"


def test_a_click_sets_the_controls_and_redraws(explorer):
    before, ax = explorer.picture.value, explorer.view.ax
    assert press(explorer, (1, 1))["n"] == 0  # beside the axes
    assert explorer.view.at(ax, (1, 1)) is None and explorer.picture.value == before
    place = spot(explorer, ax, 7, 50)
    assert explorer.view.at(ax, place) == pytest.approx((7, 50))
    assert press(explorer, place)["n"] == 7
    assert explorer.picture.value != before and explorer.picture.cursor == "pointer"


def test_a_drag_counts_from_where_it_began(explorer):
    put(explorer, n=2)
    x, y = spot(explorer, explorer.view.ax, 6, 50)
    for number, moved, n in ((1, 10, 3), (1, 20, 4), (1, -10, 1), (2, 30, 4)):
        explorer.picture.pointer = [number, x, y, x + moved, y]
        assert (
            explorer.controls["n"].value == n
        )  # the last: 1, where it was left, and 3
