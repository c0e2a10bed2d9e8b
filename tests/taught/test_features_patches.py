"""The most active places, found one by one; and occlusion, by a loop over squares."""

import numpy as np
import pytest
import torch
from torch import nn

from helpers import features, models

GENERATOR = torch.Generator().manual_seed(0)
IMAGES = torch.rand(12, 1, 28, 28, generator=GENERATOR).double()


@pytest.fixture(scope="module")
def net():
    return models.lenet().double()


def hooks(model):
    return sum(len(m._forward_hooks) for m in model.modules())


@pytest.mark.parametrize("layer, channel", [("relu1", 0), ("s2", 5), ("c3", 3)])
def test_the_highest_are_found_as_by_a_loop(net, layer, channel):
    found = features.top_patches(net, IMAGES, layer, channel, k=5)
    maps = features.activations(net, IMAGES, layer)[layer][:, channel]
    highest = sorted(range(12), key=lambda n: -maps[n].max())[:5]
    assert [patch.image for patch in found] == highest
    for patch in found:
        here = maps[patch.image]
        assert patch.value == here[patch.place] == here.max()


def test_the_patch_alone_makes_the_unit_as_active(net):
    """All that the unit sees is in the patch: run the layers on nothing else."""
    bare = nn.Sequential(*net[:4])  # c1 pads; so does the frame of zeros around it
    field = features.receptive_field(net, "c3", (1, 28, 28))
    assert field.start == (-2, -2)
    for patch in features.top_patches(net, IMAGES, "c3", 2, k=12):
        row, column = patch.place
        assert patch.picture.shape == (1, *field.size)
        frame = torch.zeros(1, 1, 28, 28).double()
        (top, bottom), (left, right) = field.inside(row, column)
        down, across = (first for first, _ in field.at(row, column))
        frame[0, :, top : bottom + 1, left : right + 1] = patch.picture[
            :, top - down : bottom + 1 - down, left - across : right + 1 - across
        ]
        assert bare(frame)[0, 2, row, column].item() == pytest.approx(patch.value)


def test_a_patch_is_cut_with_zeros_outside():
    image = torch.arange(1, 26.0).view(1, 5, 5)
    field = features.Field(start=(-1, -2), size=(3, 4), step=(1, 2), shape=(5, 5))
    assert features.cut(image, field, (0, 0))[0].tolist() == [
        [0, 0, 0, 0],
        [0, 0, 1, 2],
        [0, 0, 6, 7],
    ]
    assert features.cut(image, field, (4, 2))[0].tolist() == [
        [18, 19, 20, 0],
        [23, 24, 25, 0],
        [0, 0, 0, 0],
    ]
    large = features.Field(start=(-4, 1), size=(7, 2), step=(1, 1), shape=(5, 5))
    assert features.cut(image, large, (0, 0))[0].tolist() == [
        *[[n, n + 1] for n in (2, 7, 12)],
        [0, 0],
        [0, 0],
    ]


def test_of_equals_the_first_comes_first(net):
    same = IMAGES[:1].expand(4, -1, -1, -1)
    patches = features.top_patches(net, same, "c1", 0, k=4)
    assert [patch.image for patch in patches] == [0, 1, 2, 3]


def test_a_dense_unit_sees_all(net):
    patches = features.top_patches(net, IMAGES, "output", 7, k=3)
    scores = features.activations(net, IMAGES, "output")["output"][:, 7]
    assert [p.value for p in patches] == sorted(scores.tolist())[:-4:-1]
    assert all(torch.equal(p.picture, IMAGES[p.image]) for p in patches)


def test_peaks_serve_all_channels(net):
    found = features.peaks(net, IMAGES, "c3", batch=5)
    maps = features.activations(net, IMAGES, "c3")["c3"]
    np.testing.assert_array_equal(found.values, maps.amax((2, 3)))
    field = features.receptive_field(net, "c3", (1, 28, 28))
    again = features.strongest(IMAGES, found, field, 4, k=2)
    for one, other in zip(
        again, features.top_patches(net, IMAGES, "c3", 4, k=2), strict=True
    ):
        assert one[:3] == other[:3] and torch.equal(one.picture, other.picture)


def test_wrong_numbers_are_named(net):
    with pytest.raises(ValueError, match="channel is 16; there are 0 to 15"):
        features.top_patches(net, IMAGES, "c3", 16)
    with pytest.raises(ValueError, match="k is 13; of 12 images it can be 1 to 12"):
        features.top_patches(net, IMAGES, "c3", 0, k=13)
    with pytest.raises(ValueError, match="no layer 'c4'; choose one of c1, relu1"):
        features.top_patches(net, IMAGES, "c4", 0)


# --- occlusion ------------------------------------------------------------------------


@pytest.mark.parametrize("fill", [0.0, torch.full((1, 1, 1), 0.5).double()])
def test_occlusion_is_the_loop_over_squares(net, fill):
    image = IMAGES[0]
    found = features.occlusion(net, image, 3, size=8, step=5, fill=fill, batch=4)
    assert found.shape == (5, 5)
    for i, j in np.ndindex(5, 5):
        covered = image.clone()
        covered[:, 5 * i : 5 * i + 8, 5 * j : 5 * j + 8] = fill
        share = net(covered[None]).softmax(1)[0, 3].item()
        assert found[i, j] == pytest.approx(share, abs=1e-12)
    assert torch.equal(image, IMAGES[0])


def test_sides_may_differ():
    net = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, 2))
    found = features.occlusion(net, torch.rand(1, 3, 9, 12), 1, size=3, step=3)
    assert found.shape == (3, 4)


class Stops(nn.Module):
    """Interrupted by its user at the third batch."""

    def __init__(self):
        super().__init__()
        self.calls = 0
        self.net = nn.Sequential(nn.Flatten(), nn.Linear(36, 2))

    def forward(self, x):
        self.calls += 1
        if self.calls == 3:
            raise KeyboardInterrupt
        return self.net(x)


def test_an_interrupt_comes_out_and_leaves_the_net_as_it_was():
    net = Stops().train()
    with pytest.raises(KeyboardInterrupt):
        features.occlusion(net, torch.rand(1, 6, 6), 0, size=2, step=1, batch=5)
    assert net.training


def test_a_bar_only_for_much_work(net, capsys, monkeypatch):
    features.occlusion(net, IMAGES[0], 3, size=8, step=5)
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr("helpers.features.progress.WORTH", 100)
    features.occlusion(net, IMAGES[0], 3, size=8, step=5, batch=5)
    assert "/5" in capsys.readouterr().err  # five batches; a notebook shows a widget


@pytest.mark.parametrize(
    "options, said",
    [
        ({"size": 29}, "size is 29; it can be 1 to 28"),
        ({"size": 0}, "size is 0"),
        ({"size": 8, "step": 3}, "steps of 1, 2, 4, 5, 10, 20 do"),
        ({"size": 8, "step": 0}, "in steps of 0"),
        ({"batch": 0}, "batch must be a whole number, 1 or more; got 0"),
        ({"batch": -1}, "batch must be a whole number, 1 or more; got -1"),
        ({"label": 10}, "label is 10; the network's classes are 0 to 9"),
    ],
)
def test_what_does_not_fit_is_refused(net, options, said):
    options = {"label": 3, "size": 8, "step": 5, **options}
    with pytest.raises(ValueError, match=said):
        features.occlusion(net, IMAGES[0], **options)
    assert not hooks(net)


def test_one_picture_is_needed(net):
    with pytest.raises(ValueError, match=r"One picture .* got the shape \(12, 1, 28"):
        features.occlusion(net, IMAGES, 3)
