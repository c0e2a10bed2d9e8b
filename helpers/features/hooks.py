"""A network watched while it runs: what its layers give, by name."""

from contextlib import contextmanager, suppress

import torch

from helpers.chosen import chosen

SCORES = None  # stands for what the whole network gives


class Enough(Exception):
    """All that was asked for is there."""


def outputs(model, x, layers):
    """{name: what the layer of that name gives} for pictures x (N, C, H, W).

    The network runs only as far as it must. Of a layer that is used several times,
    the first is kept. Dropout is off.
    """
    refuse_whole_numbers(x)
    modules = dict(model.named_modules())
    names = {model if n is SCORES else layer_of(model, n, modules): n for n in layers}
    found = {}

    def keep(module, inputs, output):
        kept = found.setdefault(names[module], output.clone())
        if len(found) == len(names):
            raise Enough
        return kept.clone()  # what follows may write over it

    with as_used(model), hooked(names, keep), suppress(Enough):
        model(x.to(next(model.parameters(), x)))
    for name in layers:
        if name not in found:
            raise ValueError(f"The network has a layer {name!r}, but doesn't use it.")
    return {name: found[name] for name in layers}


def refuse_whole_numbers(pictures):
    """Refuses bytes and other whole numbers, which no network has learnt to read."""
    if not pictures.is_floating_point():
        raise TypeError(
            f"The pictures hold {str(pictures.dtype).removeprefix('torch.')}; a "
            "network takes floats, in the range that it has learnt: x.float() / 255, "
            "or what `models.photo_for_lite0` and `transfer.resized` give."
        )


def layer_of(model, name, modules=None):
    """The part of the network that has this name, such as "blocks.5.depthwise"."""
    modules = modules or dict(model.named_modules())
    if not name or name not in modules:  # the error lists the larger parts
        chosen("layer", name, [n for n in modules if n and n.count(".") < 2])
    return modules[name]


@contextmanager
def as_used(model):
    """Dropout is off inside; afterwards every part is in the mode that it was in."""
    trained = [module for module in model.modules() if module.training]
    if trained:
        model.eval()
    try:
        yield
    finally:
        for module in trained:
            module.training = True


@contextmanager
def hooked(modules, hook):
    """Inside, hook(module, inputs, output) is called after each of these has run."""
    hooks = []
    try:
        hooks += [module.register_forward_hook(hook) for module in modules]
        yield
    finally:
        for handle in hooks:
            handle.remove()


def one_picture(model, image):
    """The image, (C, H, W) or (1, C, H, W), as the batch of one that a model takes."""
    image = torch.as_tensor(image)
    refuse_whole_numbers(image)
    if not image.isfinite().all():
        raise ValueError("The picture holds NaN or infinity; give finite numbers.")
    batch = image[None] if image.ndim == 3 else image
    if batch.ndim != 4 or len(batch) != 1:
        raise ValueError(
            "One picture is needed, (channels, height, width) or with a 1 before it; "
            f"got the shape {tuple(image.shape)}."
        )
    return batch.detach().to(next(model.parameters(), batch))


def score(scores, label):
    """The scores (N,) of one class, a whole number, from all scores (N, classes)."""
    if scores.ndim != 2:
        raise ValueError(
            "A class's score can be read from scores (N, classes); this network gives "
            f"the shape {tuple(scores.shape)}."
        )
    if label not in range(scores.shape[1]):
        raise ValueError(
            f"label is {label!r}; the network's classes are 0 to {scores.shape[1] - 1}."
        )
    return scores[:, int(label)]


def maps_of(outputs, layer, channel=0):
    """A layer's outputs as maps (N, C, h, w); each number of a dense one is a map."""
    maps = outputs[:, :, None, None] if outputs.ndim == 2 else outputs
    if maps.ndim != 4:
        raise ValueError(
            f"{layer!r} gives the shape {tuple(outputs.shape)}; a layer is needed that "
            "gives maps (N, channels, height, width), or numbers (N, channels)."
        )
    if channel not in range(maps.shape[1]):
        raise ValueError(
            f"channel is {channel!r}; those of {layer!r} are 0 to {maps.shape[1] - 1}."
        )
    return maps
