"""Evolution: the first layer's filters at each stored epoch, and what excites them."""

from functools import cache

import numpy as np

from helpers import plots
from helpers.datasets import cifar_peaks, pretrained
from helpers.datasets.cifar_peaks import filters
from helpers.widgets import WHITE, explorer, slider, steps

EPOCHS = 0, 1, 2, 5, 10, 20  # of which filters are stored
TESTED = 10_000  # pictures
SIZE = 11  # of a filter
LEFT, TOP, EACH = 8, 26, 44  # of all filters: where, and from one to the next
COLUMNS, STEP = 454, 65  # where the history begins, and from one epoch to the next
ROWS = {  # what stands before each row of it, and where, in pixels from the top
    "epoch": 40,
    "filter": 86,
    "its best": 156,
    "patch": 172,
    "found in": 234,
    "this one": 250,
    "tests": 322,
    "right": 338,
}


@explorer(
    "Explorer: evolution; scrub through the training, and click on a filter",
    (848, 384),
    epoch=steps("epoch", EPOCHS),
    filter=slider("filter", 0, 63),
)
def evolution(page, epoch=0, filter=0):
    """Explorer: scrub through the epochs, and see what each filter comes to seek."""
    all_filters(page, epoch, filter)
    page.text(f"filter {filter}: its history", COLUMNS, 18)
    for name, y in ROWS.items():
        page.text(name, 372, y, size=13)
    columns = {n: COLUMNS + STEP * number for number, n in enumerate(EPOCHS)}
    for moment, x in columns.items():
        if moment <= epoch:
            column(page, moment, filter, x)
    points = [(x + STEP / 2, 200, {"epoch": n}) for n, x in columns.items()]
    place = COLUMNS, TOP, STEP * len(EPOCHS), 352
    page.points(place, points, arrows=("epoch", None))
    return words(epoch, filter, right()[epoch])


def all_filters(page, epoch, filter):
    """The 64 filters in eight rows, the chosen one framed."""
    page.text(f"all 64 filters, epoch {epoch}", LEFT, 18)
    sheet = shades(filters()[epoch]).reshape(8, 8, SIZE, SIZE, 3).swapaxes(1, 2)
    place = LEFT, TOP, 8 * EACH, 8 * EACH
    page.pixels(place, sheet.reshape(8 * SIZE, 8 * SIZE, 3))
    page.lattice(*place[:3], EACH, WHITE, 2)
    corners = [(LEFT + EACH * (n % 8), TOP + EACH * (n // 8)) for n in range(64)]
    page.box((*corners[filter], EACH, EACH), edge=plots.KERNEL, width=4)
    middles = np.add(corners, EACH / 2)
    points = [(x, y, {"filter": n}) for n, (x, y) in enumerate(middles)]
    page.points(place, points, arrows=(None, "filter"))


def column(page, epoch, filter, x):
    """The filter after an epoch, its best patch, the image that has it; the score."""
    image, patch, (top, left) = best(epoch, filter)
    page.text(f"{epoch}", x + 31, 42, align="center")
    page.pixels((x, 50, 62, 62), shades(filters()[epoch][[filter]])[0])
    page.pixels((x, 128, 62, 62), patch)
    place = x, 206, 64, 64
    page.pixels(place, image)
    seen = x + 2 * left, 206 + 2 * top, 2 * SIZE, 2 * SIZE
    page.box(seen, edge=plots.KERNEL, width=2, clip=place)
    foot, high = 378, 84 * right()[epoch] / TESTED
    page.box((x, foot - high, 62, high), plots.GREEN, alpha=0.5)
    page.text(f"{right()[epoch]:,}", x + 31, foot - high - 4, align="center", size=13)


right = cache(pretrained.cifar_right)  # {epoch: how many of TESTED}


def best(epoch, filter):
    """Where it answers most: image (32, 32, 3), patch (11, 11, 3) in bytes, the corner.

    The corner, (top, left), may lie in the padding, which is grey.
    """
    patch = cifar_peaks.top(epoch)[filter]
    image = cifar_peaks.inputs()[patch.image]
    (top, _), (left, _) = cifar_peaks.FIELD.at(*patch.place)
    seen = [0.5 + x.permute(1, 2, 0).numpy() / 4 for x in (image, patch.picture)]
    return *map(as_bytes, seen), (top, left)


def shades(weights):
    """Filters (N, 3, h, w) as bytes (N, h, w, 3), each scaled alone; 0 is grey."""
    weights = weights.numpy()
    largest = np.abs(weights).max((1, 2, 3), keepdims=True)
    return as_bytes((0.5 + weights / (2 * largest)).transpose(0, 2, 3, 1))


def as_bytes(picture):
    return np.uint8(np.round(255 * picture))


def like(a, b):
    """The cosine of the angle between two filters: 1 when one is a multiple of it."""
    return ((a * b).sum() / ((a * a).sum() * (b * b).sum()).sqrt()).item()


def words(epoch, filter, right):
    said = f"Epoch {epoch}: {right:,} of {TESTED:,} test pictures are right. "
    if epoch == EPOCHS[-1]:
        return f"{said}Filter {filter} has got its last form."
    if epoch == 0:
        said += "No picture has been learnt from: all filters are noise. "
    near = like(filters()[epoch][filter], filters()[EPOCHS[-1]][filter])
    near = plots.number(round(near, 2) + 0.0, "{:.2f}")
    said += f"Filter {filter} is {near} like what it will be "
    return f"{said}(1 is the same, 0 is nothing in common)."
