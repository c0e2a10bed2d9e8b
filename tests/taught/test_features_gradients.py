"""Saliency, guided gradients, Grad-CAM and forgotten weights, worked out otherwise."""

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from helpers import features, models

GENERATOR = torch.Generator().manual_seed(0)
IMAGE = torch.rand(1, 1, 28, 28, generator=GENERATOR).double()


@pytest.fixture(scope="module")
def net():
    return models.lenet().double()


def hooks(model):
    return sum(len(m._forward_hooks) for m in model.modules())


def untouched(model):
    return not hooks(model) and all(p.grad is None for p in model.parameters())


# --- saliency -------------------------------------------------------------------------


def slope(net, image, label, row, column, channel=0, step=1e-6):
    """By finite differences: the score's change for a pixel's."""
    more, less = image.clone(), image.clone()
    more[0, channel, row, column] += step
    less[0, channel, row, column] -= step
    with torch.no_grad():
        return (net(more) - net(less))[0, label].item() / (2 * step)


def test_saliency_is_the_slope(net):
    found = features.saliency(net, IMAGE, 4)
    assert found.shape == (28, 28) and isinstance(found, np.ndarray)
    for row, column in ((0, 0), (5, 20), (14, 14), (27, 3)):
        expected = abs(slope(net, IMAGE, 4, row, column))
        assert found[row, column] == pytest.approx(expected, abs=1e-8)
    assert untouched(net)


def test_of_the_colours_the_strongest_counts():
    net = nn.Sequential(nn.Conv2d(3, 2, 4, bias=False), nn.Flatten()).double()
    found = features.saliency(net, torch.zeros(3, 4, 4), 1)
    weight = net[0].weight[1].detach()
    np.testing.assert_allclose(found, weight.abs().amax(0))


class Square(nn.Module):
    """Scores (x², −x²) of the picture's sum: a gradient that depends on the place."""

    def forward(self, x):
        square = x.sum((1, 2, 3)) ** 2
        return torch.stack([square, -square], 1)


def test_smoothgrad_is_the_mean_over_noisy_pictures():
    image = torch.tensor([[[0.0, 1.0]]]).double()
    one = features.saliency(Square(), image, 1)
    np.testing.assert_allclose(one, [[2, 2]])
    chance, same = (torch.Generator().manual_seed(1) for _ in range(2))
    found = features.saliency(Square(), image, 1, 0.3, 20, chance)  # not all at once
    parts = [torch.randn(4, 2, generator=same, dtype=torch.float64) for _ in range(5)]
    drawn = torch.cat(parts)
    expected = (2 * (1 + 0.3 * drawn.sum(1))).abs().mean()
    np.testing.assert_allclose(found, np.full((1, 2), expected))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"samples": 0}, "samples must be a whole number, 1 or more; got 0"),
        ({"samples": -1}, "samples must be .* got -1"),
        ({"noise": math.nan}, "noise is nan; .* 0 or more"),
        ({"noise": -0.1}, "noise is -0.1"),
    ],
)
def test_no_pictures_have_no_mean(net, options, words):
    with pytest.raises(ValueError, match=words):
        features.saliency(net, IMAGE, 4, generator=torch.Generator(), **options)


@pytest.mark.parametrize("wrong", [255 * IMAGE, math.nan * IMAGE])
def test_pictures_are_finite_floats(net, wrong):
    wrong = wrong if wrong.isnan().any() else wrong.byte()
    words = "picture holds NaN" if wrong.is_floating_point() else "pictures hold uint8"
    for ask in features.saliency, features.grad_cam, features.occlusion:
        more = {"layer": "c1"} if ask is features.grad_cam else {}
        with pytest.raises((TypeError, ValueError), match=words):
            ask(net, wrong, 4, **more)


def test_noise_wants_a_generator(net):
    with pytest.raises(ValueError, match="give it a generator"):
        features.saliency(net, IMAGE, 4, samples=2)
    with pytest.raises(ValueError, match="label is -1; the network's classes are 0"):
        features.saliency(net, IMAGE, -1)
    assert untouched(net)


# --- guided gradient ------------------------------------------------------------------


def by_hand(net, x, channel, row, column):
    """Guided gradient of c3's unit in LeNet, layer by layer with torch's own rules."""
    first = F.conv2d(x, net.c1.weight, net.c1.bias, padding=2)
    pooled, where = F.max_pool2d(first.relu(), 2, return_indices=True)
    back = torch.zeros(1, 16, 10, 10).double()
    back[0, channel, row, column] = 1
    back = F.conv_transpose2d(back, net.c3.weight)
    back = F.max_unpool2d(back, where, 2, output_size=first.shape[2:])
    back = back.clamp(min=0) * (first > 0)
    return F.conv_transpose2d(back, net.c1.weight, padding=2)[0]


def test_guided_gradient_as_by_hand(net):
    found = features.guided(net, IMAGE, "c3", 5, (3, 7))
    with torch.no_grad():
        expected = by_hand(net, IMAGE, 5, 3, 7)
    torch.testing.assert_close(found, expected)
    assert not found.requires_grad and untouched(net)


def test_without_a_place_it_is_the_most_active_unit(net):
    values = features.activations(net, IMAGE, "c3")["c3"][0, 2]
    place = np.unravel_index(values.argmax().item(), values.shape)
    found = features.guided(net, IMAGE, "c3", 2)
    assert torch.equal(found, features.guided(net, IMAGE, "c3", 2, place))


