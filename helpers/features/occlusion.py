"""Cover a part of the picture: does the network still know what it is?

After Zeiler and Fergus, “Visualizing and understanding convolutional networks”, 2014.
"""

from itertools import product

import numpy as np
import torch

from helpers.features.hooks import as_used, one_picture, score
from helpers.features.progress import progress

BATCH = 4  # pictures at once


@torch.no_grad()
def occlusion(model, image, label, size=28, step=14, fill=0.0):
    """The class's probability with one square of the image covered, (rows, columns).

    At [i, j] the square begins i·step pixels from the top and j·step from the left.
    `fill` is what covers it: 0 is middle grey for EfficientNet-Lite0.
    """
    x = one_picture(model, image)
    tops, lefts = (starts(side, size, step) for side in x.shape[2:])
    places = list(product(tops, lefts))
    shares = np.empty(len(places))
    parts = range(0, len(places), BATCH)
    with as_used(model):
        for first in progress(parts, len(places) * x[0, 0].numel()):
            part = places[first : first + BATCH]
            covered = x.repeat(len(part), 1, 1, 1)
            covered = covered.contiguous(memory_format=torch.channels_last)  # quicker
            for picture, (top, left) in zip(covered, part, strict=True):
                picture[:, top : top + size, left : left + size] = fill
            found = score(model(covered).softmax(1), label)
            shares[first : first + BATCH] = found.cpu().numpy()
    return shares.reshape(len(tops), len(lefts))


def starts(side, size, step):
    """Where squares of a size begin, so that the first and last lie at the edges."""
    if size not in range(1, side + 1):
        raise ValueError(
            f"size is {size!r}; it can be 1 to {side}, the picture's side."
        )
    if step not in range(1, side + 1) or (side - size) % step:
        fit = [n for n in range(1, side - size + 1) if (side - size) % n == 0]
        raise ValueError(
            f"Squares of {size} pixels in steps of {step!r} don't end where {side} "
            f"pixels end; steps of {', '.join(map(str, fit))} do."
        )
    return range(0, side - size + 1, step)
