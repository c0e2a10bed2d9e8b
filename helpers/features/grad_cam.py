"""Which places of a layer's maps speak for the class?

Selvaraju and others, “Grad-CAM: visual explanations from deep networks”, 2017.
"""

import torch
import torch.nn.functional as F

from helpers.features.hooks import SCORES, one_picture, outputs, score


def grad_cam(model, image, label, layer):
    """How much each place of a layer speaks for the class, (h, w), from 0 on.

    The layer's maps are added up, each weighted with its mean gradient: by how much
    the class's score grows when the whole map does. What is below 0 becomes 0.
    """
    x = one_picture(model, image)
    with torch.enable_grad():
        found = outputs(model, x.requires_grad_(), [layer, SCORES])
        maps = found[layer]
        if maps.ndim != 4:
            raise ValueError(
                f"{layer!r} gives the shape {tuple(maps.shape)}; Grad-CAM needs a "
                "layer that gives maps (N, channels, height, width)."
            )
        (gradient,) = torch.autograd.grad(score(found[SCORES], label).sum(), maps)
    weights = gradient.mean((2, 3), keepdim=True)
    return (weights * maps).sum(1).relu()[0].detach().cpu().numpy()


def enlarged(values, height, width):
    """A map (h, w) as (height, width), to lay over a picture; mixed in between."""
    values = torch.as_tensor(values)[None, None]
    return F.interpolate(values, (height, width), mode="bilinear")[0, 0].numpy()
