"""Embeddings: the poses of one thing, as a layer sees them, in two dimensions."""

from functools import cache
from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle
from PIL import Image

from helpers import plots
from helpers.explorers import base
from helpers.explorers.artists import Pixels, Words
from helpers.explorers.reading import one_thread

TITLE = "Explorer: embeddings; choose what is done to the thing, and click on a layer"
LAYERS = (
    "pixels",
    "stem",
    "blocks.4",
    "blocks.10",
    "blocks.14",
    "blocks.15",
    "head",
    "pool",
)
SHAPES = {"turned": "circle", "pushed": "grid"}
TIMES = {1: "once", 2: "twice", 3: "three times"}


@cache
def _net():
    from helpers import models  # only here, as it takes torch

    return models.lite0()


@cache
def seen(thing, transformation):
    """The poses, and {layer: (embedding, times round, likeness)}."""
    from helpers import features, poses

    with one_thread():
        found = getattr(poses, transformation)(thing)
        numbers = poses.numbers(_net(), found.pictures, LAYERS)
    layers = {}
    for name, rows in numbers.items():
        plane = features.embedding(rows)
        if transformation == "turned":
            rounds, like = poses.circle(plane.points, found.poses)
        else:
            rounds, like = 1, poses.read_off(plane.points, found.poses)
        layers[name] = plane, rounds, like
    pictures = (found.pictures + 1).mul(127.5).round().byte().permute(0, 2, 3, 1)
    return found.poses, pictures.numpy(), layers


def compute(layer="pixels", transformation="turned", thing="police car"):
    """One layer's points, all layers' lines, and words.

    points (N, 2) from −1 to 1; lines: {layer: (segments, 2, 2)} between poses that are
    neighbours; likes: {layer: how much of the pose can be read off its points}.
    """
    poses, pictures, layers = seen(thing, transformation)
    pairs = neighbours(poses)
    points = {name: _scaled(plane.points) for name, (plane, *_) in layers.items()}
    plane, rounds, like = layers[layer]
    s = SimpleNamespace(
        layer=layer,
        transformation=transformation,
        pictures=pictures,
        points=points[layer],
        lines={name: places[pairs] for name, places in points.items()},
        likes={name: like for name, (_, _, like) in layers.items()},
        share=plane.shares.sum(),
    )
    s.words = _words(s, thing, rounds, like)
    return s


def neighbours(poses):
    """(pairs, 2): poses that are one step apart; the last angle is before the first."""
    count = len(poses)
    if poses.shape[1] == 1:
        return np.array([(n, (n + 1) % count) for n in range(count)])
    grid = np.arange(count).reshape(2 * [round(count**0.5)])
    across = np.stack([grid[:, :-1].ravel(), grid[:, 1:].ravel()], 1)
    return np.concatenate([across, np.stack([grid[:-1].ravel(), grid[1:].ravel()], 1)])


def _scaled(points):
    middle = (points.max(0) + points.min(0)) / 2
    return (points - middle) / np.abs(points - middle).max()


def _words(s, thing, rounds, like):
    shape = SHAPES[s.transformation]
    words = f"{s.layer}, {thing} {s.transformation}: "
    if like < 0.8:
        words += f"not much of a {shape}; {like:.2f} of the pose can be read off. "
    else:
        times = TIMES.get(rounds, f"{rounds} times")
        way = f", gone round {times}" if shape == "circle" else ""
        words += f"a {shape}{way}; {like:.2f} of the pose can be read off. "
    return f"{words}The plane holds {100 * s.share:.0f} % of all variance."


