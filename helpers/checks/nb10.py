"""Exercises of notebook 10: the pattern, a bottleneck, a residual block, two steps."""

import re

import torch
from torch import nn
from torch.nn.functional import conv2d

from helpers.checks import networks
from helpers.checks.exercise import Exercise, changes
from helpers.checks.networks import Unlike, near
from helpers.checks.words import check_truth

# --- 10.1: does it fit the pattern? ---------------------------------------------------


def fits(layers):
    pattern = "((CONV-RELU-)+(POOL-)?)+(FC-RELU-)*SOFTMAX"
    return re.fullmatch(pattern, "-".join(layers)) is not None


WORDS = ["CONV", "RELU", "POOL", "FC", "SOFTMAX", "NORM", "TANH", "ADD", "DROP"]


def layers(letters):
    """The words that begin with these letters."""
    return ([next(word for word in WORDS if word[0] == letter) for letter in letters],)


def random_layers(rng):
    """A net that fits, with a layer left out, put in or exchanged, or none."""
    blocks = ["CR" * rng.integers(1, 3) + "P" * rng.integers(2) for _ in range(3)]
    letters = [*"".join(blocks[: rng.integers(1, 4)]), *"FR" * rng.integers(3), "S"]
    place = rng.integers(len(letters))
    letters[place : place + rng.integers(2)] = rng.choice(
        [*"CRPFSNTAD"], rng.integers(2)
    )
    return layers(letters)


NETS = """
    CRPCRPFRS CRCRPCRCRPFRFRS CRCRS CRPCRS CRPS CRFRS CRCRFRFRFRS CTPCTPFTS
    CNRCNRPFRS CRCARPS CRNPFRS CRPPFRS PCRFRS CPRFRS CCRPS CRRPS CRPFFRS CRFRCRS
    CRFRPFRS FRFRS NCRPFRS CRPFRSP CRPFR CRPFRDS CRPFRFS CRPFS CRCS CRSFRS CRPRS
    CRCRPCRPS CRCRCRCRS CRPCRPCRPS RCRPS S
    """
JOINED, ANSWER = (
    '"-".join(layers)',
    're.fullmatch(pattern, "-".join(layers)) is not None',
)

fits_pattern = Exercise(
    "fits_pattern",
    fits,
    cases=[layers(letters) for letters in NETS.split()],
    wide=random_layers,
    check=check_truth,
    mistakes=changes(
        f"""
        the whole net must fit, from the first layer on: re.fullmatch
            fullmatch → search
        the whole net must fit, to the last layer: re.fullmatch
            fullmatch → match
        POOL? is one or none: there needn't be any
            (POOL-)? → POOL-
        POOL? is one or none: not two in a row
            (POOL-)? → (POOL-)*
        N is at least 1: a block begins with CONV
            (CONV-RELU-)+ → (CONV-RELU-)*
        N may be more than 1: (CONV-RELU)*N
            (CONV-RELU-)+(POOL-)? → CONV-RELU-POOL-
        blocks may follow one another: […]*M
            ((CONV-RELU-)+(POOL-)?)+ → (CONV-RELU-)+(POOL-)?
        M is at least 1: there is a CONV
            (POOL-)?)+ → (POOL-)?)*
        K may be 0: after the blocks SOFTMAX may come at once
            (FC-RELU-)* → (FC-RELU-)+
        K may be more than 1: (FC-RELU)*K
            (FC-RELU-)* → (FC-RELU-)?
        every CONV has its RELU
            CONV-RELU- → CONV-(RELU-)?
        every FC has its RELU
            FC-RELU- → FC-(RELU-)?
        SOFTMAX stands for the last dense layer, too: before it comes no lone FC
            SOFTMAX → (FC-)?SOFTMAX
        one RELU is enough
            CONV-RELU- → CONV-(RELU-)+
        after the first FC comes no CONV and no POOL
            ((CONV-RELU-)+(POOL-)?)+(FC-RELU-)* → CONV-RELU-(CONV-RELU-|POOL-|FC-RELU-)*
        it ends with SOFTMAX
            SOFTMAX → (SOFTMAX-)?
            {JOINED} → {JOINED} + "-"
        other layers don't fit, such as NORM: leave none out
            {JOINED} → "-".join(one for one in layers if one in pattern)
        the right layers, but their order counts
            {ANSWER} → all(one in pattern for one in layers)
        another nonlinearity than RELU doesn't fit
            {JOINED} → {JOINED}.replace("TANH", "RELU")
        it is the other way round: True where it fits
            is not None → is None
        some nets don't fit
            {ANSWER} → True
        some nets fit
            {ANSWER} → False
        """
    ),
)

