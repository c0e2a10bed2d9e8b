"""What the lectures say of what networks learn: counted, and measured on ours."""

import numpy as np
import pytest

from helpers import arithmetic, models
from helpers.datasets import class_pictures, pretrained
from helpers.features import gabor_fit


@pytest.mark.parametrize(("kind", "count"), [("2012", 96), ("2014", 64)])
def test_comp_first_filters(kind, count):
    """COMP's 64 of 3×11×11 are those of 2014; AlexNet has 96, our erratum."""
    shape, (first, *_) = arithmetic.alexnet(kind=kind)
    assert (first.filters, shape[0], first.size) == (count, 3, 11)


def test_comp_colours_oppose_each_other():
    """Some filters add one colour and take away another."""
    colours = np.array(
        [gabor_fit.fit(w).colour for w in pretrained.cifar_filters()[20][6:10].double()]
    )
    assert (colours.min(1) < -0.2).any() and (colours.max(1) > 0.2).any()


def test_uva_has_these_seven_classes_and_all_pictures_rose():
    made = class_pictures.load()
    assert set(made) >= {"dumbbell", "cup", "dalmatian", "bell pepper", "lemon"}
    assert set(made) <= set(models.IMAGENET) and len(made) == 7
    assert all(one.last > 10 > one.first for one in made.values())
