"""Class images: the way up, waves and moves; and embeddings, as by scikit-learn."""

import numpy as np
import pytest
import torch
from sklearn.decomposition import PCA
from torch import nn

from helpers import features
from helpers.features import fourier_image


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.fixture(scope="module")
def net():
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Conv2d(3, 8, 5, stride=2),
        nn.ReLU(),
        nn.Dropout(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(8, 4),
    )


# --- the way up -----------------------------------------------------------------------


@pytest.mark.parametrize("objective", [2, ("0", 5), ("4", 3)])
@pytest.mark.parametrize("better", [False, True])
def test_the_objective_rises(net, objective, better):
    found = features.class_image(
        net, objective, generator(), 24, 32, fourier=better, transforms=better
    )
    picture, history = found.picture, found.history
    assert len(history) == 24 and np.mean(history[-6:]) > np.mean(history[:6])
    assert picture.shape == (32, 32, 3)
    assert 0 <= picture.min() < picture.max() <= 255
    assert net.training and not any(m._forward_hooks for m in net.modules())
    assert all(p.grad is None for p in net.parameters())


def test_what_comes_out_is_what_the_network_saw(net):
    """The value at the next step would be that of the picture that is returned."""
    short, long = (
        features.class_image(net, 1, generator(), steps, 32, transforms=False)
        for steps in (5, 6)
    )
    assert short.history == long.history[:5]
    x = torch.tensor(short.picture / 255 * 2 - 1).float().permute(2, 0, 1)[None]
    with torch.no_grad():
        value = net.eval()(x)[0, 1].item()
    net.train()
    assert value == pytest.approx(long.history[5], abs=1e-5)


def test_climbing_a_slope_that_is_the_same_everywhere():
    """Of a linear net, each step adds rate times the class's weights."""
    linear = nn.Sequential(nn.Flatten(), nn.Linear(12, 4))
    image = torch.rand(3, 2, 2, generator=generator())
    weights = linear[1].weight[2].detach().view(3, 2, 2)
    found = features.climb(linear, image, 2, steps=5, rate=0.1)
    torch.testing.assert_close(found, image + 0.5 * weights)


def test_unknown_aims_are_named(net):
    with pytest.raises(
        ValueError, match="label is 4; the network's classes are 0 to 3"
    ):
        features.class_image(net, 4, generator())
    with pytest.raises(ValueError, match="channel is 8; those of '0' are 0 to 7"):
        features.class_image(net, ("0", 8), generator())
    with pytest.raises(ValueError, match="no layer 'conv'; choose one of 0, 1"):
        features.class_image(net, ("conv", 8), generator())


# --- waves and moves ------------------------------------------------------------------


def test_a_wave_is_a_sum_of_cosines():
    """One number of the spectrum, drawn by the formula; all colours rise together."""
    size, down, right = 12, 3, 2
    numbers = torch.zeros(3, size, size // 2 + 1, 2, dtype=torch.float64)
    numbers[0, down, right, 0] = 1
    found, green, blue = fourier_image.waves(numbers)
    for colour in green, blue:
        torch.testing.assert_close(colour / colour.max(), found / found.max())
    i, j = torch.meshgrid(*[torch.arange(size).double()] * 2, indexing="ij")
    wave = torch.cos(2 * torch.pi * (down * i + right * j) / size)
    assert np.corrcoef(found.ravel(), wave.ravel())[0, 1] == pytest.approx(1)
    numbers = torch.zeros_like(numbers)
    numbers[0, 2 * down, 2 * right, 0] = 1  # twice the frequency: 2^−1.25 as high
    higher = fourier_image.waves(numbers)[0]
    assert (higher.std() / found.std()).item() == pytest.approx(2**-1.25)


def test_a_blank_is_nearly_grey():
    for fourier in (False, True):
        picture = fourier_image.picture_of(
            fourier_image.blank(64, fourier, generator())
        )
        assert picture.shape == (3, 64, 64)
        assert (picture - 0.5).abs().max() < 0.1


def test_moves_are_small_and_from_the_generator_alone():
    down, right = torch.meshgrid(*[torch.arange(65.0)] * 2, indexing="ij")
    x = torch.stack([down, right])[None].double()
    assert torch.equal(
        fourier_image.moved(x, generator()), fourier_image.moved(x, generator())
    )
    drawn = generator()
    for _ in range(20):
        place = fourier_image.moved(x, drawn)[0]
        step = (place[:, 32, 34] - place[:, 32, 32]) / 2  # a pixel to the right, as was
        assert 0.6 < step.norm() < 1.7  # zoom: e^±0.5
        assert abs(torch.atan2(*step)) < torch.pi / 12 + 1e-9  # 15 degrees
        assert (place[:, 32, 32] - 32).abs().max() <= 0.3 * 32.5 + 1e-9


# --- embedding ------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(30, 5), (6, 40)])
def test_embedding_is_that_of_scikit_learn(shape):
    rows = np.random.default_rng(0).normal(size=shape) * np.arange(1, shape[1] + 1)
    found = features.embedding(rows)
    pca = PCA(2, svd_solver="full")
    np.testing.assert_allclose(found.points, pca.fit_transform(rows), atol=1e-10)
    np.testing.assert_allclose(found.shares, pca.explained_variance_ratio_)


def test_its_sign_does_not_depend_on_the_order_of_the_rows():
    rows = np.random.default_rng(1).normal(size=(20, 6))
    order = np.random.default_rng(2).permutation(20)
    one, other = features.embedding(rows), features.embedding(rows[order])
    np.testing.assert_allclose(one.points[order], other.points, atol=1e-12)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (np.zeros((5, 2, 3, 3)), r"got the shape \(5, 2, 3, 3\)"),
        (np.zeros((2, 9)), "three or more rows"),
        (np.zeros((9, 1)), "rows of two or more"),
        (np.ones((5, 3)), "All 5 rows are the same"),
        ([[1, np.nan], [2, 3], [4, 5]], "NaN or infinity"),
        ([[1, np.inf], [2, 3], [4, 5]], "NaN or infinity"),
    ],
)
def test_what_cannot_be_embedded(rows, said):
    with pytest.raises(ValueError, match=said):
        features.embedding(rows)
