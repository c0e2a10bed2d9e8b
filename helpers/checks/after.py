"""Checker of notebook 10: a depthwise separable convolution."""

import re

HIDDEN = (
    "parameters() misses some of its numbers: keep every layer as self.…, or in an "
    "nn.Sequential"
)
ORDER = "first each of the C channels has its filter, and then they are mixed"


def separable(attempt):
    """Checks attempt(C, K, F): a depthwise separable convolution, an nn.Module.

    Pictures (N, C, H, W) to (N, K, H, W), F odd: first one F×F filter for each channel,
    then 1×1 filters that mix them. Without biases, and nothing between.
    """
    from helpers.checks import handed

    cases = [(3, 8, 3), (6, 4, 5), (4, 4, 3)]
    return handed.judge(
        "separable",
        attempt,
        cases,
        lambda case, left, answer: no_module(answer) or _separable(*case, answer),
        lambda case: "C = {}, K = {}, F = {}".format(*case),
    )


def no_module(answer):
    """Why this is no network, in words; or nothing."""
    from torch import nn

    if answer is None:
        return "your function returns nothing here: end it with return"
    if isinstance(answer, type):
        return "that is a class: call it, the module itself is wanted"
    if not isinstance(answer, nn.Module):
        return (
            f"an nn.Module is wanted, whose parameters() are found, not "
            f"{type(answer).__name__}"
        )
    return None


def _separable(C, K, F, module):
    """What is wrong with this module, in words; or nothing."""
    import torch

    side = 2 * F + 1
    one = torch.zeros(C, C, side, side)  # picture c: one bright pixel, in channel c
    one[range(C), range(C), F, F] = 1
    y = module(one)
    if not torch.is_tensor(y):
        return f"forward must return a tensor, not {type(y).__name__}"
    size = tuple(y.shape)
    count = sum(weight.numel() for weight in module.parameters())
    words = _counted(C, K, F, count)
    if size[1:2] != (K,):
        made = size[1] if len(size) > 1 else size
        made = f"it makes {made} channels, not {K}"
        return [*words[:-1], made] if words else made
    if size[2:] == (size[2],) * 2 and size[2] in (F, F + 1):
        return "the picture keeps its size: no stride, no pooling"
    if size[2:] != (side, side):
        return (
            f"{side}×{side} pixels become {'×'.join(map(str, size[2:]))}: pad by F // "
            "2 where the filter is F×F, and by nothing where it is 1×1"
        )
    if words:
        return [HIDDEN, *words] if _misses(C, K, F, count, y) else words
    return _linear(C, module) or _filters(F, y) or _backwards(C, F, module, y)


def _misses(C, K, F, count, y):
    """True if so few parameters can't do what y shows."""
    filters = y.count_nonzero() > y[:, :, F, F].count_nonzero()
    mixes = y[0, 1:].any()
    return (
        not count
        or (filters and count in (C * K, C * K + K))
        or (mixes and count in (F * F * C, F * F * C + C))
    )


def _linear(C, module):
    """What there is but two convolutions, in words; or nothing."""
    import torch

    x, other = torch.randn(2, 2, C, 9, 8, generator=torch.Generator().manual_seed(0))
    given, y = x.clone(), module(x)
    if not torch.equal(x, given):
        return "forward changes x itself: leave it as it is"
    if not torch.equal(module(x), y):
        return (
            "each call gives something else: make the layers once, in __init__, and no "
            "Dropout"
        )
    silent = module(0 * x)
    if silent.any() or not near(module(2 * x - other), 2 * y - module(other)):
        words = "only two convolutions, without biases"
        known = re.compile("Conv|Linear|Identity|Pad|Flatten|Sequential|ModuleList")
        for kind in map(type, module.modules()):
            if kind.__module__[:8] == "torch.nn" and not known.search(kind.__name__):
                return f"{kind.__name__} is between the two, or after: {words}"
        if silent.any():
            return f"a black picture doesn't stay black: {words}"
        return f"there is something between the two, or after: {words}"
    if not near(module.eval()(x), y):
        return "in eval() it gives something else: leave self.training out of it"
    module.train()
    return None


def near(one, other):
    return one.shape == other.shape and bool((one - other).abs().max() < 1e-4)


