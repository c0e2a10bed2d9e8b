"""Checker of notebook 07: what may be concluded from an ablation's runs?"""

import numpy as np

from helpers.checks.words import one_of

VERDICTS = ("helps", "hurts", "can't tell")
# Welch's test and the t-test agree with our rule on each of them.
ABLATIONS = [
    ([86.2, 86.9, 86.5, 86.0, 86.6], [84.9, 85.3, 84.6, 85.0, 85.2]),
    ([84.9, 85.3, 84.6, 85.0, 85.2], [86.2, 86.9, 86.5, 86.0, 86.6]),
    ([85.5, 87.3, 86.4, 86.9, 84.2], [85.9, 85.2, 84.8, 84.5, 84.9]),
    ([85.8, 86.1, 85.7, 86.2, 86.5], [85.7, 85.2, 85.3, 85.8, 85.9]),
    ([86.4, 86.3, 85.9, 86.0, 86.6], [87.9, 86.0, 83.0, 84.5, 84.6]),
    ([84.4, 86.9, 85.0, 89.0, 84.3, 87.3, 86.8, 88.4], [84.5, 84.4, 84.2, 85.1, 84.3]),
    ([86.8, 87.0, 83.9, 84.7, 85.7], [88.0, 89.8, 87.3, 85.0, 89.0]),
    ([86.8, 83.7, 83.4, 86.5, 86.6], [86.2, 85.5, 85.7, 86.4, 85.9]),
    ([86.9, 86.3, 85.9, 86.5, 84.4], [87.7, 87.2, 87.8, 87.1, 87.0]),
    ([86.3, 86.1, 85.7, 85.8, 85.5], [85.9, 85.6, 85.2, 85.3, 85.8]),
    ([84.8, 86.2, 84.7, 86.5, 84.5], [86.6, 86.8, 86.4, 86.5, 86.7]),
    ([86.0, 85.7, 85.0, 86.4, 84.8, 85.4, 86.5, 85.5], [84.5, 84.6, 85.8, 85.0, 85.1]),
    ([85.1, 85.9, 86.0, 86.8, 85.7], [85.5, 86.6, 87.9, 85.9, 86.4]),
    ([86.0, 86.5, 86.2, 86.8, 86.6], [84.9, 85.2, 85.6, 84.5, 85.8]),
    ([84.1, 87.1, 85.7, 84.4, 86.0], [86.9, 86.4, 86.1, 87.2, 86.7]),
    ([85.6, 86.5, 86.7, 85.8, 86.3], [85.8, 87.1, 87.5, 86.2, 87.8]),
    ([87.6, 86.0, 84.7, 83.7, 85.7], [87.8, 86.0, 84.4, 86.6, 87.4]),
    ([83.5, 84.4, 85.5, 86.3, 85.5, 89.2, 86.7, 86.9], [87.7, 87.4, 88.0, 87.6, 88.3]),
    ([86.7, 85.7, 85.5, 86.3, 87.3, 87.2, 84.5, 83.4], [84.8, 84.5, 84.9, 84.5, 85.1]),
    ([86.3, 85.8, 85.9, 86.0, 86.3], [84.3, 85.6, 86.4, 85.1, 85.7, 85.7, 84.6, 83.9]),
]


