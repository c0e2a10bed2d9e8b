"""Flip and slide: every state against NumPy; the kernel follows the mouse."""

from itertools import product

import numpy as np
from moves import press, spot

from helpers import explorers
from helpers.explorers.flip_and_slide import KERNELS, SIGNALS, compute


def numbers(row):
    return row[~np.isnan(row)]


def test_every_state():
    for signal, kernel, flip, n in product(SIGNALS, KERNELS, (True, False), range(10)):
        s = compute(n, not flip, signal, kernel)
        x, w = SIGNALS[signal], KERNELS[kernel]
        assert s.limits == {"n": len(x) + len(w) - 2} and s.n == min(n, s.limits["n"])
        expected = np.convolve(x, w if flip else w[::-1])
        assert np.array_equal(s.y, expected)
        inputs, placed, products, outputs = s.table
        assert np.array_equal(inputs[s.signal], x)
        assert np.array_equal(numbers(placed), w[::-1] if flip else w)
        under = slice(s.under[0], sum(s.under))
        assert np.array_equal(inputs[under] * placed[under], products[under])
        assert numbers(products).sum() == expected[s.n]
        assert np.array_equal(numbers(outputs), expected[: s.n + 1])
        assert s.words.startswith(f"y[{s.n}] = ")
        assert ("ot flipped" in s.words or "both ways" in s.words) != flip


def test_words_of_the_lectures_example():
    assert compute(2).words == "y[2] = 2·2 + (−1)·1 + 1·1 = 4."
    assert "2 weights lie beside the signal" in compute(0).words


def test_the_kernel_follows_the_mouse():
    explorer = explorers.flip_and_slide()
    for column, row, n in ((4.2, 1, 2), (0, 1, 0), (9, 3, 4)):  # place 2, the ends
        assert press(explorer, spot(explorer, explorer.view.ax, column, row))["n"] == n
