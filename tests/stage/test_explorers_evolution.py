"""Evolution: filters and patches are the network's, the patches the best; clicks."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from moves import parts, picture, press, texts

from helpers import explorers
from helpers.datasets import pretrained
from helpers.explorers.evolution import (
    COLUMNS,
    EACH,
    EPOCHS,
    LEFT,
    SIZE,
    STEP,
    TOP,
    best,
    filters,
    like,
)


def test_all_stored_epochs_are_there():
    assert tuple(pretrained.cifar_filters()) == EPOCHS


@given(st.integers(0, 63), st.sampled_from(EPOCHS))
def test_every_state(filter, epoch):
    explorer = explorers.evolution(epoch, filter)
    right = pretrained.cifar_right()
    upto = EPOCHS[: EPOCHS.index(epoch) + 1]
    assert explorer.words.startswith(f"Epoch {epoch}: {right[epoch]:,} of 10,000")
    assert all(f"| {right[n]:,}" in texts(explorer) for n in upto)
    assert len(parts(explorer, "image")) == 1 + 3 * len(upto)
    sheet, now = picture(explorer, 0), picture(explorer, 3 * len(upto) - 2)
    y, x = (SIZE * n for n in divmod(filter, 8))
    assert (sheet[y : y + SIZE, x : x + SIZE] == now).all()
    weights = filters()[epoch][filter].numpy()
    shown = (now / 127.5 - 1).transpose(2, 0, 1) * np.abs(weights).max()
    # As strong as it gets; the middle is grey.
    np.testing.assert_allclose(shown, weights, atol=0.005 * np.abs(weights).max())
    image, patch, (top, left) = best(epoch, filter)
    assert (picture(explorer, 3 * len(upto) - 1) == patch).all()
    assert (picture(explorer, 3 * len(upto)) == image).all()
    inside = image[max(top, 0) : top + SIZE, max(left, 0) : left + SIZE]
    part = patch[max(-top, 0) :, max(-left, 0) :][: len(inside), : len(inside[0])]
    np.testing.assert_array_equal(part, inside)


def test_filters_near_their_end():
    last = filters()[20]
    likes = np.array(
        [[like(filters()[n][f], last[f]) for f in range(64)] for n in EPOCHS]
    )
    assert np.allclose(likes[-1], 1)
    assert (np.diff(likes.mean(1)) > 0).all()
    assert "Filter 20 has got its last form" in explorers.evolution(20, 20).words
    assert f" is {likes[4, 8]:.2f} like what " in explorers.evolution(10, 8).words


def test_clicks():
    explorer = explorers.evolution(20, 7)
    for filter in (0, 9, 63):
        place = LEFT + filter % 8 * EACH + 20, TOP + filter // 8 * EACH + 20
        assert press(explorer, place) == {"epoch": 20, "filter": filter}
    for n, epoch in enumerate(EPOCHS):
        values = press(explorer, (COLUMNS + n * STEP + 20, 90))
        assert values == {"epoch": epoch, "filter": 63}
    assert dict(values) == press(explorer, (400, 200))
