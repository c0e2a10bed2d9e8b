"""Drawn lines as digits, and the way MNIST centres and scales them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import datasets
from helpers.datasets import drawing
from helpers.datasets.drawing import BOX, FINE, SIDE, centred


@pytest.fixture(scope="module")
def digits():
    images, _ = datasets.load("mnist", "test", full=False)
    return images[:, 0].numpy()


def test_digits_of_mnist_are_centred_already(digits):
    again = np.array([centred(digit) for digit in digits])
    same = np.isclose(again, digits, atol=1e-6).all(axis=(1, 2))
    assert same.sum() >= len(digits) - 1  # of the 4,000 others one is a pixel off


def test_moved_and_enlarged_digits_are_brought_back(digits):
    for digit in digits[:50]:
        off = np.pad(digit, ((9, 1), (0, 12)))
        assert np.allclose(centred(off), digit, atol=1e-6)
        assert np.allclose(centred(drawing.enlarged(digit)), digit, atol=1e-6)


def test_what_comes_out_fits_the_box_and_has_its_middle_in_the_middle():
    for line in ([3, 3, 4, 9], [1, 1, 27, 2], [20, 20, 21, 20, 21, 26]):
        image = centred(drawing.drawn([line]))
        top, bottom, left, right = drawing.bounds(image)
        assert max(bottom - top, right - left) == BOX
        assert np.allclose(drawing.middle(image), 14, atol=0.51)


def test_scaling_keeps_the_proportions():
    image = np.zeros((60, 60))
    image[5:45, 50:60] = 1  # 40 by 10
    top, bottom, left, right = drawing.bounds(centred(image))
    assert (bottom - top, right - left) == (20, 5)
    assert centred(image).max() == 1


@given(
    st.lists(
        st.lists(st.floats(-40, 70), min_size=1, max_size=12).map(lambda n: n + n),
        max_size=4,
    ),
    st.integers(-10, 10),
    st.sampled_from([0.3, 1, 1.5]),
)
def test_any_lines_make_a_digit(lines, right, scale):
    sheet = drawing.drawn(lines, 3.6, right, -right, scale)
    assert sheet.shape == (SIDE * FINE, SIDE * FINE)
    assert sheet.min() >= 0 and sheet.max() <= 1
    image = centred(sheet)
    assert image.shape == (SIDE, SIDE) and image.max() <= 1 + 1e-6
    assert image.any() == sheet.any() and (lines or not image.any())


def test_a_line_has_its_width_and_place():
    image = drawing.reduced(drawing.drawn([[14, 4, 14, 24]], pen=2))
    assert np.allclose(image[6:22, 13:15], 1, atol=0.1)  # columns 13 and 14
    assert image.sum() == pytest.approx(2 * 20 + np.pi, rel=0.03)
    moved = drawing.reduced(drawing.drawn([[14, 4, 14, 24]], 2, right=5, down=2))
    assert np.allclose(moved[2:, 5:], image[:-2, :-5])
    half = drawing.reduced(drawing.drawn([[14, 4, 14, 24]], 2, scale=0.5))
    assert half.sum() == pytest.approx(image.sum() / 4, rel=0.08)


def test_enlarging_and_reducing_a_digit_is_exact(digits):
    for digit in digits[:20]:
        assert np.allclose(drawing.reduced(drawing.enlarged(digit)), digit, atol=1e-6)
        moved = drawing.reduced(drawing.enlarged(digit, right=-3))
        assert np.allclose(moved[:, :-3], digit[:, 3:], atol=1e-6)
        small = drawing.reduced(drawing.enlarged(digit, scale=0.5))
        assert small.sum() == pytest.approx(digit.sum() / 4, rel=0.02)
