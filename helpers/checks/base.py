"""What every checker shares: run an attempt, compare, name the mistake, report."""

import copy
import csv
import html
import traceback
from pathlib import Path

import numpy as np

LEFT = 'style="text-align:left;vertical-align:top"'
ERRATA = Path(__file__).resolve().parents[2] / "data" / "errata.csv"


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
        lines = [
            f"  {name:<{width}}  {_indent(value, width + 4)}"
            for name, value in self.details
        ]
        return "\n".join([self.verdict, *lines])

    def _repr_html_(self):
        rows = "".join(
            f"<tr><td {LEFT}>{html.escape(name)}</td>"
            f"<td {LEFT}><pre>{html.escape(value)}</pre></td></tr>"
            for name, value in self.details
        )
        edge = f"border-left:6px solid {self.COLOURS[self.status]};padding:4px 12px"
        return (
            f'<div role="status" style="{edge}">'
            f"<b>{html.escape(self.verdict)}</b><table>{rows}</table></div>"
        )


def check(name, attempt, right, cases, mistakes):
    """A Report on a function that was to be written, from running it on small cases.

    right: a function that does it right. cases: argument tuples. mistakes: a dict from
    the words that name a mistake to a function that makes it. A mistake is named when
    the attempt gives what that function gives, on every case.
    """
    if attempt is None or attempt is ...:
        return _not_attempted(name)
    if not callable(attempt):
        return Report(
            "wrong",
            f"{name}: pass the function itself, without calling it",
            [("got", show(attempt))],
        )
    results = []
    for case in cases:
        try:
            got = attempt(*copy.deepcopy(case))
        except NotImplementedError:
            return _not_attempted(name)
        except Exception as error:  # a student's error is shown, whatever it is
            results.append((case, right(*case), error))
            continue
        if got is ... or (got is None and not results and _is_stub(attempt)):
            return _not_attempted(name)
        results.append((case, right(*case), got))

    failed = [row for row in results if not same(row[2], row[1])]
    if not failed:
        return Report("correct", f"{name}: correct, all {len(cases)} cases agree")

    case, expected, got = failed[0]
    details = [("input", ", ".join(show(value) for value in case))]
    details += [("expected", show(expected)), ("got", show(got))]
    for words, wrong in mistakes.items():
        if all(same(row[2], wrong(*row[0])) for row in results):
            return Report("wrong", f"{name}: {words}", details)
    if isinstance(got, Exception):
        return Report("wrong", f"{name}: your code stops with an error", details)
    if got is None:
        words = "your function returns nothing here: end it with return"
        return Report("wrong", f"{name}: {words}", details)
    differs = f"{len(failed)} of {len(cases)} cases differ"
    return Report("wrong", f"{name}: {differs}; {difference(got, expected)}", details)


def check_value(name, attempt, right, mistakes):
    """A Report on a value that was to be found.

    mistakes: a dict from the words that name a mistake to the value that it gives.
    """
    if attempt is None or attempt is ...:
        return _not_attempted(name)
    if same(attempt, right):
        return Report("correct", f"{name}: correct, {show(right)}")
    for words, wrong in mistakes.items():
        if same(attempt, wrong):
            return Report("wrong", f"{name}: {words}", [("got", show(attempt))])
    return Report(
        "wrong",
        f"{name}: not yet; {difference(attempt, right)}",
        [("got", show(attempt))],
    )


def _not_attempted(name):
    return Report("open", f"{name}: not attempted yet")


def _is_stub(attempt):
    """True for a body such as ... or pass, which mentions no name."""
    return not getattr(getattr(attempt, "__code__", None), "co_names", ())


def same(got, expected):
    """True for equal shapes and equal values within rounding, whatever holds them."""
    if isinstance(expected, str):
        return isinstance(got, str) and got == expected
    try:
        got, expected = numbers(got), numbers(expected)
        return got.shape == expected.shape and bool(
            np.allclose(got, expected, rtol=1e-5, atol=1e-6)
        )
    except TypeError:  # ragged lists, strings, objects: nothing to compare
        return False


def difference(got, expected):
    """In words, what is the first thing that differs."""
    try:
        got, expected = numbers(got), numbers(expected)
    except TypeError:
        return f"a number or an array of numbers is wanted, not {type(got).__name__}"
    if got.shape != expected.shape:
        return f"its shape is {got.shape} and should be {expected.shape}"
    return "the shape is right, the values are not" if got.shape else "another number"


def show(value):
    """A value as a student would write it; for an error, what it says and where."""
    if isinstance(value, Exception):
        # Frame 0 is the checker's call; frame 1, if any, where the attempt itself was.
        frames = traceback.extract_tb(value.__traceback__)[1:2]
        where = [f" (in {frame.name}, line {frame.lineno})" for frame in frames]
        return f"{type(value).__name__}: {value}{''.join(where)}"
    try:
        array = numbers(value)
    except TypeError:
        return repr(value)
    return np.array2string(
        array, precision=4, separator=", ", suppress_small=True, threshold=60
    )


def numbers(value):
    """The numbers in a value as an array, float or complex; else a TypeError."""
    try:
        if hasattr(value, "detach"):  # a tensor, without importing torch to ask
            value = value.detach().tolist()
        if isinstance(value, (list, tuple)):  # perhaps of tensors
            value = [numbers(entry) for entry in value]
        array = np.asarray(value)
        if value is None or array.dtype.kind not in "biufcO":
            raise TypeError("no numbers")
        return array if array.dtype.kind == "c" else array.astype(float)
    except (ValueError, OverflowError, RuntimeError):  # ragged, huge, or not there
        raise TypeError("no array of numbers") from None


def _indent(text, spaces):
    return text.replace("\n", "\n" + " " * spaces)


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