class View(base.View):
    """The chosen layer's plane with the pictures in it; all layers' planes, small."""

    size = 848, 396
    cursor = "pointer"
    plane = 8, 28, 364, 40  # left, top, side, and a picture's side
    small = 400, 50, 112, 182, 100  # left, top, step right, step down, and the side

    def build(self, fig, s):
        fig.set_layout_engine("none")  # every place below is given in pixels
        self.page = plots.bare(fig.add_axes((0, 0, 1, 1)))
        self.page.set(xlim=(0, self.size[0]), ylim=(self.size[1], 0))
        left, top, side, _ = self.plane
        look = {"fill": False, "ec": plots.GREY, "lw": 1}
        self.page.add_patch(Rectangle((left, top), side, side, **look))
        self.frames = {}
        for name in LAYERS:
            x, y = self._corner(name)
            frame = Rectangle((x, y), *2 * [self.small[4]], fill=False)
            self.frames[name] = self.keep(self.page.add_patch(frame))
        self.lines = self.keep(
            self.page.add_collection(LineCollection([], colors=plots.BLUE, lw=1.2))
        )
        self.main = self.keep(
            self.page.add_collection(LineCollection([], colors=plots.SKY, lw=2))
        )
        self.thumbs = self.keep(self.page.add_artist(Pixels()))
        self.titles = self.keep(Words(self.page, 12, middle=False))
        self.names = self.keep(Words(self.page, 11, middle=False))

    def _corner(self, name):
        left, top, right, down, _ = self.small
        row, column = divmod(LAYERS.index(name), 4)
        return left + column * right, top + row * down

    def draw(self, s):
        left, top, side, thumb = self.plane
        room = (side - thumb - 8) / 2
        middle = left + side / 2, top + side / 2
        self.main.set_segments(middle + room * s.lines[s.layer] * (1, -1))
        lines = []
        for name, segments in s.lines.items():
            corner, half = self._corner(name), self.small[4] / 2
            lines.append(np.add(corner, half) + (half - 7) * segments * (1, -1))
            here = name == s.layer
            self.frames[name].set(ec=plots.ORANGE if here else plots.GREY)
            self.frames[name].set_linewidth(3 if here else 1)
        self.lines.set_segments(np.concatenate(lines))
        self._place(s, middle, room, thumb)
        shape = SHAPES[s.transformation]
        self.titles.show(
            [
                f"{s.layer}: each pose is a point",
                f"all layers: how nearly a {shape}, 0 to 1",
            ],
            [(left, 19), (self.small[0], 19)],
        )
        corners = [self._corner(name) for name in LAYERS]
        below = self.small[4] + 17
        self.names.show(
            [*LAYERS, *(f"{s.likes[name]:.2f}" for name in LAYERS)],
            [(x, y - 6) for x, y in corners] + [(x, y + below) for x, y in corners],
        )

    def _place(self, s, middle, room, thumb):
        """The pictures, cut to the thing where it is turned, onto their points."""
        sheet = np.zeros((self.size[1], self.size[0], 4), dtype=np.uint8)
        cut = slice(16, 80) if s.transformation == "turned" else slice(None)
        for picture, (x, y) in zip(s.pictures, s.points, strict=True):
            small = Image.fromarray(picture[cut, cut]).resize(2 * [thumb])
            x, y = (round(middle[0] + room * x), round(middle[1] - room * y))
            place = sheet[y - thumb // 2 :, x - thumb // 2 :][:thumb, :thumb]
            place[..., :3], place[..., 3] = small, 255
            place[[0, -1], :, :3] = place[:, [0, -1], :3] = 200
        self.thumbs.rgba = sheet

    def pointed(self, values, start, now):
        side = self.small[4]
        for name in LAYERS:
            x, y = self._corner(name)
            if 0 <= now[0] - x < side and -20 <= now[1] - y < side + 20:
                return {"layer": name}
        return None


def embeddings(layer="pixels", transformation="turned", thing="police car"):
    """Explorer: do a layer's features make a circle, or a grid, as the poses do?"""
    from helpers import poses

    for given, allowed, what in (
        (layer, LAYERS, "layer"),
        (transformation, SHAPES, "transformation"),
        (thing, poses.THINGS, "thing"),
    ):
        if given not in allowed:
            raise ValueError(
                f"There is no {what} {given!r} here; there are {', '.join(allowed)}."
            )
    controls = {
        "layer": base.choice("layer", LAYERS, layer),
        "transformation": base.choice("it is", list(SHAPES), transformation),
        "thing": base.choice("thing", list(poses.THINGS), thing),
    }
    for control in controls.values():
        control.layout.width = "270px"  # all three in one row
    return base.Explorer(TITLE, compute, View(), controls)
