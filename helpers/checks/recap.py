"""The table at a notebook's end: what the lecture says, and what we compute."""

from helpers.checks.report import LEFT, Table
from helpers.datasets import errata

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


def recap(rows):
    """A Recap of rows (lecture's tag, where, what it says, what we compute).

    Where the last two differ as text, the list of errata must know both, and says why.
    """
    columns = "tag", "where", "lecture says", "we compute"
    known = {
        tuple(row[name] for name in columns): (row["kind"], row["why"])
        for row in errata.listed()
    }
    table = []
    for tag, where, says, ours in rows:
        errata.check_tag(where, tag)
        row = tag, where, str(says), str(ours)
        if row[2] == row[3]:
            verdict = "✓"
        elif row in known:
            kind, why = known[row]
            verdict = f"✗ {why}" if kind == "error" else f"○ {kind}: {why}"
        else:
            raise ValueError(
                f"{tag}, {where}: the lecture says {row[2]}, we compute {row[3]}; "
                f"check both, then add a row with the reason to data/{errata.FILE}"
            )
        table.append((*row, verdict))
    return Recap(table)
