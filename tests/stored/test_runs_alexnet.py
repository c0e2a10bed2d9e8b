"""The ablations: what is trained and on what, the store against real runs."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from helpers import arithmetic, models
from helpers.runs import alexnet
from helpers.runs import alexnet_tasks as tasks


@pytest.mark.parametrize("remove", alexnet.NETS.values(), ids=list(alexnet.NETS))
def test_the_ordinary_net_is_the_small_alexnet(remove):
    ours = alexnet.build(remove, seed=3)
    theirs = models.AlexNet(remove, 10, "small", seed=3)
    x = torch.rand(2, 1, 28, 28)
    assert torch.equal(ours.eval()(x), theirs.eval()(x))


@pytest.mark.parametrize("remove", alexnet.SUBSETS, ids=alexnet.name)
def test_twins_are_the_same_net(remove):
    twin = alexnet.twin(remove)
    assert len(twin) == len(remove) and alexnet.twin(twin) == twin
    one, other = (arithmetic.alexnet(net, 10, "small") for net in (remove, twin))
    table = arithmetic.table(*one[::-1], strict=False)
    assert table.total == arithmetic.table(*other[::-1], strict=False).total
    names = {alexnet.name(remove) for remove in alexnet.SUBSETS}
    assert len(names) == 16 and len(set(map(alexnet.twin, alexnet.SUBSETS))) == 9


@pytest.mark.parametrize("name", alexnet.SEARCHED)
def test_every_condition_has_a_net_that_reads_its_pictures(name):
    condition = alexnet.SEARCHED[name]
    images, labels = alexnet.data("validation", condition)
    assert images.dtype == torch.float64
    assert (images >= 0).all() and (images <= 1).all()
    net = alexnet.build(("conv3", "fc7"), 0, condition).double()
    assert net(images[:2]).shape == (2, len(labels.unique()))
    for layer, filters in condition.narrow:
        assert getattr(net, layer).out_channels == filters
    classes = labels.bincount() / len(labels)
    least = 0.47 if condition.task.endswith("apart") else 0.08  # alone they say nothing
    assert classes.min() > least


def test_splits_share_no_picture():
    seen = {}
    for split in alexnet.SPLITS:
        condition = replace(alexnet.ORDINARY, images=8000)
        images, _ = alexnet.data(split, condition)
        seen[split] = {image.numpy().tobytes() for image in images}
    assert [len(images) for images in seen.values()] == [8000, 2000, 2000]
    assert not seen["validation"] & seen["train"]
    assert not seen["test"] & (seen["train"] | seen["validation"])
    assert len(alexnet.data("train")[1]) == 3000


@pytest.mark.parametrize("apart", [16, 48])
def test_pairs_ask_whether_both_are_tops(apart):
    images = torch.rand(60, 1, 28, 28).double()
    labels = torch.arange(60) % 10
    chance = torch.Generator().manual_seed(0)
    wide, same = tasks.pairs(images, labels, chance, apart)
    other = torch.randperm(60, generator=torch.Generator().manual_seed(0))
    assert wide.shape == (60, 1, 28, 28 + apart)
    assert (wide[..., 14 : 14 + apart] == 0).all()
    small = images.unfold(2, 2, 2).unfold(3, 2, 2).mean((4, 5))
    torch.testing.assert_close(wide[:, :, 7:21, :14], small)
    torch.testing.assert_close(wide[:, :, 7:21, -14:], small[other])
    for row in range(60):
        tops = [int(n) in (0, 2, 3, 4, 6) for n in (labels[row], labels[other[row]])]
        assert same[row] == (tops[0] == tops[1])


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="no condition 'easy'; choose one of ordinary"):
        alexnet.data("test", "easy")
    with pytest.raises(ValueError, match="no split 'val'; choose one of train"):
        alexnet.data("val")
    with pytest.raises(ValueError, match="no experiment 'hards'"):
        alexnet.stored("hards")


# The store


def test_stored_experiments_are_whole():
    def shapes(experiment):
        return {counts.shape for counts in alexnet.stored(experiment).values()}

    assert list(alexnet.stored("ordinary")) == [*map(alexnet.name, alexnet.SUBSETS)]
    assert list(alexnet.stored("hard")) == list(alexnet.NETS)
    assert list(alexnet.stored("search")) == list(alexnet.SEARCHED)
    for experiment, conditions in alexnet.TAUGHT.items():
        assert list(alexnet.stored(experiment)) == list(conditions)
    assert list(alexnet.stored("recipe")) == list(alexnet.RECIPES)
    assert shapes("ordinary") == {(len(alexnet.SEEDS),)}
    assert shapes("hard") == {(len(alexnet.FRESH),)}
    assert shapes("search") == {(5, 3)} and shapes("recipe") == {(3,)}
    assert shapes("activation") == {(3,)} and shapes("regularized") == {(2, 3)}
    assert shapes("seen") == {(len(alexnet.ASKED), len(alexnet.MORE))}
    assert not set(alexnet.FRESH) & set(alexnet.SEEDS)


def test_the_conditions_are_those_that_validation_chose():
    shares = alexnet.beyond(alexnet.stored("search"))
    chosen = max(shares, key=shares.get)
    assert alexnet.CONDITIONS["hard"] == alexnet.SEARCHED[chosen]
    means = {name: counts.mean() for name, counts in alexnet.stored("recipe").items()}
    assert alexnet.RECIPES[max(means, key=means.get)] == alexnet.ORDINARY


@pytest.mark.thorough
def test_a_real_run_finds_the_stored_number():
    remove, seed = arithmetic.REMOVABLE, 4
    model, history = alexnet.train(remove, seed)
    stored = alexnet.stored("ordinary")[alexnet.name(remove)]
    assert alexnet.count_correct(model) == stored[alexnet.SEEDS.index(seed)]
    assert np.mean(history.loss[-50:]) < 1


def test_a_searched_condition_is_what_is_stored():
    condition = alexnet.SEARCHED["1 epoch"]
    model, _ = alexnet.train(alexnet.NETS["no conv3/4, fc6/7"], 1, condition)
    found = alexnet.count_correct(model, condition, "validation")
    assert found == alexnet.stored("search")["1 epoch"][4, 1]
