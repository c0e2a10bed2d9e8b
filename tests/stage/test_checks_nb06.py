"""Notebook 06's exercises: ways to do them right, and mistakes written otherwise."""

import statistics

import numpy as np
import pytest
import torch

from helpers import arithmetic, checks
from helpers.checks import nb06


def judged(cases):
    return pytest.mark.parametrize(("wrong", "words"), cases)


# --- partial tables -------------------------------------------------------------------


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


def by_torch(sees, F):
    layers = [torch.nn.Conv2d(len(maps), 1, F) for maps in sees]
    return sum(p.numel() for layer in layers for p in layer.parameters())


@pytest.mark.parametrize(
    "right",
    [
        by_loops,
        by_the_table,
        by_weights,
        by_torch,
        lambda s, F: torch.tensor(by_loops(s, F)),
        lambda s, F: float(by_loops(s, F)),
        lambda s, F: np.float32(by_loops(s, F)),
        lambda s, F: len(s) + F * F * len([c for maps in s for c in maps]),
        lambda sees, F=5, *, bias=1: np.array(
            [len(m) * F**2 + bias for m in sees]
        ).sum(),
    ],
)
def test_right_partial_parameters(right):
    assert checks.partial_parameters(right).passed


def filters(s):
    return len(s)


def seen(s):
    """How many input maps any filter sees."""
    return len({c for maps in s for c in maps})


def pairs(s):
    return len([c for maps in s for c in maps])


@judged(
    [
        (lambda s, F: (F**2 * seen(s) + 1) * filters(s), "not for all of them"),
        (lambda s, F: 6 * filters(s) * F**2 + filters(s), "not for all six"),
        (lambda s, F: F**2 * pairs(s) + pairs(s), "not one for each map"),
        (lambda s, F: F**2 * pairs(s) + seen(s), "input maps have none"),
        (lambda s, F: F**2 * filters(s) + filters(s), "for each map that it sees"),
        (lambda s, F: F**2 * seen(s) + filters(s), "share"),
        (lambda s, F: F * pairs(s) + filters(s), "not F long"),
        (lambda s, F: filters(s) * (len(s[0]) * F**2 + 1), "add up the lengths"),
        (lambda s, F: sum((len(m) * F) ^ 3 for m in s), "F**2 in Python"),
        (lambda s, F: next(len(m) * F**2 + 1 for m in s), "first filter alone"),
        (lambda s, F: np.array([len(m) * F**2 + 1 for m in s]), "add them up"),
        (lambda s, F: F**2 * filters(s), "3 of 3 cases differ"),
        (lambda s, F: str(by_loops(s, F)), "not str"),
        (lambda s, F: [by_loops(s, F)], "its shape is (1,)"),
    ]
)
def test_wrong_partial_parameters_are_named(wrong, words):
    report = checks.partial_parameters(wrong)
    assert not report.passed and words in repr(report)


# --- better, or lucky? ----------------------------------------------------------------


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


def by_arrays(a, b):
    gaps = np.subtract.outer(a, b)
    return "a" if gaps.min() > 0 else "b" if gaps.max() < 0 else "can't tell"


def by_tensors(a, b):
    a, b = torch.tensor(a, dtype=torch.float32), torch.tensor(b, dtype=torch.float32)
    return "a" if (a[:, None] > b).all() else "b" if a.max() < b.min() else "can't tell"


def by_copies(a, b):
    a, b = sorted(a), sorted(b)
    return "a" if a[0] > b.pop() else "b" if b[0] > a.pop() else "can't tell"


@pytest.mark.parametrize(
    "right",
    [
        one_by_one,
        by_sorting,
        by_where,
        by_arrays,
        by_tensors,
        lambda a, b: one_by_one(a, b).upper().replace("'", "’"),
        lambda a, b: f" {one_by_one(a, b)}\n",
        lambda a, b: np.str_(one_by_one(a, b)),
        lambda a, b: nb06.verdict(np.float32(a), np.float32(b)),
    ],
)
def test_right_comparisons(right):
    assert checks.clearly_better(right).passed


def by(measure):
    def compare(a, b):
        gap = measure(a) - measure(b)
        return "can't tell" if gap == 0 else "a" if gap > 0 else "b"

    return compare


