"""The set-up cell: on Colab, for which there is a stand-in, and elsewhere. No network.

The real repository's address leads to a small one in a folder.
"""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="no git was found")

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["urls"]
NOTEBOOK = json.loads((ROOT / "notebooks/01_convolution_1d.ipynb").read_text("utf-8"))
CELL = "".join(NOTEBOOK["cells"][1]["source"])
ELSEWHERE = """
import pathlib, sys, types
sys.path = [p for p in sys.path if not pathlib.Path(p, "helpers").exists()]
"""  # a machine without the course
COLAB = ELSEWHERE + "sys.modules['google.colab'] = types.ModuleType('google.colab')\n"
ASK = "\nimport helpers; print('found', helpers.__file__)\n"


@pytest.fixture
def course(tmp_path):
    """A repository with an empty package `helpers`."""
    course = tmp_path / "course"
    for folder in ("helpers", "notebooks"):
        (course / folder).mkdir(parents=True)
        (course / folder / "__init__.py").touch()
    name = ["-c", "user.name=a", "-c", "user.email=a@b"]
    for words in (["init", "-q"], ["add", "."], [*name, "commit", "-qm", "all"]):
        subprocess.run(["git", *words], cwd=course, check=True)
    return course


@pytest.fixture
def session(tmp_path, course):
    """A function that runs code in a new kernel's shell; it returns what was said."""

    def run(code, folder, remote=course):
        script = tmp_path / "cells.ipy"
        script.write_text(code, encoding="utf-8")
        new = {"PYTHONPATH": "", "IPYTHONDIR": str(tmp_path / "ipython")}
        new |= {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_VALUE_0": ADDRESS["Repository"]}
        new |= {"GIT_CONFIG_KEY_0": f"url.{remote.as_uri()}.insteadOf"}
        new |= {"PIP_NO_INDEX": "1", "GIT_TERMINAL_PROMPT": "0"}
        command = [sys.executable, "-m", "IPython", "--colors=NoColor", str(script)]
        done = subprocess.run(
            command,
            cwd=folder,
            env=os.environ | new,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return done.stdout

    return run


@pytest.fixture
def empty(tmp_path):
    """Where Colab starts: a folder with nothing in it, nor in the one above."""
    (tmp_path / "colab" / "content").mkdir(parents=True)
    return tmp_path / "colab" / "content"


def test_colab_fetches_the_course_and_a_restart_finds_it(session, empty):
    once = f"{COLAB}{CELL}\n{CELL}{ASK}print(sum('companion' in p for p in sys.path))"
    said = f"found {empty / 'cnn-companion' / 'helpers' / '__init__.py'}\n1\n"
    assert session(once, empty) == said
    assert session(once, empty, remote=empty / "gone") == said


def test_where_helpers_is_known_nothing_is_done(session, empty, course):
    known = f"{COLAB}sys.path.append({str(course)!r})\nbefore = list(sys.path)\n"
    assert session(f"{known}{CELL}\nprint(sys.path == before)", empty) == "True\n"
    assert not list(empty.iterdir())


@pytest.mark.parametrize("machine", [COLAB, ELSEWHERE])
def test_the_folder_above_comes_before_the_network(session, course, machine):
    said = session(machine + CELL + ASK, course / "notebooks")
    assert said == f"found {course / 'helpers' / '__init__.py'}\n"


def test_only_colab_fetches_anything(session, empty):
    assert "No module named 'helpers'" in session(ELSEWHERE + CELL + ASK, empty)
    assert not list(empty.iterdir())


def test_without_a_network_git_says_so_and_later_it_works(session, empty):
    said = session(COLAB + CELL + ASK, empty, remote=empty / "gone")
    assert "fatal:" in said and "No module named 'helpers'" in said
    assert "found" in session(COLAB + CELL + ASK, empty)