def test_units_that_write_over_their_input():
    """In place or not, ReLU or ReLU6: the gradient is the same."""
    torch.manual_seed(0)
    parts = nn.Conv2d(1, 3, 3), nn.Conv2d(3, 2, 3)
    found = [
        features.guided(
            nn.Sequential(parts[0], relu, parts[1]), IMAGE.float(), "2", 1, (4, 4)
        )
        for relu in (nn.ReLU(), nn.ReLU(inplace=True), nn.ReLU6(inplace=True))
    ]
    assert torch.equal(found[0], found[1]) and torch.equal(found[0], found[2])


def test_a_unit_at_the_ceiling_has_a_gradient_too():
    net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU6(inplace=True)).double()
    nn.init.constant_(net[0].weight, 9)
    assert net(IMAGE).min() == 6
    found = features.guided(net, IMAGE, "1", 1, (4, 5))[0]
    expected = torch.zeros(28, 28).double()
    expected[4:7, 5:8] = 9
    assert torch.equal(found, expected) and net[1].inplace


def test_guided_says_what_it_needs(net):
    bare = nn.Sequential(nn.Conv2d(1, 2, 3))
    with pytest.raises(ValueError, match="has no ReLU layers"):
        features.guided(bare, IMAGE, "0", 0)
    with pytest.raises(ValueError, match="channel is 16; those of 'c3' are 0 to 15"):
        features.guided(net, IMAGE, "c3", 16)
    assert untouched(net)


# --- Grad-CAM -------------------------------------------------------------------------


def test_grad_cam_behind_a_mean_is_the_class_weights():
    """There the gradient is known: weight / number of places (as in CAM, 2016)."""
    torch.manual_seed(0)
    net = nn.Sequential(
        nn.Conv2d(1, 4, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3)
    ).double()
    found = features.grad_cam(net, IMAGE, 2, "0")
    with torch.no_grad():
        maps = net[0](IMAGE)[0].numpy()
    weights = net[3].weight[2].detach().numpy() / maps[0].size
    expected = np.maximum(np.einsum("c,chw->hw", weights, maps), 0)
    np.testing.assert_allclose(found, expected, atol=1e-15)
    assert found.any() and untouched(net)


def test_grad_cam_needs_maps(net):
    with pytest.raises(ValueError, match=r"'f5' gives the shape \(1, 120\); Grad-CAM"):
        features.grad_cam(net, IMAGE, 1, "f5")
    with pytest.raises(ValueError, match="no layer 'c9'"):
        features.grad_cam(net, IMAGE, 1, "c9")
    assert untouched(net)


def test_an_enlarged_map_is_mixed_in_between():
    found = features.enlarged(np.array([[0.0, 4.0]]), 1, 4)
    np.testing.assert_array_equal(found, [[0, 1, 3, 4]])
    assert features.enlarged(np.full((7, 7), 2.0), 224, 224).shape == (224, 224)


# --- forgotten weights ----------------------------------------------------------------


def test_only_the_named_layers_are_drawn_anew(net):
    before = {name: value.clone() for name, value in net.state_dict().items()}
    copy = features.randomised(net, ["c3", "output"], torch.Generator().manual_seed(0))
    for name, value in copy.state_dict().items():
        assert torch.equal(net.state_dict()[name], before[name])
        kept = not name.startswith(("c3", "output"))
        assert torch.equal(value, before[name]) is kept
    again = features.randomised(net, ["c3", "output"], torch.Generator().manual_seed(0))
    other = features.randomised(net, ["c3", "output"], torch.Generator().manual_seed(1))
    assert torch.equal(copy.c3.weight, again.c3.weight)
    assert not torch.equal(copy.c3.weight, other.c3.weight)


def test_drawn_as_he_says_and_no_global_number():
    torch.manual_seed(0)
    net = nn.Sequential(nn.Conv2d(40, 50, 5), nn.BatchNorm2d(50), nn.Linear(7, 2))
    net.train()(torch.rand(9, 40, 9, 11))
    expected = torch.get_rng_state()
    copy = features.randomised(net, ["0", "1"], torch.Generator().manual_seed(0))
    assert torch.equal(torch.get_rng_state(), expected)
    weight = copy[0].weight
    assert weight.std().item() == pytest.approx((2 / (40 * 25)) ** 0.5, rel=0.02)
    assert weight.mean().item() == pytest.approx(0, abs=1e-3)
    assert not copy[0].bias.any() and weight.requires_grad
    x = torch.rand(2, 50, 3, 3)
    torch.testing.assert_close(copy[1].eval()(x), x, atol=1e-4, rtol=1e-4)
    assert torch.equal(copy[2].weight, net[2].weight)


def test_from_the_top_down(net):
    assert features.down_to(net, "output") == ["output"]
    assert features.down_to(net, "f5") == ["output", "f6", "f5"]
    assert features.down_to(net, "relu5") == ["output", "f6"]
    assert features.down_to(net, "c1") == ["output", "f6", "f5", "c3", "c1"]
    block = nn.Sequential(nn.Conv2d(1, 1, 1), nn.Sequential(nn.Linear(2, 2)))
    assert features.down_to(nn.Sequential(block, block[1]), "0") == ["0.1.0", "0.0"]
    with pytest.raises(ValueError, match="no layer 'f9'"):
        features.down_to(net, "f9")
