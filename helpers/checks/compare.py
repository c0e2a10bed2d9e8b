"""One table for every gradient of a network: ours, autograd's, finite differences."""

import html

import numpy as np

from helpers.checks.base import numbers

NEAR = 1e-10  # the largest difference between ours and autograd's that passes


class Comparison:
    """Rows (name, shape, against autograd, against differences, verdict)."""

    HEAD = ("gradient", "shape", "ours − autograd", "finite differences", "verdict")

    def __init__(self, rows):
        self.rows = rows

    @property
    def passed(self):
        """True if every row's verdict is that all agree."""
        return all(row[-1] == "✓" for row in self.rows)

    def __repr__(self):
        table = [self.HEAD, *self.rows]
        widths = [max(len(row[column]) for row in table) for column in range(5)]
        lines = [zip(row, widths, strict=True) for row in table]
        return "\n".join("  ".join(f"{c:<{w}}" for c, w in line) for line in lines)

    def _repr_html_(self):
        def line(row, tag):
            style = ";color:#d55e00" if row[-1] == "✗" else ""
            left = f'style="text-align:left{style}"'
            cells = (f"<{tag} {left}>{html.escape(cell)}</{tag}>" for cell in row)
            return f"<tr>{''.join(cells)}</tr>"

        body = "".join(line(row, "td") for row in self.rows)
        return f"<table>{line(self.HEAD, 'th')}{body}</table>"


def compare(ours, autograd, differences):
    """A Comparison of the gradients in `ours`, {name: array}, one row for each.

    autograd: the same names with arrays or tensors. differences: the same names with
    the reports of `layers.gradient_check`. Differences that pass are only said to be
    small: their digits are rounding, and another computer's are others.
    """
    rows = []
    for name, grad in ours.items():
        for what, others in (("autograd", autograd), ("differences", differences)):
            if name not in others:
                raise ValueError(
                    f"{what} has no {name!r}: give it all of {list(ours)}."
                )
        grad, other = np.asarray(grad, dtype=float), numbers(autograd[name])
        near, apart = False, f"its shape is {_times(other.shape)}"
        if grad.shape == other.shape:
            largest = np.abs(grad - other).max(initial=0)
            near = bool(largest < NEAR)
            apart = f"< {NEAR:.0e}" if near else f"{largest:.0e}"
        checked = differences[name]
        judged = "agree" if checked.passed else "disagree"
        verdict = "✓" if near and checked.passed else "✗"
        rows.append((name, _times(grad.shape), apart, judged, verdict))
    return Comparison(rows)


def _times(shape):
    return "×".join(map(str, shape)) or "a number"
