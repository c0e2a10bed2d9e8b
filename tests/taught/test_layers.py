"""The layers by hand against torch's autograd, and the gradient check against lies."""

import re

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from helpers import layers

counts = st.integers


def numbers(shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def torch_gradients(function, y_bar, *arrays):
    """(y, [gradient of each array]) as torch has them."""
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    y = function(*tensors)
    gradients = torch.autograd.grad(y, tensors, torch.tensor(y_bar))
    return y.detach().numpy(), [gradient.numpy() for gradient in gradients]


def same(ours, theirs):
    assert ours.shape == theirs.shape
    assert ours.dtype == theirs.dtype
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-10)


@st.composite
def convolutions(draw):
    """(shape of x, shape of w, options) of any convolution that fits."""
    d = draw(counts(1, 2))

    def each(low, high):
        return tuple(draw(counts(low, high)) for _ in range(d))

    f, stride, padding, dilation = each(1, 4), each(1, 3), each(0, 2), each(1, 3)
    groups = draw(counts(1, 3))
    N, C, K = draw(counts(1, 3)), *(groups * draw(counts(1, 2)) for _ in "CK")
    extra = each(0, 4)
    least = np.array(dilation) * (np.array(f) - 1) + 1 - 2 * np.array(padding)
    n = np.maximum(least, 1) + extra
    names = "stride", "padding", "dilation", "groups"
    options = dict(zip(names, (stride, padding, dilation, groups), strict=True))
    return (N, C, *n), (K, C // groups, *f), options


@given(convolutions(), st.booleans())
def test_convolution_is_torchs(case, bias):
    x_shape, w_shape, options = case
    x, w, b = numbers(x_shape, 1), numbers(w_shape, 2), numbers(w_shape[0], 3)
    conv = {3: F.conv1d, 4: F.conv2d}[x.ndim]
    y = layers.conv_forward(x, w, b if bias else None, **options)
    y_bar = numbers(y.shape, 4)
    theirs, gradients = torch_gradients(
        lambda x, w, b: conv(x, w, b if bias else 0 * b, **options), y_bar, x, w, b
    )
    same(y, theirs)
    ours = layers.conv_backward(y_bar, x, w, **options)
    for mine, gradient in zip(ours[: 2 + bias], gradients, strict=False):
        same(mine, gradient)
    same(ours[2], y_bar.sum((0, *range(2, y_bar.ndim))))


def test_one_number_serves_both_directions():
    x, w = numbers((2, 4, 9, 8)), numbers((6, 2, 3, 2))
    one = layers.conv_forward(x, w, None, 2, 1, 3, 2)
    same(one, layers.conv_forward(x, w, None, (2, 2), [1, 1], (3, 3), 2))


POOLS = {
    "max": (layers.max_pool_forward, layers.max_pool_backward),
    "avg": (layers.avg_pool_forward, layers.avg_pool_backward),
}
TORCH_POOLS = {
    ("max", 1): F.max_pool1d,
    ("max", 2): F.max_pool2d,
    ("avg", 1): F.avg_pool1d,
    ("avg", 2): F.avg_pool2d,
}


@st.composite
def pools(draw):
    """(x, size, stride) with many ties: whole numbers from 0 to 3, or as few as one."""
    d = draw(counts(1, 2))
    size = tuple(draw(counts(1, 4)) for _ in range(d))
    stride = tuple(draw(counts(1, 5)) for _ in range(d))
    shape = [draw(counts(1, 2)), draw(counts(1, 2))]
    shape += [f + draw(counts(0, 6)) for f in size]
    top, seed = draw(counts(1, 4)), draw(counts(0, 99))
    return np.random.default_rng(seed).integers(0, top, shape) - 1.0, size, stride


@given(pools(), st.sampled_from(["max", "avg"]), st.booleans())
def test_pooling_is_torchs(case, kind, side_by_side):
    x, size, stride = case
    stride = None if side_by_side else stride
    forward, backward = POOLS[kind]
    y = forward(x, size, stride)
    y_bar = numbers(y.shape)
    pool = TORCH_POOLS[kind, x.ndim - 2]
    theirs, (x_bar,) = torch_gradients(lambda x: pool(x, size, stride), y_bar, x)
    same(y, theirs)
    same(backward(y_bar, x, size, stride), x_bar)


@given(counts(1, 5), counts(1, 5), counts(1, 5))
def test_relu_and_dense_are_torchs(N, inputs, outputs):
    x, w = numbers((N, inputs), 1).round(), numbers((outputs, inputs), 2)
    b = numbers(outputs, 4)
    y_bar = numbers(x.shape, 3)
    theirs, (x_bar,) = torch_gradients(torch.relu, y_bar, x)  # many are 0 exactly
    same(layers.relu_forward(x), theirs)
    same(layers.relu_backward(y_bar, x), x_bar)

    y_bar = numbers((N, outputs), 5)
    theirs, gradients = torch_gradients(F.linear, y_bar, x, w, b)
    same(layers.dense_forward(x, w, b), theirs)
    same(layers.dense_forward(x, w), theirs - b)
    for ours, gradient in zip(
        layers.dense_backward(y_bar, x, w), gradients, strict=True
    ):
        same(ours, gradient)


@given(counts(1, 5), counts(1, 6), st.sampled_from([1e-3, 1, 1000]))
def test_cross_entropy_is_torchs(N, classes, scale):
    scores = numbers((N, classes)) * scale
    labels = np.arange(N) % classes
    loss, (scores_bar,) = torch_gradients(
        lambda s: F.cross_entropy(s, torch.tensor(labels)), np.float64(1), scores
    )
    ours = layers.cross_entropy_forward(scores, labels)
    assert isinstance(ours, float)
    assert ours == pytest.approx(float(loss), abs=1e-10, rel=1e-12)
    same(layers.cross_entropy_backward(scores, labels), scores_bar)


@pytest.mark.filterwarnings("error")
def test_huge_scores_do_not_overflow():
    scores = np.array([[1000.0, -1000.0], [1000.0, -1000.0]])
    assert layers.cross_entropy_forward(scores, [0, 1]) == 1000
    scores_bar = layers.cross_entropy_backward(scores, [0, 1])
    assert scores_bar.tolist() == [[0, 0], [0.5, -0.5]]


def every_layer(dtype):
    """(function, its arrays, its other arguments) for all layers, both ways."""
    x, w, b = numbers((2, 2, 6, 5)), numbers((2, 2, 3, 3)), numbers(2)
    y_bar, pooled, flat = numbers((2, 2, 4, 3)), numbers((2, 2, 3, 2)), numbers((3, 4))
    weights, sent = numbers((2, 4)), numbers((3, 2))
    cases = [
        (layers.conv_forward, [x, w, b], []),
        (layers.conv_backward, [y_bar, x, w], []),
        (layers.max_pool_forward, [x], [2]),
        (layers.max_pool_backward, [pooled, x], [2]),
        (layers.avg_pool_forward, [x], [2]),
        (layers.avg_pool_backward, [pooled, x], [2]),
        (layers.relu_forward, [x], []),
        (layers.relu_backward, [x, x], []),
        (layers.dense_forward, [flat, weights, b], []),
        (layers.dense_backward, [sent, flat, weights], []),
        (layers.cross_entropy_backward, [flat], [[0, 1, 2]]),
    ]
    return [(f, [a.astype(dtype) for a in arrays], rest) for f, arrays, rest in cases]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_type_is_kept_and_the_inputs_are_left_alone(dtype):
    for function, arrays, rest in every_layer(dtype):
        before = [array.copy() for array in arrays]
        found = function(*arrays, *rest)
        for array in found if isinstance(found, tuple) else [found]:
            assert array.dtype == dtype, function
            assert not any(np.shares_memory(array, given) for given in arrays)
        assert all(map(np.array_equal, arrays, before)), function


def test_whole_numbers_give_whole_numbers():
    x, w = np.array([[[200, 201, 202]]], dtype=np.uint8), [[[1, -2]]]
    assert layers.conv_forward(x, w).tolist() == [[[-202, -203]]]
    x_bar, w_bar, b_bar = layers.conv_backward([[[1, 1]]], x, w)
    assert x_bar.tolist() == [[[1, -1, -2]]]
    assert w_bar.tolist() == [[[401, 403]]] and b_bar.tolist() == [2]
    assert layers.max_pool_forward(x, 2).dtype == np.int64


def test_what_64_bits_cannot_hold_is_refused():
    """Each of these would have come out as another number, without a word."""
    big, flat = np.full((1, 1, 3), 2**40), np.full((1, 3), 2**40)
    most = np.full((1, 1, 2), 2**62)
    unsigned = np.full((1, 1, 3), 2**63, np.uint64)
    for function, arrays in [
        (layers.conv_forward, (big, big)),
        (layers.conv_backward, (big[..., :1], big, big)),
        (layers.dense_forward, (flat, flat)),
        (layers.dense_backward, (flat[:, :1], flat, flat)),
        (layers.avg_pool_forward, (most, 2)),
        (layers.max_pool_forward, (unsigned, 3)),
        (layers.relu_forward, (unsigned,)),
        (layers.cross_entropy_forward, (most[0], [1])),
    ]:
        with pytest.raises(ValueError, match="whole numbers as large as .* give floa"):
            function(*arrays)
    y = layers.conv_forward(big.astype(float), big.astype(float))
    assert y.item() == 3 * 2.0**80


def test_16_bits_are_too_few_to_add_up_in():
    """Of 10,000 ones the mean came out as 0.2, as 2048 + 1 is 2048 with 16 bits."""
    ones = np.ones((1, 1, 100, 100), np.float16)
    assert layers.avg_pool_forward(ones, 100).item() == 1
    assert layers.conv_forward(ones, ones).item() == 100**2
    x_bar, w_bar, b_bar = layers.conv_backward(ones, ones, ones[..., :1, :1])
    assert w_bar.item() == b_bar.item() == 100**2
    bright = layers.conv_forward(np.full((1, 1, 100, 100), 255, np.uint8), ones)
    assert bright.item() == 255 * 100**2


def test_the_gradient_of_a_maximum_that_is_no_number_is_not_lost():
    for x in ([[[1, np.nan]]], [[[np.nan, 1]]]):
        y_bar = np.ones((1, 1, 1))
        _, (x_bar,) = torch_gradients(lambda x: F.max_pool1d(x, 2), y_bar, np.array(x))
        same(layers.max_pool_backward(y_bar, x, 2), x_bar)


# The gradient check


def a_layer():
    """A small convolution: a function of w, w itself, and the right gradient."""
    x, w, y_bar = numbers((2, 2, 5), 1), numbers((3, 2, 3), 2), numbers((2, 3, 3), 3)
    return (
        lambda w: np.sum(layers.conv_forward(x, w) * y_bar),
        w,
        layers.conv_backward(y_bar, x, w)[1],
    )


def test_right_gradients_pass():
    report = layers.gradient_check(*a_layer())
    assert report.passed and report.error < 1e-7
    assert repr(report) == "agrees on all 18 entries"


@pytest.mark.parametrize("factor", [-1, 0, 2])
def test_of_equally_wrong_entries_the_first_is_named(factor):
    f, w, grad = a_layer()
    report = repr(layers.gradient_check(f, w, factor * grad))
    assert report.startswith("disagrees on 18 of 18 entries; worst at [0, 0, 0]")


@pytest.mark.parametrize("entry", [(0, 0, 0), (2, 1, 2), (1, 0, 1)])
def test_one_wrong_entry_is_named(entry):
    f, w, grad = a_layer()
    wrong = grad.copy()
    wrong[entry] *= 1.0001
    report = layers.gradient_check(f, w, wrong)
    assert not report.passed and report.worst == entry
    assert report.error == pytest.approx(1e-4, rel=1e-3)
    assert repr(report) == (
        f"disagrees on 1 of 18 entries; worst at {list(entry)}: grad is "
        f"{wrong[entry]:.4g}, the slope is {grad[entry]:.4g}"
    )


def test_a_flat_function_and_a_single_number():
    report = layers.gradient_check(lambda x: 1e3 + 0 * x.sum(), np.ones(4), np.zeros(4))
    assert report.passed
    assert repr(layers.gradient_check(lambda x: 0, 1.0, 0.0)) == "agrees on all 1 entry"
    assert layers.gradient_check(lambda x: x**2, 1e6, 2e6).passed
    assert repr(layers.gradient_check(lambda x: x, 1.0, 0)) == (
        "disagrees on 1 of 1 entry; worst at []: grad is 0, the slope is 1"
    )


def test_kinks_are_named():
    def f(x):
        return layers.relu_forward(x).sum()

    report = layers.gradient_check(f, [-1, 0, 2], [0, 0, 1])
    assert not report.passed and report.worst == (1,)
    assert repr(report) == (
        "disagrees on 1 of 3 entries, only at a kink; at [1] grad is 0, the slope is 0 "
        "to the left and 1 to the right. There is no one gradient here: move x a "
        "little and check again"
    )
    # A true mistake comes first; and not every number is excused at a kink.
    report = layers.gradient_check(f, [-1, 0, 2], [0, 0, 1.2])
    assert repr(report) == (
        "disagrees on 2 of 3 entries (1 of them at a kink); worst at [2]: grad is 1.2, "
        "the slope is 1"
    )
    report = layers.gradient_check(f, [-1, 0, 2], [0, 3, 1])
    assert repr(report).endswith("worst at [1]: grad is 3, the slope is 0.5")


def test_the_check_takes_any_numbers_and_alters_none():
    x = np.array([1, 2], dtype=np.float32)

    def greedy(x):
        assert x.dtype == float
        x *= x
        return x.sum()

    assert layers.gradient_check(greedy, x, [2, 4]).passed
    assert x.tolist() == [1, 2]
    assert layers.gradient_check(greedy, [1, 2], torch.tensor([2, 4])).passed


def test_what_f_warns_of_is_heard():
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        layers.gradient_check(lambda x: np.exp(-np.divide(1, 0 * x)).sum(), 1.0, 0.0)


@given(st.floats(-300, 300), st.floats(-100, 100), st.sampled_from([1.001, 3, 0, -1]))
@pytest.mark.filterwarnings("error")
def test_no_size_makes_wrong_right_or_right_wrong(constant, slope, factor):
    """f = constant + w·x, whose gradient is w: known exactly, whatever the sizes."""
    w, x = 10**slope * np.array([1.0, -2, 0.5]), np.array([1.0, 3, 0])

    def f(x):
        return 10**constant + w @ x

    assert not layers.gradient_check(f, x, w).failed
    # Nothing but zeros may pass for slopes that vanish beside f, up to 1e-5.
    if factor or np.abs(w).max() > 1e-5:
        assert not layers.gradient_check(f, x, factor * w).passed


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("f", "grad", "words"),
    [
        (
            lambda x: 1e20 + x.sum(),
            0,
            r"at \[0\] rounding inside f, which is 1.0e[+]20",
        ),
        (lambda x: 1e20 + x.sum(), 1, "without a large constant"),
        (lambda x: 1.5e308 * np.sign(x.sum() - 2), 7, "than a float can hold"),
        (lambda x: float(x.astype("float32").sum()), 1, "digits of float32"),
    ],
)
def test_what_differences_cannot_tell_neither_passes_nor_fails(f, grad, words):
    report = layers.gradient_check(f, np.ones(2), np.full(2, grad))
    assert not report.passed and not report.failed and np.isfinite(report.error)
    assert re.match(f"can't tell on [12] of 2 entries; .*{words}", repr(report))


