"""Draw a digit: centring; what a net makes of it; drawing, clearing, choosing."""

import numpy as np
import pytest
import torch
from moves import parts, picture
from torch import nn

from helpers import datasets, explorers, models
from helpers.datasets import drawing
from helpers.explorers.draw_a_digit import (
    OWN,
    PENS,
    quick_lenet,
    stored_digits,
    think,
)

ONE = [[14, 4, 14, 24]]
STORED, SEES = 1, 2  # the numbers of the pictures


@pytest.mark.parametrize("change", [{"right": 4, "down": -3}, {"size": 50}])
def test_centring_undoes_a_move_and_a_scaling(change):
    explorer = explorers.draw_a_digit()
    seen = 1 - picture(explorer, SEES)[..., 0] / 255.0
    assert np.allclose(seen, stored_digits()[3], atol=0.01)
    explorer.set(**change)
    assert abs(1 - picture(explorer, SEES)[..., 0] / 255.0 - seen).max() < 0.3
    assert explorer.words.startswith("The network says 3:")
    explorer.set(centre=False)
    assert abs(1 - picture(explorer, SEES)[..., 0] / 255.0 - seen).max() > 0.9


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
    explorer = explorers.draw_a_digit(centre=False)
    explorer.set(ink=[[4, 4, 4, 9]])
    assert "8 above and 10 left of the middle, 8 pixels long" in explorer.words
    explorer.set(ink=ONE)
    assert explorer.words.startswith("The network says 1:")
    assert "In place" in explorer.words
    explorer.set(centre=True)
    assert explorer.words.startswith("The network says 1:")
    assert "Centred" in explorer.words


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
    assert maps.shape == shape
    shown = parts(explorers.draw_a_digit(model), "image")
    assert len(shown) == 3 + shape[0]
    with torch.inference_mode():
        assert np.allclose(probabilities, model(x).softmax(1)[0], atol=1e-6)
        if make is models.lenet:
            assert np.allclose(maps, model[:2](x)[0], atol=1e-6)


def test_drawing_clearing_and_choosing():
    explorer = explorers.draw_a_digit(quick_lenet(), digit=5)
    first = explorer.page.parts
    explorer.set(ink=ONE)
    assert explorer.values["digit"] == OWN and "The network says 1" in explorer.words
    assert (picture(explorer, STORED) == 255).all()  # the browser draws the ink
    explorer.set(digit=5)
    assert explorer.values["ink"] == [] and explorer.page.parts == first
    explorer.press("clear")
    assert explorer.values["digit"] == OWN and "Nothing is drawn" in explorer.words
    explorer.set(ink=ONE)
    explorer.press("clear")
    assert explorer.values["ink"] == []


def test_the_drawing_on_the_page_follows_the_controls():
    explorer = explorers.draw_a_digit(quick_lenet(), right=2, size=50)
    assert explorer.page.changes["ink"]["place"] == (2, 0, 0.5)
    assert explorer.controls["ink"].details["side"] == drawing.SIDE
    explorer.set(down=-3, pen=PENS["thick"])
    assert explorer.page.changes["ink"] == {"place": (2, -3, 0.5), "pen": 3.6}


def test_the_stored_digit_lies_where_the_network_sees_it():
    explorer = explorers.draw_a_digit(quick_lenet(), digit=5, right=3, size=150)
    stored, sees = (parts(explorer, "image")[n] for n in (STORED, SEES))
    left, top, width, height = stored["place"]
    assert (width, height) == (420, 420)
    sheet = np.zeros((280, 280))
    place = left - 4, top - 26
    for row, col in np.ndindex(280, 280):  # what the clip at (4, 26, 280, 280) leaves
        at = int((row - place[1]) // 15), int((col - place[0]) // 15)
        if max(at) < 28 and min(at) >= 0:
            sheet[row, col] = stored_digits()[5][at]
    assert stored["clip"] == (4, 26, 280, 280) and sees["place"] == [312, 26, 140, 140]
    assert np.allclose(sheet, drawing.enlarged(stored_digits()[5], 3, 0, 1.5))


def test_a_bar_is_as_high_as_the_probability():
    explorer = explorers.draw_a_digit(quick_lenet(), digit=5)
    probabilities, _ = think(quick_lenet(), drawing.centred(stored_digits()[5]))
    bars = parts(explorer, "path", fill="#009e73")
    heights = [np.ptp(bar["xy"][1::2]) for bar in bars]
    assert np.allclose(heights, 120 / 1.15 * probabilities, atol=0.2)
