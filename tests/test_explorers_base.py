"""The explorers' common part: what is shown, saved and redrawn."""

import base64
import io
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from helpers import explorers, plots
from helpers.widgets import base


def compute(n=0, tall=False, last=9):
    n = min(n, last)
    x = np.arange(10.0) * (n + 1) * (2 if tall else 1)
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


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)))


def test_a_control_changes_picture_and_words(explorer):
    before = pixels(explorer.picture.value)
    explorer.controls["n"].value = 5
    after = pixels(explorer.picture.value)
    assert before.shape == after.shape == (200, 300, 3)
    assert (before != after).any()
    assert "n is 5 &lt; 10" in explorer.words.value


def test_going_back_gives_the_same_picture_to_the_byte(explorer):
    first = explorer.picture.value
    explorer.controls["tall"].value = True
    assert explorer.picture.value != first
    explorer.controls["tall"].value = False
    assert explorer.picture.value == first


def test_a_redraw_equals_a_fresh_drawing(explorer):
    explorer.controls["n"].value = 7
    fresh = View()
    fresh.start(compute(n=7))
    assert (pixels(fresh.jpeg()) == pixels(explorer.picture.value)).all()


def test_limits_follow_the_other_controls(explorer):
    explorer.controls["n"].value = 9
    explorer.controls["last"].value = 3
    assert explorer.controls["n"].max == explorer.controls["n"].value == 3
    assert "n is 3" in explorer.words.value


def test_hold_redraws_once(explorer):
    seen = []
    explorer.picture.observe(seen.append, "value")
    with explorer.hold():
        explorer.controls["n"].value = 4
        explorer.controls["tall"].value = True
    assert len(seen) == 1


def test_what_is_saved_is_the_line_and_the_first_picture(explorer):
    first = pixels(explorer.picture.value)
    explorer.controls["n"].value = 4
    bundle = explorer._repr_mimebundle_()
    assert bundle["text/plain"] == "bars: drag n"
    saved = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"])))
    difference = np.asarray(saved.convert("RGB"), dtype=int) - first
    assert np.abs(difference).mean() < 1  # saved in 256 colours
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"]


def test_sliders_are_whole_or_fractional():
    assert base.slider("a", 0, 3, 1).value == 1
    assert base.slider("a", 0, 3, 0.5, step=0.5).value == 0.5
    assert base.number("", 9.0, -8, 8).value == 8


class Pointed(View):
    cursor = "pointer"

    def build(self, fig, s):
        super().build(fig, s)
        self.ax = fig.axes[0]

    def pointed(self, values, start, now):
        place = self.at(self.ax, now)
        if place and start == now:
            return {"n": round(place[0])}
        if place:
            return {"n": values["n"] + round((now[0] - start[0]) / 10)}


@pytest.fixture
def pointed():
    controls = {"n": base.slider("n", 0, 9, 0)}
    return base.Explorer("bars: click one", compute, Pointed(), controls)


def on_page(explorer, x, y, panel=0):
    """Where the axes' point (x, y) lies in the picture, as the browser would say it."""
    across, up = explorer.view.fig.axes[panel].transData.transform((x, y))
    return [across, explorer.view.size[1] - up]


def test_a_click_sets_the_controls_and_redraws(pointed):
    before = pointed.picture.value
    place = on_page(pointed, 7, 50)
    assert np.allclose(pointed.view.at(pointed.view.ax, place), (7, 50))
    pointed.picture.pointer = [1, *place, *place]
    assert pointed.controls["n"].value == 7
    assert pointed.picture.value != before


def test_a_drag_counts_from_where_it_began(pointed):
    pointed.controls["n"].value = 2
    start = on_page(pointed, 6, 50)
    for moved, n in ((10, 3), (20, 4), (-10, 1)):
        pointed.picture.pointer = [1, *start, start[0] + moved, start[1]]
        assert pointed.controls["n"].value == n
    pointed.picture.pointer = [2, *start, start[0] + 30, start[1]]
    assert pointed.controls["n"].value == 4  # 1, where it was let go, and 3


def test_a_click_beside_the_axes_does_nothing(pointed):
    before = pointed.picture.value
    pointed.picture.pointer = [1, 1, 1, 1, 1]
    assert pointed.view.at(pointed.view.ax, (1, 1)) is None
    assert pointed.picture.value == before


def test_a_picture_that_does_not_listen_says_so(explorer, pointed):
    assert (explorer.picture.cursor, pointed.picture.cursor) == ("", "pointer")


def clicked(explorer, *place):
    """The values of the explorer's controls after a click on a place of a panel."""
    place = on_page(explorer, *place)
    explorer.picture.pointer = [1, *place, *place]
    return explorer.values()


def test_flip_and_slide_follows_the_pointer():
    explorer = explorers.flip_and_slide(n=0)
    assert clicked(explorer, 4.2, 1)["n"] == 2  # column 4 is place 2
    assert clicked(explorer, 0, 1)["n"] == 0
    explorer.picture.pointer = [2, *2 * on_page(explorer, 9, 3)]
    assert explorer.values()["n"] == 4  # the last one there is


def test_step_2d_goes_where_it_is_clicked():
    for stride, padding, place, position in [
        (1, 0, (2, 1, 3), 5),  # in the output, column 2 of row 1
        (1, 0, (1, 3, 0), 6),  # in the input the window's middle: top 2, left 0
        (2, 1, (2, 2, 0), 4),  # padding moves it by one, the stride halves it
        (3, 0, (2, 2, 3), 0),  # there is but one place
    ]:
        explorer = explorers.step_2d(stride=stride, padding=padding)
        assert clicked(explorer, *place)["position"] == position


def test_receptive_field_takes_the_nearest_unit():
    explorer = explorers.receptive_field(layers=((3, 2),), unit=0)
    units = explorer.controls["unit"].max + 1
    for n in range(units):
        centre = (2 * n + 1.5) / (2 * (units - 1) + 3)
        explorer = explorers.receptive_field(layers=((3, 2),), unit=0)
        assert clicked(explorer, centre, 1)["unit"] == n
