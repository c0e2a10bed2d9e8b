"""The controls of an explorer: records that `controls.js` makes inputs of."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from helpers.chosen import chosen

__all__ = ["button", "choice", "clicked", "follow", "numbers", "pad", "slider"]
__all__ += ["steps", "text", "tick", "upload"]
PAPER = "Paper to draw on. With the arrow keys the pen moves; "
PAPER += "the space bar puts it down."


@dataclass(frozen=True)
class Control:
    """One control. The browser knows the values of a list by their numbers.

    values   all that it can have, in their order; () where anything can be given
    details  what the browser needs to make it, besides
    pressed  what a press does: takes the explorer, and what the browser tells
    """

    kind: str
    label: str
    values: tuple = ()
    details: dict = field(default_factory=dict)
    pressed: Callable | None = None

    @property
    def spec(self):
        return {"kind": self.kind, "label": self.label, **self.details}

    def told(self, value):
        """The value as the browser knows it."""
        return self.values.index(value) if self.kind in ("choice", "steps") else value

    def heard(self, value):
        """The value, as Python knows it, that the browser means."""
        if self.kind in ("choice", "steps"):
            return self.values[int(value)]
        if self.kind == "slider":
            return self.values[int(np.abs(np.subtract(self.values, value)).argmin())]
        return value

    def checked(self, name, value):
        """The same value, or the slider's nearest; an error where there is none."""
        if self.kind in ("choice", "steps"):
            return chosen(name, value, self.values)
        if self.kind == "slider":
            low, high = self.values[0], self.values[-1]
            if not low <= value <= high:
                raise ValueError(f"{name} is {value}; it can be {low} to {high}")
            return self.heard(value)
        return value


def slider(label, low, high, step=1):
    """A slider over whole numbers, or over fractions where the step is one."""
    numbers = [low + n * step for n in range(round((high - low) / step) + 1)]
    whole = isinstance(step, int)
    values = tuple(int(n) if whole else round(float(n), 9) for n in numbers)
    details = {"low": values[0], "high": values[-1], "step": step}
    return Control("slider", label, values, details)


def steps(label, options):
    """A slider over a few values in their order, such as epochs or layers' names."""
    return _listed("steps", label, options)


def choice(label, options, place=None):
    """A drop-down list of options; a dict maps what is shown to its value.

    place: (left, top, width) on the page, for a list that stands there without a label.
    """
    return _listed("choice", label, options, {"place": place} if place else {})


def _listed(kind, label, options, more=()):
    shown = list(options)
    values = options.values() if isinstance(options, dict) else shown
    details = {"options": [str(option) for option in shown], **dict(more)}
    return Control(kind, label, tuple(values), details)


def tick(label):
    """A tick box."""
    return Control("tick", label, (False, True))


def numbers(label, rows, columns, low, high):
    """A table of fields to type numbers into; the value is a list of its rows."""
    details = {"rows": rows, "columns": columns, "low": low, "high": high}
    return Control("numbers", label, (), details)


def text(label, placeholder):
    """A field to type words into."""
    return Control("text", label, (), {"placeholder": placeholder})


def button(label, pressed):
    """A button; `pressed` takes the explorer."""
    return Control("button", label, (), {}, lambda explorer, _: pressed(explorer))


def pad(left, top, side, zoom, keys="", pressed=lambda explorer, key: None):
    """A sheet to draw on, `side` units wide, each `zoom` pixels of the page.

    The value is the lines drawn so far, each a list x, y, x, y … in units from the top
    left. `page.change` gives the pen's width, and the place (right, down, scale) of the
    lines. `pressed` takes the explorer and a key that was pressed on the sheet; `keys`
    says what that does.
    """
    details = {"place": (left, top, side * zoom), "side": side, "zoom": zoom}
    return Control("pad", PAPER + keys, (), details, pressed)


def upload(label, side, pressed):
    """A button to choose pictures from the reader's files.

    `pressed` takes the explorer and pairs (file's name, data address of a picture whose
    sides are `side` pixels; "" if the file is none).
    """
    return Control("upload", label, (), {"side": side}, pressed)


def clicked(pressed):
    """Nothing to be seen: `page.points` names it where a click is to do something.

    `pressed` takes the explorer, and the value that the point has for it.
    """
    return Control("clicked", "", (), {}, pressed)


def follow(known, own="your own"):
    """What settles an explorer with the controls `name` and `w`, a table of numbers.

    Choosing a name of `known` fills in its numbers; editing one changes the name.
    """

    def settle(before, wanted):
        name, w = wanted["name"], wanted["w"]
        if w is None or name not in (before["name"], own):
            w = np.array(known[name]).tolist()
        elif w != before["w"]:
            name = next((same for same in known if known[same] == w), own)
        return wanted | {"name": name, "w": w}

    return settle


def wide(control, pixels):
    """The same control, so many pixels wide."""
    return replace(control, details=control.details | {"width": f"{pixels}px"})
