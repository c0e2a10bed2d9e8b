"""The gradient check: is this the gradient of that function? Ask the function."""

from dataclasses import dataclass

import numpy as np

TOLERANCE = 1e-5  # the largest relative error that passes
KINK = 1e-2  # slopes to both sides that differ by more than this part are a kink


@dataclass(repr=False)
class GradientCheck:
    """What `gradient_check` found; it shows as a sentence without shaky digits."""

    passed: bool
    error: float  # the largest relative error
    worst: tuple  # the index of the entry that has it
    sentence: str

    def __repr__(self):
        return self.sentence


def gradient_check(f, x, grad, step=1e-5):
    """Is `grad` the gradient at x of f, which takes an array like x, gives a number?

    Each entry is compared with the mean of f's slopes to its right and to its left,
    (f(x + h) − f(x − h)) / 2h. The error is their difference over the larger of both,
    or over a hundredth of the largest entry where that is more (or over what rounding
    can do, where even that is more). Up to 1e-5 passes. Entries at a kink of f (a
    ReLU's 0, a tie of maxima), where the two slopes differ, are named as such.
    """
    x, grad = _floats("x", x), _floats("grad", grad)
    if grad.shape != x.shape:
        raise ValueError(
            f"grad has shape {grad.shape} and x {x.shape}: a gradient has one number "
            "for each entry of x."
        )
    if not step > 0:
        raise ValueError(f"step was {step!r}: give a small number above 0, like 1e-5.")
    here, left, right = _slopes(f, x, step)
    slope = (left + right) / 2

    largest = max(np.abs(grad).max(), np.abs(slope).max())
    rounding = 100 * np.finfo(float).eps * abs(here) / step
    floor = max(largest / 100, rounding / TOLERANCE) or 1.0
    error = np.abs(grad - slope) / np.maximum(np.abs(grad), np.abs(slope)).clip(floor)
    wrong = error > TOLERANCE

    low, high = np.minimum(left, right), np.maximum(left, right)
    kink = high - low > KINK * np.maximum(np.abs(low), np.abs(high)).clip(floor)
    slack = TOLERANCE * (np.abs(grad) + floor)
    kink &= (low - slack <= grad) & (grad <= high + slack)

    plain = wrong & ~kink  # these can't be excused, so they are told first
    told = np.where(plain if plain.any() else True, error, -1)
    # Of equals the first, whatever the last digits are.
    worst = np.unravel_index(np.argmax(told >= 0.999 * told.max()), x.shape)
    worst = tuple(int(i) for i in worst)
    sentence = _sentence(
        wrong,
        plain,
        worst,
        *(_digits(a[worst], floor) for a in (grad, slope, left, right)),
    )
    return GradientCheck(not wrong.any(), float(error.max()), worst, sentence)


def _slopes(f, x, step):
    """f(x), and for each entry of x the slopes of f to its left and to its right."""
    here = _value(f, x)
    left, right = np.zeros_like(x), np.zeros_like(x)
    for entry in np.ndindex(x.shape):
        h = step * max(1.0, abs(x[entry]))
        for slopes, run in ((left, -h), (right, h)):
            moved = x.copy()
            moved[entry] += run
            slopes[entry] = (_value(f, moved) - here) / (moved[entry] - x[entry])
    return here, left, right


def _value(f, x):
    """f(x) as a float; f gets a copy, so that x stays what it was."""
    value = np.asarray(f(x.copy()))
    if value.size != 1 or value.dtype.kind not in "iuf":
        raise TypeError(
            f"f gave {value.dtype} of shape {value.shape}: it must give one number, "
            "as np.sum(y * y_bar) does."
        )
    if value.dtype.kind == "f" and value.dtype.itemsize < 8:
        raise TypeError(
            f"f gave {value.dtype}, too coarse for differences: let it compute in "
            "float64 (give its other arrays with .astype(float))."
        )
    if not np.isfinite(value).all():
        raise ValueError(f"f gave {value.item()}: move x to where f is finite.")
    return float(value.item())


def _floats(name, values):
    values = np.asarray(values)
    if values.dtype.kind not in "iuf" or not values.size:
        raise TypeError(
            f"{name} holds {values.size} entries of {values.dtype}: give at least one "
            "real number."
        )
    values = values.astype(float)
    if not np.isfinite(values).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(values))[0])
        raise ValueError(f"{name} is {values[where]} at {where}: give finite numbers.")
    return values


def _sentence(wrong, plain, worst, grad, slope, left, right):
    entries = f"{wrong.size} entr{'y' if wrong.size == 1 else 'ies'}"
    if not wrong.any():
        return f"agrees on all {entries}"
    start = f"disagrees on {np.count_nonzero(wrong)} of {entries}"
    where = f"[{', '.join(map(str, worst))}]"
    if plain.any():
        kinks = np.count_nonzero(wrong & ~plain)
        also = f" ({kinks} of them at a kink)" if kinks else ""
        return f"{start}{also}; worst at {where}: grad is {grad}, the slope is {slope}"
    return (
        f"{start}, only at a kink; at {where} grad is {grad}, the slope is {left} to "
        f"the left and {right} to the right. There is no one gradient here: move x a "
        "little and check again"
    )


def _digits(value, floor):
    """4 significant digits that hold still: what is left of rounding is cut off."""
    steady = float(f"{value:.7g}") if abs(value) > TOLERANCE * floor else 0.0
    return f"{steady:.4g}"
