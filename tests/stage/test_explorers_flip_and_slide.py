"""Flip and slide: every state against NumPy; the kernel follows the mouse."""

from itertools import product

import numpy as np
from moves import parts, press

from helpers import explorers
from helpers.explorers.flip_and_slide import COLUMNS, KERNELS, SIDE, SIGNALS, WIDEST


def test_every_state():
    explorer = explorers.flip_and_slide()
    for signal, kernel, flip, n in product(SIGNALS, KERNELS, (True, False), range(8)):
        explorer.set(signal=signal, kernel=kernel, correlation=not flip, n=n)
        x, w = np.array(SIGNALS[signal]), np.array(KERNELS[kernel])
        expected = np.convolve(x, w if flip else w[::-1])
        shown = explorer.values["n"]
        assert shown == min(n, len(expected) - 1)
        (grid,) = parts(explorer, "grid")
        texts = [text.replace("−", "-") for text in grid["texts"]]
        rows = np.reshape([float(t or "nan") for t in texts], (4, COLUMNS))
        inputs, placed, products, outputs = rows
        under = ~np.isnan(placed)
        first = WIDEST - 1
        assert np.array_equal(inputs[first : first + len(x)], x)
        assert np.array_equal(placed[under], w[::-1] if flip else w)
        assert np.flatnonzero(under)[-1] == first + shown
        assert np.array_equal(inputs[under] * placed[under], products[under])
        assert products[under].sum() == expected[shown]
        assert np.array_equal(outputs[~np.isnan(outputs)], expected[: shown + 1])
        assert explorer.words.startswith(f"y[{shown}] = ")
        assert ("ot flipped" in explorer.words or "both ways" in explorer.words) != flip


def test_words_of_the_lectures_example():
    assert explorers.flip_and_slide(2).words == "y[2] = 2·2 + (−1)·1 + 1·1 = 4."
    assert "2 weights lie beside the signal" in explorers.flip_and_slide(0).words


def test_the_kernel_follows_the_mouse():
    explorer = explorers.flip_and_slide()
    for column, n in ((4.2, 2), (0, 0), (9, 4)):  # place 2, the ends
        place = 120 + SIDE * (column + 0.5), 150
        assert press(explorer, place)["n"] == n
