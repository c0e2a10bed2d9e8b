"""What the lectures say of the way back, against torch's autograd."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from helpers import convolution


def numbers(seed, *shapes):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in shapes]


def test_the_backward_pass_is_a_convolution_with_the_flipped_kernel():
    x, w, y_bar = numbers(0, 8, 3, 6)
    tensors = [torch.tensor(array, requires_grad=True) for array in (x, w)]
    y = F.conv1d(tensors[0][None, None], tensors[1][None, None])[0, 0]
    x_bar, w_bar = torch.autograd.grad(y, tensors, torch.tensor(y_bar))
    for ours in (
        convolution.convolve(y_bar, w, "full"),
        np.correlate(np.pad(y_bar, 2), w[::-1]),  # slid, after a flip
        convolution.toeplitz(w[::-1], n=8, mode="valid").T @ y_bar,
    ):
        np.testing.assert_allclose(ours, x_bar, atol=1e-12)
    assert not np.allclose(convolution.correlate(y_bar, w, "full"), x_bar)
    valid = convolution.correlate(x, y_bar, "valid")
    np.testing.assert_allclose(valid, w_bar, atol=1e-12)


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_a_strided_layer_gives_a_transposed_convolution(stride):
    w, y_bar = numbers(3, 4, 5)
    spread = np.zeros((len(y_bar) - 1) * stride + 1)
    spread[::stride] = y_bar
    ours = convolution.convolve(spread, w)
    tensors = (torch.tensor(array)[None, None] for array in (y_bar, w))
    theirs = F.conv_transpose1d(*tensors, stride=stride)[0, 0]
    np.testing.assert_allclose(ours, theirs, atol=1e-12)
    x = torch.zeros(1, 1, len(ours), dtype=torch.double, requires_grad=True)
    y = F.conv1d(x, torch.tensor(w)[None, None], stride=stride)
    y.backward(torch.tensor(y_bar)[None, None])
    np.testing.assert_allclose(ours, x.grad[0, 0], atol=1e-12)
