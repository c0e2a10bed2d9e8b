"""Pictures put elsewhere; and how much of it a network notices, against plain loops."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage
from torch import nn

from helpers import datasets, models
from helpers.features import invariance
from helpers.training import augment

X = torch.rand(4, 2, 9, 12, generator=torch.Generator().manual_seed(0)).double()


# --- where the pixels go --------------------------------------------------------------


@given(st.integers(-13, 13), st.integers(-10, 10))
def test_whole_pixels_are_only_moved(right, down):
    n = torch.ones(len(X), dtype=int)
    expected = augment.moved(X, right * n, down * n)
    torch.testing.assert_close(invariance.place(X, right, down), expected)


@given(st.floats(-360, 360))
def test_turned_as_for_augmentation(degrees):
    angles = torch.full([len(X)], degrees, dtype=torch.float64)
    got = invariance.place(X, degrees=degrees)
    torch.testing.assert_close(got, augment.turned(X, angles))


@pytest.mark.parametrize("options", [{}, {"zoom": 1.7}, {"degrees": 25, "down": 1.5}])
def test_each_new_pixel_is_where_it_says(options):
    """Against the definition, pixel by pixel: back to the old place, four are mixed."""
    zoom, degrees = options.get("zoom", 1), options.get("degrees", 0)
    right, down = 2.25, options.get("down", 0)
    got = invariance.place(X, right=right, **options)[0, 0].numpy()
    old, (height, width) = X[0, 0].numpy(), X.shape[2:]
    turn = math.radians(degrees)
    for i, j in np.ndindex(height, width):
        x, y = j - (width - 1) / 2 - right, i - (height - 1) / 2 - down
        back_x = (math.cos(turn) * x - math.sin(turn) * y) / zoom + (width - 1) / 2
        back_y = (math.sin(turn) * x + math.cos(turn) * y) / zoom + (height - 1) / 2
        total = 0
        for k, m in np.ndindex(height, width):
            total += (
                max(0, 1 - abs(back_y - k)) * max(0, 1 - abs(back_x - m)) * old[k, m]
            )
        assert got[i, j] == pytest.approx(total, abs=1e-9)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_places_are_as_exact_in_half_precision(dtype):
    """Only the pixels are rounded: 224 of them were half a pixel off."""
    x = torch.rand(1, 1, 224, 224, generator=torch.Generator().manual_seed(0)).to(dtype)
    got = invariance.place(x, right=3, down=-2)
    one = torch.ones(1, dtype=int)
    assert got.dtype == dtype
    expected = augment.moved(x, 3 * one, -2 * one)
    tolerance = torch.finfo(dtype).eps + 1e-4  # rounded once; float32's places
    torch.testing.assert_close(got, expected, atol=tolerance, rtol=0)


# --- light, blur, a cover, a bend -----------------------------------------------------


def test_light_and_contrast_of_each_picture_are_cut_at_the_batchs_ends():
    got = invariance.changed(X, light=0.2, contrast=0.5).numpy()
    low, high = X.min().item(), X.max().item()
    for old, new in zip(X.numpy(), got, strict=True):
        lit = old.mean() + 0.5 * (old - old.mean()) + 0.2 * (high - low)
        assert new == pytest.approx(lit.clip(low, high))


def test_the_blur_is_a_gaussian():
    got = invariance.changed(X, blur=1.2)[0, 1].numpy()
    smooth = ndimage.gaussian_filter(X[0, 1].numpy(), 1.2, mode="nearest", radius=4)
    assert got == pytest.approx(smooth)


def test_a_third_of_the_side_is_covered():
    got = invariance.changed(X, cover=1 / 3)
    zeros = torch.zeros(9, 12, dtype=torch.bool)
    zeros[3:6, 4:8] = True
    assert (got[:, :, zeros] == 0).all() and (got == X)[:, :, ~zeros].all()


def test_a_bend_is_smooth_and_as_far_as_asked_on_average():
    """Pictures of each pixel's own place say where it was fetched from."""
    at = torch.arange(64.0).double()
    places = torch.stack([at.expand(64, 64), at[:, None].expand(64, 64)])[None]
    off = (invariance.changed(places, bend=1.5) - places)[..., 8:-8, 8:-8]
    assert 1 < off.square().sum(1).mean().sqrt().item() < 1.6  # more at the edges
    assert off.diff(dim=3).abs().max() < 0.8


