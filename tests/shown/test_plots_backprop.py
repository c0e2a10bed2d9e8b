"""The figures of notebook 05: they draw, and their alt text tells what is there."""

import numpy as np
import pytest

from helpers import convolution, plots

X, W, WANTED = np.array([2, 1, 3, -1]), np.array([1, -2]), np.array([1, -6, 3])
Y_BAR = np.array([-1, 1, 2])


def shown(picture):
    assert picture.content.startswith(b"\x89PNG")
    assert picture.width <= 900
    assert picture.height <= 420
    return picture.alt


def test_graph_tells_the_loss():
    alt = shown(plots.graph(X, W, WANTED))
    assert "3 outputs 0, −5, 5" in alt and "6 arrows" in alt and "loss, 3." in alt


def test_messages_add_up():
    assert "sums that arrive are 5, 0." in shown(plots.messages(X, W, Y_BAR))
    alt = shown(plots.messages(X, W, Y_BAR, to="x"))
    assert "sums that arrive are −1, 3, 0, −4." in alt
    with pytest.raises(ValueError, match="to was 'y': choose 'w' or 'x'"):
        plots.messages(X, W, Y_BAR, to="y")


def test_messages_are_the_gradient_for_other_sizes_too():
    x, w, y_bar = np.arange(5), np.array([3, 1, -1]), np.array([1, 0, 2])
    alt = shown(plots.messages(x, w, y_bar, to="x"))
    sums = ", ".join(map(str, np.convolve(y_bar, w))).replace("-", "−")
    assert f"arrive are {sums}." in alt


def test_transposed_multiplies_both_ways():
    T = convolution.toeplitz(W[::-1], 4, "valid")
    alt = shown(plots.transposed(T, X, Y_BAR))
    assert "3 rows and 4 columns" in alt
    assert "is 0, −5, 5." in alt and "is −1, 3, 0, −4." in alt


@pytest.mark.parametrize(
    ("stride", "zeros", "total"),
    [
        (1, "−1, 1, 2. Below", "−1, 3, 0, −4"),
        (2, "1 zero between", "−1, 2, 1, −2, 2, −4"),
        (3, "2 zeros between", "−1, 2, 0, 1, −2, 0, 2, −4"),
    ],
)
def test_stamped(stride, zeros, total):
    alt = shown(plots.stamped(Y_BAR, W, stride))
    assert zeros in alt and f"sum is {total}." in alt


def test_losses_say_no_rounding_error():
    fall = np.exp(-np.arange(60) / 9)
    curves = {"a": fall, "b": fall + 1e-13, "c": fall + 0.25}
    alt = shown(plots.losses(curves))
    assert "a 0.01, b 0.01, c 0.26" in alt and "these two, below a line" in alt
    assert alt == shown(plots.losses(curves | {"b": fall + 1e-12}))
    assert "partly above" in shown(plots.losses(curves | {"b": fall + 1e-3}))


def test_digits_take_any_title():
    images = np.zeros((14, 28, 28))
    assert "12 handwritten digits: 0; 1; 2" in shown(plots.digits(images, range(14)))
    assert shown(plots.digits(images, range(14), "A 4, {count} times.")) == (
        "A 4, 12 times."
    )
