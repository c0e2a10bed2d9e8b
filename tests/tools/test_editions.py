"""Editions: what is left out, what is opened, and what nbgrader gets."""

import re
import shutil
import subprocess

import nbformat
import pytest

from tools import check, editions

FOLDER = "Übung 1, für euch"
NOTEBOOKS = sorted((editions.ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


def read(path):
    return nbformat.read(path, as_version=4).cells


def tagged(cells, tag):
    return [cell for cell in cells if tag in editions.tags(cell)]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder of each edition of all notebooks; its path has spaces and umlauts."""
    folder = tmp_path_factory.mktemp("editions") / FOLDER
    for words in ["student"], ["instructor"], ["student", "--nbgrader"]:
        what, *option = words
        editions.main([what, str(folder / "-".join(words)), *option])
    return folder


def test_students_get_stubs_and_no_solutions(made):
    for path in NOTEBOOKS:
        cells = read(made / "student" / path.name)
        assert len(tagged(cells, "exercise")) == len(tagged(read(path), "exercise"))
        assert not tagged(cells, "solution")
        assert not any(map(editions.is_notes, cells))
        assert not any(cell.get("outputs") for cell in cells)
        assert not any("](../" in cell.source for cell in cells)


def test_instructors_get_open_solutions_and_outputs(made):
    for path in NOTEBOOKS:
        cells = read(made / "instructor" / path.name)
        assert len(cells) == len(read(path))
        for cell in tagged(cells, "solution"):
            assert not {"jupyter", "cellView"} & set(cell.metadata)
        assert sum(bool(cell.get("outputs")) for cell in cells) > 20


def test_each_exercise_gives_nbgrader_an_answer_and_a_test(made):
    for path in NOTEBOOKS:
        inside = made / "student---nbgrader" / "source" / path.stem / path.name
        cells = read(inside)
        given = [
            cell.metadata.nbgrader for cell in cells if "nbgrader" in cell.metadata
        ]
        names = [mark.grade_id for mark in given]
        assert len(set(names)) == len(names) == 2 * len(tagged(cells, "exercise"))
        assert sum(mark.get("points", 0) for mark in given) == len(names) / 2
        for cell in tagged(cells, "exercise"):
            left = re.sub(r"### BEGIN.*### END SOLUTION", "", cell.source, flags=re.S)
            assert left.split() == next(
                stub.source.split() for stub in read(path) if stub.id == cell.id
            )


def test_what_is_wrong_is_said(made, tmp_path, capsys):
    for words, said in [
        (["student", str(made)], "isn't empty: give a new folder"),
        (["student", str(tmp_path / "x"), "--only", "99"], "there is no notebook 99"),
    ]:
        with pytest.raises(SystemExit):
            editions.main(words)
        assert said in capsys.readouterr().err
    with pytest.raises(SystemExit) as stopped:
        editions.main(["student", "--help"])
    assert stopped.value.code == 0
    assert 'run.py student "homework 1"' in capsys.readouterr().out


@pytest.mark.thorough
@pytest.mark.parametrize("what", ["student", "instructor"])
def test_an_edition_runs_to_its_end(made, what, capsys):
    for path in NOTEBOOKS:
        assert check.check(made / what / path.name), capsys.readouterr().out
    said = capsys.readouterr().out
    assert "not attempted" in said and "passed" not in said


@pytest.mark.thorough
def test_nbgrader_grades_a_right_and_a_wrong_submission(tmp_path):
    """Where nbgrader is installed: it is no part of the course's environment."""
    command = shutil.which("nbgrader")
    if command is None:
        pytest.skip("nbgrader isn't installed")

    def nbgrader(*words):
        subprocess.run([command, *words], cwd=course, check=True, capture_output=True)

    course = tmp_path / FOLDER
    editions.main(["student", str(course), "--nbgrader", "--only", "01"])
    (assignment,) = (path.stem for path in (course / "source").iterdir())
    nbgrader("generate_assignment", assignment)
    released = course / "release" / assignment / f"{assignment}.ipynb"
    assert not any("SOLUTION" in cell.source for cell in read(released))
    for student, source in ("right", course / "source"), ("wrong", released.parents[1]):
        theirs = course / "submitted" / student / assignment
        shutil.copytree(source / assignment, theirs)
    nbgrader("autograde", assignment)
    nbgrader("export", "--to", "grades.csv")
    rows = (course / "grades.csv").read_text().splitlines()
    at = rows[0].split(",").index("raw_score")
    name = rows[0].split(",").index("student_id")
    scores = {row.split(",")[name]: float(row.split(",")[at]) for row in rows[1:]}
    assert scores == {"right": 4.0, "wrong": 0.0}
