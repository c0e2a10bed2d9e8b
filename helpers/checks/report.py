"""What is shown of a checker's verdict, and of a table, as text and on a page."""

import html

LEFT = "text-align:left"


class Report:
    """A checker's verdict with its details, as text and as a coloured box."""

    COLOURS = {"correct": "#009e73", "wrong": "#d55e00", "open": "#767676"}

    def __init__(self, status, verdict, details=()):
        self.status, self.verdict, self.details = status, verdict, list(details)

    @property
    def passed(self):
        return self.status == "correct"

    def __repr__(self):
        width = max((len(name) for name, _ in self.details), default=0)
        below = "\n" + " " * (width + 4)
        lines = [
            f"  {name:<{width}}  {value.replace(chr(10), below)}"
            for name, value in self.details
        ]
        return "\n".join([self.verdict, *lines])

    def _repr_html_(self):
        style = f"{LEFT};vertical-align:top"
        rows = [
            _row([html.escape(name), f"<pre>{html.escape(value)}</pre>"], style)
            for name, value in self.details
        ]
        edge = f"border-left:6px solid {self.COLOURS[self.status]};padding:4px 12px"
        return (
            f'<div role="status" style="{edge}">'
            f"<b>{html.escape(self.verdict)}</b><table>{''.join(rows)}</table></div>"
        )


class Table:
    """Rows of words under a heading; the first `padded` columns are filled up."""

    head, padded = (), 5

    def __init__(self, rows):
        self.rows = rows

    def style(self, row):
        return LEFT

    def __repr__(self):
        table = [self.head, *self.rows]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        widths[self.padded :] = [0] * len(widths[self.padded :])
        lines = [zip(row, widths, strict=True) for row in table]
        return "\n".join("  ".join(f"{c:<{w}}" for c, w in line) for line in lines)

    def _repr_html_(self):
        rows = [_row(self.head, self.style(self.head), "th")] + [
            _row(map(html.escape, row), self.style(row)) for row in self.rows
        ]
        return f"<table>{''.join(rows)}</table>"


def _row(cells, style, tag="td"):
    line = "".join(f'<{tag} style="{style}">{cell}</{tag}>' for cell in cells)
    return f"<tr>{line}</tr>"
