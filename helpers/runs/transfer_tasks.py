"""What is learnt anew in notebook 10, and the networks that learn it."""

from functools import cache

import torch

from helpers import arithmetic, datasets, models
from helpers.chosen import chosen
from helpers.transfer import features, freeze, resized, with_head

VENDORS = "google", "twitter"
SETS = {
    "google": "emoji",
    "twitter": "emoji_twitter",
    "digits": "mnist",
    "clothes": "fashion_mnist",
}
SIDES = {"google": 112, "twitter": 112, "digits": 48}  # pixels that Lite0 gets
KEPT = {"google": 20, "twitter": 20, "digits": 100}  # of each class, to choose by
SPLITS = "train", "fit", "validation", "test"
LAST = "blocks.10"  # the last part that stays as it is where only the last ones learn


@cache
def pictures(name, split):
    """Pictures (N, 3, ·, ·) of "google", "twitter" or "digits", for Lite0; labels (N,).

    The training pictures are split again, to choose settings by: fit and validation.
    The two vendors' rows show the same things.
    """
    images, labels = small(name, split)
    return resized(images, SIDES[name]), labels


def small(name, split):
    """The pictures as they come, from 0 to 1, and their labels."""
    chosen("data set", name, SETS)
    chosen("split", split, SPLITS)
    part = "test" if split == "test" else "train"
    images, labels = datasets.load(SETS[name], part, full=False)
    if split in ("fit", "validation"):
        rows = kept(labels, KEPT[name]) == (split == "validation")
        images, labels = images[rows], labels[rows]
    return images, labels


def kept(labels, per_class):
    """Whether each row (N,) is among the last ones of its class."""
    last = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        last[(labels == label).nonzero().flatten()[-per_class:]] = True
    return last


@cache
def seen(name, split, layer="pool"):
    """Lite0's features (N, D) of these pictures."""
    return features(models.lite0(), pictures(name, split)[0], layer)


# A small net for pictures of 64×64 or 28×28 pixels, which has learnt nothing yet.
SMALL = [
    arithmetic.Conv(16, 5, padding=2, name="conv1"),
    arithmetic.Pool(2, name="pool1"),
    arithmetic.Conv(32, 3, padding=1, name="conv2"),
    arithmetic.Pool(2, name="pool2"),
    arithmetic.Conv(64, 3, padding=1, name="conv3"),
    arithmetic.Pool(2, name="pool3"),
]


def from_scratch(images, classes, seed):
    """The small net for images (N, C, H, W)."""
    layers = [*SMALL, arithmetic.Dense(classes, name="fc")]
    return models.built(tuple(images.shape[1:]), layers, seed)


def from_lite0(frozen, classes, seed):
    """Lite0 with a new head, frozen up to and with the layer `frozen`, or nothing."""
    model = with_head(models.lite0(), classes, seed)
    return freeze(model, frozen) if frozen else model
