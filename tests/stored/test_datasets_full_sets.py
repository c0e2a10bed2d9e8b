"""The full data sets: a folder with a few images stands for the real ones."""

import contextlib
import gzip
import hashlib
import io
import struct
import tarfile
import urllib.error
from pathlib import Path

import numpy as np
import pytest
import torch

from helpers import datasets
from helpers.datasets import full_sets

COUNTS = {"train": 30, "test": 10}
GREY = {"mnist": "MNIST", "fashion_mnist": "FashionMNIST"}
PIXELS = np.random.default_rng(0).integers(0, 256, (40, 3072), dtype=np.uint8)
LABELS = np.arange(40, dtype=np.uint8) % 10


def idx(array):
    """An array as an IDX file: its kind and shape, then its bytes."""
    sizes = struct.pack(f">{array.ndim}I", *array.shape)
    return bytes([0, 0, 8, array.ndim]) + sizes + array.tobytes()


def grey_files(folder):
    """Contents by name of MNIST's four files: 30 and 10 images of 28×28."""
    images = PIXELS[:, :784].reshape(-1, 28, 28)
    rows = {"train": slice(0, 30), "t10k": slice(30, 40)}
    contents = {}
    for part, some in rows.items():
        contents[f"{folder}/raw/{part}-images-idx3-ubyte"] = idx(images[some])
        contents[f"{folder}/raw/{part}-labels-idx1-ubyte"] = idx(LABELS[some])
    return contents


def cifar_archive():
    """CIFAR-10's archive with 6 images in each of 5 batches, 10 in the test."""
    names = [f"data_batch_{number}.bin" for number in range(1, 6)] + ["test_batch.bin"]
    records = np.column_stack([LABELS, PIXELS])
    parts = np.split(records, [6, 12, 18, 24, 30])
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, part in zip(names, parts, strict=True):
            member = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            member.size = part.size
            archive.addfile(member, io.BytesIO(part.tobytes()))
    return packed.getvalue()


FILES = {
    **grey_files("MNIST"),
    **grey_files("FashionMNIST"),
    "cifar-10-binary.tar.gz": cifar_archive(),
}
ONE_FILE = {
    "mnist": "MNIST/raw/t10k-images-idx3-ubyte",
    "fashion_mnist": "FashionMNIST/raw/t10k-labels-idx1-ubyte",
    "cifar10": "cifar-10-binary.tar.gz",
}


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """A user's folder with all three sets; nothing can be fetched."""
    assert set(FILES) == set(full_sets.SUMS)
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
        monkeypatch.setitem(full_sets.SUMS, name, hashlib.sha256(content).hexdigest())
    monkeypatch.setenv("CNN_COURSE_DATA", str(tmp_path))
    monkeypatch.setattr(full_sets, "fetch", lambda name: "no network")
    return tmp_path


@pytest.mark.parametrize("split", datasets.SPLITS)
@pytest.mark.parametrize("name", ONE_FILE)
def test_the_full_sets_are_read(cache, name, split):
    rows = slice(0, 30) if split == "train" else slice(30, 40)
    images, labels = datasets.load(name, split, full=True)
    assert images.shape == (COUNTS[split], *datasets.SHAPES[name])
    assert images.dtype == torch.float32 and labels.dtype == torch.int64
    count = images[0].numel()
    assert (images.flatten(1) * 255).round().byte().numpy().tolist() == (
        PIXELS[rows, :count].tolist()
    )
    assert labels.tolist() == LABELS[rows].tolist()


def test_the_environment_asks_for_them(cache, monkeypatch):
    monkeypatch.setenv("CNN_COURSE_FULL", "1")
    assert len(datasets.load("mnist", "test")[0]) == 10
    assert len(datasets.load("mnist", "test", full=False)[0]) == 1000
    assert len(datasets.load("emoji", "test")[0]) == 100  # there is no larger one
    monkeypatch.setenv("CNN_COURSE_FULL", "0")
    assert len(datasets.load("mnist", "test")[0]) == 1000
    monkeypatch.setenv("CNN_COURSE_FULL", "yes")
    with pytest.raises(ValueError, match="CNN_COURSE_FULL is 'yes'. Use 1 for"):
        datasets.load("mnist", "test")


