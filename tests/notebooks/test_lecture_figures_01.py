"""Every figure of the lectures that notebook 01 recomputes."""

import numpy as np
import torch

from helpers import kernels
from helpers.convolution import PADDINGS, convolve, correlate, toeplitz

X, W, Y = [2, -1, 1], [1, 1, 2], [2, 1, 4, -1, 2]


def test_the_example_by_flip_and_slide():
    padded = [0, 0, *X, 0, 0]
    assert [np.dot(padded[n : n + 3], W[::-1]) for n in range(5)] == Y
    assert convolve(X, W).tolist() == Y


def test_the_example_as_a_toeplitz_matrix():
    T = toeplitz(W, 3)
    assert T.tolist() == [[1, 0, 0], [1, 1, 0], [2, 1, 1], [0, 2, 1], [0, 0, 2]]
    assert (T @ X).tolist() == Y


def test_commutative_in_full_and_not_in_same():
    rng = np.random.default_rng(0)
    for n, f in [(1, 4), (6, 3), (9, 9)]:
        x, w = rng.integers(-9, 9, n), rng.integers(-9, 9, f)
        assert np.array_equal(convolve(x, w), convolve(w, x))
        alike = np.array_equal(convolve(x, w, "same"), convolve(w, x, "same"))
        assert alike == (n == f)


def test_linear_shift_equivariant_associative():
    rng = np.random.default_rng(1)
    a, b, w = rng.integers(-9, 9, (3, 5))
    expected = 3 * convolve(a, w) - 2 * convolve(b, w)
    assert np.array_equal(convolve(3 * a - 2 * b, w), expected)
    late = convolve([0, 0, *a], w)
    assert np.array_equal(late, [0, 0, *convolve(a, w)])
    assert np.array_equal(convolve(convolve(a, b), w), convolve(a, convolve(b, w)))


def test_networks_cross_correlate():
    y = torch.conv1d(torch.tensor([[X]]), torch.tensor([[W]]), padding=2)
    assert y.flatten().tolist() == correlate(X, W, "full").tolist() == [4, 0, 3, 0, 1]
    by_the_plus_sign = [
        sum(W[m] * [0, 0, *X, 0, 0][n + m] for m in range(3)) for n in range(5)
    ]
    assert y.flatten().tolist() == by_the_plus_sign


def test_with_a_plus_neither_commutative_nor_associative():
    """Our erratum: LAB says that the plus has no impact on the properties."""
    assert correlate(X, W, "full").tolist() != correlate(W, X, "full").tolist()
    a, b = [1, 2], [1, 0, -1]
    one_by_one = correlate(correlate(X, a, "full"), b, "full")
    assert one_by_one.tolist() != correlate(X, correlate(a, b, "full"), "full").tolist()


def test_a_wave_of_six_days_out_of_the_box_of_nine_is_upside_down():
    wave = np.cos(2 * np.pi * np.arange(36) / 6)
    out = convolve(wave, kernels.box(4), "same", "circular")
    np.testing.assert_allclose(out, -2 / 9 * wave, atol=1e-12)
    out = convolve(wave, kernels.triangle(4), "same", "circular")
    np.testing.assert_allclose(out, wave / 25, atol=1e-12)


def test_padding_touches_the_first_and_last_m_outputs():
    x, M = [3, 1, 4, 1, 5, 9, 2, 6], 3
    sums = np.array([convolve(x, [1] * 7, "same", rule) for rule in PADDINGS])
    differ = (sums != sums[0]).any(axis=0)
    assert np.flatnonzero(differ).tolist() == [0, 1, 2, 5, 6, 7]
    assert sums[0, M:-M].tolist() == convolve(x, [1] * 7, "valid").tolist() == [25, 28]
    extended = len(x) + 2 * M  # M extra entries a side
    assert extended - 7 + 1 == len(x)
