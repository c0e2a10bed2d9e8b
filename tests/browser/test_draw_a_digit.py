"""Draw a digit, in a real JupyterLab: with the mouse, a finger and the arrow keys."""

import math

import pytest
from hands import draw, push, says

from tools import browser

CELL = """from helpers import datasets, explorers, models, training
model = models.lenet()
train = datasets.load("mnist", "train", full=False)
training.fit(model, train, epochs=2, batch=32)
explorer = explorers.draw_a_digit(model)
explorer"""

ONE = [(14.5 - n / 10, 4 + 2 * n) for n in range(11)]
TURN = [2 * math.pi * n / 12 for n in range(13)]
ZERO = [(14 + 6.5 * math.sin(a), 14 - 9.5 * math.cos(a)) for a in TURN]


def clear(page):
    push(page, "clear")
    says(page, "^Nothing is drawn yet")
    assert ink(page) == 0


def ink(page):
    """How many pixels of the sheet are inked, as the browser shows it."""
    return page.locator(".course-pad").evaluate(
        """sheet => {
            const whole = [0, 0, sheet.width, sheet.height];
            const bytes = sheet.getContext('2d').getImageData(...whole).data;
            return bytes.filter((value, i) => i % 4 === 3 && value > 127).length
                * 28 * 28 / sheet.width / sheet.height;
        }"""
    )


@pytest.mark.parametrize(("digit", "line"), [(1, ONE), (0, ZERO)])
def test_a_digit_is_drawn_and_read(page, digit, line):
    clear(page)
    before = browser.pictures(page)
    draw(page, line)
    assert browser.pictures(page) >= before + 3  # while it's drawn
    assert browser.words(page).startswith(f"The network says {digit}:")
    length = sum(math.dist(*ends) for ends in zip(line, line[1:], strict=False))
    assert ink(page) == pytest.approx(2.4 * length, rel=0.15)
    browser.shot(page, f"draw_{digit}")


def test_drawn_small_and_in_a_corner(page):
    """Centred it's the same digit; as it lies it isn't."""
    clear(page)
    draw(page, [(0.45 * x + 0.5, 0.45 * y + 0.5) for x, y in ZERO])
    assert browser.words(page).startswith("The network says 0:")
    assert "Centred" in browser.words(page)
    page.get_by_label("centre it").uncheck()
    browser.settle(page)
    words = browser.words(page)
    assert "above and" in words and "left of the middle" in words
    assert not words.startswith("The network says 0: 9")
    browser.shot(page, "draw_corner")
    page.get_by_label("centre it").check()
    browser.settle(page)
    browser.shot(page, "draw_corner_centred")
    assert browser.words(page).startswith("The network says 0:")


def test_the_sliders_move_what_is_drawn(page):
    clear(page)
    draw(page, ONE)
    before = ink(page)
    page.get_by_label("centre it").uncheck()
    browser.settle(page)
    slider = page.get_by_label("move right")
    slider.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    browser.settle(page)
    assert "8 right of the middle" in browser.words(page)
    assert ink(page) == pytest.approx(before, rel=0.02)
    draw(page, [(26, 3), (26, 5)])  # drawn where the pointer is, in spite of the move
    browser.shot(page, "draw_moved")
    for _ in range(8):
        slider.focus()
        page.keyboard.press("ArrowLeft")
    page.get_by_label("centre it").check()


def test_a_stored_digit_makes_way(page):
    clear(page)
    draw(page, ONE)
    page.get_by_label("on paper").select_option("7")
    browser.settle(page)
    assert ink(page) == 0 and browser.words(page).startswith("The network says 7:")
    draw(page, ZERO)
    assert browser.words(page).startswith("The network says 0:")
    shown = "select => select.selectedOptions[0].text"
    assert "own" in page.get_by_label("on paper").evaluate(shown)


def test_the_arrow_keys_draw(page):
    clear(page)
    page.locator(".course-pad").focus()
    cells = browser.state(page)
    for key in ["ArrowUp"] * 9 + [" "] + ["ArrowDown"] * 18 + [" "]:
        page.keyboard.press(key)
    browser.settle(page)
    assert browser.words(page).startswith("The network says 1:")
    browser.shot(page, "draw_keys")
    assert browser.state(page) == cells


def test_a_finger_draws_and_the_ink_does_not_wait_for_python(page):
    clear(page)
    at_once = page.locator(".course-pad").evaluate(
        """sheet => {
            const box = sheet.getBoundingClientRect(), zoom = box.width / 28;
            sheet.setPointerCapture = () => {};  // no such finger on this screen
            const send = (type, x, y) => sheet.dispatchEvent(new PointerEvent(type, {
                pointerId: 7, pointerType: 'touch', button: type === 'pointermove' ? -1
                    : 0, clientX: box.left + zoom * x, clientY: box.top + zoom * y}));
            send('pointerdown', 14, 4);
            for (let y = 5; y < 25; y++) send('pointermove', 14, y);
            send('pointerup', 14, 24);
            delete sheet.setPointerCapture;
            const middle = sheet.width / 2;
            return sheet.getContext('2d').getImageData(middle, middle, 1, 1).data[3];
        }"""
    )
    assert at_once == 255
    browser.settle(page)
    assert browser.words(page).startswith("The network says 1:")
