"""How far pooled maps get from where they were when what they show is moved.

    new, old, far = pooled_shift.compare(x, ("max", 2, 2), 0, range(-8, 9), False)

A map x (S, S) is empty at its margin, so nothing comes round. `used` says how it is
pooled: (kind, window, stride), as `pooling_in_place.pool` takes it.
"""

from itertools import product

import numpy as np

from helpers.layers.pooling_in_place import pool


def move(maps, down, right):
    """The maps, moved by whole units."""
    return np.roll(maps, (down, right), axis=(-2, -1))


def distance(a, b):
    """The root of the summed squared differences, over the last two axes."""
    return np.sqrt(((a - b) ** 2).sum(axis=(-2, -1)))


def typical(maps, used):
    """The median distance of two different maps, pooled, over all pairs."""
    maps = pool(maps, *used)
    first, second = np.triu_indices(len(maps), 1)
    return np.median(distance(maps[first], maps[second]))


def compare(x, used, down, rights, along):
    """Of a map, moved down and by each of R to the right: (new, old, distances).

    new, old: pooled maps (R, P, P); distances: (R,). The old one stays where it was, or
    goes along by whole units: as near as it gets.
    """
    new = pool(np.stack([move(x, down, right) for right in rights]), *used)
    old = pool(x, *used)
    olds = [[old] if not along else near(old, used[-1], down, n) for n in rights]
    pairs = zip(new, olds, strict=True)
    old = np.stack([min(o, key=lambda old: distance(n, old)) for n, o in pairs])
    return new, old, distance(new, old)


def near(old, stride, down, right):
    """The pooled map, moved by the whole units next to each of the two moves."""
    steps = [{n // stride, -(-n // stride)} for n in (down, right)]
    return [move(old, *step) for step in product(*steps)]
