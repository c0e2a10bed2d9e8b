"""Shift and pool: drag a digit, and see how much of the move each layer notices."""

from types import SimpleNamespace

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from helpers import plots
from helpers.explorers import moving
from helpers.explorers.moving import REACH, SHIFTS, SHOWN, SIZE, WHOLE
from helpers.widgets import base
from helpers.widgets.artists import Pixels, Title

KINDS = {
    "none": "none",
    "maximum": "max",
    "average": "average",
    "only skip (stride)": "skip",
    "blur, then skip": "blur",
}
WINDOWS = {f"{n} × {n}": n for n in (2, 4, 8)} | {"the whole map": WHOLE}
STRIDES = [1, 2, 4, 8]
TOP = 2.1  # of the curves
TITLE = "Explorer: shift and pool; drag the digit with the mouse or move the sliders"


def compute(digit=3, kind="max", window=2, stride=2, right=1, down=0, moved=False):
    """Pairs of maps (now, compared with): picture, features, pooled; curves; words.

    A distance of 1 is the mean distance between two different digits.
    """
    used = moving.settle(kind, window, stride)
    x = moving.digits()[digit]
    picture = moving.move(x, down, right)
    *features, far = moving.compare(digit, moving.PLAIN, down, right, moved)
    *pooled, near = moving.compare(digit, used, down, right, moved)
    first = moving.pooled(digit, used, 0, 0)
    return SimpleNamespace(
        maps=[(picture, picture if moved else x), features, pooled],
        distances=[far, near],
        curves=[moving.curve(digit, u, down, moved) for u in (moving.PLAIN, used)],
        right=right,
        used=used,
        unit=np.unravel_index(first.argmax(), first.shape),
        moved=moved,
        words=_words(used, down, right, moved, far, near),
    )


def _words(used, down, right, moved, far, near):
    kind, window, stride = used
    if not down and not right:
        words = "Nothing has moved yet: drag the digit, or move the sliders."
    else:
        ways = (right, "left", "right"), (down, "up", "down")
        ways = [f"{abs(n)} {plus if n > 0 else minus}" for n, minus, plus in ways if n]
        words = f"Moved {' and '.join(ways)}"
        tell = _moved_along if moved else _from_before
        words += tell(used, down, right, far, near)
    if kind == "none":
        return f"{words} Without pooling, window and stride have no say."
    if kind == "skip":
        return f"{words} Nothing is mixed, so the window has no say."
    if window == WHOLE:
        return f"{words} One number is left of the map: the stride has no say."
    return words


def _from_before(used, down, right, far, near):
    words = f": the feature map is {far:.2f} from what it was"
    if used[0] != "none":
        words += f", pooled {near:.2f}"
    return f"{words}; another digit is 1 away."


def _moved_along(used, down, right, far, near):
    kind, window, stride = used
    words = ", and the feature map has moved along. "
    if window == WHOLE:
        return f"{words}The pooled map has no place to move to."
    if stride == 1:
        return f"{words}A stride of 1 jumps over nothing: so has what comes after it."
    strides = " and ".join(plots.number(n / stride) for n in (right, down) if n)
    words += f"In strides of {stride} the move is {strides}: "
    if down % stride or right % stride:
        off = f"the nearest whole move of the old pooled map is {near:.2f} off."
        return f"{words}{off}"
    return f"{words}whole, so the pooled map has moved along, too."


