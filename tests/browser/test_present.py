"""`run.py present 01` as a presenter starts it: it opens with the first slide."""

import pytest

from tools import browser

PATH = browser.ROOT / "notebooks" / "01_convolution_1d.ipynb"


@pytest.fixture
def page(window, default_environment, tmp_path):
    """What the presenter sees first, in a page of its own."""
    places = [f"JUPYTER_{p}_DIR" for p in ("CONFIG", "DATA", "RUNTIME")]
    environ = default_environment | {place: str(tmp_path) for place in places}
    command = ["tools/lab.py", "present", PATH.name]
    with browser.server(command, environ, tmp_path / "log") as (address, token):
        page = window.context.browser.new_page(viewport=browser.SCREEN)
        page.set_default_timeout(browser.PATIENCE)
        page.goto(f"{address}/lab/tree/notebooks/{PATH.name}?token={token}")
        yield page
        page.close()


@pytest.mark.thorough
def test_it_begins_with_the_first_slide_and_all_is_alive(page):
    before = PATH.read_bytes()
    page.locator(".deck-bar").wait_for()
    assert page.locator(".deck-bar span").inner_text().startswith("1 / ")
    while not page.locator(".course-quiz").locator("visible=true").count():
        page.keyboard.press("ArrowRight")
    quiz = page.locator(".course-quiz").locator("visible=true")
    quiz.locator("button").first.click()
    quiz.get_by_text("You say:").wait_for()
    for _ in range(2):  # the first gives the keys back to the slide
        page.keyboard.press("Escape")
    page.wait_for_function("() => !document.body.dataset.deck")
    assert PATH.read_bytes() == before
