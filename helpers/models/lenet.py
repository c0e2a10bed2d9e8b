"""LeNet as it was published in 1989 and 1998, and as it is built today.

Each takes digits (N, 1, 28, 28) from 0 (paper) to 1 (ink) and gives ten scores a
digit, (N, 10): the highest one wins. Each is an `nn.Sequential` whose layers have the
paper's names, so `net.c1` is one layer and `net[:4]` are the first four. `seed` alone
decides the weights at the start.
"""

from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn

from helpers import arithmetic
from helpers.models.seeding import drawn

C1, C3, C5, F6 = arithmetic.LENET_WIDTHS


def lenet_1989(seed=0):
    """LeNet of 1989, (N, 1, 28, 28) or (N, 1, 16, 16) to (N, 10); 9,760 parameters.

    Paper is −1 and ink 1, also in the frame around the maps. Every unit has a bias of
    its own. Train it with `loss_1989`, as in the paper. Which eight maps each map
    of H2 sees is not in the paper; ours are those of `arithmetic.EIGHT_OF_TWELVE`.
    """
    with drawn(seed):
        layers = OrderedDict(
            resize=Resize(16),
            ink=Ink(paper=-1, ink=1),  # (N, 1, 16, 16)
            frame1=nn.ConstantPad2d((2, 1, 2, 1), -1.0),
            h1=PartialConv([(0,)] * 12, 5, stride=2, biases=(8, 8)),
            squash1=Squash(),  # (N, 12, 8, 8)
            frame2=nn.ConstantPad2d((2, 1, 2, 1), -1.0),
            h2=PartialConv(arithmetic.EIGHT_OF_TWELVE, 5, stride=2, biases=(4, 4)),
            squash2=Squash(),  # (N, 12, 4, 4)
            flat=nn.Flatten(),
            h3=small(nn.Linear(192, 30)),
            squash3=Squash(),
            output=small(nn.Linear(30, 10)),
            squash4=Squash(),
        )
    return nn.Sequential(layers).float()


def lenet_1998(seed=0):
    """LeNet-5 of 1998, (N, 1, 28, 28) or (N, 1, 32, 32) to (N, 10); 60,000 parameters.

    F6 draws a small picture; the output's scores are minus its squared distances from
    ten fixed pictures of digits. Train it with `loss_1998`, as in the paper.
    """
    with drawn(seed):
        layers = OrderedDict(
            pad=Pad(32),
            ink=Ink(paper=-0.1, ink=1.175),  # (N, 1, 32, 32): mean 0, variance 1
            c1=small(nn.Conv2d(1, C1, 5)),
            squash1=Squash(),  # (N, 6, 28, 28)
            s2=Subsample(C1),
            squash2=Squash(),  # (N, 6, 14, 14)
            c3=PartialConv(arithmetic.C3_TABLE, 5),
            squash3=Squash(),  # (N, 16, 10, 10)
            s4=Subsample(C3),
            squash4=Squash(),  # (N, 16, 5, 5)
            c5=small(nn.Conv2d(C3, C5, 5)),
            squash5=Squash(),  # (N, 120, 1, 1)
            flat=nn.Flatten(),
            f6=small(nn.Linear(C5, F6)),
            squash6=Squash(),
            output=Likeness(CODES),
        )
    return nn.Sequential(layers).float()


def lenet(seed=0):
    """LeNet-5 as built today, (N, 1, 28, 28) to (N, 10); 61,706 parameters.

    ReLU for tanh, maximum for subsampling, every map sees all maps; plain scores.
    """
    with drawn(seed):
        layers = OrderedDict(
            c1=nn.Conv2d(1, C1, 5, padding=2),
            relu1=nn.ReLU(),  # (N, 6, 28, 28)
            s2=nn.MaxPool2d(2),  # (N, 6, 14, 14)
            c3=nn.Conv2d(C1, C3, 5),
            relu3=nn.ReLU(),  # (N, 16, 10, 10)
            s4=nn.MaxPool2d(2),  # (N, 16, 5, 5)
            flat=nn.Flatten(),
            f5=nn.Linear(5 * 5 * C3, C5),
            relu5=nn.ReLU(),
            f6=nn.Linear(C5, F6),
            relu6=nn.ReLU(),
            output=nn.Linear(F6, 10),
        )
    return nn.Sequential(layers).float()


def loss_1989(scores, labels):
    """Mean squared distance of scores (N, 10) from 1 at the label and −1 elsewhere."""
    targets = 2 * F.one_hot(labels, scores.shape[1]).to(scores) - 1
    if targets.shape != scores.shape:
        raise ValueError(
            f"labels have the shape {tuple(labels.shape)}: give ({len(scores)},), one "
            "for each row of scores."
        )
    return F.mse_loss(scores, targets)


def loss_1998(scores, labels):
    """Cross-entropy of scores (N, 10) and one more: −10, for "no digit at all".

    Without it only differences of distances count, F6 need not look like any code, and
    learning stops at what a linear classifier does. The paper gives no value.
    """
    nothing = scores.new_full((len(scores), 1), -10)
    return F.cross_entropy(torch.cat([scores, nothing], 1), labels)


