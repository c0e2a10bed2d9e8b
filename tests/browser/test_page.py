"""Pages painted by the browser without a kernel or a network: as matplotlib does it.

The recorded explorers are web pages: what is asked of them here is asked of the canvas,
the controls and the pointer everywhere.
"""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image

from helpers import explorers, plots
from helpers.widgets.controls import choice, slider, steps, tick
from helpers.widgets.explorer import explorer, script
from helpers.widgets.still import drawn
from tools import record

BOTH_WAYS = explorers.__all__[::2]


@pytest.fixture(scope="module")
def offline(window):
    context = window.context.browser.new_context(offline=True, device_scale_factor=2)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    yield page
    context.close()


def show(page, explorer, limit=200, width=1000):
    page.set_viewport_size({"width": width, "height": 700})
    page.set_content(record.page(record.record(explorer, limit)))
    page.locator(".course-words", has_text=explorer.words[:40]).wait_for()
    page.wait_for_timeout(100)  # two frames


def pixels(page):
    """The canvas's bytes (H, W, 3) on white."""
    address = page.locator(".course-picture").evaluate("canvas => canvas.toDataURL()")
    content = io.BytesIO(base64.b64decode(address.partition(",")[2]))
    image = Image.open(content).convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return np.asarray(Image.alpha_composite(white, image).convert("RGB"))


def small(image, size):
    return np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BOX), float)


@pytest.mark.parametrize("name", BOTH_WAYS)
def test_the_browser_and_matplotlib_paint_the_same(offline, name):
    """But for the letters' own shapes: compared where a point is 6 × 6 pixels."""
    explorer = getattr(explorers, name)()
    show(offline, explorer, limit=1)
    wide, high = explorer.size
    ours, still = pixels(offline), drawn(explorer.page, explorer.size)
    assert ours.shape == (2 * high, 2 * wide, 3)
    points = wide // 3, high // 3
    off = small(ours, points) - small(still[: 2 * high, :, :3].copy(), points)
    assert np.abs(off).mean() < 4
    assert (np.abs(off).max(2) > 60).mean() < 0.02


@explorer(
    "Explorer: of all parts",
    (600, 300),
    n=slider("number", 0, 10),
    name=choice("name", ["one", "two"]),
    step=steps("step", ["first", "second", "last"]),
    on=tick("on"),
    far=slider("far", 0, 1000),
)
def every_part(page, n=3, name="one", step="first", on=False, far=0):
    frame = page.box((20 + 10 * n, 20, 40, 40), plots.BLUE, plots.INK)
    page.drag((0, 0, 300, 100), across=("n", -2, 28), held=[frame])
    page.points(
        (300, 0, 300, 100), [(320, 50, {"step": "last"}), (580, 50, {"on": True})]
    )
    page.line([20, 120, np.nan, 200, 280], [150, 150, 0, 150, 150], plots.RED, 6)
    page.shape([320, 360, 340], [140, 140, 180], plots.GREEN)
    page.dots([530, 560], [150, 150], [plots.SKY, plots.ORANGE], 8)
    page.grid(20, 200, 30, [["1", "2"]], [[plots.KERNEL, plots.BLUE]])
    page.pixels((100, 200, 60, 30), [[-1, 1]])
    page.photo((200, 200, 40, 40), np.full((4, 4, 3), (10, 200, 10), np.uint8))
    axes = page.axes((320, 210, 200, 50), (0, 10), (0, 1))
    axes.line([0, 10], [0.5, 0.5], plots.BLUE, 4)
    axes.band(2, 4, plots.RED)
    page.text(f"{name} {step} {on} {far}", 20, 280, size=16)
    return f"It is {n}, {name}, {step}, {on}."


COLOURS = [  # where, on the page, and what is there
    ((60, 40), plots.BLUE),
    ((70, 150), plots.RED),
    ((160, 150), "#ffffff"),
    ((240, 150), plots.RED),
    ((340, 150), plots.GREEN),
    ((530, 150), plots.SKY),
    ((560, 150), plots.ORANGE),
    ((115, 215), "#b34700"),
    ((145, 215), "#005a8e"),
    ((220, 220), "#0ac80a"),
    ((460, 235), plots.BLUE),
]


def test_every_kind_of_part_has_its_place_and_colour(offline):
    show(offline, every_part())
    seen = pixels(offline)
    for (x, y), colour in COLOURS:
        wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        assert np.abs(seen[2 * y, 2 * x].astype(int) - wanted).max() <= 3, (x, y)
    faint = seen[2 * 222, 2 * 42]
    assert faint.min() > 60  # a square of the grid, and the course's own ink is darker


def words(page):
    return page.locator(".course-words").inner_text()


