"""Make data/transfer_runs.csv: what is learnt anew, by whom, from how few examples.

    python tools/data/make_transfer.py [EXPERIMENT …]   forty minutes on two quiet cores

Each row is a number of pictures that were named rightly. Stopped and started again, it
goes on where it was.
"""

import sys
from dataclasses import replace

from making import DATA

from helpers.runs import backbones, digits, store
from helpers.runs import transfer as runs

COLUMNS = "experiment", "name", "setting", "measure", "seed", "count"
SIZES = ["5", "10", "20", "50", "all"]  # examples of each class
VENDORS = "google", "twitter"
HEADS = "old head", "new head"
FIVE, THREE = range(5), range(3)  # seeds; three for what takes minutes


def jobs():
    """All runs: (experiment, name, setting, seed), the most useful ones first."""
    linear = ["pixels", "frozen"]
    plan = [
        ("strengths", ["pixels", "frozen", "svm"], runs.TRIED, FIVE),
        ("sizes", linear, SIZES, FIVE),
        ("splits", ["by drawing", "by glyph", "apart", "straddling"], linear, FIVE),
        ("shift", linear, VENDORS, FIVE),
        ("depth", runs.LAYERS, ["softmax", "svm"], FIVE),
        ("digit_rates", digits.WAYS, digits.TRIED, THREE),
        ("rates", ["last"], runs.RATES, THREE),
        ("rates", ["scratch"], runs.SCRATCH, THREE),
        ("rates", ["all"], runs.RATES, THREE),
        ("digits", digits.WAYS, digits.SIZES, FIVE),
        ("sizes", ["last", "scratch", "all"], SIZES, THREE),
        ("head", ["head"], ["all"], THREE),
        ("grey", ["frozen", "scratch", "last", "all"], ["10", "all"], THREE),
        ("longer", ["scratch"], ["1", "3"], THREE),
        ("sides", ["frozen"], backbones.SIDES, FIVE),
        ("backbones", backbones.BACKBONES, ["20"], FIVE),
        ("without", backbones.CUT, ["20"], FIVE),
        ("shift", ["last"], VENDORS, THREE),
    ]
    for experiment, names, settings, seeds in plan:
        for name in map(str, names):
            for setting in settings:
                yield from ((experiment, name, str(setting), str(n)) for n in seeds)


def strengths(way, strength, seed):
    """How strong a linear classifier should be, by the validation pictures."""
    rows = runs.some("google", "fit", 20, seed)
    learner = runs.taught(way, "google", rows, seed, "fit", strength=float(strength))
    return {"validation": runs.counted(learner, way, "google", "validation")}


def rates(way, rate, seed):
    """How quickly the layers should learn: validation to choose by, test to report."""
    recipe = (runs.SCRATCH if way == "scratch" else runs.RATES)[rate]
    rows = runs.some("google", "fit", 20, seed)
    learner = runs.taught(way, "google", rows, seed, "fit", recipe)
    splits = "validation", "test"
    return {split: runs.counted(learner, way, "google", split) for split in splits}


def sizes(way, size, seed):
    """From few examples to all there are; and what it makes of the other drawings."""
    if size == "all" and way in runs.RECIPES:
        return curve(way, seed)
    rows = runs.some("google", "train", size, seed)
    learner = runs.taught(way, "google", rows, seed)
    return {vendor: runs.counted(learner, way, vendor, "test") for vendor in VENDORS}


def curve(way, seed):
    """Taught all 453: by both vendors' drawings, and Google's after each epoch."""
    rows = runs.some("google", "train", "all", seed)
    model, history = runs.learn(way, "google", rows, seed, follow=True)
    found = {vendor: runs.counted(model, way, vendor, "test") for vendor in VENDORS}
    epochs = enumerate(history.accuracy, 1)
    return found | {epoch: round(100 * share) for epoch, share in epochs}


