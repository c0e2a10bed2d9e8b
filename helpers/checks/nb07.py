"""Exercises of notebook 07: top-5 error, the width that fits, ablations, dropout."""

import numpy as np

from helpers.checks.exercise import Exercise


# 7.1: top-5 error
def top5_error(scores, labels):
    best = np.argsort(scores, axis=1)[:, -5:]
    found = (best == np.reshape(labels, (-1, 1))).any(axis=1)
    return 1 - sum(found) / len(found)


def photos(rng, N, K):
    """(scores, labels) of N photos: no two scores of one are alike."""
    scores = np.array([rng.permutation(K) for _ in range(N)]) - 2.5
    return scores, rng.integers(0, K, N)


FIXED = np.random.default_rng(15)  # on these cases each mistake has its own errors

top5 = Exercise("top5", top5_error).on(
    *[photos(FIXED, N, K) for N, K in [(4, 7), (7, 9), (3, 12), (40, 12)]]
)


# 7.2: the smallest width that fits
def width(N, F, S, P):
    missing = -(N + 2 * P - F) % S  # up to the next whole step
    return N + missing


why_not_224 = Exercise("why_not_224", width).on(
    (224, 11, 4, 0),
    (227, 11, 4, 0),
    (32, 5, 3, 1),
    (28, 7, 5, 2),
    (17, 4, 9, 3),
    (64, 3, 2, 1),
)


# 7.3: what may be concluded from an ablation's runs?
def reading(full, without):
    points = np.mean(full) - np.mean(without)
    errors = [np.var(runs, ddof=1) / len(runs) for runs in (full, without)]
    if abs(points) <= 2.3 * np.sqrt(sum(errors)):
        return "can't tell"
    return "helps" if points > 0 else "hurts"


# Welch's test and the t-test agree with our rule on each of them. Rules of another
# width, or that leave runs out, don't.
ABLATIONS = [
    ([86.2, 86.9, 86.5, 86.0, 86.6], [84.9, 85.3, 84.6, 85.0, 85.2]),
    ([84.9, 85.3, 84.6, 85.0, 85.2], [86.2, 86.9, 86.5, 86.0, 86.6]),
    ([86.1, 84.5, 83.1, 86.8, 87.2], [87.6, 86.1, 86.7, 87.5, 88.2, 86.3, 86.6, 85.8]),
    ([85.8, 86.1, 85.7, 86.2, 86.5], [85.7, 85.2, 85.3, 85.8, 85.9]),
    ([85.9, 85.8, 85.4, 85.5, 85.4], [85.6, 86.1, 86.3, 86.3, 86.5, 84.8, 85.5, 85.7]),
    ([83.5, 84.4, 85.5, 86.3, 85.5, 89.2, 86.7, 86.9], [87.7, 87.4, 88.0, 87.6, 88.3]),
    ([85.7, 85.7, 85.8, 85.8, 86.0], [86.5, 85.9, 86.3, 86.3, 86.6, 86.2, 86.3, 86.0]),
    ([86.9, 85.2, 85.3, 85.5, 86.1], [85.6, 85.3, 85.0, 85.7, 85.7]),
    ([86.9, 86.3, 85.9, 86.5, 84.4], [87.7, 87.2, 87.8, 87.1, 87.0]),
    ([86.0, 85.7, 85.0, 86.4, 84.8, 85.4, 86.5, 85.5], [84.5, 84.6, 85.8, 85.0, 85.1]),
    ([85.0, 85.6, 85.3, 85.0, 85.1], [86.2, 85.8, 86.3, 84.6, 86.2, 85.9, 85.4, 86.8]),
    ([86.7, 86.7, 87.0, 86.6, 86.7], [85.7, 85.7, 85.6, 87.4, 84.8]),
    ([84.4, 86.9, 85.0, 89.0, 84.3, 87.3, 86.8, 88.4], [84.5, 84.4, 84.2, 85.1, 84.3]),
    ([86.3, 86.1, 85.7, 85.8, 85.5], [85.9, 85.6, 85.2, 85.3, 85.8]),
    ([87.6, 86.0, 84.7, 83.7, 85.7], [87.8, 86.0, 84.4, 86.6, 87.4]),
    ([86.7, 85.7, 85.5, 86.3, 87.3, 87.2, 84.5, 83.4], [84.8, 84.5, 84.9, 84.5, 85.1]),
    ([85.8, 86.2, 84.8, 85.2, 86.4], [86.3, 87.2, 86.6, 86.9, 85.5]),
]


read_ablation = Exercise("read_ablation", reading).on(
    *[tuple(map(np.array, case)) for case in ABLATIONS]
)


# 7.4: dropout, by hand
def drop(x, draw, p, training):
    if not training:
        return x
    return np.where(draw < p, 0, x / (1 - p))


def units(rng, training, *shape):
    """(x, draw, p, training): no draw is p itself."""
    draw = (rng.integers(0, 100, shape) + 0.5) / 100
    x = rng.integers(1, 9, shape) * rng.choice([-1.0, 1.0], shape)
    return x, draw, float(rng.choice([0.2, 0.3, 0.6])), training


dropout = Exercise("dropout", drop).on(
    units(FIXED, True, 8),
    units(FIXED, True, 3, 7),
    units(FIXED, False, 6),
    units(FIXED, True, 5, 4),
)