def test_controls_mouse_and_keys_move_it_without_a_kernel(offline):
    show(offline, every_part())
    assert words(offline) == "It is 3, one, first, False."
    for label, keys, said in [
        ("number", ["ArrowRight", "End"], "It is 10, one, first, False."),
        ("step", ["ArrowRight"], "It is 10, one, second, False."),
        ("name", ["ArrowDown"], "It is 10, two, second, False."),
        ("on", ["Space"], "It is 10, two, second, True."),
    ]:
        offline.get_by_label(label, exact=True).focus()
        for key in keys:
            offline.keyboard.press(key)
        offline.locator(".course-words", has_text=said).wait_for()
    assert offline.get_by_label("far").is_disabled()  # too many states
    box = offline.locator(".course-picture").bounding_box()

    def at(x, y):
        return box["x"] + x, box["y"] + y

    offline.mouse.move(*at(20, 50))
    offline.mouse.down()
    offline.mouse.move(*at(80, 50), steps=3)  # 10 pixels are a number
    offline.mouse.up()
    offline.locator(".course-words", has_text="It is 6, ").wait_for()
    offline.mouse.click(*at(400, 80))
    offline.locator(".course-words", has_text="last").wait_for()
    offline.locator(".course-picture").focus()
    offline.keyboard.press("ArrowLeft")
    offline.locator(".course-words", has_text="It is 5, ").wait_for()


@pytest.mark.parametrize("width", [390, 700, 1300])
def test_it_shrinks_keeps_its_shape_and_pointer_places_follow(offline, width):
    show(offline, every_part(), width=width)
    picture = offline.locator(".course-picture")
    box = picture.bounding_box()
    assert box["width"] == min(max(560, width - 16), 600)
    assert box["height"] == pytest.approx(box["width"] / 2, abs=1)
    wide = explorers.denoise()
    show(offline, wide, limit=1, width=width)
    box = picture.bounding_box()
    room = max(560, width - 16)
    assert box["width"] == min(room, wide.size[0])
    assert box["height"] == pytest.approx(box["width"] * 370 / 900, abs=1)
    assert offline.evaluate("document.body.scrollWidth") <= width
    sliders = offline.locator("input[type=range]").all()
    assert all(one.bounding_box()["width"] >= 140 for one in sliders)


def test_a_finger_drags_what_can_be_dragged_and_scrolls_beside_it(offline):
    show(offline, every_part(), width=390)
    touch = offline.context.new_cdp_session(offline)
    box = offline.locator(".course-picture").bounding_box()
    for top, scrolled in (50, "=== 0"), (250, "> 50"):
        for kind, x in ("Start", 250), ("Move", 100), ("Move", 80), ("End", None):
            at = [{"x": box["x"] + x, "y": box["y"] + top}] if x else []
            asked = {"type": f"touch{kind}", "touchPoints": at}
            touch.send("Input.dispatchTouchEvent", asked)
        offline.locator(".course-words", has_text="It is 7, ").wait_for()
        place = "() => document.querySelector('.course-scroll').scrollLeft"
        offline.wait_for_function(f"{place} {scrolled}")


def test_each_control_has_a_name_and_one_stop_for_tab(offline):
    show(offline, every_part())
    names = []
    for _ in range(8):
        offline.keyboard.press("Tab")
        names.append(
            offline.evaluate(
                "() => document.activeElement.getAttribute('aria-label') ?? ''"
            )
        )
    assert names[:4] == ["number", "name", "step", "on"]
    assert names[4].startswith("Explorer: of all parts. It is 3")


def test_the_words_are_announced_from_a_node_that_stays(offline):
    show(offline, every_part())
    status = offline.locator("[role=status]")
    status.evaluate("node => { window.kept = node; }")
    offline.get_by_label("number").press("ArrowRight")
    offline.locator(".course-words", has_text="It is 4").wait_for()
    assert status.evaluate("node => node === window.kept")


@pytest.mark.parametrize(
    ("name", "moves"),
    [
        ("output_size", [{"N": 16}, {"P": 4}, {"S": 3}, {"N": 15}, {"D": 2}]),
        ("receptive_field", [{"layer3": (7, 1)}, {"unit": 1}, {"layer1": ()}]),
        ("denoise", [{"m": 9}, {"shape": "triangle"}]),
    ],
)
def test_what_is_sent_adds_up_to_the_page(offline, name, moves):
    """Only what is new is sent, long lists in brief: page.js makes the same of it."""
    explorer, news = getattr(explorers, name)(), []
    first = json.dumps({"parts": explorer.page.parts, "images": {}})
    explorer.heard, explorer.send = True, lambda told, _: news.append(told)
    for move in moves:
        explorer.set(**move)
    assert any("letters" in json.dumps(told) for told in news)
    code, _, _ = script("page").partition("export default")
    offline.set_content("")
    heard = offline.evaluate(
        f"""([first, news]) => {{
            {code}
            const kernel = new Kernel({{ get: () => JSON.parse(first) }});
            kernel.show = () => {{}};
            for (const told of news) kernel.hear(told, []);
            return kernel.last.parts;
        }}""",
        [first, json.loads(json.dumps(news))],
    )
    assert heard == json.loads(json.dumps(explorer.page.parts))
