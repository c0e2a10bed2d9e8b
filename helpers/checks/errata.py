"""The table at a notebook's end, and the list of what a lecture says otherwise."""

import csv
import html
from pathlib import Path

from .base import LEFT

ERRATA = Path(__file__).resolve().parents[2] / "data" / "errata.csv"


class Recap:
    """The table *lecture says / we compute* at a notebook's end."""

    HEAD = ("lecture", "where", "says", "we compute", "")

    def __init__(self, rows):
        self.rows = rows

    def __repr__(self):
        table = [self.HEAD, *self.rows]
        widths = [max(len(row[column]) for row in table) for column in range(4)]
        return "\n".join(
            "  ".join(f"{cell:<{w}}" for cell, w in zip(row, [*widths, 0], strict=True))
            for row in table
        )

    def _repr_html_(self):
        def line(row, tag):
            cells = (f"<{tag} {LEFT}>{html.escape(cell)}</{tag}>" for cell in row)
            return f"<tr>{''.join(cells)}</tr>"

        body = "".join(line(row, "td") for row in self.rows)
        return f"<table>{line(self.HEAD, 'th')}{body}</table>"


def recap(rows):
    """A Recap of rows (lecture's tag, where, what it says, what we compute).

    Where the last two differ as text, the list of errata must know it, and says why.
    """
    with ERRATA.open(newline="", encoding="utf-8") as file:
        known = {
            (row["tag"], row["where"], row["we compute"]): row["why"]
            for row in csv.DictReader(file)
        }
    table = []
    for tag, where, says, ours in rows:
        row = tag, where, str(says), str(ours)
        if row[2] == row[3]:
            verdict = "✓"
        elif (tag, where, row[3]) in known:
            verdict = "✗ " + known[tag, where, row[3]]
        else:
            raise ValueError(
                f"{tag}, {where}: the lecture says {row[2]}, we compute {row[3]}; "
                f"check both, then add a row with the reason to data/{ERRATA.name}"
            )
        table.append((*row, verdict))
    return Recap(table)
