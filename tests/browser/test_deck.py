"""The slide view in a real JupyterLab, with real keys and clicks; narrow windows.

Notebook 01 is opened with its saved outputs; only what can be clicked is run.
"""

import ast
from itertools import cycle
from pathlib import Path

import nbformat
import pytest
from hands import (
    assert_accessible,
    click_left_edge,
    drag,
    go_to,
    present,
    shown,
    sleep,
    steps,
    stop,
    wait_for_the_end,
)
from moves import first_of

from tools import browser, needed

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
NAME = "01_convolution_1d.ipynb"  # it's quick, and has each kind of control
KINDS = {"explorers.": ".course-explorer", "checks.predict(": ".course-quiz"}


@pytest.fixture(scope="module")
def page(window):
    return window


@pytest.fixture(scope="module")
def cells(page):
    """The notebook's cells; its page is open, its explorers and quizzes are alive."""
    browser.open_notebook(page, NAME)
    notebook = nbformat.read(NOTEBOOKS / NAME, as_version=4)
    assert not browser.run_cells(page, needed.cells(notebook))
    yield notebook.cells
    browser.close_notebook(page)


def tags(cell):
    return cell.metadata.get("tags", [])


@pytest.fixture
def deck(cells, page):
    """The slides are shown, started with another cell selected."""
    go_to(page, len(cells) - 1)
    present(page)
    yield
    stop(page)


def presenting(page):
    return page.evaluate("() => document.body.dataset.deck") == "presenting"


def for_a_class(cells):
    """The numbers of the cells on slides that → and ← go to."""
    return [number for slide in steps(cells) for number in slide]


def alive(page, cells, word):
    """[(number of the cell, its explorer or quiz), ...] of those whose code has `word`.

    They are in the order of the notebook, in the page as well.
    """
    code = [(n, c) for n, c in enumerate(cells) if c.cell_type == "code"]
    numbers = [n for n, cell in code if word in cell.source]
    return list(zip(numbers, page.locator(KINDS[word]).all(), strict=True))


def quizzes(page, cells):
    return alive(page, cells, "checks.predict(")


def explorers(page, cells):
    return alive(page, cells, "explorers.")


def with_control(page, cells, kind):
    """(number of the cell, explorer, its first control) where one has this kind."""
    for number, explorer in explorers(page, cells):
        if explorer.locator(kind).count():
            return number, explorer, explorer.locator(kind).first
    raise AssertionError(f"no explorer has a {kind}")


def assert_keys_turn_pages(page):
    """→ goes on and ← comes back; it's an error if either changes nothing."""
    before = shown(page)
    page.keyboard.press("ArrowRight")
    after = shown(page)
    assert after != before
    page.keyboard.press("ArrowLeft")
    assert shown(page) == before


# --- the keys ------------------------------------------------------------------------


def test_each_press_is_one_slide(deck, cells, page):
    """From the first one on to the last, and some back; all keys take turns."""
    wanted = steps(cells)
    assert presenting(page)
    assert shown(page) == wanted[0]
    on = cycle(["ArrowRight", "PageDown", "Space"])
    back = cycle(["ArrowLeft", "PageUp", "Shift+Space"])
    for number, slide in enumerate(wanted[1:], 2):
        page.keyboard.press(next(on))
        assert shown(page) == slide
        assert number_of(page) == f"{number} / {len(wanted)}"
    page.keyboard.press("ArrowRight")  # it's the last one
    assert shown(page) == wanted[-1]
    for slide in wanted[-2:-14:-1]:
        page.keyboard.press(next(back))
        assert shown(page) == slide


def number_of(page):
    return page.locator(".deck-bar span").inner_text()


@pytest.mark.thorough
def test_two_keys_show_what_is_kept_for_readers(deck, cells, page):
    every = steps(cells, more=True)
    for slide in every[1:12]:
        page.keyboard.press("ArrowDown")
        assert shown(page) == slide
    page.keyboard.press("ArrowUp")
    assert shown(page) == every[10]
    page.keyboard.press("ArrowRight")
    assert shown(page) == next(s for s in steps(cells) if s[0] > every[10][0])


