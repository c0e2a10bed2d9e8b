"""Figures: the palette, `axes` and `picture`, and ready-made figures by family.

Each function takes plain numbers and gives a picture with its alt text. What the
modules list in `__all__` is what this package offers.
"""
# ruff: noqa: F403

from helpers.plots.bars import *
from helpers.plots.curves import *
from helpers.plots.dots import *
from helpers.plots.drawings import *
from helpers.plots.pictures import *
from helpers.plots.style import *
from helpers.plots.tables import *
from helpers.plots.weights import *
