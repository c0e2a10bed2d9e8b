"""Backward step: words; the flipped kernel; clicks."""

from itertools import product

import pytest
from moves import parts, press, texts

from helpers import explorers, layers, plots
from helpers.explorers.backward_step import (
    ROWS,
    SIDE,
    Y_BAR,
    F,
    N,
    W,
    X,
    gradient,
    squares,
    total,
)


def gradients(stride, padding):
    """(x_bar (N,), w_bar (2, F), b_bar (2,)) by the layer's backward pass."""
    x, w = X[None, None], W[:, None]
    stops = layers.conv_forward(x, w, None, stride, padding).shape[-1]
    y_bar = Y_BAR[None, :, :stops]
    x_bar, w_bar, b_bar = layers.conv_backward(y_bar, x, w, stride, padding)
    return x_bar[0, 0], w_bar[:, 0], b_bar


def test_words():
    def said(*state, **more):
        return explorers.backward_step(*state, **more).words

    assert total(gradient("input", 2, 1, 0)) == "x̄[2] = 11 + (−1) = 10"
    assert said().startswith("Outputs 0, 1 and 2 of both maps read x[2].")
    assert "backwards. Map 0 alone would give 11: the sum runs over both." in said()
    assert said("input", 0).startswith("Output 0 of both maps reads x[0].")
    assert "No output reads x[5]" in said("input", 5, stride=2)
    assert "No output" in said("flipped", 5, stride=2)
    assert "zeros put in" in said("flipped", 3, stride=2)
    assert "zeros put in" not in said("flipped", 3)
    assert "both outputs of map 1 use it" in said("weight", 4, stride=2)
    once = [said("weight", n, padding=1).count("Once") for n in range(2 * F)]
    assert once == [1, 0, 1, 1, 0, 1]
    assert "each of the 6 outputs of map 1" in said("bias", 1, padding=1)


@pytest.mark.parametrize("entry", range(N))
def test_flipped_kernel_lies_over_the_input(entry):
    def value(look):
        return int(look[1].replace("−", "-"))

    for stride, padding in product((1, 2), (0, 1)):
        rows, found = squares(gradient("flipped", entry, stride, padding), True), 0
        for k in range(2):
            over = slice(entry, entry + 3)  # the places entry − 1 … entry + 1
            kernel = rows[f"over{k}"][over]
            assert [look[2] for look in kernel] == ["2", "1", "0"]
            pairs = zip(kernel, rows[f"y{k}"][over], strict=True)
            found += sum(value(w) * value(y) for w, y in pairs)
        assert found == gradients(stride, padding)[0][entry]


def test_what_is_drawn():
    explorer = explorers.backward_step(entry=3)
    assert "x̄[3] = (−5) + (−3) = −8 | map 0 + map 1 | ȳ[0,1]" in texts(explorer)
    left, middle, *_ = ROWS["x"]
    (frame,) = parts(explorer, "path", line=plots.INK)
    assert frame["xy"][:2] == [left + 4 * SIDE, middle - SIDE / 2]
    lines = parts(explorer, "path", line=plots.KERNEL)
    assert {tuple(line["xy"][:2]) for line in lines} == {
        (left + 4.5 * SIDE, middle - SIDE / 2),
        (left + 4.5 * SIDE, middle + SIDE / 2),
    }
    x = parts(explorer, "grid")[0]
    assert x["texts"] == ["", *(plots.number(n) for n in X), ""]
    weights = [part["xy"] for part in parts(explorer, "dots")]
    assert len(weights) == 6


def test_clicking_chooses_and_switches_what_is_shown():
    explorer = explorers.backward_step()

    def click(row, column):
        left, middle, *_ = ROWS[row]
        values = press(explorer, (left + SIDE * (column + 0.5), middle + 3))
        return values["of"], values["entry"]

    assert click("w1", 2) == ("weight", 5)
    assert click("b1", 0) == ("bias", 1)
    assert explorer.page.changes["entry"] == {"high": 1}
    assert click("x", 5) == ("input", 4)
    explorer.set(of="flipped")
    assert click("x", 4) == click("y0", 4) == ("flipped", 3)  # or what is nearest
    assert click("x", 0) == ("flipped", 0)
    assert click("b0", 0) == ("bias", 0)
    assert click("w1", 0) == ("weight", 3)