@pytest.mark.thorough
def test_buttons_do_as_the_keys_do(deck, cells, page):
    for slide in steps(cells)[1:4]:
        button(page, "on").click()
        assert shown(page) == slide
    button(page, "back").click()
    assert shown(page) == steps(cells)[2]
    assert_keys_turn_pages(page)
    button(page, "leave the slides").click()
    wait_for_the_end(page)


def button(page, name):
    return page.locator(".deck-bar").get_by_role("button", name=name, exact=True)


@pytest.mark.thorough
def test_the_overview_jumps_and_escape_leaves_to_the_same_cell(deck, cells, page):
    every = steps(cells, more=True)
    page.keyboard.press("o")
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    page.screenshot(path=browser.PICTURES / "deck_overview.png")
    page.keyboard.press("Enter")
    assert shown(page) == every[5]
    page.keyboard.press("o")
    page.keyboard.press("Escape")
    assert presenting(page) and shown(page) == every[5]
    page.keyboard.press("Escape")
    wait_for_the_end(page)
    assert page.evaluate("() => panel.content.activeCellIndex") in every[5]


@pytest.mark.thorough
def test_notes_are_on_a_second_page(deck, cells, page):
    with page.expect_popup() as opened:
        page.keyboard.press("n")
    notes = opened.value
    assert notes.locator("p").first.inner_text().startswith("1 / ")
    notes.keyboard.press("ArrowRight")
    assert shown(page) == steps(cells)[1]
    assert notes.locator("p").first.inner_text().startswith("2 / ")
    assert "Next: " in notes.locator("body").inner_text()
    stop(page)
    assert notes.is_closed()
    present(page)


@pytest.mark.thorough
def test_slides_grow_with_the_screen(deck, page):
    for wide, high, zoom in (1920, 1080, 1.5), (1366, 640, 640 / 720):
        page.set_viewport_size({"width": wide, "height": high})
        browser.settle(page)
        host = page.locator(".deck-host")
        assert abs(float(host.evaluate("e => e.style.zoom")) - zoom) < 1e-3
        assert host.bounding_box() == {"x": 0, "y": 0, "width": wide, "height": high}
        page.screenshot(path=browser.PICTURES / f"deck_{wide}.png")
    page.set_viewport_size(browser.SCREEN)
    browser.settle(page)


def test_opening_a_notebook_adds_nothing_to_it(cells, page):
    path = NOTEBOOKS / NAME
    saved = nbformat.read(path, as_version=4).metadata
    now = page.evaluate("() => panel.content.model.sharedModel.metadata")
    saved.language_info.version = now["language_info"]["version"]  # this Python's
    assert now == saved


def test_figures_have_their_alt_text(cells, page):
    """JupyterLab gives none: the extension does."""
    page.wait_for_function(
        """() => {
            const all = [...document.querySelectorAll('.jp-OutputArea-output img')];
            return all.length > 5 && all.every(image => image.alt.length > 20);
        }"""
    )


@pytest.mark.thorough
def test_axe_finds_nothing_serious(cells, page):
    assert_accessible(page, ".jp-RenderedMarkdown", ".jp-OutputArea-output")
    present(page)
    page.keyboard.press("o")
    assert_accessible(page, ".deck-bar", ".deck-overview")
    page.keyboard.press("Escape")
    assert_accessible(page, ".deck-host .jp-Cell:not(.deck-off)", ".deck-bar")
    stop(page)


def test_a_click_beside_the_slide_loses_no_key(deck, page):
    for place in ((640, 712), (1270, 20), (5, 300)):
        page.mouse.click(*place)
        assert_keys_turn_pages(page)
    page.mouse.click(640, 712)
    page.keyboard.press("Escape")
    wait_for_the_end(page)


