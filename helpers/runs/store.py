"""The rows of long experiments, read and written in one way: data/*_runs.csv.

A script of tools/data trains many nets and adds a row for each; a notebook looks up
what it can't train in a minute.
"""

import csv
import io
import os
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

import numpy as np

from helpers.chosen import chosen
from helpers.datasets import files


def rows(file, **where):
    """The rows of data/`file`, as dicts of words, whose columns hold what `where` says.

    rows("depth_runs.csv", norm="norm", epochs=4)
    """
    kept = list(csv.DictReader(io.StringIO(files.verified(file).decode())))
    for column, value in where.items():
        chosen(column, str(value), dict.fromkeys(row[column] for row in kept))
        kept = [row for row in kept if row[column] == str(value)]
    return kept


def counts(kept, value, *columns):
    """An array of whole numbers: one side for each of the columns, the last for seeds.

    value: the column that holds the numbers. The rows of one seed follow each other in
    the order of the file.
    """
    if not columns:
        return np.array([int(row[value]) for row in kept])
    groups = grouped(kept, columns[0]).values()
    return np.array([counts(group, value, *columns[1:]) for group in groups])


def grouped(kept, *columns):
    """{value: rows} of the column's values; of several columns, {values: rows}."""
    groups = {}
    for row in kept:
        values = tuple(row[column] for column in columns)
        groups.setdefault(values if len(columns) > 1 else values[0], []).append(row)
    return groups


# --- written by the scripts -----------------------------------------------------------


def read(path):
    """The rows of a CSV without its first line, as tuples of words; [] if no file."""
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def write(path, columns, found):
    """Write a CSV that is never seen half written."""
    part = path.with_suffix(".part")
    with part.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(found)
    os.replace(part, path)


def go_on(path, columns, jobs, run, place):
    """Do the jobs, two at a time, and add what they give to the CSV.

    run(job): the rows of one job, in words. place(row): what rows are sorted by.
    Stopped and started again, it goes on where it was: each job is stored when done.
    """
    import torch  # only here, as it takes a second

    try:
        known = sorted(read(path), key=place)
    except (KeyError, ValueError) as error:
        raise ValueError(
            f"{path.name} has a run that isn't planned any more; delete its row, or "
            f"the file ({error})."
        ) from None
    started, spawn = time.monotonic(), get_context("spawn")
    with ProcessPoolExecutor(2, spawn, torch.set_num_threads, (1,)) as pool:
        finished = as_completed([pool.submit(run, job) for job in jobs])
        try:
            for count, done in enumerate(finished, 1):
                known = sorted([*known, *done.result()], key=place)
                write(path, columns, known)
                minutes = (time.monotonic() - started) / 60
                left = minutes / count * (len(jobs) - count)
                words = (
                    f"{count} of {len(jobs)}, {minutes:.0f} minutes, {left:.0f} left:"
                )
                print(words, *done.result()[:3], flush=True)
        finally:  # after an error or Ctrl-C: what hasn't begun is left undone
            pool.shutdown(cancel_futures=True)
    print(f"{path.name} is made; now run tools/data/checksums.py")
