"""The one store of long experiments: what it reads, and how a script goes on."""

import csv
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np
import pytest

from helpers.datasets import files
from helpers.runs import store

FILES = ("lenet_runs.csv", "right"), ("transfer_runs.csv", "count")


@pytest.mark.parametrize(("file", "value"), FILES)
def test_rows_and_counts_lose_nothing(file, value):
    with (files.DATA / file).open(newline="", encoding="utf-8") as opened:
        whole = list(csv.DictReader(opened))
    assert store.rows(file) == whole
    assert store.counts(whole, value).tolist() == [int(row[value]) for row in whole]
    groups = store.grouped(whole, "experiment", "seed")
    assert sum(map(len, groups.values())) == len(whole)
    (row,) = store.rows(file, **whole[7])
    assert row == whole[7]


def test_counts_have_a_side_for_each_column():
    kept = [
        {"net": net, "epoch": epoch, "seed": seed, "right": f"{net}{epoch}{seed}"}
        for net in "12"
        for epoch in "345"
        for seed in "6789"
    ]
    found = store.counts(kept, "right", "net", "epoch")
    assert found.shape == (2, 3, 4) and found[1, 0].tolist() == [236, 237, 238, 239]
    assert (
        np.moveaxis(found, 0, 1) == store.counts(kept, "right", "epoch", "net")
    ).all()


def test_what_is_not_there_is_named():
    with pytest.raises(ValueError, match="'norms'; choose one of norm, no norm"):
        store.rows("depth_runs.csv", norm="norms")


@pytest.fixture
def threads(monkeypatch):
    """A pool of threads in place of processes, which take seconds to start."""

    class Pool(ThreadPoolExecutor):
        def __init__(self, count, *more):
            super().__init__(count)

        def shutdown(self, wait=True, *, cancel_futures=False):
            super().shutdown(wait=False, cancel_futures=cancel_futures)
            self.cancelled.set()
            super().shutdown(wait=wait)

        cancelled = Event()

    monkeypatch.setattr(store, "ProcessPoolExecutor", Pool)
    return Pool


def go_on_where_they_were(path):
    wanted = [(f"part {n}", str(n)) for n in range(5)]

    def go_on(jobs):
        store.go_on(path, ("name", "seed"), jobs, sorted, wanted.index)

    go_on([[wanted[4]], [wanted[1], wanted[0]]])
    assert store.read(path) == [wanted[0], wanted[1], wanted[4]]
    go_on([[wanted[3], wanted[2]]])
    assert store.read(path) == wanted
    assert path.read_text(encoding="utf-8").startswith("name,seed\npart 0,0\n")
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    wanted.pop()  # a plan that has no place for what is there
    with pytest.raises(ValueError, match="isn't planned any more.*part 4"):
        go_on([])


def test_runs_go_on_where_they_were_and_keep_their_order(threads, tmp_path, capsys):
    go_on_where_they_were(tmp_path / "store.csv")
    said = capsys.readouterr().out
    assert re.search(r"1 of 2, \d+ minutes, \d+ left: \('part", said)


@pytest.mark.thorough
def test_so_they_do_in_processes(tmp_path):
    go_on_where_they_were(tmp_path / "store.csv")


def test_after_an_error_what_has_not_begun_is_left_undone(threads, tmp_path):
    begun = []

    def begun_or_wrong(job):
        if job is None:
            raise RuntimeError("wrong")
        begun.append(job)
        threads.cancelled.wait()
        return [(str(job),)]

    jobs = [None, *range(30)]
    with pytest.raises(RuntimeError, match="wrong"):
        store.go_on(tmp_path / "runs.csv", ["run"], jobs, begun_or_wrong, str)
    assert len(begun) < 15
