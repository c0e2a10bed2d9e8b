"""The checkers' common part, tried with right, wrong, missing and crashing attempts."""

import functools
import itertools
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import torch

from helpers import checks, files
from helpers.checks import base
from helpers.checks.compare import Comparison

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


def test_code_without_a_global_name_is_no_stub():
    def forgets(x):
        total = 0
        for number in x:
            total += number

    for attempt in (forgets, functools.partial(print, end=""), list.sort):
        assert "returns nothing" in verdict(attempt).verdict


def test_a_stub_may_be_an_object_or_a_partial():
    class Stub:
        def __call__(self, x): ...

    def stub(size, x):
        raise NotImplementedError("write me")

    for attempt in (Stub(), functools.partial(stub, 3), Stub().__call__):
        assert verdict(attempt).status == "open"


def test_what_a_library_has_not_implemented_was_an_attempt():
    def attempts(x):
        raise NotImplementedError(f"max is not implemented for {type(x).__name__}")

    assert "not implemented for list" in repr(verdict(attempts))
    assert verdict(attempts).status == "wrong"


@pytest.mark.parametrize(
    "right",
    [
        lambda x: (2 * number for number in x),
        lambda x: map(float, np.multiply(x, 2)),
        lambda x: [iter([2 * number]) for number in x],
    ],
)
def test_lazy_answers_are_read_once(right):
    cases = [([1, 2],), ([3, 4, 5],)]
    report = base.check("twice", right, lambda x: np.multiply(x, 2), cases, {})
    assert report.passed or "its shape is (2, 1)" in report.verdict


def test_an_endless_or_a_crashing_generator_is_wrong():
    assert "its shape is" in repr(verdict(lambda x: itertools.count()))

    def crashes(x):
        yield 1 / 0

    assert "ZeroDivisionError: division by zero (in crashes" in repr(verdict(crashes))


def test_an_answer_may_be_overwritten_by_the_next_one():
    for memory in (np.zeros(1), np.zeros(1, complex)):

        def reuses(x, memory=memory):
            memory[0] = max(x)
            return memory

        assert base.check("largest", reuses, lambda x: [max(x)], CASES, {}).passed


def test_leaving_the_program_is_shown_but_the_stop_button_works():
    assert "SystemExit: 3" in repr(verdict(lambda x: sys.exit(3)))
    with pytest.raises(KeyboardInterrupt):
        verdict(lambda x: exec("raise KeyboardInterrupt"))


class Odd(Exception):
    """It can't be turned into a number, nor into an array, nor into text."""

    def __float__(self):
        raise KeyError("no number")

    def __array__(self, *how, **more):
        raise KeyError("no array")

    def __repr__(self):
        raise KeyError("no text")

    __str__ = __repr__


class Silent:
    __float__ = __repr__ = Odd.__repr__


def raises_odd(x):
    raise Odd


@pytest.mark.parametrize(
    "odd",
    [
        lambda x: Silent(),
        lambda x: [Silent(), 1],
        lambda x: [Odd()],
        raises_odd,
        lambda x: np.array(["3"], dtype=object)[0:1].reshape(()),
        lambda x: np.broadcast_to(1, (10**7, 10**7)),
        lambda x: lambda: x,
        lambda x: "long " * 1000,
        lambda x: np.zeros((8,) * 7),
        lambda x: dict.fromkeys(range(500), "v"),
        lambda x: base,
    ],
)
def test_no_answer_breaks_the_report_or_makes_it_long(odd):
    cases = [([1.0, 3.0],)]
    for report in (
        base.check("largest", odd, max, cases, MISTAKES),
        base.check_value("largest", cases and Silent(), 3, MISTAKES),
    ):
        assert not report.passed
        assert len(repr(report)) < 1500 and len(report._repr_html_()) < 2500
        assert " at 0x" not in repr(report)


def test_an_error_deep_in_a_recursion_is_told_at_its_first_line():
    def again(x):
        return again(x)

    assert "RecursionError" in repr(verdict(again))
    assert "(in again, line" in repr(verdict(again))


def test_no_line_of_a_library_is_told():
    assert ", line" not in repr(verdict(np.split))
    assert "(in <lambda>, line" in repr(verdict(np.vectorize(lambda x: x[0])))


def test_no_zero_is_shown_as_minus_zero():
    assert base.show([-1e-17, 2]) == "[0., 2.]"


