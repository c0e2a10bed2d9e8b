"""What a student has passed: counted, kept, shown, used, and exported for a grader."""

import itertools
import json
import linecache
import os
import subprocess
import sys

import nbformat
import pytest
from test_exercises import NOTEBOOKS

from helpers import checks
from helpers.checks import passed
from helpers.checks.exercise import autograded

SHOWN = "from helpers import checks\n"
DAILY = f"{SHOWN}checks.daily_change([1, -1])\n"
numbers = itertools.count()


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Where it is kept; the folder isn't there yet."""
    monkeypatch.setenv("CNN_COURSE_PROGRESS", str(tmp_path / "work" / "progress.json"))
    monkeypatch.setattr(passed, "session", [])
    monkeypatch.setattr(passed, "found_damaged", [])
    return tmp_path / "work" / "progress.json"


def cell(source, **names):
    """Run as a notebook's cell is; its names."""
    name = f"<cell {next(numbers)}>"
    linecache.cache[name] = len(source), None, source.splitlines(True), name
    names["get_ipython"] = lambda: None
    exec(compile(source, name, "exec"), names)
    return names


def test_a_pass_in_a_cell_is_kept_and_shown(file):
    assert "0 of" in checks.progress().verdict and not file.exists()
    cell(f"{SHOWN}checks.daily_change([-1, 1])")
    assert not file.exists()
    cell(DAILY)
    cell(f"{SHOWN}checks.edge_kernel({checks.edge_kernel.right})")
    assert json.loads(file.read_text()) == ["daily_change", "edge_kernel"]
    passed.session.clear()  # as in another notebook
    text = repr(checks.progress())
    assert text.startswith(f"2 of {len(checks.MODULE)} exercises are passed. Kept in")
    assert "daily_change ✓" in text and "reflect ·" in text


@pytest.mark.parametrize(
    "source", [f"# @title Solution\n{DAILY}", f"# @title Solution\nassert {DAILY[27:]}"]
)
def test_our_solution_is_no_pass(file, source):
    cell(source, checks=checks)
    assert not file.exists() and "0 of" in checks.progress().verdict


def test_so_it_is_in_a_real_kernel(file):
    right = f"checks.edge_kernel({checks.edge_kernel.right})"
    ours = f"# @title Solution\n{SHOWN}assert {right}.passed"
    cells = [ours, DAILY]
    program = (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        f"for cell in {cells!r}:\n"
        "    InteractiveShell().run_cell(cell).raise_error()\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    assert json.loads(file.read_text()) == ["daily_change"]


def test_a_program_is_no_notebook(file):
    exec(DAILY)
    assert checks.daily_change([1, -1]).passed
    assert not file.exists() and "0 of" in checks.progress().verdict


def test_a_run_of_a_solution_cell_leaves_the_repository_alone(tmp_path):
    environ = {k: v for k, v in os.environ.items() if k != "CNN_COURSE_PROGRESS"}
    subprocess.run([sys.executable, "-c", DAILY], check=True, env=environ)
    assert not (passed.ROOT / "work" / "progress.json").exists()


@pytest.mark.parametrize(
    "text", ["", "{", '["daily', "[1, 2]", "3", '"abc"', "{}", "\udcff"]
)
def test_a_damaged_file_is_set_aside(file, text):
    file.parent.mkdir()
    file.write_bytes(text.encode(errors="surrogateescape"))
    assert "was damaged" in checks.progress().verdict and not file.exists()
    aside = file.with_name(passed.DAMAGED).read_bytes()
    assert aside == text.encode(errors="surrogateescape")
    cell(DAILY)
    assert json.loads(file.read_text()) == ["daily_change"]


def test_where_it_cannot_be_written_it_is_known_until_the_end(file):
    file.parent.write_text("no folder")
    cell(DAILY)
    assert "1 of" in checks.progress().verdict
    assert "until this notebook is closed" in checks.progress().verdict


def test_none_is_kept_where_no_place_is_named(file, monkeypatch):
    monkeypatch.setenv("CNN_COURSE_PROGRESS", "")
    cell(DAILY)
    assert "until this notebook is closed" in checks.progress().verdict


def test_yours_is_used_once_it_has_passed(file, capsys):
    code = f"{SHOWN}mine = [1, -1]\nchecks.daily_change(mine)\n"
    mine = cell(code)["mine"]
    assert checks.yours(mine, [1, -1]) is mine
    assert capsys.readouterr().out == "This uses your version.\n"
    ours = [1, -1]
    for other in (..., [1, -1]):
        assert checks.yours(other, ours) is ours
        assert capsys.readouterr().out.startswith("This uses our version;")


def stubs():
    for path in sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb")):
        for one in nbformat.read(path, as_version=4).cells:
            if "exercise" in one.metadata.get("tags", []):
                yield one.source


@pytest.mark.parametrize("stub", list(stubs()), ids=lambda s: s.split("checks.")[-1])
def test_each_stub_can_be_graded_by_a_machine(file, stub):
    test = autograded(stub)
    name, attempt = stub.strip().splitlines()[-1][:-1].split("(")
    exercise = getattr(checks, name.removeprefix("checks."))
    right = [part.right for part in exercise.parts]
    variable = attempt.lstrip("*")
    exec(test, {variable: right if "*" in attempt else right[0]})
    with pytest.raises(AssertionError, match=": "):
        exec(test, {variable: [3, 3, 3] if "*" in attempt else 3})
    with pytest.raises(AssertionError, match="not attempted yet"):
        exec(f"{stub.split('checks.')[0]}\n{test}", names_of(exercise))


def names_of(exercise):
    """What a stub may need of its notebook."""
    return {"nn": sys.modules["torch"].nn} if exercise.name == "residual" else {}


def test_every_exercise_has_a_stub():
    asked = "\n".join(stubs())
    assert all(f"checks.{name}(" in asked for name in checks.MODULE)
