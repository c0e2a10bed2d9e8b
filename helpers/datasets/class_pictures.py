"""Pictures that EfficientNet-Lite0 likes best: tools/data/make_class_pictures.py.

stored = class_pictures.load()
stored["ostrich"].picture, stored["ostrich"].last
"""

import csv
import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

from helpers.datasets import files


@dataclass(frozen=True)
class Stored:
    """What gradient ascent came to.

    picture      (H, W, 3) from 0 to 255
    seed         of its generator; all else is as `features.class_image` has it
    first, last  score of the class at the first step and at the last
    """

    picture: np.ndarray
    seed: int
    first: float
    last: float


def load():
    """{class: Stored}, in the order of the table."""
    lines = files.verified("class_pictures/scores.csv").decode().splitlines()
    return {
        row["class"]: Stored(
            _picture(row["class"]),
            int(row["seed"]),
            *(float(row[what]) for what in ("first", "last")),
        )
        for row in csv.DictReader(lines)
    }


def _picture(name):
    content = files.verified(f"class_pictures/{name.replace(' ', '_')}.jpg")
    with Image.open(io.BytesIO(content)) as opened:
        return np.asarray(opened.convert("RGB"), dtype=np.float64)
