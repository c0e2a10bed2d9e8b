"""The embedded digits, and the script that makes them."""

import runpy

import numpy as np
import pytest
import torch

from helpers import datasets, files


@pytest.fixture(scope="module")
def mnist():
    return {split: datasets.load("mnist", split) for split in datasets.SPLITS}


@pytest.mark.parametrize(("split", "count"), [("train", 4000), ("test", 1000)])
def test_shapes_and_types(mnist, split, count):
    images, labels = mnist[split]
    assert images.shape == (count, 1, 28, 28)
    assert images.dtype == torch.float32
    assert (images.min(), images.max()) == (0, 1)
    assert labels.dtype == torch.int64
    assert labels.bincount().tolist() == [count // 10] * 10


def test_shuffled(mnist):
    assert len(set(mnist["train"][1][:100].tolist())) == 10


def test_no_image_in_both_splits(mnist):
    train, test = (
        {image.numpy().tobytes() for image in mnist[split][0]}
        for split in datasets.SPLITS
    )
    assert not train & test


def test_unknown_names_list_the_known():
    with pytest.raises(ValueError, match="no data set 'cats'; choose one of mnist"):
        datasets.load("cats", "train")
    with pytest.raises(ValueError, match="no split 'val'; choose one of train, test"):
        datasets.load("mnist", "val")


def test_make_script_is_deterministic(tmp_path):
    make = runpy.run_path(str(files.DATA / "make_mnist.py"))
    rng = np.random.default_rng(1)
    images = rng.integers(0, 256, (5000, 28, 28), dtype=np.uint8)
    labels = (np.arange(5000) // 500).astype(np.uint8)
    paths = [tmp_path / "a.npz", tmp_path / "b.npz"]
    for path in paths:
        make["write"](path, make["split"](images, labels))
    assert paths[0].read_bytes() == paths[1].read_bytes()
    with np.load(paths[0], allow_pickle=False) as arrays:
        both = np.concatenate([arrays["train_labels"], arrays["test_labels"]])
        assert (np.bincount(both) == 500).all()
        pixels = np.concatenate([arrays["train_images"], arrays["test_images"]])
    assert sorted(map(bytes, pixels)) == sorted(map(bytes, images))
