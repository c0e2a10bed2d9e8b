"""A digit, and what a network makes of it; torch is imported only when it's used."""

from functools import cache

import numpy as np

from helpers.explorers.one_thread import one_thread

MOST = 6  # feature maps that are shown


@cache
def stored_digits():
    """One test digit of each kind, (10, 28, 28)."""
    from helpers import datasets  # only here, as it takes torch

    images, labels = datasets.load("mnist", "test", full=False)
    return np.stack([images[labels == digit][0, 0].numpy() for digit in range(10)])


@cache
def quick_lenet():
    """A LeNet after one pass over the shipped digits: a second's work."""
    from helpers import datasets, models, training

    model = models.lenet()
    digits = datasets.load("mnist", "train", full=False)
    with one_thread():
        training.fit(model, digits, batch=16)
    return model


def think(model, image):
    """(probabilities (10,), first feature maps (≤ 6, H, W)) of a digit (28, 28).

    The feature maps are those of the first convolution, after its activation function;
    a network without a convolution has none.
    """
    import torch

    like = next(model.parameters())
    x = torch.from_numpy(image)[None, None].to(like)
    maps = x[:, :0]
    with one_thread(), torch.inference_mode():
        for layer in model.children():
            before, x = x, layer(x)
            if x.dim() == 4 and not maps.shape[1] and x.shape[1] > 1:
                maps = x
            elif before is maps and x.shape == maps.shape:
                maps = x  # what the activation function makes of them
        probabilities = x[0].softmax(0)
    return probabilities.cpu().numpy(), maps[0, :MOST].cpu().numpy()
