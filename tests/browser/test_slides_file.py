"""Slides as one HTML file: their explorers move without a kernel and a network."""

import nbformat
import pytest
from hands import assert_accessible
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools import browser, slides


@pytest.fixture(scope="module")
def page(window, tmp_path_factory):
    """A second page, with the slides of a small notebook; `asked` has its requests."""
    folder = tmp_path_factory.mktemp("slides in ä folder")
    slide, more, notes = (
        {"slideshow": {"slide_type": kind}} for kind in ("slide", "subslide", "notes")
    )
    code = "from helpers import explorers\n\nexplorers.flip_and_slide()"
    cells = [
        new_markdown_cell("# Title", metadata=slide),
        new_markdown_cell("Say *hello*.", metadata=notes),
        new_markdown_cell("Kept for readers.", metadata=more),
        new_code_cell(code, metadata=slide),
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


def test_what_is_kept_for_readers_and_notes_are_not_seen_in_class(page):
    page.keyboard.press("ArrowDown")
    assert page.locator(".deck-bar span").inner_text() == "1 + 1 / 2"
    assert page.get_by_text("Kept for readers.", exact=True).is_visible()
    page.keyboard.press("ArrowUp")
    assert not page.get_by_text("Kept for readers.", exact=True).is_visible()
    assert not page.get_by_text("Say hello.", exact=True).is_visible()


def test_axe_finds_nothing_serious(page):
    for _ in range(2):
        assert_accessible(page, "body")
        page.keyboard.press("ArrowRight")


def test_nothing_was_fetched(page):
    assert all(url.startswith(("file:", "data:", "blob:")) for url in page.asked)
