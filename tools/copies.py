"""Working copies: the notebooks as a student begins them, in work/, which git ignores.

A copy shows no outputs. While the student has changed no cell of it, it follows the
course. One that is changed is never touched: a newer version is laid beside it.
"""

import hashlib
import json
from contextlib import suppress

import nbformat

from tools.execute import clear, save

LAID = ".laid.json"  # in work/: {name of a copy: which version was last laid there}


def fresh(original):
    """The notebook as a student begins it."""
    notebook = nbformat.read(original, as_version=4)
    clear(notebook)
    return notebook


def version(notebook):
    """What can be read in a notebook's cells, as a short text; outputs don't count."""
    cells = [(cell.cell_type, cell.source) for cell in notebook.cells]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()[:16]


def version_of(path):
    """The version of a notebook in a file; None where it can't be read as one."""
    try:
        return version(nbformat.read(path, as_version=4))
    except Exception:  # whatever a file can hold that is no notebook
        return None


def read_laid(work):
    """What LAID says. Without it, or damaged, each copy is taken as changed."""
    with suppress(OSError, ValueError):
        laid = json.loads((work / LAID).read_text("utf-8"))
        if type(laid) is dict:
            return laid
    return {}


def write_laid(work, laid):
    (work / LAID).write_text(json.dumps(laid, indent=1, sort_keys=True), "utf-8")


def free(path, word, known=()):
    """The path with -word, or -word-2, …, in its name: the first that isn't taken.

    known: versions of a notebook in which nothing is lost when it is replaced.
    """
    number = 1
    while True:
        name = f"{path.stem}-{word}" + (f"-{number}" if number > 1 else "")
        other = path.with_name(name + path.suffix)
        if not other.exists() or version_of(other) in known:
            return other
        number += 1


def update(notebooks, work):
    """Bring the copies in work/ up to date; returns a sentence for each to be told of.

    notebooks: the folder with the originals.
    """
    work.mkdir(exist_ok=True)
    laid, said = read_laid(work), []
    originals = sorted(notebooks.glob("[0-9][0-9]_*.ipynb"))
    for original in originals:
        name, copy, notebook = original.name, work / original.name, fresh(original)
        before, now = laid.get(name), version(notebook)
        if not copy.exists() or version_of(copy) in (before, now):
            if before != now or not copy.exists():
                save(notebook, copy)
        elif before != now:
            beside = free(copy, "newer", {before})
            save(notebook, beside)
            said.append(f"{name}: yours stays; a newer version is {beside.name}.")
        laid[name] = now
    for name in laid.keys() - {original.name for original in originals}:
        copy = work / name
        if version_of(copy) == laid.pop(name):
            copy.unlink()
        elif copy.exists():
            said.append(f"{name}: yours stays; the course has no such notebook now.")
    write_laid(work, laid)
    return said


def reset(original, work):
    """A fresh copy of one notebook; the student's is kept. Returns what was done."""
    work.mkdir(exist_ok=True)
    laid, copy, notebook = read_laid(work), work / original.name, fresh(original)
    words = f"{original.name} is as at the beginning."
    if copy.exists() and version_of(copy) not in (
        laid.get(copy.name),
        version(notebook),
    ):
        yours = free(copy, "yours")
        copy.rename(yours)
        words += f" Yours is now {yours.name}."
    save(notebook, copy)
    write_laid(work, laid | {copy.name: version(notebook)})
    return words
