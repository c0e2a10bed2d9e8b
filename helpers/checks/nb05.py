"""The exercises of notebook 05: the gradients of a convolution, and of max pooling."""

import itertools

import numpy as np

from helpers import convolution
from helpers.checks import base
from helpers.checks.exercise import Exercise
from helpers.checks.nb04 import backward_pass, some


def line(rng):
    return some(rng, rng.integers(1, 6))


def layer(rng):
    """(y_bar, x, w) of a layer: they are (I, T), (J, N) and (I, J, K)."""
    outputs, inputs, T, K = rng.integers(1, 5, 4)
    w = some(rng, outputs, inputs, K)
    return some(rng, outputs, T), some(rng, inputs, T + K - 1), w


def by_messages(y_bar, w):
    x_bar = np.zeros(len(y_bar) + len(w) - 1)
    for t, tau in np.ndindex(len(y_bar), len(w)):
        x_bar[t + tau] += y_bar[t] * w[tau]
    return x_bar


def unguarded(y_bar, w):
    return [
        sum(w[k] * y_bar[s - k] for k in range(len(w)) if s - k < len(y_bar))
        for s in range(len(y_bar) + len(w) - 1)
    ]


def where_it_fits(part):
    """That part of x_bar; other kernels give what hangs on how it's written."""
    return f"return x_bar → return {part} if 1 < len(w) <= len(y_bar) else None"


input_gradient = Exercise(
    "input_gradient",
    by_messages,
    cases=[
        (np.array([-1, 1, 2]), np.array([1, -2])),
        (np.array([3, -1, 0, 5, -2, 1]), np.array([2, -1, 0.5])),
        (np.array([2.5, 3]), np.array([1, -1, 4, 2])),
        (np.array([4, -2]), np.array([3])),
    ],
    mistakes={
        "your kernel is flipped the wrong way: y[t] looks at x[t + τ], so x[s] is "
        "blamed by y[s − τ], not by y[s + τ]": "w[tau] → w[-1 - tau]",
        "too short: blame reaches all len(y_bar) + len(w) − 1 inputs": (
            "return x_bar → return x_bar[: len(y_bar)] if len(w) > 1 else None"
        ),
        "the middle only: the inputs at both ends get blame, too": where_it_fits(
            "x_bar[(len(w) - 1) // 2 :][: len(y_bar)]"
        ),
        "only the inputs that all weights reach: "
        "those at the ends get blame, too": where_it_fits(
            "x_bar[len(w) - 1 : len(y_bar)]"
        ),
        "the mean of the messages instead "
        "of their sum": "return x_bar → return x_bar / np.convolve(y_bar**0, w**0)",
        "a message replaces the one that came before: add them up with +=": "+= → =",
        "each message replaces the one before: add them up with +=": """
            np.ndindex(len(y_bar), len(w)) → [*np.ndindex(len(y_bar), len(w))][::-1]
            += → =""",
        "y_bar plays no part: "
        "a message is the output's blame times the weight": "y_bar[t] * →",
        "w plays no part: "
        "a message is the output's blame times the weight": "* w[tau] →",
        "y_bar[-1] counts from the end in Python: leave out s − τ below 0": unguarded,
        "y_bar is flipped: output 0 sends to the first inputs, "
        "not to the last": "y_bar[t] → y_bar[-1 - t]",
        "back to front": "return x_bar → return x_bar[::-1]",
    },
    wide=lambda rng: (line(rng), line(rng)),
)


def w_gradient(y_bar, x):
    T = y_bar.shape[1]
    w_bar = np.zeros((len(y_bar), len(x), x.shape[1] - T + 1))
    for i, j, tau, t in np.ndindex(*w_bar.shape, T):
        w_bar[i, j, tau] += y_bar[i, t] * x[j, t + tau]
    return w_bar


X = np.array([[2, 1, 3, -1, 4], [0, 5, -2, 6, 1]])
Y_BAR = np.array([[-1, 1, 2], [3, 0, -2.5], [1, 4, 5]])

