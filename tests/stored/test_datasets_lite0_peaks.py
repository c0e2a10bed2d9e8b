"""The stored peaks of EfficientNet-Lite0, against the network itself."""

import numpy as np
import pytest
import torch

from helpers import datasets, features, models
from helpers.datasets import lite0_peaks, pictures
from helpers.datasets.lite0_peaks import COUNT, LAYERS, PHOTOS, SHAPE, TOP


@pytest.fixture(scope="module")
def net():
    return models.lite0()


@pytest.mark.parametrize("layer", LAYERS)
def test_what_is_stored(layer):
    kept = lite0_peaks.peaks(layer)
    channels = len(kept.images)
    assert kept.images.shape == kept.values.shape == (channels, TOP)
    assert kept.places.shape == (channels, TOP, 2)
    assert (np.diff(kept.values, axis=1) <= 0).all()  # the highest first
    assert kept.images.max() < COUNT
    assert all(len(set(row)) == TOP for row in kept.images.tolist())


def test_the_network_gives_these_peaks(net):
    """Some images: each layer's channels that have them among their nine."""
    numbers = [PHOTOS.index("coffee"), 300, 900]
    maps = features.activations(net, lite0_peaks.inputs(numbers), LAYERS)
    compared = 0
    for layer, found in maps.items():
        kept = lite0_peaks.peaks(layer)
        assert len(kept.images) == found.shape[1]
        assert (kept.places.max((0, 1)) < found.shape[2:]).all()
        for image, of_image in zip(numbers, found, strict=True):
            left_out = ~(kept.images == image).any(1)
            highest = of_image.amax((1, 2)).numpy()
            assert (highest < kept.values[:, -1] + 5e-3)[left_out].all()
            for channel, rank in np.argwhere(kept.images == image):
                row, column = kept.places[channel, rank]
                value = kept.values[channel, rank]
                assert of_image[channel].max().item() == pytest.approx(value, abs=5e-3)
                here = of_image[channel, row, column].item()
                assert here == pytest.approx(value, abs=5e-3)
                compared += 1
    assert compared > 50


@pytest.mark.parametrize(
    "layer", ["blocks.0", pytest.param("blocks.4", marks=pytest.mark.thorough)]
)
def test_the_fields(net, layer):
    assert lite0_peaks.peaks(layer).field == features.receptive_field(net, layer, SHAPE)


def test_the_images():
    coffee, first, last = lite0_peaks.inputs([4, len(PHOTOS), COUNT - 1])
    photo = models.photo_for_lite0(pictures.photo("coffee"))[0]
    assert torch.equal(coffee, photo)
    for image, (name, split, row) in (
        (first, ("emoji", "train", 0)),
        (last, ("emoji_twitter", "test", -1)),
    ):
        drawing = datasets.shipped(name, split)[0][row] / 255
        small = image.reshape(3, 8, 28, 8, 28).mean((2, 4)) / 2 + 0.5
        expected = drawing.reshape(3, 8, 8, 8, 8).mean((2, 4))
        assert np.allclose(small, expected, atol=0.06)


def test_the_nine_of_a_channel():
    patches = lite0_peaks.top("blocks.2", 3)
    kept = lite0_peaks.peaks("blocks.2")
    assert [patch.image for patch in patches] == kept.images[3].tolist()
    assert [patch.value for patch in patches] == kept.values[3].tolist()
    (image,) = lite0_peaks.inputs([patches[0].image])
    expected = features.cut(image, kept.field, patches[0].place)
    assert torch.equal(patches[0].picture, expected)
    assert patches[0].picture.shape == (3, 19, 19)


def test_the_messages():
    with pytest.raises(
        ValueError, match=r"no stored layer .*; choose one of stem\.norm"
    ):
        lite0_peaks.peaks("blocks.1")
    with pytest.raises(ValueError, match="blocks.0' are 0 to 15"):
        lite0_peaks.top("blocks.0", 16)
    with pytest.raises(ValueError, match="the images are 0 to 1110"):
        lite0_peaks.inputs([COUNT])
