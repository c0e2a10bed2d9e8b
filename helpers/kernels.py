"""Kernels with a name: smoothing, sharpening, edges, waves."""

import math

import numpy as np

from helpers.arithmetic.sizes import whole
from helpers.chosen import chosen

# Each under the name of what it does; the comment says whose lecture shows it.
NAMED = {
    "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    "blur": [[0, 1, 0], [1, 4, 1], [0, 1, 0]],  # WM; sums to 8
    "sharpen": [[0, -1, 0], [-1, 8, -1], [0, -1, 0]],  # WM; sums to 4
    "strong sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],  # VUW; sums to 1
    "vertical edges": [[1, 0, -1], [2, 0, -2], [1, 0, -1]],  # WM: Sobel
    "horizontal edges": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],  # VUW: Sobel
    "diagonal cross": [[1, 0, 1], [0, 1, 0], [1, 0, 1]],  # UVA, VUW: the 5×5 example
    "corner": [[0, 0, 1], [0, 1, 1], [1, 1, 1]],  # UVA: the zero-padding slide
}


def named(name):
    """One of the lectures' 3×3 kernels, as integers: see `kernels.NAMED`."""
    return np.array(NAMED[chosen("kernel", name, NAMED)])


def box(m):
    """2m + 1 equal weights that sum to 1: the moving average."""
    m = whole("m", m, 0)
    return np.full(2 * m + 1, 1 / (2 * m + 1))


def triangle(m):
    """2m + 1 weights (m + 1 − |k|)/(m + 1)²: a box m + 1 wide, convolved with itself.

    They sum to 1. As a convolution of two boxes it averages twice.
    """
    m = whole("m", m, 0)
    return (m + 1 - np.abs(np.arange(-m, m + 1))) / (m + 1) ** 2


def gaussian(sigma, radius):
    """The bell exp(−(i² + j²)/2σ²), (2·radius + 1) square, scaled to sum to 1.

    It is the outer product of two 1-D bells, either of which is its column sums.
    """
    i, j = _grid(radius)
    bell = _bell(i, j, sigma)
    return bell / bell.sum()


def gabor(wavelength, angle=0, sigma=2.0, radius=5):
    """A wave under a bell, (2·radius + 1) square, between −1 and 1.

    The wave runs towards `angle`, in degrees anticlockwise from the right; in the
    middle is a bright line, between dark ones.
    """
    i, j = _grid(radius)
    along = j * _cos(angle) - i * _cos(_number(angle, "angle") - 90)
    turns = along / _positive(wavelength, "wavelength")
    return _bell(i, j, sigma) * np.cos(2 * np.pi * turns)


def compass():
    """Eight edge kernels 45° apart, (8, 3, 3), as integers.

    Slid unflipped, number k answers most where the picture gets brighter towards
    45·k degrees, anticlockwise from the right.
    """
    ring = [(0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0)]  # clockwise
    weights = [-1, 0, 1, 2, 1, 0, -1, -2]  # brighter to the right: Sobel's kernel
    kernels = np.zeros((8, 3, 3), dtype=int)
    for turn in range(8):
        for place, weight in enumerate(weights):
            kernels[turn][ring[place - turn]] = weight
    return kernels


def _grid(radius):
    radius = whole("radius", radius, 0)
    return np.mgrid[-radius : radius + 1, -radius : radius + 1]


def _bell(i, j, sigma):
    sigma = _positive(sigma, "sigma")
    return np.exp(-((i / sigma) ** 2 + (j / sigma) ** 2) / 2)


def _cos(degrees):
    """The cosine, exact at multiples of 90°."""
    return float(np.round(np.cos(np.deg2rad(_number(degrees, "angle"))), 15))


def _positive(value, name):
    number = _number(value, name)
    if number < 1e-100:  # the square of less is 0
        raise ValueError(
            f"{name} was {value!r}: give a number above 0 (1e-100 or more)."
        )
    return number


def _number(value, name):
    """The value as a float: NumPy's smaller numbers would overflow."""
    try:
        fine = math.isfinite(value)
    except TypeError:
        fine = False
    if not fine:
        raise ValueError(f"{name} was {value!r}: give a finite number.")
    return float(value)
