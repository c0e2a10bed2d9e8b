"""The bug hunt of notebook 05: three backward passes to mend."""

import numpy as np

from helpers import convolution
from helpers.checks import base

W2, W3 = np.array([1, -2.5]), np.array([2, -1, 0.5])


def _correlate_all(y_bar, w, flip):
    """Full convolution (or correlation) of maps (I, …) with w (I, J, …), over i."""
    slide = convolution.convolve if flip else convolution.correlate
    maps = [
        [slide(y_bar[i], w[i, j], "full") for j in range(w.shape[1])]
        for i in range(len(w))
    ]
    return np.array(maps)


def _all_maps(attempt):
    """1-D, w (I, J, K): the sum over the output maps."""

    def right(y_bar, w):
        return _correlate_all(y_bar, w, flip=True).sum(axis=0)

    mistakes = {
        "the last output map replaces the others: the sum over i is missing": (
            lambda y_bar, w: _correlate_all(y_bar, w, flip=True)[-1]
        ),
        "only the first output map: the sum over i is missing": (
            lambda y_bar, w: _correlate_all(y_bar, w, flip=True)[0]
        ),
        "the mean over the output maps: it must be their sum": (
            lambda y_bar, w: _correlate_all(y_bar, w, flip=True).mean(axis=0)
        ),
        "one answer for each output map: they must be added up": (
            lambda y_bar, w: _correlate_all(y_bar, w, flip=True)
        ),
        "the kernel is not flipped any more": (
            lambda y_bar, w: _correlate_all(y_bar, w, flip=False).sum(axis=0)
        ),
    }
    w = np.array([[[1, -2], [3, 1]], [[0, 2], [-1, 4]], [[5, 1], [0.5, -3]]])
    y_bar = np.array([[-1, 1, 2], [2, 0, 3], [1, -4, 1]])
    cases = [(y_bar, w), (y_bar[:2] / 2, w[:2, :1].astype(int))]
    return base.check("first", attempt, right, cases, mistakes)


def _two_d(attempt):
    """2-D, one map: the flip in both directions."""
    right = convolution.convolve
    mistakes = {
        "the kernel is not flipped: x[r, c] is blamed by y[r − a, c − b]": (
            lambda y_bar, w: convolution.correlate(y_bar, w, "full")
        ),
        "flipped upside down only: it must be left to right, too": (
            lambda y_bar, w: right(y_bar, w[:, ::-1])
        ),
        "flipped left to right only: it must be upside down, too": (
            lambda y_bar, w: right(y_bar, w[::-1])
        ),
        "rows and columns of the kernel are exchanged instead of flipped": (
            lambda y_bar, w: convolution.correlate(y_bar, w.T, "full")
        ),
        "y_bar is flipped: the kernel must be": (
            lambda y_bar, w: right(y_bar[::-1, ::-1], w)
        ),
    }
    w = np.array([[1, 2, 0], [0, -1, 0.5], [4, 1, -2]])
    y_bar = np.array([[2, -1, 3], [1, 0, 1]])
    cases = [(y_bar, w), (y_bar, w[:2])]
    return base.check("second", attempt, right, cases, mistakes)


def _spread(y_bar, w, stride, start=0):
    """x_bar (1-D) with each output's copy of w stamped `stride` places on."""
    x_bar = np.zeros((len(y_bar) - 1) * stride + len(w))
    for t, blame in enumerate(y_bar):
        part = x_bar[t * stride + start :][: len(w)]
        part += blame * w[: len(part)]
    return x_bar


def _strided(attempt):
    """1-D with a stride: where each copy of the kernel goes."""
    right = _spread

    def by_gaps(y_bar, w, gap):
        spread = np.zeros((len(y_bar) - 1) * gap + 1)
        spread[::gap] = y_bar
        return convolution.convolve(spread, w)

    mistakes = {
        "off by one in the stride: that many zeros were put BETWEEN two outputs, "
        "where one fewer belongs": lambda y_bar, w, stride: by_gaps(
            y_bar, w, stride + 1
        ),
        "off by one in the stride: the zeros come before each output, and belong "
        "behind it; output 0 begins at input 0": (
            lambda y_bar, w, stride: _spread(y_bar, w, stride, stride - 1)
        ),
        "off by one: output t begins at input t · stride": (
            lambda y_bar, w, stride: _spread(y_bar, w, stride, 1)
        ),
        "the stride plays no part": (
            lambda y_bar, w, stride: convolution.convolve(y_bar, w)
        ),
        "off by one in the stride: one zero too few between two outputs": (
            lambda y_bar, w, stride: by_gaps(y_bar, w, max(1, stride - 1))
        ),
        "the kernel is not flipped any more: each output stamps w as it is": (
            lambda y_bar, w, stride: _spread(y_bar, w[::-1], stride)
        ),
    }
    cases = [(np.array([3, -1, 2]), W3, 2), (np.array([1, 4, 2]), W2, 3)]
    cases += [(np.array([2, 1, -1]), W2, 1)]
    return base.check("third", attempt, right, cases, mistakes)


def bug_hunt(first=None, second=None, third=None):
    """A Report on three mended backward passes, each judged by itself."""
    reports = [_all_maps(first), _two_d(second), _strided(third)]
    if all(report.status == "open" for report in reports):
        return base.Report("open", "bug_hunt: not attempted yet")
    mended = sum(report.passed for report in reports)
    details = []
    for report in reports:
        name, words = report.verdict.split(": ", 1)
        details.append((name, words))
        details += [(f"  {what}", shown) for what, shown in report.details]
    if mended == len(reports):
        return base.Report("correct", "bug_hunt: correct, all 3 are mended", details)
    return base.Report("wrong", f"bug_hunt: {mended} of 3 are mended", details)
