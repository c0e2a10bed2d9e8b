"""Embeddings: the poses of one thing, as a layer sees them, in two dimensions."""

from types import SimpleNamespace

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from helpers import plots
from helpers.chosen import chosen
from helpers.explorers.posing import LAYERS, clear, seen
from helpers.widgets import base
from helpers.widgets.artists import Pixels, Words

TITLE = "Explorer: embeddings; choose what is done to the thing, and click on a layer"
WAYS = {"turned": "turned", "pushed": "pushed", "pushed and turned": "both"}
TIMES = (None, "once", "twice", *(f"{n} times" for n in range(3, 7)))


def compute(layer, transformation, thing, pose=0, untrained=False):
    """What a layer makes of all poses, the picture of one of them, and words.

    found: what `posing.seen` gives; here: its chosen layer; scores: {layer: a text}.
    """
    found = seen(thing, transformation, untrained)
    last = len(found.poses) - 1
    s = SimpleNamespace(
        layer=layer,
        transformation=transformation,
        found=found,
        here=found.layers[layer],
        pose=min(pose, last),
        scores={name: _score(one) for name, one in found.layers.items()},
        limits={"pose": last},
    )
    s.words = _words(s, thing, untrained)
    return s


def _score(one):
    return f"{one.score:.2f}" if one.turn is None else plots.percent(one.turn)


def _words(s, thing, untrained):
    here, shape = s.here, {"turned": "circle"}.get(s.transformation, "grid")
    words = f"{thing} {s.transformation}, {s.layer}{' untrained' * untrained}: "
    words = words.replace("both", "pushed and turned")
    if s.transformation == "both":
        words += f"the place makes {plots.percent(here.place)} of all variance, "
        words += f"the turn {plots.percent(here.turn)}."
    elif here.score < 0.8:
        words += f"not much of a {shape}; {here.score:.2f} of the pose can be read off."
    else:
        way = f", gone round {TIMES[here.rounds]}" if shape == "circle" else ""
        words += f"a {shape}{way}; {here.score:.2f} of the pose can be read off."
    words = f"{words} The plane holds {plots.percent(here.share)} of all variance."
    right, down, degrees = s.found.poses[s.pose]
    ways = f"{right:+g} right, {-down:+g} up", f"turned by {degrees:g}°"
    ways = {"turned": ways[1:], "pushed": ways[:1]}.get(s.transformation, ways)
    words = f"{words} Ringed: {', '.join(ways)}.".replace("-", plots.number(-1)[0])
    return words[0].upper() + words[1:]