def read_ablation(attempt):
    """Checks attempt(full, without): do the layers that were removed help?

    full, without: accuracies of some runs each. "helps" if the means differ by more
    than 2.3·√(s²/n + s²/n), where s² are the variances over n − 1, in favour of the
    full net; "hurts" if in favour of the other; otherwise "can't tell".
    """

    def by(margin, middle=np.mean):
        """The verdict that compares the middles' difference with margin(a, b)."""

        def verdict(full, without):
            points, most = middle(full) - middle(without), margin(full, without)
            return VERDICTS[0 if points > most else 1 if -points > most else 2]

        return verdict

    def error(a, b, ddof=1, n=len, m=len):
        """Squared standard error of the difference of two means."""
        return a.var(ddof=ddof) / n(a) + b.var(ddof=ddof) / m(b)

    def nothing(a, b):
        return 0

    def clear(full, without):
        return right(full, without) != "can't tell"

    def no_overlap(full, without):
        worse = min(full) > max(without), min(without) > max(full)
        return VERDICTS[worse.index(True) if any(worse) else 2]

    def in_pairs(full, without):
        gaps = np.array([a - b for a, b in zip(full, without, strict=False)])
        most = 2.3 * gaps.std(ddof=1) / len(gaps) ** 0.5
        return VERDICTS[0 if gaps.mean() > most else 1 if -gaps.mean() > most else 2]

    def shared(a, b):
        return (a.var(ddof=1) + b.var(ddof=1)) / (len(a) + len(b))

    right = by(lambda a, b: 2.3 * error(a, b) ** 0.5)
    mistakes = {
        "a higher mean isn't enough: other seeds, another mean": by(nothing),
        "a higher median isn't enough: other seeds, another median": (
            by(nothing, np.median)
        ),
        "the best run may be luck: use all": by(nothing, max),
        "a better worst run may be luck: use all": by(nothing, min),
        "only the first run counts here: use all": by(nothing, lambda runs: runs[0]),
        "only the last run counts here: use all": by(nothing, lambda runs: runs[-1]),
        "single runs may overlap where the means are clearly apart": no_overlap,
        "two intervals may overlap where the difference is clear: add s²/n, then √": (
            by(lambda a, b: 2.3 * (a.std(ddof=1) / len(a) ** 0.5 + _sem(b)))
        ),
        "the full net's mean is uncertain, too": by(lambda a, b: 2.3 * _sem(b)),
        "the mean without the layers is uncertain, too": by(lambda a, b: 2.3 * _sem(a)),
        "a mean of n runs is surer than one run: divide s² by n": (
            by(lambda a, b: 2.3 * error(a, b, n=lambda _: 1, m=lambda _: 1) ** 0.5)
        ),
        "s tells how far runs scatter, not how sure their mean is": (
            by(lambda a, b: a.std(ddof=1) + b.std(ddof=1))
        ),
        "these are a few runs of many: divide by n − 1 (ddof=1)": (
            by(lambda a, b: 2.3 * error(a, b, ddof=0) ** 0.5)
        ),
        "one standard error is passed by luck one time in three: take 2.3": (
            by(lambda a, b: error(a, b) ** 0.5)
        ),
        "two standard errors are for many runs; for these few, take 2.3": (
            by(lambda a, b: 2 * error(a, b) ** 0.5)
        ),
        "too cautious: 2.3 is enough, and each s² (with its n − 1) is divided by n": (
            by(lambda a, b: 2.78 * error(a, b) ** 0.5)
        ),
        "you forgot the square root": by(lambda a, b: 2.3 * error(a, b)),
        "square s before you divide by n and add": (
            by(
                lambda a, b: (
                    2.3 * (a.std(ddof=1) / len(a) + b.std(ddof=1) / len(b)) ** 0.5
                )
            )
        ),
        "the root goes over n, too: s²/n, not s²/n²": (
            by(lambda a, b: 2.3 * error(a / len(a) ** 0.5, b / len(b) ** 0.5) ** 0.5)
        ),
        "each s² is divided by its own n, not their sum by both": (
            by(lambda a, b: 2.3 * shared(a, b) ** 0.5)
        ),
        "each s² is divided by its own n": (
            by(lambda a, b: 2.3 * error(a, b, m=lambda _: len(a)) ** 0.5)
        ),
        "each s² is divided by its own n, and that needn't be 5": (
            by(lambda a, b: 2.3 * error(a, b, n=lambda _: 5, m=lambda _: 5) ** 0.5)
        ),
        "n may differ: these are no pairs, take the difference of the means": in_pairs,
        "it is the other way round: a layer helps if the full net is better": (
            lambda full, without: right(without, full)
        ),
        "a difference below 0 can be clear, too: then the layers hurt": (
            lambda full, without: (
                "helps" if right(full, without) == "helps" else "can't tell"
            )
        ),
        "what doesn't clearly help needn't hurt: perhaps you can't tell": (
            lambda full, without: (
                "helps" if right(full, without) == "helps" else "hurts"
            )
        ),
        "clear it is; but look at the sign: which net is better?": (
            lambda full, without: "helps" if clear(full, without) else "can't tell"
        ),
        "where there is a clear difference, you can tell": (
            lambda full, without: "can't tell"
        ),
    }
    cases = [tuple(map(np.array, case)) for case in ABLATIONS]
    return one_of(*VERDICTS)("read_ablation", attempt, right, cases, mistakes)


def _sem(runs):
    return runs.std(ddof=1) / len(runs) ** 0.5
