"""Heads, freezing, rates, features, linear classifiers; the larger things offline."""

import copy
from collections import OrderedDict

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from PIL import Image
from sklearn.linear_model import LogisticRegression
from torch import nn

from helpers import features, models, training, transfer
from helpers.datasets import cats, pretrained
from helpers.models.vision import torchvision


def tiny():
    """A net with norms, a block inside a block, and a head; pictures (N, 3, 16, 16)."""

    def layer(channels, out):
        conv = nn.Conv2d(channels, out, 3, padding=1, bias=False)
        return nn.Sequential(
            OrderedDict(conv=conv, norm=nn.BatchNorm2d(out), active=nn.ReLU())
        )

    with models.drawn(0):
        parts = OrderedDict(
            stem=layer(3, 4),
            blocks=nn.Sequential(layer(4, 4), layer(4, 6), layer(6, 6)),
            pool=nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()),
            fc=nn.Linear(6, 10),
        )
        return nn.Sequential(parts).float()


@pytest.fixture
def batch():
    chance = torch.Generator().manual_seed(0)
    return torch.rand(8, 3, 16, 16, generator=chance), torch.arange(8) % 5


def test_a_new_head_leaves_the_old_net_and_all_other_weights(batch):
    net = tiny()
    before = copy.deepcopy(net.state_dict())
    new = transfer.with_head(net, 5, seed=1)
    assert new(batch[0]).shape == (8, 5) and net(batch[0]).shape == (8, 10)
    assert new.fc.weight.dtype == torch.float32
    for name, weights in before.items():
        if not name.startswith("fc") and "num_batches" not in name:
            assert weights.data_ptr() != new.state_dict()[name].data_ptr()
    for name in ("stem.conv.weight", "blocks.2.conv.weight"):
        assert torch.equal(before[name], new.state_dict()[name])
    again, other = (transfer.with_head(net, 5, seed=seed) for seed in (1, 2))
    assert torch.equal(again.fc.weight, new.fc.weight)
    assert not torch.equal(other.fc.weight, new.fc.weight)
    assert transfer.with_head(net.double(), 3, 0).fc.bias.dtype == torch.float64


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: transfer.with_head(tiny(), 0, 0), "classes must be a whole number"),
        (lambda: transfer.with_head(tiny()[:2], 5, 0), "no dense layer"),
        (
            lambda: transfer.freeze(tiny(), "blocks.9"),
            "no layer 'blocks.9'; choose one of stem, stem",
        ),
        (lambda: transfer.groups(tiny(), new="head"), "no layer 'head'"),
        (
            lambda: transfer.sample_per_class(torch.zeros(6, 1), 1, 0),
            r"labels have the shape \(6, 1\).*flatten",
        ),
        (
            lambda: transfer.sample_per_class(torch.arange(30) % 3, 11, 0),
            "11 examples of each class.*10 of class 0",
        ),
        (
            lambda: transfer.classifier(torch.eye(2), [0, 1], "forest"),
            "no classifier 'forest'; choose one of soft",
        ),
    ],
)
def test_what_cannot_be_had_is_told(ask, words):
    with pytest.raises(ValueError, match=words):
        ask()


def test_two_rates_and_what_is_frozen_is_left_out():
    net = transfer.freeze(tiny(), "blocks.1")
    mild, strong = transfer.groups(net, mild=1e-4, strong=1e-2)
    assert (mild["lr"], strong["lr"]) == (1e-4, 1e-2)
    assert mild["params"] == [*net.blocks[2].parameters()]
    assert strong["params"] == [*net.fc.parameters()]
    (only,) = transfer.groups(transfer.freeze(net, "pool"))
    assert only["lr"] == 1e-2 and len(only["params"]) == 2


@pytest.mark.parametrize(
    ("upto", "learning"),
    [
        ("stem.conv", ["stem.norm", "blocks.0", "blocks.1", "blocks.2", "fc"]),
        ("stem", ["blocks.0", "blocks.1", "blocks.2", "fc"]),
        ("blocks.0", ["blocks.1", "blocks.2", "fc"]),
        ("blocks.1.conv", ["blocks.1.norm", "blocks.2", "fc"]),
        ("blocks", ["fc"]),
        ("pool", ["fc"]),
        ("fc", []),
    ],
)
def test_frozen_up_to_a_layer(upto, learning, batch):
    net = transfer.with_head(tiny(), 5, 0)
    assert transfer.freeze(net, upto) is net
    for name, weights in net.named_parameters():
        assert weights.requires_grad == any(
            name.startswith(f"{part}.") for part in learning
        )
    before = {name: value.clone() for name, value in net.state_dict().items()}
    net.train()
    if learning:
        groups = transfer.groups(net, mild=0.1, strong=0.1)
        training.step(net, *batch, torch.optim.SGD(groups))
    for name, value in net.state_dict().items():
        changed = not torch.equal(value, before[name])
        assert changed == any(name.startswith(f"{part}.") for part in learning), name


