"""The ablations: what is trained and on what, the store against real runs."""

import numpy as np
import pytest
import torch

from helpers import ablation, arithmetic, models, training
from helpers.ablation import runs, tasks


def test_nets_are_named_by_what_they_lack():
    assert list(ablation.NETS) == [
        "full",
        "no fc7",
        "no fc6/7",
        "no conv3/4",
        "no conv3/4, fc6/7",
    ]
    assert len({ablation.name(remove) for remove in ablation.SUBSETS}) == 16
    assert set(ablation.NETS.values()) <= set(ablation.SUBSETS)


@pytest.mark.parametrize("remove", ablation.NETS.values())
def test_the_ordinary_net_is_the_small_alexnet(remove):
    ours = ablation.build(remove, seed=3)
    theirs = models.AlexNet(remove, 10, "small", seed=3)
    x = torch.rand(2, 1, 28, 28)
    assert torch.equal(ours.eval()(x), theirs.eval()(x))


@pytest.mark.parametrize("remove", ablation.SUBSETS, ids=ablation.name)
def test_twins_are_the_same_net(remove):
    twin = ablation.twin(remove)
    assert len(twin) == len(remove) and ablation.twin(twin) == twin
    shapes = [
        [weights.shape for weights in ablation.build(net, 0).parameters()]
        for net in (remove, twin)
    ]
    assert shapes[0] == shapes[1]


def test_of_16_nets_nine_are_different():
    assert len(set(map(ablation.twin, ablation.SUBSETS))) == 9
    assert ablation.twin(("conv4", "fc6")) == ("conv3", "fc7")


@pytest.mark.parametrize("name", ablation.SEARCHED)
def test_every_condition_has_a_net_that_reads_its_pictures(name):
    condition = ablation.SEARCHED[name]
    images, labels = ablation.data("validation", condition)
    assert images.dtype == torch.float64
    assert (images >= 0).all() and (images <= 1).all()
    net = ablation.build(("conv3", "fc7"), 0, condition).double()
    assert net(images[:2]).shape == (2, len(labels.unique()))
    for layer, filters in condition.narrow:
        assert getattr(net, layer).out_channels == filters
    classes = labels.bincount()
    assert classes.min() > 0.08 * len(labels)


def test_no_window_of_the_five_nets_is_cut_off():
    for condition in ablation.CONDITIONS.values():
        shape = tuple(ablation.data("test", condition)[0].shape[1:])
        for remove in ablation.NETS.values():
            _, layers = arithmetic.alexnet(remove, 10, "small", shape=shape)
            arithmetic.table(layers, shape)  # refuses what doesn't fit


def test_splits_share_no_picture():
    seen = {}
    for split in runs.SPLITS:
        condition = ablation.ORDINARY._replace(images=8000)
        images, _ = ablation.data(split, condition)
        seen[split] = {image.numpy().tobytes() for image in images}
    assert [len(images) for images in seen.values()] == [8000, 2000, 2000]
    assert not seen["validation"] & seen["train"]
    assert not seen["test"] & (seen["train"] | seen["validation"])
    assert len(ablation.data("train")[1]) == 3000


@pytest.mark.parametrize("apart", [16, 32, 48])
def test_pairs_ask_whether_both_are_tops(apart):
    images = torch.rand(400, 1, 28, 28).double()
    labels = torch.arange(400) % 10
    chance = torch.Generator().manual_seed(0)
    wide, same = tasks.pairs(images, labels, chance, apart)
    other = torch.randperm(400, generator=torch.Generator().manual_seed(0))
    assert wide.shape == (400, 1, 28, 28 + apart)
    assert (wide[..., 14 : 14 + apart] == 0).all()
    small = images.unfold(2, 2, 2).unfold(3, 2, 2).mean((4, 5))
    torch.testing.assert_close(wide[:, :, 7:21, :14], small)
    torch.testing.assert_close(wide[:, :, 7:21, -14:], small[other])
    for row in range(400):
        tops = [int(n) in (0, 2, 3, 4, 6) for n in (labels[row], labels[other[row]])]
        assert same[row] == (tops[0] == tops[1])


