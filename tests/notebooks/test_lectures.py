"""The course quotes its lectures right: the list of errata, and who is cited where."""

import csv
import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
LECTURES = ROOT.parent / "shared" / "lectures"
TAGS = {"WM", "UVA", "COMP", "VUW", "LAB"}
KINDS = {"error", "rounding", "condition", "other experiment", "can't be reproduced"}
IN_OUR_NOTATION = {
    "zero padding, first row",
    "input gradient (eq. 6–8)",
    "∂a/∂w",
}
SAID = {  # what isn't computed but told, by a source: the notebook, and its words
    "name of w in electrical engineering": ("01", "*impulse response*"),
    "what a convolution is": ("02", "the sum belongs to it"),
    "maps of convolution and pooling, shifted": ("04", "so for even shifts"),
    "where MNIST's digits are from": ("06", "digits from forms"),
    "LeNet of 1998 on MNIST": ("06", "reads 99.05 %"),
    "the contest's 1,000 categories": ("06", "aren't the most common"),
    "kinds of dogs": ("06", "118 are dogs"),
    "ImageNet's labels": ("06", "some 22,000 names"),
    "AlexNet's top-5 error of 2012": ("07", "the winner, 15.3"),
    "deep residual nets' top-5 error": ("07", "had 3.57"),
    "invariance from examples": ("08", "It can, of what is in it"),
    "whose labels the last layers learn from": ("10", "labels of the *new* task"),
    "DenseNet's connections": ("11", "in its block, one of four"),
}
with (ROOT / "data" / "errata.csv").open(newline="", encoding="utf-8") as file:
    ERRATA = list(csv.DictReader(file))

with_texts = pytest.mark.skipif(
    not LECTURES.is_dir(), reason="the lectures' texts aren't beside the course"
)


def text(tag):
    return (LECTURES / f"{tag}.txt").read_text(encoding="utf-8")


def plain(words):
    """Letters, digits and signs in lower case; no spaces, no Markdown, no TeX."""
    return re.sub(r"[\s*`\\$]+", "", words).lower()


def slides(row):
    """40 lines of the lecture from each that begins with the row's slide, plainly."""
    lines = [re.sub(r"^[#\-\s▶]+", "", line) for line in text(row["tag"]).splitlines()]
    starts = [n for n, line in enumerate(lines) if line.startswith(row["slide"])]
    return [plain("".join(lines[n : n + 40])) for n in starts]


def test_every_erratum_is_whole_and_of_a_known_kind():
    for row in ERRATA:
        assert list(row) == [
            *("tag", "slide", "where", "kind", "lecture says", "we compute", "why")
        ]
        assert all(row.values()), row
        assert row["tag"] in TAGS and row["kind"] in KINDS, row
        assert row["lecture says"] != row["we compute"], row
    assert len({(row["tag"], row["where"]) for row in ERRATA}) == len(ERRATA)


def test_what_rests_on_a_table_read_by_machine_is_no_error():
    (row,) = (row for row in ERRATA if row["where"] == "zero padding, first row")
    assert row["kind"] == "can't be reproduced"


@with_texts
def test_every_slide_is_in_its_lecture():
    assert not [row for row in ERRATA if not slides(row)]
    assert not slides({"tag": "WM", "slide": "Feature Extraction"})  # LAB's


@with_texts
def test_every_erratum_quotes_its_slide():
    """But for formulas and tables, which are in our notation."""
    misquoted = {
        row["where"]
        for row in ERRATA
        if not any(plain(row["lecture says"]) in slide for slide in slides(row))
    }
    assert misquoted == IN_OUR_NOTATION


def test_every_erratum_is_computed_in_a_notebook_or_told_there():
    """A recap's saved table has the row, made by its cell; or the text has it."""
    columns = "tag", "where", "lecture says", "we compute"
    shown, prose = set(), {}
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        prose[path.name[:2]] = "\n".join(
            cell.source for cell in cells if cell.cell_type == "markdown"
        )
        for cell in cells:
            if "checks.recap(" in cell.source:
                table = cell.outputs[0].data["text/plain"].splitlines()
                shown |= {tuple(re.split(r"\s{2,}", line)[:4]) for line in table}
    told = {row["where"] for row in ERRATA if tuple(map(row.get, columns)) not in shown}
    assert told == set(SAID)
    assert not [where for where, (n, words) in SAID.items() if words not in prose[n]]


def cited(notebook):
    """(the lectures in a notebook's first cell, those in all others)."""
    first, *others = (cell.source for cell in notebook.cells)
    header = re.search(r"^Lectures: (.*?) \(", first, re.MULTILINE)[1].split(", ")
    words = re.findall(r"\b[A-Z]+\b", "\n".join(others))
    return header, TAGS & set(words)


def test_the_title_names_the_lectures_that_the_notebook_cites(notebook_path):
    header, others = cited(nbformat.read(notebook_path, as_version=4))
    assert len(header) == len(set(header)) and set(header) == others


def test_the_readme_names_the_same(notebook_path):
    header, _ = cited(nbformat.read(notebook_path, as_version=4))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (line,) = re.findall(rf"^\| .*notebooks/{notebook_path.name}.*", readme, re.M)
    assert line.split(" | ")[2] == ", ".join(header)
