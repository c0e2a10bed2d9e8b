"""The data sets that come with the course: what `load` gives, and what it refuses."""

import hashlib
import shutil
import sys

import numpy as np
import pytest
import torch

from helpers import datasets
from helpers.datasets import files

COUNTS = {
    "mnist": (4000, 1000),
    "fashion_mnist": (10000, 2000),
    "emoji": (453, 100),
    "emoji_twitter": (453, 100),
}


@pytest.fixture(autouse=True)
def small_sets(monkeypatch):
    monkeypatch.delenv("CNN_COURSE_FULL", raising=False)


@pytest.mark.parametrize("split", datasets.SPLITS)
@pytest.mark.parametrize("name", COUNTS)
def test_shapes_types_and_classes(name, split):
    images, labels = datasets.load(name, split)
    count = dict(zip(datasets.SPLITS, COUNTS[name], strict=True))[split]
    assert images.shape == (count, *datasets.SHAPES[name])
    assert (images.min(), images.max()) == (0, 1)
    assert images.dtype == torch.float32 and labels.dtype == torch.int64
    sizes = labels.bincount().tolist()
    assert len(sizes) == len(datasets.CLASSES[name])
    if (name, split) not in [("emoji", "train"), ("emoji_twitter", "train")]:
        assert set(sizes) == {count // len(sizes)}  # as many of each class
    assert len(set(labels[:100].tolist())) == len(sizes)  # shuffled
    assert len({image.numpy().tobytes() for image in images}) == count


def test_a_glyphs_two_drawings_are_on_the_same_side_in_the_same_row():
    glyphs = {}
    for name in ("emoji", "emoji_twitter"):
        with np.load(files.DATA / f"{name}.npz", allow_pickle=False) as arrays:
            glyphs[name] = [arrays[f"{part}_glyphs"] for part in datasets.SPLITS]
            labels = [arrays[f"{part}_labels"] for part in datasets.SPLITS]
        train, test = (set(part.tolist()) for part in glyphs[name])
        assert not train & test
        assert [len(part) for part in labels] == [len(train), len(test)]
    for ours, theirs in zip(*glyphs.values(), strict=True):
        assert (ours == theirs).all()
    for split in datasets.SPLITS:
        one, other = (datasets.load(name, split) for name in glyphs)
        assert (one[1] == other[1]).all()
        assert not (one[0] == other[0]).flatten(1).all(1).any()


def test_emoji_are_drawn_on_white():
    corners = datasets.load("emoji", "train")[0][:, :, 0, 0]
    assert (corners == 1).all(1).float().mean() > 0.9


def test_the_small_sets_need_neither_torchvision_nor_a_network(monkeypatch):
    monkeypatch.setitem(sys.modules, "torchvision", None)  # an import would fail
    monkeypatch.setitem(sys.modules, "helpers.models.vision", None)
    assert datasets.load("mnist", "test", full=False)


# --- refusals ----------------------------------------------------------------------


def test_cifar10_says_how_it_is_had(monkeypatch):
    monkeypatch.setenv("CNN_COURSE_DATA", "somewhere")
    with pytest.raises(ValueError, match="doesn't come with the course") as caught:
        datasets.load("cifar10", "train")
    assert 'load("cifar10", "train", full=True)' in str(caught.value)
    assert "into the folder somewhere" in str(caught.value)


@pytest.fixture
def remade(tmp_path, monkeypatch):
    """Write other arrays as data/mnist.npz, with a checksum that fits them."""
    monkeypatch.setattr(files, "DATA", tmp_path)

    def write(**arrays):
        np.savez(tmp_path / "mnist.npz", **arrays)
        digest = hashlib.sha256((tmp_path / "mnist.npz").read_bytes()).hexdigest()
        line = f"{digest}  mnist.npz"
        (tmp_path / "SHA256SUMS").write_text(f"{files.heading([line])}\n{line}\n")

    return write


IMAGES, LABELS = np.zeros((5, 28, 28), np.uint8), np.zeros(5, np.uint8)


@pytest.mark.parametrize(
    ("images", "labels", "words"),
    [
        (IMAGES, LABELS[:4], r"\(5, 1, 28, 28\) \(uint8\) and 4 labels; expected are"),
        (IMAGES[..., :27], LABELS, r"\(5, 1, 28, 27\)"),
        (np.zeros((5, 3, 28, 28), np.uint8), LABELS, r"\(5, 3, 28, 28\)"),
        (np.zeros((5, 784), np.uint8), LABELS, r"\(5, 784\)"),
        (IMAGES.astype(float), LABELS, "float64.*expected are .N, 1, 28, 28. .uint8."),
        (IMAGES, LABELS + 10, "label 10.* only 10 classes"),
        (np.array([{}, {}]), LABELS[:2], "allow_pickle=False"),
    ],
)
def test_wrong_contents_are_told(remade, images, labels, words):
    remade(test_images=images, test_labels=labels)
    with pytest.raises(ValueError, match=words):
        datasets.load("mnist", "test")


def test_missing_arrays_and_unknown_names_are_told(remade):
    remade(test_images=IMAGES)
    with pytest.raises(ValueError, match="mnist.npz holds no test_labels"):
        datasets.load("mnist", "test")
    with pytest.raises(ValueError, match="no data set 'cats'; choose one of mnist, fa"):
        datasets.load("cats", "train")
    with pytest.raises(ValueError, match="no split 'val'; choose one of train, test"):
        datasets.load("mnist", "val")


@pytest.mark.parametrize("name", ["mnist", "emoji"])
def test_a_damaged_file_is_named_and_never_half_used(name, tmp_path, monkeypatch):
    for file in ("SHA256SUMS", f"{name}.npz"):
        shutil.copy(files.DATA / file, tmp_path)
    monkeypatch.setattr(files, "DATA", tmp_path)
    path = tmp_path / f"{name}.npz"
    size = path.stat().st_size
    rng = np.random.default_rng(0)
    for place in rng.integers(0, size, 10).tolist():
        with path.open("r+b") as opened:
            opened.seek(place)
            [byte] = opened.read(1)
            opened.seek(place)
            opened.write(bytes([byte ^ 1]))
            opened.flush()
            with pytest.raises(ValueError, match=f"data/{name}.npz is damaged"):
                datasets.load(name, "test")
            opened.seek(place)
            opened.write(bytes([byte]))
    assert datasets.load(name, "test")
    for length in np.linspace(size - 1, 0, 10, dtype=int).tolist():
        with path.open("r+b") as opened:
            opened.truncate(length)
        with pytest.raises(ValueError, match=f"{name}.npz is damaged.* {length:,} by"):
            datasets.load(name, "test")
    path.unlink()
    with pytest.raises(FileNotFoundError, match=f"data/{name}.npz is missing"):
        datasets.load(name, "test")
