"""Notebook 10's exercises: right answers however written, wrong ones by name."""

import copy
import itertools
import re

import numpy as np
import torch
import torch.nn.functional as F
from answers import is_called, is_right, right_ones, wrong_ones
from torch import nn

from helpers import checks

# --- through the bottleneck -----------------------------------------------------------


def bottleneck(H, W, C, n):
    return H * W * (C * n + 3 * 3 * n * n + n * C)


def by_modules(H, W, C, n):
    layers = [nn.Conv2d(C, n, 1, bias=False), nn.Conv2d(n, n, 3, padding=1, bias=False)]
    layers.append(nn.Conv2d(n, C, 1, bias=False))
    return sum(H * W * layer.weight.numel() for layer in layers)


def by_loops(H, W, C, n):
    total = 0
    for inputs, outputs, size in [(C, n, 1), (n, n, 3), (n, C, 1)]:
        total += H * W * outputs * inputs * size**2
    return np.int64(total)


WORDS = {"CONV", "RELU", "POOL", "FC", "SOFTMAX"}

# --- the pattern ----------------------------------------------------------------------


def fits(layers):
    pattern = "((CONV-RELU-)+(POOL-)?)+(FC-RELU-)*SOFTMAX"
    return re.fullmatch(pattern, "-".join(layers)) is not None


def by_match(layers):
    return (
        re.match("((CR)+P?)+(FR)*S$", "".join(word[0] for word in layers))
        if not (set(layers) - WORDS)
        else None
    )


def by_states(layers):
    after = {  # what may follow, by what came last
        "start": {"CONV"},
        "CONV": {"RELU1"},
        "RELU1": {"CONV", "POOL", "FC", "SOFTMAX"},
        "POOL": {"CONV", "FC", "SOFTMAX"},
        "FC": {"RELU2"},
        "RELU2": {"FC", "SOFTMAX"},
        "SOFTMAX": set(),
    }
    state = "start"
    for word in layers:
        if word == "RELU":
            word = {"CONV": "RELU1", "FC": "RELU2"}.get(state, "RELU")
        if word not in after[state]:
            return False
        state = word
    return state == "SOFTMAX"


def by_eating(layers):
    layers = list(layers)
    blocks = 0
    while layers[:2] == ["CONV", "RELU"]:
        del layers[:2]
        blocks += 1
        if layers[:1] == ["POOL"]:
            layers.pop(0)
    while layers[:2] == ["FC", "RELU"]:
        layers = layers[2:]
    return np.bool_(blocks > 0 and layers == ["SOFTMAX"])


def match(layers, ask=re.fullmatch):
    return ask("((CONV RELU )+(POOL )?)+(FC RELU )*SOFTMAX", " ".join(layers))


def like(pattern, ask=re.fullmatch):
    return lambda layers: ask(pattern, " ".join(layers)) is not None


def by_neighbours(after):
    """Rules for what may follow some layers, and for the first and the last one."""

    def fits(layers):
        follows = all(b in after.get(a, b) for a, b in itertools.pairwise(layers))
        return follows and layers[0] == "CONV" and layers[-1] == "SOFTMAX"

    return fits


def by_counts(layers):
    pairs = layers.count("CONV") + layers.count("FC") == layers.count("RELU")
    return pairs and layers[-1] == "SOFTMAX"


# --- a depthwise separable convolution ------------------------------------------------


