"""Make data/fashion_mnist.npz: 12,000 photos of clothes, 10,000 of them to train.

    python tools/data/make_fashion_mnist.py [dataset-fashion-mnist_….deb]

Without a path, apt-get downloads Debian's package (on Debian or Ubuntu only).
"""

import gzip
import io
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import making
import numpy as np

PACKAGE = "dataset-fashion-mnist"
FOLDER = "./usr/share/datasets/fashion-mnist"


def fetch(folder):
    """Path of the package, downloaded by apt-get into the folder."""
    subprocess.run(["apt-get", "download", "-q", PACKAGE], cwd=folder, check=True)
    return next(Path(folder).glob("*.deb"))


def contents(path):
    """The files inside a Debian package, as an open tar archive.

    A package is an `ar` archive: 8 bytes, then members with a header of 60 bytes
    each (name in the first 16, size in bytes 48 to 58), padded to an even length.
    """
    package = Path(path).read_bytes()
    start = 8
    while start < len(package):
        header = package[start : start + 60]
        name, size = header[:16].decode().strip(), int(header[48:58])
        member = package[start + 60 : start + 60 + size]
        if name.startswith("data.tar"):
            return tarfile.open(fileobj=io.BytesIO(member))
        start += 60 + size + size % 2
    raise ValueError(f"{path} is no Debian package: it holds no data.tar.")


def read(archive, part):
    """Images uint8 (N, 28, 28) and labels uint8 (N,) of the part "train" or "t10k"."""
    packed = [
        archive.extractfile(f"{FOLDER}/{part}-{kind}-ubyte.gz").read()
        for kind in ("images-idx3", "labels-idx1")
    ]
    images, labels = map(gzip.decompress, packed)
    images = np.frombuffer(images, np.uint8, offset=16).reshape(-1, 28, 28)
    return images, np.frombuffer(labels, np.uint8, offset=8)


def arrays(train, test):
    """The four arrays by name: 1,000 and 200 of each class, shuffled, seed 0."""
    rng = np.random.default_rng(0)
    chosen = {}
    for name, count, (images, labels) in (
        ("train", 1000, train),
        ("test", 200, test),
    ):
        _, rows = making.split(labels, count, rng)
        chosen[f"{name}_images"] = images[rows]
        chosen[f"{name}_labels"] = labels[rows]
    return chosen


def main(path=None, target=making.DATA / "fashion_mnist.npz"):
    with tempfile.TemporaryDirectory() as folder:
        archive = contents(path or fetch(folder))
    making.write(target, arrays(read(archive, "train"), read(archive, "t10k")))


if __name__ == "__main__":
    main(*sys.argv[1:2])
