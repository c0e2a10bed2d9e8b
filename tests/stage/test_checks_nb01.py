"""Notebook 01's exercises: right answers however written, wrong ones by name."""

from fractions import Fraction
from itertools import accumulate

import numpy as np
import torch
from answers import is_called, is_right, is_the_same_as, right_ones, wrong_ones

from helpers import convolution


def conv_by_copies(x, w):
    y = [0] * (len(x) + len(w) - 1)
    for i, a in enumerate(x):
        for j, b in enumerate(w):
            y[i + j] += a * b
    return y


def conv_by_torch(x, w):
    x, w = (torch.tensor(np.array(values)).float() for values in (x, w))
    return torch.conv1d(x[None, None], w.flip(0)[None, None], padding=len(w) - 1)[0, 0]


def conv_by_lists(x, w):
    """Only lists can be glued with +, and are false when empty."""
    zeros = [0] * (len(w) - 1)
    padded = zeros + x + zeros
    y = []
    while len(padded) >= len(w):
        y += [sum(a * b for a, b in zip(padded, w[::-1]))]  # noqa: B905
        padded = padded[1:]
    return y if w else x


def conv_by_arrays(x, w):
    """Only an array is multiplied, and added, number by number."""
    y = np.zeros(len(x) + len(w) - 1)
    for n in range(len(x)):
        y[n : n + len(w)] += x[n] * w[:]
    return y


def conv_by_spectra(x, w):
    """In float32, where a 0 comes out as some 1e-7."""
    n = len(x) + len(w) - 1
    x, w = (torch.fft.rfft(torch.tensor(np.array(v)).float(), n) for v in (x, w))
    return torch.fft.irfft(x * w, n)


def smooth_by_asking(x, m):
    for n in range(len(x)):
        days = [x[i] for i in range(n - m, n + m + 1) if 0 <= i < len(x)]
        yield sum(days) / len(days)


def smooth_by_dividing(x, m):
    ones = np.ones(2 * m + 1)
    total, count = np.convolve(x, ones), np.convolve(np.ones(len(x)), ones)
    return (total / count)[m : m + len(x)]


def smooth_by_convolution(x, m):
    window = np.ones(2 * m + 1)
    total = convolution.convolve(x, window, "same")
    return total / convolution.convolve(np.ones(len(x)), window, "same")


def smooth_by_sums(x, m):
    sums = [0, *accumulate(x)]
    ends = [(max(n - m, 0), min(n + m + 1, len(x))) for n in range(len(x))]
    return torch.tensor([(sums[b] - sums[a]) / (b - a) for a, b in ends])


def smooth_by_methods(x, m):
    """Only an array has them."""
    return [x[max(n - m, 0) : n + m + 1].mean() for n in range(x.size)]


def smooth_by_nan(x, m):
    padded = np.pad(np.array(x, float), m, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * m + 1)
    return np.nanmean(windows, axis=1).astype("float32")


def smooth_by_matrix(x, m):
    places = np.arange(len(x))
    near = abs(places[:, None] - places) <= m
    return near / near.sum(1, keepdims=True) @ x


def reflect_by_inserting(x, m):
    mirrored = x.copy()
    for k in range(1, m + 1):
        mirrored.insert(0, x[k])
        mirrored.append(x[-1 - k])
    return mirrored


def reflect_by_torch(x, m):
    x = torch.tensor(np.array(x)).double()[None]
    return torch.nn.functional.pad(x, (m, m), mode="reflect")[0]


def reflect_by_index(x, m):
    for i in range(-m, len(x) + m):
        yield x[abs(i)] if i < len(x) else x[2 * len(x) - 2 - i]


