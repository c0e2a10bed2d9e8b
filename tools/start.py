"""The page that a student sees first: work/00_start.ipynb, made at each start."""

import os
import re
import shutil
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers import checks
from helpers.checks import passed
from helpers.datasets import files
from tools.execute import METADATA, ROOT, save

NAME = "00_start.ipynb"
ROW = r"\| \[(\d\d · .+?)\]\(notebooks/(.+?)\) \| (.+?) \| .+? \| (\d+) \|"
FREE = 2e9  # bytes that should be free, for the data that notebooks may fetch

TEXT = Path(__file__).with_suffix(".md")  # its two texts, with --- between


def contents():
    """[(title, file, question, minutes), ...] of the notebooks, from README's table."""
    return re.findall(ROW, (ROOT / "README.md").read_text("utf-8"))


def row(title, file, question, minutes):
    names = checks.NOTEBOOKS.get(f"nb{title[:2]}", "").split()
    count = len(passed.kept() & set(names))
    return f"| [{title}]({file}) | {question} | {minutes} | {count} of {len(names)} |\n"


def page():
    """The page as a notebook."""
    table = "".join(row(*entry) for entry in contents())
    first, stuck = TEXT.read_text("utf-8").strip().split("\n\n---\n\n")
    cells = [
        new_markdown_cell(first.replace("{table}", table)),
        new_code_cell("from helpers import checks\n\nchecks.progress()"),
        new_markdown_cell(stuck),
        new_code_cell("from tools import start\n\nstart.examine()"),
    ]
    for number, cell in enumerate(cells):
        cell.id = f"start-{number}"
    return new_notebook(cells=cells, metadata=METADATA)


def write(work):
    work.mkdir(exist_ok=True)
    save(nbformat.from_dict(page()), work / NAME)


# --- what its last cell asks --------------------------------------------------------


def examine():
    """Print whether packages, data and disk are as the course needs them."""
    for what, problems in [
        ("Packages", packages()),
        ("Data files", data()),
        ("Disk", disk()),
    ]:
        print(f"{what}: {'; '.join(problems) or 'as they should be'}.")


def packages():
    """A sentence for each package of requirements.txt that is another or missing."""
    lines = (ROOT / "requirements.txt").read_text("utf-8").split()
    for name, wanted in [line.split("==") for line in lines if "==" in line]:
        try:
            found = version(name).split("+")[0]
        except PackageNotFoundError:
            found = "missing"
        if found != wanted:
            yield f"{name} is {found}, the course was made with {wanted}"


def data():
    """A sentence for the first file in data/ that isn't as it was shipped."""
    try:
        for name in files.checksums():
            files.verified(name)
    except (OSError, ValueError) as error:
        yield str(error)


def disk():
    if shutil.disk_usage(ROOT).free < FREE:
        yield "less than 2 GB are free"
    if not os.access(ROOT, os.W_OK):
        yield f"{ROOT.name} can't be written, so nothing that you change is kept"
