"""Notebook 05's checkers: right answers pass, each mistake is named."""

import functools
from fractions import Fraction

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from helpers import checks, convolution


def tensors(*arrays):
    return [torch.tensor(array).double() for array in arrays]


def named(report, words):
    """True when the verdict, or a detail of it, says so."""
    said = [report.verdict, *[text for _, text in report.details]]
    return not report.passed and any(words in text for text in said)


# --- 5.1: the input's gradient ---------------------------------------------------


def scatter(y_bar, w):
    x_bar = [0] * (len(y_bar) + len(w) - 1)
    for t in range(len(y_bar)):
        for tau in range(len(w)):
            x_bar[t + tau] += y_bar[t] * w[tau]
    return x_bar


def gather(y_bar, w):
    def blame(s):
        return sum(
            y_bar[s - tau] * w[tau]
            for tau in range(len(w))
            if 0 <= s - tau < len(y_bar)
        )

    return [blame(s) for s in range(len(y_bar) + len(w) - 1)]


def by_transpose(y_bar, w):
    y_bar, w = tensors(y_bar, w)
    return F.conv_transpose1d(y_bar[None, None], w[None, None])[0, 0]


def by_autograd(y_bar, w):
    x = torch.zeros(len(y_bar) + len(w) - 1, requires_grad=True, dtype=torch.double)
    y_bar, w = tensors(y_bar, w)
    F.conv1d(x[None, None], w[None, None]).backward(y_bar[None, None])
    return x.grad


def by_matrix(y_bar, w):
    forward = np.zeros((len(y_bar), len(y_bar) + len(w) - 1))
    for t, row in enumerate(forward):
        row[t : t + len(w)] = w
    return (np.matrix(y_bar) @ forward).A1


def by_fourier(y_bar, w):
    size = y_bar.size + w.size - 1
    return np.fft.ifft(np.fft.fft(y_bar, size) * np.fft.fft(w, size))


def by_fractions(y_bar, w, start=Fraction()):
    y_bar, w = ([Fraction(number) for number in given] for given in (y_bar, w))
    for s in range(len(y_bar) + len(w) - 1):
        blame = start
        for tau, weight in enumerate(w):
            if 0 <= s - tau < len(y_bar):
                blame += y_bar[s - tau] * weight
        yield blame


@pytest.mark.filterwarnings("ignore:the matrix subclass")
@pytest.mark.parametrize(
    "attempt",
    [scatter, gather, by_transpose, by_autograd]
    + [by_matrix, by_fourier, by_fractions, lambda *given: tuple(scatter(*given))],
)
def test_input_gradient_right(attempt):
    assert checks.input_gradient(attempt).passed


def later_wins(y_bar, w):
    x_bar = np.zeros(len(y_bar) + len(w) - 1)
    for t, blame in enumerate(y_bar):
        x_bar[t : t + len(w)] = blame * w
    return x_bar


def later_weight_wins(y_bar, w):
    x_bar = np.zeros(len(y_bar) + len(w) - 1)
    for tau, weight in enumerate(w):
        x_bar[tau : tau + len(y_bar)] = y_bar * weight
    return x_bar


def averaged(y_bar, w):
    lists = [[] for _ in range(len(y_bar) + len(w) - 1)]
    for t, blame in enumerate(y_bar):
        for tau, weight in enumerate(w):
            lists[t + tau].append(blame * weight)
    return [np.mean(messages) for messages in lists]


def in_the_type_of_y_bar(y_bar, w):
    x_bar = np.zeros(len(y_bar) + len(w) - 1, dtype=y_bar.dtype)
    for t, tau in np.ndindex(len(y_bar), len(w)):
        x_bar[t + tau] += y_bar[t] * w[tau]
    return x_bar


def onto_w(y_bar, w):
    x_bar = scatter(y_bar, w)
    w[:] = w[::-1].copy()
    return x_bar


