"""helpers stands as its docstring says: no module imports what lies below its wing."""

import ast
import re
from pathlib import Path

import helpers

HELPERS = Path(helpers.__file__).parent
MAY_IMPORT = {
    "taught": {"taught"},
    "stored": {"taught", "stored"},
    "shown": {"shown"},
    "stage": {"taught", "stored", "shown", "stage"},
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
            assert not node.level, f"{path.name}: imports are absolute"
            names = [alias.name for alias in node.names]
            yield from (f"{node.module}.{name}" for name in names)


def test_every_module_has_its_wing():
    there = {path.stem for path in HELPERS.iterdir() if path.name[0] not in "_."}
    assert there == set(wings())
    assert set(wings().values()) == set(MAY_IMPORT)


def test_no_import_climbs():
    climbing = [
        f"{path.relative_to(HELPERS)} ({wing}) imports {name} ({wings()[part]})"
        for path in HELPERS.rglob("*.py")
        if (wing := wings().get(path.relative_to(HELPERS).parts[0].split(".")[0]))
        for name in imported(path)
        if (part := name.split(".")[1:2]) and name.startswith("helpers.")
        if (part := part[0]) and wings()[part] not in MAY_IMPORT[wing]
    ]
    assert not climbing, "\n".join(climbing)
