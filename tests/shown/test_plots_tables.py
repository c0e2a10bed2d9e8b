"""Numbers in squares: every number is written, and the alt texts state what is true."""

import numpy as np
import pytest
import scipy.signal

from helpers import plots
from helpers.convolution import toeplitz

pytestmark = pytest.mark.usefixtures("drawn")
X, W, Y_BAR = np.array([2, 1, 3, -1]), np.array([1, -2]), np.array([-1, 1, 2])
FIELD = np.outer([0, 1, 2, 1, 0], [0, 1, 2, 1, 0])


def written(ax):
    return [text.get_text() for text in ax.texts]


@pytest.mark.parametrize(
    ("figure", "arguments", "said"),
    [
        (
            "scaled_copies",
            ([2, -1, 1], [1, 1, 2]),
            ["x, 2, −1, 1. Below", "sum is 2, 1, 4, −1, 2."],
        ),
        (
            "toeplitz",
            (toeplitz([1, 1, 2], 3), [2, -1, 1]),
            ["5 rows and 3 columns, times x, is 2, 1, 4, −1, 2"],
        ),
        (
            "toeplitz",
            (toeplitz(W[::-1], 4, "valid"), X, Y_BAR),
            ["4 columns", "times x, is 0, −5, 5.", "times −1, 1, 2 it is −1, 3, 0, −4"],
        ),
        ("stamped", (Y_BAR, W), ["−1, 1, 2. Below, 3 copies", "sum is −1, 3, 0, −4."]),
        ("stamped", (Y_BAR, W, 2), ["zeros between", "sum is −1, 2, 1, −2, 2, −4."]),
        ("stamped", (Y_BAR, W, 3), ["zeros between", "−1, 2, 0, 1, −2, 0, 2, −4."]),
        (
            "paddings",
            ([3, 1, 4], 2, {"zero": [0, 0, 3, 1, 4, 0, 0]}),
            ["3 entries with 2 made-up", "zero puts 0, 0 before and 0, 0 after"],
        ),
        ("gradient_reach", ([FIELD], ["two"]), ["3×3 square it reads 9", "1 to 4"]),
    ],
)
def test_the_alt_text_states_what_was_computed(figure, arguments, said):
    alt = getattr(plots, figure)(*arguments).alt
    assert all(words in alt for words in said)


def test_outputs_that_disagree_are_striped_too(drawn):
    alt = plots.padded_outputs({"zero": [1, 2, 3], "reflect": [1, 5, 3]}).alt
    striped = [patch.get_xy() for patch in drawn().axes[0].patches]
    assert striped == [(0.5, -0.5), (0.5, 0.5)] and "at places 1." in alt


def test_grids_write_every_number_and_frame_what_is_wrong(drawn):
    arrays = {"a": [[0.5, -2], [3, np.nan]], "b": np.arange(4).reshape(2, 2)}
    plots.grids(arrays, "two squares", signed=True, wrong={"b": arrays["b"] > 2})
    a, b = drawn().axes
    assert written(a) == ["0.5", "\N{MINUS SIGN}2", "3", ""] and not a.patches
    assert written(b) == ["0", "1", "2", "3"]
    assert b.patches[0].get_xy() == pytest.approx((0.55, 0.55))


def test_kernels_lie_where_they_look(drawn):
    plots.compass_rose([np.full((3, 3), k) for k in range(8)])
    spots = {ax.get_title(): ax.get_subplotspec() for ax in drawn().axes}
    spots = {title: (s.rowspan.start, s.colspan.start) for title, s in spots.items()}
    assert spots["0: 0°"] == (1, 2) and spots["2: 90°"] == (0, 1)


def test_pooled_frames_every_window(drawn):
    x = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])
    alt = plots.pooled(x, {"maximum": np.array([[6, 8], [3, 4]])}, 2).alt
    assert "4 windows of 2 by 2" in alt and "maximum: 6 8; 3 4" in alt
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
    alt = plots.confusion(matrix).alt
    (ax,) = drawn().axes
    assert written(ax) == ["9", "", "", "", "8", "2", "", "", "7"]
    assert "24 are on the diagonal" in alt and "2 are wrong" in alt
    assert "2 times each: 1 is taken for 2." in alt
    (squares,) = ax.images
    assert squares.to_rgba(2)[2] < 0.6 and squares.get_array().count() == 1


def test_changes_are_bold_where_all_seeds_agree(drawn):
    alt = plots.changes({"flip": np.array([[-3, -1], [1, -1], [2, 4]])}).alt
    (ax,) = drawn().axes
    assert written(ax) == ["−2.0", "+0.0", "+3.0"]
    weights = [text.get_fontweight() for text in ax.texts]
    assert weights == ["bold", "normal", "bold"]
    assert "flip: +0.3 on average, -2.0 for 0 to +3.0 for 2" in alt


def test_copies_are_blank_beside_x_and_add_up(drawn):
    x, w = np.array([[1, 3], [0, -1]]), np.array([[2, 0], [1, -1]])
    total = scipy.signal.convolve2d(x, w)
    alt = plots.copies(x, w).alt
    assert alt.endswith("; ".join(" ".join(map(str, r)) for r in total.tolist()) + ".")
    *copies, last = drawn().axes
    for ax in copies:
        shown = [text.get_text() for text in ax.texts]
        assert len(shown) - shown.count("") == x.size and "−0" not in shown
    assert len(last.texts) == total.size


@pytest.mark.parametrize(
    ("figure", "arguments", "columns"),
    [
        ("tinted_rows", ({"a": [1, np.nan]}, plots.BLUE, "a table"), "0 1"),
        (
            "tinted_rows",
            ({"a": [1, 2]}, plots.BLUE, "a table", {"x": 1, "y": 2}),
            "x y",
        ),
        ("paddings", ([3, 1], 2, {"zero": [0, 0, 3, 1, 0, 0]}), "−2 −1 0 1 2 3"),
    ],
)
def test_columns_of_a_table_have_names_or_numbers(drawn, figure, arguments, columns):
    getattr(plots, figure)(*arguments)
    labels = drawn().axes[0].get_xticklabels()
    assert [label.get_text() for label in labels] == columns.split()
