"""Pictures: pixels and titles are those given, and the alt text counts them."""

import numpy as np
import pytest
import torch

from helpers import plots
from helpers.plots import pictures

pytestmark = pytest.mark.usefixtures("drawn")
RNG = np.random.default_rng(0)
LEVELS = np.arange(256.0).reshape(16, 16)
DRAWINGS = torch.tensor(RNG.random((6, 3, 20, 20)))


def titles(axes):
    return [ax.get_title() for ax in axes]


def test_zoom_writes_every_level(drawn):
    assert "from 35 in the darkest to 86" in plots.zoom(LEVELS, 2, 3, size=4).alt
    _, right = drawn().axes
    assert [text.get_text() for text in right.texts][:2] == ["35", "36"]


def test_gallery_has_a_scale_a_kind(drawn):
    shown = {"a": LEVELS, "b": -LEVELS}
    assert plots.gallery(shown, "two", signed=["b"]).alt == "two"
    a, b = drawn().axes
    assert titles([a, b]) == ["a", "b"]
    assert a.images[0].get_clim() == (0, 255)
    assert b.images[0].get_clim() == (-255, 255)


def test_digits_take_any_title(drawn):
    images = np.zeros((14, 28, 28))
    assert "12 handwritten digits: 0; 1; 2" in plots.digits(images, range(14)).alt
    assert titles(drawn().axes) == [str(k) for k in range(12)]
    alt = plots.digits(images, range(14), "A 4, {count} times.").alt
    assert alt == "A 4, 12 times."


def test_maps_share_a_scale_within_a_layer(drawn):
    layers = {"digit": np.ones((1, 4, 4)), "C1": np.arange(12.0).reshape(3, 2, 2)}
    alt = plots.maps(layers).alt
    scales = [ax.images[0].get_clim() for ax in drawn().axes if ax.images]
    assert scales == [(0, 1)] * 4
    last = drawn().axes[-1].images[0].get_array()
    assert np.allclose(last, np.arange(8, 12).reshape(2, 2) / 11)
    assert titles(drawn().axes[:3]) == ["0", "1", "2"]  # of all rows
    assert "C1: 3 of 2 by 2 pixels" in alt


def test_feature_maps_are_spread_over_all_channels(drawn):
    maps = {"early": RNG.normal(size=(21, 8, 8)), "late": RNG.normal(size=(14, 2, 2))}
    alt = plots.feature_maps(np.zeros((9, 9, 3)), maps).alt
    (photo,), shown = (part.axes for part in drawn().subfigs)
    assert titles(shown) == [f"{k}" for k in (*range(0, 21, 3), *range(0, 14, 2))]
    assert "early, 21 of 8×8; late, 14 of 2×2 pixels" in alt


def test_patches_from_black_to_white(drawn):
    nine = torch.full((9, 3, 20, 20), -1.0)
    nine[0] = 1
    gradients = torch.zeros(9, 3, 20, 20)
    gradients[:, :, 4] = 2.0
    alt = plots.nines({"a\n1": list(nine), "its gradient": list(gradients)}).alt
    left, right = drawn().axes
    shown = left.images[0].get_array()
    assert (shown[:20, :20] == 1).all() and (shown[:20, 21:41] == 0).all()
    assert (right.images[0].get_array()[:5, 0, 0] == [0.5, 0.5, 0.5, 0.5, 1]).all()
    assert "pixels a 1: 20×20; its gradient: 20×20." in alt


@pytest.mark.parametrize("count", [1, 4, 7])
def test_class_pictures(drawn, count):
    named = {f"class {k}": np.full((8, 8, 3), 30.0 * k) for k in range(count)}
    alt = plots.class_pictures(named).alt
    shown = [ax for ax in drawn().axes if ax.images]
    assert titles(shown) == list(named)
    brightest = shown[-1].images[0].get_array().max()
    assert brightest == pytest.approx(30 * (count - 1) / 255)
    assert alt.endswith(f"class {count - 1}.")


