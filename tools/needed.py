"""Which cells of a notebook have to run so that its explorers and quizzes are alive."""

import ast
import re

ALIVE = re.compile(r"\b(explorers\.\w+|checks\.predict)\(")


def cells(notebook):
    """Numbers of the set-up, the imports, each live cell, and what these need."""
    wanted, names = set(), set()
    for number in reversed(range(len(notebook.cells))):
        cell = notebook.cells[number]
        if cell.cell_type != "code":
            continue
        tags = cell.metadata.get("tags", [])
        if "setup" in tags:  # for Colab, in IPython's own words
            wanted.add(number)
            continue
        made, used = named(cell.source)
        if "imports" in tags or ALIVE.search(cell.source) or made & names:
            wanted.add(number)
            names = (names - made) | used
    return sorted(wanted)


def named(source):
    """(names that the code makes, names that it uses)."""
    made, used = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            (made if isinstance(node.ctx, ast.Store) else used).add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            made.add(node.name)
    return made, used
