"""Every figure that the lectures give for notebook 04: by loop, by hand, by torch."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from helpers import arithmetic, kernels, layers
from helpers.datasets import pictures

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


def shift(x, s):
    return x.roll(s, dims=-1)


def filtered(x, rim):
    w = torch.tensor(kernels.compass()[:1]).double()[:, None]
    return functional.conv2d(functional.pad(x, (1, 1, 1, 1), rim), w).relu()


def test_wm_convolution_is_equivariant():
    x = torch.tensor(pictures.photo("camera", grey=True, size=64))[None, None]
    for s in range(9):
        error = filtered(shift(x, s), "circular") - shift(filtered(x, "circular"), s)
        assert not error.any()
    # our erratum: with zero padding the old rim and the new one differ
    error = filtered(shift(x, 3), "constant") - shift(filtered(x, "constant"), 3)
    assert error[0, 0].any(dim=0).nonzero().flatten().tolist() == [0, 2, 3, 63]
    # and after a stride of 2 no whole shift explains an odd one
    before, after = (filtered(shift(x, s), "circular")[..., ::2, ::2] for s in (0, 1))
    assert all(not torch.equal(after, shift(before, t)) for t in range(32))
    after = filtered(shift(x, 2), "circular")[..., ::2, ::2]
    assert torch.equal(after, shift(before, 1))
