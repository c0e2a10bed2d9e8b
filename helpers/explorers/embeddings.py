"""Embeddings: the poses of one thing, as a layer sees them, in two dimensions."""

from functools import cache
from types import SimpleNamespace

import numpy as np
import torch
from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb

from helpers import features, models, plots
from helpers.datasets import poses
from helpers.explorers import lite0_answers
from helpers.one_thread import one_thread
from helpers.widgets import choice, explorer, slider, steps, tick

LAYERS = "pixels", "stem", *(f"blocks.{n}" for n in (4, 10, 14, 15)), "head", "pool"
THINGS = "police car", "rabbit", "dolphin", "sneaker", "star"
WAYS = {"turned": "turned", "pushed": "pushed", "pushed and turned": "both"}
TIMES = (None, "once", "twice", *(f"{n} times" for n in range(3, 7)))
ROUND = (plots.BLUE, plots.SKY, plots.GREEN, plots.ORANGE, plots.RED, plots.PURPLE)
ROUND = LinearSegmentedColormap.from_list("round", [*ROUND, plots.BLUE])
CORNERS = plots.BLUE, plots.ORANGE, plots.GREEN, plots.PURPLE  # of the picture
PAPER, BLACK = "#fefefe", "#000000"  # are the same in a dark theme: things lie on paper

THING, PLANE = (6, 28, 190, 190), (220, 28, 340, 340)  # left, top, width, height
SMALL = 592, 42, 124, 84, 64  # left, top, step right, step down, and the side
THUMB = 34


@explorer(
    "Explorer: embeddings; choose what is done to the thing, and click on a layer",
    (848, 376),
    layer=steps("layer", LAYERS),
    way=choice("it is", WAYS),
    thing=choice("thing", THINGS),
    pose=slider("pose", 0, 71),
    untrained=tick("untrained network"),
)
def embeddings(
    page, layer="pixels", way="turned", thing="police car", untrained=False, pose=0
):
    """Explorer: do a layer's features make a circle, or a grid, as the poses do?

    The same pose has the same colour everywhere; lines join poses one step apart.
    """
    found = seen(thing, way, untrained)
    pose = page.most("pose", len(found.poses) - 1)
    page.text("the poses", THING[0], 19)
    page.text(f"the poses in {layer}", PLANE[0], 19)
    notes = "Lines join poses a step apart.", "Press a point to see its pose."
    for n, note in enumerate(notes, 1):
        page.text(note, THING[0], THING[1] + THING[3] + 17 * n, size=13)
    for place in (THING, PLANE):
        page.box(place, PAPER, plots.GREY, width=1)
    faded = 255 - 0.75 * (255 - found.pictures[pose].astype(float))
    page.photo(np.add(THING, (1, 1, -2, -2)), faded)  # the dots are in front of it
    true, points = true_places(found), on_plane(found.planes[layer].points)
    if way == "turned":
        thumbs(page, found, points)
    for place, places, radius in ((THING, true, 3), (PLANE, points, 4.5)):
        joined(page, places, found, radius / 2.5)
        page.dots(*places.T, found.colours, radius, PAPER, width=0.6)
        x, y = places[pose]
        turns = np.linspace(0, 2 * np.pi, 24)
        page.shape(x + 8 * np.cos(turns), y + 8 * np.sin(turns), edge=BLACK)
        targets = [(*xy, {"pose": n}) for n, xy in enumerate(places)]
        page.points(place, targets, arrows=("pose", None))
    all_planes(page, found, layer, way)
    chart(page, found, layer, way)
    said = words(layer, way, thing, untrained, found.planes[layer])
    return f"{said} Ringed: {posed(found.poses[pose], way)}."


def thumbs(page, found, points):
    """Small pictures, of every third turn, beside their dots."""
    for n in range(0, len(points), 3):
        away = points[n] - points.mean(0)
        corner = points[n] + 24 / max(np.hypot(*away), 1) * away - THUMB / 2
        picture = found.pictures[n][17:-17, 17:-17]
        clear = 4 * (255 - picture.min(2).astype(int))  # where it is white paper
        picture = np.dstack([picture, np.clip(clear, 0, 255)])
        page.photo((*corner, THUMB, THUMB), picture)


def joined(page, places, found, width):
    """Lines between poses one step apart, each colour's as one."""
    rows = np.vstack([places, [np.nan, np.nan]])  # the last one interrupts it
    for colour, order in found.lines:
        page.line(*rows[order].T, colour, width)


