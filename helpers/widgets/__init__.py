"""Live things: controls, a page that follows them, a quiz, a growing curve.

What an explorer is written with is in this package, as its modules' `__all__` says.
"""
# ruff: noqa: F403

from helpers.widgets.controls import *
from helpers.widgets.explorer import *
from helpers.widgets.page import *
