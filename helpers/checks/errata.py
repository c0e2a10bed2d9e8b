"""The table at a notebook's end, and the list of what a lecture says otherwise."""

import csv
import io

from helpers.checks.report import LEFT, Table
from helpers.datasets import files

FILE = "errata.csv"
COLUMNS = "tag", "slide", "where", "kind", "lecture says", "we compute", "why"
LECTURES = "WM", "UVA", "COMP", "VUW", "LAB"
KINDS = "error", "rounding", "condition", "other experiment", "can't be reproduced"
LEGEND = "✗ an error in the lecture; ○ not the same, yet no error: the row says why"


class Recap(Table):
    """The table *lecture says / we compute* at a notebook's end."""

    head, padded = ("lecture", "where", "says", "we compute", ""), 4

    @property
    def legend(self):
        """What the marks mean, in one line; none where all rows agree."""
        return [LEGEND] if any(row[4] != "✓" for row in self.rows) else []

    def style(self, row):
        return f"{LEFT};vertical-align:top"

    def __repr__(self):
        return "\n".join([super().__repr__(), *self.legend])

    def _repr_html_(self):
        legend = "".join(f"<p>{line}</p>" for line in self.legend)
        return super()._repr_html_() + legend


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
            _check_tag(here, row["tag"])
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


def _check_tag(here, tag):
    for one in tag.split(", "):
        if one not in LECTURES:
            raise ValueError(
                f"{here}: there is no lecture {one!r}; choose of {', '.join(LECTURES)}."
            )


def recap(rows):
    """A Recap of rows (lecture's tag, where, what it says, what we compute).

    Where the last two differ as text, the list of errata must know both, and says why.
    """
    columns = "tag", "where", "lecture says", "we compute"
    known = {
        tuple(row[name] for name in columns): (row["kind"], row["why"])
        for row in listed()
    }
    table = []
    for tag, where, says, ours in rows:
        _check_tag(where, tag)
        row = tag, where, str(says), str(ours)
        if row[2] == row[3]:
            verdict = "✓"
        elif row in known:
            kind, why = known[row]
            verdict = f"✗ {why}" if kind == "error" else f"○ {kind}: {why}"
        else:
            raise ValueError(
                f"{tag}, {where}: the lecture says {row[2]}, we compute {row[3]}; "
                f"check both, then add a row with the reason to data/{FILE}"
            )
        table.append((*row, verdict))
    return Recap(table)
