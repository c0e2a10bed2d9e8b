"""How tests move an explorer: its controls, the mouse on its picture; what it says."""

import html
import re

import pytest


def put(explorer, **values):
    """Sets several controls at once."""
    with explorer.hold():
        for name, value in values.items():
            explorer.controls[name].value = value


def press(explorer, start, end=None):
    """The controls' values after a press at a place (x, y), or a drag from it."""
    number, end = explorer.picture.pointer[0] + 1, end or start
    middle = [(a + b) / 2 for a, b in zip(start, end, strict=True)]
    for place in (start, middle, end):  # one press, which goes on
        explorer.picture.pointer = [number, *start, *place]
    return explorer.values()


def spot(explorer, ax, x, y):
    """Where the point (x, y) of the axes' data lies in the picture."""
    across, up = ax.transData.transform((x, y))
    return across, explorer.view.size[1] - up


def words(explorer):
    """The line of words under the picture."""
    return html.unescape(re.sub("<[^>]*>", "", explorer.words.value)).strip()


def first_of(values):
    """Parameters for pytest: the first always, the others only with --thorough."""
    first, *others = values
    return [first, *(pytest.param(v, marks=pytest.mark.thorough) for v in others)]