class Squash(nn.Module):
    """1.7159 tanh(2x/3): goes through (1, 1) and (−1, −1), where it bends most."""

    def forward(self, x):
        return 1.7159 * torch.tanh(2 / 3 * x)


class Ink(nn.Module):
    """Grey values from 0 … 1 to paper … ink."""

    def __init__(self, paper, ink):
        super().__init__()
        self.paper, self.ink = paper, ink

    def forward(self, x):
        return self.paper + (self.ink - self.paper) * x


class Resize(nn.Module):
    """Pictures (N, C, ·, ·) smoothly scaled to (N, C, size, size)."""

    def __init__(self, size):
        super().__init__()
        self.size = size

    def forward(self, x):
        if x.shape[-1] == self.size:
            return x
        return F.interpolate(x, size=self.size, mode="bilinear", antialias=True)


class Pad(nn.Module):
    """Pictures (N, C, ·, ·) with a frame of zeros, all of it (N, C, size, size)."""

    def __init__(self, size):
        super().__init__()
        self.size = size

    def forward(self, x):
        more = self.size - x.shape[-1]
        return F.pad(x, (more // 2, more - more // 2) * 2)


class PartialConv(nn.Module):
    """Convolution whose map k reads the input maps sees[k]: (N, C, ·, ·), (N, K, ·, ·).

    `biases` are the height and width of each map's biases: one for all, or its size.
    """

    def __init__(self, sees, size, stride=1, biases=(1, 1)):
        super().__init__()
        self.stride = stride
        pairs = [(k, c) for k, maps in enumerate(sees) for c in maps]
        self.register_buffer("pairs", torch.tensor(pairs).T, persistent=False)
        self.shape = len(sees), int(self.pairs[1].max()) + 1, size, size
        reach = [2.4 / (len(sees[k]) * size**2) for k, _ in pairs]
        weight = torch.rand(len(pairs), size, size) * 2 - 1
        self.weight = nn.Parameter(weight * torch.tensor(reach)[:, None, None])
        self.bias = nn.Parameter(torch.zeros(len(sees), *biases))

    def forward(self, x):
        full = self.weight.new_zeros(self.shape)  # 0 where a map sees nothing
        full = full.index_put(tuple(self.pairs), self.weight)
        return F.conv2d(x, full, stride=self.stride) + self.bias


class Subsample(nn.Module):
    """Sums of 2×2 pixels, times one weight a map, plus one bias a map."""

    def __init__(self, maps):
        super().__init__()
        self.weight = nn.Parameter((torch.rand(maps, 1, 1) * 2 - 1) * 2.4 / 4)
        self.bias = nn.Parameter(torch.zeros(maps, 1, 1))

    def forward(self, x):
        return self.weight * 4 * F.avg_pool2d(x, 2) + self.bias


class Likeness(nn.Module):
    """Minus the squared distance to each fixed code: (N, 84) to (N, 10)."""

    def __init__(self, codes):
        super().__init__()
        self.register_buffer("codes", codes, persistent=False)

    def forward(self, x):
        return -(x[:, None] - self.codes).square().sum(2)


def small(layer):
    """The layer, its weights drawn evenly from ±2.4 / inputs a unit, as in the papers.

    The biases start at 0: the papers don't say.
    """
    reach = 2.4 / layer.weight[0].numel()
    nn.init.uniform_(layer.weight, -reach, reach)
    nn.init.zeros_(layer.bias)
    return layer


# What F6 should show for each digit: 7×12 pictures, ink 1 and paper −1. The paper
# prints its own; these are drawn anew, in the same size and spirit: digits that look
# alike have codes that are close.
_DRAWN = """
    ..###.. ...##.. .#####. .#####. ....##. ####### ..####. ####### .#####. .#####.
    .##.##. ..###.. ##...## ##...## ...###. ##..... .##.... .....## ##...## ##...##
    ##...## .####.. ##...## .....## ..####. ##..... ##..... .....## ##...## ##...##
    ##...## ...##.. .....## .....## .##.##. ##..... ##..... ....##. ##...## ##...##
    ##...## ...##.. .....## .....## .##.##. ##..... ##..... ....##. ##...## ##...##
    ##...## ...##.. ....##. ..####. ##..##. ######. ######. ...##.. .#####. ##...##
    ##...## ...##.. ...##.. ..####. ##..##. .....## ##...## ...##.. .#####. .######
    ##...## ...##.. ..##... .....## ####### .....## ##...## ..##... ##...## .....##
    ##...## ...##.. .##.... .....## ####### .....## ##...## ..##... ##...## .....##
    ##...## ...##.. ##..... .....## ....##. .....## ##...## .##.... ##...## .....##
    .##.##. ...##.. ##..... ##...## ....##. ##...## ##...## .##.... ##...## ....##.
    ..###.. .###### ####### .#####. ....##. .#####. .#####. .##.... .#####. .####..
"""
_ROWS = [line.split() for line in _DRAWN.split("\n") if line]
CODES = torch.tensor(
    [
        [1.0 if pixel == "#" else -1.0 for row in digit for pixel in row]
        for digit in zip(*_ROWS, strict=True)
    ]
)
