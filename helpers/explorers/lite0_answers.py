"""A photo put elsewhere, and what EfficientNet-Lite0 makes of it: answers and features.

The network and the names are loaded only when they are first used.
"""

from functools import cache, lru_cache

import numpy as np
import torch
from torch.nn.utils.fusion import fuse_conv_bn_eval

from helpers import features, models, plots
from helpers.datasets import pictures
from helpers.features import invariance
from helpers.one_thread import one_thread

TRUTH = {"coffee": "espresso", "camera": "tripod", "chelsea": "tiger cat"}
LAYERS = {"first layer": "stem", "middle layer": "blocks.10", "last: scores": "fc"}
REACH = 100  # pixels of 224 that the photo can be moved, each way
CHANGES = {  # at which amounts the curves are computed
    "right": np.arange(-REACH, REACH + 1, 20),
    "down": np.arange(-REACH, REACH + 1, 20),
    "zoom": np.linspace(0.6, 1.8, 9),
    "degrees": np.arange(-180, 181, 20),
    "light": np.linspace(-0.6, 0.6, 7),
    "blur": np.arange(0, 9),
    "cover": np.linspace(0, 0.9, 7),
}


@cache
def net():
    """The network, made quicker: batch normalisation is part of its convolutions."""
    net = models.lite0()
    for layer in [part for part in net.modules() if hasattr(part, "norm")]:
        layer.conv = fuse_conv_bn_eval(layer.conv, layer.norm)
        layer.norm = torch.nn.Identity()
    return net.to(memory_format=torch.channels_last)


@cache
def ready(name):
    """The photo as the network takes it, (1, 3, 224, 224)."""
    return models.photo_for_lite0(pictures.photo(name))


@lru_cache(100)
def seen(name, light=0, blur=0):
    """The photo as the network sees it, in bytes (224, 224, 3)."""
    with one_thread():
        x = invariance.changed(ready(name), light=light, blur=blur)
    return as_bytes(x[0])


def names():
    """The thousand classes."""
    return models.IMAGENET


def show_guesses(page, title, place, step, shares, truth, count=5):
    """The best guesses [(name, share), …] as bars, each `step` below the other.

    The first one's place is (left, top, width, height); a right one is green.
    """
    left, top, *size = place
    best = np.argsort(-shares, kind="stable")[:count]
    guesses = [(names()[k], shares[k]) for k in best]
    page.text(title, left, top - 8)
    for n, (name, share) in enumerate(guesses):
        colour = plots.GREEN if name == truth else plots.SKY
        said = f"{name}  {plots.percent(share)}"
        page.bar((left, top + step * n, *size), share, colour, said)
    return guesses


@cache
def _start(name):
    return features.activations(net(), ready(name), LAYERS.values())


@cache
def _unit():
    """{layer: the distance of two different photos' features}."""
    photos = torch.cat([ready(name) for name in pictures.photo_names()])
    return invariance.apart(net(), photos, LAYERS.values())


def as_bytes(picture):
    """A picture (3, H, W) as Lite0 takes it, as bytes (H, W, 3)."""
    colours = (picture * 128 + 127).round().clamp(0, 255).byte()
    return colours.permute(1, 2, 0).numpy()


@lru_cache(1000)
def look(name, *amounts):
    """Of the photo changed by amounts of CHANGES: the shares (1000,), and far.

    far: how far each layer's features are; 1 is as far as another photo's.
    """
    with one_thread():
        changes = dict(zip(CHANGES, amounts, strict=False))
        x = invariance.changed(ready(name), **changes)
        unit, start = _unit(), _start(name)
        found = features.activations(net(), x, unit)
        far = [(found[key] - start[key]).norm().item() / unit[key] for key in unit]
        return found["fc"][0].softmax(0).numpy(), far


@cache
def curves(name):
    """{change: the true class's share at each of the change's amounts}."""
    given = net(), ready(name), [names().index(TRUTH[name])]
    with one_thread():
        return {
            change: invariance.curves(*given, change, at.tolist(), {}).scores[0]
            for change, at in CHANGES.items()
        }
