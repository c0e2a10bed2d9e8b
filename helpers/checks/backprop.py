"""The checkers of notebook 05: the gradients of a convolution."""

import numpy as np

from helpers import convolution
from helpers.checks import base


def input_gradient(attempt):
    """A Report on `attempt(y_bar, w)`: x_bar of a 1-D layer with one map."""
    right = convolution.convolve

    def edges(y_bar, w):
        """Each message as (the input it goes to, its number), output by output."""
        return [(t + k, b * v) for t, b in enumerate(y_bar) for k, v in enumerate(w)]

    def overwritten(messages, size):
        x_bar = np.zeros(size)
        for place, message in messages:
            x_bar[place] = message
        return x_bar

    def last_output(y_bar, w):
        return overwritten(edges(y_bar, w), len(y_bar) + len(w) - 1)

    def last_weight(y_bar, w):
        by_weight = [
            (t + k, b * v) for k, v in enumerate(w) for t, b in enumerate(y_bar)
        ]
        return overwritten(by_weight, len(y_bar) + len(w) - 1)

    def unguarded(y_bar, w):
        return [
            sum(w[k] * y_bar[s - k] for k in range(len(w)) if s - k < len(y_bar))
            for s in range(len(y_bar) + len(w) - 1)
        ]

    def ones(array):
        return np.ones(len(array))

    def where_it_fits(wrong):  # what a longer kernel gives depends on how it's written
        return lambda y_bar, w: wrong(y_bar, w) if len(w) <= len(y_bar) else None

    mistakes = {
        "your kernel is flipped the wrong way: y[t] looks at x[t + τ], so x[s] is "
        "blamed by y[s − τ], not by y[s + τ]": (lambda y_bar, w: right(y_bar, w[::-1])),
        "too short: blame reaches all len(y_bar) + len(w) − 1 inputs": (
            lambda y_bar, w: right(y_bar, w)[: len(y_bar)]
        ),
        "the middle only: the inputs at both ends get blame, too": (
            where_it_fits(lambda y_bar, w: right(y_bar, w, "same"))
        ),
        "only the inputs that all weights reach: those at the ends get blame, too": (
            where_it_fits(lambda y_bar, w: right(y_bar, w, "valid"))
        ),
        "the mean of the messages instead of their sum": (
            lambda y_bar, w: right(y_bar, w) / right(ones(y_bar), ones(w))
        ),
        "a message replaces the one that came before: add them up with +=": last_output,
        "each message replaces the one before: add them up with +=": last_weight,
        "y_bar plays no part: a message is the output's blame times the weight": (
            lambda y_bar, w: right(ones(y_bar), w)
        ),
        "w plays no part: a message is the output's blame times the weight": (
            lambda y_bar, w: right(y_bar, ones(w))
        ),
        "y_bar[-1] counts from the end in Python: leave out s − τ below 0": (
            where_it_fits(unguarded)
        ),
        "y_bar is flipped: output 0 sends to the first inputs, not to the last": (
            lambda y_bar, w: right(y_bar[::-1], w)
        ),
        "back to front": lambda y_bar, w: right(y_bar, w)[::-1],
    }
    cases = [
        (np.array([-1, 1, 2]), np.array([1, -2])),
        (np.array([3, -1, 0, 5, -2, 1]), np.array([2, -1, 0.5])),
        (np.array([2.5, 3]), np.array([1, -1, 4, 2])),
    ]
    return base.check("input_gradient", attempt, right, cases, mistakes)


def _window_sums(y_bar, x, flipped=False):
    """w_bar[i, j, τ] = Σ_t ȳ[i, t] x[j, t + τ], from y_bar (I, T) and x (J, N)."""
    slide = convolution.convolve if flipped else convolution.correlate
    return np.array([[slide(row, blame, "valid") for row in x] for blame in y_bar])


