"""Checkers of notebook 07: right answers pass, each mistake is named."""

import statistics
from fractions import Fraction

import numpy as np
import pytest
import torch
from scipy import stats

from helpers import arithmetic, checks, intervals, models
from helpers.checks import ablation, alexnet

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


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (6 * 6 * 256 * 4096, "forgot the biases"),
        (6 * 6 * 256 * 4096 + 1, "forgot the biases"),
        (13 * 13 * 256 * 4096 + 4096, "not conv5's"),
        (13 * 13 * 256 * 4096, "not conv5's"),
        (6 * 6 * 4096 + 4096, "all 256 channels"),
        (256 * 4096 + 4096, "all 6×6 places"),
        (6 * 256 * 4096 + 4096, "a square"),
        (4096 * 4096 + 4096, "that is fc7"),
        (4096 * 4096, "that is fc7"),
        (4_097_000, "that is fc8"),
        (6 * 6 * 128 * 4096 + 4096, "groups end"),
        (7 * 7 * 256 * 4096 + 4096, "not 7×7"),
        (5 * 5 * 256 * 4096 + 4096, "the first stop"),
        (6 * 6 * 384 * 4096 + 4096, "384 are conv4's"),
        (9216 * 4096 + 9216, "not to the inputs"),
        (9216, "so many numbers one unit reads"),
        (60_965_224, "whole network"),
        (37.8, "no millions"),
        (37.752832, "no millions"),
        (38e6, "no rounding"),
        (37_753_000, "no rounding"),
        (6 * 6 * 256 * 4096 + 4096 + 256, "count them all"),
        (37_800_000, "no rounding"),
        (12, "another number"),
        ("37,752,832", "not str"),
        ([FC6], "its shape is (1,)"),
        (max, "a number or an array of numbers is wanted"),
        (float("nan"), "another number"),
        (True, "another number"),
    ],
)
def test_wrong_fc6_is_named(wrong, words):
    report = checks.fc6(wrong)
    assert not report.passed and words in repr(report)


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


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda N, F, S, P: N, "seems to fit"),
        (lambda N, F, S, P: N - (N - F + 2 * P) % S, "next smaller one"),
        (lambda N, F, S, P: (N - F + 2 * P) // S * S + F - 2 * P, "next smaller one"),
        (
            lambda N, F, S, P: int((N - F + 2 * P) / S + 0.5) * S + F - 2 * P,
            "nearest one",
        ),
        (lambda N, F, S, P: N + (N - F + 2 * P) % S, "filling up"),
        (lambda N, F, S, P: ((N - F + 2 * P) // S + 1) * S + F - 2 * P, "N may fit"),
        (lambda N, F, S, P: one_by_one(N + P, F, S, 0) - P, "both sides"),
        (lambda N, F, S, P: one_by_one(N, F, S, 0), "forgot the padding"),
        (lambda N, F, S, P: one_by_one(N, F, S, -P), "makes room"),
        (lambda N, F, S, P: one_by_one(N, 0, S, P), "first window is F wide"),
        (lambda N, F, S, P: one_by_one(N, F - 1, S, P), "it is no pixel"),
        (lambda N, F, S, P: one_by_one(N, F + 1, S, P), "not N − F − 1"),
        (lambda N, F, S, P: one_by_one(N + 2 * P, F, S, 0), "picture itself"),
        (
            lambda N, F, S, P: arithmetic.output_size(one_by_one(N, F, S, P), F, S, P),
            "how often it stops; how",
        ),
        (lambda N, F, S, P: (N - F + 2 * P) / S + 1, "with a fraction"),
        (lambda N, F, S, P: (N - F + 2 * P) // S + 1, "rounded down"),
        (lambda N, F, S, P: one_by_one(N, F, S, P) - N, "are missing"),
        (lambda N, F, S, P: (N - F + 2 * P) % S, "are left over"),
        (lambda N, F, S, P: ((N - F + 2 * P) / S).is_integer(), "whether N fits"),
        (lambda N, F, S, P: bool((N - F + 2 * P) % S), "cases differ"),
        (
            lambda N, F, S, P: (
                N - (N - F + 2 * P) % S,
                one_by_one(N, F, S, P),
            ),
            "not its two neighbours",
        ),
        (lambda N, F, S, P: 227, "compute it"),
        (lambda N, F, S, P: 223, "cases differ"),
        (lambda N, F, S, P: N + 3, "cases differ"),
        (
            lambda N, F, S, P: next(
                n for n in range(N, N + 5) if (n - F + 2 * P) % S == 0
            ),
            "StopIteration",
        ),
        (lambda N, F, S, P: N + S - 1, "cases differ"),
        (lambda N, F, S, P: N if (N - F) % S == 0 else N + 3, "cases differ"),
        (lambda N, F, S, P: str(one_by_one(N, F, S, P)), "not str"),
        (lambda N, F, S, P: [one_by_one(N, F, S, P)], "its shape is (1,)"),
        (lambda N, F, S, P: arithmetic.output_size(N, F, S, P), "DoesNotFit"),
    ],
)
def test_wrong_sizes_are_named(wrong, words):
    report = checks.why_not_224(wrong)
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
    for full, without in ablation.ABLATIONS:
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


WRONG = [
    (by(lambda a, b: 0), "higher mean isn't"),
    (lambda a, b: "helps" if sum(a) / len(a) > b.mean() else "hurts", "higher mean"),
    (by(lambda a, b: 0, statistics.median), "higher median"),
    (by(lambda a, b: 0, max), "best run"),
    (by(lambda a, b: 0, min), "worst run"),
    (by(lambda a, b: 0, lambda runs: runs[0]), "first run"),
    (by(lambda a, b: 0, lambda runs: runs[-1]), "last run"),
    (no_run_overlaps, "single runs may overlap"),
    (no_interval_overlaps, "intervals may overlap"),
    (by(lambda a, b: 2.3 * sem(b)), "full net's mean is"),
    (by(lambda a, b: 2.3 * sem(a)), "without the layers is"),
    (by(lambda a, b: 2.3 * (a.var(ddof=1) + b.var(ddof=1)) ** 0.5), "surer than"),
    (by(lambda a, b: a.std(ddof=1) + b.std(ddof=1)), "how far runs scatter"),
    (by(lambda a, b: 2.3 * (a.var() / len(a) + b.var() / len(b)) ** 0.5), "n − 1"),
    (by(lambda a, b: (sem(a) ** 2 + sem(b) ** 2) ** 0.5), "one time in three"),
    (by(lambda a, b: 2 * np.hypot(sem(a), sem(b))), "for many runs"),
    (by(lambda a, b: 1.96 * np.hypot(sem(a), sem(b))), "for many runs"),
    (by(lambda a, b: 2.78 * np.hypot(sem(a), sem(b))), "too cautious"),
    (by(lambda a, b: 2.3 * (sem(a) ** 2 + sem(b) ** 2)), "square root"),
    (
        by(
            lambda a, b: (
                2.3 * (np.std(a, ddof=1) / len(a) + sem(b) / len(b) ** 0.5) ** 0.5
            )
        ),
        "square s before",
    ),
    (
        by(
            lambda a, b: (
                2.3 * np.hypot(np.std(a, ddof=1) / len(a), sem(b) / len(b) ** 0.5)
            )
        ),
        "over n, too",
    ),
    (
        by(
            lambda a, b: (
                2.3 * ((a.var(ddof=1) + b.var(ddof=1)) / (len(a) + len(b))) ** 0.5
            )
        ),
        "not their sum by both",
    ),
    (
        by(lambda a, b: 2.3 * ((a.var(ddof=1) + b.var(ddof=1)) / len(a)) ** 0.5),
        "its own n",
    ),
    (paired, "no pairs"),
    (paired_by_hand, "no pairs"),
    (lambda a, b: by_welch(b, a), "other way round"),
    (lambda a, b: "helps" if by_welch(a, b) == "helps" else "can't tell", "below 0"),
    (lambda a, b: "helps" if by_welch(a, b) == "helps" else "hurts", "needn't hurt"),
    (lambda a, b: "can't tell" if by_welch(a, b) == "can't tell" else "helps", "sign"),
    (lambda a, b: "can't tell", "you can tell"),
    (lambda a, b: "helps", "cases differ"),
    (by(lambda a, b: 1), "cases differ"),
    (by(lambda a, b: 0.5), "cases differ"),
    (by(lambda a, b: 4 * np.hypot(sem(a), sem(b))), "cases differ"),
    (by(lambda a, b: 2.3 * np.hypot(sem(a), sem(b)), np.median), "cases differ"),
    (by(lambda a, b: 2.3 * max(sem(a), sem(b))), "cases differ"),
    (
        lambda a, b: "helps" if a.mean() - 2.3 * sem(a) > b.mean() else "can't tell",
        "cases differ",
    ),
    (lambda a, b: by_hand(a[:5], b[:5]), "cases differ"),
    (lambda a, b: by_hand(a[-5:], b), "cases differ"),
    (lambda a, b: of_one_size(a, b, 5), "needn't be 5"),
    (lambda a, b: of_one_size(a, b, len(a)), "its own n"),
    (lambda a, b: of_one_size(a, b, min(len(a), len(b))), "its own n"),
    (lambda a, b: by_hand(sorted(a)[1:-1], sorted(b)[1:-1]), "cases differ"),
    (lambda a, b: 1 if by_welch(a, b) == "helps" else 0, "one of these words"),
    (lambda a, b: a.mean() > b.mean(), "one of these words"),
    (lambda a, b: "no effect", "one of these words"),
    (lambda a, b: ["helps"], "one of these words"),
    (lambda a, b: "cannot tell", "one of these words"),
    (lambda a, b: by_hand(a, b).upper() if a > b else "", "ValueError"),
]


@pytest.mark.parametrize(("wrong", "words"), WRONG)
def test_wrong_verdicts_are_named(wrong, words):
    report = checks.read_ablation(wrong)
    assert not report.passed and words in repr(report)


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


def hits(scores, labels):
    """(N, N): the label of each picture in the five of each."""
    return (scores.argsort()[:, None, -5:] == labels.reshape(-1, 1)).any(-1)


def error(top, scores, labels):
    missed = [label not in row for row, label in zip(top, labels, strict=True)]
    return sum(missed) / len(labels)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda s, k: 1 - by_loops(s, k), "the share that is right"),
        (lambda s, k: np.mean(s.argmax(1) != k), "only the highest score counts here;"),
        (lambda s, k: (s.argmax(1) == k).mean(), "what isn't right"),
        (lambda s, k: error(s.argsort()[:, :5], s, k), "five lowest"),
        (lambda s, k: error(s.topk(5, largest=False)[1], s, k), "five lowest"),
        (lambda s, k: len(k) * by_loops(s, k), "how many"),
        (lambda s, k: 100 * by_loops(s, k), "not percent"),
        (lambda s, k: error(s.argsort()[:, -4:], s, k), "the fifth is missing"),
        (lambda s, k: error(s.argsort()[:, -5:-1], s, k), "the highest is missing"),
        (lambda s, k: error(s.argsort()[:, -6:], s, k), "these are six"),
        (
            lambda s, k: (
                1
                - sum(a in b for a, b in zip(k, s.argsort(axis=0)[-5:].T, strict=False))
                / len(k)
            ),
            "axis=1",
        ),
        (
            lambda s, k: (s.argsort()[:, ::-1][np.arange(len(k)), k] > 4).mean(),
            "no class its rank",
        ),
        (lambda s, k: by_python(s, k - 1), "no − 1"),
        (lambda s, k: error((-s).argsort()[:, :5] + 1, s, k), "no − 1"),
        (lambda s, k: error((-s).argsort()[:, :5], s, k + 1), "no + 1"),
        (lambda s, k: error((-abs(s)).argsort()[:, :5], s, k), "cases differ"),
        (lambda s, k: error(s.argsort(axis=None)[None, -5:], s, k[:1]), "cases differ"),
        (lambda s, k: 1 - hits(s, k).mean(), "pictures' five, (N, N): with"),
        (lambda s, k: 1 - hits(s, k).sum() / len(k), "an error below 0"),
        (lambda s, k: error(np.sort(s)[:, -5:], s, k), "not scores"),
        (
            lambda s, k: 1 - (s.argsort()[:, -5:] == k[:, None]).all(1).mean(),
            "any, not all",
        ),
        (lambda s, k: 1 - np.isin(k, s.argsort()[:, -5:]).mean(), "its own picture's"),
        (
            lambda s, k: 1 - (s.argsort()[:, -5:] == k[:, None]).mean(),
            "one hit in five",
        ),
        (lambda s, k: by_loops(s, k) * len(k) / s.shape[1], "not of classes"),
        (lambda s, k: by_loops(s[:1], k[:1]), "after the loop"),
        (
            lambda s, k: [by_loops(s[i : i + 1], k[i : i + 1]) for i in range(len(k))],
            "which pictures are missed",
        ),
        (
            lambda s, k: [
                1 - by_loops(s[i : i + 1], k[i : i + 1]) for i in range(len(k))
            ],
            "which pictures are right",
        ),
        (lambda s, k: (-s).argsort()[:, :5], "these are the five"),
        (lambda s, k: s.topk(5).indices, "these are the five"),
        (lambda s, k: 0.5, "cases differ"),
        (lambda s, k: error((-s).argsort()[:, :5], s, k) * len(k) // len(k), "not //"),
        (lambda s, k: 1.0, "every picture counts as missed"),
        (lambda s, k: 1 - (s.topk(5)[1] == k[:, None]).any(1).mean(), "Bool"),
        (lambda s, k: s.topk(5).indicez, "AttributeError"),
        (lambda s, k: str(by_loops(s, k)), "not str"),
    ],
)
def test_wrong_errors_are_named(wrong, words):
    report = checks.top5(wrong)
    assert not report.passed and words in repr(report)


