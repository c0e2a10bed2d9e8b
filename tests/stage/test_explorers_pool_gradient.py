"""Where does the gradient go? Every state against PyTorch; words; clicks."""

from itertools import product

import numpy as np
import pytest
import torch
from moves import press, spot

from helpers import explorers
from helpers.explorers.pool_gradient import ARRAYS, compute

F = torch.nn.functional
TIES, LARGE = list(ARRAYS)[1:]


@pytest.mark.parametrize("array", ARRAYS)
@pytest.mark.parametrize("kind", ["max", "average"])
def test_every_state(array, kind):
    pool = {"max": F.max_pool2d, "average": F.avg_pool2d}[kind]
    for window, stride, every in product(range(1, 5), range(1, 5), (False, True)):
        x = torch.tensor(ARRAYS[array], dtype=torch.float64, requires_grad=True)
        y = pool(x[None], window, stride)[0]
        for row, col in product((0, 1, 3, 6), repeat=2):
            s = compute(array, kind, window, stride, row, col, every)
            row, col = min(row, len(y) - 1), min(col, len(y) - 1)
            assert s.limits == {"row": len(y) - 1, "col": len(y) - 1}
            assert s.cell == (row, col) and s.corner == (row * stride, col * stride)
            wanted = y.sum() if every else y[row, col]
            (grad,) = torch.autograd.grad(wanted, x, retain_graph=True)
            assert np.allclose(s.x_bar, grad.numpy(), atol=1e-12)
            assert np.allclose(s.y, y.detach().numpy())
            assert ("orange" in s.words) == bool((s.reads == 0).any())
            assert s.x_bar.sum() == pytest.approx(s.y_bar.sum())


def test_words():
    assert "y[0, 1] = 8 is x[1, 3]" in compute(col=1).words
    assert "each of them gets 1/4" in compute(kind="average").words
    assert "times" not in compute(TIES, kind="average").words
    assert "11 inputs lie in no window" in compute(LARGE, "max", 3, 2).words
    words = compute(LARGE, "max", 3, 1, every=True).words
    assert "lies in 9 of them, is the maximum of 9, and gets 9" in words
    words = compute(LARGE, "average", 3, 1, every=True).words
    assert "gets 1/9 from each, and 1 in all" in words


def test_ties_are_marked_and_said():
    assert "stands there 4 times" in compute(TIES).words
    s = compute(TIES, col=1)
    assert np.argwhere(s.ties).tolist() == [[0, 3], [1, 3]]
    assert "stands there 3 times" in s.words
    assert not compute(TIES, kind="average").ties.any() and not compute().ties.any()


def test_clicking_chooses_an_output():
    explorer = explorers.pool_gradient(window=2, stride=2)
    y, x = explorer.view.y.ax, explorer.view.x.ax
    for ax, row, col, chosen in ((y, 1, 0, (1, 0)), (x, 1, 3, (0, 1))):
        values = press(explorer, spot(explorer, ax, col, row))
        assert (values["row"], values["col"]) == chosen
    assert press(explorer, (2, 2)) == values
