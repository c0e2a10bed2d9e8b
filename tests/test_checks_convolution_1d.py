"""Notebook 01's checkers: each mistake is named, however written; right ones pass."""

import numpy as np
import pytest
import torch

from helpers import checks


def conv_by_loops(x, w):
    y = [0] * (len(x) + len(w) - 1)
    for i, a in enumerate(x):
        for j, b in enumerate(w):
            y[i + j] += a * b
    return y


def conv_by_padding(x, w):
    m = len(w) - 1
    padded = np.pad(x, m)
    return [padded[n : n + m + 1] @ w[::-1] for n in range(len(x) + m)]


def conv_by_torch(x, w):
    x, w = torch.tensor(x * 1.0), torch.tensor(w[::-1] * 1.0)
    return torch.conv1d(x[None, None], w[None, None], padding=len(w) - 1)[0, 0]


def smooth_by_slices(x, m):
    means = []
    for n in range(len(x)):
        days = [x[i] for i in range(n - m, n + m + 1) if 0 <= i < len(x)]
        means.append(sum(days) / len(days))
    return means


def smooth_by_dividing(x, m):
    ones = np.ones(2 * m + 1)
    total, count = np.convolve(x, ones), np.convolve(np.ones(len(x)), ones)
    return (total / count)[m : m + len(x)]


def smooth_by_numpy(x, m):
    ones = np.ones(2 * m + 1)
    count = np.convolve(np.ones(len(x)), ones, "same")
    return np.convolve(x, ones, "same") / count


def smooth_by_methods(x, m):
    """Only an array has them."""
    return [x[max(n - m, 0) : n + m + 1].mean() for n in range(x.size)]


def reflect_by_lists(x, m):
    x = list(x)
    return [*x[1 : m + 1][::-1], *x, *x[-m - 1 : -1][::-1]]


def reflect_by_inserting(x, m):
    mirrored = x.copy()
    for k in range(1, m + 1):
        mirrored.insert(0, x[k])
        mirrored.append(x[-1 - k])
    return mirrored


def conv_by_lists(x, w):
    """Only lists can be glued with +, and are false when empty."""
    zeros = [0] * (len(w) - 1)
    padded = zeros + x + zeros
    y = []
    while len(padded) >= len(w):
        y += [sum(a * b for a, b in zip(padded, w[::-1]))]  # noqa: B905
        padded = padded[1:]
    return y if w else x


def conv_by_copies(x, w):
    """Only an array is multiplied, and added, number by number."""
    y = np.zeros(len(x) + len(w) - 1)
    for n in range(len(x)):
        y[n : n + len(w)] += x[n] * w[:]
    return y


