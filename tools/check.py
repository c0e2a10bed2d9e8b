"""Try a student's copy of a notebook: does it run, and which exercises pass?

Called by `python3 run.py check 01`. The copy is run in memory; nothing is saved.
"""

import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from tqdm import tqdm

from tools.execute import ROOT, clear

PATIENCE = 600  # seconds for a cell; then it is interrupted, and the next one runs
# What becomes of it should the interrupt get lost: else nbclient would wait on.
LATE = {"ename": "Late", "evalue": "", "traceback": []}


def read(path):
    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:  # whatever a file can hold that is no notebook
        raise ValueError(
            f"It can't be read as a notebook ({type(error).__name__}). "
            "Open it in JupyterLab and save it there, or take the course's again."
        ) from None


def run(notebook, folder):
    """Run all cells, those after an error, too; the cell in which Python died, or None.

    The notebook's old outputs are replaced by the new ones.
    """
    nbformat.validator.normalize(notebook)
    clear(notebook)
    started = []

    def executed(cell, execute_reply, **_):
        bar.update()
        if execute_reply["content"].get("ename") == LATE["ename"]:
            cell.outputs.append(nbformat.v4.new_output("error", **LATE))

    with tqdm(total=len(code(notebook)), unit=" cells") as bar:
        client = NotebookClient(
            notebook,
            timeout=PATIENCE,
            interrupt_on_timeout=True,
            error_on_timeout=LATE,
            allow_errors=True,
            kernel_name="python3",
            resources={"metadata": {"path": str(folder)}},
            extra_arguments=["--log-level=ERROR"],
            on_cell_execute=lambda cell, **_: started.append(cell),
            on_cell_executed=executed,
        )
        try:
            # what passes here is somebody else's: it isn't kept
            kept = {"PYTHONPATH": str(ROOT), "CNN_COURSE_PROGRESS": ""}
            client.execute(env=os.environ | kept)
        except DeadKernelError:
            return started[-1]
    return None


def code(notebook):
    """The code cells that aren't empty."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [cell for cell in cells if cell.source.strip()]


def tags(cell):
    return cell.metadata.get("tags", [])


def error(cell):
    """What a cell says that has stopped and isn't meant to; or None."""
    for output in cell.outputs:
        if output.output_type == "error" and "raises-exception" not in tags(cell):
            if output.ename in ("KeyboardInterrupt", LATE["ename"]):
                return f"it took over {PATIENCE} seconds and was interrupted"
            return f"{output.ename}: {output.evalue}"
    return None


def exercises(notebook):
    """{"1.1 · Close the book": the code cells below that heading, no solutions}."""
    found, title = {}, None
    for cell in notebook.cells:
        heading = re.match(r"#+ +(?:Exercise (.+))?", cell.source)
        if cell.cell_type == "markdown" and heading:
            title = heading[1]
        elif cell.cell_type == "code" and title and "solution" not in tags(cell):
            found.setdefault(title, []).append(cell)
    return found


def result(cells):
    """In words, what has become of an exercise: the best that its checker said."""
    reports = [
        output.data["text/plain"].splitlines()[0].partition(": ")[2]
        for cell in cells
        for output in cell.outputs
        if 'role="status"' in output.get("data", {}).get("text/html", "")
    ]
    if any(re.match(r"correct\b", report) for report in reports):
        return "passed"
    if reports:
        last = reports[-1]
        return "not attempted" if last == "not attempted yet" else f"wrong: {last}"
    stops = any(error(cell) for cell in cells)
    return "stops with an error" if stops else "its checker wasn't called"


def check(path):
    """Run it and say what was found; returns whether all cells run."""
    notebook = read(path)
    died = run(notebook, path.parent)
    cells, stopped = code(notebook), 0
    for number, cell in enumerate(cells, 1):
        words = "Python died, and the rest was not run" if cell is died else error(cell)
        if words:
            stopped += 1
            first = cell.source.strip().splitlines()[0]
            print(f"Cell [{number}] stops: {words}\n    {first}")
    if stopped and not died:
        print(f"{stopped} of {len(cells)} cells stop; the others were run, too.")
    elif not stopped:
        print(f"All {len(cells)} cells run.")
    results = {title: result(cells) for title, cells in exercises(notebook).items()}
    for title, words in results.items():
        print(f"    {title:{max(map(len, results))}}  {words}")
    passed = list(results.values()).count("passed")
    print(f"{passed} of {len(results)} exercises pass.")
    return not stopped


def main(paths):
    good = True
    for path in map(Path, paths):
        print(path.name, flush=True)
        try:
            good &= check(path)
        except ValueError as problem:
            print(problem, file=sys.stderr)
            good = False
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