RIGHT = {
    "conv1d": [np.convolve, conv_by_copies, conv_by_torch, np.polymul,
               conv_by_lists, conv_by_arrays, conv_by_spectra, convolution.convolve,
               lambda x, w: convolution.toeplitz(w, n=len(x)) @ x,
               lambda x, w: map(Fraction, conv_by_copies(x, w)),
               lambda x, w: tuple(np.correlate(x, w[::-1], "full"))],
    "daily_change": [[1, -1], (1.0, -1.0), np.array([1, -1]), [1, -1, 0], iter([1, -1]),
                     np.float32([1, -1, 0, 0]), [np.int64(1), Fraction(-1)],
                     torch.tensor([1.0, -1], requires_grad=True), range(1, -2, -2)],
    "smooth": [smooth_by_asking, smooth_by_dividing, smooth_by_methods, smooth_by_sums,
               smooth_by_convolution, smooth_by_nan, smooth_by_matrix,
               lambda x, m: [np.mean(x[: n + m + 1][max(n - m, 0) :])
                             for n in range(len(x))]],
    "reflect": [reflect_by_inserting, reflect_by_torch, reflect_by_index,
                lambda x, m: [*x[m:0:-1], *x, *x[-2 : -m - 2 : -1]],
                lambda x, m: np.pad(x, m, mode="reflect").astype("float32"),
                lambda x, m: (*x[1 : m + 1][::-1], *x, *x[-m - 1 : -1][::-1]),
                lambda x, m: np.concatenate([np.flip(x)[-m - 1 : -1], x,
                                             np.flip(x)[1 : m + 1]]),
                lambda x, m: x[m:0:-1] + x + x[-2 : -m - 2 : -1]],
}  # fmt: skip


@right_ones(RIGHT)
def test_right_answers_pass(name, attempt):
    is_right(name, attempt)


def test_the_solutions_are_numpys():
    is_the_same_as("conv1d", np.convolve)
    is_the_same_as("smooth", smooth_by_dividing)
    is_the_same_as("reflect", lambda x, m: np.pad(x, m, "reflect"))


def summed(term, size=lambda x, w: len(x) + len(w) - 1):
    """A convolution whose entries are made by term(x, w, n)."""
    return lambda x, w: [term(x, w, n) for n in range(size(x, w))]


def partners(x, w, n):
    return [w[m] * x[n - m] for m in range(len(w)) if 0 <= n - m < len(x)]


def wraps(x, w, n):
    return sum(w[m] * x[n - m] for m in range(len(w)) if n - m < len(x))


def in_the_type_of_x(x, w):
    return np.convolve(x, w).astype(np.array(x).dtype)


def last_copies(x, w):
    y = np.zeros(len(x) + len(w) - 1)
    for n in range(len(x)):
        y[n : n + len(w)] = x[n] * np.array(w)
    return y


def extending(x, w):
    x.extend([0] * len(w))
    return conv_by_copies(x[: -len(w)], w)


def means(days):
    return lambda x, m: [np.mean(days(x, n, m)) for n in range(len(x))]


def means_in_the_type_of_x(x, m):
    y = np.zeros_like(x)
    for n in range(len(x)):
        y[n] = np.mean(x[max(n - m, 0) : n + m + 1])
    return y


def smooth_in_place(x, m):
    for n in range(len(x)):
        x[n] = np.mean(x[max(n - m, 0) : n + m + 1])
    return x


def by_numpy(mode, divide=True):
    def attempt(x, m):
        size = 2 * m + 1
        return np.convolve(x, np.ones(size) / (size if divide else 1), mode)

    return attempt


def ends(mode):
    def attempt(x, m):
        window = np.full(2 * m + 1, 1 / (2 * m + 1))
        return np.convolve(np.pad(x, m, mode), window, "valid")

    return attempt


def by_both(x, m):
    ones = np.ones(2 * m + 1)
    count = np.convolve(np.ones(len(x)), ones, "same")
    return np.convolve(x, ones, "same") / count


def reflect_in_place(x, m):
    start, end = x[1 : m + 1][::-1], x[-m - 1 : -1][::-1]
    x[:0] = start
    x.extend(end)
    return x