@pytest.mark.filterwarnings("error")
def test_a_gradient_that_differs_by_more_than_rounding_can_fails():
    report = layers.gradient_check(lambda x: 1e12 + x.sum(), np.ones(2), [1, 1e6])
    assert report.failed and report.worst == (1,)
    assert "can't tell" not in repr(report)
    # Up to there rounding is allowed for, even where the gradient is much smaller.
    assert layers.gradient_check(lambda x: 1e3 + x.sum(), np.ones(2), [1, 1]).passed


# Refusals: one sentence each

X, W = numbers((1, 4, 6, 6)), numbers((2, 4, 3, 3))
FLAT, SCORES, ONES = numbers((3, 16)), numbers((2, 3)), np.ones(3)
SQUARE = numbers((1, 1, 4, 4))
CONVOLUTIONS = [
    (r"x has shape \(6, 6\): give \(N, C, L\)", X[0, 0], W, {}),
    ("w needs 4 dimensions too", X, W[..., 0], {}),
    (r"x has 4 channels: .* must be 4", X, W[:, :3], {}),
    (r"with groups=2 the second entry must be 2", X, W, {"groups": 2}),
    ("groups=3 must divide", X, W, {"groups": 3}),
    (r"b has shape \(3,\): it must be \(2,\)", X, W, {"b": [1, 2, 3]}),
    ("stride must be a whole number, 1 or more; got 0", X, W, {"stride": 0}),
    ("padding must be .* 0 or more; got -1", X, W, {"padding": -1}),
    ("one for each direction", X, W, {"stride": (1, 1, 1)}),
    ("got 0.5", X, W, {"stride": 0.5}),
    ("dilation must be .* got 0", X, W, {"dilation": 0}),
    ("a filter of 9 is 3 too large for 6 pixels", X, numbers((1, 4, 9, 9)), {}),
    (r"x has shape \(0, 4, 6, 6\), which is empty", X[:0], W, {}),
    ("x has rows of different lengths", [[[1, 2], [1]]], W, {}),
    ("x holds <U1", np.full((1, 1, 3), "a"), W, {}),
    ("w holds complex128", X, 1j * W, {}),
    ("x holds object", None, W, {}),
    ("x has masked entries", np.ma.array(X, mask=X > 1), W, {}),
]
OTHERS = [
    (r"y_bar has shape \(1, 2, 6, 6\): .* \(1, 2, 4, 4\)", layers.conv_backward)
    + (numbers((1, 2, 6, 6)), X, W),
    ("y_bar has shape", layers.relu_backward, SQUARE[0], SQUARE),
    ("give real numbers", layers.relu_forward, "a"),
    ("makes a row of each picture", layers.dense_forward, SQUARE, FLAT),
    (r"b has shape \(2,\): .* \(3,\)", layers.dense_forward, FLAT, FLAT, [1, 2]),
    (r"y_bar has shape .* \(3, 3\)", layers.dense_backward, FLAT, FLAT, FLAT),
]
for forward, backward in POOLS.values():
    OTHERS += [
        ("size must be a whole number, 1 or more; got 0", forward, SQUARE, 0),
        ("stride must be .* got 0", forward, SQUARE, 2, 0),
        ("a filter of 5 is 1 too large", forward, SQUARE, 5),
        (r"x has shape \(4, 4\)", forward, SQUARE[0, 0], 2),
        (r"y_bar has shape .* must be \(1, 1, 2, 2\)", backward, SQUARE, SQUARE, 2),
    ]
