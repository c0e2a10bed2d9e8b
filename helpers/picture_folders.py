"""Folders of pictures, of any number and size: scaled once, then read as bytes.

    sets, classes = picture_folders.load("path", size=64)
    images, labels = sets["train"]

The folder has train/ and val/ inside (or test/), and these have one folder a class.
"""

import hashlib
import os
import time
from multiprocessing.pool import ThreadPool
from pathlib import Path

import numpy as np
import torch
import tqdm.auto
from PIL import Image, ImageOps

from helpers import full_sets

SUFFIXES = ".jpg", ".jpeg", ".png", ".webp", ".bmp", ".ppm"


def load(folder, size=64):
    """({"train": (images, labels), "test": (images, labels)}, names of the classes).

    images are bytes (N, 3, size, size), mapped from a file in the user's cache. It is
    made at the first use, by one process of a team, while the others wait.
    """
    folder = Path(folder).expanduser().resolve()
    train, test = folder / "train", folder / "val"
    if not test.is_dir():
        test = folder / "test"
    if not (train.is_dir() and test.is_dir()):
        raise FileNotFoundError(
            f"{folder} needs the folders train and val (or test), and each of these "
            "one folder a class."
        )
    classes = sorted(path.name for path in train.iterdir() if path.is_dir())
    sets = {"train": read(train, classes, size), "test": read(test, classes, size)}
    return sets, classes


def read(part, classes, size):
    """images (N, 3, size, size), bytes, and labels (N,) of train/ or val/."""
    paths = sorted(p for p in part.rglob("*") if p.suffix.lower() in SUFFIXES)
    names = [path.relative_to(part).parts[0] for path in paths]
    unknown = sorted(set(names) - set(classes))
    if unknown or not paths:
        words = f"in {unknown[0]}, which train hasn't" if unknown else "none of any"
        raise ValueError(
            f"{part} needs pictures ({', '.join(SUFFIXES)}) in the folders of "
            f"the classes of train; there are {words}."
        )
    number = {name: label for label, name in enumerate(classes)}
    images = np.load(scaled(part, paths, size), mmap_mode="c", allow_pickle=False)
    return torch.from_numpy(images), torch.tensor([number[name] for name in names])


def scaled(part, paths, size):
    """Path of the .npy with all pictures; its name changes when any of them does."""
    told = [f"{size} {part}"]
    for path in paths:
        about = path.stat()
        told.append(f"{path.relative_to(part)} {about.st_size} {about.st_mtime_ns}")
    digest = hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
    whole = full_sets.folder() / "folders" / f"{digest}.npy"
    if int(os.environ.get("LOCAL_RANK", 0)):  # set by torchrun
        while not whole.exists():
            time.sleep(0.2)
    elif not whole.exists():
        make(whole, paths, size)
    return whole


def make(whole, paths, size):
    """Write the .npy; under another name first, so that half is never taken for all."""
    whole.parent.mkdir(parents=True, exist_ok=True)
    part = whole.with_suffix(".part")
    shape = len(paths), 3, size, size
    images = np.lib.format.open_memmap(part, "w+", np.uint8, shape)
    with ThreadPool() as pool:
        pictures = pool.imap(lambda path: picture(path, size), paths)
        told = f"scaling to {size}×{size} pixels"
        for row, image in enumerate(tqdm.auto.tqdm(pictures, told, len(paths))):
            images[row] = image
    images.flush()
    os.replace(part, whole)


def picture(path, size):
    """The largest square in the middle of a picture, as bytes (3, size, size)."""
    try:
        with Image.open(path) as opened:
            opened.draft("RGB", (size, size))  # JPEG: read no more than is needed
            upright = ImageOps.exif_transpose(opened).convert("RGB")
            square = ImageOps.fit(upright, (size, size))
    except OSError as error:  # PIL's are among them
        raise ValueError(f"{path} can't be read as a picture: {error}.") from None
    return np.asarray(square).transpose(2, 0, 1)
