"""Build a net, in JupyterLab: stacked by keyboard, trained, and what won't fit."""

from hands import button, push, says

from tools import browser

CELL = "from helpers import explorers\nexplorer = explorers.build_a_net()\nexplorer"


def block(page, number, label="block"):
    """The list of the kinds of one block."""
    return page.get_by_label(f"{label} {number}", exact=True)


def test_lists_stand_over_their_blocks(page):
    picture = page.locator(".course-picture").bounding_box()
    scale = picture["width"] / 900
    for label, top in (("block", 19), ("maps of block", 54)):
        for number in range(1, 7):
            box = block(page, number, label).bounding_box()
            middle = box["x"] + box["width"] / 2 - picture["x"]
            assert abs(middle - scale * (100 + 122 * (number - 0.5))) < 2
            assert abs(box["y"] - picture["y"] - scale * top) < 2
    browser.shot(page, "build_start")


def test_maps_can_be_chosen_where_a_block_has_them(page):
    enabled = [block(page, n, "maps of block").is_enabled() for n in range(1, 7)]
    assert enabled == [True, False, True, False, True, False]


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
    block(page, 5, "maps of block").select_option("8")
    says(page, "Press start")
    block(page, 5).select_option("separable")
