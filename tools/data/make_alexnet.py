"""Make data/alexnet_runs.csv: what the small AlexNet learnt, whole and in parts.

    python tools/data/make_alexnet.py            under 30 minutes on two cores

Notebook 07 trains some of these nets itself, and finds the stored numbers again: all
is computed in float64, in processes of one thread. (Only `regularized` trains so long
that roundings grow: another kind of processor may give somewhat different numbers.)
Stopped and started again, it goes on where it was. On more and larger pictures:

    python tools/data/make_alexnet.py cifar10    all of CIFAR-10; hours without a GPU
    torchrun --nproc-per-node 2 tools/data/make_alexnet.py folder PATH --size 64

PATH has train/ and val/ inside, with a folder a class in each, and any number of
pictures. These train in float32, on a GPU where there is one; what comes out is
written beside the full sets.
"""

import argparse
import hashlib
from pathlib import Path

import torch
import torch.nn.functional as F
import tqdm
from making import DATA

from helpers import datasets, models, training
from helpers.datasets import full_sets, picture_folders
from helpers.runs import alexnet, store
from helpers.training import distributed

COLUMNS = "experiment", "name", "setting", "seed", "count"
SEVERAL = {"regularized": ["test", "train"], "seen": list(alexnet.ASKED)}  # of one run


def jobs():
    """All runs as (experiment, name, setting, seed, net's lack, condition, split)."""
    for recipe, condition in alexnet.RECIPES.items():
        for seed in alexnet.FEW:
            yield "recipe", recipe, "", seed, (), condition, "validation"
    for remove in dict.fromkeys(map(alexnet.twin, alexnet.SUBSETS)):
        for seed in alexnet.SEEDS:
            net = alexnet.name(remove)
            yield "ordinary", net, "", seed, remove, alexnet.ORDINARY, "test"
    for name, condition in alexnet.SEARCHED.items():
        for net, remove in alexnet.NETS.items():
            for seed in alexnet.FEW:
                yield "search", name, net, seed, remove, condition, "validation"
    for net, remove in alexnet.NETS.items():
        for seed in alexnet.FRESH:
            condition = alexnet.CONDITIONS["hard"]
            yield "hard", net, "", seed, remove, condition, "test"
    for experiment, conditions in alexnet.TAUGHT.items():
        seeds = alexnet.MORE if experiment == "seen" else alexnet.FEW
        for name, condition in conditions.items():
            for seed in seeds:
                first = SEVERAL.get(experiment, [""])[0]
                yield experiment, name, first, seed, (), condition, "test"


def rows(job):
    """What one run gives: rows for the CSV."""
    experiment, name, setting, seed, remove, condition, split = job
    model, _ = alexnet.train(remove, seed, condition)
    found = {setting: alexnet.count_correct(model, condition, split)}
    if experiment == "regularized":
        found["train"] = alexnet.count_correct(model, condition, "train")
    if experiment == "seen":
        found = alexnet.count_asked(model)
    return [(experiment, name, key, str(seed), str(found[key])) for key in found]


def planned():
    """The first four columns of all rows that the jobs give, in their order."""
    return [
        (experiment, name, key, str(seed))
        for experiment, name, setting, seed, *_ in jobs()
        for key in SEVERAL.get(experiment, [setting])
    ]


def runs(experiments):
    """Run what isn't in the CSV yet; its rows are kept in the order of the jobs."""
    order = planned()
    path = DATA / alexnet.FILE
    done = {row[:4] for row in store.read(path)}
    todo = [job for job in jobs() if (*job[:3], str(job[3])) not in done]
    todo = [job for job in todo if not experiments or job[0] in experiments]
    store.go_on(path, COLUMNS, todo, rows, lambda row: order.index(row[:4]))


def cifar10(size):
    """All of CIFAR-10 as bytes, (N, 3, size, size), and its classes."""
    sets = {}
    for split in datasets.SPLITS:
        images, labels = full_sets.read("cifar10", split)
        larger = [
            F.interpolate(part.float(), size=size, mode="bilinear").round().byte()
            for part in torch.from_numpy(images).split(1000)
        ]
        sets[split] = torch.cat(larger), torch.from_numpy(labels).long()
    return sets, datasets.CLASSES["cifar10"]


def full(what, sets, classes, args):
    """Train the five nets on many pictures, each in a team if there is one."""
    path = full_sets.folder() / f"alexnet_{what}.csv"
    pictures = len(sets["train"][1])
    setting = tuple(map(str, (args.size, args.width, args.epochs, pictures)))
    columns = "size", "width", "epochs", "pictures", "net", "seed", "right", "of"
    found = store.read(path)  # by all of a team, before the first one can write
    first = distributed.current_team().rank == 0
    done = {row[:6] for row in found}
    for seed in range(args.seeds):
        for net, remove in alexnet.NETS.items():
            if (*setting, net, str(seed)) in done:
                continue
            model = models.AlexNet(
                remove,
                len(classes),
                "small",
                args.width,
                (3, args.size, args.size),
                seed=seed,
            )
            counted = taught(model, sets, seed, args.epochs, f"{net}, {seed}", first)
            found.append((*setting, net, str(seed), *map(str, counted)))
            if first:
                store.write(path, columns, found)
                words = f"{net}, seed {seed}: {counted[0]} of {counted[1]} right"
                print(words, f"({path})", flush=True)


def taught(model, sets, seed, epochs, words, first):
    """(test pictures right, all test pictures) after training with a bar."""
    train, test = sets["train"], sets["test"]
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    steps = epochs * -(-len(train[1]) // 128)
    with tqdm.tqdm(total=steps, desc=words, disable=not first) as bar:
        training.fit(
            model,
            train,
            epochs=epochs,
            optimizer=optimizer,
            augment=[training.augment.shift, training.augment.flip],
            seed=seed,
            watch=lambda history: bar.update(),
        )
    right = training.evaluate(model, test).confusion.diag().sum().item()
    return right, len(test[1])


def main():
    said = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    said.add_argument("what", nargs="*", help="cifar10; folder PATH; or experiments")
    said.add_argument("--size", type=int, default=64, help="pixels a side")
    said.add_argument("--width", type=int, default=2, help="times the small AlexNet")
    said.add_argument("--epochs", type=int, default=10)
    said.add_argument("--seeds", type=int, default=3)
    args = said.parse_args()
    if args.what == ["cifar10"]:
        full("cifar10", *cifar10(args.size), args)
    elif args.what[:1] == ["folder"] and len(args.what) == 2:
        path = Path(args.what[1]).resolve()
        which = hashlib.sha256(str(path).encode()).hexdigest()[:8]  # of this name
        what = f"{path.name}_{which}"
        full(what, *picture_folders.load(path, args.size), args)
    elif set(args.what) <= {job[0] for job in jobs()}:
        runs(args.what)
    else:
        known = ", ".join(dict.fromkeys(job[0] for job in jobs()))
        said.error(f"say cifar10, folder PATH, or some of these: {known}")


if __name__ == "__main__":
    main()
