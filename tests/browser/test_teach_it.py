"""Teach it your own classes, in a real JupyterLab: mouse, keys, files and buttons."""

import math
import statistics

import pytest
from hands import click, draw, push, says
from PIL import Image

from tools import browser

CELL = "from helpers import explorers\nexplorers.teach_it()"
TURN = [2 * math.pi * n / 12 for n in range(13)]


def circle(x, y, radius):
    return [(x + radius * math.sin(a), y - radius * math.cos(a)) for a in TURN]


def zigzag(x, y, size):
    return [
        (x + size * n / 3 - size, y - size if n % 2 else y + size) for n in range(7)
    ]


def test_it_begins_with_a_penguin(page):
    says(page, "It says “flies” to “penguin”:")
    assert "Learnt from 8 examples" in browser.words(page)
    box = page.locator(".course-explorer").bounding_box()
    assert box["width"] <= 960 and box["height"] <= 480
    browser.shot(page, "teach_first")


def test_choose_with_the_mouse_and_teach(page):
    click(page, 4 + 40 * 8 + 20, 284)
    says(page, "to “dolphin”")
    cells = browser.state(page)
    page.keyboard.press("2")
    says(page, "It says “swims” to “dolphin”")
    assert browser.state(page) == cells
    says(page, "Learnt from 9 examples")
    page.get_by_label("ask about the row").check()
    says(page, "Of the 20 in the row")
    browser.shot(page, "teach_all")
    click(page, 236 + 17, 58 + 17)  # the eagle goes
    says(page, "Learnt from 8 examples")
    page.get_by_label("ask about the row").uncheck()


@pytest.mark.thorough
def test_own_classes_drawn(page):
    push(page, "forget all")
    says(page, "Two classes are to be taught")
    push(page, "wipe")
    for n, name in enumerate(("round", "pointed"), 1):
        field = page.locator(".course-explorer input[type=text]").nth(n - 1)
        field.fill(name)
        page.get_by_role("button", name=f"add to {name}").wait_for()
    for n in range(3):
        draw(page, circle(12 + 2 * n, 13, 6 + n))
        page.keyboard.press("1")
        browser.settle(page)
        draw(page, zigzag(12 + 2 * n, 13, 6 + n))
        page.keyboard.press("2")
        browser.settle(page)
    says(page, "Learnt from 6 examples")
    browser.shot(page, "teach_taught")
    draw(page, circle(14, 14, 10))
    says(page, "It says “round” to your drawing")
    browser.shot(page, "teach_round")
    page.keyboard.press("Backspace")
    says(page, "Draw, or choose a picture")
    draw(page, zigzag(14, 14, 10))
    says(page, "It says “pointed” to your drawing")
    browser.shot(page, "teach_pointed")


def test_own_files(page, tmp_path):
    Image.new("RGB", (3000, 1000), "green").save(tmp_path / "green.jpg")
    Image.new("L", (30, 60), 100).save(tmp_path / "grey.png")
    (tmp_path / "notes.txt").write_text("no picture")
    paths = [tmp_path / name for name in ("green.jpg", "grey.png", "notes.txt")]
    page.locator(".course-explorer input[type=file]").set_input_files(paths)
    says(page, "notes.txt can't be read")
    says(page, "to “green.jpg”")
    browser.shot(page, "teach_files")


@pytest.mark.thorough
def test_keys_are_quick_and_stay_in_the_explorer(page, record_property):
    explorer = page.locator(".course-explorer")
    browser.select_cell_of(page, explorer)
    cells = browser.state(page)
    page.get_by_label("on paper").select_option("food")
    says(page, "to “")
    slider, keys = browser.controls(explorer)[0]
    for net in ("with the net", "without"):
        times = browser.latency(page, slider, keys)
        for _ in times:
            browser.press(page, keys[1])
        middle = statistics.median(times)
        record_property("note", f"teach it, {net}: key to picture {middle:.0f} ms")
        print(f"key to picture, {net}: {middle:.0f} ms of {len(times)}")
    page.locator(".course-pad").focus()
    for key in "ddx2":
        page.keyboard.press(key)
    assert browser.state(page) == cells


def test_a_file_is_dropped(page):
    page.locator(".course-pad").evaluate(
        """async sheet => {
            const content = await (await fetch(sheet.toDataURL('image/png'))).blob();
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([content], 'dropped.png'));
            for (const type of ['dragover', 'drop'])
                sheet.dispatchEvent(new DragEvent(type, {dataTransfer, bubbles: true,
                    cancelable: true}));
        }"""
    )
    says(page, "to “dropped.png”")


def test_a_key_comes_after_what_was_drawn_last(page):
    """All of the drawing is taught, and none of it comes back."""
    for name in ("forget all", "wipe"):
        push(page, name)
    says(page, "Two classes are to be taught")
    page.locator(".course-pad").evaluate(
        """sheet => {
            const box = sheet.getBoundingClientRect();
            sheet.setPointerCapture = () => {};
            const send = (type, x, y) => sheet.dispatchEvent(new PointerEvent(type, {
                pointerId: 7, button: type === 'pointermove' ? -1 : 0,
                clientX: box.left + 8 * x, clientY: box.top + 8 * y}));
            send('pointerdown', 4, 4);
            for (let x = 5; x < 25; x++) send('pointermove', x, 4);
            send('pointerup', 24, 4);
            delete sheet.setPointerCapture;
            sheet.dispatchEvent(new KeyboardEvent('keydown', {key: '1'}));
        }"""
    )
    says(page, "One more class is to be taught")
    browser.settle(page)
    assert page.locator(".course-pad").evaluate(
        """sheet => sheet.getContext('2d').getImageData(0, 0, sheet.width, sheet.height)
            .data.every(byte => byte === 0)"""
    )
