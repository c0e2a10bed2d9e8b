"""Teach it your own classes: a few examples, a frozen network, a linear classifier."""

from functools import partial
from types import SimpleNamespace

import ipywidgets as widgets
import numpy as np

from helpers import plots
from helpers.explorers import choosing
from helpers.explorers.choosing import BLANK, KINDS, OWN
from helpers.explorers.lesson import MOST, Lesson
from helpers.explorers.teach_view import SHOWN, View
from helpers.widgets import base
from helpers.widgets.pad import Pad, over
from helpers.widgets.upload import Upload

TITLE = "Explorer: teach it your own classes, by drawing or by choosing pictures"
LABEL = (
    "Paper to draw on. With the arrow keys the pen moves; the space bar puts it down. "
    "The keys 1 to 4 add what is on it to a class, Backspace wipes it."
)
FLYING = {  # the look of it, or the meaning? A penguin tells
    "flies": ("eagle", "parrot", "dove of peace", "honeybee"),
    "swims": ("tropical fish", "whale", "shark", "octopus"),
}


def compute(lesson, kind=BLANK, which=0, twitter=False, every=False, ink=(), **names):
    """What is on the paper, what is taught, what the classifier says; words.

    names: the classes' four names, as typed.
    shares: (4,) of the picture on the paper, None where there is no answer.
    row: the pictures to choose from, the first one's number; guesses: with `every`, the
    class that it says to each of them.
    """
    titles = choosing.titles(kind, lesson.uploads)
    which = max(min(which, len(titles) - 1), 0)
    chosen = choosing.choose(kind, which, twitter, lesson.uploads)
    first = which // SHOWN * SHOWN
    row = [
        choosing.choose(kind, n, twitter, lesson.uploads)
        for n in range(first, min(first + SHOWN, len(titles)))
    ]
    names = [names.get(f"name{n}", "").strip() for n in range(1, MOST + 1)]
    s = SimpleNamespace(
        chosen=chosen,
        paper=choosing.paper(chosen, ink),
        blank=chosen is None and not ink,
        title=titles[which] + ", drawn on" * bool(ink) if titles else "",
        names=[name or f"class {n}" for n, name in enumerate(names, 1)],
        examples=lesson.examples,
        which=which,
        first=first,
        row=row,
        limits={"which": max(len(titles) - 1, 0)},
    )
    s.shares = s.guesses = None
    if lesson.model and not s.blank:
        (s.shares,) = lesson.shares([s.paper])
    if lesson.model and row and every:
        s.guesses = lesson.shares(row).argmax(1).tolist()
    s.words = lesson.trouble + _words(s, lesson, kind)
    return s


def _words(s, lesson, kind):
    untaught = 2 - len(lesson.taught)
    if untaught > 0:
        missing = "Two classes are" if untaught == 2 else "One more class is"
        ask = "draw or choose a picture, then press “add to …” or the class's number."
        return f"{missing} to be taught: {ask}"
    learnt = f"Learnt from {len(lesson.order)} examples in {lesson.seconds:.2f} s."
    if s.blank:
        what = "Choose your files" if kind == OWN else "Draw, or choose a picture"
        return f"{learnt} {what}: what will it say?"
    best, second = np.argsort(-s.shares, kind="stable")[:2]
    what = f"“{s.title}”" if s.title else "your drawing"
    words = f"It says “{s.names[best]}” to {what}: {plots.percent(s.shares[best])}"
    if s.shares[best] - s.shares[second] < 0.1:
        words += f"; it can hardly tell that from “{s.names[second]}”"
    words += f". {learnt}"
    if s.guesses:
        counts = [f"{s.guesses.count(n)} {s.names[n]}" for n in lesson.taught]
        words += f" Of the {len(s.row)} in the row: {', '.join(counts)}."
    return words


