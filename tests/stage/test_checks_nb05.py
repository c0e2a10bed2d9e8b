"""Notebook 05's exercises: right answers however written, wrong ones by name."""

from fractions import Fraction
from functools import partial
from pathlib import Path

import nbformat
import numpy as np
import pytest
import torch
from answers import is_called, is_right, is_the_same_as, right_ones, wrong_ones
from torch.nn import functional as F

from helpers import checks, convolution
from helpers.checks import nb05

NOTEBOOKS = Path(checks.__file__).parents[2] / "notebooks"


def tensors(*arrays):
    return [torch.tensor(np.array(array)).double() for array in arrays]


# --- 5.1: the input's gradient ---------------------------------------------------


def scatter(y_bar, w):
    x_bar = [0] * (len(y_bar) + len(w) - 1)
    for t in range(len(y_bar)):
        for tau in range(len(w)):
            x_bar[t + tau] += y_bar[t] * w[tau]
    return x_bar


def gather(y_bar, w, allowed=lambda t, size: 0 <= t < size, total=sum):
    size = len(y_bar) + len(w) - 1
    return [
        total(
            [y_bar[s - k] * w[k] for k in range(len(w)) if allowed(s - k, len(y_bar))]
        )
        for s in range(size)
    ]


def by_transpose(y_bar, w):
    y_bar, w = tensors(y_bar, w)
    return F.conv_transpose1d(y_bar[None, None], w[None, None])[0, 0]


def by_fractions(y_bar, w):
    y_bar, w = ([Fraction(number) for number in given] for given in (y_bar, w))
    yield from gather(y_bar, w)


# --- 5.2: the weights' gradient --------------------------------------------------


def weight_loops(y_bar, x, add=True):
    T = len(y_bar[0])
    w_bar = np.zeros((len(y_bar), len(x), len(x[0]) - T + 1))
    for i, j, tau in np.ndindex(w_bar.shape):
        for t in range(T):
            w_bar[i, j, tau] = y_bar[i][t] * x[j][t + tau] + w_bar[i, j, tau] * add
    return w_bar


def weight_windows(y_bar, x):
    windows = np.lib.stride_tricks.sliding_window_view(x, y_bar.shape[1], axis=1)
    return np.einsum("it,jkt->ijk", y_bar, windows)


def weight_autograd(y_bar, x):
    shape = len(y_bar), len(x), x.shape[1] - y_bar.shape[1] + 1
    w = torch.zeros(shape, requires_grad=True, dtype=torch.double)
    y_bar, x = tensors(y_bar, x)
    F.conv1d(x[None], w).backward(y_bar[None])
    return w.grad


# --- 5.3: the bias's gradient ----------------------------------------------------


def bias_loops(y_bar):
    b_bar = [0] * len(y_bar[0])
    for example in y_bar:
        for i, row in enumerate(example):
            for blame in row:
                b_bar[i] += blame
    return b_bar


# --- 5.4: max pooling's gradient -------------------------------------------------


def pool_loops(y_bar, x, size, stride):
    x_bar = np.zeros(x.shape)
    for (i, j), blame in np.ndenumerate(y_bar):
        places = [(i * stride + a, j * stride + b) for a, b in np.ndindex(size, size)]
        x_bar[max(places, key=lambda place: x[place])] += blame
    return x_bar


def pool_autograd(y_bar, x, size, stride):
    x = torch.tensor(x, dtype=torch.double, requires_grad=True)
    F.max_pool2d(x[None], size, stride).backward(torch.tensor(y_bar)[None])
    return x.grad


