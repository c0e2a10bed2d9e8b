"""Checkers of notebook 03: sizes, parameters, receptive fields."""

import math

from helpers import arithmetic

from . import base


def output_size(attempt):
    """Checks attempt(N, F, P, S, D): the output's size, rounded down."""

    def right(N, F, P, S, D):
        return arithmetic.output_size(N, F, S, P, D, strict=False)

    def room(N, F, P, D):
        return N + 2 * P - D * (F - 1) - 1

    mistakes = {
        "one stop too few: the first window counts as well, so add 1": (
            lambda N, F, P, S, D: room(N, F, P, D) // S
        ),
        "padding is added on both sides, so it counts twice": (
            lambda N, F, P, S, D: (room(N, F, P, D) - P) // S + 1
        ),
        "you forgot the padding": (
            lambda N, F, P, S, D: (room(N, F, P, D) - 2 * P) // S + 1
        ),
        "a window that sticks out isn't a stop: round down, not up": (
            lambda N, F, P, S, D: math.ceil(room(N, F, P, D) / S) + 1
        ),
        "a part of a stop isn't a stop: round down": (
            lambda N, F, P, S, D: room(N, F, P, D) / S + 1
        ),
        "dilation makes gaps between the F weights, and there are F - 1 gaps: "
        "the filter is D·(F - 1) + 1 wide, not D·F": (
            lambda N, F, P, S, D: (N + 2 * P - D * F) // S + 1
        ),
        "you forgot the dilation": lambda N, F, P, S, D: room(N, F, P, 1) // S + 1,
        "you forgot the stride": lambda N, F, P, S, D: room(N, F, P, D) + 1,
        "add the first stop after dividing by the stride": (
            lambda N, F, P, S, D: (room(N, F, P, D) + 1) // S
        ),
    }
    cases = [
        (7, 3, 0, 1, 1),
        (7, 3, 0, 2, 1),
        (7, 3, 0, 3, 1),
        (6, 3, 1, 2, 1),
        (32, 5, 2, 1, 1),
        (14, 3, 2, 2, 3),
    ]
    return base.check("output_size", attempt, right, cases, mistakes)


def parameters(attempt):
    """Checks attempt(N, F, C, K): parameters of K filters F×F on an N×N×C picture."""
    mistakes = {
        "you forgot the K biases": lambda N, F, C, K: F * F * C * K,
        "every filter reads all C channels: multiply by C": (
            lambda N, F, C, K: F * F * K + K
        ),
        "a filter has one bias, not one for each channel": (
            lambda N, F, C, K: (F * F + 1) * C * K
        ),
        "there is one bias for each of the K filters, not one in all": (
            lambda N, F, C, K: F * F * C * K + 1
        ),
        "a filter is F×F, not F long": lambda N, F, C, K: F * C * K + K,
        "the weights are shared by all places: don't multiply by the output's size": (
            lambda N, F, C, K: (F * F * C + 1) * K * (N - F + 1) ** 2
        ),
        "that is a dense layer: nothing depends on N here": (
            lambda N, F, C, K: N * N * C * K + K
        ),
    }
    cases = [(32, 5, 3, 10), (8, 1, 64, 32), (30, 7, 3, 5)]

    def right(N, F, C, K):
        return arithmetic.parameters(F, C, K)

    return base.check("parameters", attempt, right, cases, mistakes)


def receptive_field(attempt):
    """Checks attempt(layers): the field of a list of (K, S), first layer first."""

    def stepping(layers, add=lambda K, S, jump: (K - 1) * jump, start=1):
        field, jump = start, 1
        for K, S in layers:
            field += add(K, S, jump)
            jump *= S
        return field

    mistakes = {
        "strides of earlier layers spread the later ones: multiply (K - 1) by them": (
            lambda layers: stepping(layers, lambda K, S, jump: K - 1)
        ),
        "a layer's own stride doesn't widen what it sees, only the strides before it": (
            lambda layers: stepping(layers, lambda K, S, jump: (K - 1) * jump * S)
        ),
        "all the strides before it count, multiplied, not only a layer's own": (
            lambda layers: stepping(layers, lambda K, S, jump: (K - 1) * S)
        ),
        "start from 1: with no layer at all, a unit sees its own pixel": (
            lambda layers: stepping(layers, start=0)
        ),
        "a layer adds K - 1 pixels, not K: neighbouring windows overlap": (
            lambda layers: stepping(layers, lambda K, S, jump: K * jump)
        ),
        "that is walked from the last layer: start at the input": (
            lambda layers: stepping(layers[::-1])
        ),
    }
    cases = [
        ([],),
        ([(5, 1)],),
        ([(3, 1), (3, 1), (3, 1)],),
        ([(3, 2), (3, 1)],),
        ([(2, 2), (5, 3), (3, 2), (2, 1)],),
    ]
    return base.check(
        "receptive_field", attempt, arithmetic.receptive_field, cases, mistakes
    )


def small_stack(attempt, field=9):
    """Checks a list of odd filter sizes: sees `field` pixels, with fewest weights."""
    name = "small_stack"
    if attempt is None or attempt is ...:
        return base.Report("open", f"{name}: not attempted yet")
    try:
        sizes = [int(size) for size in attempt]
        bad = [s for s, given in zip(sizes, attempt, strict=True) if s != given]
    except (TypeError, ValueError):
        sizes, bad = [], [attempt]
    bad += [size for size in sizes if size < 1 or size % 2 == 0]
    if bad or not sizes:
        return base.Report(
            "wrong",
            f"{name}: a list of odd filter sizes is wanted, such as [3, 5]",
            [("got", repr(attempt))],
        )
    sees = arithmetic.receptive_field([(size, 1) for size in sizes])
    weights = sum(size**2 for size in sizes)
    fewest = 9 * (field - 1) // 2
    details = [("sees", f"{sees} pixels"), ("weights", str(weights))]
    if sees != field:
        how = "too little" if sees < field else "too much"
        verdict = f"it sees {how}: 1 + the sum of all K - 1 must be {field}"
    elif 1 in sizes:
        verdict = "a filter of 1 sees nothing more and costs a weight: leave it out"
    elif len(sizes) == 1:
        verdict = "that is the single large filter: split it"
    elif weights > fewest:
        verdict = "the field is right; split its largest filter further"
    else:
        return base.Report("correct", f"{name}: correct", details)
    return base.Report("wrong", f"{name}: {verdict}", details)
