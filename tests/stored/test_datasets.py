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


@pytest.mark.parametrize("name", COUNTS)
def test_no_image_is_twice_in_a_set(name):
    both = [datasets.load(name, split)[0] for split in datasets.SPLITS]
    pixels = {image.numpy().tobytes() for images in both for image in images}
    assert len(pixels) == sum(COUNTS[name])


def test_every_data_set_has_a_shape_and_names_of_its_own():
    assert datasets.SHAPES.keys() == datasets.CLASSES.keys()
    for names in datasets.CLASSES.values():
        assert len(set(names)) == len(names)


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


def test_a_new_tensor_each_time():
    datasets.load("emoji", "test")[0].zero_()
    assert datasets.load("emoji", "test")[0].max() == 1


def test_the_small_sets_need_neither_torchvision_nor_a_network(monkeypatch):
    monkeypatch.setitem(sys.modules, "torchvision", None)  # an import would fail
    monkeypatch.setitem(sys.modules, "helpers.vision", None)
    assert datasets.load("mnist", "test", full=False)


# --- refusals ----------------------------------------------------------------------


def test_unknown_names_list_the_known():
    with pytest.raises(ValueError, match="no data set 'cats'; choose one of mnist, fa"):
        datasets.load("cats", "train")
    with pytest.raises(ValueError, match="no split 'val'; choose one of train, test"):
        datasets.load("mnist", "val")


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


@pytest.mark.parametrize(
    ("shape", "dtype", "count", "words"),
    [
        ((5, 28, 28), np.uint8, 4, r"\(5, 1, 28, 28\) \(uint8\) and 4 labels"),
        ((5, 28, 27), np.uint8, 5, r"\(5, 1, 28, 27\)"),
        ((5, 3, 28, 28), np.uint8, 5, r"\(5, 3, 28, 28\)"),
        ((5, 784), np.uint8, 5, r"\(5, 784\)"),
        ((5, 28, 28), np.float64, 5, "float64"),
    ],
)
def test_wrong_shapes_are_told(remade, shape, dtype, count, words):
    remade(test_images=np.zeros(shape, dtype), test_labels=np.zeros(count, np.uint8))
    with pytest.raises(ValueError, match=words) as caught:
        datasets.load("mnist", "test")
    assert "mnist.npz" in str(caught.value)
    assert "expected are (N, 1, 28, 28) (uint8) and N labels" in str(caught.value)


def test_missing_arrays_and_unknown_labels_are_told(remade):
    images = np.zeros((5, 28, 28), np.uint8)
    remade(test_images=images)
    with pytest.raises(ValueError, match="mnist.npz holds no test_labels"):
        datasets.load("mnist", "test")
    remade(test_images=images, test_labels=np.full(5, 10, np.uint8))
    with pytest.raises(ValueError, match="label 10.* only 10 classes"):
        datasets.load("mnist", "test")


def test_pickles_are_refused(remade):
    images = np.array([{}, {}], dtype=object)
    remade(test_images=images, test_labels=np.zeros(2, np.uint8))
    with pytest.raises(ValueError, match="allow_pickle=False"):
        datasets.load("mnist", "test")


@pytest.mark.parametrize("name", COUNTS)
def test_a_damaged_file_is_named_and_never_half_used(name, tmp_path, monkeypatch):
    for file in ("SHA256SUMS", f"{name}.npz"):
        shutil.copy(files.DATA / file, tmp_path)
    monkeypatch.setattr(files, "DATA", tmp_path)
    path = tmp_path / f"{name}.npz"
    size = path.stat().st_size
    rng = np.random.default_rng(0)
    for place in rng.integers(0, size, 50).tolist():
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
    for length in np.linspace(size - 1, 0, 50, dtype=int).tolist():
        with path.open("r+b") as opened:
            opened.truncate(length)
        with pytest.raises(ValueError, match=f"{name}.npz is damaged.* {length:,} by"):
            datasets.load(name, "test")
    path.unlink()
    with pytest.raises(FileNotFoundError, match=f"data/{name}.npz is missing"):
        datasets.load(name, "test")
