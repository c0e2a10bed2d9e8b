"""The checkers' common part, tried with right, wrong, missing and crashing attempts."""

import functools
import itertools
import re
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import torch

from helpers import checks
from helpers.checks import base, texts
from helpers.checks.compare import Comparison
from helpers.checks.recap import LEGEND
from helpers.datasets import files

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
    class Stub:
        def __call__(self, x): ...

    def stub(x): ...

    def refuses(x, size=1):
        raise NotImplementedError("write me")

    objects = Stub(), Stub().__call__, functools.partial(refuses, size=3)
    for attempt in (stub, refuses, None, ..., lambda x: ..., *objects):
        assert repr(verdict(attempt)) == "largest: not attempted yet"
        assert verdict(attempt).status == "open"


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


@pytest.mark.parametrize(
    ("got", "words"),
    [
        ((8,), "the mode 'full'"),
        ((6,), "the mode 'same'"),
        ((5,), "one too many"),
        ((3,), "of what was given"),
        ((2,), "should be (4,)"),
        ((2, 2), "as many numbers, in another form"),
    ],
)
def test_a_wrong_shape_is_told_by_what_it_looks_like(got, words):
    case = np.ones(6), np.ones(3)
    right = lambda x, w: np.convolve(x, w, "valid")  # noqa: E731
    report = base.check("y", lambda x, w: 2 * np.ones(got), right, [case], {})
    assert report.verdict.endswith(words)


def test_exchanged_axes_and_the_given_shape_are_told():
    def told(right, wrong):
        return base.check("y", wrong, right, [(np.ones((2, 3)),)], {}).verdict

    assert "axes are exchanged" in told(lambda x: x + 1, lambda x: x.T)
    assert "of what was given" in told(lambda x: x[0] + 1, lambda x: x)


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
        assert not base.check_value("double", value, [1, 2], None, {"": [3, 1]}).passed


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
    assert base.check_value("value", value, [1, 2], None, {}).passed
    assert not recwarn


def test_a_forgotten_return_is_said():
    def forgets(x):  # a code without a global name is no stub
        total = 0
        for number in x:
            total += number

    rising = lambda x: max(x) if x[0] < x[1] else None  # noqa: E731
    for attempt in (forgets, rising, functools.partial(print, end=""), list.sort):
        report = verdict(attempt)
        assert "returns nothing" in report.verdict
        assert ("got", "None") in report.details


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
        lambda x: ((sign * number for sign in [2]) for number in x),
    ],
)
def test_lazy_answers_are_read_once(right):
    cases = [([1, 2],), ([3, 4, 5],)]
    report = base.check("twice", right, lambda x: np.multiply(x, 2), cases, {})
    assert report.passed or "its shape is (2, 1)" in report.verdict


def test_an_answer_may_be_overwritten_by_the_next_one():
    for memory in (np.zeros(1), np.zeros(1, complex)):

        def reuses(x, memory=memory):
            memory[0] = max(x)
            return memory

        assert base.check("largest", reuses, lambda x: [max(x)], CASES, {}).passed


def again(x):
    return again(x)


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (7, "without calling it"),
        (lambda x: x.nothing, "'list' object has no attribute 'nothing'"),
        (lambda x: x[99], "IndexError: list index out of range (in <lambda>, line"),
        (again, "RecursionError"),
        (again, "(in again, line"),
        (np.vectorize(lambda x: x[0]), "(in <lambda>, line"),
        (lambda x: (1 / 0 for _ in x), "by zero (in <genexpr>, line"),
        (lambda x: sys.exit(3), "SystemExit: 3"),
        (lambda x: itertools.count(), "its shape is"),
        (lambda x: [[1], iter([2, 3])], "only numbers, in rows of equal length"),
        (lambda x: [[1], iter([2, 3])], "got       [[1], [2, 3]]"),
    ],
)
def test_what_stops_an_attempt_is_shown_and_not_raised(attempt, words):
    assert words in repr(verdict(attempt))


def test_no_line_of_a_library_or_of_the_checker_is_told():
    assert ", line" not in repr(verdict(np.split)) + repr(verdict(lambda: 1))


def test_the_stop_button_works():
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
        base.check_value("largest", cases and Silent(), 3, None, MISTAKES),
    ):
        assert not report.passed
        assert len(repr(report)) < 1500 and len(report._repr_html_()) < 2500
        assert " at 0x" not in repr(report)


