"""The exercises of notebook 03: channels, sizes, counts, receptive fields."""

import numpy as np

from helpers import convolution
from helpers.checks.exercise import Exercise


def over_channels(x, w, b):
    (K, C, rows, cols), (_, height, width) = w.shape, x.shape
    y = np.zeros((K, height - rows + 1, width - cols + 1))
    for k in range(K):
        for c in range(C):
            y[k] += convolution.correlate(x[c], w[k, c])
        y[k] += b[k]
    return y


X = np.array([[[3, 0, 2], [1, 5, 0]], [[0, 1, 4], [2, 0, 1]], [[1, 2, 0], [0, 3, 2]]])
W = np.array([[[[1, 2]], [[0, -1]], [[3, 1]]], [[[-2, 1]], [[1, 0.5]], [[0, 4]]]])

channels = Exercise("channels", over_channels).on(
    (X, W[:1].astype(int), np.array([10])),
    (X[:2] / 2, W[:, :2], np.array([-5, 7])),
    (X.swapaxes(1, 2), np.tile(W, (1, 1, 2, 1)), np.array([4, -3])),
    (X[2:], W[[0, 1, 1], 2:], np.array([1, 0, -6])),
)


def rounded_down(N, F, P, S, D):
    width = D * (F - 1) + 1
    return (N + 2 * P - width) // S + 1


output_size = Exercise("output_size", rounded_down).on(
    (7, 3, 0, 1, 1),
    (7, 3, 0, 2, 1),
    (7, 3, 0, 3, 1),
    (6, 3, 1, 2, 1),
    (32, 5, 2, 1, 1),
    (14, 3, 2, 2, 3),
    (12, 4, 1, 3, 1),
    (19, 2, 3, 4, 5),
)


def counted(N, F, C, K, G):
    parameters = K * (F * F * C // G + 1)
    places = (N - F + 1) ** 2
    return parameters, parameters * places


counts = Exercise("counts", counted).on(
    (32, 5, 3, 10, 1), (8, 3, 4, 6, 2), (9, 1, 8, 8, 8), (7, 2, 6, 9, 3)
)


def asked_apart(layers, unit):
    width, apart = 1, 1  # of what an output sees; between what neighbours see
    for F, S, D in layers:
        width += (F - 1) * D * apart
        apart *= S
    first = unit * apart
    return first, first + width - 1


sees = Exercise("sees", asked_apart).on(
    ([(5, 1, 1)], 0),
    ([(3, 1, 1), (3, 1, 1)], 2),
    ([(3, 2, 1), (3, 1, 2)], 1),
    ([(2, 2, 1), (5, 3, 1), (3, 2, 2), (2, 3, 1)], 3),
)
