"""Make data/alexnet_runs.csv: what the small AlexNet learnt, whole and in parts.

    python data/make_alexnet.py          about half an hour on two cores

Notebook 07 trains some of these nets itself, and finds the stored numbers again. They
are the same on every computer: all is computed in float64, in processes of one thread.
Stopped and started again, it goes on where it was.
"""

import csv
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import torch

from helpers import ablation

CSV = Path(__file__).parent / ablation.FILE
COLUMNS = "experiment", "name", "setting", "seed", "count"
FEW = ablation.SEEDS[:3]


def jobs():
    """All runs as (experiment, name, setting, seed, net's lack, condition, split)."""
    for recipe, condition in ablation.RECIPES.items():
        for seed in FEW:
            yield "recipe", recipe, "", seed, (), condition, "validation"
    for remove in ablation.SUBSETS:
        for seed in ablation.SEEDS:
            net = ablation.name(remove)
            yield "ordinary", net, "", seed, remove, ablation.ORDINARY, "test"
    for trick, condition in ablation.TRICKS.items():
        for seed in ablation.SEEDS:
            yield "tricks", trick, "test", seed, (), condition, "test"
    for name, condition in ablation.SEARCHED.items():
        for net, remove in ablation.NETS.items():
            for seed in FEW:
                yield "search", name, net, seed, remove, condition, "validation"
    for net, remove in ablation.NETS.items():
        for seed in ablation.FRESH:
            condition = ablation.CONDITIONS["hard"]
            yield "hard", net, "", seed, remove, condition, "test"


def rows(job):
    """What one run gives: rows for the CSV."""
    experiment, name, setting, seed, remove, condition, split = job
    model, history = ablation.train(remove, seed, condition)
    found = {setting: ablation.right(model, condition, split)}
    if experiment == "tricks":
        found["train"] = ablation.right(model, condition, "train")
        found["steps"] = ablation.steps_to(ablation.LOSS, history)
    return [(experiment, name, key, seed, found[key]) for key in found]


def read():
    """{(experiment, name, setting, seed): row} of what is there already."""
    if not CSV.exists():
        return {}
    with CSV.open(newline="", encoding="utf-8") as file:
        return {tuple(row[:4]): row for row in list(csv.reader(file))[1:]}


def write(found):
    """The rows in the order of the jobs, whichever order they came in."""
    part = CSV.with_suffix(".part")
    with part.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(found[key] for key in wanted() if key in found)
    os.replace(part, CSV)


def wanted():
    for job in jobs():
        settings = [job[2]]
        if job[0] == "tricks":
            settings += ["train", "steps"]
        for setting in settings:
            yield job[0], job[1], setting, str(job[3])


def main(*names):
    found, started = read(), time.monotonic()
    todo = [
        job
        for job in jobs()
        if (job[0], job[1], job[2], str(job[3])) not in found
        and (not names or job[0] in names)
    ]
    with ProcessPoolExecutor(
        2, get_context("spawn"), torch.set_num_threads, (1,)
    ) as pool:
        for done, new in enumerate(pool.map(rows, todo), 1):
            found |= {tuple(map(str, row[:4])): row for row in new}
            write(found)
            minutes = (time.monotonic() - started) / 60
            left = minutes / done * (len(todo) - done)
            words = f"{done} of {len(todo)} runs, {left:.0f} minutes left: {new[0]}"
            print(words, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
