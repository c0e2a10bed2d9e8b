"""A network that has learnt, made ready to learn something else.

A layer inside another one is named with dots, like "blocks.10", as in
`named_modules()`. Everything works on any network whose parts run in the order in which
they were made: on every `nn.Sequential`, and on torchvision's classifiers.
"""

import copy
from collections import OrderedDict

from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from helpers.arithmetic.sizes import whole
from helpers.features.hooks import layer_of
from helpers.models import drawn


def with_head(model, classes, seed):
    """A copy of the network whose last dense layer is a new one with `classes` outputs.

    All other weights are kept; `seed` decides those of the new layer.
    """
    classes = whole("classes", classes)
    dense = [n for n, m in model.named_modules() if isinstance(m, nn.Linear)]
    if not dense:
        raise ValueError("The network has no dense layer (nn.Linear) to replace.")
    copied = copy.deepcopy(model)
    where, _, name = dense[-1].rpartition(".")
    old = copied.get_submodule(dense[-1])
    with drawn(seed):
        new = nn.Linear(old.in_features, classes, old.bias is not None)
    setattr(copied.get_submodule(where), name, new.to(old.weight))
    return copied


def freeze(model, upto):
    """The network itself, in which all layers up to and with `upto` learn no more.

    Their weights get no gradients. Their batch normalisations keep the means and
    variances that they have, even where the network is told to `train()`.
    """
    last = layer_of(model, upto)
    modules = list(model.named_modules())
    end = modules.index((upto, last)) + len(list(last.modules()))
    for name, module in modules[:end]:
        if upto != name and f"{upto}.".startswith(f"{name}." if name else ""):
            continue  # a part that holds `upto` and what comes after it
        for weights in module.parameters(recurse=False):
            weights.requires_grad_(False)
        if isinstance(module, _BatchNorm) and not isinstance(module, Still):
            module.__class__ = STILL[type(module)]
            module.eval()
    return model


class Still:
    """A batch normalisation that always uses its means and variances as they are."""

    def train(self, mode=True):
        return super().train(False)


class Still1d(Still, nn.BatchNorm1d):
    pass


class Still2d(Still, nn.BatchNorm2d):
    pass


STILL = {nn.BatchNorm1d: Still1d, nn.BatchNorm2d: Still2d}


def groups(model, new="fc", mild=1e-3, strong=1e-2):
    """An optimizer's parameter groups: old layers at a mild rate, new ones at a strong.

    `new` names the layer, with all inside, that has just been put in. What is frozen is
    left out.
    """
    fresh = set(layer_of(model, new).parameters())
    learning = [weights for weights in model.parameters() if weights.requires_grad]
    both = [
        {"params": [w for w in learning if w not in fresh], "lr": mild},
        {"params": [w for w in learning if w in fresh], "lr": strong},
    ]
    return [group for group in both if group["params"]]


def layers_after(model, upto):
    """The part of an nn.Sequential that follows the layer `upto`; the same weights.

    What comes before is frozen, so its outputs can be computed once, by
    `features.activations(model, x, upto)`; then only this part has to be run.
    """
    layer_of(model, upto)
    name, _, inner = upto.partition(".")
    names = [known for known, _ in model.named_children()]
    rest = dict(model[names.index(name) + 1 :].named_children())
    if inner:
        rest = {name: layers_after(model.get_submodule(name), inner)} | rest
    return nn.Sequential(OrderedDict(rest))
