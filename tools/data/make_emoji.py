"""Make data/emoji.npz and data/emoji_twitter.npz: the same things, drawn twice.

    python tools/data/make_emoji.py [FOLDER]

FOLDER holds emoji-datasource-google-16.0.0.tgz and emoji-datasource-twitter-16.0.0.tgz.
Without it, npm downloads both into a temporary folder.
"""

import io
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import making
import numpy as np
from PIL import Image

VERSION = "16.0.0"
TARGETS = {"google": "emoji.npz", "twitter": "emoji_twitter.npz"}
TEST_PER_CLASS = 20

# The class of a glyph is the beginning of its Unicode subcategory.
CLASSES = {
    "animal": ("animal-",),
    "face": ("face-",),
    "food": ("food-", "drink"),
    "person": ("person",),
    "transport": ("transport-air", "transport-ground", "transport-water"),
}
# The same drawing again, but for a detail: man and woman beside the person, and
# the mirrored "facing right". One could be in the training and one in the test.
SIGNS_OF_A_VARIANT = {"2640", "2642", "27A1"}
MAN_AND_WOMAN = {"1F468", "1F469"}
NOBODY = "person-symbol"  # footprints, a fingerprint


def fetch(folder):
    """Download both packages into the folder."""
    packages = [f"emoji-datasource-{vendor}@{VERSION}" for vendor in TARGETS]
    subprocess.run(["npm", "pack", "--silent", *packages], cwd=folder, check=True)


def unpack(folder, vendor):
    """The glyphs' descriptions, and the drawings as PNG files by name."""
    path = Path(folder) / f"emoji-datasource-{vendor}-{VERSION}.tgz"
    descriptions, drawings = None, {}
    with tarfile.open(path, "r|gz") as archive:  # in one pass, which is fast
        for member in archive:
            if member.name == "package/emoji.json":
                descriptions = json.load(archive.extractfile(member))
            elif member.name.startswith(f"package/img/{vendor}/64/"):
                name = member.name.split("/")[-1]
                drawings[name] = archive.extractfile(member).read()
    return descriptions, drawings


def label(glyph):
    """A glyph's class as a number; None when it is left out."""
    points = glyph["unified"].split("-")  # like 1F468-200D-1F373
    is_variant = SIGNS_OF_A_VARIANT & set(points) or (
        "200D" in points and points[0] in MAN_AND_WOMAN
    )
    if is_variant or glyph["subcategory"] == NOBODY:
        return None
    for number, beginnings in enumerate(CLASSES.values()):
        if glyph["subcategory"].startswith(beginnings):
            return number
    return None


def picture(png):
    """A drawing on white as uint8 (3, 64, 64)."""
    drawn = Image.open(io.BytesIO(png)).convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(drawn)
    return np.asarray(paper.convert("RGB")).transpose(2, 0, 1)


def arrays(glyphs, drawings):
    """The arrays by name; the split is the same for every vendor, seed 0."""
    glyphs = sorted(glyphs, key=lambda glyph: glyph["unified"])
    glyphs = [glyph for glyph in glyphs if label(glyph) is not None]
    labels = np.array([label(glyph) for glyph in glyphs], np.uint8)
    rows = making.split(labels, TEST_PER_CLASS, np.random.default_rng(0))
    chosen = {}
    for name, part in zip(("train", "test"), rows, strict=True):
        images = [picture(drawings[glyphs[row]["image"]]) for row in part]
        chosen[f"{name}_images"] = np.stack(images)
        chosen[f"{name}_labels"] = labels[part]
        chosen[f"{name}_glyphs"] = np.array([glyphs[row]["unified"] for row in part])
    return chosen


def main(given=None):
    with tempfile.TemporaryDirectory() as folder:
        if given is None:
            fetch(folder)
        for vendor, target in TARGETS.items():
            unpacked = unpack(given or folder, vendor)
            making.write(making.DATA / target, arrays(*unpacked))


if __name__ == "__main__":
    main(*sys.argv[1:2])