class View(base.View):
    """The picture with the poses in it; the layer's plane; all layers' planes, small.

    The same pose has the same colour everywhere; lines join poses one step apart.
    """

    size = 848, 376
    cursor = "pointer"
    thing = 6, 28, 190  # left, top, side
    chart = 30, 290, 164, 62  # left, top, width, height
    plane = 220, 28, 340
    small = 592, 42, 124, 84, 64  # left, top, step right, step down, and the side
    thumb = 34

    def build(self, fig, s):
        fig.set_layout_engine("none")  # every place below is given in pixels
        self.page = plots.bare(fig.add_axes((0, 0, 1, 1)))
        self.page.set(xlim=(0, self.size[0]), ylim=(self.size[1], 0))
        for left, top, side in (self.thing, self.plane):
            look = {"fill": False, "ec": plots.GREY, "lw": 1}
            self.page.add_patch(Rectangle((left, top), side, side, **look))
        self.seen = self.keep(self.page.add_artist(Pixels()))
        self.lines = self.keep(self.page.add_collection(LineCollection([])))
        self.true = self._dots(25)
        self.dots = self._dots(50)
        self.rings = self.keep(
            self.page.scatter([0, 0], [0, 0], s=130, fc="none", ec=plots.INK, lw=2)
        )
        self.frames = {}
        for name in LAYERS:
            frame = Rectangle(self._corner(name), *2 * [self.small[4]], fill=False)
            self.frames[name] = self.keep(self.page.add_patch(frame))
        self._chart()
        self.titles = self.keep(Words(self.page, 12, middle=False))
        self.notes = self.keep(Words(self.page, 10.5, middle=False))

    def _chart(self):
        (wide, high), (left, top, width, height) = self.size, self.chart
        place = left / wide, 1 - (top + height) / high, width / wide, height / high
        ax = self.fig.add_axes(place)
        ax.set(xlim=(-0.3, len(LAYERS) - 0.7), ylim=(0, 1.05), yticks=(0, 0.5, 1))
        ax.set_xticks((0, len(LAYERS) - 1), (LAYERS[0], LAYERS[-1]))
        ax.set_yticklabels(("0", "", "1"))
        ax.tick_params(labelsize=10, pad=2)
        look = {"marker": "o", "ms": 4, "lw": 1.5, "clip_on": False}
        colours = plots.BLUE, plots.RED
        self.curves = [ax.plot([0], [0], color=c, **look)[0] for c in colours]
        self.now = ax.axvline(0, color=plots.ORANGE, lw=3, alpha=0.6)
        self.keys = [Words(self.page, 10.5, c, middle=False) for c in colours]
        self.keep(*self.curves, self.now, *self.keys)

    def _dots(self, size):
        dots = self.page.scatter([], [], s=size, lw=0.6, ec="white", zorder=3)
        return self.keep(dots)

    def _corner(self, name):
        left, top, right, down, _ = self.small
        row, column = divmod(LAYERS.index(name), 2)
        return left + column * right, top + row * down

    def draw(self, s):
        found, true, places = s.found, self._true(s), self._places(s.here.points)
        lines = [true[found.pairs], places[found.pairs]]
        for name, one in found.layers.items():
            corner, half = self._corner(name), self.small[4] / 2
            points = np.add(corner, half) + (half - 6) * one.points * (1, -1)
            lines.append(points[found.pairs])
            here = name == s.layer
            self.frames[name].set(ec=plots.ORANGE if here else plots.GREY)
            self.frames[name].set_linewidth(3 if here else 1)
        count, each = len(lines), len(found.pairs)
        self.lines.set_segments(np.concatenate(lines))
        colours = found.colours[found.pairs].mean(1)
        self.lines.set_color(np.tile(colours, (count, 1)))
        self.lines.set_linewidth([1.2] * each + [2] * each + [1.2] * each * len(LAYERS))
        for dots, where in (self.true, true), (self.dots, places):
            dots.set_offsets(where)
            dots.set_facecolor(found.colours)
        self.rings.set_offsets([true[s.pose], places[s.pose]])
        self._paste(s, places)
        self._write(s)
        both = s.transformation == "both"
        names = ("by the place", "by the turn") if both else ("read off", "its share")
        layers = found.layers.values()
        values = [(a.place, a.turn) if both else (a.score, a.share) for a in layers]
        for n, (curve, key) in enumerate(zip(self.curves, self.keys, strict=True)):
            curve.set_data(range(len(LAYERS)), [pair[n] for pair in values])
            key.show([names[n]], [(self.thing[0] + 100 * n, self.chart[1] - 10)])
        self.now.set_xdata(2 * [LAYERS.index(s.layer)])

    def _true(self, s):
        """Where in the picture each pose is: its place, and its turn, on a ring."""
        left, top, side = self.thing
        right, down, degrees = s.found.poses.T
        radius = {"turned": 42, "pushed": 0, "both": 7}[s.transformation]
        turns = np.deg2rad(degrees)
        right, down = right + radius * np.cos(turns), down - radius * np.sin(turns)
        middle = np.add((left, top), side / 2)
        return middle + np.stack([right, down], 1) * side / s.found.pictures.shape[1]

    def _places(self, points):
        left, top, side = self.plane
        room = side / 2 - 1.3 * self.thumb
        return np.add((left, top), side / 2) + room * points * (1, -1)

    def _paste(self, s, places):
        """The picture of the pose; and small ones, of some turns, beside their dots."""
        sheet = np.zeros((self.size[1], self.size[0], 4), dtype=np.uint8)
        left, top, side = self.thing
        picture = clear(s.found.pictures[s.pose], side)
        sheet[top : top + side, left : left + side] = picture
        sheet[..., 3] = sheet[..., 3] * 0.75  # the dots are in front of it
        if s.transformation == "turned":
            middle = places.mean(0)
            for n in range(0, len(places), 3):
                away = places[n] - middle
                away *= 24 / max(np.hypot(*away), 1)
                small = clear(s.found.pictures[n][17:-17, 17:-17], self.thumb)
                x, y = np.round(places[n] + away - self.thumb / 2).astype(int)
                spot = sheet[y : y + self.thumb, x : x + self.thumb]
                np.copyto(spot, small, where=small[..., 3:] > spot[..., 3:])
        self.seen.rgba = sheet

    def _write(self, s):
        shape = {"turned": "circle, 0 to 1", "pushed": "grid, 0 to 1"}
        titles = ["the poses", f"the poses in {s.layer}"]
        titles.append(f"how nearly a {shape.get(s.transformation)}")
        if s.transformation == "both":
            titles[2] = "share made by the turn"
        corners = [self.thing, self.plane, self.small]
        self.titles.show(titles, [(left, 19) for left, *_ in corners])
        texts, places = [], []
        for name, score in s.scores.items():
            x, y = self._corner(name)
            texts += [name, score]
            places += [(x, y - 4), (x + self.small[4] + 6, y + 38)]
        left, top, side = self.thing
        texts += ["Lines join poses a step apart.", "Press a point to see its pose."]
        places += [(left, top + side + 17 + 17 * n) for n in range(2)]
        self.notes.show(texts, places)

    def pointed(self, values, start, now):
        side = self.small[4]
        for name in LAYERS:
            x, y = self._corner(name)
            if 0 <= now[0] - x < side + 40 and -16 <= now[1] - y < side:
                return {"layer": name}
        s = compute(**values)
        for (left, top, side), places in (
            (self.thing, self._true(s)),
            (self.plane, self._places(s.here.points)),
        ):
            if 0 <= start[0] - left < side and 0 <= start[1] - top < side:
                return {"pose": int(np.hypot(*(places - now).T).argmin())}
        return None


def embeddings(
    layer="pixels", transformation="turned", thing="police car", untrained=False
):
    """Explorer: do a layer's features make a circle, or a grid, as the poses do?"""
    from helpers.datasets import poses

    chosen("layer", layer, LAYERS)
    chosen("transformation", transformation, WAYS.values())
    chosen("thing", thing, poses.THINGS)
    controls = {
        "layer": base.steps("layer", LAYERS, layer),
        "transformation": base.choice("it is", WAYS, transformation),
        "thing": base.choice("thing", list(poses.THINGS), thing),
        "pose": base.slider("pose", 0, 23, 0),
        "untrained": base.tick("untrained network", untrained),
    }
    for control in controls.values():
        control.layout.width = "270px"  # three in a row
    return base.Explorer(TITLE, compute, View(), controls)
