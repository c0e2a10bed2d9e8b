"""What comes out of a network's layers on the way: its features."""

import torch

from helpers.features.hooks import outputs


@torch.no_grad()
def activations(model, x, layers):
    """{name: what the layer of that name gives} for pictures x (N, C, H, W).

    A layer inside another one is named with dots, like "blocks.5" or
    "blocks.5.depthwise". Dropout is off, and no gradients are kept.
    """
    return outputs(model, x, [layers] if isinstance(layers, str) else list(layers))
