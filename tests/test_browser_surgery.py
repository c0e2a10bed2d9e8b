"""Surgery, in a real JupyterLab: by keyboard and mouse, the picture follows each tick.

Pictures of what was seen are left in build/browser/.
"""

import statistics

import pytest
from in_browser import PICTURES, explorer_page, needs_browser, words

from tools import browser

pytestmark = needs_browser

CELL = "from helpers import explorers\nexplorers.surgery()"


@pytest.fixture(scope="module")
def page(default_environment, tmp_path_factory):
    environ = {**default_environment, "OMP_NUM_THREADS": "1"}
    folder = tmp_path_factory.mktemp("surgery")
    with explorer_page(CELL, folder, environ) as page:
        yield page


def shown(page):
    """The picture's pixels, as the browser has them."""
    return page.locator(".course-picture").evaluate(
        """picture => {
            const canvas = document.createElement('canvas');
            canvas.width = picture.naturalWidth;
            canvas.height = picture.naturalHeight;
            const sheet = canvas.getContext('2d');
            sheet.drawImage(picture, 0, 0);
            return canvas.toDataURL();
        }"""
    )


@pytest.mark.parametrize("layer", ["conv3", "conv4", "fc6", "fc7"])
def test_a_tick_takes_a_layer_out_and_back(page, layer):
    first = shown(page)
    box = page.get_by_label(f"take out {layer}")
    box.focus()
    cells = browser.state(page)
    changed, said, _ = browser.press(page, "Space", 30_000)
    assert changed and said
    assert words(page).startswith(f"Without {layer}, AlexNet has")
    assert shown(page) != first
    page.locator(".course-explorer").screenshot(path=PICTURES / f"surgery_{layer}.png")
    browser.press(page, "Space", 30_000)
    assert words(page).startswith("All layers are in")
    assert shown(page) == first
    assert browser.state(page) == cells


def test_all_four_by_mouse(page):
    for layer in ("conv3", "conv4", "fc6", "fc7"):
        page.get_by_label(f"take out {layer}").check()
    page.wait_for_function("() => seen.words().includes('conv3, conv4, fc6 and fc7')")
    assert "the lecture has −33.5" in words(page)
    page.locator(".course-explorer").screenshot(path=PICTURES / "surgery_all.png")
    for layer in ("conv3", "conv4", "fc6", "fc7"):
        page.get_by_label(f"take out {layer}").uncheck()


def test_quick_and_small_enough(page, record_property):
    explorer = page.locator(".course-explorer")
    browser.select_cell_of(page, explorer)
    times = browser.latency(page, *browser.controls(explorer)[0])
    middle = statistics.median(times)
    record_property("note", f"surgery: key to picture {middle:.0f} ms")
    box = explorer.bounding_box()
    assert box["width"] <= 960 and box["height"] <= 520
    page.screenshot(path=PICTURES / "surgery_page.png")
