"""Every notebook in a real JupyterLab: it runs, explorers obey keys, slides fit.

Pictures of what was seen are left in build/browser/.
"""

import statistics
import sys
from pathlib import Path

import pytest
from in_browser import PICTURES, needs_browser

from tools import browser

pytestmark = needs_browser


@pytest.fixture(scope="module")
def lab(default_environment):
    notebooks = Path(__file__).resolve().parent.parent / "notebooks"
    paths = sorted(notebooks.glob("[0-9][0-9]_*.ipynb"))
    # One thread: several, beside the tests on the other cores, wait for each other.
    environ = {**default_environment, "OMP_NUM_THREADS": "1"}
    with browser.jupyterlab(paths, environ) as address_and_token:
        yield address_and_token


@pytest.fixture(scope="module")
def page(lab):
    with browser.page_of(lab) as page:
        yield page


@pytest.fixture(scope="module")
def notebook(page, lab, notebook_path):
    """The notebook as it is after `Run All`; its page is open."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    return browser.open_and_run(page, lab, notebook_path.name)


def test_it_runs_without_errors(notebook):
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell["execution_count"] for cell in code)
    errors = [
        cell["source"]
        for cell in code
        if "raises-exception" not in cell["metadata"].get("tags", [])
        and any(output["output_type"] == "error" for output in cell["outputs"])
    ]
    assert not errors


def test_explorers_obey_the_mouse(notebook, page, notebook_path):
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


def test_explorers_obey_the_keyboard(notebook, page, notebook_path, record_property):
    problems = []
    for number, explorer in enumerate(page.locator(".course-explorer").all(), 1):
        name = f"{notebook_path.stem} explorer {number}"
        browser.select_cell_of(page, explorer)
        browser.watch(explorer)
        before = browser.state(page)
        problems += [f"{name}: {problem}" for problem in try_controls(page, explorer)]
        if browser.state(page) != before:
            problems.append(f"{name}: a key reached JupyterLab: cells have changed")
        times = measure(page, explorer)
        middle = f"{statistics.median(times):.0f} ms" if times else "not measured"
        note = f"{name}: key to new picture {middle} (median of {len(times)})"
        record_property("note", note)
        explorer.screenshot(path=PICTURES / f"{notebook_path.stem}_{number}.png")
    assert not problems, "\n".join(["", *problems])


def try_controls(page, explorer):
    """What is wrong with the explorer's controls, in words."""
    controls = browser.controls(explorer)
    if not controls:
        yield "has no controls"
    moved = 0
    for control, keys in controls:
        control.focus()
        pictures, words = 0, 0
        for key in keys:  # there and back; at the end of a slider only back
            picture, word, _ = browser.press(page, key)
            pictures, words = pictures + picture, words + word
        moved += bool(pictures)
        if keys[0] == "ArrowRight" and not pictures and not words:
            label = control.evaluate("e => e.closest('.widget-inline-hbox')?.innerText")
            yield f"the slider {label!r} changes neither the picture nor the words"
    if controls and not moved:
        yield "no control changes the picture"


def measure(page, explorer):
    """Milliseconds from key to picture, of the first control that changes it."""
    for control, keys in browser.controls(explorer):
        times = browser.latency(page, control, keys)
        if len(times) >= 10:
            return times
    return []


def test_letters_typed_in_an_explorer_stay_there(notebook, page):
    before = browser.state(page)
    for explorer in page.locator(".course-explorer").all():
        browser.select_cell_of(page, explorer)
        browser.controls(explorer)[0][0].focus()
        for key in ("d", "d"):  # in JupyterLab: delete the cell
            page.keyboard.press(key)
    assert browser.state(page)[0] == before[0]


def test_quizzes_obey_the_keyboard(notebook, page):
    before = browser.state(page)[0]
    for quiz in page.locator(".course-quiz").all():
        quiz.locator("button").last.focus()
        page.keyboard.press("Space")
        quiz.get_by_text("You say:").wait_for(timeout=5000)
    assert browser.state(page)[0] == before


@pytest.mark.skipif(sys.platform != "linux", reason="measured with Debian's fonts")
def test_slides_fit_without_scrolling(notebook, page, notebook_path):
    folder = PICTURES / notebook_path.stem
    slides = browser.slides(page, folder, all_pictures=False)
    assert slides
    too_high = [
        f"slide {number} ({words}…) is {over} px too high: {folder.name}/"
        for number, over, words in slides
        if over
    ]
    assert not too_high, "\n".join(["", *too_high])
