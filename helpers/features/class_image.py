"""What picture would the network like best? Gradient ascent, from nearly grey.

Plainly, as in Simonyan, Vedaldi and Zisserman, “Deep inside convolutional networks”,
2014; or painted with waves and moved at random, as in Olah and others, “Feature
visualization”, Distill 2017.
"""

from dataclasses import dataclass

import numpy as np
import torch

from helpers.features.fourier_image import blank, moved, picture_of
from helpers.features.hooks import (
    SCORES,
    as_used,
    maps_of,
    one_picture,
    outputs,
    score,
)
from helpers.features.progress import progress

RATE = 0.07  # of the steps up


@dataclass(frozen=True)
class Ascent:
    """The picture, (H, W, 3) from 0 to 255, and the objective at each step."""

    picture: np.ndarray
    history: list


def class_image(
    model,
    objective,
    generator,
    steps=128,
    size=192,
    *,
    fourier=True,
    transforms=True,
):
    """Ascent to a picture for which a class's score, or a channel of a layer, is high.

    objective   a class's number; or (layer, channel), whose mean over the map counts
    fourier     paint with waves, so that shapes come before noise; or with pixels
    transforms  move the picture at random before each step

    The network takes colours from −1 (black) to 1 (white).
    """
    numbers = blank(size, fourier, generator)
    numbers = numbers.to(next(model.parameters(), numbers))
    optimizer = torch.optim.Adam([numbers.requires_grad_()], RATE, maximize=True)
    history = []
    with torch.enable_grad(), as_used(model):
        for _ in progress(range(steps), 3 * steps * size**2):  # back takes two thirds
            x = 2 * picture_of(numbers)[None] - 1
            value = _value(model, moved(x, generator) if transforms else x, objective)
            (numbers.grad,) = torch.autograd.grad(value, numbers)
            optimizer.step()
            history.append(value.item())
    picture = 255 * picture_of(numbers.detach()).cpu().numpy().transpose(1, 2, 0)
    return Ascent(picture, history)


def climb(model, image, label, steps, rate):
    """The image (C, H, W) after plain steps uphill: rate times the score's gradient."""
    x = one_picture(model, image).clone()
    with torch.enable_grad(), as_used(model):
        for _ in range(steps):
            x.requires_grad_()
            (gradient,) = torch.autograd.grad(score(model(x), label).sum(), x)
            x = (x + rate * gradient).detach()
    return x[0]


def _value(model, x, objective):
    """The number that is to grow."""
    if not isinstance(objective, tuple):
        return score(outputs(model, x, [SCORES])[SCORES], objective).sum()
    layer, channel = objective
    maps = maps_of(outputs(model, x, [layer])[layer], layer, channel)
    return maps[:, channel].mean()
