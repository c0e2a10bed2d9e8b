"""Denoise: the smoothing is NumPy's, and its waves obey the kernel's gain."""

from itertools import product

import numpy as np
import pytest
from moves import parts

from helpers import explorers, kernels, plots
from helpers.convolution import PADDINGS, convolve
from helpers.datasets import pictures
from helpers.explorers.denoise import FLOOR, SHAPES, WIDEST, waves


@pytest.mark.parametrize("shape", SHAPES)
def test_every_kernel_keeps_the_mean(shape):
    errors = np.random.default_rng(0).normal(size=100)
    for padding, m in product(PADDINGS, (0, 1, WIDEST)):
        w = SHAPES[shape](m)
        before, after, gain = waves(errors, w, padding)
        assert np.isclose(w.sum(), 1) and np.isclose(gain[0], 1)
        assert min(before.min(), after.min(), gain.min()) >= FLOOR
        assert m or np.allclose(before, after)


def test_on_a_circle_the_waves_obey_the_gain():
    polled, true = pictures.approval_ratings(seed=0)
    before, after, gain = waves(polled - true, kernels.triangle(4), "circular")
    seen = after > 2 * FLOOR
    np.testing.assert_allclose(after[seen], (before * gain)[seen], rtol=1e-6)


def test_the_green_line_is_numpys():
    explorer = explorers.denoise("box", 4, "zero")
    polled, _ = pictures.approval_ratings(seed=0)
    smooth = np.convolve(polled, kernels.box(4), "same")
    assert np.allclose(smooth, convolve(polled, kernels.box(4), "same", "zero"))
    (line, _) = parts(explorer, "path", line=plots.GREEN)
    heights = 320 - (smooth - 20) / 55 * 280
    np.testing.assert_allclose(line["xy"][1::2], heights, atol=0.06)
