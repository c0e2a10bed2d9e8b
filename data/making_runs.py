"""What the scripts share that train many nets: each run is stored when it is done.

Stopped and started again, such a script goes on where it was.
"""

import csv
import os
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

import torch

DATA = Path(__file__).parent


def read(path):
    """The rows of a CSV without its first line, as tuples of words; [] if no file."""
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def write(path, columns, rows):
    """Write a CSV that is never seen half written."""
    part = path.with_suffix(".part")
    with part.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    os.replace(part, path)


def go_on(path, columns, jobs, rows, place):
    """Do the jobs, two at a time, and add what they give to the CSV.

    rows(job): the rows of one job, in words. place(row): what rows are sorted by.
    """
    try:
        known = sorted(read(path), key=place)
    except (KeyError, ValueError) as error:
        raise ValueError(
            f"{path.name} has a run that isn't planned any more; delete its row, or "
            f"the file ({error})."
        ) from None
    started, spawn = time.monotonic(), get_context("spawn")
    with ProcessPoolExecutor(2, spawn, torch.set_num_threads, (1,)) as pool:
        finished = as_completed([pool.submit(rows, job) for job in jobs])
        try:
            for count, run in enumerate(finished, 1):
                known = sorted([*known, *run.result()], key=place)
                write(path, columns, known)
                minutes = (time.monotonic() - started) / 60
                left = minutes / count * (len(jobs) - count)
                words = (
                    f"{count} of {len(jobs)}, {minutes:.0f} minutes, {left:.0f} left:"
                )
                print(words, *run.result()[:3], flush=True)
        finally:  # after an error or Ctrl-C: what hasn't begun is left undone
            pool.shutdown(cancel_futures=True)
    print(f"{path.name} is made; now run data/checksums.py")
