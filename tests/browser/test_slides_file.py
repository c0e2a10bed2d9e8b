"""Slides as one HTML file: their explorers move without a kernel and a network."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools import browser, slides


@pytest.fixture(scope="module")
def page(window, tmp_path_factory):
    """A second page, with the slides of a small notebook; `asked` has its requests."""
    folder = tmp_path_factory.mktemp("slides in ä folder")
    meta = {"slideshow": {"slide_type": "slide"}}
    code = "from helpers import explorers\n\nexplorers.flip_and_slide()"
    cells = [
        new_markdown_cell("# Title", metadata=meta),
        new_code_cell(code, metadata=meta),
    ]
    nbformat.write(new_notebook(cells=cells), folder / "01_small.ipynb")
    slides.main([str(folder / "01_small.ipynb"), str(folder)])
    page = window.context.browser.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto((folder / "01_small.html").as_uri())
    yield page
    page.close()


def words(page):
    return page.locator("[role=status]").inner_text()


def test_a_slider_moves_it_and_then_the_keys_are_the_slide_s(page):
    page.keyboard.press("ArrowRight")
    assert page.locator(".deck-bar span").inner_text() == "2 / 2"
    before = words(page)
    page.locator("input[type=range]").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "before => document.querySelector('[role=status]').innerText !== before",
        arg=before,
    )
    page.screenshot(path=browser.PICTURES / "slides_file.png")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowLeft")
    assert page.locator(".deck-bar span").inner_text() == "1 / 2"


def test_nothing_was_fetched(page):
    assert all(url.startswith(("file:", "data:", "blob:")) for url in page.asked)