def wraps_round(y_bar, w):
    """y_bar[-1] is its last number, and no zero."""
    padded = {s: y_bar[s] for s in range(-len(y_bar), len(y_bar))}
    return [
        sum(padded.get(s - tau, 0) * weight for tau, weight in enumerate(w))
        for s in range(len(y_bar) + len(w) - 1)
    ]


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (lambda y_bar, w: np.correlate(y_bar, w, "full"), "flipped the wrong way"),
        (lambda y_bar, w: scatter(y_bar, list(reversed(w))), "flipped the wrong way"),
        (lambda y_bar, w: gather(y_bar, w)[: 1 - len(w)], "too short"),
        (lambda y_bar, w: np.convolve(y_bar, w, "same"), "the middle only"),
        (lambda y_bar, w: np.convolve(y_bar, w, "valid"), "all weights reach"),
        (averaged, "the mean of the messages"),
        (later_wins, "replaces the one that came before"),
        (later_weight_wins, "each message replaces"),
        (lambda y_bar, w: gather([1] * len(y_bar), w), "y_bar plays no part"),
        (lambda y_bar, w: gather(y_bar, [1] * len(w)), "w plays no part"),
        (lambda y_bar, w: scatter(y_bar[::-1], w[::-1]), "back to front"),
        (wraps_round, "counts from the end"),
        (lambda y_bar, w: np.correlate(w, y_bar, "full"), "y_bar is flipped"),
        (lambda y_bar, w: scatter(np.flip(y_bar), w), "y_bar is flipped"),
        (lambda y_bar, w: np.convolve(y_bar, w)[: 2 * len(w)], "its shape is"),
        (
            lambda y_bar, w: [*scatter(y_bar, w), 0, 0, 0][: 2 * len(y_bar) - 2],
            "2 of 3 cases",
        ),
        (lambda y_bar, w: np.array([-1, 3, 0, -4]), "2 of 3 cases"),
        (lambda y_bar, w: (scatter(y_bar, w) + [0])[: len(y_bar) + 2], "2 of 3 cases"),
        (in_the_type_of_y_bar, "1 of 3 cases differ; fractions are lost"),
        (onto_w, "you changed w itself"),
        (lambda y_bar, w: [0, *scatter(y_bar, w)], "its shape is"),
        (lambda y_bar, w: y_bar[99], "stops with an error"),
    ],
)
def test_input_gradient_wrong(attempt, words):
    assert named(checks.input_gradient(attempt), words)


# --- 5.2: the weights' gradient --------------------------------------------------


def weight_loops(y_bar, x):
    T = len(y_bar[0])
    w_bar = np.zeros((len(y_bar), len(x), len(x[0]) - T + 1))
    for i, j, tau in np.ndindex(w_bar.shape):
        for t in range(T):
            w_bar[i, j, tau] += y_bar[i, t] * x[j, t + tau]
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


@pytest.mark.parametrize("attempt", [weight_loops, weight_windows, weight_autograd])
def test_weight_gradient_right(attempt):
    assert checks.weight_gradient(attempt).passed


def as_printed(y_bar, x):
    w_bar = np.zeros((len(y_bar), len(x), x.shape[1] - y_bar.shape[1] + 1))
    for i, j, t in np.ndindex(len(y_bar), len(x), y_bar.shape[1]):
        w_bar[i, j] += y_bar[i, t] * x[j, t : t + w_bar.shape[2]].sum()
    return w_bar


def minus_tau(y_bar, x):
    w_bar = 0 * weight_loops(y_bar, x)
    for t, tau in np.ndindex(y_bar.shape[1], w_bar.shape[2]):
        w_bar[:, :, tau] += np.outer(y_bar[:, t], x[:, t - tau])
    return w_bar


def no_sum(y_bar, x):
    w_bar = np.zeros((len(y_bar), len(x), x.shape[1] - y_bar.shape[1] + 1))
    for i, j, tau in np.ndindex(w_bar.shape):
        for t in range(y_bar.shape[1]):
            w_bar[i, j, tau] = y_bar[i, t] * x[j, t + tau]
    return w_bar


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (as_printed, "UVA's printed formula"),
        (lambda y_bar, x: np.flip(weight_loops(y_bar, x), 2), "back to front"),
        (lambda y_bar, x: weight_loops(y_bar[:, ::-1], x), "y_bar is flipped"),
        (lambda y_bar, x: weight_loops(y_bar / len(y_bar[0]), x), "the mean over"),
        (no_sum, "only the last position"),
        (lambda y_bar, x: np.swapaxes(weight_loops(y_bar, x), 0, 1), "exchanged"),
        (
            lambda y_bar, x: weight_loops(np.tile(y_bar.sum(0), (len(y_bar), 1)), x),
            "the blame of all output maps",
        ),
        (
            lambda y_bar, x: weight_loops(y_bar, np.tile(x.sum(0), (len(x), 1))),
            "all input maps are added up",
        ),
        (
            lambda y_bar, x: weight_loops(y_bar, np.c_[x, [0] * len(x)]),
            "one number too many",
        ),
        (lambda y_bar, x: weight_loops(y_bar, x[:, :-1]), "one number too few"),
        (minus_tau, "not x[t − τ]"),
        (lambda y_bar, x: weight_loops(y_bar, x)[0], "its shape is"),
        (lambda y_bar, x: np.round(weight_loops(y_bar, x)), "fractions are lost"),
        (lambda y_bar, x: weight_loops(y_bar, x) * 2, "the values are not"),
        (lambda y_bar, x: y_bar @ x, "stops with an error"),
    ],
)
def test_weight_gradient_wrong(attempt, words):
    assert named(checks.weight_gradient(attempt), words)


