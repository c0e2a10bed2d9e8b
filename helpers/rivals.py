"""Networks that read digits, each trained with the same care, and what came out.

    model, history = rivals.train("LeNet", train, test, seed=0)
    rivals.stored("epochs")["LeNet"]  # digits right: (4 epochs, 3 seeds)

Training here is in float64: slower, but the same digits come out on every computer.
"""

import csv
import io
from collections import namedtuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from helpers import files, models, training

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
        net.c1 = Local(1, 6, 5, 28, padding=2)
        net.c3 = Local(6, 16, 5, 14)
    return net.float()


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


Recipe = namedtuple("Recipe", "build loss rate", defaults=[F.cross_entropy, RATE])

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


def build(name, seed=0):
    """The untrained network of that name."""
    if name not in NETS:
        raise ValueError(f"There is no {name!r}; choose one of {', '.join(NETS)}.")
    return NETS[name].build(seed)


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
        lr=NETS[name].rate,
        loss=NETS[name].loss,
        augment=augment,
        seed=seed,
        show=False,
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
    """
    table = {}
    for row in _rows("lenet_runs.csv"):
        if row["experiment"] == experiment:
            by_setting = table.setdefault(row["net"], {})
            by_setting.setdefault(row["setting"], []).append(int(row["right"]))
    if not table:
        raise ValueError(f"data/lenet_runs.csv has no experiment {experiment!r}.")
    return {net: np.array(list(found.values())) for net, found in table.items()}


def stored_full():
    """(digits right of 10,000, seconds) on all of MNIST: (epochs, seeds), (seeds,)."""
    rows = list(_rows("lenet_full.csv"))
    right = np.array([int(row["right"]) for row in rows]).reshape(-1, len(SEEDS))
    seconds = [float(row["seconds"]) for row in rows]
    return right, np.array(seconds[-len(SEEDS) :])


def _rows(name):
    return csv.DictReader(io.StringIO(files.verified(name).decode()))
