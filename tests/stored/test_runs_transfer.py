"""What is taught in notebook 10, and the store against real runs."""

import numpy as np
import pytest
import torch

from helpers import datasets, models
from helpers.runs import backbones, digits, transfer_tasks
from helpers.runs import transfer as runs


def test_splits_share_no_picture_and_vendors_show_the_same():
    seen, labels = {}, {}
    for split in transfer_tasks.SPLITS:
        images, labels[split] = transfer_tasks.small("google", split)
        seen[split] = {image.numpy().tobytes() for image in images}
        assert torch.equal(labels[split], transfer_tasks.small("twitter", split)[1])
    assert [len(y) for y in labels.values()] == [453, 353, 100, 100]
    assert labels["validation"].bincount().tolist() == [20] * 5
    assert not seen["fit"] & seen["validation"]
    assert seen["fit"] | seen["validation"] == seen["train"]
    assert not seen["train"] & seen["test"]


def test_pictures_are_ready_for_lite0():
    for name, side in transfer_tasks.SIDES.items():
        transfer_tasks.pictures.cache_clear()
        images, labels = transfer_tasks.pictures(name, "test")
        assert images.shape == (len(labels), 3, side, side)
        assert images.min() >= -1 and images.max() <= 1
    transfer_tasks.pictures.cache_clear()
    with pytest.raises(ValueError, match="no split 'both'; choose one of by drawing"):
        runs.split("both", 1106, torch.Generator())
    with pytest.raises(ValueError, match="no data set 'emoji'; choose one of google"):
        transfer_tasks.pictures("emoji", "test")
    with pytest.raises(ValueError, match="no split 'val'; choose one of train, fit"):
        transfer_tasks.pictures("google", "val")


@pytest.mark.parametrize(
    ("way", "parts"),
    [
        ("head", {"fc"}),
        ("last", {*(f"blocks.{n}" for n in range(11, 16)), "head", "fc"}),
        ("all", {"stem", *(f"blocks.{n}" for n in range(16)), "head", "fc"}),
    ],
)
def test_each_way_lets_learn_what_it_says(way, parts):
    model = transfer_tasks.from_lite0(runs.FROZEN[way], 5, 0)
    names = [name for name, w in model.named_parameters() if w.requires_grad]
    found = {n.split(".")[0] if "blocks" not in n else n[:9].rstrip(".") for n in names}
    assert found == parts


def test_one_epoch_of_fine_tuning_runs_and_is_followed(monkeypatch):
    monkeypatch.setattr(runs, "BATCH", 8)
    recipe = runs.Recipe(1e-3, 1e-2, 2, 1)
    chance = torch.Generator().manual_seed(0)

    def few(way, name, split):
        shape = {"head": (1280,), "last": (112, 2, 2), "all": (3, 32, 32)}
        shape = shape.get(way, (3, 64, 64))
        return torch.rand(20, *shape, generator=chance), torch.arange(20) % 5

    monkeypatch.setattr(runs, "inputs", few)
    for way in ("scratch", "head", "last", "all"):
        rows = torch.arange(16)
        model, history = runs.learn(way, "google", rows, 0, recipe, follow=True)
        assert len(history.loss) == 2 and len(history.accuracy) == 1
        assert 0 <= runs.counted(model, way, "google", "test") <= 20


def test_one_block_of_each_width_is_cut():
    with torch.device("meta"):
        blocks = backbones.untrained().blocks
    fit = {n: b.project.conv.out_channels for n, b in enumerate(blocks) if b.adds}
    assert [fit[n] for n in backbones.CUT] == sorted(set(fit.values()))


HOWS = {  # how many to learn from, to test with, of these twice
    "by drawing": (906, 200, 200),
    "by glyph": (906, 200, 0),
    "apart": (453, 100, 0),
    "straddling": (453, 100, 100),
}


@pytest.mark.parametrize("how", HOWS)
def test_which_drawings_straddle_the_split(how):
    learn, test, twins = HOWS[how]
    one, other = runs.split(how, 1106, torch.Generator().manual_seed(0))
    assert len(one) == len(one.unique()) == learn
    assert len(other) == len(other.unique()) == test
    assert not np.intersect1d(one, other).size
    common = np.isin(other % 553, one % 553).sum()
    assert common == twins if how != "by drawing" else 100 < common < twins
    if learn == 453:
        assert (one < 553).all() and (other >= 553).all()


# The digits