# --- 5.3: the bias's gradient ----------------------------------------------------


def bias_loops(y_bar):
    b_bar = [0] * y_bar.shape[1]
    for (_, i, _), blame in np.ndenumerate(y_bar):
        b_bar[i] += blame
    return b_bar


def bias_autograd(y_bar):
    b = torch.zeros(y_bar.shape[1], requires_grad=True, dtype=torch.double)
    (b[None, :, None] * torch.tensor(y_bar)).sum().backward()
    return b.grad


@pytest.mark.parametrize(
    "attempt",
    [bias_loops, bias_autograd, lambda y_bar: np.einsum("nit->i", y_bar)],
)
def test_bias_gradient_right(attempt):
    assert checks.bias_gradient(attempt).passed


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (
            lambda y_bar: [y_bar[:, i].mean() for i in range(len(y_bar[0]))],
            "the mean i",
        ),
        (lambda y_bar: np.einsum("nit->i", y_bar) / len(y_bar), "mean over the batch"),
        (
            lambda y_bar: np.array(bias_loops(y_bar)) / y_bar.shape[2],
            "the mean over the positions",
        ),
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
)
def test_bias_gradient_wrong(attempt, words):
    assert named(checks.bias_gradient(attempt), words)


# --- 5.4: max pooling's gradient -------------------------------------------------


def pool_loops(y_bar, x, size, stride):
    x_bar = np.zeros(x.shape)
    for i, row in enumerate(y_bar):
        for j, blame in enumerate(row):
            places = [
                (i * stride + a, j * stride + b)
                for a in range(size)
                for b in range(size)
            ]
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
    y_bar, x = y_bar.tolist(), x.tolist()
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


@pytest.mark.parametrize(
    "attempt", [pool_loops, pool_autograd, pool_argmax, pool_lists]
)
def test_max_pool_gradient_right(attempt):
    assert checks.max_pool_gradient(attempt).passed


def pool_by(part, step=None, offset=0, add=True):
    """A backward pass written with slices: part(window, blame) goes into each."""

    def attempt(y_bar, x, size, stride):
        x_bar = np.zeros(x.shape)
        apart = stride if step is None else step(size, stride)
        for i in range(y_bar.shape[0]):
            for j in range(y_bar.shape[1]):
                r, c = i * apart + offset, j * apart + offset
                window = x[r : r + size, c : c + size]
                sent = part(window, y_bar[i, j]) if window.size else 0
                if add:
                    x_bar[r : r + size, c : c + size] += sent
                else:
                    kept = x_bar[r : r + size, c : c + size]
                    x_bar[r : r + size, c : c + size] = np.where(sent, sent, kept)
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


def wiping(y_bar, x, size, stride):
    x_bar = np.zeros(x.shape)
    for r, c in np.ndindex(y_bar.shape):
        window = np.s_[r * stride : r * stride + size, c * stride : c * stride + size]
        x_bar[window] = to_first(x[window], y_bar[r, c])
    return x_bar


def without_corners(y_bar, x, size, stride, flat=False):
    """The place in the window is taken for one in x."""
    x_bar = np.zeros(x.shape)
    for i, j in np.ndindex(y_bar.shape):
        r, c = i * stride, j * stride
        window = x[r : r + size, c : c + size]
        if flat:
            x_bar.flat[window.argmax()] += y_bar[i, j]
        else:
            x_bar[divmod(window.argmax(), size)] += y_bar[i, j]
    return x_bar


def pool_in_the_type_of_x(y_bar, x, size, stride):
    x_bar = np.zeros_like(x)
    for i, j in np.ndindex(y_bar.shape):
        r, c = i * stride, j * stride
        a, b = divmod(x[r : r + size, c : c + size].argmax(), size)
        x_bar[r + a, c + b] += y_bar[i, j]
    return x_bar


def pool_into_x(y_bar, x, size, stride):
    x[:] = pool_argmax(y_bar, x, size, stride) // 1
    return x * 1.0


