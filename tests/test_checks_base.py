"""The checkers' common part, tried with right, wrong, missing and crashing attempts."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import torch

from helpers import checks
from helpers.checks import base

CASES = [([1.0, 2.0],), ([3.0, -1.0, 2.0],)]
MISTAKES = {"you add instead of taking the maximum": sum}


def verdict(attempt):
    return base.check("largest", attempt, max, CASES, MISTAKES)


@pytest.mark.parametrize(
    "right",
    [
        max,
        lambda x: sorted(x)[-1],
        lambda x: np.float32(max(x)),
        lambda x: torch.tensor(x, requires_grad=True).max(),
        lambda x: np.array(max(x)) + 1e-9,
    ],
)
def test_a_right_answer_passes_whatever_holds_it(right):
    assert verdict(right).passed
    assert "correct" in repr(verdict(right))


def test_a_stub_is_not_attempted_yet():
    def stub(x): ...

    def refuses(x):
        raise NotImplementedError

    for attempt in (stub, refuses, None, ..., lambda x: ...):
        assert repr(verdict(attempt)) == "largest: not attempted yet"


def test_a_mistake_is_named_and_the_case_shown():
    report = verdict(lambda x: np.add.reduce(x))
    assert not report.passed
    assert repr(report) == (
        "largest: you add instead of taking the maximum\n"
        "  input     [1., 2.]\n"
        "  expected  2.\n"
        "  got       3."
    )
    assert "you add" in report._repr_html_()


def test_an_unknown_mistake_is_still_wrong():
    assert "2 of 2 cases differ" in repr(verdict(min))
    assert "its shape is (2,) and should be ()" in repr(verdict(lambda x: x[:2]))
    assert "not str" in repr(verdict(lambda x: "three"))
    assert not verdict(lambda x: float("nan")).passed
    assert not verdict(lambda x: [[1], [2, 3]]).passed


def test_an_error_of_the_student_is_shown_and_not_raised():
    def crashes(x):
        return x[99]

    text = repr(verdict(crashes))
    assert "your code stops with an error" in text
    assert "IndexError: list index out of range (in crashes, line" in text


def test_what_holds_no_numbers_is_refused_and_never_raises():
    """Also strings of digits, and a complex part that would be dropped in silence."""
    odd = [
        "three",
        ["3", "1"],
        [10**400],
        torch.ones(2, device="meta"),
        ValueError("returned, not raised"),
        np.array([1 + 5j, 2]),
    ]
    for value in odd:
        cases = [([1.0, 2.0],)]
        report = base.check("double", lambda x, v=value: v, list, cases, {"": sorted})
        assert not report.passed, value
        assert not base.check_value("double", value, [1, 2], {"": [3, 1]}).passed


@pytest.mark.parametrize(
    "value",
    [
        [torch.tensor(1.0, requires_grad=True), torch.tensor(2.0)],
        torch.tensor([1.0, 2.0], dtype=torch.bfloat16),
        np.fft.ifft(np.fft.fft([1, 2])),
        [Fraction(1), Decimal(2)],
    ],
)
def test_numbers_pass_whatever_their_type(value, recwarn):
    assert base.check_value("value", value, [1, 2], {}).passed
    assert not recwarn


def test_a_forgotten_return_is_said():
    def prints(x):
        print(max(x))

    def only_when_rising(x):
        if x[0] < x[1]:
            return max(x)

    for attempt in (prints, only_when_rising):
        report = verdict(attempt)
        assert "returns nothing" in report.verdict
        assert ("got", "None") in report.details


def test_a_call_that_fails_names_no_line_of_the_checker():
    assert ", line" not in repr(verdict(lambda: 1))


def test_calling_the_function_too_early_is_said():
    assert "without calling it" in repr(verdict(7))


def test_an_attempt_cannot_change_the_cases():
    def greedy(x):
        x.sort()
        return x.pop()

    assert verdict(greedy).passed
    assert CASES == [([1.0, 2.0],), ([3.0, -1.0, 2.0],)]


def test_a_value_is_checked_like_a_function():
    mistakes = {"you forgot the biases": 750}
    assert base.check_value("count", 760, 760, mistakes).passed
    assert base.check_value("count", np.array(760.0), 760, mistakes).passed
    assert "forgot the biases" in repr(base.check_value("count", 750, 760, mistakes))
    assert "another number" in repr(base.check_value("count", 3, 760, mistakes))
    assert "not attempted" in repr(base.check_value("count", ..., 760, mistakes))


def test_html_is_escaped():
    report = base.Report("wrong", "a < b", [("got", "<script>")])
    assert "<script>" not in report._repr_html_()


def test_predict_keeps_the_choice_and_shows_no_answer():
    quiz = checks.predict("How many?", [2, "2⅓"])
    assert quiz.text == "Predict: How many?\n  ( ) 2\n  ( ) 2⅓"
    quiz.buttons[1].click()
    assert quiz.said == "2⅓"
    assert [b.button_style for b in quiz.buttons] == ["", "info"]


def test_recap_agrees_or_explains_or_refuses(tmp_path, monkeypatch):
    errata = tmp_path / "errata.csv"
    errata.write_text(
        'tag,where,lecture says,we compute,why\nWM,layers,9,8,"pooling, counted"\n'
    )
    monkeypatch.setattr(base, "ERRATA", errata)
    table = repr(checks.recap([("UVA", "size", "5", 5), ("WM", "layers", 9, 8)]))
    assert "✓" in table.splitlines()[1]
    assert "✗ pooling, counted" in table.splitlines()[2]
    with pytest.raises(
        ValueError, match=r"WM, layers: the lecture says 9, we compute 7"
    ):
        checks.recap([("WM", "layers", 9, 7)])