def test_low_and_high_digits_share_no_label_and_no_picture():
    low, high = (digits.data("train", high) for high in (False, True))
    assert len(low[1]) == len(high[1]) == 2000 and low[0].dtype == torch.float64
    assert low[1].unique().tolist() == high[1].unique().tolist() == [0, 1, 2, 3, 4]
    images, labels = datasets.load("mnist", "train", full=False)
    assert torch.equal(images[labels == 7].double(), high[0][high[1] == 2])
    fit, validation = (digits.data(split, True) for split in ("fit", "validation"))
    assert len(fit[1]) == 1500 and validation[1].bincount().tolist() == [100] * 5


@pytest.mark.thorough
def test_the_lenet_starts_as_it_should():
    learning = {way: models.parameters(digits.start(way, 0)) for way in digits.WAYS}
    first, all_of_it = 16 * 26 + 32 * (16 * 25 + 1), models.parameters(digits.fresh(0))
    assert learning["scratch"] == learning["all learn"] == all_of_it
    assert learning["first kept"] == all_of_it - first
    assert learning["all kept but the last"] == 5 * 85
    kept = digits.start("all learn", 3)
    assert torch.equal(kept.conv1.weight, digits.base().conv1.weight)
    with pytest.raises(ValueError, match="no way 'half'; choose one of scratch"):
        digits.start("half", 0)


# The store


LINEAR, NETS = ("pixels", "frozen"), ("last", "scratch", "all")
SHAPES = {
    "strengths": dict.fromkeys((*LINEAR, "svm"), (5, 5)),
    "sizes": dict.fromkeys(LINEAR, (5, 2, 5)) | dict.fromkeys(NETS, (5, 2, 3)),
    "splits": dict.fromkeys(HOWS, (2, 2, 5)),
    "depth": dict.fromkeys(runs.LAYERS, (2, 2, 5)),
    "digit_rates": dict.fromkeys(digits.WAYS, (5, 3)),
    "digits": dict.fromkeys(digits.WAYS, (3, 5)),
    "rates": {"last": (5, 2, 3), "all": (5, 2, 3), "scratch": (4, 2, 3)},
    "curves": {"head": (8, 3), "last": (8, 3), "scratch": (20, 3), "all": (8, 3)},
    "longer": {"scratch": (2, 3)},
    "grey": dict.fromkeys(("frozen", *NETS), (2, 3)),
    "sides": {"frozen": (5, 2, 5)},
    "backbones": dict.fromkeys(backbones.BACKBONES, (5,)),
    "without": {str(block): (2, 5) for block in backbones.CUT},
    "shift": {"pixels": (2, 2, 5), "frozen": (2, 2, 5), "last": (2, 2, 3)},
}


@pytest.mark.parametrize("experiment", SHAPES)
def test_stored_experiments_are_whole(experiment):
    found = {name: c.shape for name, c in runs.stored(experiment).items()}
    assert found == SHAPES[experiment]


def test_curves_end_where_the_sizes_do():
    sizes = runs.stored("sizes")
    for way, counts in runs.stored("curves").items():
        if way in sizes:
            assert (counts[-1] == sizes[way][-1, 0]).all()
            assert len(counts) == runs.epochs(runs.RECIPES[way], 453)


def best(tried, counts):
    """The setting with the most validation pictures right; the first of equals."""
    totals = counts.reshape(len(tried), -1).sum(1)
    return list(tried)[int(totals.argmax())]


def test_the_settings_are_those_that_validation_chose():
    for way, counts in runs.stored("strengths").items():
        assert best(runs.TRIED, counts) == runs.STRENGTHS[way], way
    for way, counts in runs.stored("rates").items():
        tried = runs.SCRATCH if way == "scratch" else runs.RATES
        assert tried[best(tried, counts[:, 0])] == runs.RECIPES[way], way
    for way, counts in runs.stored("digit_rates").items():
        assert best(digits.TRIED, counts) == digits.RATES[way], way


@pytest.mark.thorough
def test_real_runs_find_the_stored_numbers():
    sizes = runs.stored("sizes")["frozen"]
    rows = runs.some("google", "train", 10, 2)
    learner = runs.taught("frozen", "google", rows, 2)
    assert runs.counted(learner, "frozen", "google", "test") == sizes[1, 0, 2]
    scores = learner.decision_function(runs.inputs("frozen", "google", "test")[0])
    gaps = np.diff(np.sort(scores, axis=1)[:, -2:])
    assert gaps.min() > 1e-3  # far above what another processor's rounding does
    found = backbones.by_backbone("small, nothing", 1)
    assert found == runs.stored("backbones")["small, nothing"][1]
    stored = runs.stored("digits")["first kept"]
    assert digits.counted(digits.learn("first kept", 5, 1)) == stored[0, 1]