@pytest.mark.parametrize("part", [shared, to_last, to_first_of_columns])
def test_another_choice_among_ties_is_no_wrong_maths(part):
    said = checks.max_pool_gradient(pool_by(part)).verdict
    assert "convention" in said and "row by row" in said


def to_corner(window, blame):
    return blame * (np.indices(window.shape).sum(0) == 0)


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (pool_by(to_all_ties), "every tied maximum"),
        (pool_by(shared), "share the blame"),
        (pool_by(to_last), "to the last of the tied"),
        (pool_by(lambda window, blame: blame / window.size), "average pooling's"),
        (pool_by(lambda window, blame: blame), "the whole blame to everyone"),
        (pool_by(to_first, add=False), "replaces what overlapping"),
        (pool_by(to_first, offset=1), "from i · stride on"),
        (pool_by(to_first, lambda size, stride: stride + 1), "one too long"),
        (pool_by(to_first, lambda size, stride: stride - 1), "one too short"),
        (pool_by(to_first, lambda size, stride: size), "`size` apart"),
        (pool_by(lambda window, blame: to_first(window, 1)), "y_bar plays no part"),
        (pool_by(to_first_of_columns), "column by column"),
        (wiping, "wipes out what overlapping"),
        (functools.partial(pool_lists, best=0), "don't start from 0"),
        (pool_by(lambda window, blame: to_first(abs(window), blame)), "its sign"),
        (pool_by(to_corner), "to the corner"),
        (pool_by(lambda window, blame: to_first(-window, blame)), "to the minimum"),
        (without_corners, "add i · stride and j · stride"),
        (functools.partial(without_corners, flat=True), "along the window's rows"),
        (pool_in_the_type_of_x, "2 of 5 cases differ; fractions are lost"),
        (pool_into_x, "you changed x itself"),
        (lambda y_bar, x, size, stride: x, "5 of 5 cases differ"),
        (lambda y_bar, x, size: x, "stops with an error"),
    ],
)
def test_max_pool_gradient_wrong(attempt, words):
    assert named(checks.max_pool_gradient(attempt), words)


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


def test_bug_hunt_right():
    assert checks.bug_hunt(first, second, third).passed
    assert checks.bug_hunt(first_torch, second_torch, third_torch).passed


def each(y_bar, w):
    """The output maps' answers, each by itself."""
    zeros = np.zeros_like(y_bar)
    keep = [
        np.where(np.arange(len(w))[:, None] == i, y_bar, zeros) for i in range(len(w))
    ]
    return np.array([first(one, w) for one in keep])


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (lambda y_bar, w: each(y_bar, w)[-1], "the last output map"),
        (lambda y_bar, w: first(y_bar[:1], w[:1]), "only the first output map"),
        (lambda y_bar, w: first(y_bar, w) / len(w), "the mean over the output maps"),
        (each, "one answer for each output map"),
        (lambda y_bar, w: first(y_bar, w[..., ::-1]), "not flipped any more"),
        (lambda y_bar, w: first(y_bar, w) + 1, "the values are not"),
        (lambda y_bar, w: first(y_bar, w) + 0 * y_bar[2, 0], "an error"),
    ],
)
def test_bug_hunt_first(attempt, words):
    report = checks.bug_hunt(attempt, second, third)
    assert named(report, words)
    assert "2 of 3 are mended" in report.verdict


def edges_exchanged(y_bar, w):
    """Padded by the kernel's width above and below: right for square kernels."""
    rows, cols = np.subtract(w.shape, 1)
    padded = np.pad(y_bar, ((cols, cols), (rows, rows)))
    return convolution.correlate(padded, w[::-1, ::-1])


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (lambda y_bar, w: second(y_bar, w[::-1, ::-1]), "the kernel is not flipped"),
        (lambda y_bar, w: second(y_bar, np.fliplr(w)), "upside down only"),
        (lambda y_bar, w: second(y_bar, np.flipud(w)), "left to right only"),
        (lambda y_bar, w: second(y_bar, np.rot90(w, 2).T), "exchanged instead"),
        (lambda y_bar, w: second(np.flip(y_bar), w), "y_bar is flipped"),
        (lambda y_bar, w: y_bar, "its shape is"),
        (edges_exchanged, "1 of 2 cases differ"),
    ],
)
def test_bug_hunt_second(attempt, words):
    report = checks.bug_hunt(first, attempt, third)
    assert named(report, words)
    assert "2 of 3 are mended" in report.verdict


def late(y_bar, w, stride):
    """Each copy one place late, and what sticks out at the end is lost."""
    shifted = np.r_[0, third(y_bar, w, stride)]
    return shifted[:-1]


