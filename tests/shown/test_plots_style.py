"""The figures' common part."""

import io

import numpy as np
import pytest
from PIL import Image

from helpers import plots


def test_a_picture_is_sharp_sized_and_described():
    fig, ax = plots.axes(width=400, height=200)
    plots.stems(ax, [1, -2, 3])
    picture = plots.picture(fig, "Three bars:\n  up, down, up.")
    bundle, metadata = picture._repr_mimebundle_()
    assert bundle["text/plain"] == repr(picture) == "Three bars: up, down, up."
    assert metadata["image/png"] == {
        "width": 400,
        "height": 200,
        "alt": "Three bars: up, down, up.",
    }
    assert Image.open(io.BytesIO(picture.content)).size == (800, 400)


def test_the_same_figure_gives_the_same_bytes():
    def draw():
        fig, ax = plots.axes(width=200, height=200)
        plots.grid(ax, np.arange(4).reshape(2, 2))
        return plots.picture(fig, "four squares").content

    assert draw() == draw()


def test_no_alt_text_and_too_large_are_refused():
    with pytest.raises(ValueError, match="alt text"):
        plots.picture(plots.figure(), " ")
    with pytest.raises(ValueError, match="1000 x 300 doesn't fit"):
        plots.axes(width=1000, height=300)


def test_signed_arrays_are_centred_on_zero():
    _, ax = plots.axes()
    drawn = plots.image(ax, np.array([[-1.0, 3.0]]), signed=True)
    assert drawn.get_clim() == (-3, 3)
    assert drawn.cmap(0.5)[:3] == pytest.approx((1, 1, 1), abs=0.01)
    assert plots.image(ax, np.zeros((2, 2)), signed=True).get_clim() == (-1, 1)


def test_grid_writes_every_number():
    _, ax = plots.axes()
    _, texts = plots.grid(ax, [[0.5, -2], [3, np.nan]], signed=True)
    words = [[text.get_text() for text in row] for row in texts]
    assert words == [["0.5", "\N{MINUS SIGN}2"], ["3", ""]]


def test_photos_are_jpegs_with_their_alt_text():
    fig, ax = plots.axes(width=400, height=200)
    plots.image(ax, np.random.default_rng(0).random((64, 64, 3)))
    picture = plots.picture(fig, "noise in colours", photos=True)
    shown, sizes = picture._repr_mimebundle_()
    assert list(shown) == ["image/jpeg", "text/plain"]
    assert list(sizes) == ["image/jpeg"] and sizes["image/jpeg"]["width"] == 400
    opened = Image.open(io.BytesIO(picture.content))
    assert (opened.format, *opened.size) == ("JPEG", 500, 250)
