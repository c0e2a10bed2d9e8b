"""Move the picture, in a real JupyterLab: the photo is dragged, the answer follows."""

from hands import says

from tools import browser

CELL = """from helpers import explorers
explorers.move_the_picture("camera")"""


def drag(page, start, end, steps):
    """From place to place of the picture at full size; how many pictures that made."""
    box = page.locator(".course-picture").bounding_box()
    scale = box["width"] / 900
    (x, y), (to_x, to_y) = ([scale * at for at in place] for place in (start, end))
    before = page.evaluate("() => seen.pictures")
    page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.down()
    for n in range(1, steps + 1):
        place = x + (to_x - x) * n / steps, y + (to_y - y) * n / steps
        page.mouse.move(box["x"] + place[0], box["y"] + place[1])
        page.wait_for_timeout(150)
    page.mouse.up()
    return page.evaluate("() => seen.pictures") - before


def test_the_photo_is_dragged(page):
    assert browser.words(page).startswith("Untouched: it says tripod, rightly")
    cells = browser.state(page)
    end = 100 + 30 * 300 / 224, 100 - 45 * 300 / 224
    assert drag(page, (100, 100), end, 15) > 3
    says(page, "^Moved 30 right and 45 up: it says ")
    assert browser.state(page) == cells
    browser.shot(page, "move_dragged")


def test_a_point_is_dragged_along_its_curve(page):
    drag(page, (766, 270), (806, 270), 4)  # the lowest plot: from 0 to 60 degrees
    says(page, "turned by 60° anticlockwise: it says ")
    assert "rightly" not in browser.words(page)
    browser.shot(page, "move_turned")
