"""Evolution and embeddings, in a real JupyterLab: by keyboard and by mouse.

Pictures of what was seen are left in build/browser/.
"""

import statistics

import pytest
from in_browser import PICTURES, explorer_page, needs_browser

from tools import browser

pytestmark = needs_browser

SAYS = "text => seen.words().includes(text)"


@pytest.fixture(scope="module", params=["evolution", "embeddings"])
def page(request, default_environment, tmp_path_factory):
    environ = {**default_environment, "OMP_NUM_THREADS": "1"}
    folder = tmp_path_factory.mktemp(request.param)
    cell = f"from helpers import explorers\nexplorers.{request.param}()"
    with explorer_page(cell, folder, environ) as page:
        page.name = request.param
        yield page


def click(page, x, y, text):
    """A click at a place of the picture, after which the words say the text."""
    page.locator(".course-picture").click(position={"x": x, "y": y})
    page.wait_for_function(SAYS, arg=text)


def test_by_mouse(page):
    cells = browser.state(page)
    if page.name == "evolution":
        click(page, 8 + 4 * 46 + 20, 30 + 46 + 20, "Filter 12 is ")
        click(page, 458 + 5 * 66 + 20, 90, "Filter 12 has got its last form")
        click(page, 458 + 3 * 66 + 20, 90, "Epoch 5: ")
    else:
        click(page, 592 + 124 + 30, 42 + 3 * 84 + 30, "car turned, pool: not much")
        page.get_by_label("it is").select_option("pushed")
        page.wait_for_function(SAYS, arg="car pushed, pool: not much")
        click(page, 592 + 30, 42 + 2 * 84 + 30, "car pushed, blocks.14: a grid")
        before = page.evaluate("() => seen.pictures")
        page.locator(".course-picture").click(position={"x": 130, "y": 150})
        page.wait_for_function("n => seen.pictures > n", arg=before)
        page.get_by_label("untrained network").check()
        page.wait_for_function(SAYS, arg="car pushed, blocks.14 untrained: a grid")
    assert browser.state(page) == cells
    page.locator(".course-explorer").screenshot(path=PICTURES / f"{page.name}.png")


def test_by_keyboard(page, record_property):
    explorer = page.locator(".course-explorer")
    browser.select_cell_of(page, explorer)
    cells = browser.state(page)
    for control, keys in browser.controls(explorer):
        control.focus()
        changes = [browser.press(page, key, 30_000) for key in keys]
        assert any(changed and said for changed, said, _ in changes)
    assert browser.state(page) == cells
    control, keys = browser.controls(explorer)[0]
    times = browser.latency(page, control, keys)
    middle = statistics.median(times)
    record_property("note", f"{page.name}: key to picture {middle:.0f} ms")
    assert len(times) >= 10


def test_it_fits_a_slide(page):
    box = page.locator(".course-explorer").bounding_box()
    assert box["width"] <= 960 and box["height"] <= 520
    assert page.get_by_label("thing").count() == (page.name == "embeddings")
