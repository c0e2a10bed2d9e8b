"""What the small nets have to tell from Fashion-MNIST's pictures.

Each task makes of images (N, 1, 28, 28), labels (N,) and a generator new ones.
"""

from functools import partial

import torch
import torch.nn.functional as F

from helpers import training

TOPS = torch.tensor([0, 2, 3, 4, 6])  # T-shirt, pullover, dress, coat, shirt


def articles(images, labels, chance):
    """The ten kinds of clothes, as they are."""
    return images, labels


def coarse(images, labels, chance):
    """Pictures of 14×14 pixels, each pixel drawn as four."""
    return F.interpolate(F.avg_pool2d(images, 2), scale_factor=2), labels


def moved(images, labels, chance):
    """Each picture moved by up to 8 pixels both ways: parts leave the picture."""
    return training.augment.shift(images, chance, most=8), labels


def alike(images, labels, chance):
    """Only the five kinds of tops, which look alike."""
    chosen = torch.isin(labels, TOPS)
    return images[chosen], torch.searchsorted(TOPS, labels[chosen])


def pairs(images, labels, chance, apart):
    """Two articles of 14×14 pixels, `apart` pixels between them: (N, 1, 28, ·).

    The question: are both tops, or neither? One article alone says nothing about it,
    and so do clues from both that are only added up.
    """
    other = torch.randperm(len(labels), generator=chance)
    small = F.avg_pool2d(images, 2)
    wide = images.new_zeros(len(images), 1, 28, 14 + apart + 14)
    wide[:, :, 7:21, :14], wide[:, :, 7:21, -14:] = small, small[other]
    top = torch.isin(labels, TOPS)
    return wide, (top == top[other]).long()


TASKS = {
    "articles": articles,
    "coarse": coarse,
    "moved": moved,
    "alike": alike,
    **{f"{n} apart": partial(pairs, apart=n) for n in (16, 32, 48)},
}
