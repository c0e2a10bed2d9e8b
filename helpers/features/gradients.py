"""Which pixels would change the answer? Gradients down to the picture.

Simonyan, Vedaldi and Zisserman, “Deep inside convolutional networks”, 2014; Smilkov and
others, “SmoothGrad”, 2017; Springenberg and others, “Striving for simplicity”, 2015.
"""

import torch
from torch import nn

from .watching import as_used, hooked, maps_of, one_picture, outputs, score


def saliency(model, image, label, noise=0.15, samples=1, generator=None, batch=8):
    """How strongly each pixel acts on the class's score, (H, W): |gradient|.

    Of the channels, the strongest. With more `samples` it is SmoothGrad: the mean
    gradient of so many noisy pictures. `noise` is the noise's standard deviation, as a
    share of what lies between the picture's darkest and brightest value.
    """
    x = one_picture(model, image)
    if samples > 1 and generator is None:
        raise ValueError(
            "SmoothGrad draws noise: give it a generator, such as "
            "torch.Generator().manual_seed(0)."
        )
    spread = noise * (x.max() - x.min()) if samples > 1 else 0
    total = torch.zeros_like(x[0])
    for first in range(0, samples, batch):
        copies = x.repeat(min(batch, samples - first), 1, 1, 1)
        if samples > 1:
            drawn = torch.randn(copies.shape, generator=generator, dtype=torch.float64)
            copies += spread * drawn.to(x)
        with torch.enable_grad(), as_used(model):
            copies.requires_grad_()
            scores = score(model(copies), label)
            total += torch.autograd.grad(scores.sum(), copies)[0].sum(0)
    return (total / samples).abs().amax(0).cpu().numpy()


def guided(model, image, layer, channel, place=None):
    """Guided gradient of one unit down to the picture, (C, H, W).

    At each ReLU only what is positive goes on down: paths that speak against the unit
    are left out. `place`: the unit's row and column; without it, the most active one.
    """
    x = one_picture(model, image)
    kinks = [m for m in model.modules() if isinstance(m, (nn.ReLU, nn.ReLU6))]
    if not kinks:
        raise ValueError("This network has no ReLU layers, nn.ReLU or nn.ReLU6.")
    with torch.enable_grad(), hooked(kinks, _only_positive):
        x.requires_grad_()
        found = outputs(model, x, [layer])[layer]
        values = maps_of(found, layer, channel)[0, channel]
        unit = values.max() if place is None else values[place]
        return torch.autograd.grad(unit, x)[0][0]


def _only_positive(relu, inputs, output):
    output.register_hook(lambda gradient: gradient.clamp(min=0))
