"""Exercises of notebook 09: which unit, an occlusion map, a saliency map, an ascent."""

import numpy as np

from helpers.checks import networks
from helpers.checks.exercise import Exercise


# 9.1: which unit is this?
def which_unit(maps, best):
    peaks = np.max(maps, axis=(2, 3))  # (N, C)
    order = np.argsort(-peaks, axis=0)[: len(best)]
    return int(np.flatnonzero((best == order.T).all(axis=1))[0])


def layer(rng, images, channels):
    """(maps, best): one channel only has these best images, three of them."""
    rng = np.random.default_rng(rng)
    while True:
        maps = rng.normal(0, 2, (images, channels, 2, 3))
        order = np.argsort(-maps.max((2, 3)), axis=0)[:3].T
        for best in order:
            if (order == best).all(1).sum() == 1:
                return maps, best


which_unit = Exercise("which_unit", which_unit).on(
    # so many channels that each mistake finds one
    *[layer(seed, 5, 120) for seed in (25, 231, 215)]
)


# 9.2: an occlusion map by hand
def occlusion(model, image, label, size, step, fill):
    rows, cols = ((side - size) // step + 1 for side in image.shape[1:])
    shares = np.zeros((rows, cols))
    for i, j in np.ndindex(rows, cols):
        covered, top, left = image.clone(), i * step, j * step
        covered[:, top : top + size, left : left + size] = fill
        shares[i, j] = model(covered[None]).softmax(1)[0, label].item()
    return shares


occlusion = Exercise("occlusion", occlusion, check=networks.check_tiny).on(
    networks.tiny(1, (3, 7, 9), 2, 3, 2, 0.5, loud=2.0),
    networks.tiny(2, (1, 8, 6), 0, 2, 1, -1.0, loud=2.0),
    networks.tiny(3, (2, 8, 11), 1, 2, 3, 0.25, loud=2.0),
)


# 9.3: a saliency map, mended
def saliency(model, image, label):
    x = image.clone().requires_grad_()
    model(x[None])[0, label].backward()  # not the class that is believed least
    return x.grad.abs().amax(0)  # |·| first, or opposite colours cancel


saliency = Exercise("saliency", saliency, check=networks.check_tiny).on(
    # no class is always the most or the least believed: all take turns
    networks.tiny(14, (3, 4, 5), 1),
    networks.tiny(15, (3, 5, 4), 2, loud=200.0),
    networks.tiny(21, (2, 3, 6), 0),
)


# 9.4: the picture it would like
def ascent(model, image, label, steps, rate):
    for _ in range(steps):
        x = image.clone().requires_grad_()
        model(x[None])[0, label].backward()
        image = image + rate * x.grad
    return image


ascent = Exercise("ascent", ascent, check=networks.check_tiny).on(
    networks.tiny(23, (3, 3, 4), 1, 3, 0.5),
    networks.tiny(27, (1, 4, 3), 2, 4, 0.25, loud=2.0),
    networks.tiny(33, (2, 3, 3), 0, 2, 0.1, loud=40.0),
)
