"""Networks that read digits, each trained with the same care, and what came out.

    model, history = runs.lenet.train("LeNet", train, test, seed=0)
    runs.lenet.stored("epochs")["LeNet"]  # digits right: (4 epochs, 3 seeds)

Training here is in float64: slower, but the same digits come out on every computer.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from helpers import models, training
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
NETS = {
    "LeNet 1989": Recipe(models.lenet_1989, models.loss_1989, 2 * RATE),
    "LeNet 1998": Recipe(models.lenet_1998, models.loss_1998),
    "LeNet": Recipe(models.lenet),
    "local": Recipe(local),
    "dense 30": Recipe(dense(30)),
    "dense 100": Recipe(dense(100)),
    "dense 300": Recipe(dense(300)),
}
POOLED = {"max": Recipe(models.lenet), "average": Recipe(averaging)}
ALL = NETS | POOLED


def build(name, seed=0):
    """The untrained network of that name."""
    return ALL[chosen("net", name, ALL)].build(seed)


def train(name, digits, test=None, seed=0, epochs=EPOCHS, augment=()):
    """(model, History) of the network of that name, trained in float64 on digits.

    digits and test are pairs (images (N, 1, 28, 28), labels (N,)).
    """
    model = build(name, seed).double()
    history = training.fit(
        model,
        digits,
        test,
        epochs,
        batch=BATCH,
        lr=ALL[name].rate,
        loss=ALL[name].loss,
        augment=augment,
        seed=seed,
    )
    return model, history


def clearly_better(a, b):
    """Whose runs all beat all of the other's: "a", "b" or "can't tell"."""
    if min(a) > max(b):
        return "a"
    return "b" if min(b) > max(a) else "can't tell"


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
    pooling   POOLED, after 4,000 digits and after 4,000 pictures of clothes; seeds 0–4
    """
    by_net = store.grouped(store.rows(FILE, experiment=experiment), "net")
    return {net: store.counts(rows, "right", "setting") for net, rows in by_net.items()}


def stored_full():
    """(digits right of 10,000, seconds) on all of MNIST: (epochs, seeds), (seeds,)."""
    rows = store.rows(FULL_FILE)
    seconds = [float(row["seconds"]) for row in rows[-len(SEEDS) :]]
    return store.counts(rows, "right", "epoch"), np.array(seconds)