def all_planes(page, found, layer, way):
    """What each layer makes of the poses, small, with its score; one is framed."""
    left, top, right, down, side = SMALL
    titles = {"turned": "how nearly a circle, 0 to 1", "both": "share made by the turn"}
    page.text(titles.get(way, "how nearly a grid, 0 to 1"), left, 19)
    middles = []
    for n, (name, plane) in enumerate(found.planes.items()):
        x, y = left + right * (n % 2), top + down * (n // 2)
        page.text(name, x, y - 4, size=13)
        score = plots.percent(plane.turn) if way == "both" else f"{plane.score:.2f}"
        page.text(score, x + side + 6, y + 38, size=13)
        look = (plots.ORANGE, 3) if name == layer else (plots.GREY, 1)
        page.box((x, y, side, side), PAPER, look[0], width=look[1])
        middle = np.add((x, y), side / 2)
        joined(page, middle + (side / 2 - 6) * plane.points * (1, -1), found, 1.2)
        middles.append((*middle, {"layer": name}))
    page.points((left - 8, top - 20, 256, 352), middles, arrows=(None, "layer"))


def chart(page, found, layer, way):
    """Two numbers of each layer, from the first to the last."""
    planes, now = found.planes.values(), LAYERS.index(layer)
    names = {"score": "● read off", "share": "■ its share"}
    if way == "both":
        names = {"place": "● by the place", "turn": "■ by the turn"}
    legend = list(zip(names.values(), (plots.BLUE, plots.RED), strict=True))
    count, ticks = len(LAYERS), {0: LAYERS[0], len(LAYERS) - 1: LAYERS[-1]}
    place, xlim = (30, 290, 164, 62), (-0.3, count - 0.7)
    ax = page.axes(place, xlim, (0, 1.05), xticks=ticks, yticks=(0, 1))
    ax.line([now, now], (0, 1.05), plots.ORANGE, 3, alpha=0.6)
    for number, (name, colour) in zip(names, legend, strict=True):
        curve = [getattr(plane, number) for plane in planes]
        ax.line(range(count), curve, colour, 1.5)
        ax.dots(range(count), curve, colour, 3, square=name[0] == "■")
    page.legend(legend, THING[0], 280)


@cache
def net(untrained):
    if not untrained:
        return lite0_answers.net()
    net, chance = models.lite0(), torch.Generator().manual_seed(0)
    return features.randomised(net, features.down_to(net, "stem"), chance)


@cache
def seen(thing, way, untrained=False):
    """What there is to draw of a thing in N poses.

    pictures  (N, side, side, 3) bytes; poses: (N, 3), right, down, degrees
    colours   N of them; lines: as from `grouped`, between poses one step apart
    planes    {layer: what features.poses.plane says of it}
    """
    read = features.poses
    with one_thread():
        found = getattr(poses, way)(thing)
        numbers = read.numbers(net(untrained), found.pictures, LAYERS)
    pictures = (found.pictures + 1).mul(127.5).round().byte().permute(0, 2, 3, 1)
    whole = np.zeros((len(found.poses), 3))
    whole[:, {1: [2], 2: [0, 1], 3: [0, 1, 2]}[found.poses.shape[1]]] = found.poses
    tints = colours(whole)
    return SimpleNamespace(
        pictures=pictures.numpy(),
        poses=whole,
        colours=[to_hex(tint) for tint in tints],
        lines=grouped(poses.neighbours(way, len(whole)), tints),
        planes={n: read.plane(rows, found.poses) for n, rows in numbers.items()},
    )


def grouped(pairs, tints):
    """[(colour, numbers of poses, −1 between lines)]: lines of nearly one colour."""
    between = tints[pairs].mean(1)
    _, group = np.unique(np.round(3 * between), axis=0, return_inverse=True)
    order = np.pad(pairs, ((0, 0), (0, 1)), constant_values=-1)
    groups = [group == n for n in range(group.max() + 1)]
    return [(to_hex(between[g].mean(0)), order[g].ravel()) for g in groups]


def colours(whole):
    """(N, 3): by the angle, or between four colours by the place, if it changes."""
    places, degrees = whole[:, :2], whole[:, 2]
    if not np.ptp(places):
        return ROUND(degrees / 360)[:, :3]
    right, down = (0.5 + places / np.ptp(places, axis=0)).T
    shares = (1 - down) * (1 - right), (1 - down) * right, down * (1 - right)
    shares = np.stack([*shares, down * right], 1)
    return shares @ [to_rgb(colour) for colour in CORNERS]


def true_places(found):
    """Where in the picture each pose is: its place, and its turn, on a ring."""
    left, top, side, _ = THING
    right, down, degrees = found.poses.T
    radius = (7 if np.ptp(right) else 42) if np.ptp(degrees) else 0
    turns, scale = np.deg2rad(degrees), side / found.pictures.shape[1]
    right, down = right + radius * np.cos(turns), down - radius * np.sin(turns)
    return np.add((left, top), side / 2) + scale * np.stack([right, down], 1)


def on_plane(points):
    left, top, side, _ = PLANE
    return np.add((left, top), side / 2) + (side / 2 - 1.3 * THUMB) * points * (1, -1)


def words(layer, way, thing, untrained, plane):
    done = {known: name for name, known in WAYS.items()}[way]
    said = f"{thing[0].upper()}{thing[1:]} {done}, {layer}{' untrained' * untrained}: "
    shape = "circle" if way == "turned" else "grid"
    if way == "both":
        said += f"the place makes {plots.percent(plane.place)} of all variance, "
        said += f"the turn {plots.percent(plane.turn)}."
    else:
        times = f", gone round {TIMES[plane.rounds]}" if shape == "circle" else ""
        it = f"not much of a {shape}" if plane.score < 0.8 else f"a {shape}{times}"
        said += f"{it}; {plane.score:.2f} of the pose can be read off."
    return f"{said} The plane holds {plots.percent(plane.share)} of all variance."


def posed(pose, way):
    """The pose in words."""
    right, down, degrees = (plots.number(n, "{:+g}") for n in pose * (1, -1, 1))
    pushed, turned = f"{right} right, {down} up", f"turned by {degrees[1:]}°"
    return {"turned": turned, "pushed": pushed}.get(way, f"{pushed}, {turned}")
