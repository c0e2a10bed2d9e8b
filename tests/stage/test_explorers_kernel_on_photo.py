"""A kernel on a photo: any nine numbers against SciPy; names and numbers agree."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moves import parts, picture
from scipy import signal

from helpers import explorers, kernels
from helpers.datasets import pictures
from helpers.explorers.kernel_on_photo import grey, output, signed

NUMBERS = st.floats(-99, 99).map(lambda v: round(v, 2))


@given(
    st.sampled_from(pictures.photo_names()),
    st.booleans(),
    st.lists(NUMBERS, min_size=9, max_size=9),
)
def test_any_nine_numbers(photo, relu, nine):
    x, w = grey(photo), np.reshape(nine, (3, 3))
    y = output(x, w, relu)
    whole = signal.correlate2d(x, w, "valid")
    scale = 1 if signed(w) else np.sum(nine)
    expected = np.maximum(whole, 0) if relu else whole
    assert y[1:-1, 1:-1] * scale == pytest.approx(expected, abs=1e-6)
    assert x.shape == y.shape and (y.min() >= 0 or not relu)


def test_named_kernels():
    explorer = explorers.kernel_on_photo()
    for name, rows in kernels.NAMED.items():
        explorer.set(name=name)
        assert explorer.values["w"] == rows
        (drawn,) = parts(explorer, "grid")
        assert drawn["texts"] == [f"{n}".replace("-", "−") for n in sum(rows, [])]
        assert f"sum to {np.sum(rows)}" in explorer.words
        grey = (np.ptp(picture(explorer, 1), axis=2) == 0).all()
        assert grey == (np.sum(rows) != 0)


def test_the_identity_shows_the_photo_pixel_by_pixel():
    explorer = explorers.kernel_on_photo(photo="brick", name="identity")
    photo, result = picture(explorer, 0), picture(explorer, 1)
    assert (photo == result).all() and (
        photo[..., 0] == grey("brick").astype(int)
    ).all()
    places = [part["place"] for part in parts(explorer, "image", smooth=False)]
    assert [place[2:] for place in places] == [[2 * len(photo)] * 2] * 2


def test_choosing_a_name_fills_the_nine_and_editing_says_your_own():
    explorer = explorers.kernel_on_photo()
    explorer.set(name="sharpen")
    assert explorer.values["w"] == [[0, -1, 0], [-1, 8, -1], [0, -1, 0]]
    for first, middle, name in (
        (2, 8, "your own"),
        (0, 8, "sharpen"),
        (0, 5, "strong sharpen"),
    ):
        explorer.set(w=[[first, -1.0, 0], [-1, middle, -1], [0, -1, 0]])
        assert explorer.values["name"] == name
    explorer.set(name="your own")
    assert explorer.values["w"][1][1] == 5
