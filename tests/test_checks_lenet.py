"""Checkers of notebook 06: right answers pass, each mistake is named."""

import statistics

import numpy as np
import pytest
import torch
from usual import stubs_and_crashes_are_shown

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
    [
        by_loops,
        by_the_table,
        by_weights,
        lambda s, F: torch.tensor(by_loops(s, F)),
        lambda s, F: float(by_loops(s, F)),
        lambda sees, F=5, *, bias=1: np.array(
            [len(m) * F**2 + bias for m in sees]
        ).sum(),
    ],
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
        (lambda sees, F: 6 * len(sees) * F**2 + len(sees), "not for all six"),
        (
            lambda sees, F: (
                F**2 * sum(map(len, sees)) + len({c for m in sees for c in m})
            ),
            "input maps have none",
        ),
        (lambda sees, F: F**2 * len({c for m in sees for c in m}) + len(sees), "share"),
        (lambda sees, F: sum((len(m) * F) ^ 3 for m in sees), "F**2 in Python"),
        (
            lambda sees, F: sum(c * F**2 for m in sees for c in m) + len(sees),
            "not their numbers",
        ),
        (lambda sees, F: next(len(m) * F**2 + 1 for m in sees), "first filter alone"),
        (lambda sees, F: [len(m) * F**2 + 1 for m in sees], "add them up"),
        (lambda sees, F: (len(m) * F**2 + 1 for m in sees), "add them up"),
        (lambda sees, F: F**2 * sum(map(len, sees)) + 16, "not always 16"),
        (lambda sees, F: 25 * sum(map(len, sees)) + len(sees), "not always 5×5"),
        (lambda sees, F: 1516, "C3 alone"),
        (lambda sees, F: F**2 * len(sees), "cases differ"),
        (lambda sees, F: str(by_loops(sees, F)), "not str"),
        (lambda sees, F: [by_loops(sees, F)], "its shape is (1,)"),
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


def by_where(a, b):
    return np.where(min(a) > max(b), "a", np.where(min(b) > max(a), "b", "can't tell"))


def by_sorting_in_place(a, b):
    a.sort()
    b.sort()
    return np.str_("a") if a[0] > b[-1] else "b" if b.pop(0) > a.pop() else "can't tell"


def by_arrays(a, b):
    gaps = np.subtract.outer(a, b)
    return "a" if gaps.min() > 0 else "b" if gaps.max() < 0 else "can't tell"


def loudly(a, b):
    return one_by_one(a, b).upper().replace("'", "’")


@pytest.mark.parametrize("right", [one_by_one, by_sorting, by_arrays, by_where, loudly])
def test_right_comparisons(right):
    assert checks.clearly_better(right).passed


def test_a_comparison_that_sorts_its_lists_is_told_to_copy_them():
    assert "you changed a itself" in checks.clearly_better(by_sorting_in_place).verdict


def by(measure):
    def compare(a, b):
        gap = measure(a) - measure(b)
        return "can't tell" if gap == 0 else "a" if gap > 0 else "b"

    return compare


def beyond(spread):
    def compare(a, b):
        gap, wide = statistics.fmean(a) - statistics.fmean(b), spread(a) + spread(b)
        return "a" if gap > wide else "b" if -gap > wide else "can't tell"

    return compare


def in_pairs(a, b):
    wins = [x > y for x, y in zip(a, b, strict=True)]
    losses = [x < y for x, y in zip(a, b, strict=True)]
    return "a" if all(wins) else "b" if all(losses) else "can't tell"


def by_majority(a, b):
    wins = sum(x > y for x in a for y in b)
    losses = sum(x < y for x in a for y in b)
    return "a" if wins > 7 else "b" if losses > 7 else "can't tell"


def by_most(a, b):
    return "a" if sum(x > y for x in a for y in b) > 4 else "b"


def above(a, below_a, below_b, b):
    """The right rule, for tests to leave out some of the seeds."""
    if min(a) > max(below_a):
        return "a"
    return "b" if min(b) > max(below_b) else "can't tell"


