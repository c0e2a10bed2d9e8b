"""The page of an explorer: parts, which say all that is to be seen and draw nothing.

Places are pixels of the page from its top left corner. `canvas.js` paints the parts in
the browser, `still.py` on paper.
"""

import hashlib
import io
from functools import lru_cache

import numpy as np
from matplotlib import colors
from matplotlib.textpath import TextPath
from matplotlib.ticker import LogLocator, MaxNLocator
from PIL import Image

from helpers import plots

__all__ = ["WHITE", "ZEROS", "shades"]
WHITE = "#ffffff"
ZEROS = plots.PALE  # the colour of a square in which there is nothing, or nothing yet


class Page:
    """What one state of an explorer shows.

    parts    dicts: their kind and what `canvas.js` needs to paint it
    images   {key: PNG or JPEG bytes}
    regions  where the mouse and the arrow keys ask for something
    changes  {control: what is different about it now}
    values   those of the controls; memory: a dict that stays from state to state
    """

    def __init__(self, values, memory):
        self.values, self.memory = values, memory
        self.parts, self.images, self.regions, self.changes = [], {}, [], {}

    # --- what is to be seen ----------------------------------------------------------

    def text(self, words, x, y, colour=plots.INK, size=14, **look):
        """Words from x on, standing on y.

        look: align "center" or "right", bold, turn (degrees, anticlockwise).
        """
        at = {"x": tidy(x), "y": tidy(y), "size": size, "colour": colour}
        return self._add("text", text=words, **at, **look)

    def line(self, xs, ys, colour=plots.INK, width=2, **look):
        """A line through points; NaN interrupts it. look: dash, alpha, clip."""
        return self._add("path", xy=pairs(xs, ys), line=colour, width=width, **look)

    def shape(self, xs, ys, fill=None, edge=None, **look):
        """A polygon. look: width, dash, alpha (of the filling), clip."""
        look |= {"fill": fill, "line": edge, "closed": True}
        return self._add("path", xy=pairs(xs, ys), **look)

    def box(self, place, fill=None, edge=None, **look):
        """A rectangle at place (left, top, width, height)."""
        left, top, width, height = place
        right, bottom = left + width, top + height
        corners = [left, right, right, left], [top, top, bottom, bottom]
        return self.shape(*corners, fill, edge, **look)

    def frame(self, place, **look):
        """A box to be seen on any photo, orange with a white rim: a list of parts."""
        looks = (WHITE, 5), (plots.ORANGE, 2.5)
        return [self.box(place, edge=c, width=wide, **look) for c, wide in looks]

    def lattice(self, left, top, side, step, colour, width=1, **look):
        """Lines over a square, both ways, `step` pixels from one to the next."""
        between = np.arange(step, side, step)
        gap, ends = np.repeat(between, 3), np.tile([0, side, np.nan], len(between))
        xs, ys = np.hstack([gap, ends]), np.hstack([ends, gap])
        self.line(left + xs, top + ys, colour, width, **look)

    def bar(self, place, share, colour, words=""):
        """A share of the place's width, faint, with words on it."""
        left, top, width, height = place
        self.box((left, top, width * share, height), colour, alpha=0.5)
        if words:
            self.text(words, left + 5, top + height / 2 + 5, size=13)

    def dots(self, xs, ys, colour, radius=4, edge=None, **look):
        """Marks at points: one colour, or one each. look: square, width (of edges)."""
        look |= {"radius": tidy(radius), "fill": colour, "line": edge}
        return self._add("dots", xy=pairs(xs, ys), **look)

    def grid(self, x, y, side, texts, fills, size=15, alpha=0.3):
        """Squares of `side` pixels with words or numbers (rows, columns) on fills.

        fills: one colour, or one each; where it is None there is no square, and ZEROS
        is never faint. alpha: of the fills, one or one each.
        """
        texts = np.array(texts, dtype=object)
        fills = np.broadcast_to(np.array(fills, dtype=object), texts.shape)
        words = [t if isinstance(t, str) else plots.number(t) for t in texts.flat]
        look = {"fills": [*fills.flat], "alpha": np.round(alpha, 2).ravel().tolist()}
        at = {"x": tidy(x), "y": tidy(y), "side": tidy(side), "size": size}
        return self._add("grid", texts=words, columns=texts.shape[1], **at, **look)

    def legend(self, names, x, y, size=13):
        """Pairs (name, colour) in one line, from x on, each in its colour."""
        for name, colour in names:
            self.text(name, x, y, colour, size)
            x += width(name, size) + 20

    def photo(self, place, picture, title="", smooth=True, **look):
        """A picture (h, w, 3) of bytes at place (left, top, width, height), smooth.

        With a fourth channel it is clear where that is 0.
        look: clip, turn (degrees, anticlockwise, about its middle).
        """
        picture = np.ascontiguousarray(picture, dtype=np.uint8)
        key, content = encoded(picture.tobytes(), picture.shape, smooth)
        self.images[key] = content
        if title:
            self.text(title, place[0], place[1] - 8)
        at = {"place": tidy(place), "smooth": smooth}
        return self._add("image", image=key, **at, **look)

    def pixels(self, place, values, title="", colour=None, framed=False):
        """Values (h, w), each a crisp rectangle.

        With a colour 1 has that colour, and 0 is white; without one −1 is orange and 1
        is blue. Bytes (h, w, 3) are colours themselves.
        """
        if np.ndim(values) == 2:
            values = shades(values, colour)
        part = self.photo(place, values, title, smooth=False)
        if framed:
            self.box(place, edge=plots.GREY, width=1)
        return part

    def axes(self, place, xlim, ylim, **marks):
        """Axes at place (left, top, width, height): see Axes."""
        return Axes(self, place, xlim, ylim, **marks)

    # --- what can be done to it ------------------------------------------------------

    def drag(self, place, across=None, down=None, held=(), cursor="grab", **more):
        """A press or drag in the place sets a control, or two.

        across, down: (control, its value at the left or upper edge, at the other one).
        held: parts that follow the pointer at once, before the answer is there.
        more: relative=True counts from where the control was at the press.
        """
        for part in held:
            part["held"] = True
        at = {"place": tidy(place), "cursor": cursor, "held": bool(held)}
        axes = {"across": across, "down": down}
        arrows = [axis and axis[0] for axis in axes.values()]
        self.regions.append({**at, **axes, "arrows": arrows, **more})

    def points(self, place, points, cursor="pointer", arrows=(None, None)):
        """A press in the place means the nearest of the points [(x, y, values), …].

        values: {control: value} of each; arrows: the controls of the arrow keys.
        """
        points = [[tidy(x), tidy(y), values] for x, y, values in points]
        at = {"place": tidy(place), "cursor": cursor}
        self.regions.append({**at, "points": points, "arrows": arrows})

    def most(self, control, high):
        """The slider's value, at most `high`: it goes no further in this state."""
        self.change(control, high=high)
        self.values[control] = min(self.values[control], high)
        return self.values[control]

    def change(self, control, **how):
        """What is different about a control: disabled, label, or see `most`.

        Of a button hidden and mark, too: "chosen", "right" or "".
        """
        self.changes[control] = how

    # ---------------------------------------------------------------------------------

    def _add(self, kind, **what):
        """A part, without what is None; the browser knows colours by their numbers."""
        part = {"kind": kind} | {n: v for n, v in what.items() if v is not None}
        for name in {"colour", "line", "fill", "fills"} & part.keys():
            part[name] = in_hex(part[name])
        self.parts.append(part)
        return part


