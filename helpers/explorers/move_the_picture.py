"""Move the picture: drag, turn, light, blur, cover a photo; the answer follows."""

import numpy as np

from helpers import plots
from helpers.explorers import lite0_answers
from helpers.explorers.lite0_answers import CHANGES, LAYERS, REACH, TRUTH
from helpers.widgets import WHITE, choice, explorer, slider

SIDE, GREY = 224, "#7f7f7f"  # of the photo; what the network sees beside it
PHOTO = 4, 26, 300, 300  # left, top, width, height on the page
GUESSES, FAR, CURVES = (334, 26), (334, 226), 612  # left, top; where the curves begin
PANELS = [  # of the small plots, two in a row: {change: (its name, its colour)}
    {"right": ("right,", plots.BLUE), "down": ("down – –", plots.PURPLE)},
    {"degrees": ("turned, °", plots.RED)},
    {"zoom": ("enlarged, times", plots.GREEN)},
    {"light": ("light added", plots.ORANGE)},
    {"blur": ("blur, pixels", plots.BLUE)},
    {"cover": ("cover, of side", plots.PURPLE)},
]


@explorer(
    "Explorer: move the picture; drag the photo with the mouse or move the sliders",
    (900, 334),
    right=slider("right", -REACH, REACH),
    down=slider("down", -REACH, REACH),
    photo=choice("photo", list(TRUTH)),
    zoom=slider("zoom", 0.6, 1.8, step=0.05),
    degrees=slider("turn", -180, 180, step=5),
    light=slider("light", -0.6, 0.6, step=0.1),
    blur=slider("blur", 0, 8, step=0.5),
    cover=slider("cover", 0, 0.9, step=0.05),
)
def move_the_picture(
    page,
    photo="coffee",
    right=0,
    down=0,
    zoom=1.0,
    degrees=0,
    light=0.0,
    blur=0.0,
    cover=0.0,
):
    """Explorer of invariance: change a photo, and see whether a network notices."""
    amounts = {change: page.values[change] for change in CHANGES}
    shares, far = lite0_answers.look(photo, *amounts.values())
    names, truth = lite0_answers.names(), TRUTH[photo]
    true = shares[names.index(truth)]

    page.text("what the network sees: drag it", PHOTO[0], PHOTO[1] - 8)
    level = 127 + round(float(np.clip(255 * light, -127, 128)))
    page.box(PHOTO, f"#{level:02x}{level:02x}{level:02x}")
    whole = lite0_answers.seen(photo, light, blur / zoom)
    held = page.photo(placed(right, down, zoom), whole, turn=degrees, clip=PHOTO)
    page.drag(PHOTO, ("right", 0, SIDE), ("down", 0, SIDE), [held], relative=True)
    if cover:
        left, top, side, _ = PHOTO
        start, wide = side * (1 - cover) / 2, side * cover
        page.box((left + start, top + start, wide, wide), GREY)

    title, place = "its five best guesses", (*GUESSES, 240, 24)
    best = lite0_answers.show_guesses(page, title, place, 30, shares, truth)
    left, top = FAR
    page.text("features: distance from before", left, top - 8)
    for n, (name, distance) in enumerate(zip(LAYERS, far, strict=True)):
        said = f"{name}  {distance:.2f}"
        page.bar((left, top + 30 * n, 200, 24), min(distance, 1.2), plots.RED, said)
    page.line([left + 200] * 2, [top, top + 88], plots.GREY, 1.5, dash=(3, 3))
    page.text("1: another photo", left + 200, top + 102, size=12, align="center")

    page.text(f"score of “{truth}”, if only", CURVES, 19)
    for n, changes in enumerate(PANELS):
        place = CURVES + 154 * (n % 2), 46 + 100 * (n // 2), 116, 56
        curves(page, place, changes, lite0_answers.curves(photo), amounts, true)
    return f"{changed(**amounts)}: {says(*best[0], truth, true)} {distances(far)}"


def placed(right, down, zoom):
    """Where the whole photo lies on the page, part of it outside its frame."""
    left, top, side, _ = PHOTO
    middle = np.add((left, top), side / 2) + np.multiply((right, down), side / SIDE)
    return *(middle - side * zoom / 2), side * zoom, side * zoom


def curves(page, place, changes, scores, amounts, true):
    """A plot of the true class's scores along some changes, with where it is now."""
    first = next(iter(changes))
    low, high = CHANGES[first][[0, -1]]
    room = (high - low) / 40
    xlim = low - room, high + room
    ax = page.axes(
        place, xlim, (0, 1.05), xticks=np.linspace(low, high, 3), yticks=(0, 1)
    )
    for height in (0.5, 1):
        ax.line(xlim, [height] * 2, plots.PALE, 1)
    for change, (_, colour) in changes.items():
        second = change == "down"
        ax.line(CHANGES[change], scores[change], colour, dash=(5, 3) * second)
        ax.dots([amounts[change]], [true], colour, 5, edge=WHITE, square=second)
    page.legend(changes.values(), place[0], place[1] - 6)
    page.drag(place, (first, *xlim), cursor="ew-resize")


def changed(right, down, zoom, degrees, light, blur, cover):
    ways = (right, "left", "right"), (down, "up", "down")
    ways = [f"{abs(n)} {plus if n > 0 else minus}" for n, minus, plus in ways if n]
    done = [f"moved {' and '.join(ways)}"] if ways else []
    done += [f"{zoom:g} times as large"] if zoom != 1 else []
    side = "anticlockwise" if degrees > 0 else "clockwise"
    done += [f"turned by {abs(degrees)}° {side}"] if degrees else []
    done += [f"{abs(light):g} {'lighter' if light > 0 else 'darker'}"] if light else []
    done += [f"blurred by {blur:g}"] if blur else []
    done += [f"{cover**2:.0%} covered"] if cover else []
    words = ", ".join(done) or "untouched"
    return words[0].upper() + words[1:]


def says(name, share, truth, true):
    if name == truth:
        return f"it says {name}, rightly: {plots.percent(share)}."
    share, true = plots.percent(share), plots.percent(true)
    return f"it says {name}, {share}; {truth} has {true}."


def distances(far):
    if not any(round(distance, 2) for distance in far):
        return "Drag the photo, or move the sliders."
    first, _, last = far
    return (
        f"The first layer's features are {first:.2f} from what they were, the last "
        f"one's {last:.2f}; another photo is 1 away."
    )