def zeros_first(y_bar, w, stride):
    spread = [[0] * (stride - 1) + [blame] for blame in y_bar]
    return np.convolve(np.concatenate(spread), w)[: stride * (len(y_bar) - 1) + len(w)]


def gaps(y_bar, w, zeros):
    spread = [[blame, *[0] * zeros] for blame in y_bar]
    return np.convolve(np.concatenate(spread)[: len(y_bar) * (zeros + 1) - zeros], w)


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (lambda y_bar, w, stride: gaps(y_bar, w, stride), "one fewer belongs"),
        (late, "begins at input t"),
        (zeros_first, "the zeros come before each output"),
        (lambda y_bar, w, stride: gaps(y_bar, w, 0), "the stride plays no part"),
        (
            lambda y_bar, w, stride: gaps(y_bar, w, max(0, stride - 2)),
            "one zero too few",
        ),
        (lambda y_bar, w, stride: third(y_bar, np.flip(w), stride), "not flipped any"),
        (lambda y_bar, w, stride: third(y_bar, w, stride)[1:], "its shape is"),
    ],
)
def test_bug_hunt_third(attempt, words):
    report = checks.bug_hunt(first, second, attempt)
    assert named(report, words)
    assert "2 of 3 are mended" in report.verdict


def test_bug_hunt_names_the_bugs_it_came_with():
    """The three of the notebook, as they are there."""

    def last_map(y_bar, w):
        x_bar = np.zeros((w.shape[1], y_bar.shape[1] + w.shape[2] - 1))
        for i, j in np.ndindex(w.shape[:2]):
            x_bar[j] = np.convolve(y_bar[i], w[i, j])
        return x_bar

    def unflipped(y_bar, w):
        rows, cols = np.subtract(w.shape, 1)
        padded = np.pad(y_bar, ((rows, rows), (cols, cols)))
        return convolution.correlate(padded, w)

    def zeros_before(y_bar, w, stride):
        spread = np.zeros(stride * len(y_bar))
        spread[stride - 1 :: stride] = y_bar
        return np.convolve(spread, w)[: stride * (len(y_bar) - 1) + len(w)]

    report = checks.bug_hunt(last_map, unflipped, zeros_before)
    assert report.verdict == "bug_hunt: 0 of 3 are mended"
    for words in (
        "the sum over i is missing",
        "the kernel is not flipped",
        "the zeros come before each output",
    ):
        assert named(report, words)


def test_bug_hunt_one_at_a_time():
    report = checks.bug_hunt(first, ..., None)
    assert not report.passed
    assert "1 of 3 are mended" in report.verdict
    assert [text for _, text in report.details].count("not attempted yet") == 2


# --- all of them -----------------------------------------------------------------

CHECKERS = [
    checks.input_gradient,
    checks.weight_gradient,
    checks.bias_gradient,
    checks.max_pool_gradient,
    checks.bug_hunt,
]


@pytest.mark.parametrize("checker", CHECKERS)
def test_stubs_are_not_attempted(checker):
    for stub in (..., None):
        assert "not attempted yet" in checker(stub).verdict


@pytest.mark.parametrize("checker", CHECKERS)
def test_empty_functions_are_not_attempted(checker):
    def stub(*given): ...

    functions = [stub] * (3 if checker is checks.bug_hunt else 1)
    assert "not attempted yet" in checker(*functions).verdict


@pytest.mark.parametrize(
    ("checker", "rights"),
    [
        (checks.input_gradient, [scatter]),
        (checks.weight_gradient, [weight_loops]),
        (checks.bias_gradient, [bias_loops]),
        (checks.max_pool_gradient, [pool_loops]),
        (checks.bug_hunt, [first, second, third]),
    ],
)
@pytest.mark.parametrize("lose", [np.trunc, np.round, np.abs, np.float16])
def test_whole_numbers_and_lost_signs_are_wrong(checker, rights, lose):
    """As from an array made with dtype=int; only half floats hold these numbers."""
    lost = [lambda *given, f=f: lose(np.array(f(*given))) for f in rights]
    report = checker(*lost)
    assert report.passed == (lose is np.float16)
    if checker is checks.bug_hunt and not report.passed:
        assert "0 of 3" in report.verdict


@pytest.mark.parametrize("checker", CHECKERS)
def test_odd_answers_are_wrong_and_raise_nothing(checker):
    for odd in ("text", [[1], [2, 3]], np.nan, [10**400], {}):
        functions = [lambda *given, odd=odd: odd]
        assert not checker(*functions).passed
        assert not checker(odd).passed
