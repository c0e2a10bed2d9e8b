"""Every exercise: its solution, its mistakes by name, and its mutants."""

import ast
import re
from functools import cache, partial
from pathlib import Path

import nbformat
import numpy as np
import pytest
from mutants import mutants
from wide import DOES, WIDE

from helpers import checks
from helpers.checks import base
from helpers.checks.exercise import Exercise

NOTEBOOKS = Path(checks.__file__).parents[2] / "notebooks"
EXERCISES = {
    part.name: part
    for name in checks.__all__
    if isinstance(found := getattr(checks, name), Exercise)
    for part in found.parts
}
MANY = 150  # random cases on which a mutant is judged
QUICK = 8  # mutants of an exercise that are tried without --thorough
each = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=list(EXERCISES))


@cache
def solutions():
    """The sources of all solution cells."""
    paths = NOTEBOOKS.glob("[0-9][0-9]_*.ipynb")
    cells = [cell for p in paths for cell in nbformat.read(p, as_version=4).cells]
    return [c.source for c in cells if "solution" in c.metadata.get("tags", [])]


def code(exercise):
    """The solution as its cell writes it; of a value, what is assigned."""
    for source in solutions() if exercise.of_value else ():
        if f"checks.{exercise.name}(" in source:
            return ast.unparse(ast.parse(source).body[0].value)
    return exercise.code


@each
def test_the_solution_is_a_notebooks(exercise):
    if exercise.of_value:
        assert eval(code(exercise)) == exercise.right
    else:
        assert any(exercise.code.strip() in source for source in solutions())


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


@each
def test_stubs_crashes_and_odd_answers_are_shown(exercise):
    name = exercise.name
    for stub in (None, ...):
        assert repr(exercise(stub)) == f"{name}: not attempted yet"
    if exercise.of_value:
        for odd in ("one", ["1", "-1"], [[1], [2, 3]], [], 10**400, 1j, lambda: 1):
            report = exercise(odd)
            assert report.status == "wrong" and len(repr(report)) < 1500
        return
    assert repr(exercise(lambda *given: ...)) == f"{name}: not attempted yet"
    assert "ZeroDivisionError" in repr(exercise(lambda *given: 1 / 0))
    assert "without calling it" in exercise(3).verdict
    verdict = exercise(lambda *given: print(end="")).verdict
    assert re.search("returns nothing|nothing is frozen", verdict)


def survivors(exercise, tried):
    """The mutants that pass though they are wrong, and how many pass and are right."""
    rng = np.random.default_rng(0)
    wide = [WIDE[exercise.name](rng) for _ in range(MANY)]
    alive, equivalent = [], 0
    for words, code in tried:
        mutant = exercise.made(code)
        value = exercise.of_value  # it is judged as it is
        if not (exercise(mutant) if value else judged(exercise, mutant)).passed:
            continue
        if judged(exercise, mutant, wide).passed:
            equivalent += 1
        else:
            alive.append(f"{words}\n{code}")
    return alive, equivalent


def judged(exercise, mutant, cases=None):
    """The Report without a mistake's name, which takes long to find."""
    name, right, check = exercise.name, exercise.right, exercise.check
    if exercise.of_value:
        mutant, right = (partial(DOES[name], value) for value in (mutant, right))
        check = base.check
    return check(name, mutant, right, cases or exercise.cases, {})


@each
@pytest.mark.filterwarnings("ignore")
def test_no_wrong_mutant_passes(exercise, record_property, request):
    tried = every = list(mutants(code(exercise)))
    if not request.config.getoption("thorough"):
        tried = every[:: len(every) // QUICK + 1]
    alive, equivalent = survivors(exercise, tried)
    killed = len(tried) - equivalent - len(alive)
    note = f"{killed} fail and {equivalent} are right of {len(tried)} mutants"
    record_property("note", f"{exercise.name}: {note}, {len(every)} in all")
    assert not alive, "\n\n".join(alive)
