"""What single exercises promise beyond their mistakes and the banks of answers."""

import nbformat
import numpy as np
import pytest
import torch
from scipy import ndimage
from test_answers import names
from test_exercises import NOTEBOOKS
from torch import nn

from helpers import checks, convolution
from helpers.checks import nb02, nb06, nb07, networks

ALL = [checks.partial_parameters, checks.training_loop, checks.honest_split]
ODD = [object(), float("nan"), 1j, b"a", [None], {}, [[]], np.array(["a"]), "…"]


def test_a_kernel_passes_that_finds_dark_above_light_in_pictures():
    """All kernels of −1, 0 and 1 in two columns are tried on a picture's edges."""
    wall = np.full((9, 9), 3)
    edge = wall + 4 * (np.arange(9) > 4)[:, None]
    for rows in np.ndindex((3,) * 6):
        w = np.zeros((3, 3), int)
        w[:, ::2] = np.reshape(rows, (3, 2)) - 1
        y, plain, beside = (ndimage.correlate(x, w) for x in (edge, wall, edge.T))
        found = y.max() > 0 and not (y.min() < 0 or plain.any() or beside.any())
        assert checks.edge_kernel(w).passed == found, w


@pytest.mark.parametrize("place", range(9))
def test_the_way_that_a_kernel_moves_is_said(place):
    w = np.eye(9)[place].reshape(3, 3)
    row, col = place // 3 - 1, place % 3 - 1
    report = checks.shift_kernel(w)
    assert report.passed == (place == 3)
    if col == -1 and row:
        assert {-1: "down as well", 1: "up as well"}[row] in report.verdict
    elif not report.passed and not (row and col):
        ways = {(0, 1): "left", (-1, 0): "down", (1, 0): "up", (0, 0): "where it is"}
        assert ways[row, col] in report.verdict


def test_what_an_edge_kernel_answers_is_shown():
    report = checks.edge_kernel([[-1, -1, -1], [2, 2, 2], [-1, -1, -1]])
    assert ("dark above light", "-3 or 3") in report.details
    assert ("a plain wall", "0") in report.details
    assert nb02.edge_answers(np.arange(9).reshape(3, 3))[2] == (21, 33)


def test_a_twin_is_shown_beside_its_picture():
    report = checks.twin(lambda x: x[::-1, ::-1])
    assert [name for name, _ in report.details] == ["x", "got"]


def test_bug_hunt_names_the_bugs_it_came_with():
    """The three suspects of the notebook, as they are there."""
    (path,) = NOTEBOOKS.glob("05_*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    (suspects,) = [c.source for c in cells if c.source.startswith("def first_suspect")]
    exec(suspects, names := {"np": np, "convolution": convolution})
    report = checks.bug_hunt(
        *(names[f"{n}_suspect"] for n in ("first", "second", "third"))
    )
    assert report.verdict == "bug_hunt: 0 of 3 are mended"
    for words in (
        "the sum over i is missing",
        "the kernel is not flipped: x",
        "zeros co",
    ):
        assert words in repr(report)


def test_bug_hunt_one_at_a_time():
    assert repr(checks.bug_hunt()) == "bug_hunt: not attempted yet"
    assert repr(checks.bug_hunt(..., ..., ...)) == "bug_hunt: not attempted yet"
    assert "not attempted yet" in checks.bug_hunt(*[lambda *given: ...] * 3).verdict
    report = checks.bug_hunt(names("nb05")["first"], ..., None)
    assert report.verdict == "bug_hunt: 1 of 3 are mended"
    assert [text for _, text in report.details].count("not attempted yet") == 2
    odd = [lambda *given, odd=odd: odd for odd in ("text", [[1], [2, 3]], [10**400])]
    assert "0 of 3" in checks.bug_hunt(*odd).verdict


def test_a_picture_without_copies_may_be_split_off():
    """As many rows as pictures are wanted: right, where each has one row only."""
    origins = np.array([50, 60, 70, 70])
    assert nb06.what_is_wrong(origins, 2, np.array([0, 1])) is None


@pytest.mark.parametrize("checker", ALL)
@pytest.mark.filterwarnings("error")
def test_odd_answers_are_wrong_and_quiet(checker):
    for odd in ODD:
        report = checker(lambda *arguments, odd=odd: odd)
        assert report.status == "wrong"
        assert {"input", "expected", "got"} == {name for name, _ in report.details}


@pytest.mark.parametrize("checker", ALL)
def test_answers_that_come_once_only_are_wrong(checker):
    answers = iter([38, "a", [0, 1, 2]])
    assert checker(lambda *arguments: next(answers)).status == "wrong"


def test_lists_and_numpy_agree_on_the_cases():
    for full, without in nb07.ABLATIONS:
        assert len({str(right(full, without)) for right in names("nb07")["RIGHT"]}) == 1


@pytest.mark.parametrize("number", range(3))
def test_exactly_one_unit_fits_and_clearly(number):
    """The ranks don't hang on a rounding, as to single precision."""
    maps, best = checks.which_unit.cases[number]
    peaks = maps.max((2, 3))
    assert np.diff(np.sort(peaks, axis=0), axis=0).min() > 1e-6
    assert sum(list(order[:3]) == list(best) for order in (-peaks).argsort(0).T) == 1


def test_what_is_large_is_shown_without_all_its_numbers():
    report = repr(checks.which_unit(lambda maps, best: 0))
    assert "an array of shape (5, 120, 2, 3), [" in report and len(report) < 300


def test_an_attempt_that_later_stops_is_no_error_of_the_checker():
    calls = iter(range(3))

    def three_times(*case):
        return next(calls) is not None and checks.occlusion.right(*case)

    assert checks.occlusion(three_times).passed


def test_an_error_is_shown_where_it_is():
    def broken(model, k):
        return model.stomach

    assert "(in broken" in repr(checks.frozen(broken))


def test_every_call_hands_out_the_same_network():
    one, other = (networks.network(3) for _ in range(2))
    before = torch.random.get_rng_state()
    checks.frozen(checks.frozen.right)
    assert torch.equal(before, torch.random.get_rng_state())
    networks.train(one)
    networks.train(other)
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    assert all(torch.equal(a, b) for a, b in pairs)


def test_an_empty_class_is_a_stub():
    class Stub(nn.Module):
        def __init__(self, path, channels, out, stride):
            super().__init__()

        def forward(self, x): ...

    assert "not attempted yet" in repr(checks.residual(Stub))


def test_checking_changes_neither_the_random_numbers_nor_the_threads():
    before, threads = torch.random.get_rng_state(), torch.get_num_threads()
    checks.separable(checks.separable.right)
    checks.residual(checks.residual.right)
    assert torch.equal(before, torch.random.get_rng_state())
    assert torch.get_num_threads() == threads