# --- all of them ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("checker", "arguments"),
    [
        (checks.why_not_224, "N, F, S, P"),
        (checks.read_ablation, "full, without"),
        (checks.top5, "scores, labels"),
    ],
)
def test_stubs_and_crashes(checker, arguments):
    def made(body):
        return eval(f"lambda {arguments}: {body}")

    assert "not attempted yet" in repr(checker(made("...")))
    assert "not attempted yet" in repr(checker(...))
    assert "ZeroDivisionError" in repr(checker(made("1 / 0")))
    assert "without calling it" in repr(checker(3))
    assert "returns nothing" in repr(checker(made("print(end='')")))
    assert "TypeError" in repr(checker(lambda: 3))
    assert "SystemExit" in repr(checker(made("exit()")))


def test_no_number_of_fc6_is_not_attempted():
    assert "not attempted yet" in repr(checks.fc6(...))
    assert "not attempted yet" in repr(checks.fc6(None))


@pytest.mark.parametrize(
    ("module", "checker"),
    [
        (alexnet, checks.why_not_224),
        (ablation, checks.read_ablation),
        (alexnet, checks.top5),
    ],
)
def test_no_two_mistakes_look_alike(module, checker, monkeypatch):
    """Each wrong function is named by its own words, and none passes."""
    kept = {}

    def check(name, attempt, right, cases, mistakes, allowed=()):
        kept.update(mistakes)

    where = module.base if module is alexnet else module
    name = "check" if module is alexnet else "check_words"
    with monkeypatch.context() as patch:
        patch.setattr(where, name, check)
        checker(by_loops)
    assert len(kept) > 15
    for words, wrong in kept.items():
        assert words in repr(checker(wrong))


def test_fc6_is_what_torch_counts():
    assert models.parameters(torch.nn.Linear(6 * 6 * 256, 4096)) == FC6
