"""An exercise as a record: how it is done right, and each mistake as a change of that.

    conv1d = Exercise("conv1d", conv_solution, cases, mistakes, wide)
    conv1d(attempt)     # a Report

From the record come the checker, the proof that each mistake is named, the notebook's
solution cell (a test compares them), and the mutants that must not pass.
"""

import inspect
import re
import textwrap
from functools import cached_property, partial

from helpers.checks import base


class Exercise:
    """Called with an attempt, it gives a Report.

    name      what the report calls it
    right     the solution: the very function, class or value of the notebook's
              solution cell
    cases     tuples of arguments on which mistakes differ; or a function that makes
              them when they are first needed (what takes torch)
    mistakes  {words that name it: the change of the solution's code that makes it,
              "old → new", several with a line each; or what makes it, such as a
              wrong function, or a wrong value}
    wide      function of a NumPy generator: the arguments of a random case. Mutants of
              the solution are judged on many of them
    check     function (name, attempt, right, cases, mistakes) that gives the Report
    does      if the answer is a value: function (value, *arguments of a case) that puts
              it to work. Two values that do the same are equally right
    source    how the solution cell writes a value, if not as its repr
    """

    def __init__(
        self,
        name,
        right,
        cases,
        mistakes,
        wide,
        check=base.check,
        does=None,
        source=None,
    ):
        self.name, self.right, self.wide, self.check = name, right, wide, check
        self._cases, self._mistakes, self.does = cases, mistakes, does
        self._source = source
        self.__doc__ = f"Checks your answer to the exercise {name}."

    @cached_property
    def cases(self):
        return self._cases() if callable(self._cases) else self._cases

    @cached_property
    def mistakes(self):
        """{words: a function that makes the mistake, or a value that has it}"""
        return {
            words: self.made(self.changed(change))
            if isinstance(change, str)
            else change
            for words, change in self._mistakes.items()
        }

    @cached_property
    def code(self):
        """The solution's source, as it stands in the notebook."""
        if self.does:
            return self._source or repr(self.right)
        return textwrap.dedent(inspect.getsource(self.right))

    def changed(self, change):
        """The solution's source with the change in it; the first line stays."""
        head, code = self.code.split("\n", 1)
        for line in change.strip().splitlines():
            old, new = (part.strip() for part in line.split("→"))
            if old not in code:
                raise ValueError(f"{self.name}: {old!r} isn't in its solution.")
            code = code.replace(old, new)
        return f"{head}\n{code}"

    def made(self, code):
        """The function, class or value that this code makes beside the solution."""
        if self.does:
            return eval(code)
        names = dict(vars(inspect.getmodule(self.right)))
        exec(code, names)
        return names[self.right.__name__]

    def __call__(self, attempt):
        if self.does:
            attempt = base.listed(attempt)
        return self.check(self.name, attempt, self.right, self.cases, self.mistakes)

    def __repr__(self):
        return f"the exercise {self.name}: call it with your attempt"

    def working(self, answer):
        """The answer as a function of a case's arguments, whatever it is."""
        return partial(self.does, answer) if self.does else answer


def changes(text, of=""):
    """{words: change} of a text: words, and below them, further in, their change.

    A line of the change without an arrow is what stands in place of `of`.
    """
    blocks = re.findall(r"((?:\S.*\n)+)((?: .*\n)+)", textwrap.dedent(text))
    return {
        " ".join(words.splitlines()): "\n".join(
            line if "→" in line else f"{of} → {line}" for line in change.splitlines()
        )
        for words, change in blocks
    }
