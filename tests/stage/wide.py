"""Random cases for each exercise, WIDE; and what a value does in a case, DOES."""

import numpy as np
import torch

from helpers import convolution
from helpers.checks import nb04, nb06, nb07, nb08, nb09, nb10, nb11, networks


def some(rng, *shape):
    """Whole numbers, or halves."""
    return rng.integers(-9, 10, shape) / rng.choice([1, 2])


def picture(rng, *shape):
    """Whole numbers, or fractions."""
    return rng.integers(-9, 10, shape) if rng.random() < 0.5 else rng.normal(size=shape)


def entries(rng, least=1):
    """A list of 1 to 8 numbers, or an array of them."""
    drawn = picture(rng, rng.integers(least, 9))
    return drawn if rng.random() < 0.5 else drawn.tolist()


def counts(rng, *most):
    """Whole numbers from 1 to each of those given."""
    return [int(rng.integers(1, n + 1)) for n in most]


# --- notebooks 01 to 05 ---------------------------------------------------------------


def mirrored(rng):
    x = entries(rng, least=2)
    return x, int(rng.integers(1, len(x)))


def kernels(rng):
    x, several = rng.integers(4, 7, 2), counts(rng, 3, 4, 4)
    return picture(rng, *x), picture(rng, *several)


def edge(rng):
    dark = rng.integers(-5, 5)
    return dark, dark + rng.integers(1, 9)


def finds(w, dark, light):
    """What it answers on such a wall, above 0 and below it, and from side to side."""
    wall = np.full((6, 6), dark)
    wall[3:] = light
    y, sideways = (convolution.correlate(x, np.array(w)) for x in (wall, wall.T))
    return y[[0, 3]].any(), y.max() > 0, y.min() < 0, sideways.any()


def planes(rng):
    """(x, w, b) of a convolution over channels."""
    channels, several, *size = counts(rng, 4, 3, 3, 3)
    x = picture(rng, channels, *np.add(size, rng.integers(0, 3, 2)))
    return x, picture(rng, several, channels, *size), picture(rng, several)


def window(rng):
    N, F, P, S, D = counts(rng, 20, 6, 5, 5, 4)
    return N + D * F, F, P - 1, S, D


def groups(rng):
    N, F, C, K, G = counts(rng, 9, 4, 4, 4, 4)
    return N + F, F, C * G, K * G, G


def stack(rng):
    layers = [tuple(counts(rng, 5, 3, 3)) for _ in range(rng.integers(1, 5))]
    return layers, int(rng.integers(6))


def windows(rng):
    """(a picture, size, stride): windows overlap, leave gaps, or don't fit."""
    size, stride = counts(rng, 4, 4)
    return some(rng, *size + rng.integers(0, 7, 2)), size, stride


