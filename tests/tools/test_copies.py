"""Working copies: nothing of a student's is lost, and the rest follows the course."""

import subprocess

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tools import copies

NAME = "01_one.ipynb"


def write(path, *sources, output=None):
    outputs = [new_output("stream", text=output)] if output else []
    cells = [new_code_cell(source, outputs=outputs) for source in sources]
    path.parent.mkdir(exist_ok=True)
    nbformat.write(new_notebook(cells=cells), path)


def sources(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


@pytest.fixture
def folders(tmp_path):
    """notebooks/ with one of them, work/ with its copy."""
    notebooks, work = tmp_path / "notebooks", tmp_path / "work"
    write(notebooks / NAME, "1 + 1", output="2")
    assert copies.update(notebooks, work) == []
    return notebooks, work


def names(work):
    return sorted(path.name for path in work.glob("*.ipynb"))


def test_a_copy_has_no_outputs(folders):
    cells = nbformat.read(folders[1] / NAME, as_version=4).cells
    assert [cell.source for cell in cells] == ["1 + 1"]
    assert not cells[0].outputs and cells[0].execution_count is None


def test_a_copy_that_was_only_run_follows_the_course(folders):
    notebooks, work = folders
    write(work / NAME, "1 + 1", output="2")  # run and saved
    assert copies.update(notebooks, work) == []
    assert "2" in nbformat.read(work / NAME, as_version=4).cells[0].outputs[0].text
    write(notebooks / NAME, "1 + 2")
    assert copies.update(notebooks, work) == []
    assert sources(work / NAME) == ["1 + 2"] and names(work) == [NAME]


def test_a_changed_copy_stays_and_newer_ones_lie_beside_it(folders):
    notebooks, work = folders
    write(work / NAME, "mine")
    before = (work / NAME).read_bytes()
    assert copies.update(notebooks, work) == []  # there is nothing newer
    for version in "1 + 2", "1 + 3":  # the second takes the place of the first
        write(notebooks / NAME, version)
        (said,) = copies.update(notebooks, work)
        assert said == f"{NAME}: yours stays; a newer version is 01_one-newer.ipynb."
        assert sources(work / "01_one-newer.ipynb") == [version]
        assert copies.update(notebooks, work) == []  # it is said once
    write(work / "01_one-newer.ipynb", "mine, too")
    write(notebooks / NAME, "1 + 4")
    assert "01_one-newer-2.ipynb" in copies.update(notebooks, work)[0]
    assert (work / NAME).read_bytes() == before
    assert sources(work / "01_one-newer.ipynb") == ["mine, too"]


@pytest.mark.parametrize("content", [b"", b"{", b"<<<<<<< HEAD\n{}", b"\xff\xfe"])
def test_what_is_no_notebook_is_not_touched(folders, content):
    notebooks, work = folders
    (work / NAME).write_bytes(content)
    write(notebooks / NAME, "1 + 2")
    assert "yours stays" in copies.update(notebooks, work)[0]
    assert (work / NAME).read_bytes() == content
    assert "Yours is now 01_one-yours.ipynb." in copies.reset(notebooks / NAME, work)
    assert (work / "01_one-yours.ipynb").read_bytes() == content
    assert sources(work / NAME) == ["1 + 2"]


@pytest.mark.parametrize("damage", ["", "[]", "{", None])
def test_where_its_list_is_lost_nothing_else_is(folders, damage):
    notebooks, work = folders
    write(work / NAME, "mine")
    (work / copies.LAID).unlink()
    if damage is not None:
        (work / copies.LAID).write_text(damage)
    assert "yours stays" in copies.update(notebooks, work)[0]
    assert sources(work / NAME) == ["mine"]
    write(work / NAME, "1 + 1")
    (work / copies.LAID).unlink()
    assert copies.update(notebooks, work) == []  # it is as the course has it


def test_a_renamed_notebook_takes_only_what_is_not_the_student_s(folders):
    notebooks, work = folders
    write(notebooks / "02_two.ipynb", "2")
    copies.update(notebooks, work)
    write(work / "02_two.ipynb", "mine")
    for old in NAME, "02_two.ipynb":
        (notebooks / old).rename(notebooks / f"03_{old}")
    (said,) = copies.update(notebooks, work)
    assert said == "02_two.ipynb: yours stays; the course has no such notebook now."
    assert names(work) == ["02_two.ipynb", f"03_{NAME}", "03_02_two.ipynb"]
    assert copies.update(notebooks, work) == []


def test_reset_keeps_what_the_student_wrote(folders):
    notebooks, work = folders
    for count in "", "-2":
        write(work / NAME, f"mine{count}")
        words = copies.reset(notebooks / NAME, work)
        assert words.endswith(f"Yours is now 01_one-yours{count}.ipynb.")
        assert sources(work / f"01_one-yours{count}.ipynb") == [f"mine{count}"]
        assert sources(work / NAME) == ["1 + 1"]
    write(work / NAME, "1 + 1", output="2")
    assert copies.reset(notebooks / NAME, work) == f"{NAME} is as at the beginning."
    assert not nbformat.read(work / NAME, as_version=4).cells[0].outputs
    (work / NAME).unlink()
    copies.reset(notebooks / NAME, work)
    assert sources(work / NAME) == ["1 + 1"]


def test_pulling_never_meets_what_a_student_has_changed(tmp_path):
    """Edit, save, a change upstream, pull, lab: git has nothing to merge."""

    def git(folder, *words):
        own = [
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@b",
            "-c",
            "commit.gpgsign=false",
        ]
        subprocess.run(["git", *own, *words], cwd=folder, check=True)

    course, student = tmp_path / "the course", tmp_path / "küche"
    course.mkdir()
    write(course / "notebooks" / NAME, "1 + 1")
    (course / ".gitignore").write_text("/work/\n")
    git(course, "init", "-q")
    git(course, "add", ".")
    git(course, "commit", "-qm", "first")
    git(tmp_path, "clone", "-q", str(course), str(student))
    copies.update(student / "notebooks", student / "work")
    write(student / "work" / NAME, "mine")
    write(course / "notebooks" / NAME, "1 + 2")
    git(course, "commit", "-qam", "second")
    git(student, "pull", "-q", "--ff-only")
    copies.update(student / "notebooks", student / "work")
    assert sources(student / "work" / NAME) == ["mine"]
    assert sources(student / "work" / "01_one-newer.ipynb") == ["1 + 2"]
