"""Checkers of functions that answer with a word, or with True or False."""

import re

import numpy as np

from helpers.checks import base


def check_words(name, attempt, right, cases, mistakes, allowed):
    """A Report on a function whose answers are words in `allowed`; see base.check.

    Capitals, spaces around a word and the kind of apostrophe don't matter.
    """
    wanted = f"answer with one of these words: {', '.join(map(repr, allowed))}"
    return _check(name, attempt, right, cases, mistakes, allowed, wanted, _words)


def check_truth(name, attempt, right, cases, mistakes):
    """A Report on a function that answers True or False; see base.check.

    What re.fullmatch returns, a match or None, counts, too.
    """
    allowed, wanted = (True, False), "True or False is wanted"
    return _check(name, attempt, right, cases, mistakes, allowed, wanted, _truths)


def _check(name, attempt, right, cases, mistakes, allowed, wanted, read):
    """read(answers): each as one of `allowed`, or, if it is none, as it was."""
    answers = base.run(name, attempt, cases)
    if isinstance(answers, base.Report):
        return answers
    rows = [
        (case, right(*case), got)
        for case, got in zip(cases, read(answers), strict=True)
    ]
    kind = type(allowed[0])  # as 1 == True
    unclear = [
        row for row in rows if not (isinstance(row[2], kind) and row[2] in allowed)
    ]
    failed = unclear or [row for row in rows if row[1] != row[2]]
    if not failed:
        return base.Report("correct", f"{name}: correct, all {len(cases)} cases agree")

    case, expected, got = failed[0]
    words = f"{len(failed)} of {len(cases)} cases differ"
    if got is None or isinstance(got, BaseException):
        words = base.difference(got, expected)
        if got is None and kind is bool:
            words += ". Or did you return what re gives? Nothing fits, so it is None"
    elif unclear:
        words = wanted
    for mistake, wrong in mistakes.items():
        if not unclear and all(wrong(*case) == got for case, _, got in rows):
            words = mistake
            break
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
