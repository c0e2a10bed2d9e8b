"""The explorers of notebook 06, without a browser."""

from itertools import product

import numpy as np
import pytest

from helpers import drawing, explorers, models
from helpers.explorers.draw_a_digit import (
    OWN,
    PENS,
    compute,
    quick_lenet,
    stored_digits,
    think,
)

ONE = [[14, 4, 14, 24]]


# --- draw a digit ---------------------------------------------------------------------


@pytest.mark.parametrize("digit", [OWN, *range(10)])
def test_every_state_of_draw_a_digit(digit):
    reach = (-10, 0, 10), (-10, 10), (30, 100, 150), PENS.values(), (False, True)
    for right, down, size, pen, centre in product(*reach):
        s = compute(quick_lenet(), [], digit, right, down, size, pen, centre)
        assert s.probabilities.sum() == pytest.approx(1, rel=1e-4)
        assert s.image.shape == (28, 28) and s.maps.shape == (6, 28, 28)
        assert s.words
        assert (s.paper is None) == (digit == OWN)


def test_a_drawn_line_is_a_one():
    for centre in (False, True):
        s = compute(quick_lenet(), ONE, digit=7, centre=centre)
        assert s.paper is None  # the line has replaced the stored digit
        assert s.words.startswith("The network says 1:")


def test_centring_undoes_a_move_and_a_scaling():
    model = quick_lenet()
    home = compute(model, [], 3)
    assert np.allclose(home.image, stored_digits()[3], atol=1e-6)
    for change in ({"right": 4, "down": -3}, {"size": 50}):
        there = compute(model, [], 3, **change)
        assert abs(there.image - home.image).max() < 0.3
        assert np.allclose(there.probabilities, home.probabilities, atol=0.2)
        as_it_lies = compute(model, [], 3, **change, centre=False)
        assert abs(as_it_lies.image - home.image).max() > 0.9


def test_why_mnist_is_normalised():
    """Off the middle a network that was trained on centred digits is lost."""
    import torch

    from helpers import datasets

    images, labels = datasets.load("mnist", "test", full=False)
    images, labels = images[:100, 0].numpy(), labels[:100]

    def right(change, right=0, down=0, scale=1):
        sheets = [drawing.enlarged(image, right, down, scale) for image in images]
        x = torch.from_numpy(np.stack([change(sheet) for sheet in sheets]))
        guesses = quick_lenet()(x[:, None].float()).argmax(1)
        return (guesses == labels).float().mean()

    assert right(drawing.reduced) > 0.85
    assert right(drawing.reduced, -6, -6, 0.6) < 0.5
    assert right(drawing.centred, -6, -6, 0.6) > 0.8


def test_words_of_draw_a_digit():
    model = quick_lenet()
    assert compute(model).words.startswith("Nothing is drawn yet. It says")
    words = compute(model, [[4, 4, 4, 9]], pen=2, centre=False).words
    assert "8 above and 10 left of the middle, 7 pixels long" in words
    assert "In place" in compute(model, ONE, centre=False).words
    assert "Centred" in compute(model, ONE).words


@pytest.mark.parametrize(
    ("make", "maps"),
    [
        (models.lenet, (6, 28, 28)),
        (models.lenet_1998, (6, 28, 28)),
        (models.lenet_1989, (6, 8, 8)),
    ],
)
def test_the_first_feature_maps_are_those_after_the_activation(make, maps):
    model, image = make(), stored_digits()[4]
    assert think(model, image)[1].shape == maps
    assert explorers.draw_a_digit(model).words.value
    if make is models.lenet:
        import torch

        x = torch.from_numpy(image)[None, None]
        expected = model[:2](x)[0].detach().numpy()
        assert np.allclose(think(model, image)[1], expected, atol=1e-6)
        assert np.allclose(
            think(model, image)[0], model(x).softmax(1)[0].detach().numpy(), atol=1e-6
        )


def test_a_net_without_maps_and_one_in_float64():
    from torch import nn

    dense = nn.Sequential(nn.Flatten(), nn.Linear(784, 10)).double()
    assert explorers.draw_a_digit(dense).still
    assert think(dense, stored_digits()[0])[1].shape[0] == 0


def test_drawing_clearing_and_choosing():
    explorer = explorers.draw_a_digit(quick_lenet(), digit=5)
    controls, pad = explorer.controls, explorer.controls["ink"]
    (clear,) = [b for b in explorer.children[0].children if b.description == "clear"]
    first = explorer.picture.value
    pad.value = ONE
    assert controls["digit"].value == OWN and pad.value == ONE
    assert explorer.picture.value != first
    assert "The network says 1" in explorer.words.value
    controls["digit"].value = 5
    assert pad.value == [] and explorer.picture.value == first
    clear.click()
    assert controls["digit"].value == OWN and "Nothing is drawn" in explorer.words.value
    pad.value = ONE
    clear.click()
    assert pad.value == []


def test_the_drawing_on_the_page_follows_the_sliders():
    explorer = explorers.draw_a_digit(quick_lenet(), right=2, size=50)
    pad = explorer.controls["ink"]
    assert pad.place == [2, 0, 0.5] and pad.side == drawing.SIDE
    explorer.controls["down"].value = -3
    explorer.controls["pen"].value = PENS["thick"]
    assert pad.place == [2, -3, 0.5] and pad.pen == PENS["thick"]


# --- both -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["draw_a_digit"])
def test_what_is_saved_is_a_fixed_line_and_a_picture(name):
    explorer = getattr(explorers, name)()
    bundle = explorer._repr_mimebundle_()
    assert bundle["text/plain"].startswith("Explorer: ")
    assert bundle["text/plain"] == getattr(explorers, name)().text
    assert len(bundle["image/png"]) > 1000