def test_each_of_the_long_words_is_said_somewhere():
    code = "".join(path.read_text("utf-8") for path in texts.HERE.glob("*.py"))
    said = set(re.findall(r'texts\.say\(\s*"([^"]+)"', code))
    assert said == set(texts.read("words"))


def test_all_of_an_input_is_shown_and_no_minus_zero():
    assert base.show([-1e-17, 2]) == "[0., 2.]"
    assert "..." not in base.show(np.zeros((8, 10)))
    report = base.check("root", lambda x: x, np.sqrt, [(4,)], {})
    assert ("input", "4") in report.details


def greedy(x):
    x.sort()
    return x.pop()


def test_a_right_answer_that_changes_what_it_is_given_is_told_to_copy_it():
    assert repr(verdict(greedy)) == (
        "largest: you changed x itself: leave it as it was, work on x.copy()\n"
        "  x before  [1., 2.]\n"
        "  x after   [1.]"
    )
    assert CASES == [([1.0, 2.0],), ([3.0, -1.0, 2.0],)]


def deepest(x):
    """The first number in x, however nested, is set to 0."""
    while np.ndim(x[0]):
        x = x[0]
    x[0] = 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([5, 1], "x.copy()"),
        (np.array([5, 1]), "x.copy()"),
        (np.array([[5.0, 1]]), "x.copy()"),
        (torch.tensor([[5.0, 1]]), "x.clone()"),
        ([5, (2, 1), "word"], "x.copy()"),
        ([[5, 1], [2, 3]], "copy.deepcopy(x)"),
        ([[5, 1], [2]], "copy.deepcopy(x)"),
        ([np.array([5, 1]), np.array([2])], "copy.deepcopy(x)"),
        (([5, 1], "word"), "copy.deepcopy(x)"),
        ([torch.ones(2), torch.ones(3)], "copy.deepcopy(x)"),
    ],
)
def test_a_change_is_seen_in_whatever_holds_the_numbers(given, words):
    def attempt(x):
        deepest(x)
        return 1

    for report in (
        base.check("one", attempt, lambda x: 1, [(given,)], {}),
        base.run("one", attempt, [(given,)])[1],
    ):
        assert report.status == "wrong"
        assert report.verdict.endswith(words)


def test_an_argument_without_a_name_is_told_by_its_place():
    report = base.run("one", lambda *given: given[1].pop(), [(3, [1, 2])])[1]
    assert "you changed argument 2 itself" in report.verdict


def test_nan_in_what_is_given_is_no_change():
    cases = [(np.array([np.nan, 1]), [float("nan"), "word"])]
    assert base.check("one", lambda x, y: 1, lambda x, y: 1, cases, {}).passed


def test_a_known_mistake_is_named_before_a_change_and_a_change_before_the_rest():
    sums = verdict(lambda x: x.insert(0, sum(x)) or x[0])
    assert "you add instead" in sums.verdict
    assert "you changed x itself" in verdict(lambda x: x.sort() or x[0]).verdict
    assert "stops with an error" in verdict(lambda x: x.clear() or x[0]).verdict
    assert "returns nothing" in verdict(list.sort).verdict


def test_a_list_that_stops_an_attempt_is_given_as_an_array_and_the_other_way_round():
    for attempt in (lambda x: x.max(), lambda x: sorted([0, *x] if x else x)[-1]):
        for kind in (list, tuple, np.array):  # which is neither true nor false
            cases = [(kind([1.0, 2.0]), kind([0, 1]))]
            report = base.check(
                "largest", lambda x, y, f=attempt: f(x), lambda x, y: max(x), cases, {}
            )
            assert report.passed


def halves(x):
    return np.array(x) / 2


@pytest.mark.parametrize("lose", [np.trunc, np.round, lambda y: y.astype(int)])
def test_lost_fractions_are_told(lose):
    def check(attempt):
        return base.check("halves", attempt, halves, [([2, 4],), ([3, 4],)], {})

    def into(x):
        y = np.zeros_like(x)
        y += halves(x)
        return y

    assert "fractions are lost" in check(lambda x: lose(halves(x))).verdict
    assert "values are not" in check(lambda x: 0 * lose(halves(x))).verdict
    assert "values are not" in check(lambda x: lose(halves(x)) + 0.1).verdict
    assert "whole numbers can't hold fractions" in check(into).verdict
    assert "nan or infinity" in check(lambda x: halves(x) * np.nan).verdict


