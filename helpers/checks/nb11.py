"""Exercises of notebook 11: a bottleneck, two steps, a norm, a block."""

import re

import numpy as np
import torch
from torch import nn
from torch.nn.functional import conv2d

from helpers.checks import networks, texts
from helpers.checks.exercise import Exercise
from helpers.checks.networks import Unlike, near


# 11.1: through the bottleneck
def bottleneck(H, W, C, n):
    weights = C * n + 3 * 3 * n * n + n * C
    return H * W * weights  # each is used once at every place


bottleneck = Exercise("bottleneck", bottleneck).on(
    (5, 7, 8, 3), (56, 28, 256, 64), (6, 4, 10, 5)
)


# 11.2: filter, then mix
def separable(C, K, F):
    return nn.Sequential(
        nn.Conv2d(C, C, F, padding=F // 2, groups=C, bias=False),
        nn.Conv2d(C, K, 1, bias=False),
    )


def separable_outcome(left, module):
    """Where a pixel is seen; how many weights, outputs, biases; what it gives."""
    spot, parameters = torch.zeros(1, left[0], 9, 7), list(module.parameters())
    spot[..., 4, 3] = 1
    seen = networks.filled(module)(spot) - module(0 * spot)
    return [
        (seen != 0).any(1),
        [sum(one.numel() for one in parameters if one.ndim > 1), seen.shape[1]],
        sum(one.numel() for one in parameters if one.ndim == 1),
        module(networks.batch(left[0])),
    ]


def separable_verdict(case, left, module):
    C, K, F = case
    half, side, x = F // 2, 2 * F + 1, networks.batch(C)
    if words := networks.unsound(module, x):
        return words
    spots = torch.zeros(C, C, side, side)  # in picture c one bright pixel, in channel c
    spots[range(C), range(C), F, F] = 1
    y = module(spots).detach()
    count, needed = sum(one.numel() for one in module.parameters()), F * F * C + C * K
    if y.shape[:2] != (C, K):
        return Unlike(f"it makes {y.shape[1] if y.ndim > 1 else 0} channels, not {K}")
    if y.shape[2:] != (side, side):
        sides = "×".join(map(str, y.shape[2:]))
        return Unlike(texts.say("size changes", side=side, sides=sides))
    inner = slice(F - half, F + half + 1)
    seen = y[:, :, inner, inner]  # (C, K, F, F): what a channel does to an output
    filters = seen.flip(2, 3).swapaxes(0, 1)
    core = ..., slice(half, -half), slice(half, -half)
    known = re.compile("Conv|Linear|Identity|Pad|Flatten|Sequential|ModuleList")
    other = "something"
    for kind in map(type, module.modules()):
        if kind.__module__[:8] == "torch.nn" and not known.search(kind.__name__):
            other = kind.__name__
    words = f"{other} is between the two, or after: only two convolutions, no biases"
    if other == "something" and module(0 * x).any():
        words = "a black picture doesn't stay black: only two convolutions, no biases"
    elif near(module(x)[core], conv2d(x, filters, padding=half)[core]):
        words = "the border isn't right: pad x, not the result, and with zeros"
    elif other == "something" and y.abs().sum() > seen.abs().sum() + 1e-4:
        words = "it looks further than F // 2 pixels: pad all sides alike, no dilation"
    if words := networks.differs(
        module, lambda x: conv2d(x, filters, padding=half), x, words
    ):
        return Unlike(words)
    if torch.linalg.matrix_rank(seen.flatten(2), rtol=1e-4).max() > 1:
        return Unlike("a channel has one filter, which all outputs share")
    if count != needed:
        return Unlike(texts.say("layers not kept", count=count, needed=needed))
    return None


separable = Exercise(
    "separable",
    separable,
    check=networks.Judge(
        separable_verdict,
        separable_outcome,
        lambda case: "C = {}, K = {}, F = {}".format(*case),
    ),
).on((3, 8, 3), (6, 4, 5), (4, 4, 3))


# 11.3: a BatchNorm that doesn't learn any more
def as_line(gain, shift, mean, var, eps):
    a = gain / (var + eps) ** 0.5
    return a, shift - a * mean


def channels(*columns):
    """(gain, shift, mean, var), an array each, and eps."""
    *rows, eps = columns
    return *map(np.array, rows), eps


as_line = Exercise("as_line", as_line).on(
    channels([2.0, -1, 0.5], [1, 3, -2], [4, -5, 0], [8.0, 3, 0.5], 1.0),
    channels([1.5], [0.25], [-2], [6.0], 0.25),
    channels([3.0, 1], [-1, 2], [0.5, 7], [4.0, 0.75], 0.01),
)


# 11.4: past the path
class Residual(nn.Module):
    def __init__(self, path, channels, out, stride):
        super().__init__()
        self.path, self.past = path, nn.Identity()
        if stride > 1 or channels != out:
            self.past = nn.Conv2d(channels, out, 1, stride, bias=False)

    def forward(self, x):
        return self.path(x) + self.past(x)


def sizes(channels, out, stride):
    return networks.path(channels, out, stride), channels, out, stride


def residual_outcome(left, block):
    path, channels, *_ = left
    return [networks.filled(block, path.parameters())(networks.batch(channels))]


def residual_verdict(case, left, block):
    path, channels, out, stride = left
    x = networks.batch(channels)
    way, given = path(x), list(path.parameters())
    try:
        words = networks.unsound(block, x) or networks.changed("path", case[0], path)
    except RuntimeError as error:
        if "match" not in str(error):
            raise
        shapes = ["×".join(map(str, one.shape[1:])) for one in (x, way)]
        return texts.say("shapes differ", x=shapes[0], way=shapes[1])
    if words:
        return words
    if block(x).shape != way.shape:
        shapes = tuple(block(x).shape), tuple(way.shape)
        return Unlike("its shape is {}, and path(x) has {}".format(*shapes))
    own = [one for one in block.parameters() if not any(one is w for w in given)]
    if len(own) + len(given) > len(list(block.parameters())):
        return "path isn't among the block's parts: keep it, self.path = path"
    fits = stride == 1 and channels == out
    if fits and own:
        return "here x fits as it is: add x itself, with nothing to learn"
    spots = torch.zeros(channels, channels, *x.shape[2:])
    spots[range(channels), range(channels), 0, 0] = 1
    weights = (block(spots) - path(spots))[:, :, 0, 0].detach().T[:, :, None, None]

    def like(x):
        return path(x) + (x if fits else conv2d(x, weights, stride=stride))

    words = "it gives something else than path(x) + x"
    if not fits:
        words += " brought to its shape by a 1×1 convolution, without bias, alone"
    if words := networks.differs(block, like, x, words, given):
        return Unlike(words)
    count, needed = sum(weight.numel() for weight in own), channels * out
    if not fits and not count:
        return "nothing learns on the way past: x needs a 1×1 convolution, as self.…"
    if not fits and count != needed:
        return texts.say("way past", count=count, needed=needed)
    return None


residual = Exercise(
    "residual",
    Residual,
    check=networks.Judge(
        residual_verdict,
        residual_outcome,
        lambda case: "a path, channels = {}, out = {}, stride = {}".format(*case[1:]),
    ),
).on(sizes(4, 4, 1), sizes(4, 8, 2), sizes(6, 3, 1), sizes(4, 4, 2))
