"""Every exercise: its solution, its mistakes by name, and its mutants."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from mutants import mutants

from helpers import checks
from helpers.checks.exercise import Exercise

NOTEBOOKS = Path(checks.__file__).parents[2] / "notebooks"
EXERCISES = {
    name: found
    for name in checks.__all__
    if isinstance(found := getattr(checks, name), Exercise)
}
WIDE = 150  # random cases on which a mutant is judged
each = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=list(EXERCISES))


def solutions():
    """{name of the checker: its solution cell's source}"""
    found = {}
    for path in NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            if "solution" in cell.metadata.get("tags", []):
                (name,) = re.findall(r"assert checks\.(\w+)\(", cell.source)
                found[name] = cell.source
    return found


@each
def test_the_solution_is_the_notebooks(exercise):
    assert exercise.code.strip() in solutions()[exercise.name]


@each
def test_the_solution_passes(exercise):
    report = exercise(exercise.right)
    assert report.passed, report


@each
def test_each_mistake_gets_its_own_words(exercise):
    for words, wrong in exercise.mistakes.items():
        report = exercise(wrong)
        assert not report.passed, f"accepted: {words}"
        assert words in report.verdict, f"{words}\nis called\n{report.verdict}"


def survivors(exercise):
    """(mutants that pass though they are wrong, all mutants, those that are right)."""
    rng = np.random.default_rng(0)
    wide = [exercise.wide(rng) for _ in range(WIDE)]
    alive, count, equivalent = [], 0, 0
    for words, code in mutants(exercise.code):
        count += 1
        mutant = exercise.made(code)
        if not passes(exercise, mutant, exercise.cases):
            continue
        if passes(exercise, mutant, wide):
            equivalent += 1
        else:
            alive.append(f"{words}\n{code}")
    return alive, count, equivalent


def passes(exercise, mutant, cases):
    """Without looking for a name if it is wrong, which takes long."""
    return exercise.check(exercise.name, mutant, exercise.right, cases, {}).passed


@each
def test_no_wrong_mutant_passes(exercise, record_property):
    alive, count, equivalent = survivors(exercise)
    killed = count - equivalent - len(alive)
    note = f"{exercise.name}: {killed} of {count} mutants fail, {equivalent} are right"
    record_property("note", note)
    assert not alive, "\n\n".join(alive)
