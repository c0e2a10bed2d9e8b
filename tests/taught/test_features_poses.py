"""Whether points are a circle or a grid, and what makes them: against known ones."""

import numpy as np
import pytest
import torch
from torch import nn

from helpers import features
from helpers.datasets import poses


def test_what_the_place_makes_and_what_the_turn_makes():
    """Of sums of both, all; of what hangs on the pair, nothing; and by the book."""
    random = np.random.default_rng(0)
    place, turn = random.normal(size=(9, 1, 5)), random.normal(size=(1, 8, 5))
    for rows, shares in {(9, 1): place + 0 * turn, (1, 8): turn + 0 * place}.items():
        found = features.poses.place_and_turn(shares.reshape(72, 5))
        assert found == pytest.approx((float(rows[0] > 1), float(rows[1] > 1)))
    rows = (place + turn).reshape(72, 5)
    assert sum(features.poses.place_and_turn(rows)) == pytest.approx(1)
    rows = random.normal(size=(72, 5))
    about = rows - rows.mean(0)
    expected = [
        sum(
            len(about[group]) * (about[group].mean(0) ** 2).sum()
            for group in (which == n for n in range(which.max() + 1))
        )
        / (about**2).sum()
        for which in (np.arange(72) // 8, np.arange(72) % 8)
    ]
    assert features.poses.place_and_turn(rows) == pytest.approx(expected)


def test_numbers_keep_all_distances():
    net = nn.Sequential(nn.Conv2d(3, 4, 5), nn.ReLU(), nn.Flatten())
    found = poses.turned("dolphin", 6)
    numbers = features.poses.numbers(net, found.pictures, ["pixels", "1"])
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
        assert features.poses.circle(points, angles) == (rounds, pytest.approx(1))
    noise = np.random.default_rng(0).normal(size=(24, 2))
    assert features.poses.circle(noise, angles)[1] < 0.5


def test_a_slanted_grid_is_a_grid_and_noise_is_none():
    grid = poses.pushed("star").poses
    assert features.poses.read_off(
        grid @ [[1, 0.5], [-1, 2]] + 7, grid
    ) == pytest.approx(1)
    assert features.poses.read_off(grid[:, :1], grid) == pytest.approx(
        0.5
    )  # one axis of two
    noise = np.random.default_rng(0).normal(size=(25, 2))
    assert features.poses.read_off(noise, grid) < 0.3


def test_upright_undoes_a_turn_and_a_mirror():
    grid = poses.pushed("star").poses
    for turn in ([[0, 1], [-1, 0]], [[0.6, 0.8], [0.8, -0.6]]):
        found = features.poses.upright(3 * grid @ turn + [5, 7], grid)
        assert found == pytest.approx(grid / poses.REACH)


def test_a_plane_of_known_numbers():
    """Its points are what the numbers were made of, turned as the poses are."""
    grid = poses.pushed("star").poses
    numbers = np.pad(grid @ [[0, 1], [1, 0]], ((0, 0), (0, 3)))
    found = features.poses.plane(numbers, grid)
    assert found.points == pytest.approx(grid / poses.REACH * [1, -1])
    assert (found.score, found.share) == pytest.approx((1, 1)) and found.turn is None
    angles = np.deg2rad(np.arange(24) * 15)[:, None]
    twice = np.concatenate([np.cos(2 * angles), np.sin(2 * angles)], 1)
    found = features.poses.plane(twice, np.rad2deg(angles))
    assert found.rounds == 2 and found.points == pytest.approx(twice)
    both = poses.both("star").poses
    found = features.poses.plane(both[:, :2], both)
    assert (found.place, found.turn) == pytest.approx((1, 0))