def mirrored(x, m):
    return np.pad(x, m, "reflect")


WRONG = {  # differently written than in the exercises
    "conv1d": [
        (lambda x, w: np.convolve(x, w[::-1]), "not flipped"),
        (summed(wraps, lambda x, w: len(x) + len(w) - 2), "cases differ"),
        (lambda x, w: np.convolve(x, w)[: len(x) + len(w) - 2], "short on the right"),
        (lambda x, w: conv_by_copies(x, w)[1:], "short on the left"),
        (summed(lambda *given: partners(*given)[-1]), "last term"),
        (summed(wraps), "x[-1] is the last entry"),
        (lambda x, w: np.convolve(x, w, "valid"), "is 'valid': "),
        (lambda x, w: np.correlate(x, w), "is 'valid', and not flipped"),
        (lambda x, w: np.convolve(x, w, "same"), "is 'same'"),
        (last_copies, "each copy of w replaces"),
        (in_the_type_of_x, "1 of 5 cases differ; fractions are lost"),
        (lambda x, w: conv_by_copies(x, w)[: len(x) + 2], "1 of 5 cases differ"),
        (extending, "you changed x itself"),
    ],
    "daily_change": [
        ([-1, 1], "yesterday minus today"),
        (np.array([1.0, 0, -1, 0]), "before yesterday"),
        ((1, 1), "added up"),
        (iter([0, 1, -1]), "a day late"),
        ([2], "shape is (1,)"),
        (1, "shape is () and should be (2,)"),
        ([[1, -1]], "shape is (1, 2)"),
        ("one", "not str"),
        ([0, 0], "values are not"),
        ([1, 0], "one weight"),
        (["1", "-1"], "numbers is wanted"),
        (np.array([1 + 5j, -1]), "values are not"),
        ([10**400, 1], "numbers is wanted"),
    ],
    "smooth": [
        (by_numpy("same", divide=False), "dividing"),
        (by_numpy("same"), "fewer days"),
        (ends("edge"), "the edge several times"),
        (ends("reflect"), "mirrored days"),
        (ends("wrap"), "the other end of the year"),
        (means(lambda x, n, m: x[max(n - m, 0) : n + m]), "short on the right"),
        (means(lambda x, n, m: x[max(n - m + 1, 0) : n + m + 1]), "short on the left"),
        (means(lambda x, n, m: x[max(n - 2 * m, 0) : n + 1]), "runs late"),
        (means(lambda x, n, m: x[n:][: 2 * m + 1]), "runs early"),
        (by_numpy("valid"), "2m outputs are missing"),
        (by_both, "as long as the window"),
        (means_in_the_type_of_x, "fractions are lost"),
        (means(lambda x, n, m: x[n - m : n + m + 1] or [np.nan]), "max(0, n - m)"),
        (smooth_in_place, "you changed x itself"),
    ],
    "reflect": [
        (reflect_in_place, "you changed x itself"),
        (lambda x, m: [*x[:m][::-1], *x, *x[-m:][::-1]], "repeat the edge"),
        (lambda x, m: np.pad(x, m, "edge"), "replicate"),
        (lambda x, m: np.pad(x, m, "wrap"), "circular"),
        (lambda x, m: np.pad(x, m), "zero padding"),
        (lambda x, m: [*x[1 : m + 1], *x, *x[-m - 1 : -1]], "mirror turns"),
        (lambda x, m: mirrored(x, m)[:-m], "the left end is done"),
        (lambda x, m: mirrored(x, m)[m:], "the right end is done"),
        (lambda x, m: np.pad(x, m - 1, "reflect"), "too few at each end"),
        (lambda x, m: mirrored(x, m)[:-1], "too few on the right"),
        (lambda x, m: mirrored(x, m)[1:], "too few on the left"),
    ],
}


@wrong_ones(WRONG)
def test_wrong_answers_are_named(name, attempt, words):
    is_called(name, attempt, words)
