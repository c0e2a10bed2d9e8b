"""The gradient check: is this the gradient of that function? Ask the function."""

from dataclasses import dataclass

import numpy as np

TOLERANCE = 1e-5  # the largest relative error that passes
STEP = 1e-5  # how far an entry is moved, times its size where that is above 1
KINK = 1e-2  # slopes to both sides that differ by more than this part are a kink


@dataclass(frozen=True, repr=False)
class GradientCheck:
    """What `gradient_check` found; it shows as a sentence without shaky digits.

    Where it can't be told whether the gradient is right, it has neither passed nor
    failed.
    """

    passed: bool
    failed: bool
    error: float  # the largest relative error, of what could be measured
    worst: tuple  # the index of the entry that the sentence is about
    sentence: str

    def __repr__(self):
        return self.sentence


def gradient_check(f, x, grad):
    """Is `grad` the gradient at x of f, which takes an array like x, gives a number?

    Each entry is compared with the mean of f's slopes to its right and to its left,
    (f(x + h) − f(x − h)) / 2h. The error is their difference over the larger of both,
    or over a hundredth of the largest entry where that is more (or over what rounding
    can do, where even that is more, but no more than the largest entry; over 1 where
    all are 0). Up to 1e-5 passes. Entries at a kink of f (a ReLU's 0, a tie of maxima),
    where the two slopes differ, are named as such. Where rounding hides the slopes, as
    with a huge f, it can't be told.
    """
    x, grad = _floats("x", x), _floats("grad", grad)
    if grad.shape != x.shape:
        raise ValueError(
            f"grad has shape {grad.shape} and x {x.shape}: a gradient has one number "
            "for each entry of x."
        )
    h = STEP * np.abs(x).clip(1.0)
    return _judged(grad, h, *_moves(f, x, h))


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def _judged(grad, h, here, values, run):
    """The GradientCheck of grad against f's slopes: from f's values, `here` at x."""
    # A float64 is a float32 by chance only; so f has computed with these somewhere.
    coarse = (values != here).any() and (values == values.astype(np.float32)).all()
    eps = np.finfo(np.float32 if coarse else float).eps
    left, right = (values - here) / run
    slope = (left + right) / 2
    # Where x + h is x, or f's change overflows, nothing contradicts grad.
    measured = np.isfinite(slope) & np.isfinite(run).all(0)
    left, right, slope = np.where(measured, [left, right, slope], grad)

    largest = max(np.abs(grad).max(), np.abs(slope).max()) or 1.0
    # The slope that a single rounding can make; a hundred of them may add up.
    rounding = np.where(measured, eps * (abs(here) / h + largest / STEP), np.inf)
    floor = (100 * rounding / TOLERANCE).clip(largest / 100, largest)
    apart = np.abs(grad - slope)
    error = apart / np.maximum(np.abs(grad), np.abs(slope)).clip(floor)
    wrong = (error > TOLERANCE) & (apart > 100 * rounding)
    unsure = ~wrong & ((error > TOLERANCE) | (rounding > TOLERANCE * largest))

    low, high = np.minimum(left, right), np.maximum(left, right)
    kink = high - low > KINK * np.maximum(np.abs(low), np.abs(high)).clip(floor)
    slack = TOLERANCE * (np.abs(grad) + floor)
    kink &= (low - slack <= grad) & (grad <= high + slack)

    plain = wrong & ~kink  # these can't be excused, so they are told first
    if wrong.any():
        told = np.where(plain if plain.any() else True, error, -1)
    else:
        told = np.where(unsure, rounding, -1) if unsure.any() else error
    # Of equals the first, whatever the last digits are.
    worst = np.unravel_index(np.argmax(told >= 0.999 * told.max()), told.shape)
    worst = tuple(int(i) for i in worst)
    if unsure.any() and not wrong.any():
        sentence = _cant_tell(unsure, worst, here, rounding[worst], eps)
    else:
        numbers = (_digits(a[worst], floor[worst]) for a in (grad, slope, left, right))
        sentence = _sentence(wrong, plain, worst, *numbers)
    failed = bool(wrong.any())
    passed = not failed and not unsure.any()
    return GradientCheck(passed, failed, float(error.max()), worst, sentence)


def _moves(f, x, h):
    """f(x); f to the left and right of each entry; and by how much x has moved."""
    values, run = np.zeros((2, *x.shape)), np.zeros((2, *x.shape))
    for entry in np.ndindex(x.shape):
        for side, step in enumerate((-h[entry], h[entry])):
            moved = x.copy()
            moved[entry] += step
            values[side, *entry] = _value(f, moved)
            run[side, *entry] = moved[entry] - x[entry]
    return _value(f, x), values, run


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
    entries = _entries(wrong)
    if not wrong.any():
        return f"agrees on all {entries}"
    start = f"disagrees on {np.count_nonzero(wrong)} of {entries}"
    where = _place(worst)
    if plain.any():
        kinks = np.count_nonzero(wrong & ~plain)
        also = f" ({kinks} of them at a kink)" if kinks else ""
        return f"{start}{also}; worst at {where}: grad is {grad}, the slope is {slope}"
    return (
        f"{start}, only at a kink; at {where} grad is {grad}, the slope is {left} to "
        f"the left and {right} to the right. There is no one gradient here: move x a "
        "little and check again"
    )


def _cant_tell(unsure, worst, here, rounding, eps):
    start = (
        f"can't tell on {np.count_nonzero(unsure)} of {_entries(unsure)}; "
        f"at {_place(worst)}"
    )
    if eps > np.finfo(float).eps:
        return (
            f"{start} f's values have the few digits of float32. Let it compute in "
            "float64 (give its other arrays with .astype(float))"
        )
    if np.isinf(rounding):
        return (
            f"{start} there is no slope: x, or f, changes by more than a float can "
            "hold. Try smaller values"
        )
    return (
        f"{start} rounding inside f, which is {here:.1e}, can look like a slope of "
        f"{rounding:.0e}. Try an f without a large constant"
    )


def _entries(values):
    return f"{values.size} entr{'y' if values.size == 1 else 'ies'}"


def _place(index):
    return f"[{', '.join(map(str, index))}]"


def _digits(value, floor):
    """4 significant digits that hold still: what is left of rounding is cut off."""
    steady = float(f"{value:.7g}") if abs(value) > TOLERANCE * floor else 0.0
    return f"{steady:.4g}"
