"""Backward step: pick an input or a weight, see the products that are its gradient."""

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba

from helpers import plots
from helpers.explorers.messages import (
    MAPS,
    Y_BAR,
    B,
    F,
    N,
    W,
    X,
    compute,
    place,
    signed,
)
from helpers.widgets import base
from helpers.widgets.artists import Words

LOOKS = {
    "an input x": "input",
    "an input, kernel flipped": "flipped",
    "a weight w": "weight",
    "a bias b": "bias",
}
TITLE = "Explorer: one backward step; click an input, a weight or a bias"

# Where things lie, in pixels of the page. The columns are the places −1 … N of x; an
# output lies above (map 0) or below (map 1) the middle of the places that it reads.
HIGH, SIDE, PITCH = 340, 42, 48
COLUMNS = range(-1, N + 1)
LEVELS = 48, HIGH - 48  # of w and y_bar, map 0 and map 1
FLIPPED = LEVELS[0] + SIDE + 1, LEVELS[1] - SIDE - 1  # of the kernels that slide
BIASES = LEVELS[0] + 60, LEVELS[1] - 60
MIDDLE = HIGH / 2  # of x
LISTS = 650, 698, 760, 857  # where the columns of the products begin
FIR = "#00694d"  # green that can be read


def _column(n):
    return 274 + PITCH * (n + 1)


def _weight(i):
    return 74 + (SIDE + 2) * i