def test_a_mistake_is_named_though_a_case_stops_the_attempt_if_no_other_fits():
    mistakes = {"the first one": lambda x: x[0], "the last one": lambda x: x[-1]}
    cases = [([1.0, 3.0, 2.0],), ([2.0, 5.0],), ([4.0, 7.0, 4.0],)]

    def told(attempt):
        return base.check("largest", attempt, max, cases, mistakes).verdict

    assert "the first one" in told(lambda x: (x[0], x[2])[0])
    assert "stops with an error" in told(lambda x: [4.0].index(x[0]) + x[0])
    assert "stops with an error" in told(lambda x: x[9])


def test_a_mistake_may_have_no_say_in_a_case():
    mistakes = {"the first one": lambda x: x[0] if len(x) == 2 else None}
    cases = [([1.0, 2.0],), ([3.0, 7.0, 5.0],)]
    for attempt in (lambda x: x[0], lambda x: x[:2][0] + 0 * len(x)):
        report = base.check("largest", attempt, max, cases, mistakes)
        assert "the first one" in report.verdict
    named = base.check("largest", lambda x: x[-1], lambda x: 0, cases, mistakes)
    assert "the first one" not in named.verdict


def test_a_mistake_that_stops_in_a_case_has_no_say_there():
    mistakes = {"the fourth": lambda x: x[3], "the third": lambda x: x[2]}

    def called(*cases):
        return base.check("largest", lambda x: x[-1], max, cases, mistakes).verdict

    assert "the third" in called(([2.0, 1.0],), ([3.0, 9.0, 5.0],))
    assert "2 of 2 cases differ" in called(([2.0, 1.0],), ([9.0, 5.0],))


def test_a_value_is_checked_like_a_function():
    mistakes = {"you forgot the biases": 750}
    told = lambda x: base.check_value("count", x, 760, None, mistakes)  # noqa: E731
    assert told(760).passed and told(np.array(760.0)).passed
    assert "forgot the biases" in repr(told(750))
    assert "another number" in repr(told(3))
    assert "not attempted" in repr(told(...))


def test_html_is_escaped():
    odd = "<script>"
    for shown in (
        base.Report("wrong", odd, [(odd, odd)]),
        checks.recap([("WM", odd, odd, odd)]),
        Comparison([(odd, odd, odd, odd, odd)]),
    ):
        assert "&lt;script&gt;" in shown._repr_html_()
        assert odd not in shown._repr_html_()


@pytest.fixture
def listed(monkeypatch):
    """A function that makes a text the list of errata."""

    def lists(text):
        monkeypatch.setattr(files, "verified", {"errata.csv": text.encode()}.get)

    return lists


HEAD = "tag,slide,where,kind,lecture says,we compute,why\n"
ROW = "WM,Sizes,layers,error,9,8,so\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "lacks the column"),
        (HEAD.replace(",why", "") + ROW, "lacks the column why"),
        (HEAD + ROW.replace(",so", ""), "row 2 .* has no why"),
        (HEAD + ROW.replace("so", ""), "row 2 .* has no why"),
        (HEAD + ROW.replace("layers", ""), "row 2 .* has no where"),
        (HEAD + ROW + "UVA,Sizes,size,error\n", "row 3 .* has no lecture says"),
        (HEAD + ROW.replace("so", "so, too"), "row 2 .* one more field"),
        (HEAD + ROW.replace("WM", "XY"), "row 2 .* 'XY'; .* WM, UVA"),
        (HEAD + ROW.replace("error", "slip"), "row 2 .* 'slip'; .* error, rounding"),
        (HEAD + 2 * ROW, "row 3 .* twice"),
        (HEAD + ROW.replace("so", '"so') + ROW, "row 2 .* never closed"),
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
    listed(
        HEAD
        + 'WM,Sizes,layers,error,9,8,"pooling, counted"\n'
        + "WM,Sizes,weights,rounding,60,61,60.9\n"
    )
    agreed, error = ("UVA", "size", "5", 5), ("WM", "layers", 9, 8)
    table = checks.recap([agreed, error, ("WM", "weights", 60, 61)])
    lines = repr(table).splitlines()
    assert lines[1].endswith("✓")
    assert "✗ pooling, counted" in lines[2]
    assert "○ rounding: 60.9" in lines[3] and "✗" not in lines[3]
    assert lines[4:] == [LEGEND] and LEGEND in table._repr_html_()
    assert LEGEND not in repr(checks.recap([agreed]))
    words = "WM, layers: the lecture says 9, we compute 7"
    with pytest.raises(ValueError, match=words):
        checks.recap([("WM", "layers", 9, 7)])
    with pytest.raises(ValueError, match="the lecture says ten"):
        checks.recap([("WM", "layers", "ten", 8)])
