"""The table of gradients: agreement is said, a difference is seen."""

from fractions import Fraction

import numpy as np
import pytest
import torch

from helpers import checks, layers

V = {"x": np.array([1.0, 2.0]), "w": np.array([[3.0, -1.0]])}


def loss(v):
    return (v["w"] @ v["x"]).sum() ** 2


def three_ways(**spoilt):
    t = {name: torch.tensor(value, requires_grad=True) for name, value in V.items()}
    loss(t).backward()
    ours = {"x": np.array([6.0, -2.0]), "w": np.array([[2.0, 4.0]])} | spoilt
    checked = {
        name: layers.gradient_check(
            lambda u, name=name: loss(V | {name: u}), V[name], np.resize(grad, u_shape)
        )
        for name, grad in ours.items()
        for u_shape in [V[name].shape]
    }
    return checks.compare(ours, {n: u.grad for n, u in t.items()}, checked)


def test_agreement_shows_no_digit_of_rounding():
    table = three_ways(x=np.array([6.0, -2.0 + 1e-14]))
    assert table.passed
    assert repr(table).splitlines()[1].split() == ["x", "2", "<", "1e-10", "agree", "✓"]
    assert "1×2" in repr(table)
    assert "<td" in table._repr_html_() and "✗" not in table._repr_html_()


def test_a_wrong_gradient_is_seen_in_its_row_only():
    table = three_ways(w=np.array([[2.0, 4.5]]))
    assert not table.passed
    assert [row[-1] for row in table.rows] == ["✓", "✗"]
    assert "5e-01" in repr(table) and "disagree" in repr(table)
    assert "#d55e00" in table._repr_html_()


def test_what_differences_cannot_tell_is_no_agreement():
    unknown = layers.gradient_check(lambda u: 1e20 + u.sum(), [0.0, 0.0], [1.0, 1.0])
    table = checks.compare(ONES, ONES, {"x": unknown})
    assert table.rows[0][-2:] == ("can't tell", "?") and not table.passed
    assert "can&#x27;t tell" in table._repr_html_()
    other = checks.compare(ONES, {"x": np.zeros(2)}, {"x": unknown})
    assert other.rows[0][-2:] == ("can't tell", "✗")


def test_another_shape_and_nan_are_wrong():
    table = three_ways(w=np.array([2.0, 4.0]))
    assert table.rows[1][2] == "autograd's shape is 1×2" and not table.passed
    ours = {"x": np.array([np.nan, 1.0])}
    report = layers.gradient_check(lambda u: u.sum(), [0.0, 0.0], [1.0, 1.0])
    assert not checks.compare(ours, {"x": np.ones(2)}, {"x": report}).passed


GOOD = layers.gradient_check(lambda u: u.sum(), [0.0, 0.0], [1.0, 1.0])
ONES = {"x": np.ones(2)}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (({}, {}, {}), "no gradient"),
        ((ONES, {}, {"x": GOOD}), "autograd has no 'x'"),
        ((ONES, ONES, {}), "differences has no 'x'"),
        (({}, ONES, {"x": GOOD}), "ours has no 'x'"),
        ((ONES, ONES | {"w": np.ones(1)}, {"x": GOOD}), "ours has no 'w'"),
        ((np.ones(2), ONES, {"x": GOOD}), "ours must be a dict"),
        ((ONES, [np.ones(2)], {"x": GOOD}), "autograd must be a dict"),
        ((ONES, ONES, GOOD), "differences must be a dict"),
        ((ONES, ONES, {"x": 1e-9}), "layers.gradient_check"),
        ((ONES, {"x": None}, {"x": GOOD}), "autograd\\['x'\\] is None.*retain_grad"),
        (({"x": None}, ONES, {"x": GOOD}), "ours\\['x'\\] is None"),
        (({"x": "1, 1"}, ONES, {"x": GOOD}), "'x'. must hold numbers"),
        (({"x": [[1], [2, 3]]}, ONES, {"x": GOOD}), "'x'. must hold numbers"),
        ((ONES, {"x": torch.ones(2)}, {"x": GOOD}), "autograd\\['x'\\] is float32"),
        (({"x": np.ones(2, "float16")}, ONES, {"x": GOOD}), "'x'. is float16"),
    ],
)
def test_what_cannot_be_compared_is_told(given, words):
    with pytest.raises((ValueError, TypeError), match=words):
        checks.compare(*given)


@pytest.mark.parametrize(
    "ours",
    [
        torch.ones(2, dtype=torch.double, requires_grad=True),
        [1, 1.0],
        np.ones(2, int),
        [torch.tensor(1.0, dtype=torch.double), Fraction(1)],
        np.ones(2) + 0j,
    ],
)
def test_ours_may_be_held_in_anything(ours):
    autograd = {"x": torch.ones(2, dtype=torch.double)}
    assert checks.compare({"x": ours}, autograd, {"x": GOOD}).passed


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("other", [np.nan, np.inf, 1.0])
def test_nan_and_infinity_never_agree(odd, other, recwarn):
    ours, theirs = np.array([1, odd]), np.array([1, other])
    table = checks.compare({"x": ours}, {"x": theirs}, {"x": GOOD})
    assert not table.passed and not recwarn
    assert table.rows[0][2] in ("nan", "inf")


def test_ours_of_another_shape_is_not_stretched():
    for ours in (1.0, [1.0], [[1.0, 1.0]], np.ones((2, 0))):
        table = checks.compare({"x": ours}, ONES, {"x": GOOD})
        assert table.rows[0][2:] == ("autograd's shape is 2", "agree", "✗")
    empty = checks.compare({"x": []}, {"x": []}, {"x": GOOD})
    assert empty.rows[0][1] == "0"


def test_names_may_be_anything():
    assert checks.compare({3: [1.0]}, {3: [1.0]}, {3: GOOD}).rows[0][0] == "3"