def test_rows_of_drawings(drawn):
    rows = {"one": DRAWINGS, "two": DRAWINGS[:4]}
    alt = plots.line_up(rows, height=200, titles="abcdef").alt
    axes = drawn().axes
    assert titles(axes[:6]) == list("abcdef")
    assert [ax.get_ylabel() for ax in (axes[0], axes[6])] == ["one", "two"]
    assert [len(ax.images) for ax in axes] == [1] * 10 + [0] * 2
    shown = np.array(axes[7].images[0].get_array())
    assert shown == pytest.approx(DRAWINGS[1].permute(1, 2, 0).numpy())
    assert "one, 6; two, 4" in alt


def test_neighbours_of_another_kind_are_crossed(drawn):
    right = torch.tensor([[True, False, True], [False, False, True]])
    found = DRAWINGS.view(2, 3, 3, 20, 20)
    alt = plots.neighbours(DRAWINGS[:2], {"pixels": (found, right)}).alt
    axes = drawn().axes  # two rows: what is asked, a gap, three neighbours
    assert titles(axes[:5]) == ["asked", "", "", "pixels", ""]
    crossed = [len(ax.texts) for ax in axes]
    assert crossed == [0, 0, 0, 1, 0] + [0, 0, 1, 1, 0] and "pixels: 3 of 6" in alt
    shown = np.array(axes[8].images[0].get_array())
    assert shown == pytest.approx(DRAWINGS[4].permute(1, 2, 0).numpy())


@pytest.mark.parametrize("count", [1, 4])
def test_top5(drawn, count):
    photos, names = [np.full((4, 6, 3), 99.0)] * count, [f"class {k}" for k in range(7)]
    scores = np.tile([0.02, 0.5, 0.08, 0.2, 0.01, 0.1, 0.09], (count, 1))
    alt = plots.top5(photos, names, scores).alt
    assert len(drawn().axes) == 2 * count
    bars = drawn().axes[1]
    assert [bar.get_width() for bar in bars.patches] == [0.5, 0.2, 0.1, 0.09, 0.08]
    words = [text.get_text() for text in bars.texts]
    assert words[:2] == ["class 1 50 %", "class 3 20 %"]
    assert alt.count("class 1 50 %") == count


def test_a_map_is_scaled_from_0_to_its_highest_hundredth():
    values = np.arange(-100.0, 1000).reshape(20, 55)
    shown = pictures.scaled(values)
    assert shown.min() == 0 and shown.max() == 1
    assert (shown == 1).mean() == pytest.approx(0.01, abs=0.002)
    assert not pictures.scaled(values[:1]).any()


def test_coarse_maps_lie_over_the_photo():
    photo = RNG.random((40, 30, 3))
    coarse = pictures.over(photo, np.zeros((4, 4)))
    assert np.corrcoef(coarse[..., 0].ravel(), photo.mean(2).ravel())[0, 1] > 0.999
    fine = pictures.over(photo, np.zeros((40, 30)))
    assert (fine == fine[0, 0]).all()


def test_attributions_and_sanity(drawn):
    photos = {"cup": 255 * RNG.random((16, 16, 3)), "cat": np.zeros((16, 16, 3))}
    maps = {name: {"A": RNG.random((16, 16)), "B": np.eye(4)} for name in photos}
    alt = plots.attributions(photos, maps).alt
    assert titles(drawn().axes[:3]) == ["photo", "A", "B"] and "A, B, for cup" in alt
    stages = {"trained": np.eye(4), "random": np.ones((4, 4))}
    alike = {"A": {"trained": 1.0, "random": -0.26}}
    alt = plots.sanity({"A": stages}, alike).alt
    assert [ax.get_xlabel() for ax in drawn().axes[:2]] == ["1.00", "−0.26"]
    assert titles(drawn().axes[:2]) == ["trained", "random"] and "end: A −0.3." in alt
