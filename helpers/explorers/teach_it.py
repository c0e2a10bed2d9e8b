"""Teach it your own classes: a few examples, a frozen network, a linear classifier."""

from functools import lru_cache, partial

import numpy as np
import torch

from helpers import plots, transfer
from helpers.datasets import emoji, picture_source
from helpers.datasets.picture_source import BLANK, KINDS, OWN, SIDE
from helpers.explorers import lite0_answers
from helpers.one_thread import one_thread
from helpers.transfer import few_shot
from helpers.widgets import Explorer, controls

TITLE = "Explorer: teach it your own classes, by drawing or by choosing pictures"
MOST = 4  # classes
SEEN = 112  # pixels of a picture's side that the network is given
FLYING = {  # the look of it, or the meaning? A penguin tells
    "flies": ("eagle", "parrot", "dove of peace", "honeybee"),
    "swims": ("tropical fish", "whale", "shark", "octopus"),
}
KEYS = " The keys 1 to 4 add what is on it to a class, Backspace wipes it."
NOTES = (
    "Draw with the mouse, a finger or the arrow keys (space: pen).",
    "Keys 1 to 4 add it to a class, Backspace wipes the paper. "
    "A press on an example drops it.",
)
PAPER = 4, 24, SIDE, SIDE
COLUMNS, PITCH, WIDE = 236, 146, 134  # left of the first, from one to the next, width
EXAMPLES, SMALL, ACROSS, DOWN = 58, 33, 4, 5  # their top, from one to the next
ROW, PICTURE, SHOWN = 264, 40, 20  # top, from one to the next, how many at once
COLOURS = plots.BLUE, plots.ORANGE, plots.GREEN, plots.PURPLE


# --- what its buttons and keys do ----------------------------------------------------


def add(number, explorer):
    """What is on the paper becomes an example; a drawing then makes way."""
    values, uploads = explorer.values, explorer.memory["uploads"]
    picture, ink = [values[n] for n in ("kind", "which", "twitter")], values["ink"]
    chosen = picture_source.choose(*picture, uploads)
    if chosen or ink:
        values["lesson"].teach(number, picture_source.paper(chosen, ink))
        explorer.set(ink=ink if chosen else [])


def wipe(explorer):
    """Takes away what was drawn; and the picture, where nothing was."""
    explorer.set(**({"ink": []} if explorer.values["ink"] else {"kind": BLANK}))


def key(explorer, pressed):
    if pressed == "Backspace":
        wipe(explorer)
    elif pressed in "1234":
        add(int(pressed) - 1, explorer)


def forget(explorer, places):
    explorer.values["lesson"].forget(places)
    explorer.redraw()


def receive(explorer, files):
    """The reader's files can be chosen from now on, and the first new one is shown."""
    uploads = explorer.memory["uploads"]
    first = len(uploads)
    read, unread = picture_source.received(files)
    uploads += read
    if read:
        explorer.set(kind=OWN, which=first)
    trouble = f"{', '.join(unread)} can't be read; JPEG, PNG, WebP and GIF can. "
    explorer.values["trouble"] = trouble if unread else ""
    explorer.redraw()


def settle(before, wanted):
    """Another picture takes away what was drawn, and what is said of the files."""
    if any(before[name] != wanted[name] for name in ("kind", "which")):
        return wanted | {"ink": [], "trouble": ""}
    return wanted


NAMES = [f"name{n}" for n in range(1, MOST + 1)]
CONTROLS = {
    "kind": controls.wide(controls.choice("on paper", KINDS), COLUMNS - 12),
    **{
        name: controls.wide(controls.text(name[-1], f"class {name[-1]}"), WIDE)
        for name in NAMES
    },
    "which": controls.wide(controls.slider("which", 0, 999), COLUMNS - 12),
    **{
        f"add{n + 1}": controls.wide(controls.button("add to", partial(add, n)), WIDE)
        for n in range(MOST)
    },
    "twitter": controls.tick("drawn by Twitter"),
    "every": controls.tick("ask about the row"),
    "upload": controls.upload("choose files…", SIDE, receive),
    "wipe": controls.button("wipe", wipe),
    "last": controls.button("forget the last", partial(forget, places=slice(-1, None))),
    "all": controls.button("forget all", partial(forget, places=slice(None))),
    "ink": controls.pad(*PAPER[:2], 28, 8, KEYS, key),
    "example": controls.clicked(lambda explorer, n: forget(explorer, slice(n, n + 1))),
}


# --- what is to be seen --------------------------------------------------------------


def teach_it(examples=FLYING, ask="penguin"):
    """Explorer: name up to four classes, teach each by a few examples, and ask.

    examples: {class: names of emoji} that it is taught at first; none may be, {}.
    ask: the emoji that is on the paper at first; None for blank paper.
    """
    if len(examples) > MOST:
        raise ValueError(f"{len(examples)} classes are given; at most {MOST} fit.")
    lesson = few_shot.Lesson(features, MOST)
    for number, shown in enumerate(examples.values()):
        found = [emoji.find(name) for name in shown]
        lesson.teach(number, *(picture_source.choose(*place) for place in found))
    kind, which = (BLANK, 0) if ask is None else emoji.find(ask)
    values = {"lesson": lesson, "kind": kind, "which": which, "twitter": False}
    values |= {"every": False, "ink": (), "trouble": ""} | dict.fromkeys(NAMES, "")
    values |= dict(zip(NAMES, examples, strict=False))
    return Explorer(TITLE, (810, 322), draw, CONTROLS, values, settle)


