"""Move the picture, in a real JupyterLab: the photo is dragged, the answer follows.

Pictures of what was seen are left in build/browser/.
"""

import statistics

import pytest
from in_browser import PICTURES, explorer_page, needs_browser, words
from playwright.sync_api import TimeoutError

from tools import browser

pytestmark = needs_browser

CELL = """from helpers import explorers
explorers.move_the_picture("camera")"""


@pytest.fixture(scope="module")
def page(default_environment, tmp_path_factory):
    environ = {**default_environment, "OMP_NUM_THREADS": "1"}
    folder = tmp_path_factory.mktemp("move")
    with explorer_page(CELL, folder, environ) as page:
        page.evaluate(
            """() => window.addEventListener('pointermove', () => {
                seen.pressed = performance.now();
            }, true)"""
        )
        yield page


def drag(page, start, end, steps):
    """From place to place of the picture; milliseconds from each move to its picture.

    Places are in pixels of the picture at its full size. Each step waits for its
    picture, but at most a second: not every one makes one.
    """
    box = page.locator(".course-picture").bounding_box()
    scale, times = box["width"] / 900, []
    (x, y), (to_x, to_y) = ([scale * at for at in place] for place in (start, end))
    page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.down()
    for n in range(1, steps + 1):
        before = page.evaluate("() => seen.pictures")
        place = x + (to_x - x) * n / steps, y + (to_y - y) * n / steps
        page.mouse.move(box["x"] + place[0], box["y"] + place[1])
        try:
            page.wait_for_function("n => seen.pictures > n", arg=before, timeout=1000)
            times.append(page.evaluate("() => seen.waited"))
        except TimeoutError:
            pass
    page.mouse.up()
    page.wait_for_timeout(300)
    return times


def test_the_photo_is_dragged(page, record_property):
    assert words(page).startswith("Untouched: it says tripod, rightly")
    cells = browser.state(page)
    times = drag(page, (100, 100), (100 + 30 * 300 / 224, 100 - 45 * 300 / 224), 15)
    assert words(page).startswith("Moved 30 right and 45 up: it says ")
    middle = statistics.median(times)
    record_property("note", f"move the picture: drag to picture {middle:.0f} ms")
    assert len(times) >= 10 and browser.state(page) == cells
    page.locator(".course-explorer").screenshot(path=PICTURES / "move_dragged.png")


def test_a_point_is_dragged_along_its_curve(page):
    drag(page, (766, 270), (806, 270), 4)  # the lowest plot: from 0 to 60 degrees
    assert "turned by 60° anticlockwise: it says " in words(page).lower()
    assert "rightly" not in words(page)
    page.locator(".course-explorer").screenshot(path=PICTURES / "move_turned.png")


def test_it_fits_a_slide(page):
    box = page.locator(".course-explorer").bounding_box()
    assert box["width"] <= 960 and box["height"] <= 500
