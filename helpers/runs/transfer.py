"""One run of a way to learn: which pictures, which network, how many it gets right.

    pixels   softmax on the pixels
    scratch  a small net that has learnt nothing before
    frozen   softmax on Lite0's features; svm: a linear support vector machine
    head     the same as a network: Lite0 with a new head, all else frozen
    last     Lite0 with a new head, fine-tuned after LAST
    all      Lite0 with a new head, fine-tuned in all parts

All but `frozen` and `pixels` are trained in float32, so another kind of processor may
give somewhat different numbers.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import torch

from helpers import datasets, models, training
from helpers.chosen import chosen
from helpers.features.activations import activations
from helpers.runs import store
from helpers.runs.transfer_tasks import (
    KEPT,
    LAST,
    SETS,
    from_lite0,
    from_scratch,
    kept,
    pictures,
    seen,
    small,
)
from helpers.transfer import (
    classifier,
    count_correct,
    groups,
    layers_after,
    nearest,
    sample_per_class,
)

FILE = "transfer_runs.csv"
WAYS = "pixels", "scratch", "frozen", "last", "all"
BATCH = 16


# Fine-tuning: SGD with momentum 0.9; the rates of kept layers and of the new head are
# constant. From scratch: AdamW, the highest rate of one cycle. At least so many steps
# and so many passes over the pictures, or a quarter of the passes over thousands.
@dataclass(frozen=True)
class Recipe:
    """Rates of the kept layers and of the new ones; at least so many steps, passes."""

    mild: float
    strong: float
    steps: int
    passes: int


RATES = {
    "0.1, 0.1": Recipe(0.1, 0.1, 60, 8),
    "0.01, 0.01": Recipe(0.01, 0.01, 60, 8),
    "0.001, 0.01": Recipe(0.001, 0.01, 60, 8),
    "0.001, 0.1": Recipe(0.001, 0.1, 60, 8),
    "0.0001, 0.01": Recipe(0.0001, 0.01, 60, 8),
}
SCRATCH = {
    f"{rate}": Recipe(rate, rate, 200, 20) for rate in (0.001, 0.002, 0.004, 0.008)
}
TRIED = 0.1, 1.0, 10.0, 100.0, 1000.0  # strengths of the linear classifiers

# Chosen by the validation pictures, with 20 examples of each class: data/README.md.
RECIPES = {
    "scratch": SCRATCH["0.004"],
    "head": RATES["0.01, 0.01"],
    "last": RATES["0.01, 0.01"],
    "all": RATES["0.01, 0.01"],
}
STRENGTHS = {"pixels": 100.0, "frozen": 10.0, "svm": 100.0}
FROZEN = {"head": "pool", "last": LAST, "all": None}
LAYERS = "stem", *(f"blocks.{n}" for n in (0, 2, 4, 7, 10, 14, 15)), "pool"


def epochs(recipe, count):
    """How many passes over so many pictures the recipe makes."""
    if count > 1000:
        return recipe.passes // 4
    return max(recipe.passes, -(-recipe.steps * BATCH // count))


def learn(way, name, rows, seed, recipe=None, split="train", follow=False):
    """(model, History) of one of "scratch", "last" and "all", taught these rows.

    With `follow`, the history has the accuracy on the test pictures after each epoch.
    """
    recipe = recipe or RECIPES[way]
    x, y = inputs(way, name, split)
    x, y = x[rows], y[rows]
    classes = len(datasets.CLASSES[SETS[name]])
    if way == "scratch":
        model = from_scratch(x, classes, seed)
        optimizer = torch.optim.AdamW(model.parameters(), recipe.strong)
    else:
        model = from_lite0(FROZEN[way], classes, seed)
        if FROZEN[way]:
            model = layers_after(model, FROZEN[way])
        rates = groups(model, mild=recipe.mild, strong=recipe.strong)
        optimizer = torch.optim.SGD(rates, momentum=0.9)
    history = training.fit(
        model,
        (x, y),
        inputs(way, name, "test") if follow else None,
        epochs=epochs(recipe, len(rows)),
        batch=BATCH,
        optimizer=optimizer,
        one_cycle=way == "scratch",
        seed=seed,
    )
    return model, history


def taught(way, name, rows, seed, split="train", recipe=None, strength=None):
    """What can be asked by `count_correct`: a linear classifier or a network."""
    if way not in STRENGTHS:
        return learn(way, name, rows, seed, recipe, split)[0]
    x, y = inputs(way, name, split)
    kind = "svm" if way == "svm" else "softmax"
    return classifier(x[rows], y[rows], kind, strength or STRENGTHS[way])


def counted(learner, way, name, split):
    """How many of these pictures it gets right."""
    return count_correct(learner, *inputs(way, name, split))


def inputs(way, name, split):
    """What a way to learn is given for these pictures, and their labels."""
    _, labels = small(name, split)
    if way == "all":
        return pictures(name, split)
    if way == "last":
        return maps(name, split), labels
    if way in ("frozen", "svm", "head"):
        return seen(name, split), labels
    return small(name, split)


@cache
def maps(name, split):
    """What comes out of LAST: it is frozen, so it is computed once."""
    images, _ = pictures(name, split)
    lite0 = models.lite0()
    return torch.cat([activations(lite0, x, LAST)[LAST] for x in images.split(32)])


def some(name, split, per_class, seed):
    """Rows of a few examples of each class, or of "all"."""
    _, labels = small(name, split)
    if per_class == "all":
        return torch.arange(len(labels))
    return sample_per_class(labels, int(per_class), seed)


def by_depth(layer, kind, per_class, seed):
    """Test pictures right by a linear classifier on what one of LAYERS gives."""
    x, (_, labels) = seen("google", "train", layer), small("google", "train")
    rows = sample_per_class(labels, per_class, seed)
    learner = classifier(x[rows], labels[rows], kind, strength_for(x, kind))
    return count_correct(
        learner, seen("google", "test", layer), small("google", "test")[1]
    )


@cache  # `seen` gives the same tensor each time
def strength_for(x, kind):
    """Of those TRIED, the best on the validation pictures, from 20 of each class.

    x: features of all of Google's training pictures.
    """
    _, labels = small("google", "train")
    asked = kept(labels, KEPT["google"])
    fit, of_fit = x[~asked], labels[~asked]

    def counted(strength):
        taught = (sample_per_class(of_fit, 20, seed) for seed in range(3))
        learners = (classifier(fit[r], of_fit[r], kind, strength) for r in taught)
        return sum(
            count_correct(learner, x[asked], labels[asked]) for learner in learners
        )

    return max(TRIED, key=counted)


def by_split(how, way, seed):
    """(softmax, neighbour): test drawings right, of both vendors' drawings together.

    by drawing  all 1,106 drawings are split, 200 to test with
    by glyph    all 553 glyphs are split, 100 and so 200 drawings to test with
    apart       453 by Google to learn from; to test with 100 other glyphs, by Twitter
    straddling  the same, but Google's drawings of those 100 glyphs are among the 453
    """
    parts = [
        inputs(way, v, s) for v in ("google", "twitter") for s in ("train", "test")
    ]
    x, y = (torch.cat(part) for part in zip(*parts, strict=True))
    learn, test = split(how, len(y), torch.Generator().manual_seed(seed))
    learner = classifier(x[learn], y[learn], strength=STRENGTHS[way])
    closest = learn[nearest(x[test], x[learn], 1)[:, 0]]
    return count_correct(learner, x[test], y[test]), int((y[closest] == y[test]).sum())


def split(how, count, chance):
    """Rows to learn from and rows to test with; a glyph's are n and n + count / 2."""
    glyphs = count // 2
    if how == "by drawing":
        return (order := torch.randperm(count, generator=chance))[200:], order[:200]
    order = torch.randperm(glyphs, generator=chance)
    if how == "by glyph":
        rest, asked = order[100:], order[:100]
        return torch.cat([rest, rest + glyphs]), torch.cat([asked, asked + glyphs])
    chosen("split", how, ["by drawing", "by glyph", "apart", "straddling"])
    return order[100:] if how == "apart" else order[:-100], order[:100] + glyphs


