"""Gabors that are known are found again; noise isn't taken for one."""

import numpy as np
import pytest
import torch

from helpers import kernels
from helpers.features import gabor_fit


def apart(one, other):
    """Degrees between two orientations."""
    return abs((one - other + 90) % 180 - 90)


def gabor(x, y, angle, frequency, sigma, aspect, phase, size=11):
    """A Gabor written out pixel by pixel; angles in degrees."""
    made, turn = np.zeros((size, size)), np.deg2rad(angle)
    for row, column in np.ndindex(size, size):
        right, up = column - size // 2 - x, -(row - size // 2 - y)
        along = right * np.cos(turn) + up * np.sin(turn)
        across = -right * np.sin(turn) + up * np.cos(turn)
        bell = np.exp(-(along**2 + (across / aspect) ** 2) / (2 * sigma**2))
        made[row, column] = bell * np.cos(2 * np.pi * frequency * along - phase)
    return made


@pytest.mark.parametrize("frequency, phase", [(1 / 4, 0), (1 / 5, 1.6), (1 / 9, -2.6)])
@pytest.mark.parametrize("angle", [0, 20, 90, 137, 172])
@pytest.mark.parametrize("place", [(0, 0, 2.2, 1), (1.5, -0.8, 1.6, 1.5)])
def test_a_known_gabor_is_found(angle, frequency, phase, place):
    x, y, sigma, aspect = place
    known = 3 * gabor(x, y, angle, frequency, sigma, aspect, phase)
    found = gabor_fit.fit(known)
    assert found.explained > 0.9999
    assert apart(found.angle, angle) < 0.5 and 0 <= found.angle < 180
    assert found.frequency == pytest.approx(frequency, rel=0.03)
    np.testing.assert_allclose(found.picture, known, atol=0.03)


def test_its_colour_is_found_and_other_colours_are_not_explained():
    wave, other = (gabor(0, 0, 60, 1 / 6, 2.5, 1, phase) for phase in (0, np.pi / 2))
    wave, other = (one / np.linalg.norm(one) for one in (wave, other))
    orange, sky = np.array([2, 1, -1]) / 6**0.5, np.array([-1, 1, -1]) / 3**0.5
    found = gabor_fit.fit(np.multiply.outer(orange, wave))
    np.testing.assert_allclose(found.colour, orange, atol=1e-6)
    assert found.explained > 0.9999 and apart(found.angle, 60) < 0.5
    both = 0.8 * np.multiply.outer(orange, wave) + 0.6 * np.multiply.outer(sky, other)
    found = gabor_fit.fit(both)
    assert found.picture.shape == both.shape == (3, 11, 11)
    assert found.explained == pytest.approx(0.64, abs=0.01)
    np.testing.assert_allclose(np.abs(found.colour @ orange), 1, atol=0.01)


def test_noise_is_no_gabor():
    generator = np.random.default_rng(0)
    noise = generator.normal(size=(6, 11, 11))
    shares = [gabor_fit.fit(one).explained for one in noise]
    assert min(shares) > 0.05 and max(shares) < 0.4
    # A wave in noise as strong as itself is found, and explains about a half.
    wave = kernels.gabor(5, 115, 2.5)
    mixed = wave / np.linalg.norm(wave) + noise[0] / np.linalg.norm(noise[0])
    found = gabor_fit.fit(mixed)
    assert apart(found.angle, 115) < 10 and 0.4 < found.explained < 0.7
    assert found.frequency == pytest.approx(0.2, abs=0.03)


def test_what_is_explained_depends_on_neither_strength_nor_sign():
    weights = np.random.default_rng(1).normal(size=(3, 11, 11))
    weights += 3 * kernels.gabor(6, 30)
    one, other = gabor_fit.fit(weights), gabor_fit.fit(-0.01 * weights)
    assert other.explained == pytest.approx(one.explained, abs=1e-6)
    assert apart(other.angle, one.angle) < 0.1
    np.testing.assert_allclose(other.picture, -0.01 * one.picture, atol=1e-5)
    rest = weights - one.picture
    assert one.explained == pytest.approx(1 - (rest**2).sum() / (weights**2).sum())


def test_rounding_changes_next_to_nothing():
    """Filters that are kept in half precision, or computed on another processor."""
    weights = np.random.default_rng(2).normal(size=(2, 3, 11, 11)) + kernels.gabor(
        6, 30
    )
    for one in weights:
        exact, rounded = gabor_fit.fit(one), gabor_fit.fit(one.astype(np.float16))
        assert apart(rounded.angle, exact.angle) < 0.5
        assert rounded.frequency == pytest.approx(exact.frequency, abs=0.002)
        assert rounded.explained == pytest.approx(exact.explained, abs=0.002)


def test_a_tensor_and_another_size():
    found = gabor_fit.fit(torch.tensor(kernels.gabor(4, 70, 1.5, radius=3)))
    assert apart(found.angle, 70) < 0.5 and found.explained > 0.9999


@pytest.mark.parametrize(
    "wrong, said",
    [
        (np.ones((64, 3, 11, 11)), "(64, 3, 11, 11)"),
        (np.ones((10, 10)), "odd size"),
        (np.ones((11, 9)), "(11, 9)"),
        (np.ones((3, 3)), "3 pixels wide"),
        (np.zeros((11, 11)), "only zeros"),
        (np.full((11, 11), np.nan), "finite"),
    ],
)
def test_what_is_no_filter_is_refused(wrong, said):
    with pytest.raises(ValueError) as error:
        gabor_fit.fit(wrong)
    assert said in str(error.value)
