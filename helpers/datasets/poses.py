"""One thing in many poses, turned or pushed about, and what a network makes of them.

After Aubry and Russell, “Understanding deep features with computer-generated imagery”,
2015: in the features of one layer, are the poses laid out as a circle, or as a grid?
"""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from helpers import datasets, features
from helpers.chosen import chosen
from helpers.datasets import pictures
from helpers.features import invariance

SIDE, THING = 96, 44  # pixels of the picture, and of the thing in its middle
REACH = 20  # pixels that it is pushed, each way
TURNS = 8  # at each place, where it is both pushed and turned
THINGS = {  # of the test images: an emoji's number, or a class of clothes
    "police car": ("emoji", 38),
    "rabbit": ("emoji", 96),
    "dolphin": ("emoji", 36),
    "sneaker": ("fashion_mnist", 7),
    "star": None,
}
PIXELS = "pixels"  # a layer before the first: the picture itself


@dataclass(frozen=True)
class Poses:
    """N pictures (N, 3, 96, 96) from −1 to 1, and what the pose is.

    poses   (N, 1) degrees anticlockwise; (N, 2) pixels (right, down); or all three
    """

    pictures: torch.Tensor
    poses: np.ndarray


def thing(name):
    """The thing on white paper: (1, 3, 96, 96), from −1 (black) to 1 (white)."""
    if THINGS[chosen("thing", name, THINGS)] is None:
        ink = pictures.star(THING, THING / 2 - 2, width=3.0) / 255
        ink = torch.from_numpy(1 - ink).float().expand(1, 3, -1, -1)
    else:
        source, number = THINGS[name]
        images, labels = datasets.load(source, "test", full=False)
        if source == "emoji":
            ink = images[number][None]
        else:  # white on black, in one channel
            ink = 1 - images[labels == number][:1].expand(-1, 3, -1, -1)
        ink = F.interpolate(ink, (THING, THING), mode="bilinear", antialias=True)
    margin = (SIDE - THING) // 2
    return 2 * F.pad(ink, [margin] * 4, value=1.0) - 1


def turned(name, count=24):
    """Poses of a thing, turned all the way round in so many steps."""
    angles = np.arange(count) * 360 / count
    return _placed(name, [{"degrees": angle} for angle in angles], angles[:, None])


def pushed(name, count=5):
    """Poses of a thing at count × count places, row by row."""
    steps = np.linspace(-REACH, REACH, count)
    places = [(right, down) for down in steps for right in steps]
    changes = [{"right": right, "down": down} for right, down in places]
    return _placed(name, changes, np.array(places))


def both(name):
    """Poses of a thing at 3 × 3 places, and at each turned TURNS times."""
    where = pushed(name, 3).poses
    angles = np.arange(TURNS) * 360 / TURNS
    poses = np.array([(*place, angle) for place in where for angle in angles])
    names = "right", "down", "degrees"
    changes = [dict(zip(names, pose, strict=True)) for pose in poses.tolist()]
    return _placed(name, changes, poses)


def _placed(name, changes, poses):
    x = thing(name) - 1  # `place` puts 0 where nothing was: now that is white
    return Poses(torch.cat([invariance.place(x, **c) + 1 for c in changes]), poses)


def numbers(model, images, layers):
    """{layer: (N, at most N)}: what a layer gives for N pictures, turned to be short.

    N points lie in a space of N dimensions, however many numbers each has. Written in
    that space, all distances and angles stay as they were. "pixels" is the picture.
    """
    inside = [layer for layer in layers if layer != PIXELS]
    found = features.activations(model, images, inside) if inside else {}
    found[PIXELS] = images
    short = {}
    for layer in layers:
        rows = found[layer].flatten(1).double()
        short[layer] = torch.linalg.qr(rows.T, mode="r").R.T.numpy()
    return short


def circle(points, angles):
    """(how often the points go round, how nearly a circle they are, from 0 to 1).

    A thing that looks the same after half a turn comes round twice, and so on. The
    second number is how much of that motion can be read off the points (N, 2).
    """
    turns = np.deg2rad(np.ravel(angles))
    found = [
        read_off(points, np.stack([np.cos(n * turns), np.sin(n * turns)], 1))
        for n in range(1, 7)
    ]
    return 1 + int(np.argmax(found)), max(found)


def read_off(points, poses):
    """How much of the poses (N, P) can be read off points (N, D): 0 nothing, 1 all.

    The share of the poses' variance that the best linear map from the points explains:
    so a grid that is turned, stretched or slanted is as good as a straight one.
    """
    points, poses = (np.asarray(a, dtype=np.float64) for a in (points, poses))
    points, poses = points - points.mean(0), poses - poses.mean(0)
    guess = points @ np.linalg.lstsq(points, poses, rcond=None)[0]
    return 1 - float(((poses - guess) ** 2).sum() / (poses**2).sum())


def place_and_turn(numbers):
    """(share, share) of all variance that the place makes, and the turn, in `both`.

    The means over all turns differ only by the place, and those over all places only by
    the turn. What neither mean shows, as they act together, is missing from 1.
    """
    rows = np.reshape(numbers, (-1, TURNS, np.shape(numbers)[-1]))
    rows = rows - rows.mean((0, 1))
    means = rows.mean(1), rows.mean(0)
    return tuple(float((m**2).sum(1).mean() / (rows**2).sum(2).mean()) for m in means)
