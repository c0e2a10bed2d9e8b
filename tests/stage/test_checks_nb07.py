"""Notebook 07's exercises: ways to do them right, and mistakes written otherwise."""

import statistics
from fractions import Fraction

import numpy as np
import pytest
import torch
from scipy import stats

from helpers import arithmetic, checks, intervals
from helpers.checks import nb07


def judged(cases):
    return pytest.mark.parametrize(("wrong", "words"), cases)


# --- top-5 error ----------------------------------------------------------------------


def by_loops(scores, labels):
    wrong = 0
    for row, label in zip(scores, labels, strict=True):
        higher = [score for score in row if score > row[label]]
        wrong += len(higher) >= 5
    return wrong / len(labels)


def by_argsort(scores, labels):
    return 1 - np.mean(
        [
            label in top
            for label, top in zip(labels, scores.argsort()[:, -5:], strict=True)
        ]
    )


def by_threshold(scores, labels):
    fifth = np.sort(scores, axis=1)[:, -5]
    return (scores[range(len(labels)), labels] < fifth).mean()


def by_topk(scores, labels):
    hit = (scores.topk(5).indices == labels[:, None]).any(1)
    return 1 - hit.double().mean()


def by_topk_of_arrays(scores, labels):
    top = torch.as_tensor(scores).topk(5, dim=1).indices
    return (~(top == torch.as_tensor(labels).view(-1, 1)).any(dim=1)).float().mean()


def by_python(scores, labels):
    count = 0
    for n in range(len(labels)):
        order = sorted(range(len(scores[n])), key=lambda k: scores[n][k], reverse=True)
        if labels[n] not in order[:5]:
            count += 1
    return Fraction(count, len(labels))


def by_evaluate(scores, labels):
    """As in training.evaluate: how many score higher than the label's?"""
    own = scores.gather(1, labels[:, None])
    return ((scores > own).sum(1) >= 5).float().mean().item()


@pytest.mark.parametrize(
    "right",
    [
        by_loops,
        by_argsort,
        by_threshold,
        by_topk,
        by_topk_of_arrays,
        by_python,
        by_evaluate,
    ],
)
def test_right_errors(right):
    assert checks.top5(right).passed


def five(scores, labels):
    return np.broadcast_arrays(scores.argsort()[:, -5:], labels[:, None])


def hits(scores, labels):
    """(N, N): the label of each picture in the five of each."""
    return (scores.argsort()[:, None, -5:] == labels.reshape(-1, 1)).any(-1)


def error(top, scores, labels):
    missed = [label not in row for row, label in zip(top, labels, strict=True)]
    return sum(missed) / len(labels)


def each(s, k):
    """The error of each picture alone, 0 or 1."""
    return [by_loops(s[n : n + 1], k[n : n + 1]) for n in range(len(k))]


