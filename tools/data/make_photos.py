"""Make data/photos/: six photos, smaller than the two packages ship them.

    python tools/data/make_photos.py [scikit_image-0.26.0….whl scikit_learn-1.9.1….whl]

Without paths, pip downloads the pinned wheels into a temporary folder. Grey photos
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

PHOTOS = {  # package: its photos
    "scikit-image==0.26.0": [
        f"skimage/data/{name}.png"
        for name in ("astronaut", "brick", "camera", "chelsea", "coffee")
    ],
    "scikit-learn==1.9.1": ["sklearn/datasets/images/flower.jpg"],
}
TARGET = Path(__file__).parent / "photos"
SHORT_SIDE = 256


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


def main(*paths, target=TARGET):
    target.mkdir(exist_ok=True)
    for number, (package, names) in enumerate(PHOTOS.items()):
        with tempfile.TemporaryDirectory() as folder:
            wheel = paths[number] if paths else making.wheel(package, folder)
            with zipfile.ZipFile(wheel) as archive:
                for name in names:
                    photo = Image.open(io.BytesIO(archive.read(name)))
                    save(shrink(photo), Path(name).stem, target)
    print(f"wrote the photos to {target}; now run tools/data/checksums.py")


if __name__ == "__main__":
    main(*sys.argv[1:])
