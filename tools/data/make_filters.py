"""Make data/cifar_filters.npz: a small AlexNet that has learnt all of CIFAR-10.

    python tools/data/make_filters.py            about ten minutes on two cores

Notebook 08 looks into it. With the weights of the end, the file has the filters of the
first layer after some epochs, and how many test images were right then. All is
computed in float32, which is quicker, and never quite the same on two computers.
"""

from pathlib import Path

import making
import numpy as np
import torch

from helpers import datasets, training
from helpers.datasets import pretrained

DATA = Path(__file__).resolve().parents[2] / "data"
EPOCHS = 0, 1, 2, 5, 10, 20
SEED = 0


def learn(train, test, epochs=EPOCHS, seed=SEED):
    """(model, History) after the last of the epochs."""
    model = pretrained.untrained_cifar_net(seed)
    # Weights that fall strongly leave smooth filters: what isn't needed goes away.
    optimizer = torch.optim.SGD(
        model.parameters(), lr=0.02, momentum=0.9, weight_decay=5e-3
    )
    history = training.fit(
        model,
        train,
        test,
        epochs[-1],
        optimizer=optimizer,
        augment=[training.augment.flip],
        keep=epochs,
        seed=seed,
    )
    return model, history


def arrays(model, history):
    """What the file holds, in half precision."""
    kept = {f"weights/{k}": v.numpy() for k, v in model.state_dict().items()}
    for epoch, weights in history.checkpoints.items():
        kept[f"filters/{epoch}"] = weights["conv1.weight"].numpy()
    return {name: array.astype(np.float16) for name, array in kept.items()}


def main():
    train, test = (datasets.load("cifar10", s, full=True) for s in datasets.SPLITS)
    before = pretrained.untrained_cifar_net(SEED)
    first = training.evaluate(before, test).accuracy
    model, history = learn(train, test)
    accuracy = [first, *history.accuracy]
    right = [round(accuracy[epoch] * len(test[1])) for epoch in EPOCHS]
    for epoch, count in zip(EPOCHS, right, strict=True):
        print(f"after {epoch} epochs {count} of {len(test[1])} right")
    counts = {"epochs": np.array(EPOCHS), "right": np.array(right)}
    making.write(DATA / pretrained.FILE, counts | arrays(model, history))


if __name__ == "__main__":
    main()
