"""Evolution: the first layer's filters at each stored epoch, and what excites them."""

from functools import cache
from types import SimpleNamespace

import numpy as np
from matplotlib.colors import to_rgb
from PIL import Image

from helpers import plots
from helpers.explorers.one_thread import one_thread
from helpers.widgets import base
from helpers.widgets.artists import Pixels, Words

TITLE = "Explorer: evolution; scrub through the training, and click on a filter"
SIZE, STRIDE, PADDING, SIDE = 11, 2, 2, 32  # of conv1, and of the network's pictures
TESTED = 10_000  # pictures
ROWS = {  # what stands before each row, and where, in pixels from the top
    "epoch": 40,
    "filter": 86,
    "its best": 156,
    "patch": 170,
    "found in": 234,
    "this one": 248,
    "tests": 336,
    "right": 350,
}
KERNEL = np.uint8(255 * np.array(to_rgb(plots.KERNEL)))


@cache
def filters():
    """{epoch: the filters (64, 3, 11, 11)}, in the order of the training."""
    from helpers.datasets import pretrained  # only here, as it takes torch

    return {n: w.numpy() for n, w in sorted(pretrained.cifar_filters().items())}


@cache
def right():
    """{epoch: how many of 10,000 test pictures the network had right}."""
    from helpers.datasets import pretrained

    return pretrained.cifar_right()


@cache
def images():
    """Google's 553 emoji at 32×32, (N, 3, 32, 32) from 0 to 1."""
    import torch

    from helpers import datasets

    parts = [datasets.load("emoji", split)[0] for split in ("train", "test")]
    return torch.nn.functional.avg_pool2d(torch.cat(parts), 2).numpy()


@cache
def strongest(epoch):
    """For each filter (image, top, left): where of all images it answers most."""
    import torch

    x, w = (torch.from_numpy(a) for a in (images(), filters()[epoch]))
    with one_thread(), torch.inference_mode():
        maps = torch.nn.functional.conv2d(4 * x - 2, w, stride=STRIDE, padding=PADDING)
    places = maps.transpose(0, 1).flatten(1).argmax(1).numpy()
    n, _, *shape = maps.shape
    image, row, column = np.unravel_index(places, (n, *shape))
    places = np.stack([image, STRIDE * row - PADDING, STRIDE * column - PADDING], 1)
    return [tuple(place) for place in places.tolist()]


def compute(filter=0, epoch=0):
    """All filters after an epoch; the chosen one's history so far; and words.

    filters: (64, 11, 11, 3) from 0 to 1, each scaled alone about mid-grey. history:
    up to this epoch, (epoch, filter, patch, image, (top, left), right).
    """
    epochs = list(filters())
    upto = [n for n in epochs if n <= epoch]
    history = [_moment(n, filter) for n in upto]
    s = SimpleNamespace(
        filter=filter,
        epochs=epochs,
        epoch=epoch,
        filters=shades(filters()[epoch]),
        history=history,
        right=[right()[n] for n in upto],
        every=list(right().values()),
        like=_like(filters()[epoch][filter], filters()[epochs[-1]][filter]),
    )
    s.words = _words(s)
    return s


def _moment(epoch, filter):
    image, top, left = strongest(epoch)[filter]
    picture = images()[image].transpose(1, 2, 0)
    framed = np.full((SIDE + 2 * PADDING, SIDE + 2 * PADDING, 3), 0.5)
    framed[PADDING:-PADDING, PADDING:-PADDING] = picture  # conv1's padding is grey
    rows, columns = slice(top + PADDING, None), slice(left + PADDING, None)
    patch = framed[rows, columns][:SIZE, :SIZE]
    return SimpleNamespace(
        filter=shades(filters()[epoch][filter][None])[0],
        patch=patch,
        image=picture,
        corner=(top, left),
    )


def shades(weights):
    """Filters (N, 3, h, w) as pictures (N, h, w, 3), each scaled alone; 0 is grey."""
    largest = np.abs(weights).max((1, 2, 3), keepdims=True)
    return (0.5 + weights / (2 * largest)).transpose(0, 2, 3, 1)


def _like(a, b):
    """The cosine of the angle between two filters: 1 when one is a multiple of it."""
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum()))


def _words(s):
    words = f"Epoch {s.epoch}: {s.right[-1]:,} of {TESTED:,} test pictures are right. "
    if s.epoch == s.epochs[-1]:
        return f"{words}Filter {s.filter} has got its last form."
    if s.epoch == 0:
        words += "No picture has been learnt from: all filters are noise. "
    like = plots.number(round(s.like, 2) + 0.0, "{:.2f}")
    words += f"Filter {s.filter} is {like} like what it will be "
    return f"{words}(1 is the same, 0 is nothing in common)."