def test_all_of_an_input_is_shown():
    assert "..." not in base.show(np.zeros((8, 10)))


def test_a_whole_number_given_is_shown_as_one():
    report = base.check("root", lambda x: x, np.sqrt, [(4,)], {})
    assert ("input", "4") in report.details


def test_a_list_that_is_no_array_is_told():
    report = verdict(lambda x: [[1], iter([2, 3])])
    assert "only numbers, in rows of equal length" in report.verdict
    assert ("got", "[[1], [2, 3]]") in report.details


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
    odd = "<script>"
    for shown in (
        base.Report("wrong", odd, [(odd, odd)]),
        checks.recap([("WM", odd, odd, odd)]),
        Comparison([(odd, odd, odd, odd, odd)]),
    ):
        assert "&lt;script&gt;" in shown._repr_html_()
        assert odd not in shown._repr_html_()
    quiz = checks.predict(odd, [odd])
    quiz.buttons[0].click()
    shown = "".join(getattr(child, "value", "") for child in quiz.children)
    assert shown.count("&lt;script&gt;") == 2 and odd not in shown


def test_predict_keeps_the_choice_and_shows_no_answer():
    quiz = checks.predict("How many?", [2, "2⅓"])
    assert quiz.text == "Predict: How many?\n  ( ) 2\n  ( ) 2⅓"
    quiz.buttons[1].click()
    assert quiz.said == "2⅓"
    assert [b.button_style for b in quiz.buttons] == ["", "info"]


@pytest.fixture
def listed(monkeypatch):
    """A function that makes a text the list of errata."""

    def lists(text):
        monkeypatch.setattr(files, "verified", {"errata.csv": text.encode()}.get)

    return lists


HEAD = "tag,where,lecture says,we compute,why\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "lacks the column"),
        ("tag,where,lecture says,we compute\nWM,layers,9,8\n", "lacks the column why"),
        (HEAD + "WM,layers,9,8\n", "row 2 .* has no why"),
        (HEAD + "WM,layers,9,8,\n", "row 2 .* has no why"),
        (HEAD + "WM,,9,8,so\n", "row 2 .* has no where"),
        (HEAD + "WM,layers,9,8,so\nUVA,size\n", "row 3 .* has no lecture says"),
        (HEAD + "WM,layers,9,8,pooling, counted\n", "row 2 .* one more field"),
        (HEAD + "XY,layers,9,8,so\n", "row 2 .* 'XY'; .* WM, UVA"),
        (HEAD + 2 * "WM,layers,9,8,so\n", "row 3 .* twice"),
        (HEAD + 'WM,layers,9,8,"so\nUVA,size,1,2,so\n', "row 2 .* never closed"),
    ],
)
def test_a_damaged_list_of_errata_is_named(listed, text, words):
    listed(text)
    with pytest.raises(ValueError, match=f"errata.csv.*{words}"):
        checks.recap([])


def test_a_changed_list_of_errata_is_refused(tmp_path, monkeypatch):
    for name in ("SHA256SUMS", "errata.csv"):
        (tmp_path / name).write_bytes((files.DATA / name).read_bytes())
    monkeypatch.setattr(files, "DATA", tmp_path)
    checks.recap([])
    changed = (tmp_path / "errata.csv").read_text(encoding="utf-8").replace("WM", "VUW")
    (tmp_path / "errata.csv").write_text(changed, encoding="utf-8")
    with pytest.raises(ValueError, match="errata.csv is damaged or was changed"):
        checks.recap([])


def test_recap_knows_the_lectures():
    with pytest.raises(ValueError, match="no lecture 'wm'; .* WM, UVA"):
        checks.recap([("wm", "layers", 8, 8)])
    with pytest.raises(ValueError, match="no lecture 'CMP'"):
        checks.recap([("LAB, CMP", "layers", 8, 8)])
    assert "✓" in repr(checks.recap([("LAB, COMP", "layers", 8, 8)]))


def test_recap_agrees_or_explains_or_refuses(listed):
    listed(HEAD + 'WM,layers,9,8,"pooling, counted"\n')
    table = repr(checks.recap([("UVA", "size", "5", 5), ("WM", "layers", 9, 8)]))
    assert "✓" in table.splitlines()[1]
    assert "✗ pooling, counted" in table.splitlines()[2]
    with pytest.raises(
        ValueError, match=r"WM, layers: the lecture says 9, we compute 7"
    ):
        checks.recap([("WM", "layers", 9, 7)])
