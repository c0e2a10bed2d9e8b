"""All emoji, under the names that Unicode has for them."""

import numpy as np
import pytest

from helpers import datasets
from helpers.datasets import emoji


def test_all_are_there_under_their_names():
    titles = [title for kind in emoji.KINDS for title in emoji.named()[kind][0]]
    assert len(titles) == 553 and all(titles)
    assert emoji.find("penguin") == ("animal", 43)
    assert emoji.title("1F408-200D-2B1B") == "cat, black large square"
    assert emoji.title("26F4-FE0F") == "ferry"
    assert emoji.title("10FFFF") == "new emoji"


@pytest.mark.parametrize("name", ["emoji", "emoji_twitter"])
def test_a_penguin_is_the_data_sets(name):
    images, labels = datasets.load(name, "train")
    kind, which = emoji.find("penguin")
    shown = emoji.named(name == "emoji_twitter")[kind][1][which] / 255
    off = np.abs(images.permute(0, 2, 3, 1).numpy() - shown).mean((1, 2, 3))
    assert off.min() < 0.01 and labels[off.argmin()] == emoji.KINDS.index("animal")
