"""kernels: their sums, shapes and symmetries, and that each does what it is named."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import kernels
from helpers.convolution import convolve

RADII = st.integers(0, 40)


@given(RADII)
def test_box_is_the_mean_and_triangle_is_box_times_box(m):
    w = kernels.triangle(m)
    narrow = np.full(m + 1, 1 / (m + 1))
    np.testing.assert_allclose(w, np.convolve(narrow, narrow), atol=1e-15)
    np.testing.assert_allclose(kernels.box(m), np.full(2 * m + 1, 1 / (2 * m + 1)))


@given(st.floats(0.1, 10), st.integers(0, 15))
def test_gaussian_is_separable_and_sums_to_one(sigma, radius):
    w = kernels.gaussian(sigma, radius)
    bell = w.sum(axis=0)
    assert w.shape == (2 * radius + 1,) * 2 and np.isclose(w.sum(), 1)
    np.testing.assert_allclose(w, np.outer(bell, bell), atol=1e-15)
    k = np.arange(-radius, radius + 1)
    expected = np.exp(-(k**2) / (2 * sigma**2))
    np.testing.assert_allclose(bell, expected / expected.sum(), atol=1e-15)


def test_gabor_is_a_wave_under_a_bell():
    upright = kernels.gabor(6, 0, sigma=3, radius=8)
    assert upright.shape == (17, 17) and upright[8, 8] == 1
    row = np.exp(-(np.arange(-8, 9) ** 2) / 18) * np.cos(np.pi * np.arange(-8, 9) / 3)
    np.testing.assert_allclose(upright[8], row, atol=1e-15)
    np.testing.assert_allclose(upright, upright[::-1])  # alike above and below
    np.testing.assert_allclose(kernels.gabor(6, 90, 3, 8), upright.T, atol=1e-15)
    np.testing.assert_allclose(kernels.gabor(6, 180, 3, 8), upright, atol=1e-15)


def test_named_are_3_by_3_and_each_call_gives_a_copy():
    for name in kernels.NAMED:
        kernels.named(name)[0, 0] = 9
        assert kernels.named(name).shape == (3, 3) and kernels.named(name)[0, 0] != 9
    same = convolve(np.eye(4, dtype=int), kernels.named("identity"), "same")
    assert np.array_equal(same, np.eye(4))


@pytest.mark.parametrize("k", range(8))
def test_compass_points_where_it_gets_brighter(k):
    angle = np.deg2rad(45 * k)
    i, j = np.mgrid[-1:2, -1:2]
    slope = j * np.cos(angle) - i * np.sin(angle)  # rises towards the angle
    answers = (kernels.compass() * slope).sum(axis=(1, 2))
    assert answers.argmax() == k


def test_compass_shape_and_turns():
    w = kernels.compass()
    assert w.shape == (8, 3, 3) and w.dtype.kind == "i"
    assert not w.sum(axis=(1, 2)).any()
    assert np.array_equal(w[4:], -w[:4])
    assert np.array_equal(w[2], np.rot90(w[0]))
    assert np.array_equal(w[0], -kernels.named("vertical edges"))
    assert np.array_equal(w[6], kernels.named("horizontal edges"))
    assert len({kernel.tobytes() for kernel in w}) == 8


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", [np.uint8, np.int8, np.float16])
def test_small_number_types_do_not_overflow(kind):
    """30 − 90 was 196 with bytes, 2·20² was 32 in a bell."""
    wave = kernels.gabor(5, 30, 20, 3)
    few = kernels.gabor(kind(5), kind(30), kind(20), 3)
    np.testing.assert_allclose(few, wave, atol=1e-15)
    bell = kernels.gaussian(kind(20), 3)
    np.testing.assert_allclose(bell, kernels.gaussian(20, 3), atol=1e-15)


@pytest.mark.filterwarnings("error")
def test_bells_of_any_width_are_bells():
    assert np.allclose(kernels.gaussian(1e-99, 1), kernels.named("identity"))
    assert np.allclose(kernels.gaussian(1e300, 1), 1 / 9)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("kernel", "wrong", "words"),
    [
        *(
            (kernel, [m], "m must be a whole number, 0 or more")
            for kernel in (kernels.box, kernels.triangle)
            for m in (-1, 1.5, "3", True)
        ),
        (kernels.gaussian, [1, -1], "radius must be a whole number, 0 or more"),
        *(
            (kernels.gaussian, [sigma, 2], "sigma was .*: give a")
            for sigma in (0, -1, np.nan, "1", 1e-101, 5e-324)
        ),
        (kernels.gabor, [0], "wavelength was 0: give a"),
        (kernels.gabor, [5, "up"], "angle was 'up': give a"),
    ],
)
def test_what_makes_no_kernel_is_named(kernel, wrong, words):
    with pytest.raises((TypeError, ValueError), match=words):
        kernel(*wrong)


@pytest.mark.parametrize("name", ["blurr", [1]])
def test_an_unknown_name_lists_the_known(name):
    with pytest.raises(ValueError, match="There is no kernel .*; choose one of ident"):
        kernels.named(name)
