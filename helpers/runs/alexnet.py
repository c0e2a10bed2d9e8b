"""The small AlexNet whole, in parts, and taught otherwise: trained, counted, stored.

    model, history = runs.alexnet.train(("fc7",), seed=0)
    runs.alexnet.count_correct(model)                  # of 2,000 test images
    runs.alexnet.stored("ordinary")["no fc7"]  # the same number, for each of SEEDS

Training here is in float64: slower, but the same digits come out on every computer.
(Not in trainings of 20 epochs: data/README.md has more.)
"""

from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain, combinations

import numpy as np
import torch
from torch import nn

from helpers import arithmetic, datasets, models, training, transfer
from helpers.chosen import chosen
from helpers.features import invariance
from helpers.runs import store
from helpers.runs.alexnet_tasks import TASKS

FILE = "alexnet_runs.csv"
SEEDS = tuple(range(10))
FEW, MORE = SEEDS[:3], SEEDS[:6]
FRESH = tuple(range(100, 105))  # for "hard": no search has seen them
SPLITS = "train", "validation", "test"
KEPT = 2000  # of the 10,000 training images: the validation images


def name(remove):
    """How a net is called that lacks these layers: ("fc6", "fc7") is "no fc6/7"."""
    kinds = []
    for kind in ("conv", "fc"):
        numbers = sorted(layer[-1] for layer in remove if layer.startswith(kind))
        kinds += [kind + "/".join(numbers)] if numbers else []
    return f"no {', '.join(kinds)}" if kinds else "full"


_LAYERS = arithmetic.REMOVABLE
_SIZES = range(len(_LAYERS) + 1)
SUBSETS = list(chain(*(combinations(_LAYERS, size) for size in _SIZES)))  # all 16
_LECTURE = (), ("fc7",), ("fc6", "fc7"), ("conv3", "conv4"), _LAYERS
NETS = {name(remove): remove for remove in _LECTURE}


def twin(remove):
    """The layers whose removal gives the same small net, always the same ones.

    conv3 and conv4 have as many filters as each other, fc6 and fc7 as many units: a net
    without conv4 is one without conv3.
    """
    pairs = ("conv3", "conv4"), ("fc7", "fc6")
    gone = [sum(layer in remove for layer in pair) for pair in pairs]
    return tuple(
        sorted(chain(*(pair[:n] for pair, n in zip(pairs, gone, strict=True))))
    )


@dataclass(frozen=True)
class Condition:
    """Under which a net is trained. The rate is the highest of one cycle.

    narrow: (layer, its number of filters), … that differ from the small AlexNet's
    """

    task: str = "articles"
    images: int = 3000
    epochs: int = 4
    rate: float = 0.02
    momentum: float = 0.9
    decay: float = 5e-4
    dropout: float = 0.0
    augment: tuple = ()
    active: type = nn.ReLU
    narrow: tuple = ()


ORDINARY = Condition()

# Tried on validation images, to find where depth matters. All outcomes are stored.
SEARCHED = {
    "ordinary": ORDINARY,
    "1,000 images, 12 epochs": replace(ORDINARY, images=1000, epochs=12),
    "1 epoch": replace(ORDINARY, epochs=1),
    "12 epochs": replace(ORDINARY, epochs=12),
    "conv5 of 8": replace(ORDINARY, narrow=(("conv5", 8),)),
    "conv5 of 4": replace(ORDINARY, narrow=(("conv5", 4),)),
    "conv1/2 of 8, conv5 of 4": replace(
        ORDINARY, narrow=(("conv1", 8), ("conv2", 8), ("conv5", 4))
    ),
    "coarse": replace(ORDINARY, task="coarse"),
    "moved": replace(ORDINARY, task="moved"),
    "alike": replace(ORDINARY, task="alike"),
    "16 apart": replace(ORDINARY, task="16 apart"),
    "32 apart": replace(ORDINARY, task="32 apart"),
    "32 apart, 8 epochs": replace(ORDINARY, task="32 apart", epochs=8),
    "48 apart": replace(ORDINARY, task="48 apart"),
    "48 apart, 8 epochs": replace(ORDINARY, task="48 apart", epochs=8),
}
CONDITIONS = {"ordinary": ORDINARY, "hard": SEARCHED["48 apart, 8 epochs"]}

# At two rates, as what is too slow at one may learn at the other.
ACTIVATIONS = {
    f"{active.__name__}, rate {rate}": replace(ORDINARY, active=active, rate=rate)
    for active in (nn.ReLU, nn.Tanh, nn.Sigmoid)
    for rate in (0.02, 0.05)
}

# AlexNet had 50 parameters for each of its images; 1,000 images give our net 42 each,
# so that there is something to learn by heart. What keeps it from that?
_ALONE = replace(ORDINARY, images=1000, epochs=20, decay=0)
_MOVES = training.augment.shift, training.augment.flip
REGULARIZED = {
    "nothing": _ALONE,
    "weight decay": replace(_ALONE, decay=5e-3),  # ten times AlexNet's
    "dropout": replace(_ALONE, dropout=0.5),
    "augmentation": replace(_ALONE, augment=_MOVES),
    "all three": replace(_ALONE, decay=5e-3, dropout=0.5, augment=_MOVES),
}

