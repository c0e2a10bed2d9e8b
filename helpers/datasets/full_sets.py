"""The full data sets: kept in a folder of the user's, fetched by torchvision once."""

import hashlib
import http.client
import os
import sys
import tarfile
from pathlib import Path

import numpy as np

# SHA-256 of every file as it lies in the folder. torchvision puts them in the same
# places, but looks only whether they are there.
SUMS = {
    "MNIST/raw/train-images-idx3-ubyte": (
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"
    ),
    "MNIST/raw/train-labels-idx1-ubyte": (
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"
    ),
    "MNIST/raw/t10k-images-idx3-ubyte": (
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"
    ),
    "MNIST/raw/t10k-labels-idx1-ubyte": (
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"
    ),
    "FashionMNIST/raw/train-images-idx3-ubyte": (
        "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"
    ),
    "FashionMNIST/raw/train-labels-idx1-ubyte": (
        "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"
    ),
    "FashionMNIST/raw/t10k-images-idx3-ubyte": (
        "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"
    ),
    "FashionMNIST/raw/t10k-labels-idx1-ubyte": (
        "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"
    ),
    "cifar-10-binary.tar.gz": (
        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"
    ),
}
# The binary version of CIFAR-10: the usual one consists of pickles, which can run any
# code when they are read.
CIFAR = "cifar-10-binary.tar.gz"
CIFAR_MD5 = "c32a1d4ab5d03f1284b67883e8d87530"  # torchvision checks no SHA-256
SETS = {  # its class in torchvision, and where it comes from
    "mnist": ("MNIST", "https://ossci-datasets.s3.amazonaws.com/mnist/"),
    "fashion_mnist": (
        "FashionMNIST",
        "https://github.com/zalandoresearch/fashion-mnist",
    ),
    "cifar10": ("CIFAR10", f"https://www.cs.toronto.edu/~kriz/{CIFAR}"),
}


def wanted():
    """Whether the environment asks for the full sets: CNN_COURSE_FULL=1."""
    said = os.environ.get("CNN_COURSE_FULL", "")
    if said not in ("", "0", "1"):
        raise ValueError(
            f"CNN_COURSE_FULL is {said!r}. Use 1 for the full data sets, "
            "0 for the small ones that come with the course."
        )
    return said == "1"


def folder():
    """Where the full sets are kept: CNN_COURSE_DATA, or the user's cache."""
    said = os.environ.get("CNN_COURSE_DATA")
    if said:
        return Path(said).expanduser()
    if sys.platform == "win32":
        cache = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        cache = "~/Library/Caches"
    else:
        cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(cache).expanduser() / "cnn-course"


def read(name, split):
    """All images uint8 (N, C, H, W) and labels uint8 (N,) of a full data set."""
    if name == "cifar10":
        return read_cifar(whole(name, CIFAR), split)
    place = f"{SETS[name][0]}/raw/{'train' if split == 'train' else 't10k'}"
    images = whole(name, f"{place}-images-idx3-ubyte")
    labels = whole(name, f"{place}-labels-idx1-ubyte")
    # A header of four numbers (kind, count, height, width); of two before the labels.
    images = np.fromfile(images, np.uint8, offset=16).reshape(-1, 1, 28, 28)
    return images, np.fromfile(labels, np.uint8, offset=8)


def read_cifar(path, split):
    """CIFAR-10 from its archive: each image is a label and 3·32·32 colours."""
    batches = ["test_batch"]
    if split == "train":
        batches = [f"data_batch_{number}" for number in range(1, 6)]
    records = []
    with tarfile.open(path) as archive:
        for batch in batches:
            member = archive.extractfile(f"cifar-10-batches-bin/{batch}.bin")
            records.append(np.frombuffer(member.read(), np.uint8).reshape(-1, 3073))
    images = np.concatenate([record[:, 1:] for record in records])
    return images.reshape(-1, 3, 32, 32), np.concatenate([r[:, 0] for r in records])


def whole(name, file):
    """Path of one file of a full data set, fetched where it is missing, and checked."""
    path = folder() / file
    if not path.exists():
        reason = fetch(name)
        if not path.exists():
            raise FileNotFoundError(missing(name, file, reason))
    with path.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    if digest != SUMS[file]:
        raise ValueError(
            f"{file} in the folder {folder()} is damaged or isn't the original: its "
            f"{path.stat().st_size:,} bytes don't have the known checksum. "
            "Delete it and load again: it is then fetched anew."
        )
    return path


def missing(name, file, reason):
    """The sentence for a file that isn't there and can't be fetched."""
    words = (
        f"The full {name} needs the file {file} in the folder {folder()}. It isn't "
        f"there and couldn't be fetched ({reason}). Load again with a network, or "
        f"put it there by hand: {SETS[name][1]} has it. CNN_COURSE_DATA names another "
        "folder."
    )
    if name != "cifar10":
        words += " Unpack what ends in .gz. With full=False you get the small set."
    elif (folder() / "cifar-10-batches-py").exists():
        words += (
            " The files in cifar-10-batches-py aren't read: they are pickles, "
            "which can run any code."
        )
    return words


def fetch(name):
    """Let torchvision fetch a data set; the reason, in words, where it can't."""
    import tqdm.auto

    from helpers.models.vision import torchvision  # only here, as it takes two seconds

    utils = torchvision.datasets.utils
    utils.tqdm = tqdm.auto.tqdm  # its own bar doesn't know notebooks
    kind, origin = SETS[name]
    print(f"fetching {name} into {folder()}")
    try:
        if name == "cifar10":
            # Under another name first: half an archive is never taken for a whole.
            utils.download_url(origin, folder(), f"{CIFAR}.part", CIFAR_MD5)
            os.replace(folder() / f"{CIFAR}.part", folder() / CIFAR)
        else:
            getattr(torchvision.datasets, kind)(folder(), download=True)
    except (OSError, RuntimeError, http.client.HTTPException) as error:
        return " ".join(str(error).split()) or type(error).__name__
    return "it isn't among the files that arrived"