class View(base.View):
    size = 900, HIGH
    cursor = "pointer"

    def build(self, fig, s):
        fig.get_layout_engine().set(w_pad=0, h_pad=0)  # one pixel, one unit
        ax = plots.bare(fig.subplots())
        ax.set(xlim=(0, self.size[0]), ylim=(HIGH, 0))
        labels = [(_column(-1), MIDDLE, "x", plots.BLUE)]
        self.places = {("x", n): (_column(n), MIDDLE) for n in COLUMNS}
        for k in MAPS:
            self.places |= {("y", k, n): (_column(n), LEVELS[k]) for n in COLUMNS}
            self.places |= {("over", k, n): (_column(n), FLIPPED[k]) for n in COLUMNS}
            self.places |= {("w", k, i): (_weight(i), LEVELS[k]) for i in range(F)}
            self.places["b", k] = _weight(F - 1), BIASES[k]
            labels += [
                (_weight(0), LEVELS[k], f"w[{k}]", plots.KERNEL_TEXT),
                (_weight(F - 1), BIASES[k], f"b[{k}]", plots.KERNEL_TEXT),
                (_column(-1), LEVELS[k] - 8, f"ȳ[{k}]", FIR),
            ]
            x, y = _column(-1) - SIDE / 2 - 7, LEVELS[k] + 13
            ax.text(x, y, "message", color=plots.GREY, size=9, va="center", ha="right")
        for x, y, text, colour in labels:
            x -= SIDE / 2 + 7
            ax.text(x, y, text, color=colour, size=14, va="center", ha="right")

        half = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * SIDE / 2
        corners = [np.array(place) + half for place in self.places.values()]
        self.faint = ax.add_collection(LineCollection([], colors="#dddddd", lw=1))
        self.strong = ax.add_collection(LineCollection([], colors=plots.KERNEL, lw=3))
        self.squares = ax.add_collection(PolyCollection(corners, zorder=3))
        self.chips = ax.scatter([], [], s=370, c="white", ec=plots.KERNEL, lw=2)
        self.chips.set_zorder(4)
        self.keep(self.faint, self.strong, self.squares, self.chips)
        self.numbers, self.weights = Words(ax, 14), Words(ax, 11)
        self.indices = Words(ax, 7.5, "#555555")
        self.lists = [
            Words(ax, 11, colour, middle=False)
            for colour in (FIR, plots.KERNEL_TEXT, plots.INK, plots.INK)
        ]
        self.total = Words(ax, 14, middle=False)
        self.note = Words(ax, 10, "#555555", middle=False)
        written = [self.numbers, self.weights, self.indices, self.total, self.note]
        for words in written + self.lists:
            words.set_zorder(5)
            self.keep(words)

    def draw(self, s):
        looks = dict.fromkeys(self.places, (None, "", "", 0)) | squares(s)
        colours, numbers, indices, frames = zip(*looks.values(), strict=True)
        self.squares.set_facecolors(list(map(_face, colours, frames)))
        self.squares.set_edgecolors(list(map(_edge, colours, frames)))
        self.squares.set_linewidths(frames)
        places = np.array(list(self.places.values()))
        corners = places + (SIDE / 2 - 6, SIDE / 2 - 7)
        self.numbers.show(numbers, places)
        self.indices.show(indices, corners)

        lines = np.array([self._line(s, *link) for link in s.links])
        used = lines[np.array(s.used)]
        self.faint.set_segments(lines if s.of in ("input", "weight") else [])
        self.strong.set_segments(self._branches(s) if s.of == "bias" else used)
        chips = used if s.of == "input" else used[:0]  # the weights, on their lines
        chips = chips[:, 0] + 0.63 * (chips[:, 1] - chips[:, 0])
        weights = [plots.number(term.factor) for term in s.terms]
        self.chips.set_offsets(chips)
        self.weights.show(weights[: len(chips)], chips)
        self._list(s)

    def _line(self, s, k, t, i):
        """From the input that is read to the output, or to the flipped kernel."""
        up = (1, -1)[k] * SIDE / 2
        level = FLIPPED[k] if s.of == "flipped" else LEVELS[k]
        end = _column(place(s, t, F // 2)), level + up
        return (_column(place(s, t, i)), MIDDLE - up), end

    def _branches(self, s):
        """From the bias along the row, and a branch to each output."""
        (k,) = s.chosen
        x, y = self.places["b", k]
        tops = [_column(place(s, t, F // 2)) for t in range(s.stops)]
        rail = [(x + SIDE / 2, y), (tops[-1], y)]
        end = LEVELS[k] + (1, -1)[k] * SIDE / 2
        return [rail, *[[(top, y), (top, end)] for top in tops]]

    def _list(self, s):
        """The products of each map beside its row, the gradient in the middle."""
        columns, places = [[], [], [], []], []
        for k in MAPS:
            terms = [term for term in s.terms if term.k == k]
            top = (30, HIGH - 20 * len(terms) - 8)[k]
            for n, term in enumerate(terms):
                product = f"= {signed(term.message)}·{signed(term.factor)}"
                total = f"= {plots.number(term.product)}"
                row = f"ȳ[{k},{term.t}]", f"· {term.name}", product, total
                for column, text in zip(columns, row, strict=True):
                    column.append(text)
                places.append(top + 20 * n)
        for words, x, column in zip(self.lists, LISTS, columns, strict=True):
            words.show(column, [(x, y) for y in places])
        self.total.show([s.total], [(LISTS[0], MIDDLE + 4)])
        self.note.show([s.note], [(LISTS[0], MIDDLE + 22)])

    def pointed(self, values, start, now):
        for (kind, *where), (x, y) in self.places.items():
            if max(abs(now[0] - x), abs(now[1] - y)) <= SIDE / 2:
                if kind == "x" and 0 <= where[0] < N:
                    of = "flipped" if values["of"] == "flipped" else "input"
                    return {"of": of, "entry": where[0]}
                if kind == "w":
                    return {"of": "weight", "entry": F * where[0] + where[1]}
                if kind == "b":
                    return {"of": "bias", "entry": where[0]}
        return None


def squares(s):
    """{name of a square: (colour, number, index, width of its frame)}, those shown."""
    looks = {}
    read = {place(s, t, i) for _, t, i in s.links}
    met = {place(s, term.t, term.i) for term in s.terms if s.of == "weight"}
    sends = {(term.k, term.t) for term in s.terms}
    picked = s.of.replace("flipped", "input"), *s.chosen
    for n in COLUMNS if s.padding else range(N):
        frame = 3 * (picked == ("input", n)) or 2 * (n in met)
        if 0 <= n < N:
            colour = plots.BLUE if n in read else plots.RED
            looks["x", n] = colour, plots.number(X[n]), str(n), frame
        else:
            looks["x", n] = plots.GREY, "0", "", frame
    for k in MAPS:
        if s.of == "flipped":
            looks |= {("y", k, n): (plots.GREY, "0", "", 0) for n in COLUMNS}
        for t in range(s.stops):
            middle = place(s, t, F // 2)
            look = plots.GREEN, plots.number(Y_BAR[k, t]), str(t)
            looks["y", k, middle] = *look, 2 * ((k, t) in sends)
        for i in range(F):
            look = plots.KERNEL, plots.number(W[k, i]), str(i)
            looks["w", k, i] = *look, 3 * (picked == ("weight", k, i))
            if s.of == "flipped":
                looks["over", k, s.chosen[0] + F // 2 - i] = *look, 1
        look = plots.KERNEL, plots.number(B[k]), ""
        looks["b", k] = *look, 3 * (picked == ("bias", k))
    return looks


def _face(colour, frame):
    """A tint of the colour, stronger in a frame; nothing at all without a colour."""
    if colour is None:
        return 0, 0, 0, 0
    strength = 0.14 if colour == plots.GREY else 0.55 if frame else 0.22
    return tuple(1 - strength * (1 - part) for part in to_rgba(colour)[:3]) + (1,)


def _edge(colour, frame):
    if not frame:
        return 0, 0, 0, 0
    return to_rgba(plots.INK if frame == 3 else colour)


def backward_step(of="input", entry=2, stride=1, padding=0):
    """Explorer of a 1-D convolution's backward pass, one gradient at a time."""
    controls = {
        "of": base.choice("gradient of", LOOKS, of),
        "entry": base.slider("which one", 0, N - 1, entry),
        "stride": base.slider("stride", 1, 2, stride),
        "padding": base.slider("padding", 0, 1, padding),
    }
    return base.Explorer(TITLE, compute, View(), controls)
