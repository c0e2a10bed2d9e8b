"""The table of gradients: agreement is said, a difference is seen."""

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


def test_another_shape_and_nan_are_wrong():
    table = three_ways(w=np.array([2.0, 4.0]))
    assert table.rows[1][2] == "its shape is 1×2" and not table.passed
    ours = {"x": np.array([np.nan, 1.0])}
    report = layers.gradient_check(lambda u: u.sum(), [0.0, 0.0], [1.0, 1.0])
    assert not checks.compare(ours, {"x": np.ones(2)}, {"x": report}).passed


def test_a_missing_name_is_told():
    with pytest.raises(ValueError, match="autograd has no 'x'"):
        checks.compare({"x": np.ones(2)}, {}, {})