def test_one_article_alone_tells_nothing_about_a_pair():
    for split in runs.SPLITS:
        _, labels = ablation.data(split, "hard")
        assert abs(labels.double().mean() - 0.5) < 0.03


def test_conv5_sees_both_articles_of_the_hard_pairs_only_with_conv3_and_conv4():
    shape = tuple(ablation.data("test", "hard")[0].shape[1:])
    gap = shape[2] - 2 * 14
    sees = {}
    for remove in ((), ("conv3", "conv4")):
        large, layers = arithmetic.alexnet(remove, 2, "small", shape=(1, 400, 400))
        rows = arithmetic.table(layers, large, strict=False)
        sees[remove] = [row.receptive_field for row in rows][len(layers) - 5]
    assert sees == {(): 72, ("conv3", "conv4"): 40}
    assert sees["conv3", "conv4"] < gap < sees[()]


@pytest.mark.parametrize(
    ("losses", "first"),
    [
        ([1.0] * 40 + [0.0] * 40, 50),
        ([1.0] * 99, -1),
        ([0.0] * 5, -1),
        ([0.0] * 30, 30),
    ],
)
def test_the_steps_to_a_loss(losses, first):
    history = training.History(loss=losses)
    assert ablation.steps_to(0.7, history) == first


def test_tricks_differ_from_all_of_them_in_one_thing():
    everything, *others = ablation.TRICKS.values()
    for condition in others:
        changed = [a != b for a, b in zip(everything, condition, strict=True)]
        assert sum(changed) == 1 or (condition.momentum == 0 and sum(changed) == 2)
    images = everything.images
    assert round(models.parameters(ablation.build()) / images) == 42


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="no condition 'easy'; choose one of ordinary"):
        ablation.data("test", "easy")
    with pytest.raises(ValueError, match="no split 'val'; choose one of train"):
        ablation.data("val")
    with pytest.raises(ValueError, match="no experiment 'hards'"):
        ablation.stored("hards")


# The store


def test_stored_experiments_are_whole():
    def shapes(experiment):
        return {counts.shape for counts in ablation.stored(experiment).values()}

    assert list(ablation.stored("ordinary")) == [*map(ablation.name, ablation.SUBSETS)]
    assert list(ablation.stored("hard")) == list(ablation.NETS)
    assert list(ablation.stored("search")) == list(ablation.SEARCHED)
    assert list(ablation.stored("tricks")) == list(ablation.TRICKS)
    assert list(ablation.stored("recipe")) == list(ablation.RECIPES)
    assert shapes("ordinary") == {(len(ablation.SEEDS),)}
    assert shapes("hard") == {(len(ablation.FRESH),)}
    assert shapes("search") == {(5, 3)} and shapes("recipe") == {(3,)}
    assert shapes("tricks") == {(3, len(ablation.TRICKED))}
    assert min(map(len, (ablation.SEEDS, ablation.FRESH, ablation.TRICKED))) >= 5
    assert not set(ablation.FRESH) & set(ablation.SEEDS)


def test_the_conditions_are_those_that_validation_chose():
    chosen = ablation.hardest(ablation.stored("search"))
    assert ablation.CONDITIONS["hard"] == ablation.SEARCHED[chosen]
    means = {name: counts.mean() for name, counts in ablation.stored("recipe").items()}
    tricks = {name: means.pop(name) for name in list(means) if "tricks" in name}
    assert ablation.RECIPES[max(means, key=means.get)] == ablation.ORDINARY
    assert ablation.RECIPES[max(tricks, key=tricks.get)] == ablation.TRICKS["none"]


def test_a_real_run_finds_the_stored_number():
    remove, seed = arithmetic.REMOVABLE, 4
    model, history = ablation.train(remove, seed)
    stored = ablation.stored("ordinary")[ablation.name(remove)]
    assert ablation.right(model) == stored[ablation.SEEDS.index(seed)]
    assert np.mean(history.loss[-50:]) < 1


def test_a_searched_condition_is_what_is_stored():
    condition = ablation.SEARCHED["1 epoch"]
    model, _ = ablation.train(ablation.NETS["no conv3/4"], 1, condition)
    found = ablation.right(model, condition, "validation")
    assert found == ablation.stored("search")["1 epoch"][3, 1]
