"""Teach it your own classes: a few examples, a frozen network, a linear classifier."""

from functools import partial

import numpy as np

from helpers import plots
from helpers.explorers import picture_source
from helpers.explorers.few_shot import MOST, Lesson
from helpers.explorers.picture_source import BLANK, KINDS, OWN, SIDE
from helpers.widgets import controls
from helpers.widgets.explorer import explorer

FLYING = {  # the look of it, or the meaning? A penguin tells
    "flies": ("eagle", "parrot", "dove of peace", "honeybee"),
    "swims": ("tropical fish", "whale", "shark", "octopus"),
}
PEN_LABEL = (
    "Paper to draw on. With the arrow keys the pen moves; the space bar puts it down. "
    "The keys 1 to 4 add what is on it to a class, Backspace wipes it."
)
PAPER = 4, 24, SIDE, SIDE
COLUMNS, PITCH, WIDE = 236, 146, 134  # left of the first, from one to the next, width
EXAMPLES, SMALL, ACROSS, DOWN = 58, 33, 4, 5  # their top, from one to the next
ROW, PICTURE, SHOWN = 264, 40, 20  # top, from one to the next, how many at once
COLOURS = plots.BLUE, plots.ORANGE, plots.GREEN, plots.PURPLE


def teach_it(examples=FLYING, ask="penguin"):
    """Explorer: name up to four classes, teach each by a few examples, and ask.

    examples: {class: names of emoji} that it is taught at first; none may be, {}.
    ask: the emoji that is on the paper at first; None for blank paper.
    """
    if len(examples) > MOST:
        raise ValueError(f"{len(examples)} classes are given; at most {MOST} fit.")
    lesson = Lesson()
    for number, shown in enumerate(examples.values()):
        found = [picture_source.find(name) for name in shown]
        lesson.teach(number, *(picture_source.choose(*place) for place in found))
    kind, which = (BLANK, 0) if ask is None else picture_source.find(ask)
    names = dict(zip(NAMES, examples, strict=False))
    return teaching(lesson, kind, which, **names)


# --- what its buttons and keys do ----------------------------------------------------


def add(number, explorer):
    """What is on the paper becomes an example; a drawing then makes way."""
    values, uploads = explorer.values, explorer.memory["uploads"]
    picture = [values[name] for name in ("kind", "which", "twitter")]
    chosen = picture_source.choose(*picture, uploads)
    if chosen is None and not values["ink"]:
        return
    values["lesson"].teach(number, picture_source.paper(chosen, values["ink"]))
    if chosen is None:
        explorer.set(ink=[])
    else:
        explorer.redraw()


def wipe(explorer):
    """Takes away what was drawn; and the picture, where nothing was."""
    if explorer.values["ink"]:
        explorer.set(ink=[])
    else:
        explorer.set(kind=BLANK)


def key(explorer, pressed):
    if pressed == "Backspace":
        wipe(explorer)
    elif pressed in "1234":
        add(int(pressed) - 1, explorer)


def change(explorer, method, *given):
    """Changes what is taught by a method of the lesson, and shows that."""
    getattr(explorer.values["lesson"], method)(*given)
    explorer.redraw()


def upload(explorer, files):
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


# --- what is to be seen --------------------------------------------------------------

NAMES = [f"name{n}" for n in range(1, MOST + 1)]
name_fields = {
    name: controls.wide(controls.text(name[-1], f"class {name[-1]}"), WIDE)
    for name in NAMES
}
adders = {
    f"add{n + 1}": controls.wide(controls.button("add to", partial(add, n)), WIDE)
    for n in range(MOST)
}


@explorer(
    "Explorer: teach it your own classes, by drawing or by choosing pictures",
    (810, 322),
    settle,
    kind=controls.wide(controls.choice("on paper", KINDS), COLUMNS - 12),
    **name_fields,
    which=controls.wide(controls.slider("which", 0, 999), COLUMNS - 12),
    **adders,
    twitter=controls.tick("drawn by Twitter"),
    every=controls.tick("ask about the row"),
    upload=controls.upload("choose files…", SIDE, upload),
    wipe=controls.button("wipe", wipe),
    last=controls.button("forget the last", partial(change, method="forget_last")),
    all=controls.button("forget all", partial(change, method="forget_all")),
    ink=controls.pad(PEN_LABEL, *PAPER[:2], 28, 8, key),
    example=controls.clicked(lambda explorer, spot: change(explorer, "forget", *spot)),
)
def teaching(
    page,
    lesson,
    kind,
    which,
    twitter=False,
    every=False,
    ink=(),
    name1="",
    name2="",
    name3="",
    name4="",
    trouble="",
):
    """The paper; for each class a bar and its examples; a row to choose from."""
    uploads = page.memory.setdefault("uploads", [])
    titles = picture_source.titles(kind, uploads)
    page.change("which", high=max(len(titles) - 1, 0))
    which = max(min(which, len(titles) - 1), 0)
    chosen = picture_source.choose(kind, which, twitter, uploads)
    title = titles[which] + ", drawn on" * bool(ink) if titles else ""
    shown = picture_source.paper(chosen, ())  # the ink is on the pad
    page.photo(PAPER, picture_source.resized(shown, SIDE))
    page.box(PAPER, edge=plots.GREY, width=1)
    page.text(short(title or "draw here"), PAPER[0], 16)
    page.change("ink", pen=picture_source.PEN)

    asked = title or "your drawing" * bool(ink)
    shares = lesson.shares([picture_source.paper(chosen, ink)]) if asked else None
    names = [name.strip() for name in (name1, name2, name3, name4)]
    names = [name or f"class {n}" for n, name in enumerate(names, 1)]
    for n, name in enumerate(names):
        page.change(f"add{n + 1}", label=f"add to {name}")
        known = shares is not None and n in lesson.taught
        column(page, n, name, shares[0, n] if known else None)
    first = which // SHOWN * SHOWN
    row = [
        picture_source.choose(kind, n, twitter, uploads)
        for n in range(first, min(first + SHOWN, len(titles)))
    ]
    guesses = lesson.shares(row) if every and row else None
    guesses = [] if guesses is None else guesses.argmax(1).tolist()
    choose_from(page, row, first, which, guesses)
    for n, shown in enumerate(lesson.examples):
        taught(page, n, shown)
    return trouble + words(lesson, kind, asked, title, names, shares, guesses)