@judged(
    [
        (lambda s, k: np.mean(s.argmax(1) != k), "only the highest score counts here;"),
        (lambda s, k: (s.argmax(1) == k).mean(), "what isn't right"),
        (lambda s, k: error(s.topk(5, largest=False)[1], s, k), "five lowest"),
        (lambda s, k: len(k) * by_loops(s, k), "how many"),
        (lambda s, k: 100 * by_loops(s, k), "not percent"),
        (lambda s, k: error((-s).argsort()[:, 1:5], s, k), "the highest is missing"),
        (lambda s, k: by_python(s, k - 1), "no − 1"),
        (lambda s, k: error((-s).argsort()[:, :5] + 1, s, k), "no − 1"),
        (lambda s, k: error((-s).argsort()[:, :5], s, k + 1), "no + 1"),
        (lambda s, k: 1 - hits(s, k).mean(), "pictures' five, (N, N): with"),
        (lambda s, k: 1 - hits(s, k).sum() / len(k), "an error below 0"),
        (lambda s, k: error(s.argsort(axis=0)[:, -5:], s, k), "axis=1"),
        (lambda s, k: (s.argsort()[:, ::-1][range(len(k)), k] > 4).mean(), "its rank"),
        (lambda s, k: error(np.sort(s)[:, -5:], s, k), "not scores"),
        (lambda s, k: 1 - np.equal(*five(s, k)).all(1).mean(), "any, not all"),
        (lambda s, k: sum(each(s, k)) // len(k), "not //"),
        (lambda s, k: 1 - np.isin(k, s.argsort()[:, -5:]).mean(), "its own picture's"),
        (lambda s, k: 1 - np.equal(*five(s, k)).mean(), "one hit in five"),
        (lambda s, k: by_loops(s, k) * len(k) / s.shape[1], "not of classes"),
        (lambda s, k: each(s, k)[0], "after the loop"),
        (each, "which pictures are missed"),
        (lambda s, k: 1 - np.array(each(s, k)), "which pictures are right"),
        (lambda s, k: s.topk(5).indices, "these are the five classes;"),
        (lambda s, k: s.argsort()[:, -5:], "lowest first"),
        (lambda s, k: error((-abs(s)).argsort()[:, :5], s, k), "cases differ"),
        (lambda s, k: 0.5, "cases differ"),
        (lambda s, k: 1 - (s.topk(5)[1] == k[:, None]).any(1).mean(), "Bool"),
        (lambda s, k: s.topk(5).indicez, "AttributeError"),
        (lambda s, k: str(by_loops(s, k)), "not str"),
        (lambda s, k: s.sort() or by_loops(s, k), "you changed s itself"),
    ]
)
def test_wrong_errors_are_named(wrong, words):
    report = checks.top5(wrong)
    assert not report.passed and words in repr(report)


# --- the width that fits ------------------------------------------------


def one_by_one(N, F, S, P):
    while (N - F + 2 * P) % S:
        N += 1
    return N


def by_rounding_up(N, F, S, P):
    return F - 2 * P + S * -((F - 2 * P - N) // S)


def by_ceil(N, F, S, P):
    return np.ceil((N - F + 2 * P) / S) * S + F - 2 * P


def by_refusals(N, F, S, P):
    for n in range(N, 2 * N):
        try:
            arithmetic.output_size(n, F, S, P)
            return torch.tensor(n)
        except arithmetic.DoesNotFit:
            pass


def by_fractions(N, F, S, P):
    return next(
        n for n in range(N, N + S) if Fraction(n - F + 2 * P, S).denominator == 1
    )


@pytest.mark.parametrize(
    "right", [one_by_one, by_rounding_up, by_ceil, by_refusals, by_fractions]
)
def test_right_sizes(right):
    assert right(224, 11, 4, 0) == 227
    assert checks.why_not_224(right).passed


def stops(N, F, S, P):
    return (N - F + 2 * P) / S + 1


@judged(
    [
        (lambda N, F, S, P: (N - F + 2 * P) // S * S + F - 2 * P, "next smaller one"),
        (lambda N, F, S, P: int(stops(N - S / 2, F, S, P)) * S + F - 2 * P, "nearest"),
        (lambda N, F, S, P: int(stops(N, F, S, P)) * S + F - 2 * P, "N may fit"),
        (lambda N, F, S, P: one_by_one(N + P, F, S, 0) - P, "both sides"),
        (lambda N, F, S, P: one_by_one(N, F, S, 0), "forgot the padding"),
        (lambda N, F, S, P: one_by_one(N, F, S, -P), "makes room"),
        (lambda N, F, S, P: one_by_one(N, 0, S, P), "first window is F wide"),
        (lambda N, F, S, P: one_by_one(N, F - 1, S, P), "it is no pixel"),
        (lambda N, F, S, P: one_by_one(N, F + 1, S, P), "not N − F − 1"),
        (lambda N, F, S, P: one_by_one(N + 2 * P, F, S, 0), "picture itself"),
        (lambda *case: stops(one_by_one(*case), *case[1:]), "how often it stops; how"),
        (stops, "with a fraction"),
        (lambda *layer: int(stops(*layer)), "rounded down"),
        (lambda *layer: one_by_one(*layer) - layer[0], "are missing"),
        (lambda N, F, S, P: (N - F + 2 * P) % S, "are left over"),
        (lambda *layer: stops(*layer).is_integer(), "whether N fits"),
        (lambda N, F, S, P: bool((N - F + 2 * P) % S), "cases differ"),
        (lambda N, F, S, P: 223, "cases differ"),
        (lambda N, F, S, P: N + 3, "cases differ"),
        (lambda N, F, S, P: N + S - 1, "cases differ"),
        (lambda N, F, S, P: N if (N - F) % S == 0 else N + 3, "cases differ"),
        (lambda *layer: str(one_by_one(*layer)), "not str"),
        (lambda *layer: [one_by_one(*layer)], "its shape is (1,)"),
        (lambda *layer: arithmetic.output_size(*layer), "DoesNotFit"),
    ]
)
def test_wrong_sizes_are_named(wrong, words):
    report = checks.why_not_224(wrong)
    assert not report.passed and words in repr(report)


# --- fc6 ------------------------------------------------


FC6 = arithmetic.table(*arithmetic.ALEXNET[::-1])["fc6"].parameters


@pytest.mark.parametrize(
    "right",
    [
        FC6,
        float(FC6),
        np.int64(FC6),
        torch.tensor(FC6),
        np.array([6, 6, 256]).prod() * 4096 + 4096,
        torch.nn.Linear(9216, 4096).weight.numel() + 4096,
    ],
)
def test_right_fc6(right):
    assert checks.fc6(right).passed


@judged(
    [
        (6 * 6 * 256 * 4096 + 1, "forgot the biases"),
        (13 * 13 * 256 * 4096, "not conv5's"),
        (np.int64(6 * 6 * 4096), "all 256 channels"),
        (4096 * 4096.0, "that is fc7"),
        (1000 * 4096, "fc8's weights"),
        (torch.tensor(7 * 7 * 256 * 4096), "not 7×7"),
        (6 * 6 * 256 + 1, "so many parameters has one unit"),
        (37.8, "no millions"),
        (37.752832, "no millions"),
        (38e6, "no rounding"),
        (37_753_000, "no rounding"),
        (6 * 6 * 256 * 4096 + 4096 + 256, "count them all"),
        (37_752_833, "count them all"),
        (12, "another number"),
        (float("nan"), "another number"),
        (True, "another number"),
        ("37,752,832", "not str"),
        ([FC6], "its shape is (1,)"),
        (max, "a number or an array of numbers is wanted"),
    ]
)
def test_wrong_fc6_is_named(wrong, words):
    report = checks.fc6(wrong)
    assert not report.passed and words in repr(report)


# --- read an ablation -----------------------------------------------------------------


def verdict(points, most):
    return "helps" if points > most else "hurts" if points < -most else "can't tell"


def by_hand(full, without, t=2.3):
    squares = []
    for runs in (full, without):
        middle = sum(runs) / len(runs)
        variance = sum((run - middle) ** 2 for run in runs) / (len(runs) - 1)
        squares.append(variance / len(runs))
    points = sum(full) / len(full) - sum(without) / len(without)
    return verdict(points, t * sum(squares) ** 0.5)


def by_statistics(full, without):
    error = statistics.variance(full) / len(full)
    error += statistics.variance(without) / len(without)
    points = statistics.mean(full) - statistics.fmean(without)
    return verdict(points, 2.3 * error**0.5)


def by_interval(full, without):
    points, margin = intervals.difference(full, without)
    if points - margin <= 0 <= points + margin:
        return "can't tell"
    return "helps" if points > 0 else "hurts"


def by_welch(full, without):
    found = stats.ttest_ind(full, without, equal_var=False)
    if found.pvalue > 0.05:
        return "can't tell"
    return "helps" if found.statistic > 0 else "hurts"


def by_student(full, without):
    found = stats.ttest_ind(full, without)
    words = np.where(found.statistic > 0, "helps", "hurts")
    return np.where(found.pvalue < 0.05, words, "can't tell")


def by_tensors(full, without):
    full, without = torch.tensor(full), torch.tensor(without)
    error = (full.var() / len(full) + without.var() / len(without)).sqrt()
    return verdict((full.mean() - without.mean()).item(), 2.3 * error.item())


def loosely_written(full, without):
    return f" {by_hand(full, without).capitalize()} ".replace("'", "’")


RIGHT = [by_hand, by_statistics, by_interval, by_welch, by_student, by_tensors]


@pytest.mark.parametrize("right", [*RIGHT, loosely_written])
def test_right_verdicts(right):
    assert checks.read_ablation(right).passed


def test_lists_and_numpy_agree_on_the_cases():
    for full, without in nb07.ABLATIONS:
        assert len({str(right(full, without)) for right in RIGHT}) == 1


def by(margin, middle=statistics.fmean):
    def answer(full, without):
        most = margin(np.array(full), np.array(without))
        return verdict(middle(full) - middle(without), most)

    return answer


def sem(runs):
    return runs.std(ddof=1) / np.sqrt(len(runs))


def paired(full, without):
    found = stats.ttest_rel(full[:5], without[:5])
    if found.pvalue > 0.05:
        return "can't tell"
    return "helps" if found.statistic > 0 else "hurts"


def paired_by_hand(full, without):
    gaps = [a - b for a, b in zip(full, without, strict=False)]
    most = 2.3 * statistics.stdev(gaps) / len(gaps) ** 0.5
    return verdict(statistics.mean(gaps), most)


def no_run_overlaps(full, without):
    if min(full) > max(without):
        return "helps"
    return "hurts" if max(full) < min(without) else "can't tell"


def no_interval_overlaps(full, without):
    (a, over), (b, under) = ((runs.mean(), 2.3 * sem(runs)) for runs in (full, without))
    if a - over > b + under:
        return "helps"
    return "hurts" if a + over < b - under else "can't tell"


def of_one_size(full, without, n):
    error = np.sqrt((np.var(full, ddof=1) + np.var(without, ddof=1)) / n)
    points = np.mean(full) - np.mean(without)
    if abs(points) <= 2.3 * error:
        return "can't tell"
    return "helps" if points > 0 else "hurts"


def both(how):
    """A margin of 2.3 of how(a, b, their variances)."""
    return by(lambda a, b: 2.3 * how(a, b, a.var(ddof=1), b.var(ddof=1)))


WRONG = [
    (lambda a, b: "helps" if sum(a) / len(a) > b.mean() else "hurts", "higher mean"),
    (by(lambda a, b: 0, statistics.median), "higher median"),
    (by(lambda a, b: 0, lambda runs: sorted(runs)[-1]), "best run"),
    (by(lambda a, b: 0, lambda runs: runs[-1]), "last run"),
    (no_run_overlaps, "single runs may overlap"),
    (no_interval_overlaps, "intervals may overlap"),
    (by(lambda a, b: 2.3 * sem(b)), "full net's mean is"),
    (by(lambda a, b: 2.3 * sem(a)), "without the layers is"),
    (both(lambda a, b, va, vb: (va + vb) ** 0.5), "surer than"),
    (by(lambda a, b: a.std(ddof=1) + b.std(ddof=1)), "how far runs scatter"),
    (by(lambda a, b: 2.3 * (a.var() / len(a) + b.var() / len(b)) ** 0.5), "n − 1"),
    (by(lambda a, b: (sem(a) ** 2 + sem(b) ** 2) ** 0.5), "one time in three"),
    (by(lambda a, b: 1.96 * np.hypot(sem(a), sem(b))), "for many runs"),
    (by(lambda a, b: 2.78 * np.hypot(sem(a), sem(b))), "too cautious"),
    (both(lambda a, b, va, vb: va / len(a) + vb / len(b)), "square root"),
    (both(lambda a, b, va, vb: np.hypot(va**0.5 / len(a), vb**0.5 / len(b))), "n, too"),
    (
        both(lambda a, b, va, vb: (va**0.5 / len(a) + vb**0.5 / len(b)) ** 0.5),
        "square s before",
    ),
    (
        both(lambda a, b, va, vb: ((va + vb) / (len(a) + len(b))) ** 0.5),
        "not their sum by both",
    ),
    (lambda a, b: of_one_size(a, b, 5), "needn't be 5"),
    (lambda a, b: of_one_size(a, b, len(a)), "its own n"),
    (lambda a, b: of_one_size(a, b, min(len(a), len(b))), "its own n"),
    (paired, "no pairs"),
    (paired_by_hand, "no pairs"),
    (lambda a, b: by_welch(b, a), "other way round"),
    (lambda a, b: by_welch(a, b).replace("hurts", "can't tell"), "below 0"),
    (lambda a, b: by_welch(a, b).replace("can't tell", "hurts"), "needn't hurt"),
    (lambda a, b: by_welch(a, b).replace("hurts", "helps"), "sign"),
    (lambda a, b: "can't tell", "you can tell"),
    (lambda a, b: "helps", "cases differ"),
    *((by(lambda a, b, c=c: c), "cases differ") for c in (0.3, 0.5, 0.7, 1, 1.4, 2)),
    *(
        (by(lambda a, b, t=t: t * np.hypot(sem(a), sem(b))), "cases differ")
        for t in (1.5, 1.8, 2.1, 2.5, 3, 4)
    ),
    (by(lambda a, b: 2.3 * np.hypot(sem(a), sem(b)), np.median), "cases differ"),
    (by(lambda a, b: 2.3 * max(sem(a), sem(b))), "cases differ"),
    (by(lambda a, b: 2.3 * np.hypot(sem(a), b.std() / len(b) ** 0.5)), "cases differ"),
    (
        lambda a, b: "helps" if a.mean() - 2.3 * sem(a) > b.mean() else "can't tell",
        "cases differ",
    ),
    (lambda a, b: by_hand(a[:5], b[:5]), "cases differ"),
    (lambda a, b: by_hand(a[-5:], b), "cases differ"),
    (lambda a, b: by_hand(sorted(a)[1:-1], sorted(b)[1:-1]), "cases differ"),
    (lambda a, b: 1 if by_welch(a, b) == "helps" else 0, "one of these words"),
    (lambda a, b: a.mean() > b.mean(), "one of these words"),
    (lambda a, b: ["helps"], "one of these words"),
    (lambda a, b: "cannot tell", "one of these words"),
    (lambda a, b: by_hand(a, b).upper() if a > b else "", "one of these words"),
    (lambda a, b: a.sort() or by_hand(a, b), "you changed a itself"),
]


@judged(WRONG)
def test_wrong_verdicts_are_named(wrong, words):
    report = checks.read_ablation(wrong)
    assert not report.passed and words in repr(report)