class Axes:
    """A frame with ticks; what is drawn in it is given in its data.

    xticks, yticks: numbers, or {number: text}; without them the course chooses.
    marks: title over it, in a colour; xlabel below it, ylabel along its left side.
    """

    def __init__(self, page, place, xlim, ylim, log=False, **marks):
        self.page, self.place = page, place
        self.xlim, self.ylim, self.log = xlim, ylim, log
        left, top, width, height = place
        middle, bottom = left + width / 2, top + height
        across = ticks(xlim, marks.get("xticks"), width / 60)
        upward = ticks(ylim, marks.get("yticks"), height / 30, log)
        frame = [(left, top), (left, bottom), (left + width, bottom)]
        gap = np.nan, np.nan
        for x, words in zip(self.x([*across]), across.values(), strict=True):
            frame += [gap, (x, bottom), (x, bottom + 4)]
            page.text(words, x, bottom + 17, size=12, align="center")
        for y, words in zip(self.y([*upward]), upward.values(), strict=True):
            frame += [gap, (left - 4, y), (left, y)]
            page.text(words, left - 7, y + 4, size=12, align="right")
        page.line(*np.transpose(frame), plots.GREY, 1)
        look = {"size": 13, "align": "center"}
        if "title" in marks:
            page.text(marks["title"], left, top - 8, marks.get("colour", plots.INK))
        if "xlabel" in marks:
            page.text(marks["xlabel"], middle, bottom + 34, **look)
        if "ylabel" in marks:
            page.text(marks["ylabel"], left - 36, top + height / 2, **look, turn=90)

    def x(self, values):
        """Pixels of the page from the left."""
        left, _, width, _ = self.place
        return left + width * share(values, self.xlim)

    def y(self, values):
        """Pixels of the page from the top."""
        _, top, _, height = self.place
        return top + height * (1 - share(values, self.ylim, self.log))

    def line(self, xs, ys, colour, width=2, **look):
        """A line through points of the data, cut off at the frame."""
        look["clip"] = tidy(self.place)
        return self.page.line(self.x(xs), self.y(ys), colour, width, **look)

    def dots(self, xs, ys, colour, radius=4, **look):
        return self.page.dots(self.x(xs), self.y(ys), colour, radius, **look)

    def band(self, start, end, colour):
        """A faint band over the whole height."""
        _, top, _, height = self.place
        left, right = self.x([start, end])
        return self.page.box((left, top, right - left, height), colour, alpha=0.15)


