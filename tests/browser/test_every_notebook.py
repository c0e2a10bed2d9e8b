"""Every notebook in a real JupyterLab: explorers and quizzes obey, slides fit.

Only what these need is run; nbval has run the rest. All other outputs are the saved
ones. Pictures of what was seen are left in build/browser/.
"""

import sys

import nbformat
import pytest
from hands import (
    assert_accessible,
    click_left_edge,
    drag,
    go_to,
    present,
    shown,
    steps,
    stop,
)
from playwright.sync_api import TimeoutError

from tools import browser, needed

ALIVE = "02", "04"  # have most kinds of controls; the others with --thorough


@pytest.fixture(scope="module")
def page(window, lab, notebook_path, pytestconfig):
    """The open notebook, in which all explorers and quizzes are alive, if any is."""
    browser.open_notebook(window, notebook_path.name)
    every = pytestconfig.getoption("thorough") or pytestconfig.getoption("only")
    if every or notebook_path.name[:2] in ALIVE:
        numbers = needed.cells(nbformat.read(notebook_path, as_version=4))
        assert not browser.run_cells(window, numbers)
    yield window
    browser.close_notebook(window)


@pytest.mark.by_default(*ALIVE)
def test_explorers_obey_the_mouse(page, notebook_path):
    """Those whose picture can be clicked or dragged: somewhere it has to matter.

    Before the keyboard, which presses every button: “forget all” is one of them.
    """
    problems = []
    for number, explorer in enumerate(page.locator(".course-explorer").all(), 1):
        name = f"{notebook_path.stem} explorer {number}"
        if not browser.can_be_pointed_at(explorer):
            continue
        browser.select_cell_of(page, explorer)
        browser.watch(explorer)
        before = browser.state(page)
        if browser.drag(page, explorer) < 2:
            problems.append(f"{name}: a drag over its picture doesn't redraw it")
        if browser.state(page) != before:
            problems.append(f"{name}: the mouse reached JupyterLab: cells have changed")
    assert not problems, "\n".join(["", *problems])


@pytest.mark.by_default(*ALIVE)
def test_explorers_obey_the_keyboard(page, notebook_path):
    problems = []
    for number, explorer in enumerate(page.locator(".course-explorer").all(), 1):
        name = f"{notebook_path.stem} explorer {number}"
        browser.select_cell_of(page, explorer)
        browser.watch(explorer)
        before = browser.state(page)
        problems += [f"{name}: {problem}" for problem in try_controls(page, explorer)]
        if browser.state(page) != before:
            problems.append(f"{name}: a key reached JupyterLab: cells have changed")
        explorer.screenshot(
            path=browser.PICTURES / f"{notebook_path.stem}_{number}.png"
        )
    assert not problems, "\n".join(["", *problems])


def try_controls(page, explorer):
    """What is wrong with the explorer's controls, in words."""
    controls = browser.controls(explorer)
    if not controls:
        yield "has no controls"
    for control, keys in controls:
        control.focus()
        # There and back; at the end of a slider only back.
        answers = [browser.press(page, key)[:2] for key in keys]
        if keys[0] == "ArrowRight" and not any(map(any, answers)):
            label = control.evaluate("e => e.closest('.widget-inline-hbox')?.innerText")
            yield f"the slider {label!r} changes neither the picture nor the words"
    try:  # a training takes a while
        page.wait_for_function("() => seen.pictures")
    except TimeoutError:
        yield "no control changes the picture"


@pytest.mark.by_default(*ALIVE)
def test_letters_typed_in_an_explorer_stay_there(page):
    before = browser.state(page)
    for explorer in page.locator(".course-explorer").all():
        browser.select_cell_of(page, explorer)
        browser.controls(explorer)[0][0].focus()
        for key in ("d", "d"):  # in JupyterLab: delete the cell
            page.keyboard.press(key)
    assert browser.state(page)[0] == before[0]


@pytest.mark.by_default(*ALIVE)
def test_quizzes_obey_the_keyboard(page):
    before = browser.state(page)[0]
    quizzes = page.locator(".course-quiz")
    for quiz in (quizzes.first, quizzes.last):
        quiz.locator("button:visible").last.focus()
        page.keyboard.press("Space")
        quiz.get_by_text("You say:").wait_for()
    assert browser.state(page)[0] == before


@pytest.mark.thorough
def test_a_whole_talk(page, notebook_path):
    """Every slide by its key, and on it the first answer and a drag from the left."""
    cells = nbformat.read(notebook_path, as_version=4).cells
    present(page)
    for slide in steps(cells)[1:]:
        page.keyboard.press("ArrowRight")
        assert shown(page) == slide
    page.keyboard.press("Home")
    for number, slide in enumerate(steps(cells, more=True)):
        page.keyboard.press("ArrowDown" if number else "Home")
        assert shown(page) == slide
        for quiz in seen(page, ".course-quiz"):
            answer = quiz.locator("button:visible").first
            click_left_edge(page, answer)
            quiz.get_by_text(f"You say: {answer.inner_text()}").wait_for()
        for explorer in seen(page, ".course-explorer"):
            if browser.can_be_pointed_at(explorer):
                drag(page, explorer, (2, 100), (2, 160))
        name = f"{notebook_path.stem}_talk_{number:02}.png"
        page.screenshot(path=browser.PICTURES / name)
    stop(page)


def seen(page, selector):
    return page.locator(selector).locator("visible=true").all()


@pytest.mark.thorough
def test_axe_finds_nothing_serious(page):
    assert_accessible(page, ".jp-RenderedMarkdown", ".jp-OutputArea-output")


EDGES = 40  # pixels above and below a slide
SMALLEST = 0.85  # so far a slide that is too high is shrunk


@pytest.mark.skipif(sys.platform != "linux", reason="measured with Debian's fonts")
def test_slides_fit_without_scrolling(page, notebook_path):
    present(page)
    slides = page.evaluate(SLIDES)
    too_high = []
    for number, (last, height, words) in enumerate(slides, 1):
        if height > (browser.SCREEN["height"] - EDGES) / SMALLEST:
            too_high.append(f"slide {number} ({words}…) is {height:.0f} px high")
            go_to(page, last)
            name = f"{notebook_path.stem}_slide_{number:02}.png"
            page.screenshot(path=browser.PICTURES / name)
    stop(page)
    assert slides and not too_high, "\n".join(["", *too_high])


# [[last cell, height, first words], ...] of the slides: each is shown for a moment.
SLIDES = """() => {
    const slides = [];
    panel.content.widgets.forEach((cell, number) => {
        const type = cell.model.getMetadata('slideshow')?.slide_type;
        if (type === 'slide' || type === 'subslide') slides.push([number, 0, '']);
        if (type === 'skip' || type === 'notes') return;
        cell.removeClass('deck-off');
        const slide = slides[slides.length - 1];
        slide[0] = number;
        slide[1] += cell.node.getBoundingClientRect().height;
        slide[2] = (slide[2] + cell.node.innerText.replace(/\\s+/g, ' ')).slice(0, 50);
        cell.addClass('deck-off');
    });
    return slides;
}"""
