"""helpers stands as its docstring says: no module imports what lies below its wing."""

import ast
import re
from pathlib import Path

import helpers

HELPERS = Path(helpers.__file__).parent
MAY_IMPORT = {
    "common": set(),
    "taught": {"common", "taught"},
    "stored": {"common", "taught", "stored"},
    "shown": {"common", "shown"},
    "stage": {"common", "taught", "stored", "shown", "stage"},
}


def wings():
    """{module or package of helpers: its wing}, as the docstring has them."""
    found = re.findall(r"^    (\w+) +((?:\w+ )*\w+)(?:  |$)", helpers.__doc__, re.M)
    return {name: wing for wing, names in found for name in names.split()}


def imported(path):
    """The modules of helpers that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_module_has_its_wing():
    there = {path.stem for path in HELPERS.iterdir() if path.name[0] not in "_."}
    assert there == set(wings())
    assert set(wings().values()) == set(MAY_IMPORT)


def climbing():
    """Each import that its module's wing may not make, in words."""
    wing_of = wings()
    for path in HELPERS.rglob("*.py"):
        where = path.relative_to(HELPERS)
        wing = wing_of.get(where.parts[0].removesuffix(".py"))
        for name in imported(path):
            parts = name.split(".")
            other = wing_of[parts[1]] if parts[0] == "helpers" and parts[1:] else None
            if wing and other and other not in MAY_IMPORT[wing]:
                yield f"{where} ({wing}) imports {name} ({other})"


def test_no_import_climbs():
    assert not list(climbing())
