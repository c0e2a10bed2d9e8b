"""Checkers of notebook 06: right answers pass, each mistake is named."""

import statistics

import numpy as np
import pytest
import torch

from helpers import arithmetic, checks


def by_loops(sees, F):
    total = 0
    for maps in sees:
        for _ in maps:
            total += F**2
        total += 1
    return total


def by_the_table(sees, F):
    inputs = 1 + max(c for maps in sees for c in maps)
    layer = arithmetic.Conv(len(sees), F, sees=sees)
    return arithmetic.table([layer], (inputs, 9, 9)).total.parameters


def by_weights(sees, F):
    weights = [np.zeros((len(maps), F, F)) for maps in sees]
    return sum(w.size for w in weights) + len(weights)


@pytest.mark.parametrize(
    "right",
    [by_loops, by_the_table, by_weights, lambda s, F: torch.tensor(by_loops(s, F))],
)
def test_right_partial_parameters(right):
    assert checks.partial_parameters(right).passed


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (
            lambda sees, F: (
                len(sees) * (1 + max(c for m in sees for c in m)) * F * F + len(sees)
            ),
            "not for all of them",
        ),
        (lambda sees, F: F**2 * len([c for m in sees for c in m]), "the biases"),
        (lambda sees, F: (F**2 + 1) * sum(map(len, sees)), "not one for each map"),
        (lambda sees, F: F**2 * sum(map(len, sees)) + 1, "not one for all"),
        (lambda sees, F: F**2 * len(sees) + len(sees), "for each map that it sees"),
        (lambda sees, F: F * sum(map(len, sees)) + len(sees), "not F long"),
        (lambda sees, F: len(sees) * (len(sees[0]) * F**2 + 1), "add up the lengths"),
        (lambda sees, F: 1516, "cases differ"),
    ],
)
def test_wrong_partial_parameters_are_named(wrong, words):
    report = checks.partial_parameters(wrong)
    assert not report.passed and words in repr(report)


def one_by_one(a, b):
    if all(x > y for x in a for y in b):
        return "a"
    if all(y > x for x in a for y in b):
        return "b"
    return "can't tell"


def by_sorting(a, b):
    order = sorted([(x, "a") for x in a] + [(y, "b") for y in b])
    names = "".join(name for _, name in order)
    if set(a) & set(b):
        return "can't tell"
    return {"aaabbb": "b", "bbbaaa": "a"}.get(names, "can't tell")


def by_arrays(a, b):
    gaps = np.subtract.outer(a, b)
    return "a" if gaps.min() > 0 else "b" if gaps.max() < 0 else "can't tell"


@pytest.mark.parametrize("right", [one_by_one, by_sorting, by_arrays])
def test_right_comparisons(right):
    assert checks.clearly_better(right).passed


def by(measure):
    def compare(a, b):
        gap = measure(a) - measure(b)
        return "can't tell" if gap == 0 else "a" if gap > 0 else "b"

    return compare


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (by(statistics.fmean), "higher mean"),
        (by(statistics.median), "higher median"),
        (by(lambda x: sorted(x)[-1]), "may be luck"),
        (by(lambda x: sorted(x)[0]), "better worst seed"),
        (by(lambda x: x[0]), "first seed"),
        (
            lambda a, b: (
                "a" if min(a) >= max(b) else "b" if max(a) <= min(b) else "can't tell"
            ),
            "equal isn't better",
        ),
        (lambda a, b: "a" if min(a) > max(b) else "can't tell", "b may be"),
        (
            lambda a, b: (
                "b" if min(a) > max(b) else "a" if max(a) < min(b) else "can't tell"
            ),
            "other way round",
        ),
        (lambda a, b: "can't tell", "cases differ"),
    ],
)
def test_wrong_comparisons_are_named(wrong, words):
    report = checks.clearly_better(wrong)
    assert not report.passed and words in repr(report)


def whole_pictures(origins, count):
    chosen = list(dict.fromkeys(origins))[:count]
    return [n for n, origin in enumerate(origins) if origin in chosen]


def last_pictures(origins, count):
    chosen = np.unique(origins)[-count:]
    return np.flatnonzero(np.isin(origins, chosen))


def some_pictures(origins, count):
    chosen = np.random.default_rng(1).choice(sorted(set(origins)), count, False)
    rows = [n for n, origin in enumerate(origins) if origin in chosen]
    return torch.tensor(rows[::-1])


@pytest.mark.parametrize(
    "right",
    [whole_pictures, last_pictures, some_pictures, lambda *a: set(whole_pictures(*a))],
)
def test_right_splits(right):
    assert checks.honest_split(right).passed


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda origins, count: list(range(3 * count)), "leaks"),
        (lambda origins, count: list(range(count)), "leaks"),
        (lambda origins, count: np.random.default_rng(0).permutation(10)[:5], "leaks"),
        (lambda origins, count: np.isin(origins, sorted(set(origins))[:count]), "True"),
        (lambda origins, count: sorted(set(origins))[-count:], "leaks"),
        (lambda origins, count: [99], "no row 99"),
        (lambda origins, count: [], "nothing to test with"),
        (lambda origins, count: [0, 1, 2, 2], "twice"),
        (lambda origins, count: whole_pictures(origins, count + 1), "not of 1"),
        (lambda origins, count: [0.5], "row numbers is wanted"),
        (lambda origins, count: range(len(origins)), "copies of 4 pictures"),
    ],
)
def test_wrong_splits_are_named(wrong, words):
    report = checks.honest_split(wrong)
    assert not report.passed and words in repr(report)


@pytest.mark.parametrize(
    ("checker", "arguments"),
    [
        (checks.partial_parameters, "sees, F"),
        (checks.clearly_better, "a, b"),
        (checks.honest_split, "origins, count"),
    ],
)
def test_stubs_and_crashes(checker, arguments):
    assert "not attempted yet" in repr(checker(eval(f"lambda {arguments}: ...")))
    assert "not attempted yet" in repr(checker(...))
    assert "ZeroDivisionError" in repr(checker(eval(f"lambda {arguments}: 1 / 0")))
    assert "without calling it" in repr(checker(3))
    assert "returns nothing" in repr(
        checker(eval(f"lambda {arguments}: print(end='')"))
    )
