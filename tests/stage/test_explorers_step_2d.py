"""Step through a 2-D convolution: every stop against SciPy; clicks lead to a stop."""

from itertools import product

import numpy as np
from moves import parts, press
from scipy import signal

from helpers import explorers
from helpers.explorers.step_2d import INPUT, OUTPUT, SIDE, TOP, W, X


def numbers(table):
    """The texts of a table's squares as numbers; those without any are left out."""
    return [int(text) for text in table["texts"] if text]


def test_every_stop():
    explorer = explorers.step_2d()
    for stride, padding, position in product((1, 2, 3), (0, 1), range(25)):
        explorer.set(stride=stride, padding=padding, position=position)
        x = np.pad(X, padding)
        whole = signal.correlate2d(x, W, "valid")[::stride, ::stride].ravel()
        stop = min(position, whole.size - 1)
        assert explorer.values["position"] == stop
        inputs, _, products, outputs = map(numbers, parts(explorer, "grid"))
        assert inputs == x.ravel().tolist()
        assert sum(products) == whole[stop]
        assert outputs == whole[: stop + 1].tolist()
        assert f"add up to {whole[stop]}, which is" in explorer.words
        lost = (len(x) - len(W)) % stride != 0
        assert ("don't fit" in explorer.words) == lost
        assert len(parts(explorer, "path", dash=(5, 4))) == lost


def test_it_goes_where_it_is_clicked():
    for stride, padding, left, x, y, position in (
        (1, 0, OUTPUT, 2, 1, 5),  # column 2 of row 1
        (1, 0, INPUT, 1, 3, 6),  # in the input the window's middle: top 2, left 0
        (2, 1, INPUT, 2, 2, 4),  # padding moves it by one, the stride halves it
        (3, 0, OUTPUT, 2, 2, 0),  # there is but one place
    ):
        explorer = explorers.step_2d(stride=stride, padding=padding)
        place = left + SIDE * (x + 0.5), TOP + SIDE * (y + 0.5)
        assert press(explorer, place)["position"] == position
