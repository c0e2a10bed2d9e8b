"""Move the picture: drag, enlarge and turn a photo; a network's answer follows."""

from types import SimpleNamespace

import numpy as np
from matplotlib.patches import Rectangle
from PIL import Image

from helpers import plots
from helpers.explorers import lite0_answers
from helpers.explorers.lite0_answers import CHANGES, LAYERS, REACH, TRUTH
from helpers.widgets import base
from helpers.widgets.artists import Pixels, Words

TITLE = "Explorer: move the picture; drag the photo with the mouse or move the sliders"
PANELS = [  # each of the three small plots: {change: (its name, its colour)}
    {"right": ("only moved right,", plots.BLUE), "down": ("down: pixels", plots.SKY)},
    {"zoom": ("only enlarged: times", plots.PURPLE)},
    {"degrees": ("only turned: degrees", plots.RED)},
]


def compute(photo="coffee", right=0, down=0, zoom=1.0, degrees=0):
    """The photo as the network sees it, its guesses, distances, curves; and words.

    degrees: anticlockwise. The curves are the true class's share when one thing alone
    is changed; `truth` is its share now.
    """
    seen = lite0_answers.look(photo, right, down, round(zoom, 2), degrees)
    best = np.argsort(-seen.shares, kind="stable")[:5]
    names, truth = lite0_answers.names(), TRUTH[photo]
    s = SimpleNamespace(
        picture=seen.picture,
        guesses=[(names[k], float(seen.shares[k])) for k in best],
        name=truth,
        truth=float(seen.shares[names.index(truth)]),
        distances=seen.distances,
        amounts={"right": right, "down": down, "zoom": zoom, "degrees": degrees},
        curves=lite0_answers.curves(photo),
    )
    s.words = f"{_changed(**s.amounts)}: {_says(s)} {_far(s)}"
    return s


def _changed(right, down, zoom, degrees):
    ways = (right, "left", "right"), (down, "up", "down")
    ways = [f"{abs(n)} {plus if n > 0 else minus}" for n, minus, plus in ways if n]
    done = [f"moved {' and '.join(ways)}"] if ways else []
    done += [f"{round(zoom, 2):g} times as large"] if round(zoom, 2) != 1 else []
    side = "anticlockwise" if degrees > 0 else "clockwise"
    done += [f"turned by {abs(degrees)}° {side}"] if degrees else []
    words = ", ".join(done) or "untouched"
    return words[0].upper() + words[1:]


def _says(s):
    (first, share), *_ = s.guesses
    if first == s.name:
        return f"it says {first}, rightly: {plots.percent(share)}."
    said, true = plots.percent(share), plots.percent(s.truth)
    return f"it says {first}, {said}; {s.name} has {true}."


def _far(s):
    if not any(round(far, 2) for far in s.distances):
        return "Drag the photo, or move the sliders."
    first, _, last = s.distances
    return (
        f"The first layer's features are {first:.2f} from what they were, the last "
        f"one's {last:.2f}; another photo is 1 away."
    )


