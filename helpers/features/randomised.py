"""A network that has forgotten: what does a map show that doesn't need the weights?

Adebayo and others, “Sanity checks for saliency maps”, 2018.
"""

from copy import deepcopy

import torch

from helpers.features.hooks import layer_of


@torch.no_grad()
def randomised(model, layers, generator):
    """A copy of the network, in which these layers' weights are drawn afresh.

    As before training: weights normal, by He's rule; biases 0; a normalisation
    changes nothing.
    """
    copy = deepcopy(model)
    for name in [layers] if isinstance(layers, str) else layers:
        for module in layer_of(copy, name).modules():
            for kind, values in module.named_parameters(recurse=False):
                values.copy_(fresh(kind, values, generator))
            if hasattr(module, "reset_running_stats"):
                module.reset_running_stats()
    return copy


def fresh(kind, values, generator):
    """New numbers for a parameter, drawn in double precision: everywhere the same."""
    if "bias" in kind:
        return torch.zeros_like(values)
    if values.ndim < 2:  # a normalisation's
        return torch.ones_like(values)
    inputs = values[0].numel()
    drawn = torch.randn(values.shape, generator=generator, dtype=torch.float64)
    return drawn * (2 / inputs) ** 0.5


def down_to(model, layer):
    """Names of all layers with weights, from the top of the network down to `layer`."""
    lowest = layer_of(model, layer)
    names = []
    for name, module in reversed(list(model.named_modules())):
        if next(module.parameters(recurse=False), None) is not None:
            names.append(name)
        if module is lowest:
            return names