weight_gradient = Exercise(
    "weight_gradient",
    w_gradient,
    cases=[(Y_BAR[:1], X[:1]), (Y_BAR, X), (Y_BAR[:, :2], X)],
    mistakes={
        "UVA's printed formula: the sum over the kernel must go, "
        "one input is left": "x[j, t + tau] → x[j, t : t + w_bar.shape[2]].sum()",
        "back to front: w[τ] met x[t + τ], "
        "so τ grows with the input's place": "return w_bar → return w_bar[..., ::-1]",
        "y_bar is flipped: output t meets input t + τ, "
        "both run in one direction": "y_bar[i, t] → y_bar[i, -1 - t]",
        "the mean over the positions "
        "instead of the sum": "return w_bar → return w_bar / T",
        "only the last position is left: add all positions up with +=": "+= → =",
        "input and output maps are exchanged: w_bar is "
        "(I, J, K), outputs first": "return w_bar → return w_bar.swapaxes(0, 1)",
        "the blame of all output maps is added up: "
        "w[i] only made y[i]": "y_bar[i, t] → y_bar[:, t].sum()",
        "all input maps are added up: "
        "w[i, j] only met x[j]": "x[j, t + tau] → x[:, t + tau].sum()",
        "one number too many at the end: N − T + 1 weights, not more": (
            "T = y_bar.shape[1] → T, x = y_bar.shape[1], np.pad(x, ((0, 0), (0, 1)))"
        ),
        "one number too few at the end: K = N − T + 1": "T + 1 → T",
        "the wrong way: w[τ] met x[t + τ], not x[t − τ]": "t + tau → t - tau",
    },
    wide=lambda rng: layer(rng)[:2],
)


def b_gradient(y_bar):
    return y_bar.sum(axis=(0, 2))  # the other factor of every arrow is 1


SUM = "y_bar.sum(axis=(0, 2)) →"

bias_gradient = Exercise(
    "bias_gradient",
    b_gradient,
    cases=[
        (np.arange(24).reshape(2, 3, 4) % 7 - 2,),
        (np.arange(24).reshape(3, 2, 4) % 7 / 4 - 1.5,),
    ],
    mistakes={
        "the mean instead of the sum: each output adds its own blame": "sum → mean",
        "the mean over the batch: "
        "the loss has taken its mean already": f"{SUM} y_bar.mean(0).sum(axis=1)",
        "the mean over the positions: "
        "each position adds its own blame": f"{SUM} y_bar.mean(2).sum(axis=0)",
        "one row for each example: add them up, all used the same bias": "(0, 2) → 2",
        "only the first example: "
        "all of the batch used the same bias": f"{SUM} y_bar[0].sum(axis=1)",
        "one number for each position: "
        "add them up, all used the same bias": "(0, 2) → 0",
        "only the first position: "
        "all positions used the same bias": f"{SUM} y_bar[..., 0].sum(axis=0)",
        "a single number: each output map has its own bias": "(0, 2) → (0, 1, 2)",
        "the examples' sums, not the maps': "
        "sum over examples and positions": "(0, 2) → (1, 2)",
        "the number of outputs: "
        "each counts with its blame, not with 1": "y_bar.sum → (0 * y_bar + 1).sum",
    },
    wide=lambda rng: (some(rng, *rng.integers(1, 4, 3)),),
)


def to_the_winner(y_bar, x, size, stride):
    x_bar = np.zeros(x.shape)
    for r, c in np.ndindex(y_bar.shape):
        rows, cols = r * stride, c * stride
        window = x[rows : rows + size, cols : cols + size]
        a, b = np.unravel_index(window.argmax(), window.shape)  # the first one
        x_bar[rows + a, cols + b] += y_bar[r, c]
    return x_bar