def test_frozen_norms_stay_still_through_fit_copies_and_freezing_twice(batch):
    net = transfer.freeze(transfer.freeze(tiny(), "stem"), "blocks.1")
    assert not net.blocks[1].norm.training and net.blocks[2].norm.training
    copied = copy.deepcopy(net).train()
    assert list(net.state_dict()) == list(tiny().state_dict())
    assert not copied.blocks[1].norm.training and copied.blocks[2].norm.training
    before = copied.blocks[0].norm.running_mean.clone()
    optimizer = torch.optim.SGD(transfer.groups(copied), momentum=0.9)
    training.fit(copied, batch, epochs=2, optimizer=optimizer)
    assert torch.equal(copied.blocks[0].norm.running_mean, before)
    assert not torch.equal(copied.blocks[2].norm.running_mean, torch.zeros(6))


@pytest.mark.parametrize("upto", ["stem", "blocks.0", "blocks.2", "blocks", "pool"])
def test_what_comes_after_a_layer_does_the_rest(upto, batch):
    net = tiny().eval()
    middle = features.activations(net, batch[0], upto)[upto]
    rest = transfer.layers_after(net, upto).eval()
    torch.testing.assert_close(rest(middle), net(batch[0]))
    names = [name for name, _ in rest.named_parameters()]
    theirs = [name for name, _ in net.named_parameters()]
    assert names[-2:] == ["fc.weight", "fc.bias"]
    assert len(names) < len(theirs) and rest.fc is net.fc


def test_features_are_means_of_maps_in_the_pictures_order(batch):
    net = tiny().eval()
    by_hand = F.relu(net.stem(batch[0])).mean((2, 3))
    many = batch[0].repeat(5, 1, 1, 1)  # too many to go through at once
    found = transfer.features(net, many, "stem")
    torch.testing.assert_close(found, by_hand.repeat(5, 1))
    assert transfer.features(net, batch[0]).shape == (8, 6)
    assert transfer.features(net, batch[0], "fc").shape == (8, 10)


def test_resized_is_lite0s_range_in_three_colours():
    images = torch.tensor([0.0, 127 / 255, 1.0]).view(3, 1, 1, 1).expand(3, 1, 28, 28)
    ready = transfer.resized(images)
    assert ready.shape == (3, 3, 112, 112)
    for picture, value in zip(ready, (-127 / 128, 0, 1), strict=True):
        torch.testing.assert_close(picture, torch.full((3, 112, 112), value * 1.0))
    colours = torch.rand(2, 3, 64, 64)
    same = transfer.resized(colours, 64)
    torch.testing.assert_close(same, (255 * colours - 127) / 128)


def test_resized_takes_bytes_and_refuses_what_would_be_all_white():
    whole = torch.arange(256, dtype=torch.uint8).view(1, 1, 16, 16)
    for side in (16, 40):
        ready = transfer.resized(whole, side)
        torch.testing.assert_close(ready, transfer.resized(whole / 255, side))
    torch.testing.assert_close(
        transfer.resized(whole, 16)[0, 0], (whole[0, 0] - 127.0) / 128
    )
    wrong = (
        whole.float(),
        transfer.resized(whole),
        whole / 255 - 0.01,
        torch.nan * whole,
    )
    for images in wrong:
        for side in (16, 40):
            with pytest.raises(ValueError, match="images go from .* 0 to 1"):
                transfer.resized(images, side)
    for images in whole.long(), whole > 0:
        with pytest.raises(TypeError, match="images hold (int64|bool): .* or bytes"):
            transfer.resized(images)
    assert transfer.resized(whole[:0]).shape == (0, 3, 112, 112)


def test_a_few_of_each_class_fewer_are_among_more():
    labels = torch.tensor([0, 1, 2] * 10)
    for seed in range(3):
        few, more = (transfer.sample_per_class(labels, n, seed) for n in (3, 7))
        assert labels[few].bincount().tolist() == [3, 3, 3]
        assert len(set(more.tolist())) == 21 and set(few.tolist()) < set(more.tolist())
    assert not torch.equal(
        transfer.sample_per_class(labels, 3, 0), transfer.sample_per_class(labels, 3, 1)
    )


@pytest.fixture
def blobs():
    rng = np.random.default_rng(0)
    labels = torch.arange(60) % 3
    middles = rng.normal(size=(3, 200))
    rows = middles[labels] + 2.5 * rng.normal(size=(60, 200))
    return torch.from_numpy(rows), labels


def test_turning_the_features_changes_nothing_of_what_is_learnt(blobs):
    x, y = blobs
    ours = transfer.classifier(x[:30], y[:30], strength=1.0)
    rows = F.normalize(x, dim=1).numpy()
    plain = LogisticRegression(C=1.0, tol=1e-8, max_iter=5000)
    plain.fit(rows[:30], y[:30].numpy())
    np.testing.assert_allclose(
        ours.predict_proba(x[30:].numpy()), plain.predict_proba(rows[30:]), atol=1e-4
    )
    expected = int((plain.predict(rows[30:]) == y[30:].numpy()).sum())
    assert transfer.count_correct(ours, x[30:], y[30:]) == expected