@pytest.mark.thorough
def test_the_code_can_be_edited(deck, cells, page):
    number = next(n for n in for_a_class(cells) if "exercise" in tags(cells[n]))
    go_to(page, number)
    before, code = shown(page), cells[number].source
    save(page)  # the first letter changes it again
    editor = page.locator(".jp-Cell").nth(number).locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.type(" dd")  # a command, if it doesn't get to the editor
    wait_for_code(page, number, code[:1] + " dd" + code[1:])
    save(page)
    for _ in range(3):
        page.keyboard.press("Backspace")
    wait_for_code(page, number, code)
    assert shown(page) == before
    page.keyboard.press("Escape")
    assert presenting(page)
    assert_keys_turn_pages(page)
    editor.click()
    page.keyboard.press("PageDown")
    assert shown(page) != before
    assert_keys_turn_pages(page)


def save(page):
    """As JupyterLab does every two minutes."""
    page.evaluate(
        """() => {
            panel.context.model.dirty = true;
            return panel.context.save();
        }"""
    )


def wait_for_code(page, number, code):
    page.wait_for_function(
        "([n, code]) => panel.content.widgets[n].model.sharedModel.source === code",
        arg=[number, code],
    )


@pytest.mark.thorough
def test_the_command_starts_at_the_selected_cell(cells, page):
    slide = steps(cells, more=True)[4]
    go_to(page, slide[-1])
    page.evaluate("() => jupyterapp.commands.execute('course:present-here')")
    page.locator(".deck-bar").wait_for()
    assert shown(page) == slide
    stop(page)


# --- clicks --------------------------------------------------------------------------


def test_first_answers_take_a_click_at_their_left_edge(deck, cells, page):
    seen = for_a_class(cells)
    for number, quiz in [each for each in quizzes(page, cells) if each[0] in seen][:3]:
        go_to(page, number)
        answer = quiz.locator("button").first
        click_left_edge(page, answer)
        quiz.get_by_text(f"You say: {answer.inner_text()}").wait_for()
        assert_keys_turn_pages(page)
    click_left_edge(page, answer)
    page.keyboard.press("Escape")
    assert presenting(page)
    assert_keys_turn_pages(page)
    page.screenshot(path=browser.PICTURES / f"deck_quiz_{number}.png")


def test_a_drag_may_begin_at_the_left_edge(deck, cells, page):
    tried = 0
    for number, explorer in explorers(page, cells):
        if browser.can_be_pointed_at(explorer):
            tried += 1
            go_to(page, number)
            drag(page, explorer, (2, 100), (300, 120))
            assert_keys_turn_pages(page)
            page.screenshot(path=browser.PICTURES / f"deck_drag_{number}.png")
    assert tried


def test_space_after_a_tick_turns_the_page(deck, cells, page):
    number, _, box = with_control(page, cells, "input[type=checkbox]")
    go_to(page, number)
    before, ticked = shown(page), box.is_checked()
    box.click()
    assert box.is_checked() != ticked
    page.keyboard.press("Space")
    assert shown(page) != before and box.is_checked() != ticked
    page.keyboard.press("Shift+Space")
    assert shown(page) == before and box.is_checked() != ticked


def test_arrows_after_a_drag_of_a_slider_turn_the_page(deck, cells, page):
    number, explorer, handle = with_control(page, cells, "input[type=range]")
    go_to(page, number)
    value = handle.input_value()
    browser.stroke(page, handle, [(20, 8), (60, 8), (90, 8)])
    moved = handle.input_value()
    assert moved != value
    assert_keys_turn_pages(page)
    assert handle.input_value() == moved


@pytest.mark.thorough
def test_a_chosen_option_leaves_the_keys_to_the_slide(deck, cells, page):
    number, _, options = with_control(page, cells, "select")
    go_to(page, number)
    options.click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    chosen = options.input_value()
    assert_keys_turn_pages(page)
    assert options.input_value() == chosen


