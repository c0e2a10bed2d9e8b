"""Checkers of functions that answer with a word, such as "can't tell"."""

import numpy as np

from . import base


def check_words(name, attempt, right, cases, mistakes, allowed):
    """A Report on a function whose answers are words in `allowed`; see base.check.

    Capitals, spaces around a word and the kind of apostrophe don't matter.
    """
    answers = base.run(name, attempt, cases)
    if isinstance(answers, base.Report):
        return answers
    rows = [
        (case, right(*case), _word(got))
        for case, got in zip(cases, answers, strict=True)
    ]
    unclear = [
        row for row in rows if not (isinstance(row[2], str) and row[2] in allowed)
    ]
    failed = unclear or [row for row in rows if row[1] != row[2]]
    if not failed:
        return base.Report("correct", f"{name}: correct, all {len(cases)} cases agree")

    case, expected, got = failed[0]
    words = f"{len(failed)} of {len(cases)} cases differ"
    if got is None or isinstance(got, BaseException):
        words = base.difference(got, "")
    elif unclear:
        words = f"answer with one of these words: {', '.join(map(repr, allowed))}"
    for mistake, wrong in mistakes.items():
        if not unclear and all(wrong(*case) == got for case, _, got in rows):
            words = mistake
            break
    details = [("input", ", ".join(map(base.show, case)))]
    details += [("expected", base.show(expected)), ("got", base.show(got))]
    return base.Report("wrong", f"{name}: {words}", details)


def _word(got):
    """The word itself, plain, also out of np.where's array of one."""
    got = got.item() if isinstance(got, np.ndarray) and got.size == 1 else got
    return got.strip().lower().replace("’", "'") if isinstance(got, str) else got
