"""Where pictures come from: emoji, photos, the reader's own files, a drawing.

A picture is the bytes of 224 rows of 224 pixels of red, green and blue: what is made
of one can be kept, as bytes can be compared at once.
"""

import base64
import io
from functools import lru_cache

import numpy as np
from PIL import Image

from helpers.datasets import drawing, emoji, pictures

SIDE = 224  # pixels of a picture
PEN, INK = 1.3, 34  # how wide and how dark a drawn line is
BLANK, PHOTOS, OWN = "blank paper", "photos", "your files"
KINDS = BLANK, *emoji.KINDS, PHOTOS, OWN
WHITE = bytes([255]) * (3 * SIDE**2)


def titles(kind, uploads=()):
    """What each picture of the kind shows; uploads: pairs (title, picture)."""
    here = {BLANK: [], PHOTOS: pictures.photo_names(), OWN: [t for t, _ in uploads]}
    return here[kind] if kind in here else emoji.named()[kind][0]


def choose(kind, which, twitter=False, uploads=()):
    """The picture of that number, or None where there is none."""
    if kind == OWN:
        return uploads[which][1] if uploads else None
    return None if kind == BLANK else _stored(kind, which, twitter)


@lru_cache(200)
def _stored(kind, which, twitter):
    if kind == PHOTOS:
        photo = pictures.photo(pictures.photo_names()[which], size=SIDE)
        return photo.astype(np.uint8).tobytes()
    return _square(Image.fromarray(emoji.named(twitter)[kind][1][which]))


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
