"""Make data/lenet_runs.csv and data/lenet_full.csv: what networks learnt, stored.

    python tools/data/make_lenet.py           about fifteen minutes on one core
    python tools/data/make_lenet.py sharing   one experiment anew, at the file's end
    python tools/data/make_lenet.py full      all of MNIST: see data/README.md

Notebook 06 trains some of these networks itself, and finds the stored numbers again.
The first file is the same on every computer: all is computed in float64. The second
one has seconds in it, and float32, which is quicker and never quite the same.
"""

import sys
import time
from functools import cache, partial
from pathlib import Path

import torch

from helpers import datasets, models, training
from helpers.runs import lenet, store

DATA = Path(__file__).resolve().parents[2] / "data"
COUNTS = 100, 400, 1000, 4000
RATES = {"LeNet": 0.008, "local": 0.004}  # chosen by `rates`, for 100 digits
COLUMNS = "experiment", "net", "setting", "seed", "right"
AUGMENT = {
    "none": [],
    "shift": [training.augment.shift],
    "rotate": [training.augment.rotate],
    "flip": [training.augment.flip],
    "brightness, contrast": [training.augment.brightness_contrast],
    "salt and pepper": [training.augment.salt_and_pepper],
    "shift by 4": [partial(training.augment.shift, most=4)],
}


def digits(split):
    images, labels = datasets.load("mnist", split, full=False)
    return images.double(), labels


def right(history, of=1000):
    return [round(accuracy * of) for accuracy in history.accuracy]


def some(train, count, seed):
    """`count` digits of the training part, drawn anew for every seed."""
    rows = torch.randperm(4000, generator=torch.Generator().manual_seed(seed))[:count]
    return train[0][rows], train[1][rows]