def stored(experiment):
    """{name: counts, an array (settings, measures, seeds)} of a stored experiment.

    Dimensions of one are left out. Of Google's 100 test pictures, if not said
    otherwise; taught so many of each class; the names are those of WAYS.

    strengths    ways × (TRIED × 5): validation pictures right, of 100
    rates        ways × (rates × (validation, test) × 3), taught 20
    digit_rates  digits.WAYS × (digits.TRIED × 3): validation, of 500
    sizes        ways × (5, 10, 20, 50, all × (google, twitter) × 3 or 5)
    curves       ways × (epochs × 3), taught all 453
    longer       scratch × (once, three times as many passes × 3), taught all 453
    shift        ways × (taught google, twitter × asked google, twitter × 3 or 5)
    splits       how × (pixels, frozen × softmax, neighbour × 5): of 200, or of 100
    depth        layers × (softmax, svm × 10, 50 × 5)
    backbones    backbones.BACKBONES × 5, taught 20
    without      backbones.CUT × (old head, new head × 5), taught 20
    sides        frozen × (backbones.SIDES × (old head, new head) × 5), taught 20
    digits       digits.WAYS × (5, 10, 50 × 5): of 500 digits 5–9
    grey         ways × (10, 400 × 3): Lite0 and digits, of 1,000
    """
    by_name = store.grouped(store.rows(FILE, experiment=experiment), "name")
    return {
        name: np.squeeze(store.counts(rows, "count", "setting", "measure"))
        for name, rows in by_name.items()
    }
