"""Pooling that keeps its place is PyTorch's, laid so."""

import numpy as np
import pytest
import torch

from helpers import kernels
from helpers.layers.pooling_in_place import pool, reads

F = torch.nn.functional


@pytest.mark.parametrize("window", [2, 4, 8])
@pytest.mark.parametrize("stride", [1, 2, 4, 8])
def test_pooling_is_torchs(window, stride):
    size = 56
    maps = np.random.default_rng(0).random((3, size, size))
    x, n, blank = torch.from_numpy(maps)[:, None], size // stride, 2 * size
    for kind, theirs in (("max", F.max_pool2d), ("average", F.avg_pool2d)):
        start, stop = reads(kind, window, stride)
        assert stop - start == window and start + stop in (stride - 1, stride)
        padded = F.pad(x, [blank] * 4)[..., blank + start :, blank + start :]
        expected = theirs(padded, window, stride)[:, 0, :n, :n]
        assert np.allclose(pool(maps, kind, window, stride), expected)
    w = torch.from_numpy(kernels.triangle(window - 1))
    w = torch.outer(w, w)[None, None]
    expected = F.conv2d(x, w, stride=stride, padding=window - 1)[:, 0]
    assert np.allclose(pool(maps, "blur", window, stride), expected)
    skipped = pool(maps, "skip", 1, stride)
    assert np.array_equal(skipped, maps[:, ::stride, ::stride])
