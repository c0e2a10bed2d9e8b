"""Occlusion, by a loop over squares; and what a unit sees, cut out."""

import numpy as np
import pytest
import torch
from torch import nn

from helpers import features, models

GENERATOR = torch.Generator().manual_seed(0)
IMAGE = torch.rand(1, 28, 28, generator=GENERATOR).double()


@pytest.fixture(scope="module")
def net():
    return models.lenet().double()


def test_a_patch_is_cut_with_zeros_outside():
    image = torch.arange(1, 26.0).view(1, 5, 5)
    field = features.Field(start=(-1, -2), size=(3, 4), step=(1, 2), shape=(5, 5))
    assert features.cut(image, field, (0, 0))[0].tolist() == [
        [0, 0, 0, 0],
        [0, 0, 1, 2],
        [0, 0, 6, 7],
    ]
    assert features.cut(image, field, (4, 2))[0].tolist() == [
        [18, 19, 20, 0],
        [23, 24, 25, 0],
        [0, 0, 0, 0],
    ]
    large = features.Field(start=(-4, 1), size=(7, 2), step=(1, 1), shape=(5, 5))
    assert features.cut(image, large, (0, 0))[0].tolist() == [
        *[[n, n + 1] for n in (2, 7, 12)],
        [0, 0],
        [0, 0],
    ]


@pytest.mark.parametrize("fill", [0.0, torch.full((1, 1, 1), 0.5).double()])
def test_occlusion_is_the_loop_over_squares(net, fill):
    image = IMAGE
    found = features.occlusion(net, image, 3, size=8, step=5, fill=fill)
    assert found.shape == (5, 5)
    for i, j in np.ndindex(5, 5):
        covered = image.clone()
        covered[:, 5 * i : 5 * i + 8, 5 * j : 5 * j + 8] = fill
        share = net(covered[None]).softmax(1)[0, 3].item()
        assert found[i, j] == pytest.approx(share, abs=1e-12)
    assert torch.equal(image, IMAGE)


def test_sides_may_differ():
    net = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, 2))
    found = features.occlusion(net, torch.rand(1, 3, 9, 12), 1, size=3, step=3)
    assert found.shape == (3, 4)


def test_a_bar_only_for_much_work(net, capsys, monkeypatch):
    features.occlusion(net, IMAGE, 3, size=8, step=5)
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr("helpers.features.progress.WORTH", 100)
    features.occlusion(net, IMAGE, 3, size=8, step=5)
    assert "/7" in capsys.readouterr().err  # of 25 squares, four at once


@pytest.mark.parametrize(
    "options, said",
    [
        ({"size": 29}, "size is 29; it can be 1 to 28"),
        ({"size": 0}, "size is 0"),
        ({"size": 8, "step": 3}, "steps of 1, 2, 4, 5, 10, 20 do"),
        ({"size": 8, "step": 0}, "in steps of 0"),
        ({"label": 10}, "label is 10; the network's classes are 0 to 9"),
    ],
)
def test_what_does_not_fit_is_refused(net, options, said):
    options = {"label": 3, "size": 8, "step": 5, **options}
    with pytest.raises(ValueError, match=said):
        features.occlusion(net, IMAGE, **options)


def test_one_picture_is_needed(net):
    with pytest.raises(ValueError, match=r"One picture .* got the shape \(12, 1, 28"):
        features.occlusion(net, IMAGE.expand(12, 1, 28, 28), 3)
