"""Shift and pool: drag a digit, and see how much of the move each layer notices."""

from functools import cache, lru_cache
from itertools import product

import numpy as np

from helpers import convolution, datasets, kernels, plots
from helpers.layers import pooled_shift
from helpers.layers.pooling_in_place import pool, reads
from helpers.widgets import WHITE, choice, explorer, shades, slider, tick

REACH = 8  # pixels that the digit can be moved, each way
SHOWN = 40  # pixels a side: a digit has at most 20, and the reach on both sides
SIZE = 56  # of the canvas, which goes on beyond what is shown: nothing is ever lost
SHIFTS = range(-REACH, REACH + 1)
WHOLE = SIZE  # the window that is as large as the map
PLAIN = "none", 1, 1  # no pooling
KINDS = {
    "none": "none",
    "maximum": "max",
    "average": "average",
    "only skip (stride)": "skip",
    "blur, then skip": "blur",
}
WINDOWS = {f"{n} × {n}": n for n in (2, 4, 8)} | {"the whole map": WHOLE}
STRIDES = [1, 2, 4, 8]
ZOOM = 4  # pixels of the page to one of the digit
SIDE, LEFTS, TOPS = ZOOM * SHOWN, (4, 180, 356), (26, 210)  # of the maps
CURVES, HIGH = (590, 48, 300, 282), 2.1  # their place; distances farther are at the rim


