"""A thing in many poses as a network's layers see it: all that embeddings shows."""

from functools import cache
from types import SimpleNamespace

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from PIL import Image

from helpers import plots
from helpers.explorers.one_thread import one_thread

LAYERS = (
    "pixels",
    "stem",
    "blocks.4",
    "blocks.10",
    "blocks.14",
    "blocks.15",
    "head",
    "pool",
)
ROUND = LinearSegmentedColormap.from_list(  # ends as it begins
    "round",
    [plots.BLUE, plots.SKY, plots.GREEN, plots.ORANGE, plots.RED, plots.PURPLE]
    + [plots.BLUE],
)
CORNERS = plots.BLUE, plots.ORANGE, plots.GREEN, plots.PURPLE  # of the picture


@cache
def _net(untrained):
    import torch  # only here: it takes a second

    from helpers import features, models

    net = models.lite0()
    if untrained:
        layers = features.down_to(net, "stem")
        net = features.randomised(net, layers, torch.Generator().manual_seed(0))
    return net


@cache
def seen(thing, transformation, untrained=False):
    """What there is to draw of a thing in N poses.

    pictures  (N, side, side, 3) bytes
    poses     (N, 3): right, down, degrees
    pairs     (pairs, 2) of poses that are one step apart
    colours   (N, 3)
    layers    {name: what a layer makes of it}: points (N, 2) from −1 to 1; share of all
              variance that is in them; rounds; score, what can be read off the points;
              place and turn, their shares of all variance, for "both"
    """
    from helpers.datasets import poses

    with one_thread():
        found = getattr(poses, transformation)(thing)
        numbers = poses.numbers(_net(untrained), found.pictures, LAYERS)
    pictures = (found.pictures + 1).mul(127.5).round().byte().permute(0, 2, 3, 1)
    whole = np.zeros((len(found.poses), 3))
    whole[:, {1: [2], 2: [0, 1], 3: [0, 1, 2]}[found.poses.shape[1]]] = found.poses
    return SimpleNamespace(
        pictures=pictures.numpy(),
        poses=whole,
        pairs=neighbours(transformation, len(whole)),
        colours=_colours(whole),
        layers={
            name: _layer(rows, whole, transformation) for name, rows in numbers.items()
        },
    )


def _layer(numbers, whole, transformation):
    from helpers import features
    from helpers.datasets import poses

    plane = features.embedding(numbers)
    rounds, places = 1, whole[:, :2]
    if transformation == "turned":
        rounds, score = poses.circle(plane.points, whole[:, 2])
        turns = np.deg2rad(rounds * whole[:, 2])
        lie = np.stack([np.cos(turns), np.sin(turns)], 1)
    else:
        score, lie = poses.read_off(plane.points, places), places * [1, -1]
    place, turn = None, None
    if transformation == "both":
        place, turn = poses.place_and_turn(numbers)
    return SimpleNamespace(
        points=_upright(plane.points, lie),
        share=float(plane.shares.sum()),
        rounds=rounds,
        score=score,
        place=place,
        turn=turn,
    )


def _upright(points, lie):
    """The points from −1 to 1, turned and mirrored until they lie most like the poses.

    A plane has no top; so from layer to layer everything stays where it was.
    """
    left, _, right = np.linalg.svd(points.T @ (lie - lie.mean(0)))
    points = points @ left @ right
    middle = (points.max(0) + points.min(0)) / 2
    return (points - middle) / np.abs(points - middle).max()


def neighbours(transformation, count):
    """(pairs, 2): poses that are one step apart; the last angle is before the first."""
    if transformation == "turned":
        return np.array([(n, (n + 1) % count) for n in range(count)])
    if transformation == "both":
        return np.array([(n, n - n % 8 + (n + 1) % 8) for n in range(count)])
    grid = np.arange(count).reshape(2 * [round(count**0.5)])
    across = np.stack([grid[:, :-1].ravel(), grid[:, 1:].ravel()], 1)
    return np.concatenate([across, np.stack([grid[:-1].ravel(), grid[1:].ravel()], 1)])


def _colours(whole):
    """(N, 3): by the angle, or between four colours by the place, if it changes."""
    places, degrees = whole[:, :2], whole[:, 2]
    if not np.ptp(places):
        return ROUND(degrees / 360)[:, :3]
    right, down = (0.5 + places / np.ptp(places, axis=0)).T
    shares = (1 - down) * (1 - right), (1 - down) * right, down * (1 - right)
    shares = np.stack([*shares, down * right], 1)
    return shares @ [to_rgb(colour) for colour in CORNERS]


def clear(picture, side):
    """RGBA (side, side, 4) of a picture on white paper, which becomes transparent."""
    small = np.asarray(Image.fromarray(picture).resize((side, side)))
    cover = 255 - small.min(2, keepdims=True).astype(int)
    return np.dstack([small, np.clip(4 * cover, 0, 255)]).astype(np.uint8)
