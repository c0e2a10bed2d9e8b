"""Checker of notebook 08: which unit is this, to judge by its best images?"""

import functools

import numpy as np

from helpers.checks import base
from helpers.checks.readable import readable

IMAGES, BEST, DRAWN, SEEDS = 6, 3, 4000, (3, 5, 7)

JUDGED = {  # (N, C) of maps (N, C, h, w): what a channel is judged by, and could be
    "peak": lambda maps: maps.max((2, 3)),
    "mean": lambda maps: maps.mean((2, 3)),
    "size": lambda maps: np.abs(maps).max((2, 3)),
    "lowest": lambda maps: maps.min((2, 3)),
    "corner": lambda maps: maps[:, :, 0, 0],
    "end": lambda maps: maps[:, :, -1, -1],
    "spread": lambda maps: maps.std((2, 3)),
}
peaks = JUDGED["peak"]


def top(values):
    """Numbers of the best images, the highest first, for each channel: (C, BEST)."""
    return np.argsort(-values, axis=0)[:BEST].T


# Which channels (C,) agree with `best`, one way or another.


def judged_by(how):
    return lambda maps, best: (top(JUDGED[how](maps)) == best).all(1)


def weakest(maps, best):
    return (top(-peaks(maps)) == best).all(1)


def backwards(maps, best):
    return (top(peaks(maps))[:, ::-1] == best).all(1)


def any_order(maps, best):
    return (np.sort(top(peaks(maps))) == np.sort(best)).all(1)


def only_first(maps, best):
    return top(peaks(maps))[:, 0] == best[0]


def only_two(maps, best):
    return (top(peaks(maps))[:, :2] == best[:2]).all(1)


def among_themselves(maps, best):
    return (np.diff(peaks(maps)[best], axis=0) < 0).all(0)


def ranks_for_images(maps, best):
    ranks = np.argsort(np.argsort(-peaks(maps), axis=0), axis=0)
    return (best == ranks[:BEST].T).all(1)


AGREEING = {
    "among": among_themselves,
    "first": only_first,
    "order": any_order,
    "two": only_two,
    "backwards": backwards,
    "weakest": weakest,
    "ranks": ranks_for_images,
    **{how: judged_by(how) for how in JUDGED},
}
WIDER = {  # whatever agrees in this way agrees in these ways, too
    "two": ["among", "first"],
    "backwards": ["order"],
    "peak": ["among", "first", "order", "two"],
}


@functools.cache
def lineup(seed):
    """(maps, best): one of the channels is right, the others tempt.

    For each way to go wrong there is one that agrees in this way only; three are loud.
    """
    rng = np.random.default_rng(seed)
    best = rng.permutation(IMAGES)[:BEST]
    drawn = rng.normal(0, 2, (IMAGES, DRAWN, 2, 3)).round(3)
    agree = {name: ask(drawn, best) for name, ask in AGREEING.items()}
    chosen = {}
    for name in AGREEING:
        others = agree.keys() - {name, *WIDER.get(name, [])}
        only = agree[name] & ~np.any([agree[other] for other in others], axis=0)
        chosen[name] = drawn[:, np.argmax(only)]
    silent = np.flatnonzero(~np.any(list(agree.values()), axis=0))[:3]
    of_one, of_all, of_another = drawn[:, silent].swapaxes(0, 1)
    of_one[best[0], 0, 1] += 20
    of_all += 8
    of_another[np.setdiff1d(range(IMAGES), best)[0], 1, 0] += 30
    channels = [*chosen.values(), of_one, of_all, of_another]
    return np.stack(channels, axis=1)[:, rng.permutation(len(channels))], best


def which_unit(attempt):
    """Checks attempt(maps, best): the number of the channel with these best images.

    maps (N, C, h, w) of N images; best (k,), the numbers of the images in which the
    channel's peak, its highest value anywhere on the map, is highest; highest first.
    """

    def first(ask):
        """The first channel that agrees, or that is loudest."""
        return lambda *case: int(np.argmax(ask(*map(np.asarray, case))))

    right = first(judged_by("peak"))
    mistakes = {
        "judge a map by its peak, not by its mean": first(AGREEING["mean"]),
        "a very negative value is no activation: no |·| here": first(AGREEING["size"]),
        "judge a map by its peak, not by its lowest value": first(AGREEING["lowest"]),
        "the peak may lie anywhere, not only at [0, 0]": first(AGREEING["corner"]),
        "the peak may lie anywhere, not only at the end": first(AGREEING["end"]),
        "judge a map by its peak, not by its spread": first(AGREEING["spread"]),
        "those are its weakest images: argsort begins with the lowest": first(weakest),
        "the right images, but the highest must come first": first(backwards),
        "argsort once gives images in order; twice, it gives ranks": (
            first(ranks_for_images)
        ),
        "its best image is the right one, the next aren't: compare all": (
            first(only_first)
        ),
        "its two best images are right, the third isn't: compare all": (
            first(only_two)
        ),
        "the right images in another order: their order counts": first(any_order),
        "these images in this order, but another image beats them": (
            first(among_themselves)
        ),
        "that channel is the loudest on the first image, but the others don't fit: "
        "compare a channel's images, not the channels": first(
            lambda maps, best: peaks(maps)[best[0]]
        ),
        "that channel is the loudest on these images; but they needn't be its best: "
        "compare a channel's images, not the channels": first(
            lambda maps, best: peaks(maps)[best].sum(0)
        ),
        "that is the loudest channel of all": first(
            lambda maps, best: peaks(maps).max(0)
        ),
        "channels are counted from 0": lambda *case: right(*case) + 1,
        "that is an image; which channel is it?": lambda maps, best: best[0],
        "counted from the end: did you turn the channels round?": (
            lambda maps, best: maps.shape[1] - 1 - right(maps, best)
        ),
        "that is the list with the channel in it; the number itself is wanted": (
            lambda *case: [right(*case)]
        ),
        "that says of each channel whether it fits; which one does?": (
            lambda *case: judged_by("peak")(*map(np.asarray, case))
        ),
    }
    cases = [lineup(seed) for seed in SEEDS]
    given = readable("which_unit", attempt, cases)
    report = base.check("which_unit", attempt, right, given, mistakes)
    for maps, best in cases:  # too many numbers to be shown
        whole = f"{base.show(maps)}, {base.show(best)}"
        words = f"maps of shape {maps.shape}, best = {best.tolist()}"
        report.details = [
            (name, words if text == whole else text) for name, text in report.details
        ]
    return report
