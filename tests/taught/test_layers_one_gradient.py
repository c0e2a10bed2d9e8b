"""One gradient, term by term, is the layer's backward pass."""

from itertools import product

import numpy as np
import pytest

from helpers import layers
from helpers.layers.one_gradient import Gradient


@pytest.mark.parametrize(("stride", "padding"), [*product((1, 2, 3), (0, 1, 2))])
def test_every_entry_is_conv_backwards(stride, padding):
    rng = np.random.default_rng(0)
    x, w, y_bar = (rng.integers(-5, 6, shape) for shape in (7, (3, 4), (3, 9)))
    stops = layers.conv_forward(x[None, None], w[:, None], None, stride, padding)
    y_bar = y_bar[:, : stops.shape[-1]]
    arrays = y_bar[None], x[None, None], w[:, None]
    grads = layers.conv_backward(*arrays, stride, padding)
    for of, grad in zip("xwb", grads, strict=True):
        for entry, expected in enumerate(grad.ravel()):
            s = Gradient(x, w, y_bar, of, entry, stride, padding)
            assert sum(s.sums) == expected
            assert sum(t.message * t.factor for t in s.terms) == expected
            assert all(t.message == y_bar[t.k, t.t] for t in s.terms)
            if of == "x":
                assert all(s.place(t.t, t.i) == entry for t in s.terms)
                assert all(t.factor == w[t.k, t.i] for t in s.terms)
