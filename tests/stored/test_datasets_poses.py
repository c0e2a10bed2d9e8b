"""Poses of a thing, and whether points are a circle or a grid: against known ones."""

import numpy as np
import pytest
import torch
from torch import nn

from helpers import features
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


def test_what_the_place_makes_and_what_the_turn_makes():
    """Of either alone, all of it is found; of a sum of both, all between them."""
    random = np.random.default_rng(0)
    place, turn = random.normal(size=(9, 1, 5)), random.normal(size=(1, 8, 5))
    for rows, shares in {(9, 1): place + 0 * turn, (1, 8): turn + 0 * place}.items():
        found = poses.place_and_turn(shares.reshape(72, 5))
        assert found == pytest.approx((float(rows[0] > 1), float(rows[1] > 1)))
    rows = (place + turn).reshape(72, 5)
    assert sum(poses.place_and_turn(rows)) == pytest.approx(1)


def test_numbers_keep_all_distances():
    net = nn.Sequential(nn.Conv2d(3, 4, 5), nn.ReLU(), nn.Flatten())
    found = poses.turned("dolphin", 6)
    numbers = poses.numbers(net, found.pictures, ["pixels", "1"])
    outputs = features.activations(net, found.pictures, ["1"])["1"]
    for name, rows in {"pixels": found.pictures, "1": outputs}.items():
        rows = rows.flatten(1).double()
        assert numbers[name].shape == (6, 6)
        short = torch.from_numpy(numbers[name])
        torch.testing.assert_close(torch.pdist(short), torch.pdist(rows))
        whole, turned = features.embedding(rows), features.embedding(short)
        np.testing.assert_allclose(whole.shares, turned.shares, atol=1e-9)


def test_a_circle_is_found_however_often_it_goes_round():
    angles = np.arange(0, 360, 15)
    for rounds in range(1, 7):
        turns = np.deg2rad(rounds * angles)
        points = np.stack([np.cos(turns), np.sin(turns)], 1) @ [[2, 1], [0, 3]] + 5
        assert poses.circle(points, angles) == (rounds, pytest.approx(1))
    noise = np.random.default_rng(0).normal(size=(24, 2))
    assert poses.circle(noise, angles)[1] < 0.5


def test_a_slanted_grid_is_a_grid_and_noise_is_none():
    grid = poses.pushed("star").poses
    assert poses.read_off(grid @ [[1, 0.5], [-1, 2]] + 7, grid) == pytest.approx(1)
    assert poses.read_off(grid[:, :1], grid) == pytest.approx(0.5)  # one axis of two
    noise = np.random.default_rng(0).normal(size=(25, 2))
    assert poses.read_off(noise, grid) < 0.3


def test_what_there_is_not():
    with pytest.raises(ValueError, match="no thing 'cat'; choose one of police car"):
        poses.thing("cat")
