"""The stored runs, made by data/make_alexnet.py, and what is read from them."""

import csv
import io

import numpy as np

from helpers.ablation.conditions import SEARCHED, SUBSETS, name, twin
from helpers.ablation.runs import data
from helpers.datasets import files

FILE = "alexnet_runs.csv"
SEEDS = tuple(range(10))
TRICKED = SEEDS[:5]  # the tricks take more epochs
FRESH = tuple(range(100, 105))  # for "hard": no search has seen them
LOSS = 0.7  # how soon is it reached?


def stored(experiment):
    """{name: counts, an array (…, seeds)} of a stored experiment.

    recipe    recipes × 3 seeds: validation images right, of 2,000
    ordinary  16 nets × SEEDS: test images right, of 2,000
    search    conditions × the five NETS × 3 seeds: validation images right
    hard      the five NETS × FRESH: test images right
    tricks    tricks × (test images right, of 2,000; training images right, of 1,000;
              steps until the loss is below LOSS, or −1) × TRICKED
    """
    table = {}
    for row in csv.DictReader(io.StringIO(files.verified(FILE).decode())):
        if row["experiment"] == experiment:
            by_setting = table.setdefault(row["name"], {})
            by_setting.setdefault(row["setting"], []).append(int(row["count"]))
    if not table:
        raise ValueError(f"data/{FILE} has no experiment {experiment!r}.")
    counts = {name: np.squeeze(list(found.values())) for name, found in table.items()}
    if experiment == "ordinary":  # where twins are trained once
        return {name(remove): counts[name(twin(remove))] for remove in SUBSETS}
    return counts


def _lost(condition, counts):
    """The share of what the full net has learnt, beyond guessing, that each net lacks.

    counts: validation images right of the five NETS, (5, seeds); gives 5 numbers.
    """
    _, labels = data("validation", condition)
    guessing = labels.bincount().max().item()
    learnt = counts.mean(1) - guessing
    return 1 - learnt / learnt[0]


def hardest(searched):
    """The condition in which all four cost most beyond what the two pairs cost.

    In the lecture that is 33.5 − 5.7 − 3.0 points. Here a cost is the share of what was
    learnt, and a gain is a cost of 0. The full net has to get 70 % right.
    """
    beyond = {}
    for condition, counts in searched.items():
        _, labels = data("validation", SEARCHED[condition])
        if counts[0].mean() >= 0.7 * len(labels):
            _, _, dense, convolutions, both = np.maximum(
                _lost(SEARCHED[condition], counts), 0
            )
            beyond[condition] = both - dense - convolutions
    return max(beyond, key=beyond.get)
