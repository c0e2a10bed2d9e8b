"""Which pixels would change the answer? Gradients down to the picture.

Simonyan, Vedaldi and Zisserman, “Deep inside convolutional networks”, 2014; Smilkov and
others, “SmoothGrad”, 2017; Springenberg and others, “Striving for simplicity”, 2015.
"""

from contextlib import contextmanager

import torch
from torch import nn

from helpers.arithmetic.sizes import whole
from helpers.features.hooks import as_used, hooked, maps_of, one_picture, outputs, score

BATCH = 4  # pictures at once: with eight, notebook 09 takes more than 1.5 GB


def saliency(model, image, label, noise=0.15, samples=1, generator=None):
    """How strongly each pixel acts on the class's score, (H, W): |gradient|.

    Of the channels, the strongest. With more `samples` it is SmoothGrad: the mean of
    the maps of so many noisy pictures. `noise` is the noise's standard deviation, as a
    share of what lies between the picture's darkest and brightest value.
    """
    x = one_picture(model, image)
    samples = whole("samples", samples)
    if not 0 <= noise < float("inf"):
        raise ValueError(f"noise is {noise!r}; it must be a number, 0 or more.")
    if samples > 1 and generator is None:
        raise ValueError(
            "SmoothGrad draws noise: give it a generator, such as "
            "torch.Generator().manual_seed(0)."
        )
    spread = noise * (x.max() - x.min()) if samples > 1 else 0
    total = torch.zeros_like(x[0, 0])
    for first in range(0, samples, BATCH):
        copies = x.repeat(min(BATCH, samples - first), 1, 1, 1)
        if samples > 1:
            drawn = torch.randn(copies.shape, generator=generator, dtype=torch.float64)
            copies += spread * drawn.to(x)
        with torch.enable_grad(), as_used(model):
            copies.requires_grad_()
            scores = score(model(copies), label)
            (gradients,) = torch.autograd.grad(scores.sum(), copies)
        total += gradients.abs().amax(1).sum(0)
    return (total / samples).cpu().numpy()


def guided(model, image, layer, channel, place=None):
    """Guided gradient of one unit down to the picture, (C, H, W).

    At each ReLU only what is positive goes on down: paths that speak against the unit
    are left out. `place`: the unit's row and column; without it, the most active one.
    """
    x = one_picture(model, image)
    with torch.enable_grad(), _guiding(model):
        x.requires_grad_()
        found = outputs(model, x, [layer])[layer]
        values = maps_of(found, layer, channel)[0, channel]
        if place is None:
            place = divmod(values.argmax().item(), values.shape[1])
        return torch.autograd.grad(values[place], x)[0][0]


@contextmanager
def _guiding(model):
    """Inside, ReLUs let only positive gradients down; they keep their input for it."""
    kinks = [m for m in model.modules() if isinstance(m, (nn.ReLU, nn.ReLU6))]
    if not kinks:
        raise ValueError("This network has no ReLU layers, nn.ReLU or nn.ReLU6.")
    inplace = [kink.inplace for kink in kinks]
    try:
        for kink in kinks:
            kink.inplace = False
        with hooked(kinks, _only_positive):
            yield
    finally:
        for kink, was in zip(kinks, inplace, strict=True):
            kink.inplace = was


def _only_positive(kink, inputs, output):
    """The output, with another way down: ReLU6's ceiling doesn't end it either."""
    relu = inputs[0].relu()
    output = relu + (output - relu).detach()
    output.register_hook(lambda gradient: gradient.clamp(min=0))
    return output
