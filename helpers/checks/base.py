"""What every checker shares: run an attempt, compare, name the mistake, report."""

import copy
import dis
import functools
import inspect
import itertools
import re
import sys
import traceback
from collections.abc import Iterator

import numpy as np

from helpers.checks import texts
from helpers.checks.report import Report


def check(name, attempt, right, cases, mistakes):
    """A Report on a function that was to be written, from running it on small cases.

    right: a function that does it right. cases: argument tuples. mistakes: a dict from
    the words that name a mistake to a function that makes it. A mistake is named when
    the attempt gives what that function gives, on every case; where some cases stop the
    attempt, on all others, if that fits one mistake only. The function may give None
    for a case in which its mistake can be made in several ways, or stop there.
    """
    given, verdict = answers(name, attempt, cases)
    if not given:
        return verdict
    wants = [right(*copy.deepcopy(case)) for case in cases]  # it may train a network
    given = [_plain(got, wanted) for got, wanted in zip(given, wants, strict=True)]
    rows = list(zip(cases, wants, given, strict=True))
    failed = [row for row in rows if not same(row[2], row[1])]
    if not failed:
        words = f"{name}: correct, all {len(cases)} cases agree"
        return verdict or Report("correct", words)

    words = [wanted for _, wanted, _ in rows if isinstance(wanted, str)]
    unclear = [row for row in failed if words and repr(row[2]) not in map(repr, words)]
    case, expected, got = (unclear or failed)[0]
    details = [("input", ", ".join(show(value) for value in case))]
    details += [("expected", show(expected)), ("got", show(got))]
    known = [words for words, wrong in mistakes.items() if _makes(wrong, rows)]
    sure = len(known) == 1 or not any(map(_stopped, given))
    if known and sure and not all(_stopped(got) for _, _, got in failed):
        return Report("wrong", f"{name}: {known[0]}", details)
    told = difference(got, expected, case)
    if got is not None and not _stopped(got):
        if verdict:  # that may be why
            return verdict
        if unclear:
            words = ", ".join(map(repr, dict.fromkeys(words)))
            told = f"answer with one of these words: {words}"
        if all(_rounded(got, expected) for _, expected, got in failed):
            told = texts.say("fractions lost")
        told = f"{len(failed)} of {len(cases)} cases differ; {told}"
    return Report("wrong", f"{name}: {told}", details)


def _makes(wrong, rows):
    """True if the answers are those of that wrong function, as far as it gives any."""
    compared = False
    for case, _, got in rows:
        one = None if _stopped(got) else _made(wrong, case)
        if one is not None:
            if not same(got, one):
                return False
            compared = True
    return compared


def _made(wrong, case):
    try:
        return wrong(*copy.deepcopy(case))
    except Exception:  # the mistake stops there, as by an index beyond the end
        return None


def answers(name, attempt, cases):
    """What run gives; where a case stops the attempt, of the same in another holder.

    Lists may do where arrays don't, and arrays where lists or tensors don't.
    """
    first = run(name, attempt, cases)
    for other in (_listed, _array, _tensor):
        if not any(map(_stopped, first[0])):
            break
        given = zip(cases, map(_stopped, first[0]), strict=True)
        others = [tuple(map(other, one)) if bad else one for one, bad in given]
        again = run(name, attempt, others)
        failed = [got for got in again[0] if _stopped(got)]
        holds = any(map(_of_holder, first[0])) and not any(map(_of_holder, failed))
        if again[0] and (holds or not failed):
            return again
    return first


def _of_holder(answer):
    """True for an error that came of an array instead of a tensor, or the reverse."""
    said = _text(answer, str) if _stopped(answer) else ""
    return re.search("ndarray|Tensor|'list' object|keyword argument", said) is not None


def _listed(argument):
    return argument.tolist() if isinstance(argument, np.ndarray) else argument


def _array(argument):
    if hasattr(argument, "detach"):
        return argument.detach().numpy()
    listed = type(argument) in (list, tuple) and is_array(argument)
    return np.array(argument) if listed else argument


def _tensor(argument):
    torch = sys.modules.get("torch")  # who uses it has imported it
    changes = torch and isinstance(argument, np.ndarray)
    return torch.from_numpy(argument) if changes else argument


def _plain(got, expected):
    """A word, also out of an array of one, as plain as the expected one."""
    single = got.item() if isinstance(got, np.ndarray) and got.size == 1 else got
    if isinstance(expected, str) and isinstance(single, str):
        return single.strip().lower().replace("’", "'")
    return got


