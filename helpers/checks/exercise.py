"""An exercise as a record: how it is done right, and each mistake as a change of that.

    conv1d = Exercise("conv1d", conv_solution).on(case, case, case)
    conv1d(attempt)     # a Report

From the record come the checker, the proof that each mistake is named, the notebook's
solution cell (a test compares them), and the mutants that must not pass.

The mistakes stand in a text beside the module, such as nb01.txt: the words that name a
mistake, and below them, further in, what makes it of the solution: `old → new`, or a
whole line, in place of the one that begins alike. Of a value, it is another value.
"""

import inspect
import itertools
import re
import sys
import textwrap
from functools import cached_property

from helpers.checks import base, passed, texts


class Exercise:
    """Called with an attempt, it gives a Report.

    name    what the report calls it
    right   the solution: the very function, class or value of the notebook's
            solution cell
    check   function (name, attempt, right, cases, mistakes) that gives the Report
    """

    def __init__(self, name, right, check=base.check):
        self.name, self.right, self.check, self.cases = name, right, check, ()
        self.of_value = not callable(right)  # but a list, or a number
        self.parts = [self]
        self.__doc__ = f"Checks your answer to the exercise {name}."

    def on(self, *cases):
        """Itself, tried on these: tuples of arguments on which mistakes differ."""
        self.cases = cases
        return self

    @cached_property
    def mistakes(self):
        """{words: a function that makes the mistake, or a value that has it}"""
        changes = texts.mistakes()[self.name]
        return {words: self.made(self.changed(how)) for words, how in changes.items()}

    @cached_property
    def code(self):
        """The solution's source, as it stands in the notebook."""
        if self.of_value:
            return repr(self.right)
        return textwrap.dedent(inspect.getsource(self.right))

    def changed(self, change):
        """The solution's source with the change in it; the first line stays."""
        if self.of_value:
            return change
        head, code = self.code.split("\n", 1)
        for line in change.splitlines():
            old, arrow, new = (part.strip() for part in line.partition("→"))
            if not arrow:
                begins = re.match("return |.+? = ", old)[0]
                lines = [line.strip() for line in code.splitlines()]
                alike = [line for line in lines if line.startswith(begins)]
                old, new = (alike or [""])[-1], old
            if not old or old not in code:
                raise ValueError(f"{self.name}: {line!r} doesn't fit its solution.")
            code = code.replace(old, new)
        return f"{head}\n{code}"

    def made(self, code):
        """The function, class or value that this code makes beside the solution."""
        if self.of_value:
            return eval(code)
        names = dict(vars(inspect.getmodule(self.right)))
        exec(code, names)
        return names[self.right.__name__]

    def __call__(self, *attempts):
        report = self.report(*attempts)
        if report.passed:
            passed.record(self.name, attempts[0], sys._getframe(1))
        return report

    def report(self, attempt):
        given = base.listed(attempt) if self.of_value else attempt
        return self.check(self.name, given, self.right, self.cases, self.mistakes)

    def __repr__(self):
        return f"the exercise {self.name}: call it with your attempt"


class Several(Exercise):
    """Exercises in one: called with an attempt at each, it gives one Report."""

    def __init__(self, name, *parts):
        self.name, self.parts = name, parts

    def report(self, *attempts):
        judged = itertools.zip_longest(self.parts, attempts)
        reports = [part.report(attempt) for part, attempt in judged]
        details = []
        for report in reports:
            details.append(report.verdict.split(": ", 1))
            details += [(f"  {what}", shown) for what, shown in report.details]
        count, parts = sum(report.passed for report in reports), len(self.parts)
        if all(report.status == "open" for report in reports):
            return base.Report("open", f"{self.name}: not attempted yet")
        status, words = "wrong", f"{count} of {parts} are mended"
        if count == parts:
            status, words = "correct", f"correct, all {parts} are mended"
        return base.Report(status, f"{self.name}: {words}", details)


def autograded(stub):
    """The source of an nbgrader test cell: what a stub cell asks, as an assertion.

    stub: the source of a cell that ends in checks.NAME(attempt). The checker's words
    are the assertion's message.
    """
    call = stub.strip().splitlines()[-1]
    return (
        f"from helpers import checks\n\nreport = {call}\nassert report.passed, report\n"
    )
