"""Notebook 03's checkers: wrong answers are named, right ones pass however written."""

import math

import numpy as np
import pytest
import torch

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
    ],
)
def test_wrong_sizes_are_named(wrong, words):
    report = checks.output_size(wrong)
    assert not report.passed and words in repr(report)


@pytest.mark.parametrize(
    "right",
    [
        lambda N, F, C, K: (F * F * C + 1) * K,
        lambda N, F, C, K: sum(
            p.numel() for p in torch.nn.Conv2d(C, K, F).parameters()
        ),
        lambda N, F, C, K: np.ones((K, C, F, F)).size + np.ones(K).size,
    ],
)
def test_right_parameters(right):
    assert checks.parameters(right).passed


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda N, F, C, K: np.ones((K, C, F, F)).size, "forgot the K biases"),
        (lambda N, F, C, K: (F * F + 1) * K, "multiply by C"),
        (lambda N, F, C, K: F * F * C * K + C * K, "not one for each channel"),
        (lambda N, F, C, K: F * F * C * K + 1, "not one in all"),
        (lambda N, F, C, K: F * C * K + K, "not F long"),
        (lambda N, F, C, K: (F * F * C * K + K) * (N + 1 - F) ** 2, "output's size"),
        (lambda N, F, C, K: (N * N * C + 1) * K, "dense"),
    ],
)
def test_wrong_parameters_are_named(wrong, words):
    report = checks.parameters(wrong)
    assert not report.passed and words in repr(report)


def walk_back(layers):
    width = 1
    for K, S in reversed(layers):
        width = (width - 1) * S + K
    return width


def by_gradient(layers):
    x = torch.zeros(1, 1, 200, dtype=torch.float64, requires_grad=True)
    y = x
    for K, S in layers:
        w = torch.ones(1, 1, K, dtype=torch.float64)
        y = torch.nn.functional.conv1d(y, w, stride=S)
    y[0, 0, 0].backward()
    return (x.grad != 0).sum()


@pytest.mark.parametrize("right", [walk_back, by_gradient])
def test_right_fields(right):
    assert checks.receptive_field(right).passed


def own_stride(layers):
    field, jump = 1, 1
    for K, S in layers:
        jump = jump * S
        field = field + (K - 1) * jump
    return field


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda layers: 1 + sum(K - 1 for K, _ in layers), "multiply (K - 1)"),
        (own_stride, "own stride doesn't widen"),
        (lambda layers: 1 + sum((K - 1) * S for K, S in layers), "all the strides"),
        (lambda layers: walk_back(layers) - 1, "start from 1"),
        (lambda layers: walk_back(layers[::-1]), "start at the input"),
        (
            lambda layers: (
                1
                + sum(
                    K * math.prod(S for _, S in layers[:i])
                    for i, (K, _) in enumerate(layers)
                )
            ),
            "not K",
        ),
        (lambda layers: sum(K for K, _ in layers), "cases differ"),
    ],
)
def test_wrong_fields_are_named(wrong, words):
    report = checks.receptive_field(wrong)
    assert not report.passed and words in repr(report)


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        ([3, 3, 3, 3], "small_stack: correct"),
        ((np.int64(3),) * 4, "small_stack: correct"),
        ([9], "split it"),
        ([5, 5], "split its largest"),
        ([3, 3, 5], "split its largest"),
        ([3, 3, 3], "too little"),
        ([3] * 5, "too much"),
        ([3, 3, 3, 3, 1], "leave it out"),
        ([2] * 8, "odd filter sizes"),
        ("nine", "odd filter sizes"),
        ([3.5], "odd filter sizes"),
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
        (checks.parameters, "N, F, C, K"),
        (checks.receptive_field, "layers"),
    ],
)
def test_stubs_and_crashes(checker, arguments):
    assert "not attempted yet" in repr(checker(eval(f"lambda {arguments}: ...")))
    assert "ZeroDivisionError" in repr(checker(eval(f"lambda {arguments}: 1 / 0")))
