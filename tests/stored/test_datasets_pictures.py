"""Photos and drawn shapes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def test_photo_names_are_listed_in_the_error():
    assert {"camera", "chelsea", "coffee", "brick"} <= set(pictures.photo_names())
    with pytest.raises(ValueError, match="no photo 'dog'; choose one of .*chelsea"):
        pictures.photo("dog")


@pytest.mark.parametrize("size", [0, -3, 1.5, 257, "big"])
def test_photo_size_refused(size):
    with pytest.raises(ValueError, match="whole number from 1 to 256"):
        pictures.photo("camera", size=size)


@given(st.integers(1, 40), st.floats(0.5, 15), st.floats(-5, 5), st.floats(0.3, 4))
def test_shapes_are_pictures(size, radius, offset, width):
    for draw in (pictures.circle, pictures.star):
        shape = draw(size, radius, centre=(offset, -offset), width=width)
        assert shape.shape == (size, size)
        assert is_picture(shape)


def test_circle_is_where_it_should_be():
    row = pictures.circle(41, 15)[20]
    assert np.flatnonzero(row == 255).tolist() == [5, 35]
    area = pictures.circle(101, 30).sum() / 255
    assert area == pytest.approx(2 * np.pi * 30, rel=0.01)


@pytest.mark.parametrize("angle", [0, 10, 23])
@pytest.mark.parametrize("radius", [10, 20, 25])
def test_star_has_the_circles_ink(radius, angle):
    circle, star = pictures.circle(96, radius), pictures.star(96, radius, angle=angle)
    assert star.sum() == pytest.approx(circle.sum(), rel=0.05)


def test_star_is_symmetric_and_turns():
    star = pictures.star(65, 20)
    assert (star == star[:, ::-1]).all()
    assert (star != star[::-1]).any()
    assert (pictures.star(65, 20, angle=72) - star).max() <= 1
    assert (pictures.star(65, 20, angle=180) - star[::-1]).max() <= 1


@pytest.mark.parametrize("draw", [pictures.circle, pictures.star])
def test_bad_shapes_are_refused(draw):
    with pytest.raises(ValueError, match="size is 0"):
        draw(0, 5)
    with pytest.raises(ValueError, match="radius is -1"):
        draw(9, -1)
    with pytest.raises(ValueError, match="radius is nan"):
        draw(9, float("nan"))
    with pytest.raises(ValueError, match="width is 0"):
        draw(9, 3, width=0)
