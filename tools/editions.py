"""Editions of the notebooks, for whoever teaches with them.

Called by `python3 run.py student DIR` and `python3 run.py instructor DIR`.
"""

import argparse
import re
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

from helpers.checks.exercise import autograded
from tools import copies
from tools.execute import ROOT, save

EXAMPLES = {
    "student": """\
To hand out: no outputs, no solutions, no notes. For example

    python3 run.py student "homework 1" --only 01 02

makes the folder “homework 1” with two notebooks. What comes back is tried by
`python3 run.py check FILE`. With --nbgrader the folder is an nbgrader course, where
each notebook is an assignment and each exercise gives a point:

    python3 run.py student my-course --nbgrader
    cd my-course
    nbgrader generate_assignment 01_convolution_1d
""",
    "instructor": """\
To prepare: outputs, solutions unfolded, and the notes for each section. For example

    python3 run.py instructor "for me"
""",
}
CONFIG = '''"""nbgrader's settings; nbgrader itself is installed apart."""

c = get_config()
c.CourseDirectory.course_id = "cnn-companion"
c.ClearSolutions.code_stub = {"python": "# write it above, or here"}
c.ExecutePreprocessor.timeout = 600
'''


def tags(cell):
    return cell.metadata.get("tags", [])


def is_notes(cell):
    return cell.metadata.get("slideshow", {}).get("slide_type") == "notes"


def without_ways_out(notebook):
    """Links out of the notebook's folder lead nowhere in another: their words stay."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"\[([^\]]*)\]\(\.\./[^)]*\)", r"\1", cell.source)
    return notebook


def student(original):
    """The notebook without outputs, solutions and notes."""
    notebook = copies.fresh(original)
    notebook.cells = [
        cell
        for cell in notebook.cells
        if "solution" not in tags(cell) and not is_notes(cell)
    ]
    return without_ways_out(notebook)


def instructor(original):
    """The notebook as it is, its solutions unfolded and its notes to be seen."""
    notebook = nbformat.read(original, as_version=4)
    for cell in notebook.cells:
        if "solution" in tags(cell):
            cell.metadata.pop("cellView", None)
            cell.metadata.pop("jupyter", None)
    return without_ways_out(notebook)


def graded(original):
    """The student's notebook as a source of nbgrader.

    It cuts out what lies between its two marks, the solution, when it makes what
    students get; and it grades each exercise by a locked cell below it.
    """
    notebook, right = student(original), solutions(original)
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        if "exercise" in tags(cell):
            name = f"exercise-{cell.id}"
            cell.metadata.nbgrader = marks(name, solution=True)
            *stub, call = cell.source.rstrip().rsplit("\n", 1)
            test = new_code_cell(autograded(cell.source), id=f"{cell.id}-test")
            test.metadata.nbgrader = marks(f"{name}-test", grade=True, points=1)
            answer = f"### BEGIN SOLUTION\n{right[cell.id]}\n### END SOLUTION"
            cell.source = "\n".join([*stub, answer, call])
            cells.append(test)
    notebook.cells = cells
    return notebook


def solutions(original):
    """{id of a stub cell: code that gives its attempts the solution's values}"""
    found, stub = {}, None
    for cell in nbformat.read(original, as_version=4).cells:
        if "exercise" in tags(cell):
            stub = cell
        elif "solution" in tags(cell):
            asked, given = arguments(stub.source), arguments(cell.source)
            code, _, _ = cell.source.rpartition("assert checks.")
            found[stub.id] = f"{code.rstrip()}\n{asked.lstrip('*')} = {given}"
    return found


def arguments(source):
    """What stands in the brackets of a cell's last call, checks.NAME(these, …)."""
    return re.search(r"checks\.\w+\(([^()]*)\)(\.passed)?\s*\Z", source)[1]


def marks(name, **ours):
    """nbgrader's metadata of a cell."""
    solution, grade = ours.get("solution", False), ours.get("grade", False)
    return nbformat.from_dict(
        {
            "schema_version": 3,
            "grade_id": name,
            "solution": solution,
            "grade": grade,
            "locked": grade,
            "task": False,
            **({"points": ours["points"]} if grade else {}),
        }
    )


def make(originals, folder, edition, inside):
    """Write this edition of each notebook; returns the paths. inside: a subfolder."""
    paths = []
    for original in originals:
        path = folder / inside.format(original.stem) / original.name
        path.parent.mkdir(parents=True, exist_ok=True)
        save(edition(original), path)
        paths.append(path)
    return paths


def parser(what):
    words = argparse.ArgumentParser(
        f"python3 run.py {what}",
        description=EXAMPLES[what],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    words.add_argument("folder", metavar="DIR", type=Path, help="new or empty")
    words.add_argument("--only", metavar="NN", nargs="+", help="these notebooks alone")
    if what == "student":
        words.add_argument("--nbgrader", action="store_true", help="as a course of it")
    return words


def main(arguments):
    what, *rest = arguments
    asked = parser(what)
    options = asked.parse_args(rest)
    numbers = [number.zfill(2) for number in options.only or []]
    originals = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    if unknown := set(numbers) - {path.name[:2] for path in originals}:
        asked.error(f"there is no notebook {', '.join(sorted(unknown))}")
    if options.folder.exists() and any(options.folder.iterdir()):
        asked.error(f"{options.folder} isn't empty: give a new folder")
    originals = [path for path in originals if not numbers or path.name[:2] in numbers]
    if getattr(options, "nbgrader", False):
        paths = make(originals, options.folder / "source", graded, "{}")
        (options.folder / "nbgrader_config.py").write_text(CONFIG, "utf-8")
    else:
        edition = student if what == "student" else instructor
        paths = make(originals, options.folder, edition, "")
    print(f"{len(paths)} notebooks are in {options.folder}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
