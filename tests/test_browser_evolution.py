"""Evolution and embeddings, in a real JupyterLab: by keyboard and by mouse.

Pictures of what was seen are left in build/browser/.
"""

import statistics

import pytest
from in_browser import PICTURES, explorer_page, needs_browser, words

from helpers.explorers.embeddings import LAYERS
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
        click(page, 400 + 3 * 116 + 50, 232 + 50, "pool, police car turned: not much")
        page.get_by_label("it is").select_option("pushed")
        page.wait_for_function(SAYS, arg="pool, police car pushed: not much")
        click(page, 400 + 50, 232 + 50, "blocks.14, police car pushed: a grid")
    assert browser.state(page) == cells
    page.locator(".course-explorer").screenshot(path=PICTURES / f"{page.name}.png")


def test_by_keyboard(page, record_property):
    explorer = page.locator(".course-explorer")
    browser.select_cell_of(page, explorer)
    cells, before = browser.state(page), words(page)
    control, keys = browser.controls(explorer)[0]
    control.focus()
    assert browser.press(page, keys[0])[:2] == [True, True]
    assert words(page) != before and browser.state(page) == cells
    times = browser.latency(page, control, keys)
    middle = statistics.median(times)
    record_property("note", f"{page.name}: key to picture {middle:.0f} ms")
    assert len(times) >= 10


def test_it_fits_a_slide(page):
    box = page.locator(".course-explorer").bounding_box()
    assert box["width"] <= 960 and box["height"] <= 520
    assert page.get_by_label("thing").count() == (page.name == "embeddings")
    assert len(LAYERS) == 8  # in two rows of four, as clicked on above
