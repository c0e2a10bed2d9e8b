"""The exercises of notebook 03: sizes, counts, receptive fields."""

import numpy as np

from helpers import arithmetic
from helpers.checks import base, texts
from helpers.checks.exercise import Exercise


def rounded_down(N, F, P, S, D):
    width = D * (F - 1) + 1
    return (N + 2 * P - width) // S + 1


output_size = Exercise(
    "output_size",
    rounded_down,
    cases=[
        (7, 3, 0, 1, 1),
        (7, 3, 0, 2, 1),
        (7, 3, 0, 3, 1),
        (6, 3, 1, 2, 1),
        (32, 5, 2, 1, 1),
        (14, 3, 2, 2, 3),
        (12, 4, 1, 3, 1),
        (19, 2, 3, 4, 5),
    ],
)


def counted(N, F, C, K, G):
    parameters = K * (F * F * C // G + 1)
    places = (N - F + 1) ** 2
    return parameters, parameters * places


counts = Exercise(
    "counts",
    counted,
    cases=[(32, 5, 3, 10, 1), (8, 3, 4, 6, 2), (9, 1, 8, 8, 8), (7, 2, 6, 9, 3)],
)


def asked_apart(layers, unit):
    width, apart = 1, 1  # of what an output sees; between what neighbours see
    for K, S, D in layers:
        width += (K - 1) * D * apart
        apart *= S
    first = unit * apart
    return first, first + width - 1


sees = Exercise(
    "sees",
    asked_apart,
    cases=[
        ([(5, 1, 1)], 0),
        ([(3, 1, 1), (3, 1, 1)], 2),
        ([(3, 2, 1), (3, 1, 2)], 1),
        ([(2, 2, 1), (5, 3, 1), (3, 2, 2), (2, 3, 1)], 3),
    ],
)

FIELD = 9  # pixels a side


def seen_for(sizes):
    """(pixels seen, weights taken) by a stack of filters of these sizes."""
    pixels = arithmetic.receptive_field([(size, 1) for size in sizes])
    return pixels, sum(size**2 for size in sizes)


def odd_sizes(given):
    """The sizes as whole numbers, if they are odd and above 0; else none at all."""
    sizes = base.numbers(given) if base.is_array(given) else np.zeros(1)
    odd = sizes.ndim == 1 and np.isin(sizes, range(1, 999, 2)).all()
    return [int(size) for size in sizes] if odd and np.isrealobj(sizes) else []


def stack_verdict(attempt):
    """A stack of odd filters that sees FIELD pixels with the fewest weights."""
    sizes = odd_sizes(attempt)
    if not sizes:
        return "a list of odd filter sizes is wanted, such as [3, 5]"
    pixels, weights = seen_for(sizes)
    dear = weights > seen_for(small_stack.right)[1]
    seen = [pixels < FIELD, pixels > FIELD, 1 in sizes, len(sizes) == 1, dear]
    return texts.first("small_stack", seen)


def stack_shown(attempt):
    if not odd_sizes(attempt):
        return [("got", base.show(attempt))]
    pixels, weights = seen_for(odd_sizes(attempt))
    return [("sees", f"{pixels} pixels"), ("weights", str(weights))]


small_stack = Exercise(
    "small_stack", [3, 3, 3, 3], check=base.judged(stack_verdict, stack_shown)
)
