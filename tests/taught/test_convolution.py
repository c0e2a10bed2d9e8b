"""convolution against SciPy, NumPy and torch, and its refusals."""

import numpy as np
import pytest
import scipy.signal
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from helpers.convolution import MODES, PADDINGS, convolve, correlate, toeplitz

DTYPES = ["bool", "uint8", "int8", "int32", "int64", "float32", "float64"]


def arrays(ndim, high, dtypes=DTYPES):
    """Small whole numbers in any real dtype: their sums are exact in all of them."""
    shapes = st.tuples(*[st.integers(1, high)] * ndim)
    return st.tuples(shapes, st.sampled_from(dtypes)).flatmap(
        lambda pair: hnp.arrays(
            np.dtype(pair[1]),
            pair[0],
            elements=st.integers(0, 1) if pair[1] == "bool" else st.integers(0, 20),
        )
    )


def pairs(high_x=9, high_w=12, dtypes=DTYPES):
    return st.sampled_from([1, 2]).flatmap(
        lambda ndim: st.tuples(
            arrays(ndim, high_x, dtypes), arrays(ndim, high_w, dtypes)
        )
    )


def fits(x, w):
    return all(f <= n for n, f in zip(x.shape, w.shape, strict=True))


@given(pairs(), st.sampled_from(MODES))
def test_same_as_scipy(pair, mode):
    x, w = pair
    if mode == "valid" and not fits(x, w):
        with pytest.raises(ValueError, match="doesn't fit inside"):
            convolve(x, w, mode)
        return
    wide = np.int64 if x.dtype.kind in "bui" and w.dtype.kind in "bui" else float
    a, b = x.astype(wide), w.astype(wide)
    expected = scipy.signal.convolve(a, b, mode, method="direct")
    assert np.array_equal(convolve(x, w, mode), expected)
    expected = scipy.signal.correlate(a, b, mode, method="direct")
    assert np.array_equal(correlate(x, w, mode), expected)


