"""The banks of answers: right ones pass, however written; wrong ones get their words.

answers/nb01.txt and its like begin with Python that all of a notebook's answers may
use. A section for each exercise follows: what is to be said, and further in, below it,
the answers of which it is said, as expressions. `*` before one: it makes several.
"""

import functools
import linecache
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from wide import WIDE

from helpers import checks
from helpers.checks import base

BANKS = sorted((Path(__file__).parent / "answers").glob("nb*.txt"))
RIGHT, SAME = "right", "the same in all random cases"


def sections(path):
    """The Python that comes first; and (name, its text) of each exercise."""
    code, *parts = re.split(r"^\[(\w+)\]\n", path.read_text("utf-8"), flags=re.M)
    return code, list(zip(parts[::2], parts[1::2], strict=True))


@functools.cache
def names(notebook):
    """What the answers to a notebook's exercises are written with."""
    path = BANKS[0].with_name(f"{notebook}.txt")
    code, known = sections(path)[0], {"__name__": notebook}
    linecache.cache[path.name] = len(code), None, code.splitlines(True), path.name
    exec(compile(code, path.name, "exec"), known)
    return known


def every():
    """(notebook, exercise, what is to be said, the answer's source), of all banks."""
    for path in BANKS:
        for name, text in sections(path)[1]:
            said = None
            for line in text.splitlines():
                if line.startswith(" "):
                    yield path.stem, name, said, line.strip()
                elif line:
                    said = line


NAMES = sorted({(notebook, name) for notebook, name, _, _ in every()})


@pytest.mark.parametrize(("notebook", "name"), NAMES, ids=[n for _, n in NAMES])
def test_each_answer_is_told_what_it_is(notebook, name):
    exercise = getattr(checks, name)
    own = [(said, code) for _, of, said, code in every() if of == name]
    for said, source in own:
        for answer in eval(f"[{source}]", names(notebook)):
            report = told(exercise, answer, said)
            if said in (RIGHT, SAME):
                assert report.passed, f"{source}\n{report}"
            else:
                found = report.status == "wrong" and said in repr(report)
                assert found, f"{source}\n{report}"


def told(exercise, answer, said):
    """The Report on an answer; of one that is the SAME, in many random cases."""
    if said != SAME:
        return exercise(*answer) if exercise.name == "bug_hunt" else exercise(answer)
    rng = np.random.default_rng(1)
    wide = [WIDE[exercise.name](rng) for _ in range(100)]
    return base.check(exercise.name, exercise.right, answer, wide, {})


def test_each_exercise_has_eight_right_answers_and_some_wrong_ones():
    rights, wrongs = Counter(), Counter()
    for notebook, name, said, source in every():
        if said == RIGHT:
            rights[name] += len(eval(f"[{source}]", names(notebook)))
        wrongs[name] += said not in (RIGHT, SAME)
    assert all(rights[name] >= 8 and wrongs[name] >= 5 for name in checks.MODULE)