def far_apart(a, b, points):
    gap = statistics.fmean(a) - statistics.fmean(b)
    return "can't tell" if abs(gap) < points else "a" if gap > 0 else "b"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (by(statistics.fmean), "higher mean"),
        (by(statistics.median), "higher median"),
        (by(lambda x: sorted(x)[-1]), "may be luck"),
        (by(lambda x: sorted(x)[0]), "better worst seed"),
        (by(lambda x: x[0]), "first seed"),
        (by(sum), "higher mean"),
        (lambda a, b: "a" if sum(a) > sum(b) else "b", "higher mean"),
        (lambda a, b: "a" if a > b else "b", "first seed"),
        (by(lambda x: x[-1]), "last seed"),
        (beyond(np.std), "how far their means"),
        (beyond(statistics.stdev), "how far their means"),
        (in_pairs, "seeds aren't pairs"),
        (by_most, "winning most pairs"),
        (lambda a, b: in_pairs(sorted(a), sorted(b)), "3 of 9 cases differ"),
        (by_majority, "3 of 9 cases differ"),
        (lambda a, b: above(a[1:], b, a, b[1:]), "cases differ"),
        (lambda a, b: above(a[:-1], b, a, b[:-1]), "cases differ"),
        (lambda a, b: above(sorted(a)[1:], b, a, sorted(b)[1:]), "cases differ"),
        (lambda a, b: above(a, b[1:], a[1:], b), "cases differ"),
        (lambda a, b: above(a, b[:-1], a[:-1], b), "cases differ"),
        (lambda a, b: above(a, b[:1], a[:1], b), "cases differ"),
        (
            lambda a, b: "a" if any(x > y for x in a for y in b) else "b",
            "all must beat all",
        ),
        (lambda a, b: "a" if min(a) > max(b) else "b", "b needn't be"),
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
        (lambda a, b: "can't tell", "2 of 9 cases differ"),
        (
            lambda a, b: (
                "a" if min(a) > max(b) else "b" if max(a) <= min(b) else "can't tell"
            ),
            "1 of 9 cases differ",
        ),
        (
            lambda a, b: (
                "a" if min(a) >= max(b) else "b" if max(a) < min(b) else "can't tell"
            ),
            "1 of 9 cases differ",
        ),
        (lambda a, b: far_apart(a, b, 0.5), "cases differ"),
        (lambda a, b: far_apart(a, b, 0.9), "cases differ"),
        (lambda a, b: far_apart(a, b, 1.2), "how far their means"),
        (lambda a, b: a if min(a) > max(b) else b, "one of these words"),
        (lambda a, b: np.array(a), "one of these words"),
        (lambda a, b: min(a) > max(b), "one of these words"),
        (lambda a, b: 1, "one of these words"),
        (lambda a, b: sum(a) - sum(b), "one of these words"),
        (lambda a, b: one_by_one(a, b).encode(), "one of these words"),
        (lambda a, b: [one_by_one(a, b)], "one of these words"),
        (lambda a, b: [[1], [2, 3]], "one of these words"),
        (lambda a, b: (one_by_one(a, b), 3), "one of these words"),
        (lambda a, b: {"a", "b"}, "one of these words"),
        (lambda a, b: min, "one of these words"),
        (lambda a, b: "a" if min(a) > max(b) else None, "returns nothing here"),
        (lambda a, b: a.min() > b.max(), "AttributeError"),
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


def drawn_with_replacement(origins, count):
    chosen = np.random.default_rng(2).choice(np.unique(origins), count)
    return np.flatnonzero(np.isin(origins, chosen))


def drawn_among_rows(origins, count):
    chosen = np.random.default_rng(6).permutation(origins)[:count]
    return np.flatnonzero(np.isin(origins, chosen))


def some_pictures(origins, count):
    chosen = np.random.default_rng(1).choice(sorted(set(origins)), count, False)
    rows = [n for n, origin in enumerate(origins) if origin in chosen]
    return torch.tensor(rows[::-1])


def compared_as_arrays(origins, count):
    rows = [np.flatnonzero(origins == n) for n in list(set(origins.tolist()))[:count]]
    return np.concatenate(rows)


def spoiling_its_input(origins, count):
    rows = whole_pictures(origins, count)
    origins[:] = 0
    print(end="")
    return rows


def test_a_split_that_spoils_its_input_is_told():
    report = checks.honest_split(spoiling_its_input)
    assert "you changed origins itself" in report.verdict and not report.passed


