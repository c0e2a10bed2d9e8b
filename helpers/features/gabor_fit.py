"""How much of a filter is a Gabor: the best one is found by least squares.

found = gabor_fit.fit(filters[0])  # one filter, (3, 11, 11) or (11, 11)
found.angle, found.frequency, found.explained
"""

from dataclasses import dataclass, field
from functools import cache
from itertools import product

import numpy as np
from scipy.optimize import least_squares

STARTS = 3  # how many of the best Gabors of the bank are refined


@dataclass(frozen=True)
class Gabor:
    """The Gabor that is nearest to a filter.

    angle      of the direction in which the wave runs: 0 to 180°, as in kernels.gabor
    frequency  waves a pixel, at most a half
    explained  share of the filter's squared weights that it accounts for, 0 to 1
    colour     (3,) of length 1: the filter is nearest to this times one grey picture
    picture    the Gabor itself, in the filter's shape
    """

    angle: float
    frequency: float
    explained: float
    colour: np.ndarray = field(repr=False)
    picture: np.ndarray = field(repr=False)


def fit(weights):
    """The Gabor nearest to one filter (H, W) or (C, H, W), odd and square.

    A filter of several colours is first reduced to its strongest one by SVD: what the
    other colours hold counts as not explained.
    """
    weights = _filter(weights)
    channels, size = weights.reshape(-1, *weights.shape[-2:]).shape[:2]
    colour, grey = strongest_colour(weights.reshape(channels, -1))
    least, most = _bounds(size)
    tried = [
        least_squares(_rest, start, bounds=(least, most), args=(grey,), x_scale=most)
        for start in _starts(grey, size)
    ]
    # Roundings don't decide between two equally good ones: the first wins.
    best = min(tried, key=lambda one: round(one.cost / (grey @ grey), 9)).x
    even, odd = waves(best, size)
    (a, b), *_ = np.linalg.lstsq(np.stack([even, odd], 1), grey, rcond=None)
    picture = np.multiply.outer(colour, a * even + b * odd).reshape(weights.shape)
    return Gabor(
        # Rounded first, or the rounding of 0° could make it 180°.
        angle=round(np.rad2deg(best[2]), 6) % 180,
        frequency=best[3],
        explained=1 - ((weights - picture) ** 2).sum() / (weights**2).sum(),
        colour=colour,
        picture=picture,
    )


def strongest_colour(weights):
    """(colour (C,), grey (pixels,)) whose product is nearest to weights (C, pixels)."""
    left, strength, right = np.linalg.svd(weights, full_matrices=False)
    sign = -1.0 if left[np.abs(left[:, 0]).argmax(), 0] < 0 else 1.0
    return sign * left[:, 0], sign * strength[0] * right[0]


def waves(where, size):
    """The two waves under one bell, cosine and sine, each (size·size,).

    Every phase and amplitude is a sum of the two, so these needn't be searched for.
    """
    x, y, angle, frequency, sigma, aspect = where
    i, j = np.mgrid[:size, :size].reshape(2, -1) - size // 2
    along = (j - x) * np.cos(angle) - (i - y) * np.sin(angle)
    across = (j - x) * np.sin(angle) + (i - y) * np.cos(angle)
    bell = np.exp(-(along**2 + (across / aspect) ** 2) / (2 * sigma**2))
    turn = 2 * np.pi * frequency * along
    return bell * np.cos(turn), bell * np.sin(turn)


def _rest(where, grey):
    """What is left of grey (pixels,) without the best sum of the two waves."""
    base, _ = np.linalg.qr(np.stack(waves(where, round(len(grey) ** 0.5)), 1))
    return grey - base @ (base.T @ grey)


def _bounds(size):
    """Least and most of x, y, angle in radians, frequency, sigma and aspect."""
    half = size / 2
    # A quarter of a wave in the whole filter is as good as none.
    return (-half, -half, -7, 0.25 / size, 0.7, 0.5), (half, half, 7, 0.5, size, 3)


@cache
def _bank(size):
    """Gabors all over: where each one is (N, 6), and its waves, (N, pixels, 2)."""
    places = np.linspace(-size / 4, size / 4, 5)
    angles = np.arange(12) * np.pi / 12
    frequencies = np.geomspace(0.5 / size, 0.4, 7)
    where = product(places, places, angles, frequencies, (size / 8, size / 4), (1.0,))
    where = np.array(list(where))
    pairs = np.stack([np.stack(waves(one, size), 1) for one in where])
    return where, np.linalg.qr(pairs)[0]


def _starts(grey, size):
    """The best Gabors of the bank, no two of them with nearly the same wave."""
    where, pairs = _bank(size)
    explained = (np.einsum("npk,p->nk", pairs, grey) ** 2).sum(1) / (grey @ grey)
    chosen = []
    for one in where[np.argsort(-explained.round(9), kind="stable")]:
        if all(np.any(one[2:4] != other[2:4]) for other in chosen):
            chosen.append(one)
        if len(chosen) == STARTS:
            return chosen
    return chosen


def _filter(weights):
    """The filter in float64, checked."""
    weights = np.asarray(weights, dtype=np.float64)
    shape = weights.shape
    if len(shape) not in (2, 3) or shape[-1] != shape[-2] or shape[-1] % 2 == 0:
        raise ValueError(
            f"the filter has the shape {shape}; give one filter, (size, size) or "
            "(colours, size, size), with an odd size: filters[0] of many."
        )
    if shape[-1] < 5:
        raise ValueError(
            f"the filter is {shape[-1]} pixels wide: too few for the six numbers that "
            "say where a Gabor is. Give one that is 5 wide, or wider."
        )
    if not np.isfinite(weights).all() or not weights.any():
        raise ValueError(
            "the filter holds only zeros, or numbers that aren't finite: no Gabor is "
            "near to it. Leave it out."
        )
    return weights