RIGHT = {
    "conv1d": [np.convolve, conv_by_loops, conv_by_padding, conv_by_torch, np.polymul,
               conv_by_lists, conv_by_copies],
    "daily_change": [[1, -1], (1.0, -1.0), np.array([1, -1]), [1, -1, 0],
                     torch.tensor([1.0, -1], requires_grad=True)],
    "smooth": [smooth_by_slices, smooth_by_dividing, smooth_by_methods],
    "reflect": [
        reflect_by_lists,
        reflect_by_inserting,
        lambda x, m: np.pad(x, m, mode="reflect"),
        lambda x, m: [x[abs(i)] if i < len(x) else x[2 * len(x) - 2 - i]
                      for i in range(-m, len(x) + m)],
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_right_answers_pass(name):
    for attempt in RIGHT[name]:
        report = getattr(checks, name)(attempt)
        assert report.passed, report


def unflipped(x, w):
    padded = np.pad(x, len(w) - 1)
    return [padded[n : n + len(w)] @ w for n in range(len(x) + len(w) - 1)]


def only_first_outputs(x, w):
    y = [0] * (len(x) + len(w) - 2)
    for n in range(len(y)):
        for m in range(len(w)):
            if 0 <= n - m < len(x):
                y[n] += w[m] * x[n - m]
    return y


def wraps(x, w):
    y = []
    for n in range(len(x) + len(w) - 1):
        total = 0
        for m in range(len(w)):
            if n - m < len(x):
                total += w[m] * x[n - m]
        y.append(total)
    return y


def overwrites(x, w):
    y = np.zeros(len(x) + len(w) - 1)
    for n in range(len(y)):
        for m in range(len(w)):
            if 0 <= n - m < len(x):
                y[n] = w[m] * x[n - m]
    return y


def in_the_type_of_x(x, w):
    y = np.zeros(len(x) + len(w) - 1, dtype=np.array(x).dtype)
    for n in range(len(y)):
        for m in range(len(w)):
            if 0 <= n - m < len(x):
                y[n] += w[m] * x[n - m]
    return y


def only_the_last_copy(x, w):
    y = [0] * (len(x) + len(w) - 1)
    for n in range(len(x)):
        for m in range(len(w)):
            y[n + m] = x[n] * w[m]
    return y


def means_in_the_type_of_x(x, m):
    y = np.zeros_like(x)
    for n in range(len(x)):
        y[n] = np.mean(x[max(n - m, 0) : n + m + 1])
    return y


def negative_start(x, m):
    return [np.mean(x[n - m : n + m + 1] or [np.nan]) for n in range(len(x))]


def smooth_in_place(x, m):
    for n in range(len(x)):
        x[n] = np.mean(x[max(n - m, 0) : n + m + 1])
    return x


def reflect_in_place(x, m):
    start, end = x[1 : m + 1][::-1], x[-m - 1 : -1][::-1]
    x[:0] = start
    x.extend(end)
    return x


def slice_too_short(x, m):
    return [np.mean(x[max(n - m, 0) : n + m]) for n in range(len(x))]


WRONG = [  # differently written than in the checkers
    ("conv1d", unflipped, "not flipped"),
    ("conv1d", only_first_outputs, "short on the right"),
    ("conv1d", lambda x, w: conv_by_loops(x, w)[1:], "short on the left"),
    ("conv1d", overwrites, "last term"),
    ("conv1d", wraps, "x[-1] is the last entry"),
    ("conv1d", lambda x, w: conv_by_loops(x, w)[len(w) - 1 : len(x)], "is 'valid': "),
    ("conv1d", lambda x, w: conv_by_loops(x, w)[(len(w) - 1) // 2 :][: len(x)], "same"),
    ("conv1d", only_the_last_copy, "each copy of w replaces"),
    ("conv1d", in_the_type_of_x, "1 of 5 cases differ; fractions are lost"),
    ("conv1d", lambda x, w: conv_by_loops(x, w)[: len(x) + 2], "1 of 5 cases differ"),
    ("conv1d", lambda x, w: x.extend([0] * len(w)) or conv_by_loops(x[: -len(w)], w),
     "you changed x itself"),
    ("daily_change", [-1, 1], "yesterday minus today"),
    ("daily_change", np.array([1.0, 0, -1, 0]), "before yesterday"),
    ("daily_change", (1, 1), "added up"),
    ("daily_change", [0, 1, -1], "a day late"),
    ("daily_change", [2], "shape is (1,)"),
    ("daily_change", "one", "not str"),
    ("daily_change", [0, 0], "values are not"),
    ("daily_change", [1, 0], "one weight"),
    ("daily_change", ["1", "-1"], "numbers is wanted"),
    ("daily_change", np.array([1 + 5j, -1]), "values are not"),
    ("daily_change", [10**400, 1], "numbers is wanted"),
    ("smooth", lambda x, m: np.convolve(x, np.ones(2 * m + 1), "same"), "dividing"),
    ("smooth", lambda x, m: np.convolve(x, np.ones(2 * m + 1) / (2 * m + 1), "same"),
     "fewer days"),
    ("smooth", slice_too_short, "short on the right"),
    ("smooth", lambda x, m: [np.mean(x[max(n - 2 * m, 0) : n + 1])
                             for n in range(len(x))], "runs late"),
    ("smooth", lambda x, m: np.convolve(x, np.ones(2 * m + 1) / (2 * m + 1), "valid"),
     "2m outputs are missing"),
    ("smooth", smooth_by_numpy, "as long as the window"),
    ("smooth", means_in_the_type_of_x, "fractions are lost"),
    ("smooth", negative_start, "max(0, n - m)"),
    ("smooth", smooth_in_place, "you changed x itself"),
    ("reflect", reflect_in_place, "you changed x itself"),
    ("reflect", lambda x, m: [*x[:m][::-1], *x, *x[-m:][::-1]], "repeat the edge"),
    ("reflect", lambda x, m: [*[x[0]] * m, *x, *[x[-1]] * m], "replicate"),
    ("reflect", lambda x, m: [*x[-m:], *x, *x[:m]], "circular"),
    ("reflect", lambda x, m: [*[0] * m, *x, *[0] * m], "zero padding"),
    ("reflect", lambda x, m: [*x[1 : m + 1], *x, *x[-m - 1 : -1]], "mirror turns"),
    ("reflect", lambda x, m: [*x[1 : m + 1][::-1], *x], "the left end is done"),
    ("reflect", lambda x, m: reflect_by_lists(x, m)[m:], "the right end is done"),
    ("reflect", lambda x, m: reflect_by_lists(x, m)[1:-1], "too few at each end"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "attempt", "words"), WRONG)
def test_wrong_answers_are_named(name, attempt, words):
    report = getattr(checks, name)(attempt)
    assert not report.passed and words in repr(report), report


@pytest.mark.parametrize("name", RIGHT)
def test_stubs_and_errors(name):
    def stub(*args): ...

    attempt = ... if name == "daily_change" else stub
    check = getattr(checks, name)
    assert repr(check(attempt)) == f"{name}: not attempted yet"
    if name != "daily_change":
        assert "ZeroDivisionError" in repr(check(lambda *args: 1 / 0))
    else:
        assert not check([[1], [2, 3]]).passed
