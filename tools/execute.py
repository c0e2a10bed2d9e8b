"""Run notebooks from top to bottom and save what they show, the same bytes each time.

Called by `python3 run.py execute`. The kernel runs under the machine's own settings;
the tests run the same cells with one thread and without vector instructions.
"""

import math
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

ROOT = Path(__file__).resolve().parent.parent
VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {  # as JupyterLab writes it, so that opening a notebook changes nothing
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": platform.python_version(),
    },
}


class Stopped(Exception):
    """The notebook didn't reach its end; the text names the cell."""


def execute(path):
    """Run one notebook; returns (the notebook with its outputs, seconds, peak MB)."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validator.normalize(notebook)
    clear(notebook)
    use_one_tag(notebook)
    memory, failed = [], []
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],
        on_cell_executed=lambda **_: memory.append(
            peak_memory(client.km.provisioner.pid)
        ),
        on_cell_error=lambda cell, cell_index, **_: failed.append(
            (cell_index, cell.id)
        ),
    )
    start = time.perf_counter()
    try:
        client.execute(env=dict(os.environ, PYTHONPATH=str(ROOT)))
    except CellExecutionError as error:
        position, name = failed[-1]
        raise Stopped(f"cell {position + 1} (id {name}) failed:\n{error}") from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise Stopped(f"the kernel stopped: {error}") from None
    return notebook, time.perf_counter() - start, max(memory)


def peak_memory(pid):
    """A process's peak memory in MB (its present memory where no peak is kept)."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        lines = status.read_text().splitlines()
        peak = [line.split()[1] for line in lines if line.startswith("VmHWM")]
        return int(peak[0]) / 1024
    memory = psutil.Process(pid).memory_info()
    return getattr(memory, "peak_wset", memory.rss) / 2**20


def clear(notebook):
    """Drop old outputs, so that a cell that is not run shows none."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def use_one_tag(notebook):
    """`raises-exception` is the tag that JupyterLab, nbclient and nbval know."""
    for cell in notebook.cells:
        if "nbval-raises-exception" in cell.metadata.get("tags", []):
            cell.metadata.tags = [
                tag.removeprefix("nbval-") if "raises" in tag else tag
                for tag in cell.metadata.tags
            ]


def normalise(notebook):
    """Keep what a reader sees; drop what depends on the machine or the moment."""
    course = notebook.metadata.get("course")
    notebook.metadata = nbformat.from_dict(METADATA)
    if course:
        notebook.metadata.course = course
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        for key in ("execution", "collapsed", "scrolled", "trusted"):
            cell.metadata.pop(key, None)
        for output in cell.get("outputs", []):
            normalise_output(output)


def normalise_output(output):
    output.pop("transient", None)
    if "data" in output:
        output.data.pop(VIEW, None)  # without its kernel a widget shows an error
        output.metadata.pop(VIEW, None)
    if output.output_type == "error":  # a traceback names folders of this machine
        output.traceback = [f"\x1b[31m{output.ename}\x1b[39m: {output.evalue}"]


def keep_timed(notebook, saved):
    """Keep the saved picture of a cell tagged `timed`, which is new at every run.

    Only while the cell says the same as when it was saved, in code and in words.
    """

    def said(cell):
        return cell.source, [o.get("data", {}).get("text/plain") for o in cell.outputs]

    before = {cell.id: cell for cell in saved.cells if cell.cell_type == "code"}
    for cell in notebook.cells:
        if "timed" in cell.metadata.get("tags", []) and cell.id in before:
            old = before[cell.id]
            if said(cell) == said(old):
                cell.outputs = old.outputs
                for output in cell.outputs:
                    if "execution_count" in output:
                        output.execution_count = cell.execution_count


def budget_problem(notebook, seconds):
    """A sentence when the notebook took longer than the time it promises, or None.

    A notebook that promises nothing yet gets three times what it took just now.
    """
    course = notebook.metadata.setdefault("course", nbformat.from_dict({}))
    if "seconds" not in course:
        course.seconds = max(10, 5 * math.ceil(3 * seconds / 5))
    if seconds <= course.seconds:
        return None
    return f"took {seconds:.0f} s and promises {course.seconds} s (metadata: course)"


def save(notebook, path):
    """Write it if it differs; returns whether it did."""
    text = nbformat.writes(notebook).rstrip("\n") + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)
    return True


def main(paths):
    bad = 0
    for path in map(Path, paths):
        print(f"{path.name}: ", end="", flush=True)
        command = [sys.executable, "-m", "ruff", "format", "-q", str(path)]
        subprocess.run(command, check=True, cwd=ROOT)
        saved = nbformat.read(path, as_version=4)
        try:
            notebook, seconds, peak = execute(path)
        except Stopped as reason:
            print(f"nothing saved: {reason}", file=sys.stderr)
            bad += 1
            continue
        problem = budget_problem(notebook, seconds)
        normalise(notebook)
        keep_timed(notebook, saved)
        changed = "saved" if save(notebook, path) else "unchanged"
        print(f"{changed}, {seconds:.1f} s, peak memory {peak:.0f} MB")
        if problem:
            print(f"  {problem}", file=sys.stderr)
            bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