def backward_pass(rng):
    x, size, stride = windows(rng)
    return some(rng, *((n - size) // stride + 1 for n in x.shape)), x, size, stride


def line(rng):
    return some(rng, rng.integers(1, 6))


def layer(rng):
    """(y_bar, x, w) of a layer: they are (I, T), (J, N) and (I, J, K)."""
    outputs, inputs, T, K = rng.integers(1, 5, 4)
    w = some(rng, outputs, inputs, K)
    return some(rng, outputs, T), some(rng, inputs, T + K - 1), w


# --- notebooks 06 to 10 ---------------------------------------------------------------


def table(rng):
    sizes = rng.integers(1, 7, rng.integers(1, 18))
    return [rng.permutation(7)[:n].tolist() for n in sizes], int(rng.integers(1, 8))


def move(rng):
    x = rng.integers(1, 99, rng.integers(2, 6, 2)) / rng.choice([1, 2])
    return x, *(int(step) for step in rng.integers(-4, 5, 2))


def copies(rng):
    pictures = rng.permutation(np.arange(100, 999))[: rng.integers(3, 9)]
    origins = rng.permutation(np.concatenate([pictures, rng.choice(pictures, 12)]))
    return origins, int(rng.integers(1, len(pictures)))


def fitting(rng):
    F, S, P = rng.integers((1, 1, 0), (12, 10, 6)).tolist()
    return F + int(rng.integers(0, 60)), F, S, P


def ablation(rng):
    full, without = (
        rng.normal(85 + rng.normal(), rng.uniform(0.2, 1.5), rng.integers(4, 10))
        for _ in range(2)
    )
    return full.round(1), without.round(1)


def covered(rng):
    more = rng.integers(3), *counts(rng, 4, 3), rng.normal()
    return networks.tiny(rng, (2, *rng.integers(5, 9, 2)), *more, loud=2.0)


def climb(rng):
    more = rng.integers(3), rng.integers(1, 5), rng.uniform(0.1, 0.5)
    return networks.tiny(rng, (2, *rng.integers(2, 5, 2)), *more)


def rows(rng):
    count = rng.integers(4, 10)
    features = rng.normal(0, 1, (count, rng.integers(3, 6)))
    n, k, twin = rng.integers(count), rng.integers(1, count - 1), rng.integers(count)
    features[twin] = features[n]
    return torch.from_numpy(features), n, k


def learners(rng):
    return nb10.partly_frozen(1, rng.integers(5), *rng.uniform(0.001, 0.5, 2))


def block(rng):
    channels, out, stride = counts(rng, 4, 4, 3)
    return nb11.sizes(channels + 1, out + 1, stride)


def line_of(rng):
    """A BatchNorm's gain, shift, mean, variance and eps."""
    *rows, var = rng.normal(size=(4, rng.integers(1, 5)))
    return *rows, var**2, rng.uniform(0.01, 2)


WIDE = {
    "conv1d": lambda rng: (entries(rng), entries(rng)),
    "daily_change": lambda rng: (rng.normal(size=9),),
    "smooth": lambda rng: (entries(rng), *counts(rng, 6)),
    "reflect": mirrored,
    "correlate2d": lambda rng: (kernels(rng)[0], picture(rng, *counts(rng, 4, 4))),
    "shift_kernel": lambda rng: (picture(rng, 4, 5),),
    "edge_kernel": edge,
    "edge_features": kernels,
    "channels": planes,
    "output_size": window,
    "counts": groups,
    "sees": stack,
    "max_pool": windows,
    "average_gradient": backward_pass,
    "merely_moved": lambda rng: ([counts(rng, 5, 5) for _ in range(*counts(rng, 5))],),
    "twin": lambda rng: (nb04.distinct(rng, *2 * rng.integers(1, 4, 2)),),
    "input_gradient": lambda rng: (line(rng), line(rng)),
    "weight_gradient": lambda rng: layer(rng)[:2],
    "max_pool_gradient": backward_pass,
    "first": lambda rng: layer(rng)[::2],
    "second": lambda rng: tuple(some(rng, *rng.integers(1, 5, 2)) for _ in range(2)),
    "third": lambda rng: (line(rng), line(rng), *counts(rng, 4)),
    "partial_parameters": table,
    "training_loop": lambda rng: nb06.to_learn(rng, *counts(rng, 6, 5), lr=0.3),
    "shifted": move,
    "honest_split": copies,
    "top5": lambda rng: nb07.photos(rng, rng.integers(1, 12), rng.integers(6, 15)),
    "why_not_224": fitting,
    "read_ablation": ablation,
    "dropout": lambda rng: nb07.units(rng, rng.random() < 0.7, *counts(rng, 4, 6)),
    "relative_distance": lambda rng: nb08.features(
        rng, rng.choice([3, 6, 7]), *counts(rng, 3, 3)
    ),
    "without_light": lambda rng: nb08.two_pictures(rng, 2, *counts(rng, 4, 4)),
    "sign_step": lambda rng: nb08.fooling(rng, *counts(rng, 4, 6)),
    "which_unit": lambda rng: nb09.layer(rng, rng.integers(4, 9), rng.integers(2, 12)),
    "occlusion": covered,
    "saliency": lambda rng: climb(rng)[:3],
    "ascent": climb,
    "neighbours": rows,
    "rates": lambda rng: nb10.partly_frozen(
        1, rng.integers(5), *rng.uniform(0, 0.5, 2)
    ),
    "frozen": lambda rng: nb10.untrained(*counts(rng, 9, 5), rng.random() < 0.5),
    "chosen": lambda rng: nb10.runs(rng, *rng.integers(2, 7, 2)),
    "as_line": line_of,
    "bottleneck": lambda rng: tuple(counts(rng, 11, 11, 11, 11)),
    "residual": lambda rng: nb11.sizes(
        *(1 + n for n in counts(rng, 4, 4)), *counts(rng, 3)
    ),
    "separable": lambda rng: (*counts(rng, 5, 5), int(rng.choice([1, 3, 5]))),
}
DOES = {
    "daily_change": lambda w, x: np.convolve(x, w)[:9],
    "shift_kernel": lambda w, x: convolution.correlate(x, np.array(w), "same"),
    "edge_kernel": finds,
}
