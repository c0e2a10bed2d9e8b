"""Backward step: every gradient against the layer's backward pass; words; clicks."""

from itertools import product

import numpy as np
import pytest
from moves import press, put

from helpers import explorers, layers, plots
from helpers.explorers.backward_step import squares
from helpers.explorers.messages import Y_BAR, F, N, W, X, compute, place

GRID = list(product(("input", "flipped", "weight", "bias"), range(N), (1, 2), (0, 1)))


def gradients(stride, padding):
    """(x_bar (N,), w_bar (2, F), b_bar (2,)) by the layer's backward pass."""
    x, w = X[None, None], W[:, None]
    stops = layers.conv_forward(x, w, None, stride, padding).shape[-1]
    y_bar = Y_BAR[None, :, :stops]
    x_bar, w_bar, b_bar = layers.conv_backward(y_bar, x, w, stride, padding)
    return x_bar[0, 0], w_bar[:, 0], b_bar


@pytest.mark.parametrize(("of", "entry", "stride", "padding"), GRID)
def test_every_gradient(of, entry, stride, padding):
    s = compute(of, entry, stride, padding)
    x_bar, w_bar, b_bar = gradients(stride, padding)
    expected = {"weight": w_bar.ravel(), "bias": b_bar}.get(of, x_bar)
    assert s.limits == {"entry": len(expected) - 1}
    entry = min(entry, len(expected) - 1)
    assert s.gradient == sum(s.sums) == expected[entry]
    assert s.gradient == sum(term.product for term in s.terms)
    assert s.total.endswith(f"= {plots.number(s.gradient)}")
    assert len(s.terms) == np.count_nonzero(s.used)
    for term in s.terms:
        assert term.product == term.message * term.factor
        assert term.message == Y_BAR[term.k, term.t]
        if of in ("input", "flipped"):
            assert place(s, term.t, term.i) == entry
            assert term.factor == W[term.k, term.i]


def test_words():
    s = compute("input", 2)
    assert s.total == "x̄[2] = 11 + (−1) = 10"
    assert s.words.startswith("Outputs 0, 1 and 2 of both maps read x[2].")
    assert "backwards. Map 0 alone would give 11: the sum runs over both." in s.words
    assert compute("input", 0).words.startswith("Output 0 of both maps reads x[0].")
    assert "No output reads x[5]" in compute("input", 5, stride=2).words
    assert "No output" in compute("flipped", 5, stride=2).words
    assert "zeros put in" in compute("flipped", 3, stride=2).words
    assert "zeros put in" not in compute("flipped", 3).words
    assert "both outputs of map 1 use it" in compute("weight", 4, stride=2).words
    once = [compute("weight", n, padding=1).words.count("Once") for n in range(2 * F)]
    assert once == [1, 0, 1, 1, 0, 1]
    assert "each of the 6 outputs of map 1" in compute("bias", 1, padding=1).words


@pytest.mark.parametrize("entry", range(N))
def test_flipped_kernel_lies_over_the_input(entry):
    def value(look):
        return int(look[1].replace("−", "-"))

    for stride, padding in product((1, 2), (0, 1)):
        looks, total = squares(compute("flipped", entry, stride, padding)), 0
        for k in range(2):
            over = {n: looks["over", k, n] for n in (entry - 1, entry, entry + 1)}
            assert [look[2] for look in over.values()] == ["2", "1", "0"]
            total += sum(value(w) * value(looks["y", k, n]) for n, w in over.items())
        assert total == gradients(stride, padding)[0][entry]


def test_clicking_chooses_and_switches_what_is_shown():
    explorer = explorers.backward_step()

    def click(*name):
        values = press(explorer, explorer.view.places[name])
        return values["of"], values["entry"]

    assert click("w", 1, 2) == ("weight", 5)
    assert click("b", 1) == ("bias", 1)
    assert explorer.controls["entry"].max == 1
    assert click("x", 4) == ("input", 4)
    put(explorer, of="flipped")
    assert click("x", 3) == click("y", 0, 1) == click("x", -1) == ("flipped", 3)
    assert click("b", 0) == ("bias", 0)
    assert click("w", 1, 0) == ("weight", 3)
