"""Every figure of the lectures that notebook 02 recomputes."""

import numpy as np
import pytest
import torch
from scipy import signal
from sklearn.linear_model import LogisticRegression

from helpers import convolution, datasets, kernels
from helpers.datasets import pictures
from helpers.explorers.step_2d import W, X

PRINTED = np.array(  # UVA's zero-padding slide, as a machine has read it
    [
        [1, 1, 2, 0, 0],
        [0, 1, 1, 1, 0],
        [0, 0, 1, 2, 1],
        [1, 0, 2, 1, 0],
        [0, 1, 1, 3, 0],
    ]
)


def test_pixel_in_binary():
    binary = [f"{level:08b}" for level in (218, 150, 149)]
    assert binary == ["11011010", "10010110", "10010101"]
    assert [int(bits, 2) for bits in binary] == [218, 150, 149]


def test_shifting_changes_nearly_every_number():
    grey = pictures.photo("chelsea", grey=True)
    assert 0.97 < (np.roll(grey, 20, axis=1) != grey).mean() < 1


def test_valid_5_by_5():
    assert convolution.correlate(X, W).tolist() == [[4, 3, 4], [2, 4, 3], [2, 3, 4]]
    assert (kernels.named("diagonal cross") == W).all()


def test_full_as_four_shifted_copies():
    x = np.array([[1, 3, 1], [0, -1, 1], [2, 2, -1]])
    w = np.array([[1, 2], [0, -1]])
    lecture = [[1, 5, 7, 2], [0, -2, -4, 1], [2, 6, 4, -3], [0, -2, -2, 1]]
    assert convolution.convolve(x, w).tolist() == lecture
    copies = np.zeros((4, 4), dtype=int)
    for (i, j), weight in np.ndenumerate(w):
        copies[i : i + 3, j : j + 3] += weight * x
    assert copies.tolist() == lecture


def test_zero_padding_in_both_conventions():
    corner = kernels.named("corner")
    looked = [
        [3, 4, 4, 2, 1],
        [2, 4, 4, 4, 2],
        [1, 3, 5, 4, 2],
        [1, 4, 5, 3, 0],
        [1, 3, 2, 0, 0],
    ]
    flipped = [
        [1, 2, 3, 2, 1],
        [2, 4, 4, 4, 2],
        [1, 2, 4, 5, 4],
        [0, 1, 4, 6, 3],
        [0, 2, 4, 3, 1],
    ]
    assert convolution.correlate(X, corner, "same").tolist() == looked
    assert convolution.convolve(X, corner, "same").tolist() == flipped
    assert signal.correlate2d(X, corner, "same").tolist() == looked
    assert signal.convolve2d(X, corner, "same").tolist() == flipped


@pytest.mark.parametrize("padding", ["constant", "reflect", "edge", "wrap"])
def test_no_kernel_gives_what_is_read(padding):
    """It is mostly the picture again, so it may be misread: no lecture's error."""
    assert (PRINTED == X).sum() == 20
    windows = np.lib.stride_tricks.sliding_window_view(
        np.pad(X, 1, mode=padding), (3, 3)
    )
    system = windows.reshape(25, 9)
    rank = np.linalg.matrix_rank(np.column_stack([system, PRINTED.flat]))
    assert rank == np.linalg.matrix_rank(system) + 1


@pytest.mark.parametrize(
    ("name", "total", "lecture"),
    [
        ("blur", 8, [[0, 1, 0], [1, 4, 1], [0, 1, 0]]),
        ("sharpen", 4, [[0, -1, 0], [-1, 8, -1], [0, -1, 0]]),
        ("vertical edges", 0, [[1, 0, -1], [2, 0, -2], [1, 0, -1]]),
        ("strong sharpen", 1, [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
        ("horizontal edges", 0, [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]),
    ],
)
def test_named_kernels(name, total, lecture):
    assert kernels.named(name).tolist() == lecture
    assert kernels.named(name).sum() == total


def features(x):
    maps = [convolution.correlate(x, w, "same", "circular") for w in kernels.compass()]
    return np.maximum(maps, 0)


def test_eight_sums_fail_and_patches_succeed():
    circle, star = features(pictures.circle(64, 20)), features(pictures.star(64, 20))
    sums = circle.sum(axis=(1, 2)), star.sum(axis=(1, 2))
    assert np.abs(sums[0] / sums[1] - 1).max() < 0.1

    ring = pictures.circle(64, 31)
    rolled = features(np.roll(ring, (32, 32), axis=(0, 1)))
    ring = features(ring)
    assert (ring.sum(axis=(1, 2)) == rolled.sum(axis=(1, 2))).all()
    for first, second in ((circle, star), (ring, rolled)):
        patches = [
            maps.reshape(8, 4, 16, 4, 16).sum(axis=(2, 4)) for maps in (first, second)
        ]
        assert np.abs(patches[0] - patches[1]).sum() > patches[0].sum()


def test_edges_cancel_without_relu():
    photo = pictures.photo("camera", grey=True)
    y = convolution.correlate(photo, kernels.named("vertical edges"), "full")
    assert y.sum() == 0
    assert np.maximum(y, 0).sum() > 1e6


def test_linear_classifier_on_digits():
    def describe(split):
        images, labels = datasets.load("mnist", split)
        x = (255 * images).double()
        compass = torch.tensor(kernels.compass()).double()[:, None]
        y = torch.nn.functional.conv2d(x, compass, padding=1).relu_()
        patches = torch.nn.functional.avg_pool2d(y, 7)
        kinds = x, y.sum(dim=(2, 3)), patches
        return [kind.flatten(1).numpy() for kind in kinds], labels.numpy()

    (train, labels), (test, truth) = describe("train"), describe("test")
    rows = np.random.default_rng(7).permutation(4000)[:400]
    rights = []
    for x, tests in zip(train, test, strict=True):
        mean, scale = x[rows].mean(axis=0), x[rows].std()
        model = LogisticRegression(C=0.1, max_iter=500)
        model.fit((x[rows] - mean) / scale, labels[rows])
        rights.append((model.predict((tests - mean) / scale) == truth).mean())
    raw, sums, patches = rights
    assert sums < 0.6 < 0.8 < raw < patches - 0.02
