"""The two explorers of notebook 01, without a browser: every state they can reach."""

from itertools import product

import numpy as np
import pytest

from helpers import explorers, kernels
from helpers.convolution import PADDINGS
from helpers.datasets import pictures
from helpers.explorers.denoise import FLOOR, SHAPES, WIDEST
from helpers.explorers.denoise import compute as smoothing
from helpers.explorers.flip_and_slide import (
    INPUT,
    KERNEL,
    KERNELS,
    OUTPUT,
    PRODUCT,
    SIGNALS,
)
from helpers.explorers.flip_and_slide import compute as sliding

STATES = list(product(range(10), (False, True), SIGNALS, KERNELS))


def numbers(row):
    return row[~np.isnan(row)]


def test_every_state_of_flip_and_slide():
    for n, correlation, signal, kernel in STATES:
        s = sliding(n, correlation, signal, kernel)
        x, w = SIGNALS[signal], KERNELS[kernel]
        assert s.limits == {"n": len(x) + len(w) - 2} and s.n == min(n, s.limits["n"])
        expected = np.convolve(x, w[::-1] if correlation else w)
        assert np.array_equal(s.y, expected)
        assert np.array_equal(numbers(s.table[OUTPUT]), expected[: s.n + 1])
        assert numbers(s.table[PRODUCT]).sum() == expected[s.n]
        placed = w if correlation else w[::-1]
        assert np.array_equal(numbers(s.table[KERNEL]), placed)
        assert np.array_equal(s.table[INPUT, s.signal], x)
        under = np.s_[s.under[0] : sum(s.under)]
        assert np.array_equal(
            s.table[INPUT, under] * s.table[KERNEL, under], s.table[PRODUCT, under]
        )
        assert s.words.startswith(f"y[{s.n}] = ") and "-" not in s.words.split(".")[0]
        assert ("ot flipped" in s.words or "both ways" in s.words) == correlation


def test_words_of_the_lectures_example():
    assert sliding(2).words == "y[2] = 2·2 + (−1)·1 + 1·1 = 4."
    assert "2 weights lie beside the signal" in sliding(0).words


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("padding", PADDINGS)
def test_every_state_of_denoise(shape, padding):
    for m, noise in product((0, 1, 4, 10, WIDEST), (0.0, 3.0, 8.0)):
        s = smoothing(shape, m, padding, noise)
        assert s.polled.shape == s.smooth.shape == s.true.shape == (365,)
        assert len(s.w) == 2 * WIDEST + 1 and np.isclose(s.w.sum(), 1)
        for spectrum in (s.before, s.after, s.gain):
            assert spectrum.shape == s.frequency.shape and (spectrum >= FLOOR).all()
        assert np.isclose(s.gain[0], 1)
        if m == 0:
            assert np.allclose(s.smooth, s.polled)


def test_smoothing_is_numpys_and_its_waves_obey_the_gain():
    s = smoothing("box", 4, "zero", 3.0)
    polled, _ = pictures.approval_ratings(seed=0)
    np.testing.assert_allclose(s.smooth, np.convolve(polled, kernels.box(4), "same"))
    s = smoothing("triangle", 4, "circular", 3.0)  # on a circle it holds exactly
    seen = s.after > 2 * FLOOR
    np.testing.assert_allclose(s.after[seen], (s.before * s.gain)[seen], rtol=1e-6)


@pytest.mark.parametrize("name", ["flip_and_slide", "denoise"])
def test_every_control_changes_the_picture(name):
    explorer = getattr(explorers, name)()
    for key, control in explorer.controls.items():
        before = explorer.picture.value
        first = control.value
        options = getattr(control, "options", None)
        if isinstance(first, bool):
            control.value = not first
        elif options:
            control.value = next(o for o in options if o != first)
        else:
            control.value = first + control.step
        if key != "padding":  # its few days may look alike
            assert explorer.picture.value != before, key
        control.value = first
        assert explorer.picture.value == before, key