def run(name, attempt, cases):
    """(What the attempt gives for each case, a Report or None).

    An answer is an array, another object, or an error. The Report says that there is no
    function, or only the stub of one, or that it changes what it is given.
    """
    if attempt is None or attempt is ...:
        return [], _not_attempted(name)
    if not callable(attempt):
        words = "pass the function itself, without calling it"
        return [], Report("wrong", f"{name}: {words}", [("got", show(attempt))])
    answers, changed = [], None
    for case in cases:
        left = copy.deepcopy(case)
        try:
            got = listed(attempt(*left))
            got = numbers(got) if is_array(got) else got
        except (Exception, SystemExit) as error:  # a student's error is shown
            if isinstance(error, NotImplementedError) and _is_stub(attempt):
                return [], _not_attempted(name)
            got = error
        if got is ... or (got is None and not answers and _is_stub(attempt)):
            return [], _not_attempted(name)
        answers.append(got)
        changed = changed or _changed(name, attempt, case, left)
    stopped = any(got is None or _stopped(got) for got in answers)
    return answers, None if stopped else changed


def _stopped(answer):
    return isinstance(answer, BaseException)


def _changed(name, attempt, case, left):
    """A Report on the first argument that isn't as it was, or None."""
    for place, (before, after) in enumerate(zip(case, left, strict=True)):
        if not _kept(before, after):
            x = _parameter(attempt, place)
            copied = f"{x}.copy()"
            if hasattr(before, "clone"):  # a tensor
                copied = f"{x}.clone()"
            elif type(before) in (list, tuple) and any(map(_may_change, before)):
                copied = f"copy.deepcopy({x})"
            words = f"you changed {x} itself: leave it as it was, work on {copied}"
            details = [(f"{x} before", show(before)), (f"{x} after", show(after))]
            return Report("wrong", f"{name}: {words}", details)
    return None


def _may_change(entry):
    return np.iterable(entry) and not isinstance(entry, (str, tuple))


def _kept(before, after):
    """True if it holds what it held; a function or a model isn't looked into."""
    if is_array(before):
        return is_array(after) and np.array_equal(
            numbers(before), numbers(after), equal_nan=True
        )
    if isinstance(before, (list, tuple)):  # ragged, or of words
        return len(before) == len(after) and all(map(_kept, before, after))
    return not isinstance(before, str) or before == after


def _parameter(attempt, place):
    """What the attempt calls the argument at that place."""
    try:
        return list(inspect.signature(attempt).parameters)[place]
    except (TypeError, ValueError, IndexError):  # of *given; or not written in Python
        return f"argument {place + 1}"


def listed(answer):
    """Whatever makes its entries only when asked, as a list."""
    if isinstance(answer, Iterator):  # perhaps an endless one
        answer = itertools.islice(answer, 10_000)
    elif type(answer) not in (list, tuple):
        return answer
    return [listed(entry) for entry in answer]  # each before the next is made


def check_value(name, attempt, right, cases, mistakes, read=lambda value: value):
    """A Report on a value that was to be found; `read` makes it plain.

    mistakes: a dict from the words that name a mistake to the value that it gives.
    """
    attempt = read(attempt)
    if attempt is None or attempt is ...:
        return _not_attempted(name)
    if same(attempt, right):
        return Report("correct", f"{name}: correct, {show(right)}")
    for words, wrong in mistakes.items():
        if same(attempt, wrong):
            return Report("wrong", f"{name}: {words}", [("got", show(attempt))])
    words = f"{name}: not yet; {difference(attempt, right)}"
    return Report("wrong", words, [("got", show(attempt))])


def judged(verdict, shown):
    """The check of an exercise with many right answers: functions, or values.

    verdict(*case, answer): what is wrong with it, in words, or nothing. shown(*case,
    answer): what the Report has of both, as (name, text) pairs.
    """

    def check(name, attempt, right, cases, mistakes):
        if not cases:  # the attempt is a value
            if attempt is None or attempt is ...:
                return _not_attempted(name)
            cases, answers = [()], [attempt]
        else:
            answers, changed = run(name, attempt, cases)
            if changed or not answers:
                return changed
        for case, got in zip(cases, answers, strict=True):
            words = verdict(*case, got)
            if words:
                return Report("wrong", f"{name}: {words}", shown(*case, got))
        return Report("correct", f"{name}: correct", shown(*case, got))

    return check


def _not_attempted(name):
    return Report("open", f"{name}: not attempted yet")


def _is_stub(attempt):
    """True for a body such as ... or pass, which uses no argument and no name."""
    function = attempt.func if isinstance(attempt, functools.partial) else attempt
    code = getattr(function, "__code__", None)
    code = code or getattr(type(function).__call__, "__code__", None)
    return (
        code is not None
        and set(code.co_names) <= {"NotImplementedError"}
        and not any(step.opcode in dis.haslocal for step in dis.get_instructions(code))
    )