@pytest.mark.parametrize(
    "right",
    [
        whole_pictures,
        last_pictures,
        some_pictures,
        compared_as_arrays,
        lambda *a: set(whole_pictures(*a)),
        lambda *a: frozenset(whole_pictures(*a)),
        lambda *a: dict.fromkeys(whole_pictures(*a)).keys(),
        lambda *a: tuple(last_pictures(*a)),
        lambda *a: last_pictures(*a).astype(float),
        lambda *a: (n for n in whole_pictures(*a)),
        lambda *a: reversed(whole_pictures(*a)),
        lambda *a: list(some_pictures(*a)),
        lambda *a: set(some_pictures(*a)),
    ],
)
def test_right_splits(right):
    assert checks.honest_split(right).passed


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda origins, count: list(range(3 * count)), "leaks"),
        (lambda origins, count: np.random.default_rng(0).permutation(10)[:5], "leaks"),
        (lambda origins, count: list(range(count)), "pictures, not of rows"),
        (
            lambda origins, count: np.unique(origins, return_index=True)[1][:count],
            "pictures, not of rows",
        ),
        (lambda origins, count: np.isin(origins, sorted(set(origins))[:count]), "True"),
        (lambda origins, count: [n in origins[:count] for n in origins], "True"),
        (lambda origins, count: np.arange(len(set(origins))) < count, "True"),
        (lambda origins, count: sorted(set(origins))[-count:], "these are pictures"),
        (lambda *a: a[0][whole_pictures(*a)], "these are pictures"),
        (lambda origins, count: [99], "no row 99: they go from 0 to 11"),
        (lambda origins, count: [-3, -2, -1], "no row -3"),
        (lambda origins, count: [float("inf")], "no row inf"),
        (lambda origins, count: [1e300], "they go from 0"),
        (lambda origins, count: [10**30, 1], "they go from 0"),
        (lambda origins, count: [], "nothing to test with"),
        (lambda origins, count: np.flatnonzero(origins < count), "from 0"),
        (lambda origins, count: [0, 1, 2, 2], "twice"),
        (lambda origins, count: whole_pictures(origins, count + 1), "should have 1"),
        (lambda origins, count: whole_pictures(origins, 1), "has 1 of the pictures"),
        (drawn_with_replacement, "of the pictures, and should have"),
        (drawn_among_rows, "of the pictures, and should have"),
        (lambda o, count: set(range(len(o))) - set(whole_pictures(o, count)), "learn"),
        (lambda origins, count: range(len(origins)), "nothing left to learn from"),
        (lambda origins, count: np.where(origins == origins[0]), "needs [0]"),
        (lambda origins, count: np.argwhere(origins == origins[0]), "needs [0]"),
        (lambda *a: (whole_pictures(*a), "rest"), "all in one list"),
        (lambda *a: (last_pictures(*a), np.arange(9)), "all in one list"),
        (lambda origins, count: [[0, 1, 2], [3, 4, 5]], "plain list of row numbers"),
        (lambda origins, count: [0.5], "row numbers is wanted"),
        (lambda origins, count: [0, 1, float("nan")], "row numbers is wanted"),
        (lambda origins, count: [1j, 0, 2], "row numbers is wanted"),
        (lambda origins, count: 0, "row numbers is wanted"),
        (lambda *a: [whole_pictures(*a)], "lists of rows are joined"),
        (lambda *a: [str(row) for row in whole_pictures(*a)], "only numbers"),
        (lambda origins, count: "0, 1, 2", "not str"),
        (lambda origins, count: {20: [0, 1, 2]}, "not dict"),
        (lambda origins, count: {"0", 1}, "not set"),
        (lambda origins, count: origins.index(count), "AttributeError"),
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
    stubs_and_crashes_are_shown(checker, arguments)


@pytest.mark.parametrize(
    ("checker", "wrong"),
    [
        (checks.partial_parameters, lambda sees, F: 0),
        (checks.clearly_better, lambda a, b: "can't tell"),
        (checks.clearly_better, lambda a, b: 0),
        (checks.honest_split, lambda origins, count: [0]),
    ],
)
def test_wrong_answers_are_shown_beside_right_ones(checker, wrong):
    assert {"input", "expected", "got"} == {name for name, _ in checker(wrong).details}


@pytest.mark.parametrize(
    "checker", [checks.partial_parameters, checks.clearly_better, checks.honest_split]
)
@pytest.mark.parametrize(
    "odd", [object(), float("nan"), 1j, b"a", [None], {}, [[]], np.array(["a"]), "…"]
)
@pytest.mark.filterwarnings("error")
def test_odd_answers_are_wrong_and_quiet(checker, odd):
    assert checker(lambda *arguments: odd).status == "wrong"


@pytest.mark.parametrize(
    "checker", [checks.partial_parameters, checks.clearly_better, checks.honest_split]
)
def test_answers_that_come_once_only_are_wrong(checker):
    answers = iter([38, "a", [0, 1, 2]])
    assert checker(lambda *arguments: next(answers)).status == "wrong"
