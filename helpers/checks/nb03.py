"""The exercises of notebook 03: sizes, counts, receptive fields."""

import math  # noqa: F401 (a mistake needs it)

import numpy as np

from helpers import arithmetic
from helpers.checks import base
from helpers.checks.exercise import Exercise


def rounded_down(N, F, P, S, D):
    width = D * (F - 1) + 1
    return (N + 2 * P - width) // S + 1


def numbers(rng, *most):
    """Whole numbers from 1 to each of those given."""
    return [int(rng.integers(1, n + 1)) for n in most]


def window(rng):
    N, F, P, S, D = numbers(rng, 20, 6, 5, 5, 4)
    return N + D * F, F, P - 1, S, D


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
    mistakes={
        "one stop too few: the first window counts as well, so add 1": "S + 1 → S",
        "padding is added on both sides, so it counts twice": "2 * P → P",
        "you forgot the padding": "+ 2 * P →",
        "a window that sticks out isn't a stop: round down, not up": (
            "return (N + 2 * P - width) // S → return -((width - N - 2 * P) // S)"
        ),
        "a part of a stop isn't a stop: round down": "// → /",
        "dilation makes gaps between the F weights, and there are F - 1 gaps: "
        "the filter is D·(F - 1) + 1 wide, not D·F": "D * (F - 1) + 1 → D * F",
        "you forgot the dilation": "D * →",
        "you forgot the stride": "// S →",
        "add the first stop after dividing by the stride": (
            "- width) // S + 1 → - width + 1) // S"
        ),
    },
    wide=window,
)


def counted(N, F, C, K, G):
    parameters = K * (F * F * C // G + 1)
    places = (N - F + 1) ** 2
    return parameters, parameters * places


def groups(rng):
    N, F, C, K, G = numbers(rng, 9, 4, 4, 4, 4)
    return N + F, F, C * G, K * G, G


counts = Exercise(
    "counts",
    counted,
    cases=[(32, 5, 3, 10, 1), (8, 3, 4, 6, 2), (9, 1, 8, 8, 8), (7, 2, 6, 9, 3)],
    mistakes={
        "you forgot the biases": "G + 1 → G",
        "every filter reads all channels of its group: multiply by C/G": "* C // G →",
        "in G groups a filter reads C/G channels, not C": "// G →",
        "groups share out the channels; every filter keeps its bias": (
            "G + 1) → G) + K // G"
        ),
        "a filter has one bias, not one for each channel": "G + 1 → G + C // G",
        "a filter is F×F, not F long": "F * F → F",
        "the weights are shared: the parameters don't grow with the output's size": (
            "return parameters, → return parameters * places,"
        ),
        "a weight makes a connection at every output that uses it": "* places →",
        "a bias is used at every output, too: its connections count": (
            "parameters * places → (parameters - K) * places + K"
        ),
        "the biases are parameters, and make connections, too: one at every output": (
            "parameters * places → (parameters - K) * places"
        ),
        "the filter stops (N - F + 1)² times, not N²": "(N - F + 1) → N",
    },
    wide=groups,
)


def asked_apart(layers, unit):
    width, apart = 1, 1  # of what an output sees; between what neighbours see
    for K, S, D in layers:
        width += (K - 1) * D * apart
        apart *= S
    first = unit * apart
    return first, first + width - 1


def stack(rng):
    layers = [tuple(numbers(rng, 5, 3, 3)) for _ in range(rng.integers(1, 5))]
    return layers, int(rng.integers(6))


sees = Exercise(
    "sees",
    asked_apart,
    cases=[
        ([(5, 1, 1)], 0),
        ([(3, 1, 1), (3, 1, 1)], 2),
        ([(3, 2, 1), (3, 1, 2)], 1),
        ([(2, 2, 1), (5, 3, 1), (3, 2, 2), (2, 3, 1)], 3),
    ],
    mistakes={
        "strides of earlier layers spread the later ones: multiply (K - 1) by them": (
            "D * apart → D"
        ),
        "a layer's own stride doesn't widen what it sees, only the strides before it": (
            "D * apart → D * apart * S"
        ),
        "all the strides before it count, multiplied, not only a layer's own": (
            "D * apart → D * S"
        ),
        "you forgot the dilation": "* D →",
        "dilation stretches the K - 1 gaps, not the K pixels": (
            "(K - 1) * D → (K * D - 1)"
        ),
        "a layer adds K - 1 pixels, not K: neighbouring windows overlap": "(K - 1) → K",
        "the last pixel is inside: from 0, a field of 5 ends at 4": "width - 1 → width",
        "neighbouring outputs lie all strides, multiplied, apart in the picture": (
            "unit * apart → unit"
        ),
        "strides multiply, they don't add": (
            "unit * apart → unit * sum(S for _, S, _ in layers)"
        ),
        "that is the wrong order: the first layer is the one on the picture": (
            "in layers → in layers[::-1]"
        ),
        "the last layer's stride counts, too: it parts neighbouring outputs": (
            "unit * apart → unit * math.prod(S for _, S, _ in layers[:-1])"
        ),
        "the first layer's stride counts, too: it parts neighbouring outputs": (
            "unit * apart → unit * math.prod(S for _, S, _ in layers[1:])"
        ),
    },
    wide=stack,
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


def check_stack(name, attempt, right, cases, mistakes):
    """A stack of odd filters that sees FIELD pixels with the fewest weights."""
    if attempt is None or attempt is ...:
        return base.check_value(name, attempt, right, mistakes)
    sizes = odd_sizes(attempt)
    if not sizes:
        words = "a list of odd filter sizes is wanted, such as [3, 5]"
        return base.Report("wrong", f"{name}: {words}", [("got", base.show(attempt))])
    pixels, weights = seen_for(sizes)
    details = [("sees", f"{pixels} pixels"), ("weights", str(weights))]
    seen = [
        pixels < FIELD,
        pixels > FIELD,
        1 in sizes,
        len(sizes) == 1,
        weights > seen_for(right)[1],
    ]
    for words, wrong in zip(mistakes, seen, strict=True):
        if wrong:
            return base.Report("wrong", f"{name}: {words}", details)
    return base.Report("correct", f"{name}: correct", details)


small_stack = Exercise(
    "small_stack",
    [3, 3, 3, 3],
    cases=None,
    mistakes={  # told in this order
        f"it sees too little: 1 + the sum of all K - 1 must be {FIELD}": [3, 3, 3],
        f"it sees too much: 1 + the sum of all K - 1 must be {FIELD}": [11],
        "a filter of 1 sees nothing more and costs a weight: leave it out": [3, 7, 1],
        "that is the single large filter: split it": [9],
        "the field is right; split its largest filter further": [5, 5],
    },
    wide=lambda rng: (),
    check=check_stack,
    does=seen_for,
)
