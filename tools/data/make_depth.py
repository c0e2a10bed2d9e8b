"""Make data/depth_runs.csv: what plain and residual nets of three depths learn.

    python tools/data/make_depth.py              15 minutes on two cores

Notebook 11 trains some of these nets itself, and finds the stored numbers again: all
is computed in float64, in processes of one thread. (In plain nets of 44 layers, and in
the longer trainings, roundings grow: another kind of processor gives somewhat different
numbers.) Stopped and started again, it goes on where it was.
"""

from itertools import product

from making import DATA

from helpers.runs import depth, store

PATH = DATA / depth.FILE
COLUMNS = "norm", "epochs", "rate", "kind", "layers", "seed", "measure", "wrong"


def jobs():
    """All runs, as the CSV's first six columns."""
    for (norm, epochs), (rates, depths) in depth.PLANNED.items():
        for rate, layers, kind, seed in product(
            rates, depths, depth.KINDS, depth.SEEDS
        ):
            yield norm, epochs, rate, kind, layers, seed


def rows(job):
    """What one run gives: rows for the CSV."""
    norm, epochs, rate, kind, layers, seed = job
    blocks, residual = depth.DEPTHS[layers], depth.KINDS[kind]
    model, _ = depth.train(blocks, residual, depth.NORMS[norm], seed, rate, epochs)
    return [
        (*map(str, job), split, str(depth.wrong(model, split)))
        for split in depth.SPLITS
    ]


def main():
    order = [tuple(map(str, job)) for job in jobs()]
    done = {row[:6] for row in store.read(PATH)}
    todo = [job for job in jobs() if tuple(map(str, job)) not in done]
    store.go_on(PATH, COLUMNS, todo, rows, lambda row: order.index(row[:6]))


if __name__ == "__main__":
    main()