def epochs_for(count):
    """As many passes over `count` digits as make 4 passes over 4,000."""
    steps = lenet.EPOCHS * -(-4000 // lenet.BATCH)
    return steps // -(-count // lenet.BATCH)


@cache
def taught(net, seed, count=None, changes="none"):
    """(model, History) from all training digits, or `count` drawn by the seed."""
    train, test = digits("train"), digits("test")
    if count is None:
        return lenet.train(net, train, test, seed, augment=AUGMENT[changes])
    return lenet.train(
        net,
        some(train, count, seed),
        seed=seed,
        epochs=epochs_for(count),
        augment=AUGMENT[changes],
    )


def by_digit(model, test):
    """How many of the 100 zeros, ones … nines are right."""
    return training.evaluate(model, test).confusion.diag()


def epochs():
    for net in lenet.RIVALS:
        for seed in lenet.SEEDS:
            _, history = taught(net, seed)
            for epoch, count in enumerate(right(history), 1):
                yield net, epoch, seed, count


def shuffled():
    order = torch.randperm(784, generator=torch.Generator().manual_seed(0))
    train, test = (
        (x.flatten(1)[:, order].view(x.shape), labels)
        for x, labels in (digits("train"), digits("test"))
    )
    for net in "LeNet", "dense 300":
        for seed in lenet.SEEDS:
            _, history = lenet.train(net, train, test, seed)
            for epoch, count in enumerate(right(history), 1):
                yield net, epoch, seed, count


def examples():
    test = digits("test")
    for net in "LeNet", "dense 300":
        for name in "none", "shift":
            for count in COUNTS:
                for seed in lenet.SEEDS:
                    model, _ = taught(net, seed, count, name)
                    found = by_digit(model, test).sum().item()
                    yield f"{net}, {name}", count, seed, found


def augment():
    for name in list(AUGMENT)[:-1]:
        for seed in lenet.SEEDS:
            model, _ = taught("LeNet", seed, 1000, name)
            for digit, count in enumerate(by_digit(model, digits("test")).tolist()):
                yield name, digit, seed, count


def mirrored():
    """Who is taken for whom, by LeNets that have or haven't seen mirrored digits."""
    for name in "none", "flip":
        for seed in lenet.SEEDS:
            model, _ = taught("LeNet", seed, 1000, name)
            confusion = training.evaluate(model, digits("test")).confusion
            for digit, taken_for in (3, 5), (5, 3):
                count = confusion[digit, taken_for].item()
                yield name, f"{digit} as {taken_for}", seed, count


def moved():
    images, labels = digits("test")
    for net, name in ("LeNet", "none"), ("dense 300", "none"), ("LeNet", "shift by 4"):
        for seed in lenet.SEEDS:
            model, _ = taught(net, seed, changes=name)
            for pixels in range(9):
                steps = torch.full((len(labels),), pixels)
                seen = training.augment.moved(images, steps, 0 * steps)
                count = by_digit(model, (seen, labels)).sum().item()
                yield f"{net}, {name}", pixels, seed, count


def pooling():
    """Maxima or averages, on digits and on clothes."""
    for name in lenet.POOLED:
        for what in "mnist", "fashion_mnist":
            train, test = (
                (images[:4000].double(), labels[:4000])
                for images, labels in (
                    datasets.load(what, split, full=False) for split in datasets.SPLITS
                )
            )
            for seed in range(5):
                _, history = lenet.train(name, train, test, seed)
                yield name, what, seed, round(history.accuracy[-1] * len(test[1]))


def rates():
    """With 100 digits, which highest rate? By 1,000 of the 4,000 that aren't learnt.

    Other seeds than those of `sharing`, and no test digit.
    """
    images, labels = digits("train")
    for net in RATES:
        for rate in 0.004, 0.008:
            for seed in 10, 11, 12:
                drawn = torch.Generator().manual_seed(seed)
                rest = torch.randperm(4000, generator=drawn)[100:1100]
                model = from_100(net, seed, rate)
                found = by_digit(model, (images[rest], labels[rest])).sum().item()
                yield net, rate, seed, found


def sharing():
    yield from with_100(*RATES)


def first():
    yield from with_100(*[f"{kind} first" for kind in lenet.FIRST])


def with_100(*nets):
    for net in nets:
        for seed in range(6):
            model = from_100(net, seed, RATES.get(net, RATES["LeNet"]))
            yield net, 100, seed, by_digit(model, digits("test")).sum().item()


def from_100(net, seed, rate):
    """The net after 100 training digits, drawn by the seed."""
    learn, epochs = some(digits("train"), 100, seed), epochs_for(100)
    return lenet.train(net, learn, seed=seed, epochs=epochs, rate=rate)[0]


EXPERIMENTS = (
    *("epochs", "shuffled", "examples", "augment", "moved", "mirrored"),
    *("rates", "sharing", "first", "pooling"),
)


def runs(names):
    for name in names:
        for row in globals()[name]():
            yield name, *row


def full_runs(epochs=2):
    train, test = (datasets.load("mnist", part, full=True) for part in datasets.SPLITS)
    runs = []
    for seed in lenet.SEEDS:
        model, start = models.lenet(seed), time.process_time()
        history = training.fit(model, train, test, epochs, lr=8e-3, seed=seed)
        seconds = time.process_time() - start
        runs.append([(n, round(seconds, 1)) for n in right(history, 10_000)])
    for epoch in range(epochs):
        for seed, run in zip(lenet.SEEDS, runs, strict=True):
            yield epoch + 1, seed, *run[epoch]


def main(*what):
    torch.set_num_threads(1)
    if what == ("full",):
        columns = "epoch", "seed", "right", "seconds"
        store.write(DATA / lenet.FULL_FILE, columns, full_runs())
    else:
        path, names = DATA / lenet.FILE, what or EXPERIMENTS
        kept = [row for row in store.read(path) if row[0] not in names]
        store.write(path, COLUMNS, [*kept, *runs(names)])


if __name__ == "__main__":
    main(*sys.argv[1:])
