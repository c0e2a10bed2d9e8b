"""Denoise: the smoothing is NumPy's, and its waves obey the kernel's gain."""

from itertools import product

import numpy as np
import pytest

from helpers import kernels
from helpers.convolution import PADDINGS
from helpers.datasets import pictures
from helpers.explorers.denoise import FLOOR, SHAPES, WIDEST, compute


@pytest.mark.parametrize("shape", SHAPES)
def test_every_kernel_keeps_the_mean(shape):
    for padding, m, noise in product(PADDINGS, (0, 1, WIDEST), (0.0, 3.0, 8.0)):
        s = compute(shape, m, padding, noise)
        assert np.isclose(s.w.sum(), 1) and np.isclose(s.gain[0], 1)
        assert min(s.before.min(), s.after.min(), s.gain.min()) >= FLOOR
        assert m or np.allclose(s.smooth, s.polled)


def test_smoothing_is_numpys_and_its_waves_obey_the_gain():
    s = compute("box", 4, "zero", 3.0)
    polled, _ = pictures.approval_ratings(seed=0)
    np.testing.assert_allclose(s.smooth, np.convolve(polled, kernels.box(4), "same"))
    s = compute("triangle", 4, "circular", 3.0)  # on a circle it holds exactly
    seen = s.after > 2 * FLOOR
    np.testing.assert_allclose(s.after[seen], (s.before * s.gain)[seen], rtol=1e-6)
