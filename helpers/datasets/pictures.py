"""Small inputs to look at: photos, drawn shapes, jagged series.

Every picture is a float64 array of whole numbers from 0 (black) to 255 (white):
grey ones (height, width), colour ones (height, width, 3). Sums of whole numbers
are exact, so results are the same on every machine.
"""

import io
from pathlib import Path

import numpy as np
from PIL import Image

from helpers.chosen import chosen
from helpers.datasets import files

WHITE = 255


def photo_names():
    """Sorted names of the photos."""
    return files.names("photos")


def photo(name, grey=False, size=None):
    """The photo as an array (H, W, 3), or (H, W) when grey.

    With `size`, its largest central square, shrunk to size × size. Some photos are
    grey to begin with; in colour they are three equal channels.
    """
    paths = {Path(file).stem: file for file in files.checksums() if "photos/" in file}
    path = paths[chosen("photo", name, sorted(paths))]
    with Image.open(io.BytesIO(files.verified(path))) as opened:
        picture = opened.convert("L" if grey else "RGB")
    if size is not None:
        picture = _square(picture, size)
    return np.asarray(picture, dtype=np.float64)


def wall():
    """The six photos hung in two rows without a gap between, (512, 896, 3)."""
    high, low = ("coffee", "camera", "chelsea"), ("brick", "flower", "astronaut")
    rows = [np.concatenate([photo(n) for n in names], axis=1) for names in (high, low)]
    return np.concatenate([row[:, :896] for row in rows])


def _square(picture, size):
    side = min(picture.size)
    if not isinstance(size, int | np.integer) or not 1 <= size <= side:
        raise ValueError(
            f"size is {size!r}; it must be a whole number from 1 to {side}, "
            "the photo's shorter side."
        )
    left, top = ((length - side) // 2 for length in picture.size)
    box = (left, top, left + side, top + side)
    return picture.resize((size, size), Image.Resampling.LANCZOS, box)


def circle(size, radius):
    """White outline of a circle on black, (size, size), antialiased, in the middle."""
    down, right = _grid(size)
    return _ink(np.abs(np.hypot(down, right) - _positive("radius", radius)), 1)


def star(size, radius, width=1):
    """White outline of a star on black, its line `width` wide and as long as circle's.

    It has five tips, one upwards; the inner corners are half as far from the middle. A
    line as long as circle(size, radius)'s needs about as much ink, so that brightness
    alone can't tell the two apart.
    """
    turns = np.arange(10) * np.pi / 5
    edge = np.sqrt(1.25 - np.cos(np.pi / 5))  # from a tip at 1 to a corner at a half
    tip = 2 * np.pi * _positive("radius", radius) / (10 * edge)
    lengths = np.where(np.arange(10) % 2, tip / 2, tip)
    corners = np.stack([-lengths * np.cos(turns), lengths * np.sin(turns)], axis=1)
    return _ink(_distance(_grid(size), corners), width)


def _positive(what, value):
    if not value > 0:
        raise ValueError(f"{what} is {value!r}; it must be a number above 0.")
    return value


def _grid(size):
    """How far each pixel's middle lies below and to the right of the picture's."""
    if not isinstance(size, int | np.integer) or size < 1:
        raise ValueError(f"size is {size!r}; it must be a whole number of 1 or more.")
    steps = np.arange(size) - (size - 1) / 2
    return np.meshgrid(steps, steps, indexing="ij")


def _distance(grid, corners):
    """Distance of every pixel from the closed line through the corners."""
    pixels = np.stack(grid, axis=-1)
    nearest = np.full(pixels.shape[:2], np.inf)
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = end - start
        share = np.clip((pixels - start) @ along / (along @ along), 0, 1)
        gap = pixels - start - share[..., None] * along
        nearest = np.minimum(nearest, np.hypot(gap[..., 0], gap[..., 1]))
    return nearest


def _ink(distance, width):
    """A line of that width: a pixel it half covers is half white."""
    share = np.clip(_positive("width", width) / 2 + 0.5 - distance, 0, 1)
    return np.round(WHITE * share)


def temperatures():
    """The highest temperature of each day of 2015 in Seattle, in °C: (365,)."""
    lines = files.verified("temperatures.csv").decode().split()
    return np.array([float(line.split(",")[1]) for line in lines[1:]])


def approval_ratings(seed, noise=3.0):
    """(polled, true): a year of a made-up president's daily ratings in %, (365,) each.

    The true mood changes slowly, but for one scandal. A poll asks few people a day,
    so what it finds lies about `noise` points off.
    """
    day = np.arange(365)
    scandal = np.where(day < 210, 0, 9 * np.exp(-(day - 210) / 60) + 3)
    true = 47 + 7 * np.exp(-day / 70) + 3 * np.cos(2 * np.pi * day / 180) - scandal
    polls = np.random.default_rng(seed).normal(true, noise)
    return np.round(polls, 1), true
