"""Draw a digit: centring; what a net makes of it; drawing, clearing, choosing."""

import numpy as np
import pytest
import torch
from moves import words
from torch import nn

from helpers import datasets, explorers, models
from helpers.datasets import drawing
from helpers.explorers.digit_answers import quick_lenet, stored_digits, think
from helpers.explorers.draw_a_digit import OWN, PENS, compute

ONE = [[14, 4, 14, 24]]


@pytest.mark.parametrize("change", [{"right": 4, "down": -3}, {"size": 50}])
def test_centring_undoes_a_move_and_a_scaling(change):
    home, there = (compute(quick_lenet(), [], 3, **c) for c in ({}, change))
    assert np.allclose(home.image, stored_digits()[3], atol=1e-6)
    assert abs(there.image - home.image).max() < 0.3
    assert np.allclose(there.probabilities, home.probabilities, atol=0.2)
    as_it_lies = compute(quick_lenet(), [], 3, **change, centre=False)
    assert abs(as_it_lies.image - home.image).max() > 0.9


def test_why_mnist_is_normalised():
    """Off the middle a network that was trained on centred digits is lost."""
    images, labels = (part[:100] for part in datasets.load("mnist", "test", full=False))
    for change, place, low, high in (
        (drawing.reduced, (0, 0, 1), 0.85, 1),
        (drawing.reduced, (-6, -6, 0.6), 0, 0.5),
        (drawing.centred, (-6, -6, 0.6), 0.8, 1),
    ):
        x = [change(drawing.enlarged(image, *place)) for image in images[:, 0].numpy()]
        guesses = quick_lenet()(torch.tensor(np.stack(x))[:, None].float()).argmax(1)
        assert low <= (guesses == labels).float().mean() <= high


def test_words_of_what_is_drawn():
    model = quick_lenet()
    corner = compute(model, [[4, 4, 4, 9]], pen=2, centre=False).words
    assert "8 above and 10 left of the middle, 7 pixels long" in corner
    for centre, how in ((False, "In place"), (True, "Centred")):
        s = compute(model, ONE, digit=7, centre=centre)
        assert s.paper is None  # the line has replaced the stored digit
        assert s.words.startswith("The network says 1:") and how in s.words


@pytest.mark.parametrize(
    ("make", "shape"),
    [
        (models.lenet, (6, 28, 28)),
        (models.lenet_1989, (6, 8, 8)),
        (lambda: nn.Sequential(nn.Flatten(), nn.Linear(784, 10)).double(), (0, 28, 28)),
    ],
)
def test_the_first_feature_maps_are_those_after_the_activation(make, shape):
    model = make()
    x = torch.from_numpy(stored_digits()[4])[None, None].to(next(model.parameters()))
    probabilities, maps = think(model, stored_digits()[4])
    assert maps.shape == shape and explorers.draw_a_digit(model).still
    with torch.inference_mode():
        assert np.allclose(probabilities, model(x).softmax(1)[0], atol=1e-6)
        if make is models.lenet:
            assert np.allclose(maps, model[:2](x)[0], atol=1e-6)


def test_drawing_clearing_and_choosing():
    explorer = explorers.draw_a_digit(quick_lenet(), digit=5)
    digit, pad = explorer.controls["digit"], explorer.controls["ink"]
    (clear,) = [b for b in explorer.children[0].children if b.description == "clear"]
    first = explorer.picture.value
    pad.value = ONE
    assert digit.value == OWN and "The network says 1" in words(explorer)
    digit.value = 5
    assert pad.value == [] and explorer.picture.value == first
    clear.click()
    assert digit.value == OWN and "Nothing is drawn" in words(explorer)
    pad.value = ONE
    clear.click()
    assert pad.value == []


def test_the_drawing_on_the_page_follows_the_controls():
    explorer = explorers.draw_a_digit(quick_lenet(), right=2, size=50)
    pad = explorer.controls["ink"]
    assert pad.place == [2, 0, 0.5] and pad.side == drawing.SIDE
    explorer.controls["down"].value = -3
    explorer.controls["pen"].value = PENS["thick"]
    assert pad.place == [2, -3, 0.5] and pad.pen == PENS["thick"]
