"""`run.py check`: what it says of students' copies, good, unfinished and broken."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools import check

RIGHT = "change = [1, -1]\nchecks.daily_change(change)"
STUB = "def my_conv(x, w): ...\n\n\nchecks.conv1d(my_conv)"
WRONG = "def my_conv(x, w):\n    return x\n\n\nchecks.conv1d(my_conv)"


def copy_in(folder, *sources):
    """The path of a notebook of these cells; a ~ before one: it is meant to fail."""
    cells = [new_code_cell("from helpers import checks")]
    for source in sources:
        meant = {"tags": ["raises-exception"]} if source[:1] == "~" else {}
        new = new_markdown_cell if source[:1] == "#" else new_code_cell
        cells.append(new(source.removeprefix("~"), metadata=meant))
    path = folder / "01_copy.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    return path


def test_a_copy_that_runs(tmp_path, capsys):
    cells = ["# 1", "### Exercise 1.1 · Write it", STUB, "### Exercise 1.2 · Change"]
    path = copy_in(tmp_path, *cells, RIGHT, "", "## Later", "~1 / 0")
    before = path.read_bytes()
    assert check.main([path]) == 0
    assert path.read_bytes() == before
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "01_copy.ipynb",
        "All 4 cells run.",
        "    1.1 · Write it  not attempted",
        "    1.2 · Change    passed",
        "1 of 2 exercises pass.",
    ]
    assert "4/4" in said.err


def test_after_an_error_the_rest_is_run(tmp_path, capsys):
    cells = ["### Exercise 1.1 · One", "# mine", "y = x", "### Exercise 1.2 · Two"]
    cells += ["nowhere\n" + RIGHT, "### Exercise 1.3 · Three", STUB, WRONG]
    path = copy_in(tmp_path, *cells, "### Exercise 1.4 · Four", "4")
    assert check.main([path]) == 1
    out = capsys.readouterr().out
    assert "Cell [2] stops: NameError: name 'x' is not defined\n    y = x\n" in out
    assert "Cell [3] stops: NameError: name 'nowhere'" in out
    assert "2 of 6 cells stop; the others were run, too." in out
    assert "1.1" not in out  # a heading without a code cell
    assert "    1.2 · Two    stops with an error\n" in out
    assert re.search(r"1\.3 · Three  wrong: \d of \d cases differ; its shape is", out)
    assert "    1.4 · Four   its checker wasn't called\n0 of 3" in out


@pytest.mark.parametrize("handler", ["default_int_handler", "SIG_IGN"])  # or lost
def test_an_endless_loop_is_left(tmp_path, capsys, monkeypatch, handler):
    loop = f"import signal\nsignal.signal(signal.SIGINT, signal.{handler})"
    monkeypatch.setattr(check, "PATIENCE", 1)
    assert check.main([copy_in(tmp_path, loop + "\nwhile True: ...")]) == 1
    said = "Cell [2] stops: it took over 1 seconds and was interrupted"
    assert said in capsys.readouterr().out


def test_the_death_of_python(tmp_path, capsys):
    cells = ["import os\nos._exit(1)", "'never'"]
    assert check.main([copy_in(tmp_path, *cells)]) == 1
    out = capsys.readouterr().out
    assert "Cell [2] stops: Python died, and the rest was not run\n    import os" in out
    assert "All" not in out and "other" not in out


@pytest.mark.parametrize("content", ["", "hello", "{}", "[1]", "\ufeff", None])
def test_what_is_no_notebook_gets_a_sentence(tmp_path, capsys, content):
    path = tmp_path / "odd.ipynb"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert check.main([path]) == 1
    assert "can't be read as a notebook" in capsys.readouterr().err


def test_all_exercises_of_the_course_are_found(notebook_path):
    notebook = nbformat.read(notebook_path, as_version=4)
    tagged = [cell for cell in notebook.cells if "exercise" in check.tags(cell)]
    found = check.exercises(notebook)
    assert [[c for c in cells if c in tagged] for cells in found.values()] == [
        [cell] for cell in tagged
    ]
    assert {check.result(cells) for cells in found.values()} == {"not attempted"}


def test_a_pass_counts_wherever_the_student_wrote_it(tmp_path, capsys):
    path = copy_in(tmp_path, "### Exercise 1.2 · Change", RIGHT, STUB)
    assert check.main([path]) == 0
    assert "1.2 · Change  passed" in capsys.readouterr().out
