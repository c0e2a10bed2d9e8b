"""Image data sets as tensors, from the files that come with the course."""

import io

import numpy as np
import torch

from helpers import files

NAMES = ("mnist",)
SPLITS = ("train", "test")


def load(name, split):
    """Images (N, 1, 28, 28) float32 from 0 to 1, and labels (N,) int64.

    "mnist" has 4,000 digits in split "train" and 1,000 in "test".
    """
    for given, allowed, what in ((name, NAMES, "data set"), (split, SPLITS, "split")):
        if given not in allowed:
            raise ValueError(
                f"There is no {what} {given!r}; choose one of {', '.join(allowed)}."
            )
    content = io.BytesIO(files.verified(f"{name}.npz"))
    with np.load(content, allow_pickle=False) as arrays:
        images = torch.from_numpy(arrays[f"{split}_images"])
        labels = torch.from_numpy(arrays[f"{split}_labels"])
    return images.unsqueeze(1).float() / 255, labels.long()
