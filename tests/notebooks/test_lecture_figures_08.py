"""What the lectures say for notebook 08 of pixels and features, with our pictures."""

import torch

from helpers import features, models, transfer
from helpers.datasets import emoji, pictures
from helpers.features import invariance


def drawing(name):
    kind, which = emoji.find(name)
    image = torch.tensor(emoji.named()[kind][1][which])
    return transfer.resized(image.permute(2, 0, 1)[None] / 255, 112)


def test_comp_two_dogs_are_far_apart_in_pixels_and_a_wolf_is_near():
    dog, wolf = drawing("dog face"), drawing("wolf face")
    moved = invariance.place(dog - 1, down=-18) + 1
    assert (moved - dog).norm() > 1.1 * (wolf - dog).norm()
    seen = [features.activations(models.lite0(), x, "pool") for x in (dog, moved, wolf)]
    dog, moved, wolf = (found["pool"] for found in seen)
    assert (moved - dog).norm() < 0.5 * (wolf - dog).norm()


def test_uva_a_small_visual_change_changes_nearly_all_numbers():
    cat = models.photo_for_lite0(pictures.photo("chelsea"))
    assert (invariance.place(cat, right=1) != cat).double().mean() > 0.9