# What a net has seen while it learnt, and how its test pictures are then changed.
_SEEN = {
    "shifts": partial(training.augment.shift, most=4),
    "turns": training.augment.rotate,
    "light": training.augment.brightness_contrast,
}
SEEN = {
    name: replace(ORDINARY, epochs=8, augment=changes)
    for name, changes in {
        "as they are": (),
        **{name: (change,) for name, change in _SEEN.items()},
        "all three": tuple(_SEEN.values()),
    }.items()
}
ASKED = {
    "untouched": {},
    "moved": {"right": 4},
    "turned": {"degrees": 15},
    "lighter": {"light": 0.3},
    "less contrast": {"contrast": 0.4},
    "blurred": {"blur": 1.5},
    "covered": {"cover": 0.4},
    "bent": {"bend": 2},
}

TAUGHT = {"activation": ACTIVATIONS, "regularized": REGULARIZED, "seen": SEEN}

# Rate and dropout, too, were chosen on validation images: by the full net, so in its
# favour. The epochs weren't: four of them take seconds.
RECIPES = {
    f"rate {rate}, dropout {dropout}": replace(ORDINARY, rate=rate, dropout=dropout)
    for rate in (0.01, 0.02, 0.04)
    for dropout in (0.0, 0.2, 0.5)
}


def get_condition(condition):
    """The Condition itself, or one of CONDITIONS by its name."""
    if isinstance(condition, Condition):
        return condition
    return CONDITIONS[chosen("condition", condition, CONDITIONS)]


def train(remove=(), seed=0, condition="ordinary"):
    """(model, History) of the net without `remove`, after some seconds of training.

    The condition is one of CONDITIONS or a Condition.
    """
    condition = get_condition(condition)
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
    )
    return model, history


def build(remove=(), seed=0, condition="ordinary"):
    """The untrained net: (N, *picture) to (N, classes)."""
    condition = get_condition(condition)
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


def count_correct(model, condition="ordinary", split="test"):
    """How many images of the split the model gets right."""
    return transfer.count_correct(model, *data(split, condition))


def data(split, condition="ordinary"):
    """Images float64 (N, 1, H, W) and labels (N,) of a condition.

    train       as many as the condition says, of the 8,000 training images not kept
    validation  the 2,000 training images that are kept, to choose by
    test        the 2,000 test images, to be used once, at the end
    """
    condition = get_condition(condition)
    chosen("split", split, SPLITS)
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


def count_asked(model):
    """{change: test images right} of ASKED, for a net that has learnt clothes."""
    images, labels = data("test")
    changed = {name: invariance.changed(images, **how) for name, how in ASKED.items()}
    return {
        name: transfer.count_correct(model, x, labels) for name, x in changed.items()
    }


def stored(experiment):
    """{name: counts, an array (…, seeds)} of a stored experiment.

    recipe    recipes × 3 seeds: validation images right, of 2,000
    ordinary  16 nets × SEEDS: test images right, of 2,000
    search    conditions × the five NETS × 3 seeds: validation images right
    hard      the five NETS × FRESH: test images right
    activation  ACTIVATIONS × FEW: test images right
    regularized REGULARIZED × (test images right, of 2,000; training images, of 1,000) ×
              FEW
    seen      SEEN × ASKED × MORE: test images right
    """
    by_name = store.grouped(store.rows(FILE, experiment=experiment), "name")
    counts = {
        name: np.squeeze(store.counts(rows, "count", "setting"))
        for name, rows in by_name.items()
    }
    if experiment == "ordinary":  # where twins are trained once
        return {name(remove): counts[name(twin(remove))] for remove in SUBSETS}
    return counts


def _lost(condition, counts):
    """The share of what the full net has learnt, beyond guessing, that each net lacks.

    counts: validation images right of the five NETS, (5, seeds); gives 5 numbers.
    """
    _, labels = data("validation", condition)
    guessing = labels.bincount().max().item()
    learnt = counts.mean(1) - guessing
    return 1 - learnt / learnt[0]


def beyond(searched):
    """{condition: what all four cost beyond what the two pairs cost}.

    In the lecture that is 33.5 − 5.7 − 3.0 points. Here a cost is the share of what was
    learnt, and a gain is a cost of 0. The full net has to get 70 % right.
    """
    shares = {}
    for condition, counts in searched.items():
        _, labels = data("validation", SEARCHED[condition])
        if counts[0].mean() >= 0.7 * len(labels):
            _, _, dense, convolutions, both = np.maximum(
                _lost(SEARCHED[condition], counts), 0
            )
            shares[condition] = both - dense - convolutions
    return shares