for function in layers.cross_entropy_forward, layers.cross_entropy_backward:
    OTHERS += [
        ("labels holds 3: with 3 classes give 0 to 2", function, SCORES, [0, 3]),
        ("labels holds -1", function, SCORES, [0, -1]),
        ("labels holds float64", function, SCORES, [0.0, 1.0]),
        ("labels holds bool", function, SCORES, [True, False]),
        (r"labels has shape \(1,\): it must be \(2,\)", function, SCORES, [1]),
        (r"labels has shape \(2, 3\)", function, SCORES, np.eye(2, 3, dtype=int)),
        (r"scores has shape \(3,\)", function, SCORES[0], [1]),
    ]
CHECKS = [
    ("f gave float64 of shape", lambda x: x, ONES, ONES),
    ("f gave object", lambda x: None, ONES, ONES),
    ("too coarse", lambda x: np.float32(1), ONES, ONES),
    ("f gave nan", lambda x: np.nan, ONES, ONES),
    (r"grad has shape \(2,\) and x \(3,\)", np.sum, ONES, ONES[:2]),
    (r"grad is nan at \(1,\)", np.sum, ONES, [1, np.nan, 1]),
    ("x holds 0 entries", np.sum, [], []),
]


@pytest.mark.parametrize(("words", "x", "w", "options"), CONVOLUTIONS)
def test_convolutions_that_are_refused(words, x, w, options):
    refused(words, layers.conv_forward, x, w, **options)


@pytest.mark.parametrize("case", OTHERS)
def test_the_rest_that_is_refused(case):
    refused(*case)


@pytest.mark.parametrize(("words", "f", "x", "grad"), CHECKS)
def test_gradient_checks_that_are_refused(words, f, x, grad):
    refused(words, layers.gradient_check, f, x, grad)


def refused(words, function, *given, **options):
    with pytest.raises((TypeError, ValueError), match=words) as caught:
        function(*given, **options)
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")
