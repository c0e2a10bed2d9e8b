"""Every figure that the lectures give for notebook 03: by arithmetic and by torch."""

import numpy as np
import pytest
import torch
from scipy import signal
from torch import nn

from helpers import arithmetic
from helpers.arithmetic import Conv, Dense, Pool


def run(net, *shape):
    y = net(torch.zeros(1, *shape))
    return tuple(y.shape[1:]), sum(p.numel() for p in net.parameters())


def count(layers, *shape):
    total = arithmetic.table(layers, shape).total
    return total.shape, total.parameters


def test_comp_7_with_3():
    assert [arithmetic.output_size(7, 3, stride=s) for s in (1, 2)] == [5, 3]
    with pytest.raises(arithmetic.DoesNotFit, match=r"2\.33") as caught:
        arithmetic.output_size(7, 3, stride=3)
    assert round(caught.value.stops, 2) == 2.33
    sizes = [run(nn.Conv2d(1, 1, 3, stride=s), 1, 7, 7)[0] for s in (1, 2, 3)]
    assert sizes == [(1, 5, 5), (1, 3, 3), (1, 2, 2)]  # PyTorch floors


def test_same_padding():
    for f, p in ((3, 1), (5, 2), (7, 3)):
        assert arithmetic.same_padding(f) == p
        assert arithmetic.output_size(32, f, padding=p) == 32
        assert run(nn.Conv2d(1, 1, f, padding=p), 1, 32, 32)[0] == (1, 32, 32)


@pytest.mark.parametrize(
    ("layer", "net", "shape", "result"),
    [
        (
            Conv(10, 5, padding=2),
            nn.Conv2d(3, 10, 5, padding=2),
            (3, 32, 32),
            ((10, 32, 32), 760),
        ),
        (Conv(6, 5), nn.Conv2d(3, 6, 5), (3, 32, 32), ((6, 28, 28), 456)),
        (Conv(32, 1), nn.Conv2d(64, 32, 1), (64, 56, 56), ((32, 56, 56), 2080)),
        (Pool(2), nn.MaxPool2d(2), (1, 4, 4), ((1, 2, 2), 0)),
        (Pool(2), nn.MaxPool2d(2), (1, 16, 16), ((1, 8, 8), 0)),
    ],
)
def test_layers(layer, net, shape, result):
    assert count([layer], *shape) == run(net, *shape) == result


@pytest.mark.parametrize(
    ("shape", "units", "weights"),
    [
        ((3, 200, 200), 1000, 120_000_000),
        ((3, 256, 256), 1, 196_608),
        ((3, 256, 256), 1000, 196_608_000),
        ((3, 1920, 1080), 1, 6_220_800),
        ((3, 32, 32), 1, 3072),
    ],
)
def test_dense(shape, units, weights):
    assert count([Dense(units, bias=False)], *shape)[1] == weights
    inputs = shape[0] * shape[1] * shape[2]
    net = nn.Linear(inputs, units, bias=False, device="meta")
    assert net.weight.numel() == weights


def test_receptive_field():
    for K in (3, 5, 7):
        for L in range(1, 5):
            assert arithmetic.receptive_field([(K, 1)] * L) == 1 + L * (K - 1)


@pytest.mark.parametrize("d", [1, 2, 3, 4])
def test_one_large_two_small(d):
    H = 32
    large, small = [Conv(8, 2 * d + 1)], [Conv(8, d + 1), Conv(8, d + 1)]
    one, two = count(large, 8, H, H), count(small, 8, H, H)
    assert one[0] == two[0] == (8, H - 2 * d, H - 2 * d)
    assert arithmetic.receptive_field(large) == arithmetic.receptive_field(small)
    assert two[1] < one[1]
    # our erratum: not on a first layer from 3 to 64 channels
    if d == 2:
        large, small = [Conv(64, 5)], [Conv(64, 3), Conv(64, 3)]
        ratio = count(small, 3, H, H)[1] / count(large, 3, H, H)[1]
        assert f"{ratio:.1f}" == "8.0"


def test_two_small_filters_without_relu_have_17_free_numbers():
    """Each of 18 slopes is the other filter, moved; one of them isn't free."""
    w1, w2 = np.random.default_rng(0).normal(size=(2, 3, 3))
    slopes = []
    for k in range(9):
        unit = np.eye(9)[k].reshape(3, 3)
        slopes += [signal.convolve2d(unit, w2), signal.convolve2d(w1, unit)]
    assert np.linalg.matrix_rank(np.reshape(slopes, (18, 25))) == 17
