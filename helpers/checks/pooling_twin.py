"""The checker of notebook 04 for pictures that pool alike."""

import itertools

import numpy as np

from helpers.checks import base
from helpers.checks.pooling import COMP, pool, windows


def twin(attempt):
    """Checks attempt(x): another picture with the same 2×2 maxima and averages.

    At least half of its numbers have to differ from x's in the same place.
    """
    some = np.random.default_rng(6).permutation(48).reshape(6, 8) / 4 - 5
    pictures = [COMP, some, *_tied()]
    answers = base.run("twin", attempt, [(x,) for x in pictures])
    if isinstance(answers, base.Report):
        return answers
    reports = [_twin(x, got) for x, got in zip(pictures, answers, strict=True)]
    return next((report for report in reports if not report.passed), reports[0])


def _tied():
    """Of each way to be equal in a window, but for all four, a picture full of it.

    Any swap, flip or sort leaves some of them as they are; a quarter turn none.
    """
    for kind in itertools.product((0, 1), repeat=4):
        if 0 < sum(kind) < 4:
            window = np.reshape(kind, (2, 2))
            yield np.hstack([window + 1, 3 * window + 4])


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
        verdict = f"here that is x itself: {_unturned(x, got)}"
    elif all(kept) and share < 0.5:
        count = round(share * x.size)
        verdict = f"only {count} of {x.size} numbers differ, at least half have to: "
        verdict += _unturned(x, got)
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


def _unturned(x, got):
    """In words, a window that comes out as it went in."""
    places = [place for _, _, place in windows(x, 2, 2)]
    still = min(places, key=lambda place: np.abs(got - x)[place].max())
    return f"the window {x[still].tolist()} comes out as it went in"