class Teaching(base.Explorer):
    """The explorer, with buttons that change what its lesson has taught."""

    def __init__(self, lesson, controls):
        self.lesson, self.pad = lesson, controls["ink"]
        for name in ("kind", "which"):  # before it's redrawn
            controls[name].observe(self._chosen, "value")
        super().__init__(TITLE, partial(compute, lesson), View(), controls)
        self.upload, self._last_press = Upload(side=choosing.SIDE), 0
        self.adders = [base.press("") for _ in range(MOST)]
        self._arrange(controls)
        for n, adder in enumerate(self.adders):
            adder.on_click(lambda button, n=n: self.add(n))
            controls[f"name{n + 1}"].observe(self._named, "value")
        self.pad.observe(self._key, "key")
        self.picture.observe(self._pressed, "pointer")
        self.upload.observe(self._uploaded, "value")
        self._named()

    def add(self, number):
        """What is on the paper becomes an example; a drawing then makes way."""
        with self.lock:
            s = self.compute(**self.values())
            if s.blank:
                return
            self.lesson.teach(number, s.paper)
            if s.chosen is None:
                self.pad.value = []  # and so it's redrawn
            else:
                self.redraw()

    def wipe(self):
        """Takes away what was drawn; and the picture, where nothing was."""
        if self.pad.value:
            self.pad.value = []
        else:
            self.controls["kind"].value = BLANK

    def change(self, what):
        """Changes the lesson by one of its methods, and shows that."""
        with self.lock:
            what()
            self.redraw()

    def _chosen(self, change):
        self.lesson.trouble = ""
        self.pad.value = []

    def _named(self, change=None):
        for n, adder in enumerate(self.adders, 1):
            name = self.controls[f"name{n}"].value.strip()
            adder.description = f"add to {name or f'class {n}'}"

    def _key(self, change):
        key = change.new[1]
        if key == "Backspace":
            self.wipe()
        elif key in "1234":
            self.add(int(key) - 1)

    def _pressed(self, change):
        press, x, y, *_ = change.new
        found = self.view.example_at((x, y))
        if press != self._last_press and found:
            self.change(partial(self.lesson.forget, *found))
        self._last_press = press

    def _uploaded(self, change):
        before = len(self.lesson.uploads)
        with self.lock, self.hold():
            self.lesson.take(change.new)
            trouble = self.lesson.trouble
            if len(self.lesson.uploads) > before:  # the first new one is shown
                self.controls["kind"].value = OWN
                self.controls["which"].max = len(self.lesson.uploads) - 1
                self.controls["which"].value = before
            self.lesson.trouble = trouble

    def _arrange(self, controls):
        """What to ask on the left, the classes over their columns; the pad in place."""
        kinds = widgets.VBox([controls["kind"], controls["which"]])
        kinds.layout.width = f"{View.columns - 4}px"
        pitch = {"width": f"{View.pitch}px"}
        classes = [
            widgets.VBox([controls[f"name{n}"], adder], layout=pitch)
            for n, adder in enumerate(self.adders, 1)
        ]
        for n, adder in enumerate(self.adders, 1):
            column = f"calc(100% - {View.pitch - View.wide}px)"
            adder.layout.width = controls[f"name{n}"].layout.width = column
        others = [controls["twitter"], controls["every"], self.upload]
        for label, what in (
            ("wipe", self.wipe),
            ("forget the last", partial(self.change, self.lesson.forget_last)),
            ("forget all", partial(self.change, self.lesson.forget_all)),
        ):
            others.append(base.press(label))
            others[-1].on_click(lambda button, what=what: what())
            others[-1].layout.width = "118px"
        self.children = [
            widgets.HBox([kinds, *classes]),
            over(self.picture, self.pad, *View.paper[:2]),
            widgets.Box(others, layout={"flex_flow": "row wrap"}),
            *self.children[2:],
        ]


def teach_it(examples=FLYING, ask="penguin"):
    """Explorer: name up to four classes, teach each by a few examples, and ask.

    examples: {class: names of emoji} that it is taught at first; none may be, {}.
    ask: the emoji that is on the paper at first; None for blank paper.
    """
    if len(examples) > MOST:
        raise ValueError(f"{len(examples)} classes are given; at most {MOST} fit.")
    lesson = Lesson()
    for number, shown in enumerate(examples.values()):
        chosen = [choosing.choose(*choosing.find(name)) for name in shown]
        lesson.teach(number, *chosen)
    kind, which = (BLANK, 0) if ask is None else choosing.find(ask)
    names = [*examples, "", "", "", ""]
    last = max(len(choosing.titles(kind)) - 1, 0)
    controls = {
        "kind": base.choice("on paper", KINDS, kind),
        "which": base.slider("which", 0, last, which),
        "twitter": base.tick("drawn by Twitter", False),
        "every": base.tick("ask about the row", False),
        "ink": Pad(label=LABEL, zoom=View.paper[2], pen=choosing.PEN),
    }
    for number in range(1, MOST + 1):
        controls[f"name{number}"] = widgets.Text(
            names[number - 1],
            description=f"{number}",
            placeholder=f"class {number}",
            style={"description_width": "12px"},
        )
    for name in ("kind", "which"):
        controls[name].layout.width = f"{View.columns - 12}px"
        controls[name].style.description_width = "64px"
    for name in ("twitter", "every"):
        controls[name].layout.width = "160px"
    return Teaching(lesson, controls)