class View(base.View):
    """All filters on the left; the chosen one's history in columns, and the score."""

    size = 848, 404
    cursor = "pointer"
    grid = 8, 30, 46, 4  # left, top, from one filter to the next, and a pixel's size
    columns, step = 454, 65  # where the first begins, and from one to the next
    rows = {"filter": (50, 62), "patch": (128, 62), "image": (206, 64)}  # top, side

    def build(self, fig, s):
        fig.set_layout_engine("none")  # every place below is given in pixels
        self.page = plots.bare(fig.add_axes((0, 0, 1, 1)))
        wide, high = self.size
        self.page.set(xlim=(0, wide), ylim=(high, 0))
        left, right_ = self.columns, self.columns + self.step * len(s.epochs)
        write = Words(self.page, 11, middle=False)
        write.show(list(ROWS), [(381, y) for y in ROWS.values()])
        self.seen = self.keep(self.page.add_artist(Pixels()))
        self.titles = self.keep(Words(self.page, 12, middle=False))
        self.marks = self.keep(Words(self.page, 11))
        ax = fig.add_axes((left / wide, 26 / high, (right_ - left) / wide, 84 / high))
        count = len(s.epochs)
        ax.set(xlim=(-0.5, count - 0.5), ylim=(0, 1.4 * max(s.every)), yticks=())
        ax.set_xticks(range(count), s.epochs, size=11)
        self.axes = ax
        (self.line,) = ax.plot([], [], "o-", color=plots.GREEN, ms=7)
        self.counts = self.keep(Words(ax, 10.5))
        self.keep(self.line)

    def draw(self, s):
        full = np.full((*self.size[::-1], 3), 255, dtype=np.uint8)
        left, top, step, zoom = self.grid
        for n, pixels in enumerate(s.filters):
            y, x = top + n // 8 * step, left + n % 8 * step
            if n == s.filter:
                full[y - 3 : y + 47, x - 3 : x + 47] = KERNEL
            _paste(full, pixels, y, x, SIZE * zoom)
        for n, moment in enumerate(s.history):
            self._column(full, moment, self.columns + n * self.step, n)
        self._show(full)
        self.titles.show(
            [f"all 64 filters, epoch {s.epoch}", f"filter {s.filter}: its history"],
            [(left, 19), (self.columns, 19)],
        )
        self.marks.show(
            [f"{n}" for n in s.epochs[: len(s.history)]],
            [(self.columns + n * self.step + 31, 40) for n in range(len(s.history))],
        )
        at = range(len(s.right))
        self.line.set_data(at, s.right)
        rise = 0.2 * max(s.every)
        self.counts.show(
            [f"{count:,}" for count in s.right],
            [(n, count + rise) for n, count in zip(at, s.right, strict=True)],
        )

    def _column(self, sheet, moment, x, number):
        for name, (top, side) in self.rows.items():
            _paste(sheet, getattr(moment, name), top, x, side)
        top, side = self.rows["image"]
        zoom = side // SIDE
        down, right_ = (np.array(moment.corner) * zoom).tolist()
        box = sheet[top : top + side, x : x + side]
        edges = np.clip([down, down + SIZE * zoom], 0, side - 2)
        sides = np.clip([right_, right_ + SIZE * zoom], 0, side - 2)
        for edge in edges:
            box[edge : edge + 2, sides[0] : sides[1] + 2] = KERNEL
        for edge in sides:
            box[edges[0] : edges[1] + 2, edge : edge + 2] = KERNEL

    def _show(self, sheet):
        """Only where something was pasted, so the axes under it stay in view."""
        paper = (sheet == 255).all(2)
        self.seen.rgba = np.dstack([sheet, np.where(paper, 0, 255).astype(np.uint8)])

    def pointed(self, values, start, now):
        left, top, step, _ = self.grid
        column, row = (now[0] - left) // step, (now[1] - top) // step
        if 0 <= column < 8 and 0 <= row < 8 and start[0] < left + 8 * step:
            return {"filter": int(8 * row + column)}
        place = int((now[0] - self.columns) // self.step)
        if start[0] >= self.columns and 0 <= place < len(filters()):
            return {"epoch": list(filters())[place]}
        return None


def _paste(sheet, pixels, top, left, side):
    """Puts pixels (n, n, 3), 0 to 1, on the sheet as a square of `side` pixels."""
    small = Image.fromarray(np.uint8(np.round(255 * pixels)))
    large = np.asarray(small.resize((side, side), Image.Resampling.NEAREST))
    sheet[top : top + side, left : left + side] = large


def evolution(epoch=0, filter=0):
    """Explorer: scrub through the epochs, and see what each filter comes to seek."""
    epochs = list(filters())
    if epoch not in epochs:
        raise ValueError(
            f"No filters were kept of epoch {epoch!r}; those of "
            f"{', '.join(map(str, epochs))} were."
        )
    if filter not in range(64):
        raise ValueError(f"filter is {filter!r}; the 64 are counted from 0 to 63.")
    controls = {
        "epoch": base.steps("epoch", epochs, epoch),
        "filter": base.slider("filter", 0, 63, filter),
    }
    return base.Explorer(TITLE, compute, View(), controls)
