"""Make data/depth_runs.csv: what plain and residual nets of three depths learn.

    python data/make_depth.py              about 20 minutes on two cores

Notebook 10 trains some of these nets itself, and finds the stored numbers again: all
is computed in float64, in processes of one thread. (In plain nets of 44 layers, and in
the longer trainings, roundings grow: another kind of processor gives somewhat different
numbers.) Stopped and started again, it goes on where it was.
"""

import csv
import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import torch

from helpers import depth

PATH = Path(__file__).parent / depth.FILE
COLUMNS = "norm", "epochs", "rate", "kind", "layers", "seed", "measure", "wrong"


def jobs():
    """All runs, as the CSV's first six columns."""
    fast, slow = depth.RATES
    for norm, epochs, rate, depths in (
        ("norm", depth.EPOCHS, fast, depth.DEPTHS),
        ("no norm", depth.EPOCHS, slow, depth.DEPTHS),
        ("norm", depth.EPOCHS, slow, depth.DEPTHS),
        ("norm", depth.LONGER, fast, (8, 20)),
        ("no norm", depth.EPOCHS, fast, depth.DEPTHS),
    ):
        for layers in depths:
            for kind in depth.KINDS:
                for seed in depth.SEEDS:
                    yield norm, epochs, rate, kind, layers, seed


def rows(job):
    """What one run gives: rows for the CSV."""
    norm, epochs, rate, kind, layers, seed = job
    blocks, residual = depth.DEPTHS[layers], depth.KINDS[kind]
    model, _ = depth.train(blocks, residual, depth.NORMS[norm], seed, rate, epochs)
    return [
        (*map(str, job), split, str(depth.wrong(model, split)))
        for split in ("train", "test")
    ]


def read():
    """The rows that are there already."""
    if not PATH.exists():
        return []
    with PATH.open(newline="", encoding="utf-8") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def write(found):
    part = PATH.with_suffix(".part")
    with part.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(found)
    os.replace(part, PATH)


def main():
    found = read()
    order = [tuple(map(str, job)) for job in jobs()]
    done = {row[:6] for row in found}
    todo = [job for job in jobs() if tuple(map(str, job)) not in done]
    started, spawn = time.monotonic(), get_context("spawn")
    with ProcessPoolExecutor(2, spawn, torch.set_num_threads, (1,)) as pool:
        for count, new in enumerate(pool.map(rows, todo), 1):
            found += new
            write(sorted(found, key=lambda row: order.index(row[:6])))
            left = (time.monotonic() - started) / count * (len(todo) - count) / 60
            print(f"{count} of {len(todo)}, {left:.0f} minutes left:", *new, flush=True)
    print(f"{PATH.name} is made; now run data/checksums.py")


if __name__ == "__main__":
    main()