@given(pairs(), st.sampled_from(["full", "same"]), st.sampled_from(list(PADDINGS)))
def test_padding_is_extending_then_valid(pair, mode, padding):
    """By the definition, entry by entry: x is extended, then every window counts."""
    x, w = pair
    before = [f - 1 if mode == "full" else f // 2 for f in w.shape]
    after = [f - 1 if mode == "full" else (f - 1) // 2 for f in w.shape]
    reach = max(max(b, a) - n for n, b, a in zip(x.shape, before, after, strict=True))
    if padding == "reflect" and reach >= 0 and any(before):
        deep = [max(b, a) >= n for n, b, a in zip(x.shape, before, after, strict=True)]
        assert any(deep)
        with pytest.raises(ValueError, match="can't be reflected"):
            correlate(x, w, mode, padding)
        return

    wide = x.astype(float)
    for axis, (n, b, a) in enumerate(zip(x.shape, before, after, strict=True)):
        i = np.arange(-b, n + a)  # of the extended x; where does each come from?
        comes_from = {
            "zero": i.clip(0, n - 1),
            "replicate": i.clip(0, n - 1),
            "circular": i % n,
            "reflect": np.where(i < n, abs(i), 2 * (n - 1) - i),
        }[padding]
        there = (padding != "zero") | ((i >= 0) & (i < n))
        wide = np.moveaxis(np.take(wide, comes_from, axis), axis, -1) * there
        wide = np.moveaxis(wide, -1, axis)
    expected = scipy.signal.correlate(wide, w.astype(float), "valid", method="direct")
    assert np.array_equal(correlate(x, w, mode, padding), expected)
    flipped = convolve(x, np.flip(w), mode, padding)
    assert np.array_equal(flipped, expected)


@given(pairs(12, 6, ["float32", "float64"]), st.integers(1, 14), st.booleans())
def test_strides_and_odd_same_as_torch(pair, stride, same):
    x, w = pair
    if same:
        w = w[tuple(slice(0, n - 1 + n % 2) for n in w.shape)]  # odd sizes
    if not (same or fits(x, w)):
        return
    common = np.result_type(x, w)
    conv = {1: torch.nn.functional.conv1d, 2: torch.nn.functional.conv2d}[x.ndim]
    theirs = conv(
        torch.from_numpy(x.astype(common))[None, None],
        torch.from_numpy(w.astype(common).copy())[None, None],
        stride=stride,
        padding=tuple(f // 2 for f in w.shape) if same else 0,
    )[0, 0].numpy()
    ours = correlate(x, w, "same" if same else "valid", stride=stride)
    assert ours.dtype == theirs.dtype
    assert np.array_equal(ours, theirs)


@given(arrays(1, 12), st.integers(1, 12), st.sampled_from(MODES))
def test_toeplitz_times_x_is_the_convolution(w, n, mode):
    x = np.arange(1, n + 1)
    if mode == "valid" and w.size > n:
        with pytest.raises(ValueError, match="doesn't fit"):
            toeplitz(w, n, mode)
        return
    assert np.array_equal(toeplitz(w, n, mode) @ x, convolve(x, w, mode))


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("shape", [(3, 3), (8, 9), (11, 11), (1, 65), (131, 140)])
def test_large_kernels_of_floats(dtype, shape):
    """They go by way of the Fourier transform; SciPy here goes without."""
    rng = np.random.default_rng(1)
    x, w = (
        rng.normal(size=(131, 140)).astype(dtype),
        rng.normal(size=shape).astype(dtype),
    )
    ours = correlate(x, w)
    assert ours.dtype == dtype
    theirs = scipy.signal.correlate(
        x.astype(float), w.astype(float), "valid", method="direct"
    )
    scale = np.abs(x).max().astype(float) * np.abs(w.astype(float)).sum()
    np.testing.assert_allclose(ours / scale, theirs / scale, atol=np.finfo(dtype).eps)


def test_result_types():
    x, w = np.array([250, 251, 252], np.uint8), np.array([100, 100], np.uint8)
    assert convolve(x, w).dtype == np.int64
    assert convolve(x, w).tolist() == [25000, 50100, 50300, 25200]
    assert convolve([1, 2, 3], [0.5]).dtype == np.float64
    assert convolve(x.astype(np.float32), w).dtype == np.float32
    assert convolve(np.float16([1, 2]), np.float16([3])).dtype == np.float16
    big = 2**53 + 1  # a float64 would round it
    assert convolve([big], [1, 1]).tolist() == [big, big]


def test_sums_of_half_precision_are_made_in_single():
    tall = np.ones((3000, 2), np.float16)
    assert correlate(tall, tall).item() == 6000  # 2048 + 1 is 2048 in half precision


def test_sums_that_no_float_can_hold_are_refused():
    for x, w in [
        (np.full(1000, 200, np.float16), np.ones(1000, np.float16)),
        (np.full(3, 3e38, np.float32), np.ones(3, np.float32)),
        (np.full((2, 2), 1e308), np.ones((2, 2))),
        (np.full((200, 200), 1e307), np.ones((20, 20))),
    ]:
        with pytest.raises(ValueError, match=f"can exceed {x.dtype}"):
            correlate(x, w)


def test_a_toeplitz_matrix_of_bytes_does_not_overflow():
    w, x = np.array([100, 100], np.uint8), np.array([100, 200], np.uint8)
    assert np.array_equal(toeplitz(w, 2) @ x, convolve(x, w))
    assert toeplitz([True], 1).dtype == np.int64
    assert toeplitz(np.float32([1]), 1).dtype == np.float32


X, W = [1, 2, 3], [1, 1]


@pytest.mark.parametrize("function", [convolve, correlate])
@pytest.mark.parametrize(
    ("words", "x", "w", "options"),
    [
        (r"x has shape \(0,\)", [], W, {}),
        (r"w has shape \(0,\)", X, [], {}),
        (r"x has shape \(\)", 3, W, {}),
        (r"x has shape \(1, 1, 3\)", [[X]], W, {}),
        ("x has 1 and w has 2 dimensions", X, [W], {}),
        (r"x is nan at \(1,\)", [1, np.nan, 3], W, {}),
        (r"w is inf at \(0,\)", X, [np.inf], {}),
        ("x holds complex128", [1j, 2], W, {}),
        ("x holds <U1", "a", W, {}),
        ("w holds object", X, [None], {}),
        ("x has masked entries", np.ma.array([1.0, 2], mask=[0, 1]), W, {}),
        ("rows of different lengths", [[1], [1, 2]], [[1]], {}),
        ("doesn't fit inside", X, [1] * 4, {"mode": "valid"}),
        ("no mode 'Same'; choose one of full, ", X, W, {"mode": "Same"}),
        ("no mode None; choose one of full", X, W, {"mode": None}),
        ("no padding 'zeros'; choose one of zero, refl", X, W, {"padding": "zeros"}),
        (
            "3 entries can't be reflected 3 deep: at most 2",
            X,
            [1] * 4,
            {"mode": "full", "padding": "reflect"},
        ),
        ("can exceed 64 bits", [2**62] * 2, [1, 1], {}),
        ("can exceed 64 bits", np.uint64([2**63]), [1], {}),
    ],
)
def test_refusals(function, words, x, w, options):
    with pytest.raises((TypeError, ValueError), match=words):
        function(x, w, **options)


@pytest.mark.parametrize("stride", [0, -1, 1.5, 2.0, "2", None, True, (1, 1)])
def test_strides_that_are_refused(stride):
    with pytest.raises((TypeError, ValueError), match="stride must be a whole number"):
        correlate([1, 2], [1], stride=stride)


@pytest.mark.parametrize(
    ("words", "w", "n", "mode"),
    [
        ("n must be .* got 0", [1], 0, "full"),
        ("n must be .* got 2.5", [1], 2.5, "full"),
        ("w has 2 dimensions", [[1]], 3, "full"),
        ("no mode 'half'", [1], 3, "half"),
        (r"w has shape \(0,\)", [], 3, "full"),
        ("can exceed 64 bits", np.uint64([2**63]), 2, "full"),
    ],
)
def test_toeplitz_refusals(words, w, n, mode):
    with pytest.raises((TypeError, ValueError), match=words):
        toeplitz(w, n, mode)