def same(got, expected):
    """True for equal shapes and equal values within rounding, whatever holds them."""
    if isinstance(expected, str):
        return isinstance(got, str) and got == expected
    try:
        got, expected = numbers(got), numbers(expected)
        return got.shape == expected.shape and bool(
            np.allclose(got, expected, rtol=1e-5, atol=1e-6, equal_nan=True)
        )
    except TypeError:  # ragged lists, strings, objects: nothing to compare
        return False


def difference(got, expected, case=()):
    """In words, what is the first thing that differs. case: what it was given."""
    if _stopped(got):
        words = "your code stops with an error"
        room = "to dtype('int" in _text(got, str)  # NumPy's, of y += 0.5
        return words + ": an array of whole numbers can't hold fractions" * room
    if got is None:
        return "your function returns nothing here: end it with return"
    if isinstance(expected, str):
        return "another word"
    if not is_array(got):
        wanted = "a number or an array of numbers is wanted"
        if isinstance(got, (list, tuple)):
            return f"{wanted}: only numbers, in rows of equal length"
        return f"{wanted}, not {type(got).__name__}"
    got, expected = numbers(got), numbers(expected)
    if got.shape != expected.shape:
        words = f"its shape is {got.shape} and should be {expected.shape}"
        return words + _looks_like(got.shape, expected.shape, case)
    if not got.shape:
        return "another number"
    if not np.isfinite(got).all():
        return "nan or infinity is in it, where numbers should be"
    return "the shape is right, the values are not"


def _looks_like(shape, wanted, case):
    """What a wrong shape reminds of, if anything, to follow a sentence."""
    given = [np.shape(one) for one in case if is_array(one) and np.ndim(one)]
    if len(given) == 2 and len(shape) == len(given[0]) == len(given[1]):
        small, large = np.sort(given, axis=0)
        modes = {"full": large + small - 1, "same": large, "valid": large - small + 1}
        for mode, size in modes.items():
            if tuple(size) == shape:
                return f": as of the mode {mode!r}"
    if sorted(shape) == sorted(wanted):
        return ": two axes are exchanged"
    if np.prod(shape) == np.prod(wanted):
        return ": as many numbers, in another form"
    if shape in given:
        return ": that of what was given"
    if len(shape) == len(wanted):
        off = {b - a for a, b in zip(shape, wanted, strict=True)}
        if off <= {0, 1}:
            return ": one too few"
        return ": one too many" * (off <= {0, -1})
    return ""


def _rounded(got, expected):
    """True for whole numbers, each less than 1 from what it should be."""
    alike = isinstance(got, np.ndarray) and got.ndim and got.shape == np.shape(expected)
    if not alike:
        return False
    off = np.abs(got - numbers(expected)).max()
    return got.any() and np.array_equal(got, got.round()) and 0 < off < 1


def show(value):
    """A value as a student would write it; for an error, what it says and where."""
    if isinstance(value, BaseException):
        frames = traceback.extract_tb(value.__traceback__, limit=9)
        where = [
            f" (in {frame.name}, line {frame.lineno})"
            for frame in frames
            if frame.filename != __file__ and "site-packages" not in frame.filename
        ][:1]
        said = _text(value, str)
        return f"{type(value).__name__}{said and ': '}{said}{''.join(where)}"
    if type(value) in (int, bool) or not is_array(value):
        return _text(value, repr)
    array = numbers(value)
    if array.ndim > 4 or (array.ndim > 2 and array.size > 1000):
        return f"an array of shape {array.shape}"
    return np.array2string(
        array.round(4) + 0.0,  # which makes 0 of -0
        precision=4,
        separator=", ",
        suppress_small=True,
        threshold=100,
    )


def _text(value, how):
    """str or repr of an object, short, and without an address in memory."""
    try:
        text = re.sub(" at 0x[0-9A-Fa-f]+", "", how(value))
    except Exception:  # even this can be wrong in an object of the student's
        return f"a {type(value).__name__}"
    return text if len(text) <= 300 else text[:300] + "…"


def is_array(value):
    """True for whatever holds numbers, and nothing else, in rows of equal length."""
    try:
        return numbers(value) is not None
    except TypeError:
        return False


def numbers(value):
    """The numbers in a value as an array, float or complex; else a TypeError."""
    try:
        if hasattr(value, "detach"):  # a tensor, without importing torch to ask
            value = value.detach().tolist()
        elif isinstance(value, (list, tuple)):  # perhaps of tensors
            plain = float, int
            value = [x if type(x) in plain else numbers(x) for x in value]
        array = np.asarray(value)
        kind = array.dtype.kind
        entries = array.flat if kind == "O" else ()  # Fractions, not words and gaps
        words = any(isinstance(entry, (str, bytes, type(None))) for entry in entries)
        if kind in set("biufcO") and not words:
            return array.astype(complex if kind == "c" else float)
    except Exception:  # ragged, huge, not there, or whatever an odd object raises
        pass
    raise TypeError("no array of numbers")