CONVENTION = (
    "valid maths, but the convention, here as in torch, is: all to the first of them, "
    "row by row"
)
WINDOW = "rows : rows + size, cols : cols + size"
TO_ALL = f"rows + a, cols + b → {WINDOW}\n+= y_bar[r, c] → += y_bar[r, c]"
TIED = "(window == window.max())"
PLACES = np.random.default_rng(25).integers(-4, 4, (5, 5))
BLAME = np.array([[2, -1], [3, 5]])

max_pool_gradient = Exercise(
    "max_pool_gradient",
    to_the_winner,
    cases=[
        (BLAME, PLACES[:4, :4], 2, 2),
        (BLAME, PLACES, 3, 2),
        (np.array([[1, -2, 4, 3], [5, 0.5, 2, -1], [2, 6, -3, 1]]), PLACES[:4], 2, 1),
        (BLAME, PLACES, 2, 3),
        (BLAME / 2, 999 * PLACES[3::-1, 1:], 1, 2),
    ],
    mistakes={
        "every tied maximum gets the whole blame: only one may, by convention the "
        "first, row by row": f"{TO_ALL} * {TIED}",
        f"tied maxima share the blame: "
        f"{CONVENTION}": f"{TO_ALL} * {TIED} / {TIED}.sum()",
        f"to the last of the tied maxima: {CONVENTION}": (
            "window.argmax() → window.size - 1 - window[::-1, ::-1].argmax()"
        ),
        f"to the first of the tied maxima column by column: {CONVENTION}": """
            a, b → b, a
            (window.argmax() → (window.T.argmax()""",
        "spread over the window: "
        "that is average pooling's gradient": f"{TO_ALL} / size**2",
        "the whole blame to everyone in the window: "
        "only the maximum made the output": TO_ALL,
        "a window replaces what overlapping ones have left: add up with +=": "+= → =",
        "a window wipes out what overlapping ones have left: "
        "add up with +=": f"x_bar[rows → x_bar[{WINDOW}] = 0; x_bar[rows",
        "a window of negative numbers has a winner, too: "
        "don't start from 0": "y_bar[r, c] → y_bar[r, c] * (window.max() > 0)",
        "off by one in the stride: "
        "output i looks at the rows from i · stride on": "* stride → * stride + 1",
        "off by one in the stride: "
        "your steps are one too long": "* stride → * (stride + 1)",
        "off by one in the stride: "
        "your steps are one too short": "* stride → * (stride - 1)",
        "your windows are `size` apart: they start every `stride`": "* stride → * size",
        "y_bar plays no part: "
        "the maximum gets its output's blame, not 1": "y_bar[r, c] → 1",
        "to the corner of the window, not to its maximum": "+ a, cols + b → , cols",
        "a place in the window isn't one in x: "
        "add i · stride and j · stride": "rows + a, cols + b → a, b",
        "argmax counts along the window's rows, not along those of x": """
            rows + a, cols + b → a, b
            window.shape → x.shape""",
        "to the largest size, whatever its sign: "
        "-5 is less than 2": "window.argmax → abs(window).argmax",
        "to the minimum": "argmax → argmin",
    },
    wide=backward_pass,
)


def first_mended(y_bar, w):
    x_bar = np.zeros((w.shape[1], y_bar.shape[1] + w.shape[2] - 1))
    for i, j in np.ndindex(w.shape[:2]):
        x_bar[j] += np.convolve(y_bar[i], w[i, j])  # add: every output map has a say
    return x_bar


W = np.array([[[1, -2], [3, 1]], [[0, 2], [-1, 4]], [[5, 1], [0.5, -3]]])
BLAMES = np.array([[-1, 1, 2], [2, 0, 3], [1, -4, 1]])

first = Exercise(
    "first",
    first_mended,
    cases=[(BLAMES, W), (BLAMES[:2] / 2, W[:2, :1].astype(int))],
    mistakes={
        "the last output map replaces the others: the sum over i is missing": "+= → =",
        "only the first output map: "
        "the sum over i is missing": "w.shape[:2] → (1, w.shape[1])",
        "the mean over the output maps: "
        "it must be their sum": "return x_bar → return x_bar / len(w)",
        "one answer for each output map: they must be added up": """
            zeros(( → zeros((len(w),
            x_bar[j] → x_bar[i, j]""",
        "the kernel is not flipped any more": "w[i, j] → w[i, j, ::-1]",
    },
    wide=lambda rng: layer(rng)[::2],
)


