"""Checkers of notebook 06: partial tables, spread over seeds, splits without leaks."""

import numpy as np

from helpers import arithmetic

from . import base


def partial_parameters(attempt):
    """Checks attempt(sees, F): parameters of a convolution with a partial table.

    Filter k has F×F weights for each of the input maps sees[k], and one bias.
    """

    def pairs(sees):
        return sum(len(maps) for maps in sees)

    def inputs(sees):
        return max(max(maps) for maps in sees) + 1

    def right(sees, F):
        return pairs(sees) * F * F + len(sees)

    mistakes = {
        "a filter has weights only for the maps in its row, not for all of them": (
            lambda sees, F: len(sees) * inputs(sees) * F * F + len(sees)
        ),
        "you forgot the biases: one for each filter": (
            lambda sees, F: pairs(sees) * F * F
        ),
        "a filter has one bias, not one for each map that it sees": (
            lambda sees, F: pairs(sees) * (F * F + 1)
        ),
        "each filter has a bias of its own, not one for all": (
            lambda sees, F: pairs(sees) * F * F + 1
        ),
        "a filter has F×F weights of its own for each map that it sees": (
            lambda sees, F: len(sees) * (F * F + 1)
        ),
        "a filter is F×F, not F long": lambda sees, F: pairs(sees) * F + len(sees),
        "len(sees) is the number of filters; add up the lengths of its rows": (
            lambda sees, F: len(sees) * len(sees[0]) * F * F + len(sees)
        ),
    }
    cases = [
        (((0, 1, 2), (2,)), 3),
        (((1,), (0, 3), (0, 1, 2, 3)), 2),
        (arithmetic.C3_TABLE, 5),
    ]
    return base.check("partial_parameters", attempt, right, cases, mistakes)


def clearly_better(attempt):
    """Checks attempt(a, b): "a" or "b" if all its seeds beat all of the other's.

    a and b are lists of accuracies; otherwise the answer is "can't tell".
    """

    def by(measure, wins=lambda one, other: one > other):
        def wrong(a, b):
            if wins(measure(a), measure(b)):
                return "a"
            return "b" if wins(measure(b), measure(a)) else "can't tell"

        return wrong

    def right(a, b):
        if min(a) > max(b):
            return "a"
        return "b" if min(b) > max(a) else "can't tell"

    def touching(a, b):
        if min(a) >= max(b):
            return "a"
        return "b" if min(b) >= max(a) else "can't tell"

    mistakes = {
        "a higher mean isn't enough: see whether any seeds overlap": by(np.mean),
        "a higher median isn't enough: see whether any seeds overlap": by(np.median),
        "the best seed may be luck: its worst must beat the other's best": by(max),
        "a better worst seed isn't enough: it must beat the other's best": by(min),
        "the first seed is no better than the others: use all": by(lambda x: x[0]),
        "equal isn't better: the worst of one must be above the other's best": touching,
        "b may be the better one, too": (
            lambda a, b: "a" if min(a) > max(b) else "can't tell"
        ),
        "it is the other way round: high accuracy is good": (
            lambda a, b: {"a": "b", "b": "a"}.get(right(a, b), "can't tell")
        ),
    }
    cases = [
        ([96.9, 97.4, 97.1], [95.2, 95.9, 94.8]),
        ([95.2, 95.9, 94.8], [96.9, 97.4, 97.1]),
        ([96.0, 97.5, 97.0], [96.5, 95.0, 95.5]),
        ([97.0, 96.9, 96.1], [96.4, 97.2, 96.8]),
        ([96.0, 97.0, 97.0], [95.0, 96.0, 95.5]),
        ([97.0, 95.0, 97.1], [96.9, 95.1, 95.2]),
        ([97.5, 95.0, 95.1], [96.5, 96.4, 96.3]),
    ]
    return base.check("clearly_better", attempt, right, cases, mistakes)


def honest_split(attempt):
    """Checks attempt(origins, count): numbers of the rows to test with.

    Row n is a copy of the picture origins[n]. The test gets all copies of `count`
    pictures, and no copy of any other.
    """
    mixed = [7, 2, 7, 9, 2, 4, 4, 7, 9, 2]
    cases = [([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3], 1), (mixed, 2), (mixed, 3)]
    name = "honest_split"
    answers = base.run(name, attempt, cases)
    if isinstance(answers, base.Report):
        return answers
    for (origins, chosen), got in zip(cases, answers, strict=True):
        try:
            rows = base.numbers(sorted(got) if isinstance(got, set) else got)
            verdict = _split_verdict(rows, origins, chosen)
        except TypeError:
            verdict = base.difference(got, [0])
        if verdict:
            given = f"origins = {origins}, count = {chosen}"
            details = [("input", given), ("got", base.show(got))]
            return base.Report("wrong", f"{name}: {verdict}", details)
    words = "correct, no picture is on both sides"
    return base.Report("correct", f"{name}: {words}")


def _split_verdict(rows, origins, count):
    """What is wrong with these rows to test with, in words; or nothing."""
    if rows.ndim != 1 or not np.array_equal(rows, rows.round()):
        return "a plain list of row numbers is wanted"
    rows, origins = rows.astype(int), np.array(origins)
    if len(rows) == len(origins) and set(rows) <= {0, 1}:
        return "row numbers are wanted, not True and False: try np.flatnonzero"
    if not len(rows):
        return "there is nothing to test with"
    if rows.min() < 0 or rows.max() >= len(origins):
        outside = rows[(rows < 0) | (rows >= len(origins))][0]
        return f"there is no row {outside}: row numbers are wanted, not origins"
    if len(set(rows)) < len(rows):
        return "a row is in the test twice"
    tested = origins[rows]
    left = np.delete(origins, rows)
    both = sorted(set(tested.tolist()) & set(left.tolist()))
    if both:
        return f"picture {both[0]} leaks: its copies are on both sides"
    found = len(set(tested))
    if found != count:
        if len(rows) == count:
            return f"count is of pictures, not of rows: {count} pictures, all copies"
        return f"the test has copies of {found} pictures, not of {count}"
    return None