class View(base.View):
    """Three maps, below each what differs from before; beside them two curves."""

    size = 900, 376
    cursor = "grab"
    zoom = 4  # pixels of the page to one of the digit
    lefts, tops = (4, 180, 356), (26, 212)

    def build(self, fig, s):
        fig.set_layout_engine("none")  # every place below is given in pixels
        side = SHOWN * self.zoom
        self.panels = now, differs = [
            [self._axes(left, top, side, side) for left in self.lefts]
            for top in self.tops
        ]
        for ax in now + differs:
            plots.bare(ax).set(xlim=(0, SHOWN), ylim=(SHOWN, 0))
        self.pixels_of = [[ax.add_artist(Pixels()) for ax in r] for r in self.panels]
        self.colours = plots.BLUE, plots.PURPLE, plots.GREEN
        Title(now[0], "picture", plots.BLUE)
        Title(now[1], "feature map", plots.PURPLE)
        Title(differs[0], "what differs", plots.RED)
        self.pooled = Title(now[2], "", plots.GREEN)
        self.texts = [Title(ax, "", plots.RED) for ax in differs[1:]]
        self.frames = [
            ax.add_patch(Rectangle((0, 0), 1, 1, fill=False, ec=plots.ORANGE, lw=2))
            for ax in now[1:]
        ]
        self._build_curves()
        self.keep(*sum(self.pixels_of, []), *self.texts, *self.frames)
        self.keep(self.pooled, self.title, *self.lines, *self.points)

    def _build_curves(self):
        self.curve = ax = self._axes(590, self.tops[0], 300, 300)
        ax.set(xlim=(-REACH - 0.4, REACH + 0.4), ylim=(-0.04, TOP))
        ax.set(xlabel="pixels to the right", xticks=SHIFTS[::2])
        ax.axhline(1, color=plots.GREY, lw=1, ls="--")
        below = {"color": plots.GREY, "va": "top", "size": 11}
        ax.text(-REACH - 0.2, 0.98, "another digit", **below)
        self.title = Title(ax)
        self.lines, self.points = [], []
        for name, colour in (("feature map", plots.PURPLE), ("pooled", plots.GREEN)):
            self.lines += ax.plot(SHIFTS, SHIFTS, color=colour, label=name)
            self.points += ax.plot([0], [0], "o", color=colour, ms=11, mec="white")
        ax.legend(handles=self.lines, loc="upper center", ncols=2)

    def _axes(self, left, top, width, height):
        """Axes at these pixels of the page, from the top left."""
        wide, high = self.size
        bottom = high - top - height
        place = left / wide, bottom / high, width / wide, height / high
        return self.fig.add_axes(place)

    def draw(self, s):
        kind, window, stride = s.used
        steps = 1, 1, stride
        for i, ((new, old), colour) in enumerate(
            zip(s.maps, self.colours, strict=True)
        ):
            most = old.max()
            new, old = new / most, old / most
            shadow = 1 - 0.15 * old[..., None]  # a hint of where it was
            lines = stride if i and stride > 1 else 0
            self._put(0, i, _tint(new, colour) * shadow, steps[i], lines)
            self._put(1, i, _tint(abs(new - old), plots.RED), steps[i], lines)
        for text, value in zip(self.texts, s.distances, strict=True):
            text.set_text(f"distance {value:.2f}")
        side = max(SHOWN // stride, 1)
        self.pooled.set_text(
            "not pooled" if kind == "none" else f"pooled: {side} × {side}"
        )
        against = "the old map, moved" if s.moved else "where it was"
        self.title.set_text(f"distance from {against}")
        for line, point, curve in zip(self.lines, self.points, s.curves, strict=True):
            line.set_ydata(curve)
            height = min(curve[s.right + REACH], TOP)  # farther is at the rim
            point.set_data([s.right], [height])
        self._frame(s)

    def _put(self, row, column, colours, step, lines):
        """Colours (n, n, 3) of units `step` wide, and a line at every `lines` units."""
        zoom, cut = self.zoom, (SIZE - SHOWN) // 2 * self.zoom
        large = np.uint8(255 * colours).repeat(step * zoom, 0).repeat(step * zoom, 1)
        if lines:
            for part in (large[:: lines * zoom], large[:, :: lines * zoom]):
                part[...] = part * 0.85
        pixels = self.pixels_of[row][column]
        large = large[cut:-cut, cut:-cut]
        large[[0, -1]] = large[:, [0, -1]] = 190  # a frame
        opaque = np.full((*large.shape[:2], 1), 255, dtype=np.uint8)
        pixels.rgba = np.concatenate([large, opaque], axis=2)
        high = self.size[1] - self.tops[row] - len(large)
        pixels.corner = self.lefts[column], high

    def _frame(self, s):
        """Frames one window on the feature map, and the unit that it becomes."""
        kind, window, stride = s.used
        place = np.array(s.unit[::-1]) * stride
        start, stop = moving.reads(kind, window, stride)
        margin = (SIZE - SHOWN) / 2
        self.frames[0].set_bounds(*(place + start - margin), *[stop - start] * 2)
        self.frames[1].set_bounds(*(place - margin), stride, stride)
        for frame in self.frames:
            frame.set_visible(kind != "none")

    def pointed(self, values, start, now):
        if self.at(self.curve, start):
            x = self.curve.transData.inverted().transform(now)[0]
            return {"right": _near(x)}
        if any(self.at(ax, start) for ax in sum(self.panels, [])):
            right, down = (np.array(now) - start) / self.zoom
            return {
                "right": _near(values["right"] + right),
                "down": _near(values["down"] + down),
            }
        return None


def _near(pixels):
    return int(np.clip(round(pixels), -REACH, REACH))


def _tint(values, colour):
    """Colours (n, n, 3) from white to `colour`, of values from 0 to 1."""
    strength = np.clip(values, 0, 1)[..., None]
    return 1 - strength * (1 - np.array(to_rgb(colour)))


def shift_and_pool(
    digit=3, kind="max", window=2, stride=2, right=1, down=0, moved=False
):
    """Explorer of invariance: move a digit, and see what pooling makes of the move."""
    controls = {
        "right": base.slider("right", -REACH, REACH, right),
        "down": base.slider("down", -REACH, REACH, down),
        "digit": base.choice("digit", list(range(10)), digit),
        "kind": base.choice("pooling", KINDS, kind),
        "window": base.choice("window", WINDOWS, window),
        "stride": base.choice("stride", STRIDES, stride),
        "moved": base.tick("move the old map along", moved),
    }
    # Four in the second row.
    for name, width in (
        ("kind", 270),
        ("window", 220),
        ("stride", 160),
        ("moved", 230),
    ):
        controls[name].layout.width = f"{width}px"
    return base.Explorer(TITLE, compute, View(), controls)
