"""Convolution and cross-correlation, 1-D and 2-D, in NumPy alone."""

import numpy as np

from helpers.arithmetic.sizes import whole
from helpers.chosen import chosen
from helpers.layers import validate

MODES = ("full", "same", "valid")
PADDINGS = {  # our names, which are PyTorch's too, and what np.pad calls them
    "zero": "constant",
    "reflect": "reflect",
    "replicate": "edge",
    "circular": "wrap",
}


def convolve(x, w, mode="full", padding="zero"):
    """The convolution y[n] = Σ_m w[m] x[n − m]: the kernel w flipped, slid along x.

    x and w are both 1-D or both 2-D, of any real dtype; integers give exact integers,
    and a large w of floats gives them up to rounding of the largest products.
    First x is extended at both ends by `padding`, as far as `mode` needs; then every
    window that fits gives one output. For n entries and a kernel of f:

    - "full": f − 1 more at each end, n + f − 1 outputs: all that w can touch.
    - "same": f // 2 before and (f − 1) // 2 after, n outputs. With an even f the
      extra entry goes before, as in NumPy and SciPy (PyTorch puts it after).
    - "valid": nothing is added, n − f + 1 outputs, padding plays no part.
    """
    x, w = _numbers(x, "x"), _numbers(w, "w")
    return correlate(x, np.flip(w), mode, padding)


def correlate(x, w, mode="valid", padding="zero", stride=1):
    """The cross-correlation y[n] = Σ_m w[m] x[n + m]: w slid along x as it is.

    Modes and paddings as in `convolve`; of the outputs, every `stride`-th is kept,
    in each direction.
    """
    x, w = _numbers(x, "x"), _numbers(w, "w")
    if x.ndim != w.ndim:
        raise ValueError(
            f"x has {x.ndim} and w has {w.ndim} dimensions: give both 1, or both 2."
        )
    stride = whole("stride", stride)
    x = _extend(x, w.shape, mode, padding)
    if any(f > n for n, f in zip(x.shape, w.shape, strict=True)):
        raise ValueError(
            f"w of shape {w.shape} doesn't fit inside x of shape {x.shape}: "
            "mode 'valid' needs a kernel no larger than x; 'same' and 'full' pad x."
        )
    dtype = _result_dtype(x, w)
    # Half precision is too coarse to add up in.
    wide = np.result_type(dtype, np.float32) if dtype == np.float16 else dtype
    x, w = x.astype(wide, copy=False), w.astype(wide, copy=False)
    with np.errstate(over="ignore", invalid="ignore"):
        if x.ndim == 1:
            y = np.correlate(x, w)[::stride]
        else:
            large = dtype.kind == "f" and w.size > 64 and x.size > 2**14
            y = (_by_spectra if large else _slide)(x, w)[::stride, ::stride]
        y = y.astype(dtype, copy=False)
    if not np.isfinite(y).all():
        raise ValueError(
            f"floats up to {np.abs(x).max():.1e} with these weights can exceed "
            f"{dtype}: make them smaller first."
        )
    return y


def toeplitz(w, n, mode="full"):
    """The matrix T with T @ x == convolve(x, w, mode) for any x of length n.

    Row i holds the weights of output i: T[i, k] = w[i − k], zero outside w.
    """
    w, n, f = _numbers(w, "w"), whole("n", n), np.size(w)
    if w.ndim != 1:
        raise ValueError(f"w has {w.ndim} dimensions: a Toeplitz matrix needs 1.")
    if chosen("mode", mode, MODES) == "valid" and f > n:
        raise ValueError(f"w of {f} doesn't fit in {n} entries: use 'same' or 'full'.")
    first, length = {
        "full": (0, n + f - 1),
        "same": ((f - 1) // 2, n),
        "valid": (f - 1, n - f + 1),
    }[mode]
    w = w.astype(_result_dtype(w, w[:1] * 0 + 1), copy=False)
    lag = first + np.arange(length)[:, None] - np.arange(n)
    return np.where((lag >= 0) & (lag < f), w[lag % f], w.dtype.type(0))


def _slide(x, w):
    """Σ_ij w[i, j] x[n + i, m + j], at every place where w fits in x: both 2-D.

    Each row of w slides along the rows of x laid end to end, one long series; where
    it straddles two rows, the sum means nothing and is dropped.
    """
    height, width = np.subtract(x.shape, w.shape) + 1
    y = 0
    for i, row in enumerate(w):
        line = x[i : i + height].ravel()
        y = y + np.correlate(line, row, "full")[len(row) - 1 :]
    return y.reshape(height, -1)[:, :width]


def _by_spectra(x, w):
    """The same as `_slide`, but for rounding; sooner done where w is large.

    The Fourier transform turns sliding into one product. It slides in a circle, which
    spoils only the outputs where w doesn't fit.
    """
    height, width = np.subtract(x.shape, w.shape) + 1
    sizes = [-(-n // 32) * 32 for n in x.shape]  # zeros up to a size that's quick
    product = np.fft.rfft2(x, sizes) * np.fft.rfft2(w, sizes).conj()
    return np.fft.irfft2(product, sizes)[:height, :width].astype(x.dtype, copy=False)


def _extend(x, sizes, mode, padding):
    """x with the margins that `mode` needs for a kernel of these sizes."""
    margins = {
        "full": [(f - 1, f - 1) for f in sizes],
        "same": [(f // 2, (f - 1) // 2) for f in sizes],
        "valid": [(0, 0) for f in sizes],
    }[chosen("mode", mode, MODES)]
    rule = PADDINGS[chosen("padding", padding, PADDINGS)]
    if not np.any(margins):
        return x
    for n, margin in zip(x.shape, margins, strict=True):
        if padding == "reflect" and max(margin) >= n:
            raise ValueError(
                f"{n} entries can't be reflected {max(margin)} deep: at most {n - 1}, "
                "as the edge isn't repeated. Try a smaller kernel or another padding."
            )
    return np.pad(x, margins, mode=rule)


def _numbers(values, name):
    """The values as a 1-D or 2-D array of real, finite numbers, or a clear error."""
    values = validate.array(name, values)
    if values.ndim not in (1, 2):
        raise ValueError(f"{name} has shape {values.shape}: give a 1-D or 2-D array.")
    if values.dtype.kind == "f" and not np.isfinite(values).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(values))[0])
        raise ValueError(
            f"{name} is {values[where]} at {where}: give finite numbers (mend or drop "
            "the missing ones first)."
        )
    return values


def _result_dtype(x, w):
    """NumPy's common type; 64-bit for integers, where an overflow is refused."""
    common = np.result_type(x, w)
    if x.dtype.kind == "f" or w.dtype.kind == "f":
        return common
    largest = max(abs(int(x.min())), abs(int(x.max())))
    if largest * sum(abs(int(v)) for v in w.flat) >= 2**63:
        raise ValueError(
            f"integers up to {largest} with these weights can exceed 64 bits: convert "
            "x to floats first."
        )
    return np.dtype(np.int64)
