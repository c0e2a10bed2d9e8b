"""Make data/photos/: five photos, smaller than scikit-image ships them.

    python data/make_photos.py [scikit_image-0.26.0-….whl]

Without a path, pip downloads the pinned wheel into a temporary folder. Grey photos
become PNG; colour ones JPEG, which is a third of the size. The bytes are those of
the pinned pillow.
"""

import io
import sys
import tempfile
import zipfile
from pathlib import Path

import making
from PIL import Image

PACKAGE = "scikit-image==0.26.0"
TARGET = Path(__file__).parent / "photos"
SHORT_SIDE = 256
NAMES = ["astronaut", "brick", "camera", "chelsea", "coffee"]


def shrink(photo):
    """The photo with its shorter side SHORT_SIDE pixels long."""
    scale = SHORT_SIDE / min(photo.size)
    size = [round(side * scale) for side in photo.size]
    return photo.resize(size, Image.Resampling.LANCZOS)


def save(photo, name, target):
    if photo.mode == "L":
        photo.save(target / f"{name}.png", optimize=True)
    else:
        # No chroma subsampling: every pixel keeps its own colour.
        photo.save(target / f"{name}.jpg", quality=90, subsampling=0, optimize=True)


def main(path=None, target=TARGET):
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(path) if path else making.wheel(PACKAGE, folder)
        with zipfile.ZipFile(wheel) as archive:
            for name in NAMES:
                packed = archive.read(f"skimage/data/{name}.png")
                save(shrink(Image.open(io.BytesIO(packed))), name, target)
    print(f"wrote {len(NAMES)} photos to {target}; now run data/checksums.py")


if __name__ == "__main__":
    main(*sys.argv[1:2])