def pool_argmax(y_bar, x, size, stride):
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size))
    winners = windows[::stride, ::stride].reshape(*y_bar.shape, -1).argmax(-1)
    rows, cols = np.indices(y_bar.shape) * stride
    x_bar = np.zeros(x.shape)
    np.add.at(x_bar, (rows + winners // size, cols + winners % size), y_bar)
    return x_bar


def pool_lists(y_bar, x, size, stride, best=-np.inf):
    """Plain loops over lists, with a running maximum."""
    x_bar = [[0 for _ in row] for row in x]
    for i, row in enumerate(y_bar):
        for j, blame in enumerate(row):
            largest, place = best, None
            for r in range(i * stride, i * stride + size):
                for c in range(j * stride, j * stride + size):
                    if x[r][c] > largest:
                        largest, place = x[r][c], (r, c)
            if place:
                x_bar[place[0]][place[1]] += blame
    return x_bar


def pool_by(part, step=None, offset=0, keep=lambda sent: True):
    """A backward pass written with slices: part(window, blame) goes into each."""

    def attempt(y_bar, x, size, stride):
        x_bar = np.zeros(x.shape)
        apart = stride if step is None else step(size, stride)
        for i, j in np.ndindex(y_bar.shape):
            r, c = i * apart + offset, j * apart + offset
            place = np.s_[r : r + size, c : c + size]
            sent = part(x[place], y_bar[i, j]) if x[place].size else 0
            x_bar[place] = sent + x_bar[place] * keep(sent)
        return x_bar

    return attempt


def to_all_ties(window, blame):
    return blame * (window >= window.max())


def shared(window, blame):
    return to_all_ties(window, blame) / (window >= window.max()).sum()


def to_first(window, blame):
    sent = np.zeros(window.size)
    sent[window.ravel().tolist().index(window.max())] = blame
    return sent.reshape(window.shape)


def to_last(window, blame):
    return np.flip(to_first(np.flip(window), blame))


def to_first_of_columns(window, blame):
    return to_first(window.T, blame).T


def without_corners(y_bar, x, size, stride, flat=False):
    """The place in the window is taken for one in x."""
    x_bar = np.zeros(x.shape)
    for i, j in np.ndindex(y_bar.shape):
        window = x[i * stride :, j * stride :][:size, :size]
        a, b = divmod(window.argmax(), x.shape[1] if flat else size)
        x_bar[a, b] += y_bar[i, j]
    return x_bar


RIGHT = {
    "input_gradient": [
        scatter,
        gather,
        by_transpose,
        by_fractions,
        np.convolve,
        convolution.convolve,
        lambda *given: tuple(scatter(*given)),
        lambda y_bar, w: np.correlate(y_bar, w[::-1], "full").astype("float32"),
    ],
    "weight_gradient": [
        weight_loops,
        weight_windows,
        weight_autograd,
        lambda y_bar, x: [[np.correlate(row, b, "valid") for row in x] for b in y_bar],
        lambda *given: np.float32(weight_loops(*given)),
        lambda *given: weight_loops(*given).tolist(),
        lambda *given: map(tuple, weight_loops(*given).tolist()),
        lambda *given: torch.tensor(weight_windows(*given)).float().requires_grad_(),
    ],
    "bias_gradient": [
        bias_loops,
        lambda y_bar: np.einsum("nit->i", y_bar),
        lambda y_bar: y_bar.sum(2).sum(0),
        lambda y_bar: (y_bar[:, i].sum() for i in range(y_bar.shape[1])),
        lambda y_bar: y_bar.swapaxes(0, 1).reshape(y_bar.shape[1], -1).sum(1),
        lambda y_bar: torch.tensor(y_bar).sum((0, 2)),
        lambda y_bar: tuple(map(Fraction, bias_loops(y_bar))),
        lambda y_bar: np.float32(bias_loops(y_bar)),
    ],
    "max_pool_gradient": [
        pool_loops,
        pool_autograd,
        pool_argmax,
        pool_lists,
        pool_by(to_first),
        lambda *given: map(tuple, pool_lists(*given)),
        lambda *given: pool_loops(*given).astype("float32"),
    ],
}


@right_ones(RIGHT)
def test_right_answers_pass(name, attempt):
    is_right(name, attempt)


def test_the_solutions_are_torchs():
    is_the_same_as("input_gradient", by_transpose)
    is_the_same_as("weight_gradient", weight_autograd)
    is_the_same_as("bias_gradient", lambda y_bar: np.einsum("nit->i", y_bar))
    is_the_same_as("max_pool_gradient", pool_autograd)


WRONG = {
    "input_gradient": [
        (lambda y_bar, w: np.correlate(y_bar, w, "full"), "flipped the wrong way"),
        (lambda y_bar, w: scatter(y_bar, [*reversed(w)]), "flipped the wrong way"),
        (lambda y_bar, w: gather(y_bar, w)[: 1 - len(w)], "too short"),
        (lambda y_bar, w: np.convolve(y_bar, w, "same"), "the middle only"),
        (lambda y_bar, w: np.convolve(y_bar, w, "valid"), "all weights reach"),
        (partial(gather, total=np.mean), "the mean of the messages"),
        (
            partial(gather, total=lambda them: them[0]),
            "replaces the one that came before",
        ),
        (partial(gather, total=lambda them: them[-1]), "each message replaces"),
        (lambda y_bar, w: gather([1] * len(y_bar), w), "y_bar plays no part"),
        (lambda y_bar, w: gather(y_bar, [1] * len(w)), "w plays no part"),
        (lambda y_bar, w: scatter(y_bar[::-1], w[::-1]), "back to front"),
        (partial(gather, allowed=lambda t, T: -T <= t < T), "counts from the end"),
        (partial(gather, allowed=lambda t, T: t < T), "counts from the end"),
        (lambda y_bar, w: np.correlate(w, y_bar, "full"), "y_bar is flipped"),
        (lambda y_bar, w: scatter(np.flip(y_bar), w), "y_bar is flipped"),
        (lambda y_bar, w: np.convolve(y_bar, w)[: 2 * len(w)], "its shape is"),
        (lambda y_bar, w: np.array([-1, 3, 0, -4]), "3 of 4 cases"),
        (lambda y_bar, w: (scatter(y_bar, w) + [0])[: len(y_bar) + 2], "3 of 4 cases"),
        (
            lambda y_bar, w: np.convolve(y_bar, w).astype(y_bar.dtype),
            "1 of 4 cases differ; fractions are lost",
        ),
        (lambda y_bar, w: (scatter(y_bar, w), w.sort())[0], "you changed w itself"),
        (lambda y_bar, w: [0, *scatter(y_bar, w)], "its shape is"),
        (lambda y_bar, w: y_bar[99], "stops with an error"),
    ],
    "weight_gradient": [
        (
            lambda *given: (
                0 * weight_loops(*given) + weight_loops(*given).sum(2)[..., None]
            ),
            "UVA's printed formula",
        ),
        (lambda y_bar, x: np.flip(weight_loops(y_bar, x), 2), "back to front"),
        (lambda y_bar, x: weight_loops(y_bar[:, ::-1], x), "y_bar is flipped"),
        (lambda y_bar, x: weight_loops(y_bar / len(y_bar[0]), x), "the mean over"),
        (partial(weight_loops, add=False), "only the last position"),
        (lambda y_bar, x: np.swapaxes(weight_loops(y_bar, x), 0, 1), "exchanged"),
        (
            lambda y_bar, x: weight_loops(y_bar * 0 + y_bar.sum(0), x),
            "the blame of all",
        ),
        (lambda y_bar, x: weight_loops(y_bar, x * 0 + x.sum(0)), "all input maps are"),
        (
            lambda y_bar, x: weight_loops(y_bar, np.c_[x, 0 * x[:, 0]]),
            "one number too m",
        ),
        (lambda y_bar, x: weight_loops(y_bar, x[:, :-1]), "one number too few"),
        (lambda y_bar, x: weight_loops(y_bar, x)[0], "its shape is"),
        (lambda y_bar, x: np.round(weight_loops(y_bar, x)), "fractions are lost"),
        (lambda y_bar, x: weight_loops(y_bar, x) * 2, "the values are not"),
        (lambda y_bar, x: y_bar @ x, "stops with an error"),
    ],
    "bias_gradient": [
        (lambda y_bar: np.mean(y_bar, (0, 2)), "the mean instead"),
        (lambda y_bar: np.array(bias_loops(y_bar)) / len(y_bar), "mean over the batch"),
        (lambda y_bar: np.array(bias_loops(y_bar)) / y_bar.shape[2], "mean over the p"),
        (lambda y_bar: [one.sum(1) for one in y_bar], "one row for each example"),
        (lambda y_bar: np.einsum("it->i", y_bar[0]), "only the first example"),
        (lambda y_bar: sum(y_bar), "one number for each position"),
        (lambda y_bar: sum(y_bar)[:, 0], "only the first position"),
        (lambda y_bar: sum(bias_loops(y_bar)), "a single number"),
        (lambda y_bar: np.einsum("nit->n", y_bar), "the examples' sums"),
        (lambda y_bar: [y_bar[:, 0].size] * len(y_bar[0]), "the number of outputs"),
        (lambda y_bar: y_bar[:, :, 1].sum(0), "2 of 2 cases differ"),
        (lambda y_bar: (y_bar[0] + y_bar[1]).sum(1), "1 of 2 cases"),
        (lambda y_bar: 2 * y_bar.mean(axis=0).sum(axis=1), "1 of 2 cases"),
        (lambda y_bar: y_bar.sum(axis=(0, 2), keepdims=True), "its shape is"),
        (lambda y_bar: y_bar.nothing, "stops with an error"),
    ],
    "max_pool_gradient": [
        (pool_by(to_all_ties), "every tied maximum"),
        (pool_by(shared), "share the blame: valid maths, but the convention"),
        (pool_by(to_last), "to the last of the tied maxima: valid maths"),
        (pool_by(to_first_of_columns), "column by column: valid maths"),
        (pool_by(lambda window, blame: blame / window.size), "average pooling's"),
        (pool_by(lambda window, blame: blame), "the whole blame to everyone"),
        (pool_by(to_first, keep=lambda sent: sent == 0), "replaces what overlapping"),
        (pool_by(to_first, keep=lambda sent: False), "wipes out what overlapping"),
        (pool_by(to_first, offset=1), "from i · stride on"),
        (pool_by(to_first, lambda size, stride: stride + 1), "one too long"),
        (pool_by(to_first, lambda size, stride: stride - 1), "one too short"),
        (pool_by(to_first, lambda size, stride: size), "`size` apart"),
        (pool_by(lambda window, blame: to_first(window, 1)), "y_bar plays no part"),
        (partial(pool_lists, best=0), "don't start from 0"),
        (partial(pool_lists, best=-999), "1 of 5 cases differ"),
        (pool_by(lambda window, blame: to_first(abs(window), blame)), "its sign"),
        (
            pool_by(
                lambda window, blame: (
                    blame * np.eye(window.size)[0].reshape(window.shape)
                )
            ),
            "to the corner",
        ),
        (pool_by(lambda window, blame: to_first(-window, blame)), "to the minimum"),
        (without_corners, "add i · stride and j · stride"),
        (partial(without_corners, flat=True), "along the window's rows"),
        (
            lambda y_bar, x, *how: pool_loops(y_bar, x, *how).astype(x.dtype),
            "2 of 5 cases differ; fractions are lost",
        ),
        (
            lambda y_bar, x, *how: (pool_loops(y_bar, x, *how), x.sort())[0],
            "you changed x itself",
        ),
        (lambda y_bar, x, size, stride: x, "5 of 5 cases differ"),
        (lambda y_bar, x, size: x, "stops with an error"),
    ],
}


@wrong_ones(WRONG)
def test_wrong_answers_are_named(name, attempt, words):
    is_called(name, attempt, words)


@pytest.mark.parametrize("lose", [np.trunc, np.round, np.abs])
def test_whole_numbers_and_lost_signs_are_wrong(lose):
    """As from an array made with dtype=int."""
    for name in RIGHT:
        exercise = getattr(checks, name)
        assert not exercise(lambda *given, e=exercise: lose(e.right(*given))).passed
    lost = [lambda *given, p=part: lose(p.right(*given)) for part in nb05.PARTS]
    assert "0 of 3" in checks.bug_hunt(*lost).verdict


# --- 5.5: the bug hunt -----------------------------------------------------------


def first(y_bar, w):
    x_bar = np.zeros((w.shape[1], y_bar.shape[1] + w.shape[2] - 1))
    for i, j in np.ndindex(w.shape[:2]):
        x_bar[j] += np.convolve(y_bar[i], w[i, j])
    return x_bar


def first_torch(y_bar, w):
    y_bar, w = tensors(y_bar, w)
    return F.conv_transpose1d(y_bar[None], w)[0]


def second(y_bar, w):
    x_bar = np.zeros(np.add(y_bar.shape, w.shape) - 1)
    for (r, c), blame in np.ndenumerate(y_bar):
        x_bar[r : r + len(w), c : c + len(w[0])] += blame * w
    return x_bar


def second_torch(y_bar, w):
    y_bar, w = tensors(y_bar, w)
    return F.conv_transpose2d(y_bar[None, None], w[None, None])[0, 0]


def third(y_bar, w, stride):
    x_bar = np.zeros(stride * (len(y_bar) - 1) + len(w))
    for t, tau in np.ndindex(len(y_bar), len(w)):
        x_bar[stride * t + tau] += y_bar[t] * w[tau]
    return x_bar


def third_torch(y_bar, w, stride):
    y_bar, w = tensors(y_bar, w)
    return F.conv_transpose1d(y_bar[None, None], w[None, None], stride=stride)[0, 0]


def gaps(y_bar, w, zeros):
    spread = [[blame, *[0] * zeros] for blame in y_bar]
    return np.convolve(np.concatenate(spread)[: len(y_bar) * (zeros + 1) - zeros], w)


def each(y_bar, w):
    """The output maps' answers, each by itself."""
    return np.array([first(one[:, None] * y_bar, w) for one in np.eye(len(w))])


@pytest.mark.parametrize(
    "mended",
    [
        (first, second, third),
        (first_torch, second_torch, third_torch),
        (
            lambda *given: each(*given).sum(axis=0).tolist(),
            convolution.convolve,
            lambda y_bar, w, stride: gaps(y_bar, w, stride - 1),
        ),
    ],
)
def test_bug_hunt_right(mended):
    assert checks.bug_hunt(*mended).passed


def edges_exchanged(y_bar, w):
    """Padded by the kernel's width above and below: right for square kernels."""
    rows, cols = np.subtract(w.shape, 1)
    padded = np.pad(y_bar, ((cols, cols), (rows, rows)))
    return convolution.correlate(padded, w[::-1, ::-1])


def zeros_first(y_bar, w, stride):
    spread = [[0] * (stride - 1) + [blame] for blame in y_bar]
    return np.convolve(np.concatenate(spread), w)[: stride * (len(y_bar) - 1) + len(w)]


BUGS = [
    [
        (lambda y_bar, w: each(y_bar, w)[-1], "the last output map"),
        (lambda y_bar, w: first(y_bar[:1], w[:1]), "only the first output map"),
        (lambda y_bar, w: first(y_bar, w) / len(w), "the mean over the output maps"),
        (each, "one answer for each output map"),
        (lambda y_bar, w: first(y_bar, w[..., ::-1]), "not flipped any more"),
        (lambda y_bar, w: first(y_bar, w) + 1, "the values are not"),
        (lambda y_bar, w: first(y_bar, w) + 0 * y_bar[2, 0], "an error"),
    ],
    [
        (lambda y_bar, w: second(y_bar, w[::-1, ::-1]), "the kernel is not flipped"),
        (lambda y_bar, w: second(y_bar, np.fliplr(w)), "upside down only"),
        (lambda y_bar, w: second(y_bar, np.flipud(w)), "left to right only"),
        (lambda y_bar, w: second(y_bar, np.rot90(w, 2).T), "exchanged instead"),
        (lambda y_bar, w: second(np.flip(y_bar), w), "y_bar is flipped, too"),
        (lambda y_bar, w: np.flip(second(y_bar, np.flip(w))), "y_bar is flipped, too"),
        (lambda y_bar, w: np.flip(second(y_bar, w)), "y_bar is flipped: the kernel"),
        (lambda y_bar, w: y_bar, "its shape is"),
        (edges_exchanged, "1 of 2 cases differ"),
    ],
    [
        (lambda y_bar, w, stride: gaps(y_bar, w, stride), "one fewer belongs"),
        (lambda *given: np.r_[0, third(*given)][:-1], "begins at input t"),
        (zeros_first, "the zeros come before each output"),
        (lambda y_bar, w, stride: gaps(y_bar, w, 0), "the stride plays no part"),
        (lambda y_bar, w, S: gaps(y_bar, w, max(0, S - 2)), "one zero too few"),
        (lambda y_bar, w, stride: third(y_bar, np.flip(w), stride), "not flipped any"),
        (lambda y_bar, w, stride: third(y_bar, w, stride)[1:], "its shape is"),
    ],
]


@pytest.mark.parametrize(
    ("place", "wrong", "words"),
    [(place, *bug) for place, bugs in enumerate(BUGS) for bug in bugs],
)
def test_bug_hunt_wrong(place, wrong, words):
    mended = [first, second, third]
    mended[place] = wrong
    report = checks.bug_hunt(*mended)
    assert report.verdict == "bug_hunt: 2 of 3 are mended"
    assert words in repr(report)


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
    report = checks.bug_hunt(first, ..., None)
    assert report.verdict == "bug_hunt: 1 of 3 are mended"
    assert [text for _, text in report.details].count("not attempted yet") == 2
    odd = [lambda *given, odd=odd: odd for odd in ("text", [[1], [2, 3]], [10**400])]
    assert "0 of 3" in checks.bug_hunt(*odd).verdict
