"""Numbers in squares: every number is written, and the alt texts state what is true."""

import numpy as np
import pytest

from helpers import plots
from helpers.convolution import convolve, toeplitz

X, W, Y_BAR = np.array([2, 1, 3, -1]), np.array([1, -2]), np.array([-1, 1, 2])
X8 = [3, 1, 4, 1, 5, 9, 2, 6]
RULES = {"zero": "constant", "replicate": "edge"}
PADDED = {name: np.pad(X8, 3, mode=rule) for name, rule in RULES.items()}
SUMS = {rule: convolve(X8, [1] * 7, "same", rule) for rule in RULES}
FIELD = np.outer([0, 1, 2, 1, 0], [0, 1, 2, 1, 0])


def written(ax):
    return [text.get_text() for text in ax.texts]


def stamped(stride):
    return plots.stamped(Y_BAR, W, stride)


def transposed():
    return plots.transposed(toeplitz(W[::-1], 4, "valid"), X, Y_BAR)


def toeplitz_of_3():
    return plots.toeplitz(toeplitz([1, 1, 2], 3), [2, -1, 1])


def copies():
    x = np.array([[1, 3, 1], [0, -1, 1], [2, 2, -1]])
    return plots.copies(x, np.array([[1, 2], [0, -1]]))


@pytest.mark.parametrize(
    ("figure", "arguments", "said"),
    [
        (plots.scaled_copies, ([2, -1, 1], [1, 1, 2]), ["sums are 2, 1, 4, −1, 2"]),
        (toeplitz_of_3, (), ["5 rows and 3 columns, times x, is 2, 1, 4"]),
        (transposed, (), ["3 rows and 4 columns", "times x, is 0, −5, 5."]),
        (transposed, (), ["times −1, 1, 2 it is −1, 3, 0, −4."]),
        (stamped, (1,), ["−1, 1, 2. Below, 3 copies", "sum is −1, 3, 0, −4."]),
        (stamped, (2,), ["1 zero between", "sum is −1, 2, 1, −2, 2, −4."]),
        (stamped, (3,), ["2 zeros between", "sum is −1, 2, 0, 1, −2, 0, 2, −4."]),
        (plots.paddings, (X8, 3, PADDED), ["replicate puts 3, 3, 3 before and 6, 6,"]),
        (plots.padded_outputs, (SUMS,), ["at places 0, 1, 2, 5, 6, 7"]),
        (copies, (), ["1 5 7 2; 0 -2 -4 1; 2 6 4 -3; 0 -2 -2 1"]),
        (plots.gradient_reach, ([FIELD], ["two"]), ["3×3 square it reads 9", "1 to 4"]),
    ],
)
def test_the_alt_text_states_what_was_computed(figure, arguments, said):
    alt = figure(*arguments).alt
    assert all(words in alt for words in said)


def test_outputs_that_disagree_are_bold_too(drawn):
    plots.padded_outputs({"zero": [1, 2, 3], "reflect": [1, 5, 3]})
    bold = [text.get_fontweight() == "bold" for text in drawn().axes[0].texts]
    assert bold == [False, True, False] * 2


def test_grid_writes_every_number():
    _, ax = plots.axes()
    _, texts = plots.grid(ax, [[0.5, -2], [3, np.nan]], signed=True)
    words = [[text.get_text() for text in row] for row in texts]
    assert words == [["0.5", "\N{MINUS SIGN}2"], ["3", ""]]


def test_grids_frame_what_is_wrong(drawn):
    arrays = {"a": np.eye(2), "b": np.arange(4).reshape(2, 2)}
    plots.grids(arrays, "two squares", wrong={"b": arrays["b"] > 2})
    a, b = drawn().axes
    assert written(b) == ["0", "1", "2", "3"] and not a.patches
    assert b.patches[0].get_xy() == pytest.approx((0.55, 0.55))


def test_kernels_lie_where_they_look(drawn):
    plots.compass_rose([np.full((3, 3), k) for k in range(8)])
    titles = [[drawn().axes[3 * i + j].get_title() for j in range(3)] for i in range(3)]
    assert titles[1][2] == "0: 0°" and titles[0][1] == "2: 90°"


def test_pooled_frames_every_window(drawn):
    x = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])
    result = plots.pooled(x, {"maximum": np.array([[6, 8], [3, 4]])}, 2)
    assert "4 windows of 2 by 2" in result.alt and "maximum: 6 8; 3 4" in result.alt
    colours = [[p.get_edgecolor() for p in ax.patches] for ax in drawn().axes]
    assert len(set(colours[0])) == 4  # a window and its number share a colour
    assert colours[0] == colours[1]


def test_small_gradients_have_their_numbers(drawn):
    plots.gradient_reach([FIELD, np.ones((20, 20))], ["small", "large"])
    small, large = drawn().axes
    assert sorted(filter(None, written(small))) == sorted("121242121")
    assert not large.texts


def test_confusion_counts_and_names_the_worst(drawn):
    matrix = np.diag([9, 8, 7])
    matrix[1, 2] = 2
    result = plots.confusion(matrix)
    (ax,) = drawn().axes
    assert written(ax) == ["9", "", "", "", "8", "2", "", "", "7"]
    assert "24 are on the diagonal" in result.alt and "2 are wrong" in result.alt
    assert "2 times each: 1 is taken for 2." in result.alt
    (squares,) = ax.images
    assert squares.norm(2) > squares.norm(0) == 0  # a mistake isn't white


def test_changes_are_bold_where_all_seeds_agree(drawn):
    points = {"flip": np.array([[-3, -1], [1, -1], [2, 4]])}
    result = plots.changes(points)
    (ax,) = drawn().axes
    assert written(ax) == ["−2.0", "+0.0", "+3.0"]
    weights = [text.get_fontweight() for text in ax.texts]
    assert weights == ["bold", "normal", "bold"]
    assert "flip: +0.3 on average, -2.0 for 0 to +3.0 for 2" in result.alt
