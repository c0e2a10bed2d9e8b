"""Move the picture, in a real JupyterLab: the photo is dragged, the answer follows."""

import pytest
from hands import says

from tools import browser

pytestmark = pytest.mark.thorough

CELL = """from helpers import explorers
explorers.move_the_picture("camera")"""


def drag(page, *places):
    """From place to place of the picture at full size; how many pictures that made."""
    before = browser.pictures(page)
    browser.stroke(page, page.locator(".course-picture"), places, wide=900)
    return browser.pictures(page) - before


def test_the_photo_is_dragged(page):
    assert browser.words(page).startswith("Untouched: it says tripod, rightly")
    cells = browser.state(page)
    zoom = 300 / 224
    places = [(100 + 10 * n * zoom, 100 - 15 * n * zoom) for n in range(4)]
    assert drag(page, *places) >= 3
    says(page, "^Moved 30 right and 45 up: it says ")
    assert browser.state(page) == cells
    browser.shot(page, "move_dragged")


def test_a_point_is_dragged_along_its_curve(page):
    # On the plot at the top right, from 0 to 60 degrees.
    drag(page, (824, 70), (834, 70), (843, 70))
    says(page, "turned by 60° anticlockwise: it says ")
    assert "rightly" not in browser.words(page)
    browser.shot(page, "move_turned")