def test_both_kinds_learn_and_do_the_same_every_time(blobs):
    x, y = blobs
    for kind in ("softmax", "svm"):
        one, two = (transfer.classifier(x, y, kind) for _ in range(2))
        assert transfer.count_correct(one, x, y) == 60
        assert (one[-1].coef_ == two[-1].coef_).all()


def test_what_is_right_is_counted_once_for_each(blobs, batch):
    """60 rows and labels in a column were 3600 comparisons: 1200 of 60 right."""
    x, y = blobs
    ours, net = transfer.classifier(x, y), tiny().eval()
    assert transfer.count_correct(ours, x, y.numpy()) == 60
    assert transfer.count_correct(net, batch[0], net(batch[0]).argmax(1)) == 8
    for wrong in y[:, None], y[:1], F.one_hot(y):
        with pytest.raises(ValueError, match="labels have the shape"):
            transfer.count_correct(ours, x, wrong)
    with pytest.raises(ValueError, match="labels have the shape"):
        transfer.count_correct(net, batch[0], batch[1][:, None])


def test_nearest_is_the_largest_cosine():
    known = torch.tensor([[1.0, 0.0], [0.0, 2.0], [3.0, 3.0], [-1.0, 0.0]])
    asked = torch.tensor([[10.0, 1.0], [0.1, 0.2]])
    assert transfer.nearest(asked, known, 2).tolist() == [[0, 2], [2, 1]]
    odd = torch.tensor([[torch.nan, 0.0]])  # torch puts NaN first: nearest to all
    for asked, those in (known, odd), (odd, known):
        with pytest.raises(ValueError, match="features hold NaN or infinity"):
            transfer.nearest(asked, those, 1)


# The larger things


@pytest.fixture
def convnext(kept):
    """ConvNeXt-Tiny, its weights read from where torchvision keeps them."""
    made = torchvision.models
    kept(made.ConvNeXt_Tiny_Weights.IMAGENET1K_V1, made.convnext_tiny)
    return pretrained.convnext()


def test_convnext_goes_through_the_same_calls(convnext):
    assert not convnext.training and models.parameters(convnext) == 28_589_128
    plain = torchvision.models.convnext_tiny()
    plain.load_state_dict(convnext.state_dict())
    x = torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    precise = x.double(), copy.deepcopy(convnext).double()  # the order of sums differs
    mean = torch.tensor([0.485, 0.456, 0.406])[:, None, None]
    spread = torch.tensor([0.229, 0.224, 0.225])[:, None, None]
    with torch.inference_mode():
        theirs = plain.double().eval()((precise[0] - mean) / spread)
        ours = precise[1](transfer.resized(precise[0], 64))
        torch.testing.assert_close(ours, theirs)
    net = transfer.freeze(transfer.with_head(convnext, 12, 0), "features.6")
    learning = [name for name, w in net.named_parameters() if w.requires_grad]
    assert {".".join(name.split(".")[:2]) for name in learning} == {
        *("features.7", "classifier.0", "classifier.2")
    }
    mild, strong = transfer.groups(net, new="classifier.2")
    assert [tuple(w.shape) for w in strong["params"]] == [(12, 768), (12,)]
    found = transfer.features(net, transfer.resized(x), "avgpool")
    assert found.shape == (2, 768)
    rest = transfer.layers_after(net, "features.6").eval()
    middle = features.activations(net, transfer.resized(x), "features.6")
    with torch.inference_mode():
        torch.testing.assert_close(rest(middle["features.6"]), net(transfer.resized(x)))


def test_cats_are_read_where_torchvision_puts_them(tmp_path, monkeypatch):
    monkeypatch.setenv("CNN_COURSE_DATA", str(tmp_path))
    root = tmp_path / "oxford-iiit-pet"
    for folder in ("images", "annotations"):
        (root / folder).mkdir(parents=True)
    lists = {
        "trainval": ["Maine_Coon_7 24 1 9", "beagle_3 5 2 4", "Abyssinian_1 1 1 1"],
        "test": ["Abyssinian_2 1 1 1", "pug_1 26 2 19"],
    }
    shades = {"Maine_Coon_7": 51, "Abyssinian_1": 102, "Abyssinian_2": 153}
    for name, lines in lists.items():
        (root / "annotations" / f"{name}.txt").write_text("\n".join(lines))
    for name, shade in shades.items():
        Image.new("RGB", (50, 40), (shade,) * 3).save(root / "images" / f"{name}.jpg")
    sets, names = cats.load(32)
    assert names == ("Abyssinian", "Maine Coon")
    assert sets["train"][1].tolist() == [1, 0] and sets["test"][1].tolist() == [0]
    shown = [round(float(image.mean()), 1) for image in sets["train"][0]]
    assert shown == [0.2, 0.4] and sets["test"][0].shape == (1, 3, 32, 32)