# --- 10.2: through the bottleneck -----------------------------------------------------


def bottleneck(H, W, C, n):
    weights = C * n + 3 * 3 * n * n + n * C
    return H * W * weights  # each is used once at every place


NARROW, MIDDLE, COUNT = (
    "C * n + 3 * 3 * n * n + n * C",
    "3 * 3 * n * n",
    "H * W * weights",
)

bottleneck = Exercise(
    "bottleneck",
    bottleneck,
    cases=[(5, 7, 8, 3), (56, 28, 256, 64), (6, 4, 10, 5)],
    wide=lambda rng: tuple(rng.integers(1, 12, 4).tolist()),
    mistakes=changes(
        f"""
        these are the weights: each is used at all H×W places
            {COUNT} → weights
        the 3×3 convolution reads n channels, not C
            {MIDDLE} → 9 * n * C
        the 3×3 convolution reads and makes n channels, not C
            {MIDDLE} → 9 * C * C
        each of the n filters 3×3 reads all n channels
            {MIDDLE} → 9 * n
        a filter is 3×3, so 9 weights for a channel, not 3
            {MIDDLE} → 3 * n * n
        padded, the 3×3 convolution makes as many pixels as it gets
            {MIDDLE} →
            C * n + → C * n
            {COUNT} → {COUNT} + (H - 2) * (W - 2) * 9 * n * n
        a multiply–add is one multiplication with its addition: not two
            {COUNT} → 2 * {COUNT}
        pictures needn't be square: H·W
            H * W → H * H
        pictures needn't be square: H·W, not W·W
            H * W → W * W
        that is what the bottleneck saves
            {COUNT} → H * W * 9 * C * C - {COUNT}
        that is the share that is left; how many are they?
            {COUNT} → weights / (9 * C * C)
        that is by how much it is cheaper; how many are they?
            {COUNT} → 9 * C * C / weights
        these are the three layers one by one: add them up
            {COUNT} → [H * W * C * n, H * W * 9 * n * n, H * W * n * C]
        """
    )
    | changes(
        """
        that is a 3×3 convolution of all C channels: the bottleneck's are n
            9 * C * C
        one of the 1×1 convolutions is missing: down to n, and up to C again
            C * n + 3 * 3 * n * n
        the 3×3 convolution is missing
            C * n + n * C
        that is the 3×3 convolution alone
            3 * 3 * n * n
        that is one 1×1 convolution alone
            C * n
        all three are counted as 3×3: the first and the last are 1×1
            9 * (C * n + n * n + n * C)
        there are no biases
            C * n + n + 3 * 3 * n * n + n + n * C + C
        the sum with x multiplies nothing
            C * n + 3 * 3 * n * n + n * C + C
        C becomes n, and n becomes C: no layer goes from C to C
            C * C + 3 * 3 * n * n + C * C
        add the three layers, don't multiply them
            C * n * 3 * 3 * n * n * n * C
        """,
        of=NARROW,
    ),
)

# --- 10.3: past the path --------------------------------------------------------------


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
        return (
            f"x is {shapes[0]} and path(x) is {shapes[1]}: on the way past, a 1×1 "
            "convolution must bring x to that shape"
        )
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
        return (
            f"the way past has {count} parameters, and channels·out = {needed} are "
            "needed: each of its filters reads all channels, and nothing else learns"
        )
    return None


SUM, PAST = (
    "self.path(x) + self.past(x)",
    "nn.Conv2d(channels, out, 1, stride, bias=False)",
)
POOL = (
    "Pool2d(stride, stride, ceil_mode=True), nn.Conv2d(channels, out, 1, bias=False))"
)