def head(way, size, seed):
    """A new head alone, taught like the others, for its curve."""
    return curve(way, seed)


def longer(way, times, seed):
    """From scratch, with as many passes over all 453, and with more."""
    recipe = runs.RECIPES[way]
    recipe = replace(recipe, passes=int(times) * recipe.passes)
    rows = runs.some("google", "train", "all", seed)
    learner = runs.taught(way, "google", rows, seed, recipe=recipe)
    return {"test": runs.counted(learner, way, "google", "test")}


def shift(way, vendor, seed):
    """Taught 50 of each class by one vendor, asked about both vendors' test glyphs."""
    rows = runs.some(vendor, "train", "50", seed)
    learner = runs.taught(way, vendor, rows, seed)
    return {asked: runs.counted(learner, way, asked, "test") for asked in VENDORS}


def splits(how, way, seed):
    """Do a glyph's two drawings straddle the split?"""
    kinds = "softmax", "neighbour"
    return dict(zip(kinds, runs.by_split(how, way, seed), strict=True))


def depth(layer, kind, seed):
    """A linear classifier on one layer's features, from 10 and from 50 examples."""
    return {n: runs.by_depth(layer, kind, n, seed) for n in (10, 50)}


def digit_rates(way, rate, seed):
    """How quickly a LeNet should learn 5–9, by the validation digits."""
    model = digits.learn(way, 10, seed, float(rate), "fit")
    return {"validation": digits.counted(model, "validation")}


def digits_(way, size, seed):
    """A LeNet that knows 0–4, or doesn't, learns 5–9."""
    return {"test": digits.counted(digits.learn(way, int(size), seed))}


def grey(way, size, seed):
    """Lite0 learns digits, which are nothing like photos: a few, or all 4,000."""
    rows = runs.some("digits", "train", size, seed)
    learner = runs.taught(way, "digits", rows, seed)
    return {"test": runs.counted(learner, way, "digits", "test")}


def backbones_(name, size, seed):
    """The same drawings and the same classifier, on other nets' features."""
    return {"test": backbones.by_backbone(name, seed)}


def without(block, size, seed):
    """Lite0's features, one of its blocks taken out."""
    return dict(zip(HEADS, backbones.without(int(block), seed), strict=True))


def sides(way, side, seed):
    """Lite0's features of pictures of another size."""
    return dict(zip(HEADS, backbones.by_side(int(side), seed), strict=True))


FUNCTIONS = {
    what.__name__.strip("_"): what
    for what in (
        *(strengths, sizes, splits, shift, depth, digit_rates, digits_, rates),
        *(head, grey, longer, backbones_, without, sides),
    )
}


def rows(job):
    """What one run gives: rows for the CSV. Numbers of epochs belong to the curves."""
    experiment, name, setting, seed = job
    return [
        ("curves", name, "", str(measure), seed, str(count))
        if isinstance(measure, int) and experiment in ("sizes", "head")
        else (experiment, name, setting, str(measure), seed, str(count))
        for measure, count in FUNCTIONS[experiment](name, setting, int(seed)).items()
    ]


def place(row, order):
    """Where a row belongs: in the order of the jobs, and the curves at the end."""
    if row[0] == "curves":
        return len(order), row[1], int(row[3]), int(row[4])
    return (order[(*row[:3], row[4])],)


def main(experiments):
    path, order = DATA / runs.FILE, {job: n for n, job in enumerate(jobs())}
    done = {(*row[:3], row[4]) for row in store.read(path)}
    unknown = set(experiments) - {job[0] for job in order}
    if unknown:
        raise SystemExit(f"Experiments are {', '.join(FUNCTIONS)}; not {unknown}.")
    todo = [job for job in order if job not in done]
    todo = [job for job in todo if not experiments or job[0] in experiments]
    store.go_on(path, COLUMNS, todo, rows, lambda row: place(row, order))


if __name__ == "__main__":
    main(sys.argv[1:])