def test_a_control_reached_with_tab_keeps_its_keys(deck, cells, page):
    number, explorer, handle = with_control(page, cells, "input[type=range]")
    go_to(page, number)
    before = shown(page)
    handle.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    save(page)
    value = handle.input_value()
    page.keyboard.press("ArrowLeft")
    moved = handle.input_value()
    assert moved != value and shown(page) == before
    page.keyboard.press("Escape")
    assert presenting(page)
    assert_keys_turn_pages(page)
    assert handle.input_value() == moved


@pytest.mark.thorough
def test_a_remote_goes_on_from_a_slider(deck, cells, page):
    number, explorer, handle = with_control(page, cells, "input[type=range]")
    go_to(page, number)
    before = shown(page)
    handle.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("PageDown")
    assert shown(page) != before
    assert_keys_turn_pages(page)


# --- narrow windows, sliders' names --------------------------------------------------


@pytest.fixture(scope="module", params=first_of([1280, 1366]))
def narrow(request, cells, page):
    """A small screen, the side bar open."""
    sleep(page, 1000)  # that long after their start the slides fold the bar
    page.set_viewport_size({"width": request.param, "height": 720})
    page.evaluate("() => jupyterapp.shell.expandLeft()")
    page.locator("#jp-left-stack").wait_for()
    yield request.param
    page.set_viewport_size(browser.SCREEN)


def test_no_explorer_is_cut(narrow, cells, page):
    for number, explorer in explorers(page, cells):
        go_to(page, number)
        room, cut = explorer.evaluate(
            """explorer => {
                const room = explorer.closest('.jp-OutputArea-output');
                const end = room.getBoundingClientRect().right;
                const cut = [...explorer.querySelectorAll('*')].filter(part =>
                    part.getClientRects().length
                    && part.getBoundingClientRect().right > end + 0.5);
                return [room.scrollWidth - room.clientWidth, cut.map(e => e.className)];
            }"""
        )
        page.screenshot(path=browser.PICTURES / f"narrow_{narrow}_{number}.png")
        assert room <= 0 and not cut, (number, narrow)


def test_pictures_keep_their_shape_and_know_the_pointer(narrow, cells, page):
    zooms = []
    for number, explorer in explorers(page, cells):
        go_to(page, number)
        box = explorer.locator(".course-picture").bounding_box()
        wide, high = in_python(page, cells[number], "size")
        assert box["height"] / box["width"] == pytest.approx(high / wide, rel=5e-3)
        zooms.append(box["width"] / wide)
        if browser.can_be_pointed_at(explorer):
            drag(page, explorer, (20, 150), (box["width"] - 9, 40))
    assert narrow > 1280 or min(zooms) < 1


def in_python(page, cell, what):
    """A number or list that the explorer has which this cell has made."""
    found = f"[Out[n] for n in Out if In[n].strip() == {cell.source.strip()!r}][-1]"
    text = page.evaluate(
        """async what => {
            const kernel = panel.sessionContext.session.kernel;
            const asked = {code: '', user_expressions: {what}, store_history: false};
            const {content} = await kernel.requestExecute(asked).done;
            return content.user_expressions.what.data['text/plain'];
        }""",
        f"{found}.{what}",
    )
    return ast.literal_eval(text)


@pytest.mark.thorough
def test_each_slider_has_a_name_and_one_stop(cells, page):
    for number, explorer in explorers(page, cells):
        go_to(page, number)
        for slider in explorer.locator("input[type=range]").all():
            slider.focus()
            page.keyboard.press("ArrowLeft")
            browser.settle(page)
            said = slider.evaluate("e => e.parentElement.querySelector('output').value")
            assert slider.get_attribute("aria-valuetext") == said
            assert slider.get_attribute("aria-label")
            page.keyboard.press("Tab")
            assert slider.evaluate(
                "e => !e.parentElement.contains(document.activeElement)"
            )
