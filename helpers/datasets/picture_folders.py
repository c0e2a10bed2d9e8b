"""Folders of pictures, of any number and size: scaled once, then read as bytes.

    sets, classes = picture_folders.load("path", size=64)
    images, labels = sets["train"]

The folder has train/ and val/ inside (or test/), and these have one folder a class.
"""

import hashlib
import os
import time
import uuid
from contextlib import suppress
from multiprocessing.pool import ThreadPool
from pathlib import Path

import numpy as np
import torch
import tqdm.auto
from PIL import Image, ImageOps

from helpers.datasets import full_sets

SUFFIXES = ".jpg", ".jpeg", ".png", ".webp", ".bmp", ".ppm"
DIGEST = 32  # bytes of a SHA-256, with which a file in the cache begins
HOUR = 3600  # seconds


def load(folder, size=64):
    """({"train": (images, labels), "test": (images, labels)}, names of the classes).

    images are bytes (N, 3, size, size), mapped from a file in the user's cache. It is
    made at the first use, or anew where it is damaged, by one process of a team, while
    the others wait.
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
    folders = [path.name for path in train.iterdir() if path.is_dir()]
    classes = sorted(name for name in folders if not name.startswith("."))
    sets = {"train": read(train, classes, size), "test": read(test, classes, size)}
    return sets, classes


def read(part, classes, size):
    """images (N, 3, size, size), bytes, and labels (N,) of train/ or val/."""
    paths = sorted(p for p in part.rglob("*") if p.suffix.lower() in SUFFIXES)
    inside = [path.relative_to(part).parts for path in paths]
    paths = [
        path
        for path, names in zip(paths, inside, strict=True)
        if not any(name.startswith(".") for name in names)  # a system's or an editor's
    ]
    names = [path.relative_to(part).parts[0] for path in paths]
    unknown = sorted(set(names) - set(classes))
    if unknown or not paths:
        words = f"in {unknown[0]}, which train hasn't" if unknown else "none of any"
        if unknown and (part / unknown[0]).is_file():
            words = f"some outside of these, such as {unknown[0]}"
        raise ValueError(
            f"{part} needs pictures ({', '.join(SUFFIXES)}) in the folders of "
            f"the classes of train; there are {words}."
        )
    number = {name: label for label, name in enumerate(classes)}
    shape = len(paths), 3, size, size
    images = np.memmap(scaled(part, paths, size), np.uint8, "c", DIGEST, shape)
    return torch.from_numpy(images), torch.tensor([number[name] for name in names])


def scaled(part, paths, size):
    """Path of the file with all pictures; its name changes when any of them does."""
    told = [f"{size} {part}"]
    for path in paths:
        about = path.stat()
        told.append(f"{path.relative_to(part)} {about.st_size} {about.st_mtime_ns}")
    digest = hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
    whole = full_sets.folder() / "folders" / f"{digest}.bytes"
    length = DIGEST + len(paths) * 3 * size * size
    if int(os.environ.get("LOCAL_RANK", 0)):  # set by torchrun
        while not is_whole(whole, length):
            time.sleep(0.2)
    elif not is_whole(whole, length):
        make(whole, length, paths, size)
    return whole


def is_whole(path, length):
    """Whether the file is there and holds what was written: seconds for 1.5 GB."""
    try:
        with path.open("rb", buffering=0) as file:
            digest = file.read(DIGEST)
            right = os.fstat(file.fileno()).st_size == length
            return right and hashlib.file_digest(file, "sha256").digest() == digest
    except (FileNotFoundError, NotADirectoryError):
        return False


def make(whole, length, paths, size):
    """Write the file under a name of its own, then move it into place.

    So none is seen half made, and another kernel may do the same meanwhile.
    """
    part = whole.with_suffix(f".{uuid.uuid4().hex}.part")
    try:
        whole.parent.mkdir(parents=True, exist_ok=True)
        sweep(whole.parent)
        with part.open("xb") as file:
            fill(file, paths, size)
        if not is_whole(whole, length):  # Windows keeps one that another kernel uses
            os.replace(part, whole)
    except OSError as error:
        raise OSError(
            f"The {len(paths)} pictures, scaled, take {length / 1e6:,.1f} MB and can't "
            f"be kept in {whole.parent}: {error.strerror}. Make room there, or name "
            "another folder in the environment: CNN_COURSE_DATA."
        ) from None
    finally:
        with suppress(OSError):  # where all went well it is gone
            part.unlink()


def sweep(folder):
    """Delete what killed kernels left behind: nothing was written to it for an hour."""
    for path in folder.glob("*.part"):
        with suppress(OSError):  # another kernel was quicker
            if path.stat().st_mtime < time.time() - HOUR:
                path.unlink()


def fill(file, paths, size):
    """Write the pictures one after the other, and before them their SHA-256."""
    digest = hashlib.sha256()
    file.write(bytes(DIGEST))
    with ThreadPool() as pool:
        pictures = pool.imap(lambda path: picture(path, size), paths)
        told = f"scaling to {size}×{size} pixels"
        for image in tqdm.auto.tqdm(pictures, told, len(paths)):
            content = image.tobytes()
            digest.update(content)
            file.write(content)
    file.seek(0)
    file.write(digest.digest())


def picture(path, size):
    """The largest square in the middle of a picture, as bytes (3, size, size).

    What is transparent becomes white; of 16 bits a pixel the higher 8 are kept.
    """
    try:
        with Image.open(path) as opened:
            opened.draft("RGB", (size, size))  # JPEG: read no more than is needed
            square = ImageOps.fit(plain(ImageOps.exif_transpose(opened)), (size, size))
    except Exception as error:  # PIL has many kinds
        raise ValueError(
            f"{path} can't be read as a picture; replace or delete it ({error})."
        ) from None
    return np.asarray(square).transpose(2, 0, 1)


def plain(image):
    """The image with red, green and blue of 8 bits each."""
    if image.mode.startswith("I"):  # convert would cut off what is above 255
        image = Image.fromarray((np.asarray(image) // 256).clip(0, 255).astype("uint8"))
    if image.has_transparency_data:
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA"))
    return image.convert("RGB")
