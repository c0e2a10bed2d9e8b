"""The figures of signals: alt texts that say what the data say, sizes that fit."""

import numpy as np
import pytest

from helpers import kernels, plots
from helpers.convolution import convolve, toeplitz

X, W = [2, -1, 1], [1, 1, 2]
X8 = [3, 1, 4, 1, 5, 9, 2, 6]


def test_alt_texts_state_computed_numbers():
    assert "column sums are 2, 1, 4, −1, 2" in plots.scaled_copies(X, W).alt
    assert (
        "5 rows and 3 columns, times x, is 2, 1, 4"
        in plots.toeplitz(toeplitz(W, 3), X).alt
    )
    rules = {"zero": "constant", "replicate": "edge"}
    extended = {name: np.pad(X8, 3, mode=rule) for name, rule in rules.items()}
    alt = plots.paddings(X8, 3, extended).alt
    assert "replicate puts 3, 3, 3 before and 6, 6, 6 after" in alt
    sums = {rule: convolve(X8, [1] * 7, "same", rule) for rule in rules}
    assert "at places 0, 1, 2, 5, 6, 7" in plots.ends(sums).alt


def one_of_each():
    f = np.linspace(0, 0.5, 50)
    yield plots.series({"a": {"in": f, "out": f, "true mood": f}}, ["%"], "alt")
    yield plots.series({"a": {"in": f}, "b": {"in": f}}, ["%", "°C"], "alt", (5, 20))
    yield plots.kernel_row({"a": kernels.box(4), "b": kernels.triangle(10)}, "alt")
    yield plots.waves(np.cos(f), {"box": f, "triangle": f}, "alt")
    yield plots.gains({"box": (f, np.cos(20 * f))}, "alt", mark=0.2)
    yield plots.spectra({"box": (f, f), "triangle": (f, f**2)}, "alt")
    yield plots.ends({"zero": [1, 2, 3], "reflect": [1, 5, 3]})


@pytest.mark.parametrize("figure", list(one_of_each()))
def test_figures_fit_a_slide(figure):
    assert figure.content.startswith(b"\x89PNG") and figure.alt
    assert figure.width <= 900 and figure.height <= 420


def test_the_same_figure_is_the_same_bytes():
    assert plots.scaled_copies(X, W).content == plots.scaled_copies(X, W).content
