"""A kernel on a photo: any nine numbers against SciPy; names and numbers agree."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal

from helpers import explorers, kernels
from helpers.datasets import pictures
from helpers.explorers.kernel_on_photo import ENTRIES, compute

NUMBERS = st.floats(-99, 99).map(lambda v: round(v, 2))


@given(
    st.sampled_from(pictures.photo_names()),
    st.booleans(),
    st.lists(NUMBERS, min_size=9, max_size=9),
)
def test_any_nine_numbers(photo, relu, nine):
    s = compute(photo, "your own", relu, **dict(zip(ENTRIES, nine, strict=True)))
    whole = signal.correlate2d(s.x, np.reshape(nine, (3, 3)), "valid")
    scale = 1 if s.signed else np.sum(nine)
    expected = np.maximum(whole, 0) if relu else whole
    assert s.y[1:-1, 1:-1] * scale == pytest.approx(expected, abs=1e-6)
    assert s.x.shape == s.y.shape and (s.y.min() >= 0 or not relu)


@pytest.mark.parametrize("name", kernels.NAMED)
def test_named_kernels(name):
    s = compute("brick", name)
    assert (s.w == kernels.named(name)).all()
    assert s.signed == (s.w.sum() == 0)
    assert f"sum to {s.w.sum():g}" in s.words


def test_choosing_a_name_fills_the_nine_and_editing_says_your_own():
    explorer, redraws = explorers.kernel_on_photo(), []
    explorer.picture.observe(redraws.append, "value")
    explorer.controls["name"].value = "sharpen"
    nine = [explorer.values()[entry] for entry in ENTRIES]
    assert nine == [0, -1, 0, -1, 8, -1, 0, -1, 0] and len(redraws) == 1
    for entry, value, name in (
        ("w00", 2, "your own"),
        ("w00", 0, "sharpen"),
        ("w11", 5, "strong sharpen"),
    ):
        explorer.controls[entry].value = value
        assert explorer.values()["name"] == name
    explorer.controls["name"].value = "your own"
    assert explorer.values()["w11"] == 5
