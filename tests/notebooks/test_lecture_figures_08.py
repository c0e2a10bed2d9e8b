"""What the lectures say of what networks learn: counted, and measured on ours."""

import numpy as np
import pytest
import torch

from helpers import arithmetic, features, models
from helpers.datasets import class_pictures, pictures, poses, pretrained
from helpers.features import gabor_fit


@pytest.mark.parametrize(("kind", "count"), [("2012", 96), ("2014", 64)])
def test_comp_first_filters(kind, count):
    """COMP's 64 of 3×11×11 are those of 2014; AlexNet has 96, our erratum."""
    shape, (first, *_) = arithmetic.alexnet(kind=kind)
    assert (first.filters, shape[0], first.size) == (count, 3, 11)


def test_uva_filters_are_edges_and_waves():
    """Like the hand-made ones? A Gabor explains most of them, of noise nothing."""
    stored = pretrained.cifar_filters()
    learnt, before = (
        np.median([gabor_fit.fit(w).explained for w in stored[epoch][::8].double()])
        for epoch in (20, 0)
    )
    assert learnt > 0.6 > 0.2 > before


def test_comp_colours_oppose_each_other():
    """Some filters add one colour and take away another."""
    colours = np.array(
        [gabor_fit.fit(w).colour for w in pretrained.cifar_filters()[20][6:10].double()]
    )
    assert (colours.min(1) < -0.2).any() and (colours.max(1) > 0.2).any()


def test_uva_has_these_seven_classes_and_all_pictures_rose():
    made = class_pictures.load()
    assert set(made) >= {"dumbbell", "cup", "dalmatian", "bell pepper", "lemon"}
    assert set(made) <= set(models.IMAGENET) and len(made) == 7
    assert all(one.last > 10 > one.first for one in made.values())


def test_uva_poses_circles_early_and_grids_until_the_mean():
    net = models.lite0()
    turned, pushed = poses.turned("police car"), poses.pushed("police car")
    layers = ["blocks.4", "head", "pool"]
    found = [features.poses.numbers(net, p.pictures, layers) for p in (turned, pushed)]
    circle, grid = {}, {}
    for layer in layers:
        a, b = (features.embedding(numbers[layer]).points for numbers in found)
        circle[layer] = features.poses.circle(a, turned.poses)[1]
        grid[layer] = features.poses.read_off(b, pushed.poses)
    assert circle["blocks.4"] > 0.9 and circle["head"] < 0.6
    assert grid["head"] > 0.8 and grid["pool"] < 0.5


def test_randomising_the_top_changes_grad_cam_and_hardly_the_guided_map():
    """Adebayo's test, at the last layer alone; small pictures are enough."""
    net = models.lite0()
    x = models.photo_for_lite0(pictures.photo("coffee"))
    chance = torch.Generator().manual_seed(2)
    other = features.randomised(net, "fc", chance)

    def likeness(a, b):
        return np.corrcoef(np.ravel(a), np.ravel(b))[0, 1]

    cams = [features.grad_cam(n, x, 967, "head") for n in (net, other)]
    guided = [features.guided(n, x, "fc", 967, (0, 0)).abs() for n in (net, other)]
    assert likeness(*cams) < 0.7 and likeness(*guided) > 0.9
