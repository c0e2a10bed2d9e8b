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


def titled(row):
    """Does a line of the lecture's text begin with the row's slide?"""
    lines = (re.sub(r"^[#\-\s▶]+", "", line) for line in text(row["tag"]).splitlines())
    return any(line.startswith(row["slide"]) for line in lines)


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
    assert not [row for row in ERRATA if not titled(row)]
    assert not titled({"tag": "WM", "slide": "Feature Extraction"})  # LAB's


@with_texts
def test_every_erratum_quotes_its_lecture():
    """But for formulas and tables, which are in our notation."""
    misquoted = {
        row["where"]
        for row in ERRATA
        if plain(row["lecture says"]) not in plain(text(row["tag"]))
    }
    assert misquoted == IN_OUR_NOTATION


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