def _filters(F, y):
    """What is wrong with y, made of one bright pixel in each channel, or nothing."""
    import torch

    inside = torch.zeros(y.shape[2:])
    inside[F - F // 2 : F + F // 2 + 1, F - F // 2 : F + F // 2 + 1] = 1
    if (y * (1 - inside)).abs().max() > 1e-6:
        return (
            "it looks further than F // 2 pixels: pad all sides alike, no dilation, "
            "no pooling"
        )
    ranks = [  # of (K, places) for each input channel, of (C, places) for each output
        torch.linalg.matrix_rank(one, rtol=1e-4).max()
        for one in (y.flatten(2), y.flatten(2).swapaxes(0, 1))
    ]
    if ranks[0] == 1:
        return None
    return (
        ORDER if ranks[1] == 1 else "a channel has one filter, which all outputs share"
    )


def _backwards(C, F, module, y):
    """What differs from one convolution with the filters that y shows, or nothing."""
    import torch
    from torch.nn.functional import conv2d

    half = F // 2
    seen = y[:, :, F - half : F + half + 1, F - half : F + half + 1].detach()
    filters = seen.flip(2, 3).swapaxes(0, 1)
    x = torch.randn(2, C, 9, 8, generator=torch.Generator().manual_seed(1))
    x.requires_grad_()
    weights = list(module.parameters())
    if not all(weight.requires_grad for weight in weights):
        return "its weights must learn"
    for mode in (True, False):
        module.train(mode)
        got, right = module(x), conv2d(x, filters, padding=half)
        if not near(got, right):
            inner = slice(half, -half)
            if near(got[:, :, inner, inner], right[:, :, inner, inner]):
                return "the border isn't right: pad x, not the result, and with zeros"
            return "a filter is the same at all places: only two convolutions"
        if not got.requires_grad:
            return "no gradient comes back through it: no detach() and no no_grad()"
        down, *slopes = torch.autograd.grad(
            got.square().sum(), [x, *weights], allow_unused=True, materialize_grads=True
        )
        if not all(slope.all() for slope in slopes):
            return (
                "some of its weights get no gradient: each channel has a filter of its "
                "own, and nothing is cut off by detach() or no_grad()"
            )
        (through,) = torch.autograd.grad(right.square().sum(), x)
        if not torch.allclose(down, through, rtol=1e-3, atol=1e-3):
            return (
                "a gradient gets lost on its way back to x: no detach(), no no_grad()"
            )
    return None


def _counted(C, K, F, count):
    """What a wrong number of parameters may tell, in words; or nothing."""
    plane, mix = F * F * C, C * K
    if count == plane + mix:
        return None
    reasons = {
        "that is an ordinary convolution: each filter reads all channels": [
            plane * K,
            plane * K + K,
        ],
        "no biases: bias=False, for both": [
            plane + mix + extra for extra in (C, K, C + K)
        ],
        "the 1×1 convolution is missing: it mixes the channels, and makes K of them": [
            plane,
            plane + C,
        ],
        "that is the 1×1 convolution alone: first, each channel is filtered": [
            mix,
            mix + K,
        ],
        "each filter of the first reads all channels: groups=C": [
            plane * C + mix,
            plane * C + mix + C + K,
        ],
        "the second convolution is 1×1: it mixes, and looks at no neighbour": [
            plane + mix * F * F,
            plane + mix * F * F + C + K,
        ],
        "the second convolution mixes the channels: it has no groups": [
            2 * plane,
            2 * plane + 2 * C,
        ],
        ORDER: [
            mix + F * F * K,
            mix + F * F * K + 2 * K,
        ],
        "only the first has groups: the 1×1 filters read all channels": [plane + K],
        "there is something else in it that learns, such as a BatchNorm": [
            plane + mix + extra for extra in (2 * C, 2 * K, 2 * C + 2 * K)
        ],
        "F columns and then F rows are another idea: here, filters are F×F": [
            2 * F * C + mix
        ],
    }
    known = [words for words, counts in reasons.items() if count in counts]
    return [
        *known,
        f"it has {count} parameters, and should have F·F·C + C·K = {plane + mix}",
    ]
