"""Cover: drag a grey square over a photo; does the network still know what it is?"""

from functools import cache, lru_cache

import numpy as np
import torch

from helpers import plots
from helpers.explorers import lite0_answers
from helpers.one_thread import one_thread
from helpers.widgets import choice, explorer, slider

SIDE, STEP = 224, 4  # pixels of the photo; from one place of the square to the next
TILE = 10  # pixels of the photo, on the map
MIDDLE = "#7f7f7f"  # as the network sees 0
FOLLOWED = {**lite0_answers.TRUTH, "astronaut": "bobsled"}
WRONG = {"astronaut"}  # there is no class for her: why does it say that?
LEFT, WIDTH = 304, 250  # of a bar whose share is 1


@explorer(
    "Explorer: cover; drag the grey square over the photo",
    (858, 318),
    photo=choice("photo", list(FOLLOWED)),
    size=slider("square", 0, 96, step=8),
    right=slider("right", 0, SIDE, step=STEP),
    down=slider("down", 0, SIDE, step=STEP),
)
def cover(page, photo="coffee", size=48, right=112, down=112):
    """Explorer of occlusion: cover a part of a photo; is it still known?"""
    name = FOLLOWED[photo]
    shares, whole = look(photo, right, down, size), look(photo, 112, 112, 0)[name]
    tried = page.memory.setdefault((photo, size), {})
    if size:
        tried[right, down] = shares[name]

    places = (4, 30, 276, 276), (578, 30, 276, 276)
    page.photo(places[0], lite0_answers.seen(photo), "drag the grey square")
    page.pixels(places[1], pale(photo), "places tried")
    square = edges(right, down, size)
    held = [page.box(on(places[0], square), fill=MIDDLE)]
    for place in places:
        held.append(page.box(on(place, square), edge=plots.ORANGE, width=3))
        page.drag(place, ("right", 0, SIDE), ("down", 0, SIDE), held, "crosshair")

    wrongly = " (wrong)" if photo in WRONG else ""
    page.text(f"{name}{wrongly}: {plots.percent(shares[name])}", LEFT, 40)
    page.bar((LEFT, 52, WIDTH, 34), shares[name], plots.GREEN)
    page.line([LEFT + WIDTH * whole] * 2, [46, 92])
    bare = f"line: {plots.percent(whole)} when nothing is covered"
    page.text(bare, LEFT, 108, size=13)
    title, place = "its three best guesses", (LEFT, 144, WIDTH, 26)
    all_shares = np.array([*shares.values()])
    best = lite0_answers.show_guesses(page, title, place, 32, all_shares, name, 3)
    page.text("with the square’s middle there, it", LEFT, 262, size=13)
    page.pixels((LEFT, 268, WIDTH, 14), np.linspace(-1, 1, WIDTH)[None])
    ends = {"left": "loses half", "center": "no change", "right": "gains half"}
    for n, (align, said) in enumerate(ends.items()):
        page.text(said, LEFT + WIDTH * n / 2, 298, size=13, align=align)
    for (across, below), share in tried.items():  # new ones last: only they are sent
        change = plots.SIGNED(0.5 + (share - whole) / whole)[:3]  # the ends: half of it
        page.box(on(places[1], edges(across, below, TILE)), fill=change)
    return words(photo, shares, whole, tried, size, best[0][0])


@lru_cache(4000)
def look(photo, right, down, size):
    """{class: its share} for the photo with the square in it."""
    left, top, end, bottom = edges(right, down, size)
    with one_thread(), torch.no_grad():
        x = lite0_answers.ready(photo).clone()
        x[:, :, top:bottom, left:end] = 0
        shares = lite0_answers.net()(x).softmax(1)[0].tolist()
    return dict(zip(lite0_answers.names(), shares, strict=True))


@cache
def pale(photo):
    """The photo so pale that tiles can be seen on it, bytes (224, 224, 3)."""
    grey = 225 + 30 * lite0_answers.ready(photo)[0].mean(0).numpy()
    return np.repeat(np.uint8(np.clip(grey, 0, 255))[..., None], 3, axis=2)


def edges(right, down, size):
    """A square's left, top, right and bottom, as far as it lies in the photo."""
    half = size // 2
    ends = right - half, down - half, right + half, down + half
    return np.clip(ends, 0, SIDE).tolist()


def on(place, edges):
    """Where edges in the photo lie on the page: (left, top, width, height)."""
    left, top, end, bottom = np.multiply(edges, place[2] / SIDE)
    return place[0] + left, place[1] + top, end - left, bottom - top


def words(photo, shares, whole, tried, size, first):
    name = FOLLOWED[photo]
    start = f"{name}: {plots.percent(shares[name])}"
    if not size:
        wrongly = ", wrongly" if photo in WRONG else ""
        return f"Nothing covered. {start}{wrongly}. Make the square larger and drag it."
    said = f"{start} with the square, {plots.percent(whole)} without it. "
    if first != name:
        said += f"Now it says {first}. "
    if len(tried) > 1:
        right, down = worst = min(tried, key=tried.get)
        said += f"Of {len(tried)} places tried, the worst for {name} is {down} down, "
        said += f"{right} right: {plots.percent(tried[worst])}."
    return said[0].upper() + said[1:]