def weight_gradient(attempt):
    """A Report on `attempt(y_bar, x)`: w_bar (I, J, K) of a 1-D layer."""
    right = _window_sums

    def last_only(y_bar, x):
        T, K = y_bar.shape[1], x.shape[1] - y_bar.shape[1] + 1
        return y_bar[:, None, -1:] * x[None, :, T - 1 : T - 1 + K]

    def minus(y_bar, x):
        T, K = y_bar.shape[1], x.shape[1] - y_bar.shape[1] + 1
        met = np.subtract.outer(np.arange(K), np.arange(T))
        return np.einsum("it,jkt->ijk", y_bar, x[:, -met])

    mistakes = {
        "UVA's printed formula: the sum over the kernel must go, one input is left": (
            lambda y_bar, x: (
                right(y_bar, x).sum(axis=2, keepdims=True) + 0 * right(y_bar, x)
            )
        ),
        "back to front: w[τ] met x[t + τ], so τ grows with the input's place": (
            lambda y_bar, x: right(y_bar, x)[..., ::-1]
        ),
        "y_bar is flipped: output t meets input t + τ, both run in one direction": (
            lambda y_bar, x: right(y_bar, x, flipped=True)
        ),
        "the mean over the positions instead of the sum": (
            lambda y_bar, x: right(y_bar, x) / y_bar.shape[1]
        ),
        "only the last position is left: add all positions up with +=": last_only,
        "input and output maps are exchanged: w_bar is (I, J, K), outputs first": (
            lambda y_bar, x: right(y_bar, x).swapaxes(0, 1)
        ),
        "the blame of all output maps is added up: w[i] only made y[i]": (
            lambda y_bar, x: right(y_bar, x) * 0 + right(y_bar, x).sum(axis=0)
        ),
        "all input maps are added up: w[i, j] only met x[j]": (
            lambda y_bar, x: (
                right(y_bar, x) * 0 + right(y_bar, x).sum(axis=1, keepdims=True)
            )
        ),
        "one number too many at the end: N − T + 1 weights, not more": (
            lambda y_bar, x: right(y_bar, np.pad(x, ((0, 0), (0, 1))))
        ),
        "one number too few at the end: K = N − T + 1": (
            lambda y_bar, x: right(y_bar, x[:, :-1])
        ),
        "the wrong way: w[τ] met x[t + τ], not x[t − τ]": minus,
    }
    x = np.array([[2, 1, 3, -1, 4], [0, 5, -2, 6, 1]])
    y_bar = np.array([[-1, 1, 2], [3, 0, -2.5], [1, 4, 5]])
    cases = [(y_bar[:1], x[:1]), (y_bar, x), (y_bar[:, :2], x)]
    return base.check("weight_gradient", attempt, right, cases, mistakes)


def bias_gradient(attempt):
    """A Report on `attempt(y_bar)`: b_bar (I,) from y_bar (N, I, T)."""

    def right(y_bar):
        return y_bar.sum(axis=(0, 2))

    mistakes = {
        "the mean instead of the sum: each output adds its own blame": (
            lambda y_bar: y_bar.mean(axis=(0, 2))
        ),
        "the mean over the batch: the loss has taken its mean already": (
            lambda y_bar: y_bar.mean(axis=0).sum(axis=1)
        ),
        "the mean over the positions: each position adds its own blame": (
            lambda y_bar: y_bar.mean(axis=2).sum(axis=0)
        ),
        "one row for each example: add them up, all used the same bias": (
            lambda y_bar: y_bar.sum(axis=2)
        ),
        "only the first example: all of the batch used the same bias": (
            lambda y_bar: y_bar[0].sum(axis=1)
        ),
        "one number for each position: add them up, all used the same bias": (
            lambda y_bar: y_bar.sum(axis=0)
        ),
        "only the first position: all positions used the same bias": (
            lambda y_bar: y_bar[..., 0].sum(axis=0)
        ),
        "a single number: each output map has its own bias": np.sum,
        "the examples' sums, not the maps': sum over examples and positions": (
            lambda y_bar: y_bar.sum(axis=(1, 2))
        ),
        "the number of outputs: each counts with its blame, not with 1": (
            lambda y_bar: np.ones_like(y_bar).sum(axis=(0, 2))
        ),
    }
    some = np.arange(24).reshape(2, 3, 4) % 7 - 2
    cases = [(some,), (some.reshape(3, 2, 4) / 4 - 1,)]
    return base.check("bias_gradient", attempt, right, cases, mistakes)