class View(base.View):
    """The photo; beside it guesses and distances; then the curves, with points on."""

    size = 900, 334
    cursor = "grab"
    photo = 4, 26, 300  # left, top, side
    bars = 334, 26, 240, 30  # left, top, width, and from one to the next
    distances = 334, 226, 200, 30  # the width is that of 1
    curves = 640, (46, 146, 246), 252, 60  # left, tops, width, height

    def build(self, fig, s):
        fig.set_layout_engine("none")  # every place below is given in pixels
        self.page = plots.bare(fig.add_axes((0, 0, 1, 1)))
        self.page.set(xlim=(0, self.size[0]), ylim=(self.size[1], 0))
        for words, place in (
            ("what the network sees: drag it", self.photo),
            ("its five best guesses", self.bars),
            ("features: distance from before", self.distances),
        ):
            title = Words(self.page, 12, middle=False)
            title.show([words], [(place[0], place[1] - 7)])
        self.seen = self.keep(self.page.add_artist(Pixels()))
        self.guesses = self._bars(5, self.bars, plots.SKY)
        self.far = self._bars(len(LAYERS), self.distances, plots.RED)
        left, top, width, step = self.distances
        line = [left + width] * 2, [top, top + len(LAYERS) * step]
        self.page.plot(*line, color=plots.GREY, ls=":", lw=1.5)
        beside = Words(self.page, 10, plots.GREY, middle=False)
        at = left + width + 5
        beside.show(["another", "photo"], [(at, top + 60), (at, top + 74)])
        self.names = self.keep(Words(self.page, 11, middle=False))
        self._curves()

    def _bars(self, count, place, colour):
        left, top, _, step = place
        return [
            self.keep(
                self.page.add_patch(
                    Rectangle((left, top + n * step), 0, step - 6, fc=colour, alpha=0.5)
                )
            )
            for n in range(count)
        ]

    def _curves(self):
        self.axes, self.lines, self.points = {}, {}, {}
        left, tops, width, height = self.curves
        wide, high = self.size
        for top, changes in zip(tops, PANELS, strict=True):
            place = left / wide, 1 - (top + height) / high, width / wide, height / high
            ax = self.fig.add_axes(place)
            ax.tick_params(labelsize=9, pad=2)
            ax.set(ylim=(0, 1.05), yticks=(0, 0.5, 1), yticklabels=("0", "", "1"))
            ax.grid(axis="y", color=plots.PALE)
            for number, (change, (name, colour)) in enumerate(changes.items()):
                title = Words(self.page, 11, colour, middle=False)
                title.show([name], [(left + 131 * number, top - 5)])
                at = CHANGES[change]
                reach = (at[-1] - at[0]) / 40
                ax.set(xlim=(at[0] - reach, at[-1] + reach))
                (self.lines[change],) = ax.plot(at, 0 * at, color=colour)
                look = {"ms": 9, "mec": "white", "zorder": 4, "clip_on": False}
                (self.points[change],) = ax.plot([0], [0], "o", color=colour, **look)
                self.axes[change] = ax
        ax.set_xticks(range(-180, 181, 90))
        self.heading = self.keep(Words(self.page, 12, middle=False))
        self.keep(*self.lines.values(), *self.points.values())

    def draw(self, s):
        left, top, side = self.photo
        large = Image.fromarray(s.picture).resize((side, side)).convert("RGBA")
        self.seen.rgba = np.array(large)
        self.seen.corner = left, self.size[1] - top - side
        for bar, (name, share) in zip(self.guesses, s.guesses, strict=True):
            bar.set_width(share * self.bars[2])
            bar.set_facecolor(plots.GREEN if name == s.name else plots.SKY)
        for bar, far in zip(self.far, s.distances, strict=True):
            bar.set_width(min(far, 1.2) * self.distances[2])
        self._write(s)
        for change, line in self.lines.items():
            line.set_ydata(s.curves[change])
            self.points[change].set_data([s.amounts[change]], [s.truth])

    def _write(self, s):
        texts = [f"{name}  {plots.percent(share)}" for name, share in s.guesses]
        texts += [
            f"{name}  {far:.2f}" for name, far in zip(LAYERS, s.distances, strict=True)
        ]
        rows = [(self.bars, n) for n in range(5)]
        rows += [(self.distances, n) for n in range(len(LAYERS))]
        places = [(left + 5, top + n * step + 17) for (left, top, _, step), n in rows]
        self.names.show(texts, places)
        self.heading.show([f"score of “{s.name}”"], [(self.curves[0], 19)])

    def pointed(self, values, start, now):
        for change, ax in self.axes.items():
            if change != "down" and self.at(ax, start):
                amount = ax.transData.inverted().transform((now[0], 0))[0]
                return {change: _near(change, amount)}
        left, top, side = self.photo
        if 0 <= start[0] - left < side and 0 <= start[1] - top < side:
            right, down = (np.array(now) - start) * 224 / side
            return {
                "right": _near("right", values["right"] + right),
                "down": _near("down", values["down"] + down),
            }
        return None


def _near(change, amount):
    """The nearest amount that the change's slider has."""
    amount = np.clip(amount, CHANGES[change][0], CHANGES[change][-1])
    if change == "zoom":
        return float(round(amount / 0.05) * 0.05)
    return int(round(amount / 5) * 5 if change == "degrees" else round(amount))


def move_the_picture(photo="coffee", right=0, down=0, zoom=1.0, degrees=0):
    """Explorer of invariance: move a photo, and see whether a network notices."""
    controls = {
        "right": base.slider("right", -REACH, REACH, right),
        "down": base.slider("down", -REACH, REACH, down),
        "photo": base.choice("photo", list(TRUTH), photo),
        "zoom": base.slider("zoom", 0.6, 1.8, zoom, step=0.05),
        "degrees": base.slider("turn", -180, 180, degrees, step=5),
    }
    return base.Explorer(TITLE, compute, View(), controls)