residual = Exercise(
    "residual",
    Residual,
    cases=[sizes(4, 4, 1), sizes(4, 8, 2), sizes(6, 3, 1), sizes(4, 4, 2)],
    wide=lambda rng: sizes(*rng.integers(2, 6, 2).tolist(), int(rng.integers(1, 4))),
    check=networks.Judge(
        residual_verdict,
        residual_outcome,
        lambda case: "a path, channels = {}, out = {}, stride = {}".format(*case[1:]),
    ),
    mistakes=changes(
        """
        there is no way past: add x to path(x)
            self.path(x)
        path(x) is missing
            self.past(x)
        path(x) is missing, too: x alone is doubled
            self.past(x) + self.past(x)
        x is subtracted: add it
            self.path(x) - self.past(x)
        path(x) is subtracted: add it
            self.past(x) - self.path(x)
        that is the mean of both: add them
            (self.path(x) + self.past(x)) / 2
        that is the product of both: add them
            self.path(x) * self.past(x)
        that is path(x) twice: add x
            self.path(x) * 2
        x is added twice
            self.path(x) + self.past(x) * 2
        path comes twice, one after the other
            self.path(self.path(x))
        path comes twice, one after the other, and then x
            self.path(self.path(x)) + x
        x is added before path, which then has to carry all
            self.path(x + self.past(x))
        nothing comes after the sum: no ReLU
            (self.path(x) + self.past(x)).relu()
        nothing comes after the sum: no tanh
            (self.path(x) + self.past(x)).tanh()
        path(x) is added as it is: no ReLU after it
            self.path(x).relu() + self.past(x)
        what goes past is added as it is: no ReLU after it
            self.path(x) + self.past(x).relu()
        the two are laid one upon the other, as in DenseNet: add them
            torch.cat([self.path(x), self.past(x)], 1)
        """,
        of=SUM,
    )
    | changes(
        f"""
        here x fits as it is: add x itself, with nothing to learn
            if stride > 1 or channels != out → if True
        on the way past there is only the convolution: it has no bias
            bias=False → bias=True
        on the way past there is only the convolution: no BatchNorm
            {PAST} → nn.Sequential({PAST}, nn.BatchNorm2d(out))
        on the way past there is only the convolution: it looks at no neighbour
            out, 1, stride → out, 3, stride, padding=1
        the convolution itself takes the steps: no average pooling
            {PAST} → nn.Sequential(nn.Avg{POOL}
        the convolution itself takes the steps: no max pooling
            {PAST} → nn.Sequential(nn.Max{POOL}
        """
    ),
)

# --- 10.4: filter, then mix -----------------------------------------------------------


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
        return Unlike(
            f"{side}×{side} pixels become {sides}: no stride, no pooling; pad by "
            "F // 2 where the filter is F×F, and by nothing where it is 1×1"
        )
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
        return Unlike(
            f"it has {count} parameters, and F·F·C + C·K = {needed} are needed: keep "
            "every layer as self.…, or in an nn.Sequential"
        )
    return None


FIRST = "C, C, F, padding=F // 2, groups=C"
SECOND = "nn.Conv2d(C, K, 1, bias=False)"

separable = Exercise(
    "separable",
    separable,
    cases=[(3, 8, 3), (6, 4, 5), (4, 4, 3)],
    wide=lambda rng: (*rng.integers(1, 6, 2).tolist(), int(rng.choice([1, 3, 5]))),
    check=networks.Judge(
        separable_verdict,
        separable_outcome,
        lambda case: "C = {}, K = {}, F = {}".format(*case),
    ),
    mistakes=changes(
        f"""
        that is an ordinary convolution: each filter reads all channels
            {FIRST} → C, K, F, padding=F // 2
            {SECOND} → nn.Identity()
        no biases: bias=False, for both
            bias=False → bias=True
        the 1×1 convolution is missing: it mixes the channels, and makes K of them
            {SECOND} → nn.Identity()
        that is the 1×1 convolution alone: first, each channel is filtered
            nn.Conv2d({FIRST}, bias=False) → nn.Identity()
        each filter of the first reads all channels: groups=C
            groups=C, →
        the second convolution is 1×1: it mixes, and looks at no neighbour
            C, K, 1 → C, K, F, padding=F // 2
        the second convolution mixes the channels: it has no groups
            {SECOND} → nn.Conv2d({FIRST}, bias=False)
        first each of the C channels has its filter, and then they are mixed
            {SECOND} → nn.Conv2d(K, K, F, padding=F // 2, groups=K, bias=False)
            {FIRST} → C, K, 1
        no stride: the picture keeps its size
            padding=F // 2 → padding=F // 2, stride=2
        pad by F // 2, so that the picture keeps its size
            padding=F // 2, →
        pad x with zeros
            padding=F // 2 → padding=F // 2, padding_mode="circular"
        pad x, not the result
            padding=F // 2, →
            {SECOND} → {SECOND}, nn.ZeroPad2d(F // 2)
        no dilation: a filter is F×F
            padding=F // 2 → padding=F - 1, dilation=2
        """
    ),
)