def column(page, n, name, share):
    """The name of a class, and how sure it is that this is on the paper."""
    left = COLUMNS + n * PITCH
    page.text(short(name), left, 16)
    page.box((left, 24, WIDE * (share or 0), 22), COLOURS[n], alpha=0.55)
    page.box((left, 24, WIDE, 22), edge=plots.GREY, width=1)
    said = "" if share is None else plots.percent(share)
    page.text(said, left + WIDE / 2, 40, align="center", size=13)


def taught(page, n, shown):
    """The latest examples of a class; a click drops one."""
    left, start = COLUMNS + n * PITCH, max(len(shown) - ACROSS * DOWN, 0)
    if not shown:
        page.text("no examples yet", left, EXAMPLES + 14, plots.GREY, 12)
    for line, number in enumerate(range(start, len(shown), ACROSS)):
        top, pictures = EXAMPLES + SMALL * line, shown[number : number + ACROSS]
        strip(page, left, top, SMALL, pictures)
        points = [
            (left + SMALL * (k + 0.5), top + SMALL / 2, {"example": (n, number + k)})
            for k in range(len(pictures))
        ]
        page.points((left, top, SMALL * len(pictures), SMALL), points)


def choose_from(page, row, first, which, guesses):
    """Pictures of one kind; the one on the paper is framed; numbers: what they are."""
    if not row:
        notes = (
            "Draw with the mouse, a finger or the arrow keys (space: pen).",
            "Keys 1 to 4 add it to a class, Backspace wipes the paper. "
            "A press on an example drops it.",
        )
        for n, note in enumerate(notes):
            page.text(note, PAPER[0], ROW + 14 + 20 * n, size=12)
        return
    left, middle = PAPER[0], ROW + PICTURE / 2
    strip(page, left, ROW, PICTURE, row)
    points = [
        (left + PICTURE * (n + 0.5), middle, {"which": first + n})
        for n in range(len(row))
    ]
    page.points((left, ROW, PICTURE * len(row), PICTURE), points, ("which", None))
    for n, guess in enumerate(guesses):
        place = left + PICTURE * n + 1, ROW + 1, PICTURE - 4, PICTURE - 4
        page.box(place, edge=COLOURS[guess], width=3)
        look = {"size": 12, "align": "center", "bold": True}
        page.text(str(guess + 1), points[n][0], ROW + PICTURE + 14, **look)
    at = left + PICTURE * (which - first) - 1, ROW - 1, PICTURE, PICTURE
    page.box(at, edge=plots.RED, width=4)


def strip(page, left, top, step, pictures):
    """Small pictures beside one another."""
    for n, picture in enumerate(pictures):
        side = step - 2
        small = picture_source.resized(picture, 2 * side)
        page.photo((left + n * step, top, side, side), small)


def short(text):
    """The text's beginning, as much as stands over a column."""
    return text if len(text) <= 18 else text[:17].rstrip() + "…"


def words(lesson, kind, asked, title, names, shares, guesses):
    untaught = 2 - len(lesson.taught)
    if untaught > 0:
        missing = "Two classes are" if untaught == 2 else "One more class is"
        ask = "draw or choose a picture, then press “add to …” or the class's number."
        return f"{missing} to be taught: {ask}"
    learnt = f"Learnt from {len(lesson.order)} examples in {lesson.seconds:.2f} s."
    if not asked:
        what = "Choose your files" if kind == OWN else "Draw, or choose a picture"
        return f"{learnt} {what}: what will it say?"
    best, second = np.argsort(-shares[0], kind="stable")[:2]
    what = f"“{title}”" if title else asked
    said = f"It says “{names[best]}” to {what}: {plots.percent(shares[0, best])}"
    if shares[0, best] - shares[0, second] < 0.1:
        said += f"; it can hardly tell that from “{names[second]}”"
    said += f". {learnt}"
    if guesses:
        counts = [f"{guesses.count(n)} {names[n]}" for n in lesson.taught]
        said += f" Of the {len(guesses)} in the row: {', '.join(counts)}."
    return said
