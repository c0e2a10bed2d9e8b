"""Every formula that the lectures give for notebook 05, against torch's autograd."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from helpers import convolution

SIZES = [(1, 1, 2, 4), (1, 3, 3, 5), (3, 1, 2, 6), (3, 2, 3, 7)]  # I, J, K, N


def numbers(seed, *shapes):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in shapes]


def layer(sizes, seed=0):
    """x (J, N), w (I, J, K), y_bar (I, T) of a 1-D layer as WM describes it."""
    I_, J, K, N = sizes
    return numbers(seed, (J, N), (I_, J, K), (I_, N - K + 1))


def autograd(x, w, y_bar):
    """(y, x_bar, w_bar, b_bar), as torch has them."""
    x, w, y_bar = (torch.tensor(array) for array in (x, w, y_bar))
    b = torch.zeros(len(w), dtype=torch.double, requires_grad=True)
    x.requires_grad_()
    w.requires_grad_()
    y = F.conv1d(x[None], w, b)[0]
    y.backward(y_bar)
    return [t.numpy() for t in (y.detach(), x.grad, w.grad, b.grad)]


def wm_input_gradient(y_bar, w, maps):
    """x̄[j, t] = Σ_τ ȳ[i, t − τ] w[i, j, τ], summed over the output maps in `maps`."""
    _, J, K = w.shape
    T = y_bar.shape[1]
    x_bar = np.zeros((J, T + K - 1))
    for j, t, tau in np.ndindex(*x_bar.shape, K):
        for i in maps:
            if 0 <= t - tau < T:
                x_bar[j, t] += y_bar[i, t - tau] * w[i, j, tau]
    return x_bar


@pytest.mark.parametrize("sizes", SIZES)
def test_wm_forward(sizes):
    x, w, y_bar = layer(sizes)
    y = np.zeros_like(y_bar)
    for i, t, j, tau in np.ndindex(*y.shape, *w.shape[1:]):
        y[i, t] += w[i, j, tau] * x[j, t + tau]
    np.testing.assert_allclose(y, autograd(x, w, y_bar)[0], atol=1e-12)


@pytest.mark.parametrize("sizes", SIZES)
def test_wm_input_gradient_needs_the_sum_over_output_maps(sizes):
    x, w, y_bar = layer(sizes)
    x_bar = autograd(x, w, y_bar)[1]
    mended = wm_input_gradient(y_bar, w, range(len(w)))
    np.testing.assert_allclose(mended, x_bar, atol=1e-12)
    for i in range(len(w)):  # erratum: as printed, for each map that i may mean
        printed = wm_input_gradient(y_bar, w, [i])
        assert np.allclose(printed, x_bar) == (len(w) == 1)


@pytest.mark.parametrize("sizes", SIZES)
def test_weight_and_bias_gradient(sizes):
    x, w, y_bar = layer(sizes)
    w_bar = np.zeros_like(w)
    for i, j, tau, t in np.ndindex(*w.shape, y_bar.shape[1]):
        w_bar[i, j, tau] += y_bar[i, t] * x[j, t + tau]
    np.testing.assert_allclose(w_bar, autograd(x, w, y_bar)[2], atol=1e-12)
    np.testing.assert_allclose(y_bar.sum(1), autograd(x, w, y_bar)[3], atol=1e-12)


def uva(w, x):
    """a_rc = Σ_i Σ_j x_(r − i),(c − j) w_ij, wherever all of these x exist."""
    rows, cols = w.shape
    down, right = x.shape[0] - rows + 1, x.shape[1] - cols + 1
    a = torch.zeros(down, right, dtype=torch.double)
    for i, j in np.ndindex(rows, cols):
        top, left = rows - 1 - i, cols - 1 - j
        a = a + x[top : top + down, left : left + right] * w[i, j]
    return a


@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (3, 2), (3, 3)])
def test_uva_weight_gradient_has_a_sum_too_many(shape):
    x, w = map(torch.tensor, numbers(1, (5, 6), shape))
    w.requires_grad_()
    a = uva(w, x)
    assert np.allclose(a.detach(), convolution.convolve(x, w.detach(), "valid"))
    (a_bar,) = map(torch.tensor, numbers(2, a.shape))
    a.backward(a_bar)

    mended, printed = np.zeros(shape), np.zeros(shape)
    for r, c in np.ndindex(a.shape):
        row, col = r + shape[0] - 1, c + shape[1] - 1  # the same place, in x
        window = {(i, j): x[row - i, col - j].item() for i, j in np.ndindex(*shape)}
        for i, j in np.ndindex(*shape):
            mended[i, j] += a_bar[r, c] * window[i, j]
            printed[i, j] += a_bar[r, c] * sum(window.values())
    np.testing.assert_allclose(mended, w.grad, atol=1e-12)
    assert np.allclose(printed, w.grad) == (w.numel() == 1)
    # What it is instead: the gradient of moving all weights of the kernel together.
    np.testing.assert_allclose(printed, w.grad.sum().item(), atol=1e-12)


def test_the_backward_pass_is_a_convolution_with_the_flipped_kernel():
    x, w, y_bar = (array[0] for array in layer((1, 1, 3, 8)))
    w = w[0]
    _, x_bar, w_bar, _ = autograd(x[None], w[None, None], y_bar[None])
    full = convolution.convolve(y_bar, w, "full")
    np.testing.assert_allclose(full, x_bar[0], atol=1e-12)
    by_hand = np.correlate(np.pad(y_bar, 2), w[::-1])  # slid, after a flip
    np.testing.assert_allclose(by_hand, x_bar[0], atol=1e-12)
    assert not np.allclose(convolution.correlate(y_bar, w, "full"), x_bar[0])
    valid = convolution.correlate(x, y_bar, "valid")
    np.testing.assert_allclose(valid, w_bar[0, 0], atol=1e-12)
    T = convolution.toeplitz(w[::-1], n=8, mode="valid")
    np.testing.assert_allclose(T.T @ y_bar, x_bar[0], atol=1e-12)


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
