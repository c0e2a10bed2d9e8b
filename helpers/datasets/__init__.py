"""Image data sets as tensors: the course's own small ones, or the full ones."""

import io

import numpy as np

from helpers.chosen import chosen
from helpers.datasets import files, full_sets

LISTED = {
    "mnist": "0, 1, 2, 3, 4, 5, 6, 7, 8, 9",
    "fashion_mnist": "T-shirt/top, trouser, pullover, dress, coat, sandal, shirt, "
    "sneaker, bag, ankle boot",
    "cifar10": "airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck",
    "emoji": "animal, face, food, person, transport",
    "emoji_twitter": "animal, face, food, person, transport",
}
CLASSES = {name: tuple(listed.split(", ")) for name, listed in LISTED.items()}
SHAPES = {
    "mnist": (1, 28, 28),
    "fashion_mnist": (1, 28, 28),
    "cifar10": (3, 32, 32),
    "emoji": (3, 64, 64),
    "emoji_twitter": (3, 64, 64),
}
SPLITS = ("train", "test")


def load(name, split, full=None):
    """Images (N, C, H, W) float32 from 0 to 1, and labels (N,) int64.

    name           N to train with, to test with     C, H, W
    mnist              4,000  1,000                  1, 28, 28
    fashion_mnist     10,000  2,000                  1, 28, 28
    emoji                453    100                  3, 64, 64   Google's drawings
    emoji_twitter        453    100                  3, 64, 64   the same, by Twitter
    cifar10           50,000 10,000 (full only)      3, 32, 32

    `full=True`, or CNN_COURSE_FULL=1 in the environment, gives all images of mnist,
    fashion_mnist and cifar10; they are fetched on first use. CLASSES[name] has the
    names of the labels.
    """
    import torch  # only here, as it takes a second; pictures and photos need none

    chosen("data set", name, CLASSES)
    chosen("split", split, SPLITS)
    if full is None:
        full = full_sets.wanted()
    if full and name in full_sets.SETS:
        images, labels = full_sets.read(name, split)
    else:
        images, labels = shipped(name, split)
    return (
        torch.from_numpy(images).float().div_(255),
        torch.from_numpy(labels).long(),
    )


def shipped(name, split):
    """Images uint8 (N, C, H, W) and labels uint8 (N,) from data/."""
    if name == "cifar10":
        raise ValueError(
            "CIFAR-10 doesn't come with the course. With a network, "
            f'datasets.load("cifar10", "{split}", full=True) fetches it once (170 MB) '
            f"into the folder {full_sets.folder()}; CNN_COURSE_DATA names another one."
        )
    content = io.BytesIO(files.verified(f"{name}.npz"))
    with np.load(content, allow_pickle=False) as arrays:
        for array in (f"{split}_images", f"{split}_labels"):
            if array not in arrays:
                raise ValueError(f"data/{name}.npz holds no {array}. {files.REMEDY}")
        images, labels = arrays[f"{split}_images"], arrays[f"{split}_labels"]
    if images.ndim == 3:
        images = images[:, None]  # grey images are kept without their one channel
    if images.shape != (len(labels), *SHAPES[name]) or images.dtype != np.uint8:
        raise ValueError(
            f"data/{name}.npz holds {split} images of shape {images.shape} "
            f"({images.dtype}) and {len(labels)} labels; expected are "
            f"(N, {', '.join(map(str, SHAPES[name]))}) (uint8) and N labels. "
            f"{files.REMEDY}"
        )
    if labels.max() >= len(CLASSES[name]):
        raise ValueError(
            f"data/{name}.npz has the label {labels.max()}, but {name} has only "
            f"{len(CLASSES[name])} classes, counted from 0. {files.REMEDY}"
        )
    return images, labels
