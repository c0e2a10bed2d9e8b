"""Google's drawings, seen by other backbones: another net, a cut one, other sizes.

    runs.backbones.by_backbone("small, digits", seed=0)   # of 100 test drawings

Whatever the backbone, a linear classifier learns from 20 examples of each kind.
"""

import copy
from functools import cache

import torch
from torch import nn

from helpers import models
from helpers.chosen import chosen
from helpers.models.lite0 import untrained
from helpers.runs import transfer
from helpers.runs.transfer_tasks import from_scratch, pictures, seen, small
from helpers.transfer import (
    classifier,
    count_correct,
    features,
    resized,
    sample_per_class,
)

BACKBONES = {  # (net, the pictures that it has learnt)
    "Lite0, photos": ("Lite0", "photos"),
    "Lite0, nothing": ("Lite0", None),
    "small, clothes": ("small", "clothes"),
    "small, digits": ("small", "digits"),
    "small, nothing": ("small", None),
}
CUT = 2, 4, 6, 9, 12  # blocks with a way past, one of each width
SIDES = 64, 96, 112, 160, 224
GREY = 4000  # digits, and as many pieces of clothing


@cache
def known(backbone, split):
    """Features (N, D) of the drawings by one of the BACKBONES."""
    net, learnt = BACKBONES[chosen("backbone", backbone, BACKBONES)]
    if net == "small":  # it knows grey strokes on black
        images = 1 - small("google", split)[0].mean(1, keepdim=True)
        return features(small_net(learnt), images, "pool3")
    if learnt:
        return seen("google", split)
    with models.drawn(0):
        model = untrained()
    return features(model.float().eval(), pictures("google", split)[0])


@cache
def small_net(learnt):
    """The small net, taught some grey pictures, or untrained."""
    if learnt:
        return transfer.learn("scratch", learnt, torch.arange(GREY), seed=0)[0]
    return from_scratch(torch.zeros(1, 1, 28, 28), 10, seed=0)


@cache
def cut(block, split):
    """Lite0's features of the drawings, that block taken out."""
    model = copy.deepcopy(models.lite0())
    model.blocks[block] = nn.Identity()
    return features(model, pictures("google", split)[0])


@cache
def sized(side, split):
    """Lite0's features of the drawings with so many pixels a side."""
    return features(models.lite0(), resized(small("google", split)[0], side))


def taught(x, seed, strength=transfer.STRENGTHS["frozen"]):
    """A linear classifier that has learnt 20 rows of each kind."""
    _, labels = small("google", "train")
    rows = sample_per_class(labels, 20, seed)
    return classifier(x[rows], labels[rows], strength=strength)


def right(learner, x):
    """How many of the 100 test drawings it gets right."""
    return count_correct(learner, x, small("google", "test")[1])


def by_backbone(backbone, seed):
    """Test drawings right; the classifier's C is chosen for each backbone."""
    x = known(backbone, "train")
    learner = taught(x, seed, transfer.strength_for(x, "softmax"))
    return right(learner, known(backbone, "test"))


def without(block, seed):
    """(old head, new head) right, without a block: the old one has learnt with it."""
    old = taught(seen("google", "train"), seed)
    new = taught(cut(block, "train"), seed)
    return tuple(right(head, cut(block, "test")) for head in (old, new))


def by_side(side, seed):
    """(old head, new head) right, at another size: the old one has learnt at 112."""
    old = taught(sized(112, "train"), seed)
    new = taught(sized(side, "train"), seed)
    return tuple(right(head, sized(side, "test")) for head in (old, new))
