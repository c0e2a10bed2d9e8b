"""Checkers of notebook 06: partial tables, spread over seeds, splits without leaks."""

from collections.abc import Set

import numpy as np

from helpers import arithmetic
from helpers.checks import base
from helpers.checks.words import check_words

VERDICTS = ("a", "b", "can't tell")


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
        "a filter has weights only for the maps in its row, not for all six": (
            lambda sees, F: len(sees) * 6 * F * F + len(sees)
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
        "filters have biases, input maps have none": (
            lambda sees, F: pairs(sees) * F * F + inputs(sees)
        ),
        "a filter has F×F weights of its own for each map that it sees": (
            lambda sees, F: len(sees) * (F * F + 1)
        ),
        "filters that see the same map don't share its weights": (
            lambda sees, F: inputs(sees) * F * F + len(sees)
        ),
        "a filter is F×F, not F long": lambda sees, F: pairs(sees) * F + len(sees),
        "F squared is F**2 in Python; F^2 is something else": (
            lambda sees, F: sum(len(maps) * F ^ 2 + 1 for maps in sees)
        ),
        "len(sees) is the number of filters; add up the lengths of its rows": (
            lambda sees, F: len(sees) * len(sees[0]) * F * F + len(sees)
        ),
        "a row says which maps: add up how many they are, not their numbers": (
            lambda sees, F: sum(map(sum, sees)) * F * F + len(sees)
        ),
        "that is the first filter alone: return after the loop, not inside it": (
            lambda sees, F: len(sees[0]) * F * F + 1
        ),
        "these are the filters one by one: add them up": (
            lambda sees, F: [len(maps) * F * F + 1 for maps in sees]
        ),
        "a table has len(sees) rows, not always 16": (
            lambda sees, F: pairs(sees) * F * F + 16
        ),
        "filters are F×F, not always 5×5": lambda sees, F: pairs(sees) * 25 + len(sees),
        "that is C3 alone: compute it from sees and F": (
            lambda sees, F: right(arithmetic.C3_TABLE, 5)
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

    def by(a_wins):
        """The verdict by a rule that says whether the first list wins."""
        return lambda a, b: VERDICTS[0 if a_wins(a, b) else 1 if a_wins(b, a) else 2]

    def higher(measure):
        return by(lambda one, other: measure(one) > measure(other))

    right = by(lambda one, other: min(one) > max(other))
    mistakes = {
        "a higher mean isn't enough: see whether any seeds overlap": higher(np.mean),
        "a higher median isn't enough: see whether any seeds overlap": (
            higher(np.median)
        ),
        "compare the seeds themselves, not how far their means are apart": by(
            lambda one, other: (
                np.mean(one) - np.mean(other) > np.std(one) + np.std(other)
            )
        ),
        "the best seed may be luck: its worst must beat the other's best": higher(max),
        "a better worst seed isn't enough: it must beat the other's best": higher(min),
        "only the first seed counts here (as in a > b, for lists): use all": (
            higher(lambda seeds: seeds[0])
        ),
        "only the last seed counts here: use all": higher(lambda seeds: seeds[-1]),
        "seeds aren't pairs: each must beat all of the other's, not only its partner": (
            by(lambda one, other: all(x > y for x, y in zip(one, other, strict=True)))
        ),
        "one seed that beats another isn't enough: all must beat all": by(
            lambda one, other: max(one) > min(other)
        ),
        "winning most pairs isn't enough: all must beat all": by(
            lambda one, other: np.greater.outer(one, other).mean() > 0.5
        ),
        "equal isn't better: the worst of one must be above the other's best": by(
            lambda one, other: min(one) >= max(other)
        ),
        "b may be the better one, too": (
            lambda a, b: "a" if min(a) > max(b) else "can't tell"
        ),
        "if a isn't better, b needn't be: perhaps you can't tell": (
            lambda a, b: "a" if min(a) > max(b) else "b"
        ),
        "it is the other way round: high accuracy is good": by(
            lambda one, other: max(one) < min(other)
        ),
    }
    cases = [
        ([96.3, 98.4, 96.2], [96.1, 95.9, 96.0]),
        ([96.1, 95.9, 96.0], [96.3, 98.4, 96.2]),
        ([96.0, 97.5, 97.4], [95.2, 95.0, 96.1]),
        ([97.0, 96.9, 96.1], [96.4, 97.2, 96.8]),
        ([97.0, 97.2, 96.0], [96.0, 95.0, 95.5]),
        ([94.5, 95.8, 95.1], [97.3, 95.8, 96.6]),
        ([95.0, 97.9, 96.0], [95.2, 95.1, 96.1]),
        ([97.5, 95.0, 95.2], [96.9, 96.4, 95.1]),
        ([96.3, 94.0, 96.2], [96.1, 95.9, 96.0]),
    ]
    return check_words("clearly_better", attempt, right, cases, mistakes, VERDICTS)


def honest_split(attempt):
    """Checks attempt(origins, count): numbers of the rows to test with.

    Row n is a copy of the picture origins[n]. The test gets all copies of `count`
    pictures, and no copy of any other.
    """
    # arrays, as in the notebook; no picture has a number that is also a row's
    mixed = np.array([70, 20, 70, 90, 20, 40, 40, 70, 90, 20])
    many = np.tile([61, 35, 52, 48, 73, 80, 27, 96, 44, 58, 39, 85], 2)
    cases = [(np.repeat([20, 30, 40, 50], 3), 1), (mixed, 2), (mixed, 3), (many, 11)]
    name = "honest_split"
    answers = base.run(name, attempt, cases)
    if isinstance(answers, base.Report):
        return answers
    for (origins, count), got in zip(cases, answers, strict=True):
        try:
            rows = base.numbers(list(got) if isinstance(got, Set) else got)
            verdict = _split_verdict(rows, origins, count)
        except TypeError:
            verdict = base.difference(got, [0])
            if isinstance(got, list) and not all(isinstance(one, str) for one in got):
                # of lists, which are not equally long
                verdict = "the rows to test with are wanted, all in one list"
        if verdict:
            one = np.flatnonzero(np.isin(origins, np.unique(origins)[:count]))
            details = [
                ("input", f"origins = np.array({origins.tolist()}), count = {count}"),
                ("expected", f"for example {one.tolist()}"),
                ("got", base.show(got)),
            ]
            return base.Report("wrong", f"{name}: {verdict}", details)
    return base.Report("correct", f"{name}: correct, no picture is on both sides")


def _split_verdict(rows, origins, count):
    """What is wrong with these rows to test with, in words; or nothing."""
    if rows.ndim == 2 and 1 in rows.shape:
        return (
            "a plain list is wanted, not one in another: np.where needs [0] after it, "
            "and lists of rows are joined"
        )
    if rows.ndim != 1 or not np.array_equal(rows, rows.real.round()):
        return "a plain list of row numbers is wanted"
    rows, pictures = rows.real, len(np.unique(origins))
    if not len(rows):
        return "there is nothing to test with (pictures needn't be numbered from 0)"
    if len(rows) in (len(origins), pictures) and set(rows) <= {0, 1}:
        return "row numbers are wanted, not True and False: try np.flatnonzero"
    outside = rows[(rows < 0) | (rows >= len(origins))]
    if set(rows) <= set(origins):
        return "these are pictures, from origins: the numbers of their rows are wanted"
    if len(outside):
        return f"there is no row {outside[0]:.0f}: they go from 0 to {len(origins) - 1}"
    rows = rows.astype(int)
    if len(set(rows)) < len(rows):
        return "a row is in the test twice"
    if len(rows) == count:
        return f"count is of pictures, not of rows: {count} with all their copies"
    both = set(origins[rows]) & set(np.delete(origins, rows))
    if both:
        return f"picture {min(both)} leaks: its copies are on both sides"
    found = len(set(origins[rows]))
    if found == pictures:
        return "there is nothing left to learn from"
    if found == count:
        return None
    if found == pictures - count:
        return "these are the rows to learn from; those to test with are wanted"
    return f"the test has {found} of the pictures, and should have {count}"
