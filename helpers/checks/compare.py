"""One table for every gradient of a network: ours, autograd's, finite differences."""

from collections.abc import Mapping

import numpy as np

from helpers.checks.base import numbers
from helpers.checks.report import LEFT, Table
from helpers.layers.check import GradientCheck

NEAR = 1e-10  # the largest difference between ours and autograd's that passes


class Comparison(Table):
    """Rows (name, shape, against autograd, against differences, verdict)."""

    head = ("gradient", "shape", "ours − autograd", "finite differences", "verdict")

    @property
    def passed(self):
        """True if every row's verdict is that all agree."""
        return all(row[-1] == "✓" for row in self.rows)

    def style(self, row):
        return LEFT + ";color:#d55e00" * (row[-1] == "✗")


def compare(ours, autograd, differences):
    """A Comparison of the gradients in `ours`, {name: array}, one row for each.

    autograd: the same names with arrays or tensors. differences: the same names with
    the reports of `layers.gradient_check`; one that can't tell says why, and its row
    gets a question mark. Differences that pass are only said to be small: their digits
    are rounding, and another computer's are others.
    """
    given = {"ours": ours, "autograd": autograd, "differences": differences}
    for what, those in given.items():
        if not isinstance(those, Mapping):
            raise TypeError(f"{what} must be a dict from names, not {those!r:.60}.")
    names = list(dict.fromkeys([*ours, *autograd, *differences]))
    if not names:
        raise ValueError("There is no gradient to compare: all three are empty.")
    for what, those in given.items():
        lacking = [name for name in names if name not in those]
        if lacking:
            raise ValueError(f"{what} has no {lacking[0]!r}: give it all of {names}.")

    rows = []
    for name in names:
        grad = _exact(f"ours[{name!r}]", ours[name])
        other = _exact(f"autograd[{name!r}]", autograd[name])
        checked = differences[name]
        if not isinstance(checked, GradientCheck):
            raise TypeError(
                f"differences[{name!r}] must be the report of layers.gradient_check."
            )
        near, apart = False, f"autograd's shape is {_times(other.shape)}"
        if grad.shape == other.shape:
            with np.errstate(invalid="ignore"):  # inf - inf
                largest = np.abs(grad - other).max(initial=0)
            near = bool(largest < NEAR)
            apart = f"< {NEAR:.0e}" if near else f"{largest:.0e}"
        if checked.passed:
            judged, mark = "agree", "✓"
        else:
            judged, mark = ("disagree", "✗") if checked.failed else ("can't tell", "?")
        verdict = mark if near else "✗"
        rows.append((str(name), _times(grad.shape), apart, judged, verdict))
    return Comparison(rows)


def _exact(what, grad):
    """The gradient's numbers, if there are any and they have all their digits."""
    if grad is None:
        raise TypeError(
            f"{what} is None. Of torch's tensors only those have a .grad that were "
            "given requires_grad, or retain_grad(), before backward()."
        )
    kind = str(getattr(grad, "dtype", "")).removeprefix("torch.")
    if kind in ("float32", "float16", "bfloat16"):
        raise TypeError(
            f"{what} is {kind}, too coarse to compare: compute it in float64."
        )
    try:
        return numbers(grad)
    except TypeError:
        raise TypeError(
            f"{what} must hold numbers, in rows of equal length, not {grad!r:.60}."
        ) from None


def _times(shape):
    return "×".join(map(str, shape)) or "a number"