def beyond(width):
    def compare(a, b):
        gap, wide = statistics.fmean(a) - statistics.fmean(b), width(a) + width(b)
        return "a" if gap > wide else "b" if -gap > wide else "can't tell"

    return compare


def in_pairs(a, b):
    wins = [x > y for x, y in zip(a, b, strict=True)]
    losses = [x < y for x, y in zip(a, b, strict=True)]
    return "a" if all(wins) else "b" if all(losses) else "can't tell"


def by_majority(a, b, least):
    wins = sum(x > y for x in a for y in b)
    return "a" if wins >= least else "b" if 9 - wins >= least else "can't tell"


def above(a, below_a, below_b, b):
    """The right rule, for tests to leave out some of the seeds."""
    if min(a) > max(below_a):
        return "a"
    return "b" if min(b) > max(below_b) else "can't tell"


@judged(
    [
        (by(statistics.fmean), "higher mean"),
        (by(sum), "higher mean"),
        (lambda a, b: "a" if sum(a) > sum(b) else "b", "higher mean"),
        (by(statistics.median), "higher median"),
        (by(lambda x: sorted(x)[-1]), "may be luck"),
        (by(lambda x: sorted(x)[0]), "better worst seed"),
        (by(lambda x: x[0]), "first seed"),
        (lambda a, b: "a" if a > b else "b", "first seed"),
        (beyond(np.std), "how far their means"),
        (beyond(statistics.stdev), "how far their means"),
        (beyond(lambda x: 0.6), "how far their means"),
        (beyond(lambda x: 0.25), "cases differ"),
        (beyond(lambda x: 0.45), "cases differ"),
        (in_pairs, "seeds aren't pairs"),
        (lambda a, b: by_majority(a, b, least=5), "winning most pairs"),
        (lambda a, b: by_majority(a, b, least=8), "cases differ"),
        (lambda a, b: in_pairs(sorted(a), sorted(b)), "cases differ"),
        (lambda a, b: above(a[1:], b, a, b[1:]), "cases differ"),
        (lambda a, b: above(a[:-1], b, a, b[:-1]), "cases differ"),
        (lambda a, b: above(sorted(a)[1:], b, a, sorted(b)[1:]), "cases differ"),
        (lambda a, b: above(a, b[1:], a[1:], b), "cases differ"),
        (lambda a, b: above(a, b[:-1], a[:-1], b), "cases differ"),
        (lambda a, b: above(a, b[:1], a[:1], b), "cases differ"),
        (lambda a, b: "a" if any(x > min(b) for x in a) else "b", "all must beat all"),
        (lambda a, b: "b" if max(a) == min(b) else one_by_one(a, b), "1 of 9 cases"),
        (lambda a, b: "a" if min(a) == max(b) else one_by_one(a, b), "1 of 9 cases"),
        (lambda a, b: ["can't tell", "a"][min(a) > max(b)], "b may be"),
        (lambda a, b: one_by_one(b, a), "other way round"),
        (lambda a, b: "can't tell", "2 of 9 cases differ"),
        (lambda a, b: a if min(a) > max(b) else b, "one of these words"),
        (lambda a, b: min(a) > max(b), "one of these words"),
        (lambda a, b: one_by_one(a, b).encode(), "one of these words"),
        (lambda a, b: [one_by_one(a, b)], "one of these words"),
        (lambda a, b: (one_by_one(a, b), 3), "one of these words"),
        (lambda a, b: {"a", "b"}, "one of these words"),
        (lambda a, b: "a" if min(a) > max(b) else None, "returns nothing here"),
        (lambda a, b: a.min() > b.max(), "one of these words"),
        (lambda a, b: a.sort() or b.sort() or one_by_one(a, b), "you changed a itself"),
    ]
)
def test_wrong_comparisons_are_named(wrong, words):
    report = checks.clearly_better(wrong)
    assert not report.passed and words in repr(report)


# --- an honest split ------------------------------------------------------------------


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


def compared_as_arrays(origins, count):
    rows = [np.flatnonzero(origins == n) for n in list(set(origins.tolist()))[:count]]
    return np.concatenate(rows)


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
        lambda *a: last_pictures(*a).astype(np.float32),
        lambda *a: (n for n in whole_pictures(*a)),
        lambda *a: reversed(whole_pictures(*a)),
        lambda *a: list(some_pictures(*a)),
        lambda *a: set(some_pictures(*a)),
    ],
)
def test_right_splits(right):
    assert checks.honest_split(right).passed


