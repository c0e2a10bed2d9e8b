"""The checker of notebook 04 for pictures that pool alike."""

import numpy as np

from . import base
from .pooling import COMP, pool


def twin(attempt):
    """Checks attempt(x): another picture with the same 2×2 maxima and averages.

    At least half of its numbers have to differ from x's in the same place.
    """
    some = np.random.default_rng(6).permutation(48).reshape(6, 8) * 1.0
    answers = base.run("twin", attempt, [(COMP,), (some,)])
    if isinstance(answers, base.Report):
        return answers
    reports = [_twin(x, got) for x, got in zip((COMP, some), answers, strict=True)]
    return next((report for report in reports if not report.passed), reports[0])


def _twin(x, got):
    details = [("x", base.show(x)), ("got", base.show(got))]
    if not base.is_array(got) or got.shape != x.shape:
        return base.Report("wrong", f"twin: {base.difference(got, x)}", details)

    with np.errstate(all="ignore"):  # of NaN and infinities
        pairs = [
            (pool(got, 2, 2, take), pool(x, 2, 2, take)) for take in (np.max, np.mean)
        ]
        share = np.mean(~np.isclose(got, x))
    kept = [base.same(ours, wanted) for ours, wanted in pairs]
    moved = [base.same(*(np.sort(a, None) for a in pair)) for pair in pairs]
    if all(kept) and share == 0:
        verdict = "that is x itself; at least half of its numbers have to differ"
    elif all(kept) and share < 0.5:
        count = round(share * x.size)
        verdict = f"only {count} of {x.size} numbers differ: at least half have to"
    elif all(kept):
        words = "other numbers, the same maxima and averages"
        return base.Report("correct", f"twin: correct, {words}", details)
    elif all(moved):
        verdict = "windows changed places, so the pooled pictures moved as well"
    elif kept[0]:
        verdict = "the maxima are kept, the averages aren't"
    elif kept[1]:
        verdict = "the averages are kept, the maxima aren't"
    else:
        verdict = "neither the maxima nor the averages of the 2×2 windows are kept"
    return base.Report("wrong", f"twin: {verdict}", details)
