"""What comes out of a network's layers on the way: its features."""

import torch


@torch.no_grad()
def activations(model, x, layers):
    """{name: what the layer of that name gives} for pictures x (N, C, H, W).

    A layer inside another one is named with dots, like "blocks.5" or
    "blocks.5.depthwise". Dropout is off, and no gradients are kept.
    """
    layers = [layers] if isinstance(layers, str) else list(layers)
    modules = dict(model.named_modules())
    for name in layers:
        if not name or name not in modules:
            there = [known for known in modules if known and known.count(".") < 2]
            raise ValueError(
                f"The network has no layer {name!r}; there are {', '.join(there)}."
            )
    found = {}

    def keeper(name):
        def keep(module, inputs, output):
            found[name] = output.clone()  # what follows may write over it

        return keep

    training = model.training
    hooks = [modules[name].register_forward_hook(keeper(name)) for name in layers]
    try:
        model.eval()
        model(x.to(next(model.parameters())))
    finally:
        model.train(training)
        for hook in hooks:
            hook.remove()
    return {name: found[name] for name in layers}
