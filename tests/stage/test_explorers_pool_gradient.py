"""Where does the gradient go? Words in every state; ties; clicks."""

from itertools import product

import numpy as np
import pytest
from moves import parts, press

from helpers import explorers, plots
from helpers.explorers.pool_gradient import ARRAYS, LEFTS, TOP, words
from helpers.layers.one_pooling import Back

LECTURE, TIES, LARGE = ARRAYS


@pytest.mark.parametrize("array", ARRAYS)
@pytest.mark.parametrize("kind", ["max", "average"])
def test_every_state_says_what_is_never_read(array, kind):
    x = np.array(ARRAYS[array], dtype=float)
    for window, stride, every in product(range(1, 5), range(1, 5), (False, True)):
        for row, col in product((0, 1, 3, 6), repeat=2):
            s = Back(x, kind, window, stride, row, col, every)
            assert ("orange" in words(s)) == bool((s.reads == 0).any())


def test_words():
    def said(array=LECTURE, **state):
        return explorers.pool_gradient(array, **state).words

    assert "y[0, 1] = 8 is x[1, 3]" in said(col=1)
    assert "each of them gets 1/4" in said(kind="average")
    assert "stands there 4 times" in said(TIES) and "3 times" in said(TIES, col=1)
    assert "times" not in said(TIES, kind="average")
    assert "11 inputs lie in no window" in said(LARGE, window=3)
    overlap = {"array": LARGE, "window": 3, "stride": 1, "every": True}
    assert "9 of them, is the maximum of 9, and gets 9" in said(**overlap)
    assert "gets 1/9 from each, and 1 in all" in said(kind="average", **overlap)


def test_ties_are_marked():
    explorer = explorers.pool_gradient(TIES, col=1)
    assert parts(explorer, "grid")[2]["texts"][:8] == ["", "", "1", "0", *[""] * 3, "0"]


def test_clicking_chooses_an_output():
    explorer = explorers.pool_gradient()
    x, y, _ = LEFTS
    places = ((y, 1, 0, (1, 0)), (x, 1, 3, (0, 1)), (x, 3, 2, (1, 1)))
    for left, row, col, chosen in places:
        place = left + 69 * (col + 0.5), TOP + 69 * (row + 0.5)
        values = press(explorer, place)
        assert (values["row"], values["col"]) == chosen
        (frame,) = parts(explorer, "path", line=plots.GREEN)
        assert frame["xy"][:2] == [y + 69 * chosen[1], TOP + 69 * chosen[0]]
    assert press(explorer, (2, 2)) == values