@lru_cache(600)
def features(picture):
    """Lite0's 1,280 last features of a picture, (1280,)."""
    net = lite0_answers.net()
    x = torch.tensor(picture_source.resized(picture, SEEN)).permute(2, 0, 1)[None] / 255
    with one_thread():
        return transfer.features(net, transfer.resized(x, SEEN))[0].numpy()


def draw(page, lesson, kind, which, twitter, every, ink, trouble, **names):
    """The paper; for each class a bar and its examples; a row to choose from."""
    uploads = page.memory.setdefault("uploads", [])
    titles = picture_source.titles(kind, uploads)
    which = page.most("which", max(len(titles) - 1, 0))
    chosen = picture_source.choose(kind, which, twitter, uploads)
    title = titles[which] + ", drawn on" * bool(ink) if titles else ""
    shown = picture_source.paper(chosen, ())  # the ink is on the pad
    page.photo(PAPER, picture_source.resized(shown, SIDE))
    page.box(PAPER, edge=plots.GREY, width=1)
    page.text(short(title or "draw here"), PAPER[0], 16)
    page.change("ink", pen=picture_source.PEN)

    asked, shares = title or "your drawing" * bool(ink), np.zeros(MOST)
    answered = lesson.classes if asked and lesson.model else ()
    if answered:
        (shares,) = lesson.shares([picture_source.paper(chosen, ink)])
    names = [names[name].strip() or f"class {name[-1]}" for name in NAMES]
    for n, name in enumerate(names):
        page.change(f"add{n + 1}", label=f"add to {name}")
        left, said = COLUMNS + n * PITCH, ""
        if n in answered:
            said = plots.percent(shares[n])
        page.text(short(name), left, 16)
        page.box((left, 24, WIDE * shares[n], 22), COLOURS[n], alpha=0.55)
        page.box((left, 24, WIDE, 22), edge=plots.GREY, width=1)
        page.text(said, left + WIDE / 2, 40, align="center", size=13)
    first = which // SHOWN * SHOWN
    numbers = range(first, min(first + SHOWN, len(titles)))
    row = [picture_source.choose(kind, n, twitter, uploads) for n in numbers]
    guesses = []
    if every and row and lesson.model:
        guesses = lesson.shares(row).argmax(1).tolist()
    choose_from(page, row, first, which, guesses)
    for n in range(MOST):
        taught(page, COLUMNS + n * PITCH, lesson.examples(n)[-ACROSS * DOWN :])
    return trouble + words(lesson, kind, asked, title, names, shares, guesses)


def taught(page, left, shown):
    """The latest examples of a class; a click drops one."""
    if not shown:
        page.text("no examples yet", left, EXAMPLES + 14, plots.GREY, 12)
    for line in range(0, len(shown), ACROSS):
        places, pictures = zip(*shown[line : line + ACROSS], strict=True)
        top = EXAMPLES + SMALL * line / ACROSS
        strip(page, left, top, SMALL, pictures, "example", places)


def choose_from(page, row, first, which, guesses):
    """Pictures of one kind; the one on the paper is framed; numbers: what they are."""
    left = PAPER[0]
    if not row:
        for n, note in enumerate(NOTES):
            page.text(note, left, ROW + 14 + 20 * n, size=12)
        return
    numbers = range(first, first + len(row))
    strip(page, left, ROW, PICTURE, row, "which", numbers, ("which", None))
    for n, guess in enumerate(guesses):
        x, look = left + PICTURE * n, {"size": 12, "align": "center", "bold": True}
        place = x + 1, ROW + 1, PICTURE - 4, PICTURE - 4
        page.box(place, edge=COLOURS[guess], width=3)
        page.text(str(guess + 1), x + PICTURE / 2, ROW + PICTURE + 14, **look)
    at = left + PICTURE * (which - first) - 1, ROW - 1, PICTURE, PICTURE
    page.box(at, edge=plots.RED, width=4)


def strip(page, left, top, step, pictures, control, values, arrows=(None, None)):
    """Small pictures beside one another; a click on one gives the control its value."""
    points, side = [], step - 2
    for n, (picture, value) in enumerate(zip(pictures, values, strict=True)):
        small, x = picture_source.resized(picture, 2 * side), left + n * step
        page.photo((x, top, side, side), small)
        points.append((x + step / 2, top + step / 2, {control: value}))
    page.points((left, top, step * len(pictures), step), points, arrows=arrows)


def short(text):
    """The text's beginning, as much as stands over a column."""
    return text if len(text) <= 18 else text[:17].rstrip() + "…"


def words(lesson, kind, asked, title, names, shares, guesses):
    if len(lesson.classes) < 2:
        missing = "One more class is" if lesson.classes else "Two classes are"
        ask = "draw or choose a picture, then press “add to …” or the class's number."
        return f"{missing} to be taught: {ask}"
    learnt = f"Learnt from {len(lesson.taught)} examples in {lesson.seconds:.2f} s."
    if not asked:
        what = "Choose your files" if kind == OWN else "Draw, or choose a picture"
        return f"{learnt} {what}: what will it say?"
    best, second = np.argsort(-shares, kind="stable")[:2]
    what = f"“{title}”" if title else asked
    said = f"It says “{names[best]}” to {what}: {plots.percent(shares[best])}"
    if shares[best] - shares[second] < 0.1:
        said += f"; it can hardly tell that from “{names[second]}”"
    said += f". {learnt}"
    if guesses:
        counts = [f"{guesses.count(n)} {names[n]}" for n in lesson.classes]
        said += f" Of the {len(guesses)} in the row: {', '.join(counts)}."
    return said