def conv(channels, out, size, **more):
    return nn.Conv2d(channels, out, size, padding=size // 2, bias=False, **more)


def separable(C, K, F):
    return nn.Sequential(
        nn.Conv2d(C, C, F, padding=F // 2, groups=C, bias=False),
        nn.Conv2d(C, K, 1, bias=False),
    )


class Separable(nn.Module):
    def __init__(self, C, K, F):
        super().__init__()
        self.depth = nn.Conv2d(C, C, F, padding="same", groups=C, bias=False)
        self.point = nn.Linear(C, K, bias=False)

    def forward(self, x):
        return self.point(self.depth(x).movedim(1, -1)).movedim(-1, 1)


class ByHand(nn.Module):
    def __init__(self, C, K, size):
        super().__init__()
        self.filters = nn.Parameter(torch.randn(C, 1, size, size))
        self.mix = nn.Parameter(torch.randn(K, C))

    def forward(self, x):
        pad = self.filters.shape[-1] // 2
        y = F.conv2d(x, self.filters, padding=pad, groups=len(self.filters))
        return torch.einsum("kc,nchw->nkhw", self.mix, y)


class OneByOne(nn.Module):
    def __init__(self, C, K, size):
        super().__init__()
        self.each = nn.ModuleList(conv(1, 1, size) for _ in range(C))
        self.mix = conv(C, K, 1)

    def forward(self, x):
        planes = [layer(x[:, c : c + 1]) for c, layer in enumerate(self.each)]
        return self.mix(torch.cat(planes, dim=1))


def with_identity(C, K, F):
    return nn.Sequential(nn.ZeroPad2d(F // 2), *lazy(C, K, F), nn.Identity())


def lazy(C, K, F):
    yield nn.LazyConv2d(C, F, groups=C, bias=False)
    yield nn.LazyConv2d(K, 1, bias=False)


def both(first, second, *more):
    """Two layers made by functions of C, K, F; and what comes between or after."""
    return lambda C, K, F: nn.Sequential(first(C, K, F), *more, second(C, K, F))


def depth(C, K, F, **more):
    return conv(C, C, F, groups=C, **more)


def point(C, K, F):
    return conv(C, K, 1)


class Unshared(nn.Module):
    """As many parameters, but no filter for each channel that all mixtures share."""

    def __init__(self, C, K, F):
        super().__init__()
        self.some = nn.Parameter(torch.randn(C * F * F + C * K))
        self.size = K, C, F

    def forward(self, x):
        K, C, size = self.size
        number = torch.arange(K * C * size**2) * 7 % len(self.some)
        kernel = self.some[number].view(K, C, size, size)
        return F.conv2d(x, kernel, padding=size // 2)


class OneForAll(ByHand):
    """As many parameters, but only the first filter is used, for all channels."""

    def forward(self, x):
        first = self.filters[:1].expand_as(self.filters)
        y = F.conv2d(x, first, padding=first.shape[-1] // 2, groups=len(first))
        return torch.einsum("kc,nchw->nkhw", self.mix, y)


class PaddedAfter(nn.Module):
    """The size is right: the result is padded, and not the picture."""

    def __init__(self, C, K, F):
        super().__init__()
        self.both = nn.Sequential(
            nn.Conv2d(C, C, F, groups=C, bias=False), conv(C, K, 1)
        )
        self.pad = nn.ZeroPad2d(F // 2)

    def forward(self, x):
        return self.pad(self.both(x))


def cut(before=False, between=False, after=False):
    """The gradient ends there."""

    class Cut(Separable):
        def forward(self, x):
            y = self.depth(x.detach() if before else x)
            y = self.point((y.detach() if between else y).movedim(1, -1))
            return (y.detach() if after else y).movedim(-1, 1)

    return Cut


class OnlyInTraining(Separable):
    def forward(self, x):
        return super().forward(x) * (2 - self.training)


class Forgetful(Separable):
    def forward(self, x):
        self.depth.reset_parameters()
        return super().forward(x)


class Hidden(nn.Module):
    """The layers are in a list, where parameters() doesn't look; of some, all."""

    kept = ()

    def __init__(self, C, K, F):
        super().__init__()
        self.layers = list(separable(C, K, F))
        self.found = nn.ModuleList(self.layers[n] for n in self.kept)

    def forward(self, x):
        return self.layers[1](self.layers[0](x))


class HiddenFilters(Hidden):
    kept = (1,)


class HiddenMix(Hidden):
    kept = (0,)


class Factored(nn.Module):
    def __init__(self, C, K, F):
        super().__init__()
        how = {"padding": "same", "groups": C, "bias": False}
        self.rows = nn.Conv2d(C, C, (1, F), **how)
        self.columns = nn.Conv2d(C, C, (F, 1), **how)
        self.mix = conv(C, K, 1)

    def forward(self, x):
        return self.mix(self.columns(self.rows(x)))


class InPlace(Separable):
    def forward(self, x):
        x *= 2
        return super().forward(x)


def functional(change):
    class Changed(Separable):
        def forward(self, x):
            return change(super().forward(x))

    return Changed


def stuck(C, K, F):
    return separable(C, K, F).requires_grad_(False)


def shifted(C, K, F):
    return nn.Sequential(
        nn.ZeroPad2d((F - 1, 0, 0, F - 1)),
        nn.Conv2d(C, C, F, groups=C, bias=False),
        nn.Conv2d(C, K, 1, bias=False),
    )


# --- a residual block -----------------------------------------------------------------


class Residual(nn.Module):
    def __init__(self, path, channels, out, stride):
        super().__init__()
        self.path, self.past = path, nn.Identity()
        if stride > 1 or channels != out:
            self.past = nn.Conv2d(channels, out, 1, stride, bias=False)

    def forward(self, x):
        return self.path(x) + self.past(x)


def made(forward, past=nn.Conv2d, where=None):
    """A block whose forward(path, past, x) is given, and what makes its way past."""

    class Block(nn.Module):
        def __init__(self, path, channels, out, stride):
            super().__init__()
            needed = stride > 1 or channels != out
            if where is not None:
                needed = where(channels, out, stride)
            self.path = path
            self.past = nn.Identity()
            if needed and past is nn.Conv2d:
                self.past = nn.Conv2d(channels, out, 1, stride, bias=False)
            elif needed:
                self.past = past(channels, out, stride)

        def forward(self, x):
            return forward(self.path, self.past, x)

    return Block


def add(path, past, x):
    return path(x) + past(x)


def by_function(path, channels, out, stride):
    block = nn.Module()
    block.path, block.past = path, nn.Sequential()
    if (channels, 1) != (out, stride):
        block.past.append(
            nn.Conv2d(channels, out, (1, 1), (stride, stride), bias=False)
        )
    block.forward = lambda x: block.past(x).add(block.path(x))
    return block


class ByHandResidual(nn.Module):
    def __init__(self, path, channels, out, stride):
        super().__init__()
        self.path, self.stride, self.weight = path, stride, None
        if stride != 1 or channels != out:
            self.weight = nn.Parameter(torch.randn(out, channels))

    def forward(self, x):
        y = self.path(x)
        if self.weight is not None:
            x = x[:, :, :: self.stride, :: self.stride]
            x = torch.einsum("oc,nchw->nohw", self.weight, x)
        return sum([x, y])


class ByHalves(nn.Module):
    """The shortcut is None where x fits; the sum is made in place, but not in x."""

    def __init__(self, path, channels, out, stride):
        super().__init__()
        self.path, self.shortcut = path, None
        if stride != 1 or channels != out:
            self.shortcut = nn.LazyConv2d(out, 1, stride, bias=False)

    def forward(self, x):
        y = self.path(x)
        y += x if self.shortcut is None else self.shortcut(x)
        return y


def subsampled_first(channels, out, stride):
    return nn.Sequential(
        nn.MaxPool2d(1, stride), nn.Conv2d(channels, out, 1, bias=False)
    )


class NoGradient(Residual):
    forward = torch.no_grad()(Residual.forward)


class Frozen(Residual):
    def __init__(self, *given):
        super().__init__(*given)
        self.path.requires_grad_(False)


class FrozenLater(Residual):
    def forward(self, x):
        self.path.requires_grad_(False)
        return self.path(x) + self.past(x)


class AlwaysEval(Residual):
    def __init__(self, *given):
        super().__init__(*given)
        self.path.eval()


class Watched(Residual):
    def __init__(self, *given):
        super().__init__(*given)
        self.path.register_forward_hook(lambda *_: None)


class Zeroed(Residual):
    """As some begin to train; but path is given."""

    def __init__(self, *given):
        super().__init__(*given)
        nn.init.zeros_(self.path[2].weight)


class ACopy(Residual):
    def __init__(self, path, *sizes):
        super().__init__(copy.deepcopy(path), *sizes)


class OnlyInTrainingBlock(Residual):
    def forward(self, x):
        return self.path(x) + (self.past(x) if self.training else 0)


class LessInEvaluation(Residual):
    def forward(self, x):
        return self.path(x) + self.past(x) * (1 if self.training else 0.5)


class InPlaceBlock(Residual):
    """Where x fits, y is x itself."""

    def forward(self, x):
        y = self.past(x)
        y += self.path(x)
        return y


class BorrowsWeights(Residual):
    """On the way past are the middles of path's filters."""

    def __init__(self, path, channels, out, stride):
        super().__init__(path, channels, channels, 1)
        self.fits, self.stride = (channels, stride) == (out, 1), stride

    def forward(self, x):
        if self.fits:
            return self.path(x) + x
        middles = self.path[0].weight[:, :, 1:2, 1:2]
        return self.path(x) + F.conv2d(x, middles, stride=self.stride)


SHARED = {(6, 3, 1): nn.Conv2d(6, 3, 1, bias=False)}


class Shared(Residual):
    """All blocks of one size have the same convolution."""

    def __init__(self, path, *sizes):
        super().__init__(path, *sizes)
        self.past = SHARED.get(sizes, self.past)


class ForgetfulBlock(Residual):
    """A new convolution at each call."""

    def forward(self, x):
        y = self.path(x)
        if y.shape != x.shape:
            stride = -(-x.shape[2] // y.shape[2])
            return y + nn.Conv2d(x.shape[1], y.shape[1], 1, stride, bias=False)(x)
        return y + x


class Spare(ByHandResidual):
    """Where x fits as it is, there is a convolution that nothing uses."""

    def __init__(self, *given):
        super().__init__(*given)
        self.spare = nn.Conv2d(1, 1, 1)


class Unlisted(Residual):
    """Its convolution is in a list, where parameters() doesn't look."""

    def __init__(self, path, *sizes):
        super().__init__(path, *sizes)
        self.hidden, self.past = [self.past], None

    def forward(self, x):
        return self.path(x) + self.hidden[0](x)


class PathUnlisted(Residual):
    def __init__(self, path, *sizes):
        super().__init__(nn.Identity(), *sizes)
        self.all = {"path": path}

    def forward(self, x):
        return self.all["path"](x) + self.past(x)


class Padded(Residual):
    """ResNet's option A: more channels of zeros, and nothing to learn."""

    def __init__(self, path, channels, out, stride):
        super().__init__(path, out, out, 1)
        self.stride = stride

    def forward(self, x):
        y = self.path(x)
        x = x[:, : y.shape[1], :: self.stride, :: self.stride]
        return y + F.pad(x, (0, 0, 0, 0, 0, y.shape[1] - x.shape[1]))


def way(*layers):
    """A way past of these layers, made by functions of channels, out, stride."""
    return made(add, lambda *sizes: nn.Sequential(*[one(*sizes) for one in layers]))


def one_by_one(channels, out, stride, **more):
    return nn.Conv2d(channels, out, 1, stride, **({"bias": False} | more))


def same_size(channels, out, stride):
    return nn.Conv2d(channels, out, 1, bias=False)


# --- the banks ---

RIGHT = {
    "bottleneck": [
        bottleneck,
        by_modules,
        by_loops,
        lambda *c: torch.tensor(float(bottleneck(*c))),
    ],
    "fits_pattern": [
        fits,
        by_match,
        by_states,
        by_eating,
        lambda layers: int(fits(layers)),
        lambda layers: torch.tensor(fits(layers)),
        lambda layers: np.array([fits(layers)]),
        lambda layers: set(layers) <= WORDS and match(layers),
        lambda layers: match(layers) or 0,
    ],
    "separable": [separable, Separable, ByHand, OneByOne, with_identity],
    "residual": [
        Residual,
        by_function,
        ByHandResidual,
        ByHalves,
        made(add, subsampled_first),
        made(lambda path, past, x: torch.stack([past(x), path(x)]).sum(0)),
        lambda *case: nn.Sequential(Residual(*case)),
    ],
}
WRONG = {
    "bottleneck": [
        (lambda H, W, C, n: 2 * C * n + 9 * n**2, "used at all H×W places"),
        (lambda H, W, C, n: H * W * 9 * C * C, "3×3 convolution of all C"),
        (lambda H, W, C, n: H * W * (C * n + 9 * n * C + n * C), "reads n channels"),
        (lambda H, W, C, n: H * W * (2 * C * n + 9 * C * C), "reads and makes n"),
        (lambda H, W, C, n: H * W * (2 * C * n + 9 * n), "reads all n channels"),
        (lambda H, W, C, n: H * W * (2 * C * n + 3 * n * n), "not 3"),
        (lambda H, W, C, n: H * W * n * (C + 9 * n), "one of the 1×1"),
        (lambda H, W, C, n: H * W * 2 * C * n, "3×3 convolution is missing"),
        (lambda H, W, C, n: H * W * (3 * n) ** 2, "3×3 convolution alone"),
        (lambda H, W, C, n: H * W * 9 * (2 * C * n + n * n), "counted as 3×3"),
        (lambda H, W, C, n: bottleneck(H, W, C, n) + H * W * (2 * n + C), "no biases"),
        (lambda H, W, C, n: bottleneck(H, W, C, n) * 2, "not two"),
        (lambda H, W, C, n: bottleneck(H, W, C, n) + H * W * C, "multiplies nothing"),
        (lambda H, W, C, n: bottleneck(H, H, C, n), "needn't be square: H·W"),
        (
            lambda H, W, C, n: 2 * H * W * C * n + (H - 2) * (W - 2) * 9 * n * n,
            "padded",
        ),
        (lambda H, W, C, n: H * W * (2 * C * C + 9 * n * n), "from C to C"),
        (lambda H, W, C, n: H * W * 9 * C**2 * n**4, "don't multiply"),
        (lambda H, W, C, n: H * W * 9 * C * C - bottleneck(H, W, C, n), "saves"),
        (lambda H, W, C, n: bottleneck(1, 1, C, n) / (9 * C * C), "share that is left"),
        (lambda H, W, C, n: 9 * C * C / bottleneck(1, 1, C, n), "cheaper"),
        (
            lambda H, W, C, n: [H * W * C * n, H * W * 9 * n * n, H * W * n * C],
            "one by one",
        ),
        (lambda H, W, C, n: H * W * (C * n + 3 ^ 2 * n * n + n * C), "another number"),
        (lambda H, W, C, n: f"{bottleneck(H, W, C, n)} multiply–adds", "not str"),
    ],
    "fits_pattern": [
        (like("((CONV RELU )+(POOL )?)+(FC RELU )*SOFTMAX", re.search), "first layer"),
        (like("((CONV RELU )+(POOL )?)+(FC RELU )*SOFTMAX", re.match), "last layer"),
        (like("((CONV RELU )+POOL )+(FC RELU )*SOFTMAX"), "needn't be any"),
        (like("((CONV RELU )+(POOL )*)+(FC RELU )*SOFTMAX"), "two in a row"),
        (like("((CONV RELU )*(POOL )?)*(FC RELU )*SOFTMAX"), "begins with CONV"),
        (like("((CONV RELU )POOL )+(FC RELU )*SOFTMAX"), "N may be more than 1"),
        (like("(CONV RELU )+(POOL )?(FC RELU )*SOFTMAX"), "follow one another"),
        (like("((CONV RELU )+(POOL )?)*(FC RELU )*SOFTMAX"), "M is at least 1"),
        (like("((CONV RELU )+(POOL )?)+(FC RELU )+SOFTMAX"), "K may be 0"),
        (like("((CONV RELU )+(POOL )?)+(FC RELU )?SOFTMAX"), "K may be more"),
        (like("((CONV (RELU )?)+(POOL )?)+(FC RELU )*SOFTMAX"), "every CONV"),
        (like("((CONV RELU )+(POOL )?)+(FC (RELU )?)*SOFTMAX"), "every FC"),
        (like("((CONV (RELU )+)+(POOL )?)+(FC RELU )*SOFTMAX"), "one RELU"),
        (like("CONV RELU (CONV RELU |FC RELU |POOL )*SOFTMAX"), "after the first FC"),
        (like("((CONV RELU )+(POOL ?)?)+(FC RELU ?)*(SOFTMAX)?"), "ends with SOFTMAX"),
        (lambda layers: fits([w for w in layers if w != "NORM"]), "cases differ"),
        (
            lambda layers: fits([w for w in layers if w in WORDS]),
            "leave none out",
        ),
        (
            lambda layers: set(layers) <= WORDS,
            "their order counts",
        ),
        (lambda layers: fits(" ".join(layers).replace("TANH", "RELU").split()), "RELU"),
        (like("((CONV RELU )+(POOL )?)+(FC RELU )*(FC )?SOFTMAX"), "no lone FC"),
        (lambda layers: layers[0] == "CONV" and match(layers, re.match), "last layer"),
        (by_counts, "cases differ"),
        (by_neighbours({"CONV": "RELU", "POOL": "CONV FC SOFTMAX"}), "cases differ"),
        (by_neighbours({"CONV": "RELU", "FC": "RELU"}), "cases differ"),
        (lambda layers: not fits(layers), "other way round"),
        (lambda layers: layers[-1] == "SOFTMAX", "cases differ"),
        (lambda layers: True, "some nets don't fit"),
        (lambda layers: False, "some nets fit"),
        (lambda layers: "yes" if fits(layers) else "no", "True or False is wanted"),
        (lambda layers: layers, "True or False is wanted"),
        (lambda layers: 2, "True or False is wanted"),
        (lambda layers: print(end=""), "returns nothing"),
        (lambda layers: re.fullmatch("conv relu", layers[0]), "what re gives"),
        (lambda layers: fits(layers) or None, "returns nothing"),
        (lambda layers: re.fullmatch("(CONV RELU) +", layers), "error"),
    ],
    "separable": [
        (lambda C, K, F: conv(C, K, F), "ordinary convolution"),
        (lambda C, K, F: nn.Conv2d(C, K, F, padding=F // 2), "ordinary convolution"),
        (both(depth, lambda C, K, F: nn.Conv2d(C, K, 1)), "no biases"),
        (
            both(
                lambda C, K, F: nn.Conv2d(C, C, F, padding=F // 2, groups=C),
                lambda C, K, F: nn.Conv2d(C, K, 1),
            ),
            "no biases",
        ),
        (depth, "1×1 convolution is missing"),
        (point, "1×1 convolution alone"),
        (both(lambda C, K, F: conv(C, C, F), point), "groups=C"),
        (both(depth, lambda C, K, F: conv(C, K, F)), "the second convolution is 1×1"),
        (
            both(
                lambda C, K, F: conv(C, K, 1), lambda C, K, F: conv(K, K, F, groups=K)
            ),
            "and then they are mixed",
        ),
        (both(depth, point, nn.ReLU()), "ReLU is between"),
        (lambda *case: nn.Sequential(separable(*case), nn.ReLU()), "ReLU is between"),
        (both(depth, point, nn.Tanh()), "Tanh is between"),
        (lambda *case: nn.Sequential(separable(*case), nn.Sigmoid()), "Sigmoid is"),
        (
            lambda C, K, F: both(depth, point, nn.GroupNorm(1, C, affine=False))(
                C, K, F
            ),
            "GroupNorm is",
        ),
        (
            lambda C, K, F: nn.Sequential(separable(C, K, F), nn.BatchNorm2d(K)),
            "BatchNorm2d is between",
        ),
        (
            lambda C, K, F: both(depth, point, nn.BatchNorm2d(C))(C, K, F),
            "BatchNorm2d is between",
        ),
        (
            lambda C, K, F: nn.Sequential(
                separable(C, K, F), nn.BatchNorm2d(K, affine=False)
            ),
            "BatchNorm2d is between",
        ),
        (
            both(lambda C, K, F: nn.Conv2d(C, C, F, groups=C, bias=False), point),
            "pad by F // 2",
        ),
        (
            both(
                lambda C, K, F: nn.Conv2d(C, C, F, padding=1, groups=C, bias=False),
                point,
            ),
            "11×11 pixels become 9×9",
        ),
        (
            both(depth, lambda C, K, F: nn.Conv2d(C, K, 1, padding=1, bias=False)),
            "7×7 pixels become 9×9",
        ),
        (lambda C, K, F: separable(C, C, F), "it makes 3 channels, not 8"),
        (lambda C, K, F: conv(C, K, F, groups=C), "error"),
        (both(depth, depth), "it has no groups"),
        (shifted, "looks further"),
        (
            lambda C, K, F: nn.Sequential(
                nn.Conv2d(C, C, F, padding="same", dilation=2, groups=C, bias=False),
                conv(C, K, 1),
            ),
            "no dilation",
        ),
        (both(lambda *case: depth(*case, stride=2), point), "no stride"),
        (lambda *case: nn.Sequential(separable(*case), nn.Dropout()), "something"),
        (Unshared, "one filter"),
        (OneForAll, "is each used"),
        (PaddedAfter, "pad x, not the result"),
        (
            both(
                lambda C, K, F: depth(C, K, F, padding_mode="circular"),
                point,
            ),
            "with zeros",
        ),
        (cut(before=True), "on its way back to x"),
        (cut(between=True), "some of its weights get no gradient"),
        (cut(after=True), "no gradient comes back"),
        (OnlyInTraining, "leave self.training out"),
        (Forgetful, "make the layers once"),
        (Hidden, "every layer as self"),
        (HiddenFilters, "every layer as self"),
        (HiddenMix, "every layer as self"),
        (Factored, "it has 42 parameters"),
        (InPlace, "forward changes x itself"),
        (functional(torch.relu), "something is between the two, or after"),
        (functional(torch.sigmoid), "doesn't stay black"),
        (functional(lambda y: y + 0.1), "doesn't stay black"),
        (functional(lambda y: (y, y)), "a tensor, not tuple"),
        (functional(lambda y: F.max_pool2d(y, 2)), "no pooling"),
        (both(depth, point, nn.AvgPool2d(3, 1, 1)), "AvgPool2d is between"),
        (both(depth, point, nn.MaxPool2d(3, 1, 1)), "MaxPool2d is between"),
        (both(lambda C, K, F: depth(C, K, 3), point), "F·F·C + C·K = 174 are needed"),
        (
            lambda C, K, F: nn.Sequential(separable(C, K, F), nn.InstanceNorm2d(K)),
            "InstanceNorm2d is between",
        ),
        (stuck, "must learn"),
        (lambda C, K, F: separable, "an nn.Module is wanted"),
        (lambda C, K, F: Separable, "that is a class"),
        (lambda C, K, F: F * F * C + C * K, "an nn.Module is wanted"),
        (lambda C, K, F: list(separable(C, K, F)), "not list"),
        (lambda C, K, F: nn.Flatten(), "channels, not 8"),
        (lambda C, K, F: nn.Sequential(point(C, K, F), depth(C, K, F)), "error"),
    ],
    "residual": [
        (lambda path, *sizes: path, "there is no way past"),
        (made(lambda path, past, x: path(x)), "no way past"),
        (made(lambda path, past, x: path(x), None, lambda *_: False), "no way past"),
        (made(add, where=lambda *_: False), "a 1×1 convolution must bring"),
        (
            made(add, where=lambda c, out, s: c != out),
            "path(x) is 4×5×4",
        ),
        (made(add, where=lambda c, out, s: s > 1), "path(x) is 3×9×7"),
        (made(add, where=lambda *_: True), "add x itself, with nothing to learn"),
        (Spare, "here x fits as it is"),
        (way(same_size), "must bring x"),
        (made(add, lambda c, out, s: one_by_one(c, out, 1)), "must bring x"),
        (made(lambda path, past, x: past(x)), "path(x) is missing"),
        (made(lambda path, past, x: past(x) + past(x)), "x alone is doubled"),
        (made(lambda path, past, x: path(x) - past(x)), "x is subtracted"),
        (made(lambda path, past, x: past(x) - path(x)), "path(x) is subtracted"),
        (made(lambda path, past, x: (path(x) + past(x)) / 2), "the mean"),
        (made(lambda path, past, x: path(x) * past(x)), "the product"),
        (made(lambda path, past, x: path(x) + path(x)), "path(x) twice"),
        (made(lambda path, past, x: path(x) + 2 * past(x)), "x is added twice"),
        (made(lambda path, past, x: path(path(x))), "one after the other"),
        (made(lambda path, past, x: path(path(x)) + x), "and then x"),
        (made(lambda path, past, x: path(x + past(x))), "before path"),
        (made(lambda path, past, x: F.relu(path(x) + past(x))), "after the sum"),
        (made(lambda path, past, x: F.relu(path(x)) + past(x)), "no ReLU after it"),
        (made(lambda path, past, x: path(x) + F.relu(past(x))), "as it is: no ReLU"),
        (
            made(lambda path, past, x: path(x) + past(x) + 1),
            "something else than path(x) + x",
        ),
        (made(lambda path, past, x: torch.cat([path(x), past(x)], 1)), "DenseNet"),
        (made(lambda path, past, x: None), "forward must return a tensor"),
        (made(lambda path, past, x: (path(x), past(x))), "not tuple"),
        (made(lambda path, past, x: (path(x) + past(x)).mean((2, 3))), "its shape is"),
        (way(lambda c, out, s: one_by_one(c, out, s, bias=True)), "has no bias"),
        (way(one_by_one, lambda c, out, s: nn.BatchNorm2d(out)), "no BatchNorm"),
        (way(one_by_one, lambda *_: nn.ReLU()), "no ReLU after it"),
        (
            way(one_by_one, lambda *_: nn.Tanh()),
            "a 1×1 convolution, without bias, alone",
        ),
        (way(lambda *_: nn.ReLU(), one_by_one), "without bias, alone"),
        (
            way(lambda c, out, s: nn.AvgPool2d(s, s, ceil_mode=True), same_size),
            "no average pooling",
        ),
        (
            way(lambda c, out, s: nn.MaxPool2d(s, s, ceil_mode=True), same_size),
            "no max pooling",
        ),
        (
            way(lambda c, out, s: nn.Conv2d(c, out, 3, s, padding=1, bias=False)),
            "looks at no neighbour",
        ),
        (
            way(one_by_one, lambda c, out, s: same_size(out, out, 1)),
            "has 96 parameters",
        ),
        (way(lambda *s: one_by_one(*s).requires_grad_(False)), "must learn"),
        (Padded, "nothing learns on the way past"),
        (ForgetfulBlock, "make the layers once"),
        (way(one_by_one, lambda *_: nn.Dropout()), "no Dropout"),
        (made(lambda path, past, x: path(x) + F.dropout(past(x))), "no Dropout"),
        (NoGradient, "no gradient comes back"),
        (
            made(lambda path, past, x: path(x).detach() + past(x)),
            "path's weights get another",
        ),
        (made(lambda path, past, x: path(x.detach()) + past(x)), "back to x"),
        (made(lambda path, past, x: path(x) + past(x.detach())), "back to x"),
        (made(lambda path, past, x: path(x) + past(x).detach()), "back to x"),
        (Frozen, "what learns in path is decided already"),
        (FrozenLater, "what learns in path is decided already"),
        (AlwaysEval, "the mode of path"),
        (Watched, "a hook is left on path"),
        (Zeroed, "you changed path"),
        (ACopy, "keep it, self.path"),
        (OnlyInTrainingBlock, "leave self.training out of it"),
        (LessInEvaluation, "leave self.training out of it"),
        (InPlaceBlock, "forward changes x itself"),
        (BorrowsWeights, "other weights on the way past"),
        (Shared, "two of them share"),
        (made(lambda path, past, x: path(x) + past(x) / 10), "else than path(x) + x"),
        (made(lambda path, past, x: path(x) / 4 + past(x)), "else than path(x) + x"),
        (
            made(lambda path, past, x: (path(x) + past(x)).sigmoid()),
            "else than path(x) + x",
        ),
        (made(lambda path, past, x: (path(x) + past(x)).tanh()), "no tanh"),
        (way(one_by_one, lambda *_: nn.LeakyReLU()), "without bias, alone"),
        (way(one_by_one, lambda *_: nn.Sigmoid()), "without bias, alone"),
        (
            way(one_by_one, lambda c, out, s: nn.GroupNorm(1, out)),
            "without bias, alone",
        ),
        (
            way(same_size, lambda c, out, s: nn.MaxPool2d(s, s, ceil_mode=True)),
            "without bias, alone",
        ),
        (
            made(
                add,
                lambda c, out, s: one_by_one(c, out, s, groups=2 - out % 2),
            ),
            "each of its filters reads all channels",
        ),
        (Unlisted, "nothing learns on the way past"),
        (PathUnlisted, "keep it, self.path"),
        (lambda *case: lambda x: x, "an nn.Module is wanted"),
        (lambda *case: Residual, "that is a class"),
        (lambda path, *sizes: path(torch.zeros(1, sizes[0], 7, 7)), "not Tensor"),
        (lambda path, channels, out, stride: Residual(path, out, out, 1), "must bring"),
    ],
}


@right_ones(RIGHT)
def test_right_answers(name, attempt):
    is_right(name, attempt)


@wrong_ones(WRONG)
def test_wrong_answers_are_named(name, attempt, words):
    is_called(name, attempt, words)


def test_the_answer_is_shown_as_it_was_given():
    report = repr(checks.fits_pattern(lambda layers: len(layers) < 8))
    assert "expected  True" in report and "got       False" in report


def test_an_empty_class_is_a_stub():
    class Stub(nn.Module):
        def __init__(self, path, channels, out, stride):
            super().__init__()

        def forward(self, x): ...

    assert "not attempted yet" in repr(checks.residual(Stub))


def test_checking_changes_neither_the_random_numbers_nor_the_threads():
    before, threads = torch.random.get_rng_state(), torch.get_num_threads()
    checks.separable(separable)
    checks.residual(Residual)
    assert torch.equal(before, torch.random.get_rng_state())
    assert torch.get_num_threads() == threads
