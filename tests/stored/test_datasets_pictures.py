"""Photos, drawn shapes and series."""

from functools import partial

import numpy as np
import pytest

from helpers.datasets import pictures


def is_picture(array):
    whole = (array == np.round(array)).all()
    return (
        array.dtype == np.float64 and whole and 0 <= array.min() <= array.max() <= 255
    )


@pytest.mark.parametrize("name", pictures.photo_names())
def test_photos(name):
    colour = pictures.photo(name)
    grey = pictures.photo(name, grey=True)
    assert colour.shape == (*grey.shape, 3)
    assert is_picture(colour)
    assert is_picture(grey)
    assert grey.std() > 10
    assert pictures.photo(name, size=32).shape == (32, 32, 3)


def test_the_wall_is_six_photos():
    wall = pictures.wall()
    assert wall.shape == (512, 896, 3) and is_picture(wall)
    assert (wall[256:, 256:640] == pictures.photo("flower")).all()


def test_circle_is_where_it_should_be():
    row = pictures.circle(41, 15)[20]
    assert np.flatnonzero(row == 255).tolist() == [5, 35]
    area = pictures.circle(101, 30).sum() / 255
    assert area == pytest.approx(2 * np.pi * 30, rel=0.01)


@pytest.mark.parametrize("radius", [10, 20, 25])
def test_a_star_is_upright_and_has_the_circles_ink(radius):
    circle, star = pictures.circle(96, radius), pictures.star(96, radius)
    assert is_picture(circle) and is_picture(star)
    assert star.sum() == pytest.approx(circle.sum(), rel=0.05)
    assert (star == star[:, ::-1]).all() and (star != star[::-1]).any()
    assert pictures.star(96, radius, 2).sum() == pytest.approx(2 * star.sum(), rel=0.1)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: pictures.photo("dog"), "no photo 'dog'; choose one of .*chelsea"),
        *(
            (partial(pictures.photo, "camera", size=s), "whole number from 1 to 256")
            for s in (0, -3, 1.5, 257, "big")
        ),
        (lambda: pictures.circle(0, 5), "size is 0"),
        (lambda: pictures.star(9, -1), "radius is -1"),
        (lambda: pictures.circle(9, float("nan")), "radius is nan"),
        (lambda: pictures.star(9, 3, width=0), "width is 0"),
    ],
)
def test_what_is_no_picture_is_refused(ask, words):
    with pytest.raises(ValueError, match=words):
        ask()


# --- the two series of notebook 01 ----------------------------------------------------


def test_a_year_of_real_temperatures():
    celsius = pictures.temperatures()
    assert celsius.shape == (365,) and celsius.dtype == np.float64
    assert celsius[0] == 5.6 and celsius.max() == 35.0  # 1 January; the hottest day
    assert celsius[180:240].mean() > 25 and celsius[:60].mean() < 14


def test_ratings_are_percentages_and_repeat():
    polled, true = pictures.approval_ratings(seed=0)
    assert polled.shape == true.shape == (365,)
    assert 0 < polled.min() < polled.max() < 100
    again, _ = pictures.approval_ratings(seed=0)
    other, same = pictures.approval_ratings(seed=1)
    assert np.array_equal(polled, again) and not np.array_equal(polled, other)
    assert np.array_equal(true, same)


@pytest.mark.parametrize("noise", [0, 1, 3, 8])
def test_polls_miss_by_the_noise(noise):
    polled, true = pictures.approval_ratings(seed=0, noise=noise)
    assert (polled - true).std() == pytest.approx(noise, rel=0.1, abs=0.05)
