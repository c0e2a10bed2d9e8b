"""Notebook 03's exercises: right answers however written, wrong ones by name."""

import itertools
import math
from fractions import Fraction

import numpy as np
import torch
from answers import is_called, is_right, is_the_same_as, right_ones, wrong_ones

from helpers import arithmetic, checks


def by_counting(N, F, P, S, D):
    stops, start = 0, -P
    while start + D * (F - 1) < N + P:
        stops, start = stops + 1, start + S
    return stops


def by_torch(N, F, P, S, D):
    layer = torch.nn.Conv1d(1, 1, F, stride=S, padding=P, dilation=D)
    return torch.tensor(layer(torch.zeros(1, 1, N)).shape[-1])


def by_range(N, F, P, S, D):
    return [len(range(-P, N + P - D * (F - 1), S))][0]


def by_layer(N, F, C, K, G):
    conv = torch.nn.Conv2d(C, K, F, groups=G)
    outputs = conv(torch.zeros(1, C, N, N)).numel()
    parameters = sum(p.numel() for p in conv.parameters())
    return parameters, outputs * (conv.weight[0].numel() + 1)


def by_groups(N, F, C, K, G):
    weights = biases = 0
    for _ in range(G):
        weights += (K // G) * (C // G) * F * F
        biases += K // G
    places = (N - F + 1) * (N - F + 1)
    yield weights + biases
    yield weights * places + biases * places


def walk_back(layers, unit):
    first = last = unit
    for K, S, D in reversed(layers):
        first, last = first * S, last * S + (K - 1) * D
    return first, last


def by_gradient(layers, unit):
    x = torch.zeros(1, 1, 400, dtype=torch.float64, requires_grad=True)
    y = x
    for K, S, D in layers:
        w = torch.ones(1, 1, K, dtype=torch.float64)
        y = torch.nn.functional.conv1d(y, w, stride=S, dilation=D)
    y[0, 0, unit].backward()
    return x.grad.flatten().nonzero().flatten()[[0, -1]]


def by_sets(layers, unit):
    seen = {unit}
    for K, S, D in layers[::-1]:
        seen = {S * y + D * k for y in seen for k in range(K)}
    return [min(seen), max(seen)]


def by_recursion(layers, unit):
    if not layers:
        return np.array([unit, unit])
    *earlier, (K, S, D) = layers
    first = by_recursion(earlier, unit * S)[0]
    return np.array([first, by_recursion(earlier, unit * S + (K - 1) * D)[1]])


def by_products(layers, unit):
    K, S, D = np.array(layers).T
    before = np.cumprod([1, *S])
    first = unit * before[-1]
    return first, first + ((K - 1) * D * before[:-1]).sum()


RIGHT = {
    "output_size": [
        by_counting, by_torch, by_range, np.vectorize(by_range),
        lambda N, F, P, S, D: np.float32((N + 2 * P - D * (F - 1) - 1) // S + 1),
        lambda N, F, P, S, D: int((N - (F + (F - 1) * (D - 1)) + P + P) / S) + 1,
        lambda N, F, P, S, D: math.floor((N + 2 * P - D * (F - 1) - 1) / S + 1),
        lambda N, F, P, S, D: Fraction(N + 2 * P - D * F + D - 1 + S) // S,
        lambda n, f, p, s, d: divmod(n + p + p - 1 - d * (f - 1), s)[0] + 1,
    ],
    "counts": [
        by_layer, by_groups,
        lambda *given: list(by_groups(*given)),
        lambda *given: np.array(by_layer(*given), "float64"),
        lambda *given: torch.tensor(by_layer(*given)),
        lambda *given: map(float, by_groups(*given)),
        lambda N, F, C, K, G: (K * (F**2 * C / G + 1),
                               K * (F**2 * C / G + 1) * (N - F + 1) ** 2),
        lambda *given: tuple(Fraction(number) for number in by_groups(*given)),
    ],
    "sees": [
        walk_back, by_gradient, by_sets, by_recursion, by_products, arithmetic.sees,
        lambda *given: (float(pixel) for pixel in walk_back(*given)),
        lambda *given: torch.tensor(walk_back(*given)),
    ],
    "small_stack": [
        [3, 3, 3, 3], (np.int64(3),) * 4, (3.0 for _ in range(4)), torch.full((4,), 3),
        np.float32([3] * 4), [torch.tensor(3)] * 4, map(int, "3333"), [Fraction(3)] * 4,
        itertools.repeat(3, 4),
    ],
}  # fmt: skip


@right_ones(RIGHT)
def test_right_answers_pass(name, attempt):
    is_right(name, attempt)


def test_the_solutions_are_counted():
    is_the_same_as("output_size", by_torch)
    is_the_same_as("counts", by_layer)
    is_the_same_as("sees", by_sets)


def test_one_stack_only_is_right():
    """All stacks of up to five odd filters, in any order."""
    for depth in range(1, 6):
        for sizes in itertools.product([1, 3, 5, 7, 9, 11], repeat=depth):
            report = checks.small_stack(sizes)
            assert report.passed == (sizes == (3, 3, 3, 3))
            assert ("sees", f"{sum(sizes) - depth + 1} pixels") in report.details


def reckoned(window, bias):
    """Counts with so many weights in a filter's window, and so many biases in all."""

    def attempt(N, F, C, K, G):
        parameters = K * window(F, C, G) + bias(C, K, G)
        return parameters, parameters * (N - F + 1) * (N - F + 1)

    return attempt


def of_both(change):
    return lambda N, F, C, K, G: change(N, F, K, *by_layer(N, F, C, K, G))


def read(F, C, G):
    return F * F * C // G


def field(grow):
    """sees, with a field that grows by grow(K, S, D, product of strides before)."""

    def attempt(layers, unit):
        width = 1
        for i, (K, S, D) in enumerate(layers):
            width += grow(K, S, D, math.prod(S for _, S, _ in layers[:i]))
        first = unit * math.prod(S for _, S, _ in layers)
        return [first, first + width - 1]

    return attempt


def apart(step):
    """sees, with step(strides) pixels between what neighbouring outputs see."""

    def attempt(layers, unit):
        return np.add(walk_back(layers, 0), unit * step([S for _, S, _ in layers]))

    return attempt


ODD = "a list of odd filter sizes"
WRONG = {
    "output_size": [
        (lambda *given: by_counting(*given) - 1, "add 1"),
        (lambda N, F, P, S, D: (N - D * (F - 1) - 1 + P) // S + 1, "counts twice"),
        (lambda N, F, P, S, D: by_counting(N, F, 0, S, D), "forgot the padding"),
        (
            lambda N, F, P, S, D: -(-(N + 2 * P - D * (F - 1) - 1) // S) + 1,
            "not up",
        ),
        (lambda N, F, P, S, D: (N + 2 * P - D * (F - 1) + S - 1) / S, "a part of"),
        (lambda N, F, P, S, D: math.floor((N + 2 * P - D * F) / S + 1), "not D·F"),
        (lambda N, F, P, S, D: by_torch(N, F, P, S, 1), "forgot the dilation"),
        (lambda N, F, P, S, D: by_counting(N, F, P, 1, D), "forgot the stride"),
        (lambda N, F, P, S, D: (N + 2 * P - D * (F - 1)) // S, "after dividing"),
        (lambda N, F, P, S, D: N, "cases differ"),
        (lambda N, F, P, S, D: by_counting(N, F // 2 * 2 + 1, P, S, D), "cases differ"),
        (lambda N, F, P, S, D: by_counting(N, F, min(P, F - 1), S, D), "cases differ"),
        (
            lambda N, F, P, S, D: (N + 2 * P - F - (F - 1) * (D - 1)) // min(S, 3) + 1,
            "cases differ",
        ),
    ],
    "counts": [
        (reckoned(read, lambda C, K, G: 0), "forgot the biases"),
        (reckoned(lambda F, C, G: F * F, lambda C, K, G: K), "multiply by C/G"),
        (reckoned(lambda F, C, G: F * F * C, lambda C, K, G: K), "not C"),
        (reckoned(read, lambda C, K, G: K // G), "keeps its bias"),
        (reckoned(read, lambda C, K, G: K * C // G), "each channel"),
        (reckoned(lambda F, C, G: F * C // G, lambda C, K, G: K), "not F long"),
        (reckoned(read, lambda C, K, G: 1), "cases differ"),
        (of_both(lambda N, F, K, p, c: (c, c)), "don't grow"),
        (of_both(lambda N, F, K, p, c: [p, p]), "at every output that uses it"),
        (of_both(lambda N, F, K, p, c: (p, c - K * (N - F + 1) ** 2 + K)), "too: its"),
        (of_both(lambda N, F, K, p, c: (p, p * N * N)), "not N²"),
        (of_both(lambda N, F, K, p, c: (p, c - K * (N - F + 1) ** 2)), "one at every"),
        (of_both(lambda N, F, K, p, c: p), "cases differ; its shape is ()"),
        (of_both(lambda N, F, K, p, c: (c, p)), "cases differ; the shape is right"),
    ],
    "sees": [
        (field(lambda K, S, D, jump: D * (K - 1)), "multiply (K - 1)"),
        (field(lambda K, S, D, jump: D * (K - 1) * S * jump), "own stride doesn't"),
        (field(lambda K, S, D, jump: D * (K - 1) * S), "all the strides"),
        (field(lambda K, S, D, jump: (K - 1) * jump), "forgot the dilation"),
        (field(lambda K, S, D, jump: (D * K - 1) * jump), "the K - 1 gaps"),
        (field(lambda K, S, D, jump: D * K * jump), "not K"),
        (lambda layers, unit: np.add(walk_back(layers, unit), [0, 1]), "ends at 4"),
        (apart(lambda strides: 1), "multiplied, apart"),
        (apart(sum), "don't add"),
        (lambda layers, unit: walk_back(layers[::-1], unit), "wrong order"),
        (apart(lambda strides: math.prod(strides[:-1])), "the last layer's stride"),
        (apart(lambda strides: math.prod(strides[1:])), "the first layer's stride"),
        (lambda layers, unit: (0, 1), "cases differ"),
        (lambda layers, unit: layers.sort() or (0, 1), "you changed layers itself"),
    ],
    "small_stack": [
        ([9], "split it"),
        ([5, 5], "split its largest"),
        ([3, 3, 5], "split its largest"),
        ([3, 3, 3], "too little"),
        ([3] * 5, "too much"),
        ([3, 3, 3, 3, 1], "leave it out"),
        ([2] * 8, ODD),
        ([-3, 3, 3], ODD),
        ("nine", ODD),
        ([3.5], ODD),
        ([float("inf")], ODD),
        ([float("nan")], ODD),
        (9, ODD),
        ([3 + 0j] * 4, ODD),
        ([[3, 3, 3, 3]], ODD),
        (itertools.count(3), ODD),
    ],
}


@wrong_ones(WRONG)
def test_wrong_answers_are_named(name, attempt, words):
    is_called(name, attempt, words)
