"""Make data/cifar_filters.npz: a small AlexNet that has learnt all of CIFAR-10.

    python tools/data/make_filters.py            about ten minutes on two cores

Notebook 09 looks into it. The file has the filters of the first layer after some
epochs, which emoji then excited each map of each convolution most, and how many test
images were right. All is computed in float32, which is quicker, and never quite the
same on two computers.
"""

from collections import OrderedDict

import making
import numpy as np
import torch
from torch import nn

from helpers import datasets, features, models, training
from helpers.arithmetic import Conv, Dense, Pool
from helpers.datasets import pretrained

EPOCHS = 0, 1, 2, 5, 10, 20
SEED = 0
TOP = 9  # emoji of each map
LAYERS = [
    Conv(64, 11, 2, 2, name="conv1"),  # (64, 13, 13); AlexNet's size
    Pool(3, 2, name="pool1"),
    Conv(48, 5, padding=2, name="conv2"),  # (48, 6, 6)
    Pool(3, 2, 1, name="pool2"),
    Conv(64, 3, padding=1, name="conv3"),  # (64, 3, 3)
    Conv(64, 3, padding=1, name="conv4"),
    Conv(48, 3, padding=1, name="conv5"),
    Pool(3, 2, 1, name="pool5"),  # (48, 2, 2)
    Dense(128, name="fc6"),
    Dense(128, name="fc7"),
    Dense(10, name="fc8"),
]


class Centre(nn.Module):
    """Pictures from 0 to 1 become −2 to 2: around 0, and about as wide as a bell."""

    def forward(self, x):
        return 4 * x - 2


def untrained(seed):
    """The network as it was before training: pictures (N, 3, 32, 32) to (N, 10)."""
    net = models.built((3, 32, 32), LAYERS, seed)
    return nn.Sequential(OrderedDict(centre=Centre(), **dict(net.named_children())))


def learn(train, test):
    """The History of its training, with the weights after each of the epochs."""
    model = untrained(SEED)
    # Weights that fall strongly leave smooth filters: what isn't needed goes away.
    optimizer = torch.optim.SGD(
        model.parameters(), lr=0.02, momentum=0.9, weight_decay=5e-3
    )
    return training.fit(
        model,
        train,
        test,
        EPOCHS[-1],
        optimizer=optimizer,
        augment=[training.augment.flip],
        keep=EPOCHS,
        seed=SEED,
    )


def best(weights):
    """{layer: (channels, 9)}: which emoji excite each of its maps most, somewhere."""
    model = untrained(SEED)
    model.load_state_dict(weights)
    names = [layer.name for layer in LAYERS if isinstance(layer, Conv)]
    found = features.activations(model, pretrained.small_emoji(), names)
    peaks = {name: maps.amax((2, 3)) for name, maps in found.items()}
    return {name: p.argsort(0, descending=True)[:TOP].T for name, p in peaks.items()}


def arrays(history):
    """What the file holds: filters in half precision, and numbers of emoji."""
    moments = history.checkpoints
    stored = {
        f"filters/{epoch}": weights["conv1.weight"].numpy().astype(np.float16)
        for epoch, weights in moments.items()
    }
    found = [best(weights) for weights in moments.values()]
    for name in found[0]:
        numbers = np.stack([by_layer[name] for by_layer in found])
        stored[f"best/{name}"] = numbers.astype(np.uint16)
    return stored


def main():
    train, test = (datasets.load("cifar10", s, full=True) for s in datasets.SPLITS)
    before = untrained(SEED)
    first = training.evaluate(before, test).accuracy
    history = learn(train, test)
    accuracy = [first, *history.accuracy]
    right = [round(accuracy[epoch] * len(test[1])) for epoch in EPOCHS]
    for epoch, count in zip(EPOCHS, right, strict=True):
        print(f"after {epoch} epochs {count} of {len(test[1])} right")
    counts = {"epochs": np.array(EPOCHS), "right": np.array(right)}
    making.write(making.DATA / pretrained.FILE, counts | arrays(history))


if __name__ == "__main__":
    main()
