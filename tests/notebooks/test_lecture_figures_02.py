"""Every figure of the lectures that notebook 02 recomputes."""

import numpy as np
import pytest
from scipy import signal

from helpers import convolution, kernels
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


def test_valid_5_by_5():
    assert convolution.correlate(X, W).tolist() == [[4, 3, 4], [2, 4, 3], [2, 3, 4]]
    assert (kernels.named("diagonal cross") == W).all()


def test_full_as_four_shifted_copies():
    x = np.array([[1, 3, 1], [0, -1, 1], [2, 2, -1]])
    w = np.array([[1, 2], [0, -1]])
    lecture = [[1, 5, 7, 2], [0, -2, -4, 1], [2, 6, 4, -3], [0, -2, -2, 1]]
    assert convolution.convolve(x, w).tolist() == lecture


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


def test_edges_cancel_without_relu():
    photo = pictures.photo("camera", grey=True)
    y = convolution.correlate(photo, kernels.named("vertical edges"), "full")
    assert y.sum() == 0
    assert np.maximum(y, 0).sum() > 1e6