def test_the_folder_is_the_users_cache_unless_named(monkeypatch, tmp_path):
    monkeypatch.delenv("CNN_COURSE_DATA", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    places = {"linux": "xdg", "darwin": "Library/Caches", "win32": "AppData/Local"}
    for platform, place in places.items():
        monkeypatch.setattr(full_sets.sys, "platform", platform)
        assert full_sets.folder() == tmp_path / place / "cnn-course"
    monkeypatch.setenv("CNN_COURSE_DATA", "~/pictures")
    assert full_sets.folder() == tmp_path / "pictures"


# --- files that are damaged or missing -------------------------------------------


@pytest.mark.parametrize("place", [0, 10, -1])
@pytest.mark.parametrize("name", ONE_FILE)
def test_a_file_with_a_flipped_bit_or_cut_is_refused(cache, name, place):
    path = cache / ONE_FILE[name]
    whole = path.read_bytes()
    broken = bytearray(whole)
    broken[place] ^= 1
    for content in (broken, whole[:place]):
        path.write_bytes(content)
        with pytest.raises(ValueError, match="damaged or isn't the orig") as caught:
            datasets.load(name, "test", full=True)
        assert f"{ONE_FILE[name]} in the folder {cache}" in str(caught.value)
        assert "Delete it and load again" in str(caught.value)


@pytest.mark.parametrize("name", ONE_FILE)
def test_offline_the_error_says_which_file_goes_where(cache, name):
    (cache / ONE_FILE[name]).unlink()
    with pytest.raises(FileNotFoundError) as caught:
        datasets.load(name, "test", full=True)
    words = str(caught.value)
    assert f"the file {ONE_FILE[name]} in the folder {cache}" in words
    assert "couldn't be fetched (no network)" in words
    assert full_sets.SETS[name][1] in words
    assert "CNN_COURSE_DATA" in words
    assert ("full=False" in words) == (name != "cifar10")


def test_pickles_of_cifar_are_not_read_and_the_error_says_why(cache):
    (cache / ONE_FILE["cifar10"]).unlink()
    (cache / "cifar-10-batches-py").mkdir()
    with pytest.raises(FileNotFoundError, match="they are pickles, which can run any"):
        datasets.load("cifar10", "train", full=True)


# --- fetching, with torchvision but without a network ------------------------------


@pytest.fixture
def utils(monkeypatch, tmp_path):
    """torchvision's downloader; the folder is empty."""
    from helpers.models.vision import torchvision

    monkeypatch.setenv("CNN_COURSE_DATA", str(tmp_path / "new"))
    monkeypatch.setattr(torchvision.datasets.utils, "tqdm", None)
    return torchvision.datasets.utils


def serve(monkeypatch, utils, contents):
    """The network holds these files, by the last part of their address."""

    @contextlib.contextmanager
    def urlopen(request):
        name = request.full_url.split("/")[-1]
        if name not in contents:
            raise urllib.error.URLError("no route to host")
        answer = io.BytesIO(contents[name])
        answer.url, answer.length = request.full_url, len(contents[name])
        yield answer

    monkeypatch.setattr(utils.urllib.request, "urlopen", urlopen)


def md5(content):
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def test_mnist_is_fetched_unpacked_and_kept(monkeypatch, utils, capfd):
    from helpers.models.vision import torchvision

    contents = grey_files("MNIST")
    packed = {
        f"{Path(name).name}.gz": gzip.compress(content)
        for name, content in contents.items()
    }
    resources = [(name, md5(content)) for name, content in packed.items()]
    monkeypatch.setattr(torchvision.datasets.MNIST, "resources", resources)
    for name, content in contents.items():
        monkeypatch.setitem(full_sets.SUMS, name, hashlib.sha256(content).hexdigest())
    serve(monkeypatch, utils, packed)
    assert (
        datasets.load("mnist", "train", full=True)[1].tolist() == LABELS[:30].tolist()
    )
    said = capfd.readouterr()
    assert "fetching mnist into" in said.out
    assert "100%" in said.err  # the bar
    serve(monkeypatch, utils, {})
    assert len(datasets.load("mnist", "test", full=True)[1]) == 10


def test_cifar_is_fetched_and_half_of_it_is_not_kept(monkeypatch, utils):
    whole = cifar_archive()
    monkeypatch.setattr(full_sets, "CIFAR_MD5", md5(whole))
    monkeypatch.setitem(
        full_sets.SUMS, full_sets.CIFAR, hashlib.sha256(whole).hexdigest()
    )
    serve(monkeypatch, utils, {full_sets.CIFAR: whole[:1000]})
    with pytest.raises(FileNotFoundError, match="corrupted"):
        datasets.load("cifar10", "train", full=True)
    serve(monkeypatch, utils, {full_sets.CIFAR: whole})
    assert len(datasets.load("cifar10", "train", full=True)[0]) == 30
    assert [path.name for path in full_sets.folder().iterdir()] == [full_sets.CIFAR]


@pytest.mark.parametrize("name", ONE_FILE)
def test_without_a_network_or_a_folder_the_reason_is_told(
    monkeypatch, utils, name, tmp_path
):
    serve(monkeypatch, utils, {})
    with pytest.raises(FileNotFoundError, match="no route to host"):
        datasets.load(name, "train", full=True)
    (tmp_path / "file").touch()
    monkeypatch.setenv("CNN_COURSE_DATA", str(tmp_path / "file"))
    with pytest.raises(FileNotFoundError, match="couldn't be fetched"):
        datasets.load(name, "test", full=True)


def test_torchvision_works_beside_this_torch(utils):
    from torchvision.models import feature_extraction  # noqa: F401
    from torchvision.transforms import v2

    from helpers.models.vision import torchvision

    assert v2.Resize(5, antialias=True)(torch.zeros(3, 9, 9)).shape == (3, 5, 5)
    assert torchvision.models.alexnet(num_classes=2)(torch.zeros(1, 3, 64, 64)).numel()
