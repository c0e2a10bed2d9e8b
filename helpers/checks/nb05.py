"""The exercises of notebook 05: the gradients of a convolution, and of max pooling."""

import numpy as np

from helpers import convolution
from helpers.checks.exercise import Exercise, Several


def by_messages(y_bar, w):
    x_bar = np.zeros(len(y_bar) + len(w) - 1)
    for t, tau in np.ndindex(len(y_bar), len(w)):
        x_bar[t + tau] += y_bar[t] * w[tau]
    return x_bar


input_gradient = Exercise("input_gradient", by_messages).on(
    (np.array([-1, 1, 2]), np.array([1, -2])),
    (np.array([3, -1, 0, 5, -2, 1]), np.array([2, -1, 0.5])),
    (np.array([2.5, 3]), np.array([1, -1, 4, 2])),
    (np.array([4, -2]), np.array([3])),
)


def w_gradient(y_bar, x):
    T = y_bar.shape[1]
    w_bar = np.zeros((len(y_bar), len(x), x.shape[1] - T + 1))
    for i, j, tau, t in np.ndindex(*w_bar.shape, T):
        w_bar[i, j, tau] += y_bar[i, t] * x[j, t + tau]
    return w_bar


X = np.array([[2, 1, 3, -1, 4], [0, 5, -2, 6, 1]])
Y_BAR = np.array([[-1, 1, 2], [3, 0, -2.5], [1, 4, 5]])

weight_gradient = Exercise("weight_gradient", w_gradient).on(
    (Y_BAR[:1], X[:1]), (Y_BAR, X), (Y_BAR[:, :2], X)
)


def to_the_winner(y_bar, x, size, stride):
    x_bar = np.zeros(x.shape)
    for r, c in np.ndindex(y_bar.shape):
        rows, cols = r * stride, c * stride
        window = x[rows : rows + size, cols : cols + size]
        a, b = np.unravel_index(window.argmax(), window.shape)  # the first one
        x_bar[rows + a, cols + b] += y_bar[r, c]
    return x_bar


PLACES = np.random.default_rng(25).integers(-4, 4, (5, 5))
BLAME = np.array([[2, -1], [3, 5]])

max_pool_gradient = Exercise("max_pool_gradient", to_the_winner).on(
    (BLAME, PLACES[:4, :4], 2, 2),
    (BLAME, PLACES, 3, 2),
    (np.array([[1, -2, 4, 3], [5, 0.5, 2, -1], [2, 6, -3, 1]]), PLACES[:4], 2, 1),
    (BLAME, PLACES, 2, 3),
    (BLAME / 2, 999 * PLACES[3::-1, 1:], 1, 2),
)


def first_mended(y_bar, w):
    x_bar = np.zeros((w.shape[1], y_bar.shape[1] + w.shape[2] - 1))
    for i, j in np.ndindex(w.shape[:2]):
        x_bar[j] += np.convolve(y_bar[i], w[i, j])  # add: every output map has a say
    return x_bar


W = np.array([[[1, -2], [3, 1]], [[0, 2], [-1, 4]], [[5, 1], [0.5, -3]]])
BLAMES = np.array([[-1, 1, 2], [2, 0, 3], [1, -4, 1]])

first = Exercise("first", first_mended).on(
    (BLAMES, W), (BLAMES[:2] / 2, W[:2, :1].astype(int))
)


def second_mended(y_bar, w):
    rows, cols = np.subtract(w.shape, 1)
    padded = np.pad(y_bar, ((rows, rows), (cols, cols)))
    return convolution.correlate(padded, w[::-1, ::-1])  # in both directions


W2 = np.array([[1, 2, 0], [0, -1, 0.5], [4, 1, -2]])
Y2 = np.array([[2, -1, 3], [1, 0, 1]])

second = Exercise("second", second_mended).on((Y2, W2), (Y2, W2[:2]))


def third_mended(y_bar, w, stride):
    spread = np.zeros(stride * len(y_bar))
    spread[::stride] = y_bar  # output t begins at input t · stride, zeros come after
    return np.convolve(spread, w)[: stride * (len(y_bar) - 1) + len(w)]


third = Exercise("third", third_mended).on(
    (np.array([3, -1, 2]), np.array([2, -1, 0.5]), 2),
    (np.array([1, 4, 2]), np.array([1, -2.5]), 3),
    (np.array([2, 1, -1]), np.array([1, -2.5]), 1),
)


bug_hunt = Several("bug_hunt", first, second, third)
