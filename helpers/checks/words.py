"""Checks of functions that answer with a word, or with True or False."""

import re
from functools import partial

import numpy as np

from helpers.checks import base


def one_of(*words):
    """The check of an Exercise that is answered with one of these words.

    Capitals, spaces around a word and the kind of apostrophe don't matter.
    """
    wanted = f"answer with one of these words: {', '.join(map(repr, words))}"
    return partial(_check, read=_words, allowed=words, wanted=wanted)


def check_truth(name, attempt, right, cases, mistakes):
    """The check of an Exercise that is answered with True or False.

    What re.fullmatch returns, a match or None, counts, too.
    """
    how = {
        "read": _truths,
        "allowed": (True, False),
        "wanted": "True or False is wanted",
    }
    return _check(name, attempt, right, cases, mistakes, **how)


def _check(name, attempt, right, cases, mistakes, read, allowed, wanted):
    """read(answers): each as one of `allowed`, or, if it is none, as it was."""
    answers = base.run(name, attempt, cases)
    if isinstance(answers, base.Report):
        return answers
    kind = type(allowed[0])  # as 1 == True
    rows = [
        (case, right(*case), got)
        for case, got in zip(cases, read(answers), strict=True)
    ]
    unclear = [row for row in rows if type(row[2]) is not kind or row[2] not in allowed]
    failed = unclear or [row for row in rows if row[1] != row[2]]
    if not failed:
        return base.Report("correct", f"{name}: correct, all {len(cases)} cases agree")

    case, expected, got = failed[0]
    made = (
        mistake
        for mistake, wrong in mistakes.items()
        if not unclear and all(wrong(*case) == got for case, _, got in rows)
    )
    words = next(made, f"{len(failed)} of {len(cases)} cases differ")
    if got is None or isinstance(got, BaseException):
        words = base.difference(got, expected)
        if got is None and kind is bool:
            words += ". Or did you return what re gives? Nothing fits, so it is None"
    elif unclear:
        words = wanted
    details = [("input", ", ".join(map(base.show, case)))]
    details += [("expected", base.show(expected)), ("got", base.show(got))]
    return base.Report("wrong", f"{name}: {words}", details)


def _words(answers):
    """Plain words, also out of np.where's arrays of one."""
    return [
        got.strip().lower().replace("’", "'") if isinstance(got, str) else got
        for got in map(_single, answers)
    ]


def _truths(answers):
    """True or False, also out of arrays of one; None, too, where others are matches."""
    matches = any(isinstance(answer, re.Match) for answer in answers)
    kinds = (re.Match, type(None)) if matches else ()
    return [
        got is not None if isinstance(got, kinds) else _truth(got) for got in answers
    ]


def _truth(got):
    single = _single(got)
    return bool(single) if type(single) in (float, bool) and single in (0, 1) else got


def _single(got):
    return got.item() if isinstance(got, np.ndarray) and got.size == 1 else got
