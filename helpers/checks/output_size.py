"""Checkers of notebook 03: sizes, counts, receptive fields."""

import math

from helpers import arithmetic
from helpers.checks import base


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
        (12, 4, 1, 3, 1),
        (19, 2, 3, 4, 5),
    ]
    return base.check("output_size", attempt, right, cases, mistakes)


def counts(attempt):
    """Checks attempt(N, F, C, K, G): (parameters, connections) of a convolution.

    K filters F×F with biases, in G groups, on an N×N picture of C channels.
    """

    def both(weights, biases, places, spots=None):
        spots = places if spots is None else spots
        return weights + biases, weights * places + biases * spots

    def right(N, F, C, K, G):
        return both(F * F * C // G * K, K, (N - F + 1) ** 2)

    mistakes = {
        "you forgot the biases": (
            lambda N, F, C, K, G: both(F * F * C // G * K, 0, (N - F + 1) ** 2)
        ),
        "every filter reads all channels of its group: multiply by C/G": (
            lambda N, F, C, K, G: both(F * F * K, K, (N - F + 1) ** 2)
        ),
        "in G groups a filter reads C/G channels, not C": (
            lambda N, F, C, K, G: both(F * F * C * K, K, (N - F + 1) ** 2)
        ),
        "groups share out the channels; every filter keeps its bias": (
            lambda N, F, C, K, G: both(F * F * C // G * K, K // G, (N - F + 1) ** 2)
        ),
        "a filter has one bias, not one for each channel": (
            lambda N, F, C, K, G: both(F * F * C // G * K, C // G * K, (N - F + 1) ** 2)
        ),
        "a filter is F×F, not F long": (
            lambda N, F, C, K, G: both(F * C // G * K, K, (N - F + 1) ** 2)
        ),
        "the weights are shared: the parameters don't grow with the output's size": (
            lambda N, F, C, K, G: (right(N, F, C, K, G)[1],) * 2
        ),
        "a weight makes a connection at every output that uses it": (
            lambda N, F, C, K, G: (right(N, F, C, K, G)[0],) * 2
        ),
        "a bias is used at every output, too: its connections count": (
            lambda N, F, C, K, G: both(F * F * C // G * K, K, (N - F + 1) ** 2, 1)
        ),
        "the biases are parameters, and make connections, too: one at every output": (
            lambda N, F, C, K, G: both(F * F * C // G * K, K, (N - F + 1) ** 2, 0)
        ),
        "the filter stops (N - F + 1)² times, not N²": (
            lambda N, F, C, K, G: both(F * F * C // G * K, K, N * N)
        ),
    }
    cases = [(32, 5, 3, 10, 1), (8, 3, 4, 6, 2), (9, 1, 8, 8, 8), (7, 2, 6, 9, 3)]
    return base.check("counts", attempt, right, cases, mistakes)


def sees(attempt):
    """Checks attempt(layers, unit): the (first, last) pixel that output `unit` sees.

    `layers` is a list of (K, S, D), the first layer first, without padding.
    """

    def walk(layers, unit, add=lambda K, S, D, jump: (K - 1) * D * jump):
        last, jump = 0, 1
        for K, S, D in layers:
            last += add(K, S, D, jump)
            jump *= S
        return unit * jump, unit * jump + last

    def too_far(layers, unit):
        first, last = walk(layers, unit)
        return first, last + 1

    def started(step):
        def attempt(layers, unit):
            first, last = walk(layers, unit)
            return unit * step(layers), unit * step(layers) + last - first

        return attempt

    def strides(layers):
        return [S for _, S, _ in layers]

    mistakes = {
        "strides of earlier layers spread the later ones: multiply (K - 1) by them": (
            lambda layers, unit: walk(layers, unit, lambda K, S, D, jump: (K - 1) * D)
        ),
        "a layer's own stride doesn't widen what it sees, only the strides before it": (
            lambda layers, unit: walk(
                layers, unit, lambda K, S, D, jump: (K - 1) * D * jump * S
            )
        ),
        "all the strides before it count, multiplied, not only a layer's own": (
            lambda layers, unit: walk(
                layers, unit, lambda K, S, D, jump: (K - 1) * D * S
            )
        ),
        "you forgot the dilation": (
            lambda layers, unit: walk(
                layers, unit, lambda K, S, D, jump: (K - 1) * jump
            )
        ),
        "dilation stretches the K - 1 gaps, not the K pixels": (
            lambda layers, unit: walk(
                layers, unit, lambda K, S, D, jump: (K * D - 1) * jump
            )
        ),
        "a layer adds K - 1 pixels, not K: neighbouring windows overlap": (
            lambda layers, unit: walk(layers, unit, lambda K, S, D, jump: K * D * jump)
        ),
        "the last pixel is inside: from 0, a field of 5 ends at 4": too_far,
        "neighbouring outputs lie all strides, multiplied, apart in the picture": (
            started(lambda layers: 1)
        ),
        "strides multiply, they don't add": started(
            lambda layers: sum(strides(layers))
        ),
        "that is the wrong order: the first layer is the one on the picture": (
            lambda layers, unit: walk(layers[::-1], unit)
        ),
        "the last layer's stride counts, too: it parts neighbouring outputs": (
            started(lambda layers: math.prod(strides(layers[:-1])))
        ),
        "the first layer's stride counts, too: it parts neighbouring outputs": (
            started(lambda layers: math.prod(strides(layers[1:])))
        ),
    }
    cases = [
        ([(5, 1, 1)], 0),
        ([(3, 1, 1), (3, 1, 1)], 2),
        ([(3, 2, 1), (3, 1, 2)], 1),
        ([(2, 2, 1), (5, 3, 1), (3, 2, 2), (2, 3, 1)], 3),
    ]
    return base.check("sees", attempt, arithmetic.sees, cases, mistakes)


def small_stack(attempt, field=9):
    """Checks a list of odd filter sizes: sees `field` pixels, with fewest weights."""
    name = "small_stack"
    if attempt is None or attempt is ...:
        return base.Report("open", f"{name}: not attempted yet")
    try:
        attempt = list(attempt)
        sizes = [int(size) for size in attempt]
        bad = [s for s, given in zip(sizes, attempt, strict=True) if s != given]
    except (TypeError, ValueError, OverflowError):
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