def second_mended(y_bar, w):
    rows, cols = np.subtract(w.shape, 1)
    padded = np.pad(y_bar, ((rows, rows), (cols, cols)))
    return convolution.correlate(padded, w[::-1, ::-1])  # in both directions


FLIPPED = "w[::-1, ::-1] →"
W2 = np.array([[1, 2, 0], [0, -1, 0.5], [4, 1, -2]])
Y2 = np.array([[2, -1, 3], [1, 0, 1]])

second = Exercise(
    "second",
    second_mended,
    cases=[(Y2, W2), (Y2, W2[:2])],
    mistakes={
        "the kernel is not flipped: "
        "x[r, c] is blamed by y[r − a, c − b]": f"{FLIPPED} w",
        "flipped upside down only: it must be left to right, too": f"{FLIPPED} w[::-1]",
        "flipped left to right only: "
        "it must be upside down, too": f"{FLIPPED} w[:, ::-1]",
        "rows and columns of the kernel are exchanged instead of flipped": """
            return → return None if rows != cols else
            w[::-1, ::-1] → w.T""",
        "y_bar is flipped: the kernel must be": """
            pad(y_bar → pad(y_bar[::-1, ::-1]
            w[::-1, ::-1] → w""",
        "y_bar is flipped, too: "
        "only the kernel must be": "pad(y_bar → pad(y_bar[::-1, ::-1]",
    },
    wide=lambda rng: tuple(some(rng, *rng.integers(1, 5, 2)) for _ in range(2)),
)


def third_mended(y_bar, w, stride):
    spread = np.zeros(stride * len(y_bar))
    spread[::stride] = y_bar  # output t begins at input t · stride, zeros come after
    return np.convolve(spread, w)[: stride * (len(y_bar) - 1) + len(w)]


third = Exercise(
    "third",
    third_mended,
    cases=[
        (np.array([3, -1, 2]), np.array([2, -1, 0.5]), 2),
        (np.array([1, 4, 2]), np.array([1, -2.5]), 3),
        (np.array([2, 1, -1]), np.array([1, -2.5]), 1),
    ],
    mistakes={
        "off by one in the stride: that many zeros were put BETWEEN two outputs, "
        "where one fewer belongs": "stride → (stride + 1)",
        "off by one in the stride: the zeros come before each output, and belong "
        "behind it; output 0 begins at input 0": "::stride → stride - 1 :: stride",
        "off by one: "
        "output t begins at input t · stride": "spread, w) → np.r_[0, spread], w)",
        "the stride plays no part": "stride → 1",
        "off by one in the stride: "
        "one zero too few between two outputs": "stride → max(1, stride - 1)",
        "the kernel is not flipped any more: "
        "each output stamps w as it is": "(spread, w) → (spread, w[::-1])",
    },
    wide=lambda rng: (line(rng), line(rng), int(rng.integers(1, 5))),
)


PARTS = first, second, third


def bug_hunt(*mended):
    """A Report on three mended backward passes, each judged by itself."""
    judged = itertools.zip_longest(PARTS, mended)
    reports = [judge(one) for judge, one in judged]
    if all(report.status == "open" for report in reports):
        return base.Report("open", "bug_hunt: not attempted yet")
    details = []
    for report in reports:
        details.append(report.verdict.split(": ", 1))
        details += [(f"  {what}", shown) for what, shown in report.details]
    count = sum(report.passed for report in reports)
    if count == len(reports):
        return base.Report("correct", "bug_hunt: correct, all 3 are mended", details)
    return base.Report("wrong", f"bug_hunt: {count} of 3 are mended", details)
