"""What a network makes of the poses of one thing: a circle, a grid, or neither?

After Aubry and Russell, “Understanding deep features with computer-generated imagery”,
2015: in the features of one layer, are the poses laid out as a circle, or as a grid?
`datasets.poses` has pictures of things in many poses.
"""

from dataclasses import dataclass

import numpy as np
import torch

from helpers.features.activations import activations
from helpers.features.embedding import embedding

PIXELS = "pixels"  # a layer before the first: the picture itself


@dataclass(frozen=True)
class Plane:
    """What a layer makes of N poses, in two dimensions.

    points  (N, 2) from −1 to 1; share: of all variance, that is in them
    score   what of the pose can be read off them, 0 to 1; rounds: that a circle goes
    place   its share of all variance, and the turn's, where both change
    """

    points: np.ndarray
    share: float
    score: float
    rounds: int = 1
    place: float | None = None
    turn: float | None = None


def plane(numbers, poses):
    """The Plane of a layer that gives numbers (N, D) for poses as in `datasets.poses`.

    Poses (N, 1) are degrees; (N, 2) places, right and down; (N, 3) both.
    """
    found, poses = embedding(numbers), np.asarray(poses)
    if poses.shape[1] == 1:
        rounds, score = circle(found.points, poses)
        turns = np.deg2rad(rounds * poses[:, 0])
        lie, more = np.stack([np.cos(turns), np.sin(turns)], 1), {"rounds": rounds}
    else:
        score = read_off(found.points, poses[:, :2])
        lie, more = poses[:, :2] * [1, -1], {}
    if poses.shape[1] == 3:
        more = dict(zip(("place", "turn"), place_and_turn(numbers), strict=True))
    points = upright(found.points, lie)
    return Plane(points, float(found.shares.sum()), score, **more)


def numbers(model, images, layers):
    """{layer: (N, at most N)}: what a layer gives for N pictures, turned to be short.

    N points lie in a space of N dimensions, however many numbers each has. Written in
    that space, all distances and angles stay as they were. "pixels" is the picture.
    """
    inside = [layer for layer in layers if layer != PIXELS]
    found = activations(model, images, inside) if inside else {}
    found[PIXELS] = images
    short = {}
    for layer in layers:
        rows = found[layer].flatten(1).double()
        short[layer] = torch.linalg.qr(rows.T, mode="r").R.T.numpy()
    return short


def circle(points, angles, rounds=6):
    """(how often the points go round, how nearly a circle they are, from 0 to 1).

    A thing that looks the same after half a turn comes round twice, and so on. The
    second number is how much of that motion can be read off the points (N, 2).
    """
    turns = np.deg2rad(np.ravel(angles))
    found = [
        read_off(points, np.stack([np.cos(n * turns), np.sin(n * turns)], 1))
        for n in range(1, rounds + 1)
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


def place_and_turn(numbers, turns=8):
    """(share, share) of all variance that the place makes, and the turn, in `both`.

    The means over all turns differ only by the place, and those over all places only by
    the turn. What neither mean shows, as they act together, is missing from 1.
    """
    rows = np.reshape(numbers, (-1, turns, np.shape(numbers)[-1]))
    rows = rows - rows.mean((0, 1))
    means = rows.mean(1), rows.mean(0)
    return tuple(float((m**2).sum(1).mean() / (rows**2).sum(2).mean()) for m in means)


def upright(points, poses):
    """Points (N, 2) from −1 to 1, turned and mirrored to lie most like poses (N, 2).

    A plane has no top; so from layer to layer everything stays where it was.
    """
    left, _, right = np.linalg.svd(points.T @ (poses - poses.mean(0)))
    points = points @ left @ right
    middle = (points.max(0) + points.min(0)) / 2
    return (points - middle) / np.abs(points - middle).max()
