"""The list of what a lecture says otherwise than we compute: data/errata.csv."""

import csv
import io

from helpers.datasets import files

FILE = "errata.csv"
COLUMNS = "tag", "slide", "where", "kind", "lecture says", "we compute", "why"
LECTURES = "WM", "UVA", "COMP", "VUW", "LAB"
KINDS = "error", "rounding", "condition", "other experiment", "can't be reproduced"


def listed():
    """The rows of data/errata.csv, as dicts; a row that lacks something is named."""
    text = io.StringIO(files.verified(FILE).decode(), newline="")
    reader, rows = csv.DictReader(text, strict=True), {}
    for column in COLUMNS:
        if column not in (reader.fieldnames or []):
            raise ValueError(f"data/{FILE} lacks the column {column}.")
    try:
        for number, row in enumerate(reader, 2):
            here = f"data/{FILE}: row {number} ({row['tag']}, {row['where']})"
            empty = [name for name in reader.fieldnames if not row[name]]
            if empty:
                raise ValueError(f"{here} has no {empty[0]}.")
            if None in row:
                raise ValueError(
                    f'{here} has one more field; text with commas stands in "…".'
                )
            check_tag(here, row["tag"])
            if row["kind"] not in KINDS:
                kinds = ", ".join(KINDS)
                raise ValueError(f"{here}: no kind {row['kind']!r}; choose {kinds}.")
            key = tuple(row[name] for name in COLUMNS[:-1])
            if key in rows:
                raise ValueError(f"{here} is there twice.")
            rows[key] = row
    except csv.Error:
        raise ValueError(
            f"data/{FILE}: row {len(rows) + 2} opens a quote that is never closed."
        ) from None
    return list(rows.values())


def check_tag(here, tag):
    """A ValueError, which begins with `here`, if a tag is no lecture's."""
    for one in tag.split(", "):
        if one not in LECTURES:
            raise ValueError(
                f"{here}: there is no lecture {one!r}; choose of {', '.join(LECTURES)}."
            )
