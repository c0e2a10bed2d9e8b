"""Things in many poses, turned or pushed about: `features.poses` looks at them."""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from helpers import datasets
from helpers.chosen import chosen
from helpers.datasets import emoji, pictures
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
STYLES = {  # eight emoji of each kind
    "cars": "bus, minibus, ambulance, fire engine, police car, taxi, automobile, "
    "delivery truck",
    "animals": "ox, cow, tiger, cat, horse, goat, pig, dog",
    "fruit": "tomato, melon, tangerine, lemon, red apple, pear, peach, kiwifruit",
}


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
    return _on_paper(ink)


def styles(kind):
    """Eight things of a kind of STYLES, each turned eight times: 64 pictures, in order.

    Poses (64, 2): which thing it is, and its angle in degrees.
    """
    names = STYLES[chosen("kind", kind, STYLES)].split(", ")
    drawn = [emoji.named()[where][1][which] for where, which in map(emoji.find, names)]
    ink = torch.from_numpy(np.stack(drawn)).permute(0, 3, 1, 2) / 255
    rounds = [_round(one[None], TURNS) for one in _on_paper(ink)]
    poses = [(n, *angle) for n, one in enumerate(rounds) for angle in one.poses]
    return Poses(torch.cat([one.pictures for one in rounds]), np.array(poses))


def _on_paper(ink):
    """Pictures (N, 3, h, w) from 0 to 1, made smaller, in the middle of the paper."""
    ink = F.interpolate(ink, (THING, THING), mode="bilinear", antialias=True)
    margin = (SIDE - THING) // 2
    return 2 * F.pad(ink, [margin] * 4, value=1.0) - 1


def turned(name, count=24):
    """Poses of a thing, turned all the way round in so many steps."""
    return _round(thing(name), count)


def _round(x, count):
    angles = np.arange(count) * 360 / count
    return _placed(x, [{"degrees": angle} for angle in angles], angles[:, None])


def pushed(name, count=5):
    """Poses of a thing at count × count places, row by row."""
    steps = np.linspace(-REACH, REACH, count)
    places = [(right, down) for down in steps for right in steps]
    changes = [{"right": right, "down": down} for right, down in places]
    return _placed(thing(name), changes, np.array(places))


def both(name):
    """Poses of a thing at 3 × 3 places, and at each turned TURNS times."""
    where = pushed(name, 3).poses
    angles = np.arange(TURNS) * 360 / TURNS
    poses = np.array([(*place, angle) for place in where for angle in angles])
    names = "right", "down", "degrees"
    changes = [dict(zip(names, pose, strict=True)) for pose in poses.tolist()]
    return _placed(thing(name), changes, poses)


def neighbours(way, count):
    """(pairs, 2): which of so many poses, made this way, are one step apart.

    The last angle is before the first.
    """
    if way == "pushed":
        grid = np.arange(count).reshape(2 * [round(count**0.5)])
        steps = (grid[:, :-1], grid[:, 1:]), (grid[:-1], grid[1:])
        return np.hstack([np.reshape(each, (2, -1)) for each in steps]).T
    rounds = np.arange(count).reshape(-1, TURNS if way == "both" else count)
    return np.stack([rounds, np.roll(rounds, -1, 1)], -1).reshape(-1, 2)


def _placed(x, changes, poses):
    x = x - 1  # `place` puts 0 where nothing was: now that is white
    return Poses(torch.cat([invariance.place(x, **c) + 1 for c in changes]), poses)
