"""Where pictures come from: emoji, photos, the reader's own files, a drawing.

A picture is the bytes of 224 rows of 224 pixels of red, green and blue: what is made
of one can be kept, as bytes can be compared at once.
"""

import base64
import io
import unicodedata
from functools import cache, lru_cache

import numpy as np
from PIL import Image

from helpers.datasets import drawing, files, pictures

SIDE = 224  # pixels of a picture
PEN, INK = 1.3, 34  # how wide and how dark a drawn line is
BLANK, PHOTOS, OWN = "blank paper", "photos", "your files"
EMOJI = "animal", "face", "food", "person", "transport"
KINDS = BLANK, *EMOJI, PHOTOS, OWN
WHITE = bytes([255]) * (3 * SIDE**2)
SILENT = "200D", "FE0F"  # parts of an emoji's code that join or colour the others


@cache
def _emoji(twitter=False):
    """(codes, labels, images (N, 64, 64, 3)) in the order of the codes."""
    content = files.verified("emoji_twitter.npz" if twitter else "emoji.npz")
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        codes, labels, images = (
            np.concatenate([arrays[f"{split}_{what}"] for split in ("train", "test")])
            for what in ("glyphs", "labels", "images")
        )
    order = np.argsort(codes, kind="stable")
    return codes[order], labels[order], images[order].transpose(0, 2, 3, 1)


@cache
def _rows(kind):
    return np.flatnonzero(_emoji()[1] == EMOJI.index(kind))


def title(code):
    """An emoji's name, as Unicode has it; "1F427" is a penguin."""
    parts = [part for part in code.split("-") if part not in SILENT]
    names = [unicodedata.name(chr(int(part, 16)), "") for part in parts]
    return ", ".join(name.lower() for name in names) if all(names) else "new emoji"


def titles(kind, uploads=()):
    """What each picture of the kind shows; uploads: pairs (title, picture)."""
    if kind in EMOJI:
        return _titles(kind)
    here = {BLANK: [], PHOTOS: pictures.photo_names(), OWN: [t for t, _ in uploads]}
    return here[kind]


@cache
def _titles(kind):
    return [title(str(code)) for code in _emoji()[0][_rows(kind)]]


def choose(kind, which, twitter=False, uploads=()):
    """The picture of that number, or None where there is none."""
    if which >= len(titles(kind, uploads)):
        return None
    return uploads[which][1] if kind == OWN else _stored(kind, which, twitter)


@lru_cache(200)
def _stored(kind, which, twitter):
    if kind == PHOTOS:
        photo = pictures.photo(pictures.photo_names()[which], size=SIDE)
        return photo.astype(np.uint8).tobytes()
    return _square(Image.fromarray(_emoji(twitter)[2][_rows(kind)[which]]))


def find(name):
    """(kind, which) of the emoji with that title."""
    for kind in EMOJI:
        if name in titles(kind):
            return kind, titles(kind).index(name)
    raise ValueError(
        f"No emoji is called {name!r}; there are, for example, "
        f"{', '.join(titles('animal')[:5])}; picture_source.titles(kind) lists all."
    )


def _square(image):
    return image.resize((SIDE, SIDE), Image.Resampling.BICUBIC).tobytes()


@lru_cache(1000)
def resized(picture, side):
    """The picture as an array of bytes (side, side, 3)."""
    image = Image.frombytes("RGB", (SIDE, SIDE), picture)
    return np.asarray(image.resize((side, side), Image.Resampling.BICUBIC))


def paper(picture, ink):
    """The picture, or white paper for None, with the lines of `ink` drawn on it."""
    picture = picture or WHITE
    if not ink:
        return picture
    sheet = Image.fromarray(np.uint8(255 * drawing.drawn(ink, PEN)))
    sheet = np.asarray(sheet.resize((SIDE, SIDE), Image.Resampling.BILINEAR))
    share = sheet[..., None] / 255
    under = np.frombuffer(picture, np.uint8).reshape(SIDE, SIDE, 3)
    return np.uint8(np.round(under * (1 - share) + INK * share)).tobytes()


def received(files):
    """(pairs (name, picture), names of those that can't be read) of uploaded files.

    files: pairs (name, a browser's data address, "data:image/png;base64,…").
    """
    read, unread = [], []
    for name, address in files:
        content = io.BytesIO(base64.b64decode(address.partition(",")[2]))
        try:
            with Image.open(content) as opened:
                read.append((name, _square(opened.convert("RGB"))))
        except OSError:  # PIL's are among them
            unread.append(name)
    return read, unread
