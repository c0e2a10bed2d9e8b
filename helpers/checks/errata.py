"""The table at a notebook's end, and the list of what a lecture says otherwise."""

import csv
import html
from pathlib import Path

from .base import LEFT

ERRATA = Path(__file__).resolve().parents[2] / "data" / "errata.csv"
LEGEND = "✗ an error in the lecture; ○ not the same, yet no error: the row says why"


class Recap:
    """The table *lecture says / we compute* at a notebook's end."""

    HEAD = ("lecture", "where", "says", "we compute", "")

    def __init__(self, rows):
        self.rows = rows

    def __repr__(self):
        table = [self.HEAD, *self.rows]
        widths = [max(len(row[column]) for row in table) for column in range(4)]
        lines = [
            "  ".join(f"{cell:<{w}}" for cell, w in zip(row, [*widths, 0], strict=True))
            for row in table
        ]
        return "\n".join(lines + self.legend)

    @property
    def legend(self):
        """What the marks mean, in one line; none where all rows agree."""
        return [LEGEND] if any(row[4] != "✓" for row in self.rows) else []

    def _repr_html_(self):
        def line(row, tag):
            cells = (f"<{tag} {LEFT}>{html.escape(cell)}</{tag}>" for cell in row)
            return f"<tr>{''.join(cells)}</tr>"

        body = "".join(line(row, "td") for row in self.rows)
        legend = "".join(f"<p>{line}</p>" for line in self.legend)
        return f"<table>{line(self.HEAD, 'th')}{body}</table>{legend}"


def recap(rows):
    """A Recap of rows (lecture's tag, where, what it says, what we compute).

    Where the last two differ as text, the list of errata must know both, and says why.
    """
    columns = "tag", "where", "lecture says", "we compute"
    with ERRATA.open(newline="", encoding="utf-8") as file:
        known = {
            tuple(row[name] for name in columns): (row["kind"], row["why"])
            for row in csv.DictReader(file)
        }
    table = []
    for tag, where, says, ours in rows:
        row = tag, where, str(says), str(ours)
        if row[2] == row[3]:
            verdict = "✓"
        elif row in known:
            kind, why = known[row]
            verdict = f"✗ {why}" if kind == "error" else f"○ {kind}: {why}"
        else:
            raise ValueError(
                f"{tag}, {where}: the lecture says {row[2]}, we compute {row[3]}; "
                f"check both, then add a row with the reason to data/{ERRATA.name}"
            )
        table.append((*row, verdict))
    return Recap(table)
