"""Notebook 03's checkers: wrong answers are named, right ones pass however written."""

import math

import numpy as np
import pytest
import torch
from usual import stubs_and_crashes_are_shown

from helpers import checks


def by_counting(N, F, P, S, D):
    stops, start = 0, -P
    while start + D * (F - 1) < N + P:
        stops, start = stops + 1, start + S
    return stops


def by_torch(N, F, P, S, D):
    layer = torch.nn.Conv1d(1, 1, F, stride=S, padding=P, dilation=D)
    return torch.tensor(layer(torch.zeros(1, 1, N)).shape[-1])


@pytest.mark.parametrize(
    "right",
    [
        by_counting,
        by_torch,
        lambda N, F, P, S, D: np.float64((N + 2 * P - D * (F - 1) - 1) // S + 1),
        lambda N, F, P, S, D: int((N - (F + (F - 1) * (D - 1)) + P + P) / S) + 1,
    ],
)
def test_right_sizes(right):
    assert checks.output_size(right).passed


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda N, F, P, S, D: by_counting(N, F, P, S, D) - 1, "add 1"),
        (lambda N, F, P, S, D: (N - D * (F - 1) - 1 + P) // S + 1, "counts twice"),
        (lambda N, F, P, S, D: by_counting(N, F, 0, S, D), "forgot the padding"),
        (
            lambda N, F, P, S, D: -(-(N + 2 * P - D * (F - 1) - 1) // S) + 1,
            "not up",
        ),
        (lambda N, F, P, S, D: (N + 2 * P - D * (F - 1) + S - 1) / S, "a part of"),
        (lambda N, F, P, S, D: math.floor((N + 2 * P - D * F) / S + 1), "not D·F"),
        (lambda N, F, P, S, D: by_counting(N, F, P, S, 1), "forgot the dilation"),
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
)
def test_wrong_sizes_are_named(wrong, words):
    report = checks.output_size(wrong)
    assert not report.passed and words in repr(report)


def by_layer(N, F, C, K, G):
    conv = torch.nn.Conv2d(C, K, F, groups=G)
    outputs = conv(torch.zeros(1, C, N, N)).numel()
    return sum(p.numel() for p in conv.parameters()), outputs * (
        conv.weight[0].numel() + 1
    )


@pytest.mark.parametrize(
    "right",
    [
        by_layer,
        lambda N, F, C, K, G: np.array([1, (N - F + 1) ** 2]) * (F * F * C / G + 1) * K,
        lambda N, F, C, K, G: [
            K * (F**2 * C // G + 1),
            K * (F**2 * C // G + 1) * (N + 1 - F) ** 2,
        ],
    ],
)
def test_right_counts(right):
    assert checks.counts(right).passed


@pytest.mark.parametrize(
    ("window", "bias", "words"),
    [
        (lambda F, C, G: F * F * C // G, lambda C, K, G: 0, "forgot the biases"),
        (lambda F, C, G: F * F, lambda C, K, G: K, "multiply by C/G"),
        (lambda F, C, G: F * F * C, lambda C, K, G: K, "not C"),
        (lambda F, C, G: F * F * C // G, lambda C, K, G: K // G, "keeps its bias"),
        (lambda F, C, G: F * F * C // G, lambda C, K, G: K * C // G, "each channel"),
        (lambda F, C, G: F * C // G, lambda C, K, G: K, "not F long"),
        (lambda F, C, G: F * F * C // G, lambda C, K, G: 1, "cases differ"),
    ],
)
def test_wrong_windows_are_named(window, bias, words):
    def wrong(N, F, C, K, G):
        parameters = K * window(F, C, G) + bias(C, K, G)
        return parameters, parameters * (N - F + 1) * (N - F + 1)

    report = checks.counts(wrong)
    assert not report.passed and words in repr(report)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda N, F, K, p, c: (c, c), "don't grow"),
        (lambda N, F, K, p, c: (p, p), "at every output that uses it"),
        (lambda N, F, K, p, c: (p, c - K * (N - F + 1) ** 2 + K), "too: its"),
        (lambda N, F, K, p, c: (p, p * N * N), "not N²"),
        (lambda N, F, K, p, c: (p, c - K * (N - F + 1) ** 2), "are parameters, and"),
        (lambda N, F, K, p, c: p, "cases differ"),
    ],
)
def test_wrong_counting_is_named(change, words):
    def wrong(N, F, C, K, G):
        return change(N, F, K, *by_layer(N, F, C, K, G))

    report = checks.counts(wrong)
    assert not report.passed and words in repr(report)


def walk_back(layers, unit):
    first = last = unit
    for K, S, D in reversed(layers):
        first, last = first * S, last * S + (K - 1) * D
    return first, last


def by_gradient(layers, unit):
    x = torch.zeros(1, 1, 200, dtype=torch.float64, requires_grad=True)
    y = x
    for K, S, D in layers:
        w = torch.ones(1, 1, K, dtype=torch.float64)
        y = torch.nn.functional.conv1d(y, w, stride=S, dilation=D)
    y[0, 0, unit].backward()
    return x.grad.flatten().nonzero().flatten()[[0, -1]]


@pytest.mark.parametrize("right", [walk_back, by_gradient])
def test_right_fields(right):
    assert checks.sees(right).passed


def field(grow):
    """sees, with a field that grows by grow(K, S, D, product of strides before)."""

    def attempt(layers, unit):
        width = 1
        for i, (K, S, D) in enumerate(layers):
            width += grow(K, S, D, math.prod(S for _, S, _ in layers[:i]))
        first = unit * math.prod(S for _, S, _ in layers)
        return [first, first + width - 1]

    return attempt


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (field(lambda K, S, D, jump: D * (K - 1)), "multiply (K - 1)"),
        (field(lambda K, S, D, jump: D * (K - 1) * S * jump), "own stride doesn't"),
        (field(lambda K, S, D, jump: D * (K - 1) * S), "all the strides"),
        (field(lambda K, S, D, jump: (K - 1) * jump), "forgot the dilation"),
        (field(lambda K, S, D, jump: (D * K - 1) * jump), "the K - 1 gaps"),
        (field(lambda K, S, D, jump: D * K * jump), "not K"),
        (lambda layers, unit: np.add(walk_back(layers, unit), [0, 1]), "ends at 4"),
        (
            lambda layers, unit: np.add(walk_back(layers, 0), unit),
            "multiplied, apart",
        ),
        (
            lambda layers, unit: np.add(
                walk_back(layers, 0), unit * sum(layer[1] for layer in layers)
            ),
            "don't add",
        ),
        (lambda layers, unit: walk_back(layers[::-1], unit), "wrong order"),
        (
            lambda layers, unit: walk_back(
                [*layers[:-1], (layers[-1][0], 1, layers[-1][2])], unit
            ),
            "the last layer's stride counts",
        ),
        (lambda layers, unit: (0, 1), "cases differ"),
    ],
)
def test_wrong_fields_are_named(wrong, words):
    report = checks.sees(wrong)
    assert not report.passed and words in repr(report)


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        ([3, 3, 3, 3], "small_stack: correct"),
        ((np.int64(3),) * 4, "small_stack: correct"),
        (iter([3, 3, 3, 3]), "small_stack: correct"),
        (torch.tensor([3, 3, 3, 3]), "small_stack: correct"),
        ([9], "split it"),
        ([5, 5], "split its largest"),
        ([3, 3, 5], "split its largest"),
        ([3, 3, 3], "too little"),
        ([3] * 5, "too much"),
        ([3, 3, 3, 3, 1], "leave it out"),
        ([2] * 8, "odd filter sizes"),
        ("nine", "odd filter sizes"),
        ([3.5], "odd filter sizes"),
        ([float("inf")], "odd filter sizes"),
        (9, "odd filter sizes"),
        ([], "odd filter sizes"),
        (..., "not attempted yet"),
    ],
)
def test_small_stack(attempt, words):
    assert words in repr(checks.small_stack(attempt))


@pytest.mark.parametrize(
    ("checker", "arguments"),
    [
        (checks.output_size, "N, F, P, S, D"),
        (checks.counts, "N, F, C, K, G"),
        (checks.sees, "layers, unit"),
    ],
)
def test_stubs_and_crashes(checker, arguments):
    stubs_and_crashes_are_shown(checker, arguments)