def test_a_picture_without_copies_may_be_split_off():
    """As many rows as pictures are wanted: right, where each has one row only."""
    origins = np.array([50, 60, 70, 70])
    assert nb06.what_is_wrong(np.array([0, 1]), origins, 2) is None


def drawn_with_replacement(origins, count):
    chosen = np.random.default_rng(2).choice(np.unique(origins), count)
    return np.flatnonzero(np.isin(origins, chosen))


def spoiling_its_input(origins, count):
    rows = whole_pictures(origins, count)
    origins[:] = 0
    return rows


@judged(
    [
        (lambda origins, count: list(range(3 * count)), "leaks"),
        (lambda origins, count: np.random.default_rng(0).permutation(10)[:5], "leaks"),
        (lambda o, n: np.unique(o, return_index=True)[1][:n], "pictures, not of rows"),
        (lambda origins, count: [n in origins[:count] for n in origins], "True"),
        (lambda origins, count: np.arange(len(set(origins))) < count, "True"),
        (lambda *a: a[0][whole_pictures(*a)], "these are pictures"),
        (lambda origins, count: [99], "no row 99: they go from 0 to 11"),
        (lambda origins, count: [-3, -2, -1], "no row -3"),
        (lambda origins, count: [float("inf")], "no row inf"),
        (lambda origins, count: [10**30, 1], "they go from 0"),
        (lambda origins, count: [], "nothing to test with"),
        (lambda origins, count: np.flatnonzero(origins < count), "from 0"),
        (lambda origins, count: [0, 1, 2, 2], "twice"),
        (lambda origins, count: whole_pictures(origins, count + 1), "should have 1"),
        (lambda origins, count: whole_pictures(origins, 1), "has 1 of the pictures"),
        (drawn_with_replacement, "of the pictures, and should have"),
        (lambda o, n: set(range(len(o))) - set(whole_pictures(o, n)), "to learn from;"),
        (lambda origins, count: range(len(origins)), "nothing left to learn from"),
        (lambda origins, count: np.argwhere(origins == origins[0]), "needs [0]"),
        (lambda origins, count: [[0, 1, 2], [3, 4, 5]], "lists of rows are joined"),
        (lambda *a: [whole_pictures(*a)], "lists of rows are joined"),
        (lambda *a: (last_pictures(*a), np.arange(9)), "one plain list"),
        (lambda *a: (whole_pictures(*a), "rest"), "of the rows to test with"),
        (lambda *a: [str(row) for row in whole_pictures(*a)], "one plain list"),
        (lambda origins, count: [0.5], "one plain list"),
        (lambda origins, count: [0, 1, float("nan")], "one plain list"),
        (lambda origins, count: [1j, 0, 2], "one plain list"),
        (lambda origins, count: 0, "one plain list"),
        (lambda origins, count: {"0", 1}, "one plain list"),
        (lambda origins, count: "0, 1, 2", "not str"),
        (lambda origins, count: {20: [0, 1, 2]}, "not dict"),
        (lambda origins, count: origins.index(count), "AttributeError"),
        (spoiling_its_input, "you changed origins itself"),
    ]
)
def test_wrong_splits_are_named(wrong, words):
    report = checks.honest_split(wrong)
    assert not report.passed and words in repr(report)


# --- all of them ----------------------------------------------------------------------

ALL = [checks.partial_parameters, checks.clearly_better, checks.honest_split]
ODD = [object(), float("nan"), 1j, b"a", [None], {}, [[]], np.array(["a"]), "…"]


@pytest.mark.parametrize("checker", ALL)
@pytest.mark.filterwarnings("error")
def test_odd_answers_are_wrong_and_quiet(checker):
    for odd in ODD:
        report = checker(lambda *arguments, odd=odd: odd)
        assert report.status == "wrong"
        assert {"input", "expected", "got"} == {name for name, _ in report.details}


@pytest.mark.parametrize("checker", ALL)
def test_answers_that_come_once_only_are_wrong(checker):
    answers = iter([38, "a", [0, 1, 2]])
    assert checker(lambda *arguments: next(answers)).status == "wrong"
