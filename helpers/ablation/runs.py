"""One run: the data, the net, its training, and how much it gets right."""

from dataclasses import replace
from functools import cache

import numpy as np
import torch
from torch import nn

from helpers import arithmetic, datasets, models, training
from helpers.ablation.conditions import found
from helpers.ablation.tasks import TASKS

SPLITS = "train", "validation", "test"
KEPT = 2000  # of the 10,000 training images: the validation images


def train(remove=(), seed=0, condition="ordinary"):
    """(model, History) of the net without `remove`, after some seconds of training.

    The condition is one of CONDITIONS or a Condition.
    """
    condition = found(condition)
    model = build(remove, seed, condition).double()
    model.to(memory_format=torch.channels_last)  # half the time, the same digits
    optimizer = torch.optim.SGD(
        model.parameters(),
        condition.rate,
        condition.momentum,
        weight_decay=condition.decay,
    )
    history = training.fit(
        model,
        data("train", condition),
        epochs=condition.epochs,
        batch=16,
        optimizer=optimizer,
        augment=condition.augment,
        seed=seed,
        threads=1,  # on such small work a second one costs more than it gives
        show=False,
    )
    return model, history


def build(remove=(), seed=0, condition="ordinary"):
    """The untrained net: (N, *picture) to (N, classes)."""
    condition = found(condition)
    images, labels = data("validation", condition)
    shape, layers = arithmetic.alexnet(
        remove, len(labels.unique()), "small", shape=tuple(images.shape[1:])
    )
    filters = dict(condition.narrow)
    layers = [
        replace(layer, filters=filters[layer.name]) if layer.name in filters else layer
        for layer in layers
    ]
    rest = {layer: [nn.Dropout(condition.dropout)] for layer in ("fc6", "fc7")}
    return models.built(shape, layers, seed, condition.active, rest)


def right(model, condition="ordinary", split="test"):
    """How many images of the split the model gets right."""
    images, labels = data(split, condition)
    return round(training.evaluate(model, (images, labels)).accuracy * len(labels))


def data(split, condition="ordinary"):
    """Images float64 (N, 1, H, W) and labels (N,) of a condition.

    train       as many as the condition says, of the 8,000 training images not kept
    validation  the 2,000 training images that are kept, to choose by
    test        the 2,000 test images, to be used once, at the end
    """
    condition = found(condition)
    if split not in SPLITS:
        raise ValueError(
            f"There is no split {split!r}; choose one of {', '.join(SPLITS)}."
        )
    return _data(split, condition.task, condition.images if split == "train" else None)


@cache
def _data(split, task, count):
    part = "test" if split == "test" else "train"
    images, labels = datasets.load("fashion_mnist", part, full=False)
    if split != "test":
        order = torch.randperm(len(labels), generator=torch.Generator().manual_seed(0))
        rows = order[:KEPT] if split == "validation" else order[KEPT:]
        images, labels = images[rows], labels[rows]
    chance = torch.Generator().manual_seed(SPLITS.index(split))
    images, labels = TASKS[task](images.double(), labels, chance)
    return images[:count].clone(), labels[:count].clone()


def steps_to(loss, history, over=30):
    """The first step after which the last 30 losses are on average below `loss`.

    −1 where that never happens.
    """
    sums = np.cumsum([0.0, *history.loss])
    means = (sums[over:] - sums[:-over]) / over
    below = np.flatnonzero(means < loss)
    return over + int(below[0]) if len(below) else -1