@explorer(
    "Explorer: shift and pool; drag the digit with the mouse or move the sliders",
    (900, 376),
    right=slider("right", -REACH, REACH),
    down=slider("down", -REACH, REACH),
    digit=choice("digit", list(range(10))),
    kind=choice("pooling", KINDS),
    window=choice("window", WINDOWS),
    stride=choice("stride", STRIDES),
    moved=tick("move the old map along"),
)
def shift_and_pool(
    page, digit=3, kind="max", window=2, stride=2, right=1, down=0, moved=False
):
    """Explorer of invariance: move a digit, and see what pooling makes of the move."""
    used = settle(kind, window, stride)
    before = digits()[digit]
    now = pooled_shift.move(before, down, right)
    *features, all_far = compare(digit, PLAIN, down, moved)
    *pooled, all_near = compare(digit, used, down, moved)
    at, step = right + REACH, used[-1]
    features, pooled = ([each[at] for each in maps] for maps in (features, pooled))
    far, near = all_far[at], all_near[at]
    side = max(SHOWN // step, 1)
    name = "not pooled" if kind == "none" else f"pooled: {side} × {side}"
    maps = (
        ("picture", plots.BLUE, "what differs", now, now if moved else before),
        ("feature map", plots.PURPLE, f"distance {far:.2f}", *features),
        (name, plots.GREEN, f"distance {near:.2f}", *pooled),
    )
    width, height = LEFTS[2] + SIDE - LEFTS[0], TOPS[1] + SIDE - TOPS[0]
    # One picture of all maps: six would take the browser longer.
    sheet = np.zeros((height // ZOOM, width // ZOOM, 4))
    for left, (name, colour, differs, new, old) in zip(LEFTS, maps, strict=True):
        new, old = shown(new) / old.max(), shown(old) / old.max()
        hint = 1 - 0.15 * old[..., None]  # of where it was
        pictures = shades(new, colour) * hint, shades(abs(new - old), plots.RED)
        titles = (name, colour), (differs, plots.RED)
        for top, picture, title in zip(TOPS, pictures, titles, strict=True):
            page.text(title[0], left, top - 8, title[1], 15)
            row, column = (top - TOPS[0]) // ZOOM, (left - LEFTS[0]) // ZOOM
            cells, zoom = sheet[row:, column:][:SHOWN, :SHOWN], SHOWN // len(picture)
            cells[..., :3] = picture.repeat(zoom, 0).repeat(zoom, 1)
            cells[..., 3] = 255  # between them it is clear
    page.pixels((LEFTS[0], TOPS[0], width, height), sheet)
    for corner in product(LEFTS, TOPS):
        page.box((*corner, SIDE, SIDE), edge=plots.GREY, width=1)
    across, below = ("right", 0, width / ZOOM), ("down", 0, height / ZOOM)
    page.drag((LEFTS[0], TOPS[0], width, height), across, below, relative=True)
    show_curves(page, (all_far, all_near), right, moved)
    if 1 < step < WHOLE:
        for left, top in product(LEFTS[1:], TOPS):
            page.lattice(left, top, SIDE, ZOOM * step, plots.GREY, alpha=0.3)
    if kind != "none":
        for place in framed(digit, used):
            page.box(place, edge=plots.ORANGE, width=2)
    return words(used, down, right, moved, far, near)


@cache
def digits():
    """Ten test digits, one of each kind, in the middle of a canvas: (10, 56, 56)."""
    images, labels = datasets.load("mnist", "test")
    canvas = np.zeros((10, SIZE, SIZE))
    for digit in range(10):
        image = images[labels == digit][0, 0].numpy()
        rows, cols = np.nonzero(image)
        image = image[rows.min() : rows.max() + 1, cols.min() : cols.max() + 1]
        high, wide = image.shape
        top, left = (SIZE - high) // 2, (SIZE - wide) // 2
        canvas[digit, top : top + high, left : left + wide] = image
    return canvas


@cache
def edge_maps():
    """The ten digits after an edge kernel and a ReLU: (10, 56, 56)."""
    w = kernels.named("vertical edges")
    maps = [convolution.correlate(x, w, "same") for x in digits()]
    return np.maximum(maps, 0)


def settle(kind, window, stride):
    """The settings as they are used: what has no say is 1; a whole map is one unit."""
    if kind == "none":
        return PLAIN
    if kind == "skip":
        return kind, 1, stride
    if window == WHOLE:
        return "average" if kind == "blur" else kind, WHOLE, WHOLE
    return kind, window, stride


@cache
def unit(used):
    """How far two digits' pooled maps are from each other: a distance of 1."""
    return pooled_shift.typical(edge_maps(), used)


@lru_cache(8)
def compare(digit, used, down, moved):
    """For each of SHIFTS: (the pooled maps, those that were, their distances)."""
    x = edge_maps()[digit]
    new, old, far = pooled_shift.compare(x, used, down, SHIFTS, moved)
    return new, old, far / unit(used)


def show_curves(page, curves, right, moved):
    """The distance of each shift to the right, and the one that is chosen."""
    left, top, *_ = CURVES
    against = "the old map, moved" if moved else "where it was"
    page.text(f"distance from {against}", left, 16)
    names = ("■ feature map", plots.PURPLE), ("● pooled", plots.GREEN)
    page.legend([*names, ("– – another digit", plots.GREY)], left, 38)
    marks = {"xticks": SHIFTS[::2], "xlabel": "pixels to the right"}
    ax = page.axes(CURVES, (-REACH - 0.4, REACH + 0.4), (-0.04, HIGH), **marks)
    ax.line(ax.xlim, [1, 1], plots.GREY, 1, dash=(5, 4))
    for curve, (name, colour) in zip(curves, names, strict=True):
        ax.line(SHIFTS, curve, colour)
        height, square = min(curve[right + REACH], HIGH), name[0] == "■"
        ax.dots([right], [height], colour, 6, edge=WHITE, square=square)
    page.drag(CURVES, across=("right", *ax.xlim), cursor="ew-resize")


def shown(map_):
    """The middle of a map (n, n), as far as it is seen."""
    cut = (SIZE - SHOWN) // 2 * len(map_) // SIZE
    return map_[cut : len(map_) - cut, cut : len(map_) - cut]


def framed(digit, used):
    """Places of one window on the feature map, and of the unit that it becomes."""
    pooled = pool(edge_maps()[digit], *used)
    place = np.array(np.unravel_index(pooled.argmax(), pooled.shape)[::-1]) * used[-1]
    ends = reads(*used), (0, used[-1])
    place -= (SIZE - SHOWN) // 2
    for left, end in zip(LEFTS[1:], ends, strict=True):
        (x, y), (right, down) = ZOOM * np.clip(np.add.outer(end, place), 0, SHOWN)
        yield left + x, TOPS[0] + y, right - x, down - y


def words(used, down, right, moved, far, near):
    kind, window, stride = used
    ways = (right, "left", "right"), (down, "up", "down")
    ways = [f"{abs(n)} {plus if n > 0 else minus}" for n, minus, plus in ways if n]
    said = f"Moved {' and '.join(ways)}"
    if not ways:
        said = "Nothing has moved yet: drag the digit, or move the sliders."
    elif not moved:
        said += f": the feature map is {far:.2f} from what it was"
        said += "" if kind == "none" else f", pooled {near:.2f}"
        said += "; another digit is 1 away."
    else:
        strides = " and ".join(plots.number(n / stride) for n in (right, down) if n)
        fate = f"In strides of {stride} the move is {strides}: "
        if window == WHOLE:
            fate = "The pooled map has no place to move to."
        elif stride == 1:
            fate = "A stride of 1 jumps over nothing: so has what comes after it."
        elif down % stride or right % stride:
            fate += f"the nearest whole move of the old pooled map is {near:.2f} off."
        else:
            fate += "whole, so the pooled map has moved along, too."
        said += f", and the feature map has moved along. {fate}"
    idle = {
        "none": " Without pooling, window and stride have no say.",
        "skip": " Nothing is mixed, so the window has no say.",
    }
    whole = " One number is left of the map: the stride has no say."
    return said + idle.get(kind, whole * (window == WHOLE))
