"""One pooling back: against PyTorch, from each output and from all; ties."""

from itertools import product

import numpy as np
import pytest
import torch

from helpers.layers.one_pooling import Back

F = torch.nn.functional
TIES = np.array([[0, 0, 3, 3], [0, 0, 1, 3], [2, 0, 5, 0], [2, 2, 0, 5]], dtype=float)
HIGH = np.random.default_rng(0).integers(0, 9, (6, 5)).astype(float)


@pytest.mark.parametrize("x", [TIES, HIGH], ids=["ties", "6 × 5"])
@pytest.mark.parametrize("kind", ["max", "average"])
def test_it_is_what_torch_gives(x, kind):
    pool = {"max": F.max_pool2d, "average": F.avg_pool2d}[kind]
    for window, stride, every in product(range(1, 5), range(1, 5), (False, True)):
        given = torch.tensor(x, requires_grad=True)
        y = pool(given[None], window, stride)[0]
        for row, col in product((0, 1, 3, 6), repeat=2):
            s = Back(x, kind, window, stride, row, col, every)
            row, col = min(row, len(y) - 1), min(col, y.shape[1] - 1)
            assert s.place == (row, col) and s.corner == (row * stride, col * stride)
            wanted = y.sum() if every else y[row, col]
            (grad,) = torch.autograd.grad(wanted, given, retain_graph=True)
            assert np.allclose(s.x_bar, grad.numpy(), atol=1e-12)
            assert np.allclose(s.y, y.detach().numpy())
            assert s.x_bar.sum() == pytest.approx(s.y_bar.sum())


def test_how_many_windows_read_an_input():
    reads = Back(HIGH, "max", 3, 2, 0, 0, False).reads
    assert reads.tolist() == np.outer([1, 1, 2, 1, 1, 0], [1, 1, 2, 1, 1]).tolist()


def test_ties_are_marked():
    ties = Back(TIES, "max", 2, 2, 0, 1, False).ties
    assert np.argwhere(ties).tolist() == [[0, 3], [1, 3]]
    assert not Back(TIES, "average", 2, 2, 0, 1, False).ties.any()