@lru_cache(1000)
def _hex(colour):
    return colour and colors.to_hex(colour)


def in_hex(colour):
    """A colour as #rrggbb; or a list of them."""
    return [*map(_hex, colour)] if isinstance(colour, list) else _hex(colour)


def share(values, limits, log=False):
    """How far values are from one limit to the other, 0 to 1."""
    values, limits = np.asarray(values, float), np.asarray(limits, float)
    if log:
        values, limits = np.log(values), np.log(limits)
    return (values - limits[0]) / (limits[1] - limits[0])


def ticks(limits, given=None, count=5, log=False):
    """{number: text} of the ticks between two limits."""
    if isinstance(given, dict):
        return given
    if given is None:
        given = _chosen(*sorted(limits), max(int(count), 1), log)
    return {value: plots.number(round(float(value), 9)) for value in given}


@lru_cache
def _chosen(low, high, count, log):
    locator = LogLocator() if log else MaxNLocator(count, steps=[1, 2, 5])
    return [tick for tick in locator.tick_values(low, high) if low <= tick <= high]


def tidy(values):
    """Numbers as the browser gets them: to a tenth of a pixel, whole ones as whole."""
    if np.iterable(values):
        return [tidy(value) for value in values]
    rounded = round(float(values), 1)
    return int(rounded) if rounded.is_integer() else rounded


@lru_cache(1000)
def width(words, size):
    """About how many pixels of the page the words take."""
    return TextPath((0, 0), words.replace("$", r"\$"), size=size).get_extents().width


def pairs(xs, ys):
    """x, y, x, y … as a list; None where there is no number."""
    xy = np.stack(np.broadcast_arrays(xs, ys), -1).astype(float).round(1)
    xy[np.isnan(xy).any(-1)] = np.nan
    values = xy.ravel().tolist()
    return [None if v != v else int(v) if v.is_integer() else v for v in values]


def shades(values, colour=None):
    """Bytes (h, w, 3): from white to the colour, or on the signed scale, −1 to 1."""
    if colour is None:
        levels = np.clip(127.5 * (1 + np.asarray(values)) + 0.5, 0, 255)
        return np.uint8(255 * plots.SIGNED(np.arange(256))[:, :3])[np.uint8(levels)]
    missing = np.clip(values, 0, 1)[..., None] * (1 - np.array(colors.to_rgb(colour)))
    return np.uint8(np.round(255 * (1 - missing)))


@lru_cache(200)
def encoded(content, shape, smooth):
    """(a key, the file's bytes) of a picture: JPEG where smooth, else PNG."""
    picture = Image.fromarray(np.frombuffer(content, np.uint8).reshape(shape))
    buffer = io.BytesIO()
    if smooth and picture.mode == "RGB":
        picture.save(buffer, "jpeg", quality=92, subsampling=0)
    else:
        picture.save(buffer, "png", compress_level=1)
    digest = hashlib.blake2b(content + bytes(str(shape), "ascii"), digest_size=8)
    return f"{digest.hexdigest()}{'s' * smooth}", buffer.getvalue()
