"""Poses of a thing: where it lies, and how it is turned."""

import numpy as np
import pytest
import torch

from helpers.datasets import poses


@pytest.mark.parametrize("name", poses.THINGS)
def test_a_thing_on_white_paper(name):
    x = poses.thing(name)
    assert x.shape == (1, 3, 96, 96) and x.dtype == torch.float32
    assert -1 <= x.min() < -0.5 and x.max() <= 1
    edge = torch.cat([x[..., [0, -1], :].flatten(), x[..., [0, -1]].flatten()])
    assert (edge == 1).all()


def test_turned():
    found = poses.turned("police car", 4)
    assert found.poses.tolist() == [[0], [90], [180], [270]]
    x = poses.thing("police car")[0]
    for n, picture in enumerate(found.pictures):
        torch.testing.assert_close(
            picture, torch.rot90(x, n, (1, 2)), atol=1e-3, rtol=0
        )


def test_pushed():
    found = poses.pushed("star", 3)
    assert found.poses[:2].tolist() == [[-20, -20], [0, -20]]  # right, down
    x = poses.thing("star")[0]
    for picture, (right, down) in zip(found.pictures, found.poses, strict=True):
        moved = torch.roll(x, (int(down), int(right)), (1, 2))
        torch.testing.assert_close(picture, moved, atol=1e-3, rtol=0)


def test_both():
    found, places = poses.both("dolphin"), poses.pushed("dolphin", 3)
    assert found.poses[9].tolist() == [0, -20, 45]  # right, down, degrees
    assert len(np.unique(found.poses, axis=0)) == len(found.pictures) == 72
    torch.testing.assert_close(found.pictures[::8], places.pictures)
    turned = poses.turned("dolphin", 8)
    torch.testing.assert_close(found.pictures[32:40], turned.pictures)


@pytest.mark.parametrize("kind", poses.STYLES)
def test_styles_are_eight_things_each_turned_alike(kind):
    found = poses.styles(kind)
    assert found.pictures.shape == (64, 3, 96, 96)
    assert found.poses[9].tolist() == [1, 45]  # which thing, degrees
    upright = found.pictures[::8]
    assert len(torch.unique(upright.flatten(1), dim=0)) == 8
    quarter = torch.rot90(upright, 1, (2, 3))
    torch.testing.assert_close(found.pictures[2::8], quarter, atol=1e-3, rtol=0)


def test_a_style_is_the_thing_of_that_name():
    drawn = poses.STYLES["cars"].split(", ").index("police car")
    car = poses.styles("cars").pictures[8 * drawn]
    torch.testing.assert_close(car, poses.thing("police car")[0])


def test_what_there_is_not():
    with pytest.raises(ValueError, match="no thing 'cat'; choose one of police car"):
        poses.thing("cat")


def test_neighbours_are_one_step_apart():
    assert poses.neighbours("turned", 4).tolist() == [[0, 1], [1, 2], [2, 3], [3, 0]]
    places, pairs = poses.pushed("star", 3).poses, poses.neighbours("pushed", 9)
    steps = np.abs(places[pairs[:, 0]] - places[pairs[:, 1]]).sum(1)
    assert len(pairs) == 12 and (steps == 20).all()
    pairs = poses.both("star").poses[poses.neighbours("both", 72)]
    assert ((pairs[:, 1] - pairs[:, 0]) % 360 == [0, 0, 45]).all()
