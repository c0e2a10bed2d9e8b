"""Digits 0–4 → 5–9: a small LeNet, and how much of it should be kept.

    runs.digits.learn("first kept", 10, seed=0)   # of 500 test digits, 5–9

All of it in float64, so the same numbers come out on every computer.
"""

from functools import cache

import torch

from helpers import arithmetic, datasets, models, training
from helpers.chosen import chosen
from helpers.runs.transfer_tasks import kept
from helpers.transfer import count_correct, freeze, sample_per_class, with_head

WAYS = {  # the last layer that stays as it is
    "scratch": None,
    "all learn": None,
    "first kept": "pool2",
    "all kept but the last": "fc4_active",
}
SIZES = 5, 10, 50  # examples of each digit
BATCH, STEPS, PASSES = 16, 100, 10
LAYERS = [
    arithmetic.Conv(16, 5, padding=2, name="conv1"),
    arithmetic.Pool(2, name="pool1"),
    arithmetic.Conv(32, 5, name="conv2"),
    arithmetic.Pool(2, name="pool2"),
    arithmetic.Dense(120, name="fc3"),
    arithmetic.Dense(84, name="fc4"),
    arithmetic.Dense(5, name="fc"),
]
TRIED = 0.001, 0.004, 0.016, 0.064, 0.256  # highest rates of AdamW's one cycle
RATES = {  # chosen by the validation digits
    "scratch": 0.016,
    "all learn": 0.004,
    "first kept": 0.004,
    "all kept but the last": 0.256,
}


@cache
def data(split, high):
    """Digits float64 (N, 1, 28, 28), 5–9 if high or 0–4, labels from 0 to 4.

    train 2,000 and test 500; fit 1,500 and validation 500 are the training digits.
    """
    images, labels = datasets.load(
        "mnist", "test" if split == "test" else "train", full=False
    )
    rows = (labels >= 5) == high
    images, labels = images[rows].double(), labels[rows] - 5 * high
    if split in ("fit", "validation"):
        rows = kept(labels, 100) == (split == "validation")
        images, labels = images[rows], labels[rows]
    return images, labels


def fresh(seed):
    """A LeNet with 16 and 32 filters that has learnt nothing: to (N, 5), float64."""
    return models.built((1, 28, 28), LAYERS, seed).double()


@cache
def base():
    """The net that has learnt the digits 0–4, from 2,000 of them."""
    return trained(fresh(0), *data("train", high=False), 0.004, 2, 0, batch=64)


def trained(model, images, labels, rate, epochs, seed, batch=BATCH):
    """The model itself, after so many passes over the images."""
    learning = [weights for weights in model.parameters() if weights.requires_grad]
    training.fit(
        model,
        (images, labels),
        epochs=epochs,
        batch=batch,
        optimizer=torch.optim.AdamW(learning, rate),
        seed=seed,
    )
    return model


def start(way, seed):
    """The net before it sees a digit above 4."""
    if chosen("way", way, WAYS) == "scratch":
        return fresh(seed)
    model = with_head(base(), 5, seed)
    return freeze(model, WAYS[way]) if WAYS[way] else model


def learn(way, per_class, seed, rate=None, split="train"):
    """The net that has learnt 5–9 from a few examples of each, from one of the WAYS."""
    images, labels = data(split, high=True)
    rows = sample_per_class(labels, per_class, seed)
    epochs = max(PASSES, -(-STEPS * BATCH // len(rows)))
    model = start(way, seed)
    return trained(model, images[rows], labels[rows], rate or RATES[way], epochs, seed)


def counted(model, split="test"):
    """How many of the 500 digits 5–9 it gets right."""
    return count_correct(model, *data(split, high=True))