def test_nothing_asked_is_nothing_changed_and_what_is_asked_comes_in_order():
    assert torch.equal(invariance.changed(X), X)
    x = X.clone()
    x[0, 0, 4, 4], x[0, 0, 4, 5] = 0, 1  # so the ends stay when it is moved
    both = invariance.changed(x, cover=0.5, right=2, light=0.1)
    one = invariance.changed(invariance.place(x, right=2), light=0.1)
    torch.testing.assert_close(both, invariance.covered(one, 0.5))


# --- the curves -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def fashion():
    images, labels = datasets.load("fashion_mnist", "test", full=False)
    return images[:12].double(), labels[:12]


@pytest.fixture(scope="module")
def small():
    return models.AlexNet(classes=10, kind="small").double()


LAYERS = ["conv1_active", "conv5_active", "fc8"]


def test_curves_against_a_plain_loop(small, fashion):
    images, labels = fashion
    unit = invariance.apart(small, images, LAYERS)
    amounts = (-2, 0, 5)
    found = invariance.curves(small, images, labels, "down", amounts, unit)
    small.eval()
    assert found.amounts.tolist() == list(amounts)
    for n, (x, label) in enumerate(zip(images, labels, strict=True)):
        for a, down in enumerate(amounts):
            moved = invariance.place(x[None], down=down)
            score = small(moved)[0].softmax(0)[label].item()
            assert found.scores[n, a] == pytest.approx(score)
    start, after = small[:2](images), small[:2](invariance.place(images, down=5))
    far = np.mean([(b - a).norm().item() for a, b in zip(start, after, strict=True)])
    assert found.distances["conv1_active"][2] == pytest.approx(far / unit[LAYERS[0]])
    assert all(values[1] < 1e-6 for values in found.distances.values())


def test_the_unit_is_the_median_pairs_distance(small, fashion):
    unit = invariance.apart(small, fashion[0], LAYERS)
    scores = small.eval()(fashion[0])
    pairs = [(scores[a] - scores[b]).norm().item() for a in range(12) for b in range(a)]
    # torch's median of an even number of pairs is the lower one of the two
    assert unit["fc8"] == pytest.approx(sorted(pairs)[(len(pairs) - 1) // 2])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"right": math.nan}, "right is nan; .* finite"),
        ({"down": math.inf}, "down is inf; .* finite"),
        ({"degrees": math.nan}, "degrees is nan; .* finite"),
        *(({"zoom": z}, f"zoom is {z}; .* above 0") for z in (0, math.nan, math.inf)),
    ],
)
def test_what_places_no_picture_is_refused(options, words):
    with pytest.raises(ValueError, match=words):
        invariance.place(X, **options)


@pytest.mark.parametrize("kind", [torch.uint8, torch.int64, torch.bool])
def test_only_floats_are_what_a_network_takes(small, kind):
    x = X[:, :1].to(kind)
    for ask in (
        lambda: invariance.place(x),
        lambda: invariance.apart(small, x, LAYERS),
        lambda: invariance.curves(small, x, [0] * 4, "right", [0], {}),
    ):
        with pytest.raises(TypeError, match=f"pictures hold {str(kind)[6:]}; .* float"):
            ask()


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        *((labels, "12 pictures need as many labels") for labels in ([1, 2], 3)),
        *(([0] * 11 + [label], f"label {label}; .* 0 to 9") for label in (-1, 10)),
    ],
)
def test_labels_are_one_class_a_picture(small, fashion, labels, words):
    with pytest.raises(ValueError, match=words):
        invariance.curves(small, fashion[0], labels, "right", [0], {})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda x: x[:1], "two or more"),
        (lambda x: x[[0, 0, 0]], "most pictures are the same.*no unit"),
        (lambda x: x.clone().fill_(math.nan), "conv1_active .* no unit"),
    ],
)
def test_pictures_that_give_no_unit(small, fashion, change, words):
    with pytest.raises(ValueError, match=words):
        invariance.apart(small, change(fashion[0]), LAYERS)


class Declared(nn.Module):
    """Its last part by declaration isn't the last that is used."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2 * 9 * 12, 3)
        self.flat = nn.Flatten()

    def forward(self, x):
        return self.fc(self.flat(x))


def test_scores_are_what_comes_out():
    net, labels = Declared().double(), [0, 1, 2, 0]
    found = invariance.curves(net, X, labels, "right", [0], {"fc": 1.0})
    expected = net(X).softmax(1)[range(4), labels]
    assert found.scores[:, 0] == pytest.approx(expected.detach().numpy())
