"""Notebook 10: its checkers of blocks; right and wrong answers."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn
from usual import stubs_and_crashes_are_shown

from helpers import checks

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


@pytest.mark.parametrize(
    "right", [separable, Separable, ByHand, OneByOne, with_identity]
)
def test_right_separable_convolutions(right):
    assert checks.separable(right).passed


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


def stuck(C, K, F):
    return separable(C, K, F).requires_grad_(False)


def shifted(C, K, F):
    return nn.Sequential(
        nn.ZeroPad2d((F - 1, 0, 0, F - 1)),
        nn.Conv2d(C, C, F, groups=C, bias=False),
        nn.Conv2d(C, K, 1, bias=False),
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
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
        (both(depth, point, nn.ReLU()), "a ReLU between"),
        (lambda *case: nn.Sequential(separable(*case), nn.ReLU()), "a ReLU between"),
        (both(depth, point, nn.Tanh()), "there is a Tanh between"),
        (lambda *case: nn.Sequential(separable(*case), nn.Sigmoid()), "a Sigmoid"),
        (
            lambda C, K, F: both(depth, point, nn.GroupNorm(1, C, affine=False))(
                C, K, F
            ),
            "there is a GroupNorm",
        ),
        (
            lambda C, K, F: nn.Sequential(separable(C, K, F), nn.BatchNorm2d(K)),
            "such as a BatchNorm",
        ),
        (
            lambda C, K, F: both(depth, point, nn.BatchNorm2d(C))(C, K, F),
            "such as a BatchNorm",
        ),
        (
            lambda C, K, F: nn.Sequential(
                separable(C, K, F), nn.BatchNorm2d(K, affine=False)
            ),
            "there is a BatchNorm",
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
        (stuck, "must learn"),
        (lambda C, K, F: separable, "an nn.Module is wanted"),
        (lambda C, K, F: Separable, "that is a class"),
        (lambda C, K, F: F * F * C + C * K, "an nn.Module is wanted"),
        (lambda C, K, F: list(separable(C, K, F)), "not list"),
        (lambda C, K, F: nn.Flatten(), "channels, not 8"),
        (lambda C, K, F: nn.Sequential(point(C, K, F), depth(C, K, F)), "error"),
    ],
)
def test_wrong_separable_convolutions_are_named(wrong, words):
    report = checks.separable(wrong)
    assert not report.passed and words in repr(report)


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


def subsampled_first(channels, out, stride):
    return nn.Sequential(
        nn.MaxPool2d(1, stride), nn.Conv2d(channels, out, 1, bias=False)
    )


@pytest.mark.parametrize(
    "right",
    [
        Residual,
        by_function,
        ByHandResidual,
        made(add, subsampled_first),
        made(lambda path, past, x: torch.stack([past(x), path(x)]).sum(0)),
        lambda *case: nn.Sequential(Residual(*case)),
    ],
)
def test_right_residual_blocks(right):
    assert checks.residual(right).passed


class Forgetful(Residual):
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


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda path, *sizes: path, "there is no way past"),
        (made(lambda path, past, x: path(x)), "no way past"),
        (made(lambda path, past, x: path(x), None, lambda *_: False), "no way past"),
        (made(add, where=lambda *_: False), "a 1×1 convolution must bring"),
        (
            made(add, where=lambda c, out, s: c != out),
            "path(x) is 4×4×4",
        ),
        (made(add, where=lambda c, out, s: s > 1), "path(x) is 3×7×7"),
        (made(add, where=lambda *_: True), "add x itself, with nothing to learn"),
        (Spare, "here x fits as it is"),
        (way(same_size), "on the way past must bring x to that shape"),
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
        (made(lambda path, past, x: path(x) + past(x) + 1), "isn't x"),
        (made(lambda path, past, x: torch.cat([path(x), past(x)], 1)), "DenseNet"),
        (made(lambda path, past, x: None), "forward must return a tensor"),
        (made(lambda path, past, x: (path(x), past(x))), "not tuple"),
        (made(lambda path, past, x: (path(x) + past(x)).mean((2, 3))), "its shape is"),
        (way(lambda c, out, s: one_by_one(c, out, s, bias=True)), "has no bias"),
        (way(one_by_one, lambda c, out, s: nn.BatchNorm2d(out)), "no BatchNorm"),
        (way(one_by_one, lambda *_: nn.ReLU()), "only the convolution: no ReLU"),
        (way(one_by_one, lambda *_: nn.Tanh()), "only the convolution"),
        (way(lambda *_: nn.ReLU(), one_by_one), "only the convolution"),
        (
            way(lambda c, out, s: nn.AvgPool2d(s, s, ceil_mode=True), same_size),
            "nothing else",
        ),
        (way(lambda c, out, s: nn.MaxPool2d(s, s, ceil_mode=True), same_size), "the"),
        (
            way(lambda c, out, s: nn.Conv2d(c, out, 3, s, padding=1, bias=False)),
            "looks at no neighbour",
        ),
        (way(one_by_one, lambda c, out, s: same_size(out, out, 1)), "are enough"),
        (way(lambda *s: one_by_one(*s).requires_grad_(False)), "must learn"),
        (Padded, "go past as they are"),
        (Forgetful, "make the convolution once"),
        (Unlisted, "isn't among the block's parts"),
        (PathUnlisted, "keep it, self.path"),
        (lambda *case: lambda x: x, "an nn.Module is wanted"),
        (lambda *case: Residual, "that is a class"),
        (lambda path, *sizes: path(torch.zeros(1, sizes[0], 7, 7)), "not Tensor"),
        (lambda path, channels, out, stride: Residual(path, out, out, 1), "must bring"),
    ],
)
def test_wrong_residual_blocks_are_named(wrong, words):
    report = checks.residual(wrong)
    assert not report.passed and words in repr(report)


def test_an_empty_class_is_a_stub():
    class Stub(nn.Module):
        def __init__(self, path, channels, out, stride):
            super().__init__()

        def forward(self, x): ...

    assert "not attempted yet" in repr(checks.residual(Stub))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("separable", "C, K, F"), ("residual", "path, channels, out, stride")],
)
def test_stubs_and_crashes(name, arguments):
    checker = getattr(checks, name)
    stubs_and_crashes_are_shown(checker, arguments)
    assert "TypeError" in repr(checker(lambda: 3))
    assert "SystemExit" in repr(checker(lambda *case: exit()))


def test_checking_draws_no_random_number():
    before = torch.random.get_rng_state()
    checks.separable(separable)
    checks.residual(Residual)
    assert torch.equal(before, torch.random.get_rng_state())
