"""Every figure that the lectures give for notebook 04: by loop, by hand, by torch."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from helpers import arithmetic, layers

COMP = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]], dtype=float)


def torch_of(x):
    return torch.tensor(x)[None, None]


@pytest.mark.parametrize(
    ("loop", "ours", "theirs", "expected"),
    [
        (np.max, layers.max_pool_forward, functional.max_pool2d, [[6, 8], [3, 4]]),
        (
            np.mean,
            layers.avg_pool_forward,
            functional.avg_pool2d,
            [[3.25, 5.25], [2, 2]],
        ),
    ],
)
def test_comp_4_by_4(loop, ours, theirs, expected):
    windows = [[COMP[i : i + 2, j : j + 2] for j in (0, 2)] for i in (0, 2)]
    assert [[loop(window) for window in row] for row in windows] == expected
    assert ours(COMP[None, None], 2)[0, 0].tolist() == expected
    assert theirs(torch_of(COMP), 2)[0, 0].tolist() == expected
    assert arithmetic.output_size(4, 2, stride=2) == 2


def test_wm_pooling_enlarges_the_receptive_field():
    alone, between = [(3, 1), (3, 1)], [(3, 1), (2, 2), (3, 1)]
    assert [arithmetic.receptive_field(stack) for stack in (alone, between)] == [5, 8]
    x = torch.ones(1, 1, 14, 14, requires_grad=True)
    w = torch.ones(1, 1, 3, 3)
    y = functional.conv2d(functional.avg_pool2d(functional.conv2d(x, w), 2), w)
    y[0, 0, 2, 2].backward()
    assert x.grad.any(dim=2).sum() == 8


def test_lab_maps_of_convolution_and_pooling_move_along_after_even_shifts_only():
    """Our erratum: LAB calls them locally equivariant."""
    x = torch.rand(1, 1, 16, 16, generator=torch.Generator().manual_seed(0))
    w = torch.tensor([[1.0, 0, -1], [2, 0, -2], [1, 0, -1]])[None, None]

    def maps(x):
        around = functional.pad(x, (1, 1, 1, 1), mode="circular")
        return functional.max_pool2d(functional.conv2d(around, w), 2)

    def moved(shift):
        """Is the output the old one, moved by whole places?"""
        y = maps(x.roll(shift, -1))
        return any(torch.equal(y, maps(x).roll(places, -1)) for places in range(8))

    assert [moved(shift) for shift in range(5)] == [True, False, True, False, True]
