"""Plain and residual nets of any depth: built, trained, and their stored runs.

    model, history = runs.depth.train(9, residual=True)     # 9 blocks: 20 weight layers
    runs.depth.wrong(model)                            # of the training images
    runs.depth.stored("norm")["residual", 20][0.01]    # of all SEEDS, and at all rates

Training here is in float64: slower, but with 8 and 20 layers and EPOCHS the same digits
come out on every computer. In deeper plain nets, and in longer trainings, roundings
grow: another kind of processor gives somewhat different numbers.
"""

from collections import OrderedDict
from functools import cache

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from helpers import datasets, models, training, transfer
from helpers.runs import store

WIDTH = 8  # maps in each layer
IMAGES, EPOCHS, BATCH = 1000, 4, 16
LONGER = 16  # epochs
RATE = 0.01  # the highest one of a cycle, in `train`
DEPTHS = {8: 3, 20: 9, 44: 21}  # weight layers: blocks
KINDS = {"plain": False, "residual": True}
NORMS = {"norm": True, "no norm": False}
SEEDS = tuple(range(5))
PLANNED = {  # what is stored: (norm, epochs): the rates tried, the depths
    ("norm", EPOCHS): ((0.003, 0.01, 0.03, 0.1), DEPTHS),
    ("no norm", EPOCHS): ((0.003, 0.01), DEPTHS),
    ("norm", LONGER): ((RATE,), (8, 20)),
}
SPLITS = {"train": "train", "validation": "test"}  # MNIST's; no other use is made of it
FILE = "depth_runs.csv"


class Block(nn.Module):
    """Two 3×3 convolutions; what they make is passed on, or added to what came in."""

    def __init__(self, residual, norm):
        super().__init__()
        self.conv1, self.norm1 = convolution(WIDTH, norm)
        self.conv2, self.norm2 = convolution(WIDTH, norm)
        self.residual = residual

    def forward(self, x):
        y = torch.relu(self.norm1(self.conv1(x)))
        y = self.norm2(self.conv2(y))
        return torch.relu(x + y if self.residual else y)


def convolution(inputs, norm, stride=1):
    """(a 3×3 convolution to WIDTH maps, what follows it: BatchNorm or nothing)."""
    conv = nn.Conv2d(inputs, WIDTH, 3, stride, padding=1, bias=not norm)
    nn.init.kaiming_normal_(conv.weight, nonlinearity="relu")
    if not norm:
        nn.init.zeros_(conv.bias)
    return conv, nn.BatchNorm2d(WIDTH) if norm else nn.Identity()


def net(blocks, residual, norm=True, seed=0):
    """A net of 2·blocks + 2 weight layers, (N, 1, 28, 28) to scores (N, 10).

    Plain and residual have the same layers, and with the same seed the same weights.
    """
    layers = OrderedDict()
    with models.drawn(seed):
        layers["conv"], layers["norm"] = convolution(1, norm, stride=2)
        layers["active"] = nn.ReLU()
        layers["pool"] = nn.MaxPool2d(2)  # (N, WIDTH, 7, 7)
        for number in range(1, blocks + 1):
            layers[f"block{number}"] = Block(residual, norm)
        layers["mean"] = nn.AdaptiveAvgPool2d(1)
        layers["flat"] = nn.Flatten()
        layers["fc"] = nn.Linear(WIDTH, 10)
    return nn.Sequential(layers)  # in float64


@cache
def data(split="train"):
    """1,000 digits to train with, or to choose by, (N, 1, 28, 28) in float64."""
    images, labels = datasets.load("mnist", SPLITS[split], full=False)
    return images[:IMAGES].double(), labels[:IMAGES]


def train(blocks, residual, norm=True, seed=0, rate=RATE, epochs=EPOCHS):
    """(model, History) of a net after so many passes over the digits."""
    model = net(blocks, residual, norm, seed)
    optimizer = torch.optim.AdamW(model.parameters(), rate)
    history = training.fit(
        model,
        data(),
        epochs=epochs,
        batch=BATCH,
        optimizer=optimizer,
        seed=seed,
    )
    return model, history


def wrong(model, split="train"):
    """How many digits of the split the model gets wrong."""
    images, labels = data(split)
    return len(labels) - transfer.count_correct(model, images, labels)


def gradients(model):
    """How long the gradient of each convolution's weights is, first layer first.

    On the first 100 digits, in training mode; the model is as before afterwards.
    """
    images, labels = data()
    was = {name: value.clone() for name, value in model.state_dict().items()}
    weights = [m.weight for m in model.modules() if isinstance(m, nn.Conv2d)]
    model.train()
    loss = F.cross_entropy(model(images[:100]), labels[:100])
    lengths = [float(g.norm()) for g in torch.autograd.grad(loss, weights)]
    model.load_state_dict(was)  # BatchNorm has seen these digits
    return np.array(lengths)


def stored(norm, epochs=EPOCHS):
    """{(kind, layers): {rate: {split: wrong digits (SEEDS,)}}} of the stored runs.

    norm: "norm" or "no norm"; epochs: EPOCHS, with norm also LONGER.
    """
    kept = store.rows(FILE, norm=norm, epochs=epochs)
    return {
        (kind, int(layers)): {
            float(rate): {
                split: store.counts(runs, "wrong")
                for split, runs in store.grouped(runs, "measure").items()
            }
            for rate, runs in store.grouped(rows, "rate").items()
        }
        for (kind, layers), rows in store.grouped(kept, "kind", "layers").items()
    }


def best(runs):
    """{(kind, layers): (rate, wrong training digits (SEEDS,))} at each net's best rate.

    The best is the one with the fewest wrong validation digits, on average.
    """
    found = {}
    for net, rates in runs.items():
        rate = min(rates, key=lambda rate: rates[rate]["validation"].mean())
        found[net] = rate, rates[rate]["train"]
    return found
