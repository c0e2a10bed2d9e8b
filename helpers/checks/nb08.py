"""Exercises of notebook 08: distances that mean something, and a step that fools."""

import itertools

import numpy as np

from helpers.checks.exercise import Exercise


# 8.1: as far as another picture
def share_of_the_way(start, changed):
    start, changed = (np.reshape(x, (len(x), -1)) for x in (start, changed))
    others = [np.linalg.norm(a - b) for a, b in itertools.combinations(start, 2)]
    return np.mean(np.linalg.norm(changed - start, axis=1)) / np.median(others)


def features(rng, P, *shape):
    """(start, changed) of P pictures, or three or six: an odd number of pairs."""
    start = rng.normal(3, 5, (P, *shape)).round(1)
    return start, (start + rng.normal(0, rng.uniform(0.5, 4), start.shape)).round(1)


FIXED = np.random.default_rng(8)

relative_distance = Exercise("relative_distance", share_of_the_way).on(
    (np.array([[0.0, 0], [3, 4], [0, 10]]), np.array([[3.0, 4], [3, 4], [0, 11]])),
    features(FIXED, 3, 4),
    features(FIXED, 6, 2, 3),
    features(FIXED, 7, 2, 2, 3),
)


# 8.2: a distance that doesn't mind the light
def distance_in_any_light(a, b):
    a, b = (x - np.mean(x) for x in (a, b))
    return np.linalg.norm(a / np.linalg.norm(a) - b / np.linalg.norm(b))


def two_pictures(rng, *shape):
    """The second one is often the first in another light, and a little different."""
    a = rng.integers(0, 99, shape).astype(float)
    more = rng.uniform(0.2, 3) * a + rng.uniform(-20, 20) + rng.normal(0, 5, shape)
    return a, more.round(1)


without_light = Exercise("without_light", distance_in_any_light).on(
    (np.array([[1.0, 2], [3, 4]]), np.array([[30.0, 40], [50, 60]])),
    (np.array([[1.0, 2], [3, 4]]), np.array([[4.0, 3], [2, 1]])),
    two_pictures(FIXED, 3, 4),
    two_pictures(FIXED, 5, 2),
    two_pictures(FIXED, 2, 3, 3),
)


# 8.3: one step along the gradient's sign
def step_up(x, gradient, size, start, most):
    y = x + size * np.sign(gradient)
    y = np.clip(y, start - most, start + most)
    return np.clip(y, -1, 1)


def fooling(rng, *shape):
    """(x, gradient, size, start, most): x is near start, and many are near an end."""
    size, most = rng.choice([0.05, 0.1, 0.2]), rng.choice([0.15, 0.25, 0.4])
    start = rng.uniform(-1.2, 1.2, shape).clip(-1, 1).round(2)
    x = (start + rng.uniform(-most, most, shape)).clip(-1, 1).round(3)
    gradient = rng.normal(0, 1, shape).round(1) * rng.choice([0.01, 3])
    return x, gradient, float(size), start, float(most)


sign_step = Exercise("sign_step", step_up).on(
    (np.array([0.1, -0.1, 0.1]), np.array([2, -0.1, 0]), 0.3, np.zeros(3), 0.2),
    fooling(FIXED, 3, 5),
    fooling(FIXED, 2, 4, 4),
    fooling(FIXED, 30),
)
