"""Networks that read digits, each trained with the same care, and what came out.

    model, history = runs.lenet.train("LeNet", train, test, seed=0)
    runs.lenet.stored("epochs")["LeNet"]  # digits right: (4 epochs, 3 seeds)

Training here is in float64: slower, but the same digits come out on every computer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from helpers import kernels, models, training
from helpers.chosen import chosen
from helpers.runs import store

FILE, FULL_FILE = "lenet_runs.csv", "lenet_full.csv"
EPOCHS, BATCH, RATE = 4, 64, 4e-3
SEEDS = 0, 1, 2


class Local(nn.Module):
    """A convolution without sharing: every place has weights and biases of its own.

    (N, C, H, W) to (N, filters, ·, ·), for pictures of `size` pixels a side.
    """

    def __init__(self, channels, filters, window, size, padding=0):
        super().__init__()
        self.unfold = nn.Unfold(window, padding=padding)
        self.side = size + 2 * padding - window + 1
        weights = channels * window**2
        shape = self.side**2, weights, filters
        reach = weights**-0.5  # as in nn.Conv2d
        self.weight = nn.Parameter(reach * (2 * torch.rand(shape) - 1))
        self.bias = nn.Parameter(reach * (2 * torch.rand(shape[0], 1, shape[2]) - 1))

    def forward(self, x):
        patches = self.unfold(x).permute(2, 0, 1)  # (places, N, weights)
        y = torch.baddbmm(self.bias, patches, self.weight)  # (places, N, filters)
        return y.permute(1, 2, 0).unflatten(2, (self.side, self.side))


def local(seed=0):
    """LeNet of today, its convolutions unshared: (N, 1, 28, 28) to (N, 10)."""
    net = models.lenet(seed)
    with models.drawn(seed):
        net.c1, net.c3 = unshared(net.c1, 28), unshared(net.c3, 14)
    return net.float()


def unshared(conv, size):
    """A Local of the same sizes as a convolution, for pictures of `size` pixels."""
    (window, _), (padding, _) = conv.kernel_size, conv.padding
    return Local(conv.in_channels, conv.out_channels, window, size, padding)


def dense(width):
    """A function of a seed: two hidden layers of `width`, which see all pixels."""

    def build(seed=0):
        with models.drawn(seed):
            net = nn.Sequential(
                nn.Flatten(),
                nn.Linear(784, width),
                nn.ReLU(),
                nn.Linear(width, width),
                nn.ReLU(),
                nn.Linear(width, 10),
            )
        return net.float()

    return build


FIRST = "compass", "Gabor", "random", "learnt"


def filters(kind):
    """Eight hand-made first filters, "compass" or "Gabor", (8, 1, 5, 5) float64.

    Each sums to 0 and is as long as one that PyTorch draws is on average.
    """
    if chosen("filters", kind, FIRST[:2]) == "compass":
        bank = np.pad(kernels.compass(), ((0, 0), (1, 1), (1, 1))).astype(float)
    else:
        angles = 22.5 * np.arange(8)
        bank = np.array([kernels.gabor(5, angle, 1.5, radius=2) for angle in angles])
    bank = torch.from_numpy(bank - bank.mean((1, 2), keepdims=True))
    return bank[:, None] / bank.flatten(1).norm(dim=1)[:, None, None, None] / 3**0.5


def with_first(kind, seed=0):
    """LeNet with eight first filters: one of FIRST, all but "learnt" held fast."""
    net = models.lenet(seed)
    with models.drawn(seed):
        net.c1, net.c3 = nn.Conv2d(1, 8, 5, padding=2), nn.Conv2d(8, 16, 5)
    if chosen("filters", kind, FIRST) in FIRST[:2]:
        net.c1.weight.data, net.c1.bias.data[:] = filters(kind), 0
    net.c1.requires_grad_(kind == "learnt")
    return net.float()


def averaging(seed=0):
    """LeNet of today, its maxima replaced by averages: (N, 1, 28, 28) to (N, 10)."""
    net = models.lenet(seed)
    net.s2, net.s4 = nn.AvgPool2d(2), nn.AvgPool2d(2)
    return net


@dataclass(frozen=True)
class Recipe:
    """How a net is built from a seed, and trained."""

    build: Callable
    loss: Callable = F.cross_entropy
    rate: float = RATE


# One rate for all but the smallest, which with small steps gets nowhere in 4 epochs.
RIVALS = {
    "LeNet 1989": Recipe(models.lenet_1989, models.loss_1989, 2 * RATE),
    "LeNet 1998": Recipe(models.lenet_1998, models.loss_1998),
    "LeNet": Recipe(models.lenet),
    "local": Recipe(local),
    "dense 30": Recipe(dense(30)),
    "dense 100": Recipe(dense(100)),
    "dense 300": Recipe(dense(300)),
}
POOLED = {"max": Recipe(models.lenet), "average": Recipe(averaging)}
FIRSTS = {f"{kind} first": Recipe(partial(with_first, kind)) for kind in FIRST}
NETS = RIVALS | FIRSTS | POOLED


def build(name, seed=0):
    """The untrained network of that name."""
    return NETS[chosen("net", name, NETS)].build(seed)


def train(name, digits, test=None, seed=0, epochs=EPOCHS, augment=(), rate=None):
    """(model, History) of the network of that name, trained in float64 on digits.

    digits and test are pairs (images (N, 1, 28, 28), labels (N,)). rate: another than
    the net's own in NETS.
    """
    model = build(name, seed).double()
    history = training.fit(
        model,
        digits,
        test,
        epochs,
        batch=BATCH,
        lr=rate or NETS[name].rate,
        loss=NETS[name].loss,
        augment=augment,
        seed=seed,
    )
    return model, history


def stored(experiment):
    """{net: digits right, an array (settings, seeds)} of a stored experiment.

    epochs    after 1 … 4 epochs, of 1,000 test digits
    shuffled  the same, with all digits' pixels in one other order
    examples  with 100, 400, 1000, 4000 digits to learn from
    augment   with 1,000 digits to learn from and a kind of augmentation for the net's
              name: of the 100 test digits that are a 0, a 1 … a 9
    moved     test digits moved to the right by 0 … 8 pixels
    mirrored  with 1,000 digits to learn from, without and with flips: of the 100 test
              digits that are a 3, how many are taken for a 5; and 5 for 3
    sharing   with 100 digits to learn from, six seeds, each net's own rate
    first     the same, for each kind of first filters
    rates     with 100 digits and each highest rate: of 1,000 other training digits
    pooling   POOLED, after 4,000 digits and after 4,000 pictures of clothes; seeds 0–4
    """
    by_net = store.grouped(store.rows(FILE, experiment=experiment), "net")
    return {net: store.counts(rows, "right", "setting") for net, rows in by_net.items()}


def stored_full():
    """Digits right of 10,000 after learning all of MNIST's: (epochs, seeds)."""
    return store.counts(store.rows(FULL_FILE), "right", "epoch")
