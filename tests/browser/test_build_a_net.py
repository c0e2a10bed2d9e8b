"""Build a net, in JupyterLab: stacked by keyboard, trained, and what won't fit."""

from hands import button, push, says

from tools import browser

CELL = "from helpers import explorers\nexplorer = explorers.build_a_net()\nexplorer"


def block(page, number):
    """The list of the kinds of one block."""
    return page.locator(".course-explorer select").nth(number - 1)


def test_lists_stand_over_their_blocks(page):
    lists = page.locator(".course-explorer select")
    assert lists.count() == 12
    picture = page.locator(".course-picture").bounding_box()
    for number in range(12):
        box = lists.nth(number).bounding_box()
        middle = box["x"] + box["width"] / 2 - picture["x"]
        assert abs(middle - (86 + 115 * (number % 6 + 0.5))) < 30
    rows = {round(lists.nth(n).bounding_box()["y"]) for n in range(12)}
    assert len(rows) == 2
    browser.shot(page, "build_start")


def test_keys_change_a_block(page):
    cells = browser.state(page)
    block(page, 1).focus()
    changed, said, _ = browser.press(page, "ArrowDown")
    assert changed and said and "parameters" in browser.words(page)
    assert block(page, 1).input_value() == "conv 5×5, no padding"
    browser.press(page, "ArrowUp")
    assert block(page, 1).input_value() == "conv 3×3"
    assert browser.state(page) == cells


def test_it_trains_and_can_be_changed_meanwhile(page):
    push(page, "start")
    says(page, r"after step [1-9]\d+, [5-9]")
    block(page, 5).select_option("conv 3×3")
    says(page, r"^10,266 .*after step [1-9]\d+, [5-9]")
    push(page, "pause")
    button(page, "start").wait_for()
    browser.shot(page, "build_trained")


def test_what_does_not_fit_is_red_and_said(page):
    block(page, 5).select_option("residual")
    says(page, "^Block 5 doesn't fit: .* 8 maps and 16 can't be added")
    browser.shot(page, "build_misfit")
    push(page, "start")
    button(page, "start").wait_for()  # nothing to train: it has stopped again
    page.locator(".course-explorer select").nth(10).select_option("8")
    says(page, "Press start")
    block(page, 5).select_option("separable")
