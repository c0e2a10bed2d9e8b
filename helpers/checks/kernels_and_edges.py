"""The checkers of notebook 02."""

import numpy as np

from helpers import convolution
from helpers.checks import base

X = np.array([[3, 0, 2, 1, 4], [1, 5, 0, 2, 1], [0, 1, 1, 4, 2], [2, 0, 3, 1, 6]])
WIDE = np.array([[0.5, 0, -2], [0, 3, 1]])
TALL = np.array([[2, 1], [0, -1], [1, 0]])
SQUARE = np.array([[1, 2], [-1, 3]])


def correlate2d(attempt):
    """A Report on `attempt(x, w)`: 2-D cross-correlation where the window fits."""
    right = convolution.correlate

    def swapped(x, w):
        return right(x, w).T

    def short(x, w):
        return right(x, w)[:-1, :-1]

    def spilled(x, w):
        return right(x, w, "same")

    def spilled_after(x, w):  # an even w isn't in the middle, and may lie further on
        rows, cols = w.shape
        return right(x, w, "full")[rows // 2 :, cols // 2 :][: len(x), : x.shape[1]]

    mistakes = {
        "your kernel is flipped, as in a true convolution; leave it as it is": (
            lambda x, w: convolution.convolve(x, w, "valid")
        ),
        "one row and one column short: N − F + 1 windows fit, not N − F": short,
        "rows and columns of the output are swapped": swapped,
        "as large as the input; only keep the windows that lie wholly inside": spilled,
        "as large as x; only keep the windows that lie wholly inside": spilled_after,
        "larger than the input; only keep the windows that lie wholly inside": (
            lambda x, w: right(x, w, "full")
        ),
        "only the last product of each window is left: add all of them up": (
            lambda x, w: w[-1, -1] * x[len(w) - 1 :, w.shape[1] - 1 :]
        ),
        "only w's sum is used: multiply entry by entry before you add up": (
            lambda x, w: right(x, np.ones_like(w)) * w.sum()
        ),
    }
    cases = [(X[:3, :3], SQUARE), (X, WIDE), (X, TALL), (X.T / 2, TALL)]
    return base.check("correlate2d", attempt, right, cases, mistakes)


def shift_kernel(attempt):
    """A Report on the 3×3 kernel that moves a picture one pixel to the right."""
    right = np.zeros((3, 3))
    right[1, 0] = 1
    mistakes = {
        "this moves it left: each pixel must take what its LEFT neighbour held": (
            right[:, ::-1]
        ),
        "this moves it down": right.T,
        "this moves it up": right.T[::-1],
        "this moves it down as well": np.roll(right, -1, axis=0),
        "this moves it up as well": np.roll(right, 1, axis=0),
        "this leaves the picture where it is": np.eye(3) * [0, 1, 0],
        "this averages with the left neighbour: the centre must count nothing": (
            (right + np.eye(3) * [0, 1, 0]) / 2
        ),
    }
    return base.check_value("shift_kernel", _nine(attempt), right, mistakes)


def _nine(attempt):
    """Nine numbers, in whatever shape, as three rows of three."""
    nine = base.is_array(attempt) and base.numbers(attempt).size == 9
    return base.numbers(attempt).reshape(3, 3) if nine else attempt


def edge_kernel(attempt):
    """A Report on a 3×3 kernel that finds dark above light, and nothing else."""
    name = "edge_kernel"
    if attempt is None or attempt is ...:
        return base.check_value(name, attempt, 0, {})
    w, wanted = _nine(attempt), "give nine numbers, in three rows of three"
    if not base.is_array(w) or np.shape(w) != (3, 3):
        return _fault(name, wanted, base.show(attempt))
    if np.iscomplexobj(w):
        return _fault(name, f"{wanted}, none of them complex", base.show(w))
    if not np.isfinite(w).all():
        words = "nan and infinity are no weights: give nine finite numbers"
        return _fault(name, words, base.show(w))

    dark, light = np.zeros(3), np.ones(3)
    rounding = 1e-6 * np.abs(w).sum()
    # The edge may lie between the first two rows, or between the last two.
    edges = [np.array([dark, light, light]), np.array([dark, dark, light])]
    found = [(w * edge).sum() for edge in edges]
    sideways = [(w * edge.T).sum() for edge in edges]
    if not w.any():
        return _fault(name, "all zeros answer 0 to everything", base.show(w))
    if abs(w.sum()) > rounding:
        said = f"the weights sum to {w.sum():g}"
        return _fault(name, "a flat wall must answer 0: the sum must be 0", said)
    if np.abs(sideways).max() > rounding:
        said = f"dark left of light answers {sideways[0]:g} and {sideways[1]:g}"
        words = "it sees edges between left and right too: each COLUMN must sum to 0"
        return _fault(name, words, said)
    if np.abs(found).max() <= rounding:
        return _fault(name, "it answers 0 to dark above light, too", base.show(w))
    if max(found) <= rounding:
        said = f"dark above light answers {found[0]:g} and {found[1]:g}"
        words = "upside down: the positive weights belong at the bottom, in the light"
        return _fault(name, words, said)
    if min(found) < -rounding:
        said = f"dark above light answers {found[0]:g} or {found[1]:g}"
        words = "it answers + or −, depending on which rows the edge lies between"
        return _fault(name, words, said)
    return base.Report("correct", f"{name}: correct, it finds dark above light only")


def _fault(name, words, got):
    return base.Report("wrong", f"{name}: {words}", [("got", got)])


def edge_features(attempt):
    """A Report on `attempt(x, kernels)`: for each kernel, Σ max(0, x ⋆ w), valid."""

    def answers(x, kernels):
        return np.array([convolution.correlate(x, w) for w in kernels])

    def relu(y):
        return np.maximum(y, 0)

    def right(x, kernels):
        return relu(answers(x, kernels)).sum(axis=(1, 2))

    def flipped(x, kernels):
        return right(x, np.flip(kernels, axis=(1, 2)))

    mistakes = {
        "the sum is taken before the ReLU: opposite edges have cancelled already": (
            lambda x, kernels: relu(answers(x, kernels).sum(axis=(1, 2)))
        ),
        "the ReLU is missing: opposite edges cancel in the sum": (
            lambda x, kernels: answers(x, kernels).sum(axis=(1, 2))
        ),
        "absolute values instead of ReLU: opposite edges count alike": (
            lambda x, kernels: np.abs(answers(x, kernels)).sum(axis=(1, 2))
        ),
        "the mean instead of the sum": (
            lambda x, kernels: relu(answers(x, kernels)).mean(axis=(1, 2))
        ),
        "one number for all kernels: keep one for each": (
            lambda x, kernels: right(x, kernels).sum()
        ),
        "the ReLU is applied to the weights instead of to the answers": (
            lambda x, kernels: answers(x, relu(kernels)).sum(axis=(1, 2))
        ),
        "the ReLU is applied to the picture instead of to the answers": (
            lambda x, kernels: answers(relu(x), kernels).sum(axis=(1, 2))
        ),
        "your kernels are flipped: slide them as they are": flipped,
    }
    dark = np.hstack([X, X[:, :1]]) - 2  # below 0, too
    kernels = np.array(
        [[1, -1, 0, 2, -2, 1], [-3, 0, 1, 1, 2, -1], [0, 1, 2, -1, 0.5, -2]]
    )
    kernels = kernels.reshape(3, 2, 3)
    cases = [(dark[:3, :3], kernels[:2]), (dark, kernels), (dark.T, kernels[1:])]
    return base.check("edge_features", attempt, right, cases, mistakes)
