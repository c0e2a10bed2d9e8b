"""Teach it your own classes: pictures, the lesson that learns, all controls."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moves import address, parts, picture, press, texts

from helpers import explorers, features, models
from helpers.datasets import picture_source
from helpers.datasets.emoji import find
from helpers.datasets.picture_source import BLANK, KINDS, OWN
from helpers.explorers.teach_it import (
    COLUMNS,
    EXAMPLES,
    FLYING,
    PICTURE,
    PITCH,
    ROW,
    SEEN,
    SHOWN,
    SMALL,
)
from helpers.explorers.teach_it import features as lite0_features

LINE = [[4, 4, 20, 20]]


def emoji(name):
    return picture_source.choose(*find(name))


def shown(lesson, number):
    return [picture for _, picture in lesson.examples(number)]


def test_the_features_are_lite0s():
    shown = picture_source.resized(emoji("penguin"), SEEN)
    x = np.float32(shown.transpose(2, 0, 1)[None])
    x = models.lite0().fc.weight.new_tensor((x - 127) / 128)
    found = features.activations(models.lite0(), x, "pool")["pool"][0]
    assert np.allclose(lite0_features(emoji("penguin")), found, atol=1e-3)


@pytest.fixture
def explorer():
    return explorers.teach_it()


@pytest.fixture(scope="module")
def three():
    few = {}, {"only one": ("penguin",)}, FLYING
    return [explorers.teach_it(examples) for examples in few]


@given(st.sampled_from(KINDS), st.integers(0, 150), st.sampled_from([(), LINE]))
def test_every_state(three, kind, which, ink):
    for explorer in three:
        explorer.set(kind=kind, which=which)
        explorer.set(ink=ink)
        titles = picture_source.titles(kind)
        assert explorer.values["which"] == min(which, max(len(titles) - 1, 0))
        row = [part for part in parts(explorer, "image") if part["place"][1] == ROW]
        first = explorer.values["which"] // SHOWN * SHOWN
        assert len(row) == len(titles[first : first + SHOWN])
        asked = explorer.values["lesson"].model and (titles or ink)
        assert ("%" in texts(explorer)) == bool(asked)


def test_the_words():
    explorer = explorers.teach_it({}, ask=None)
    assert explorer.words.startswith("Two classes are to be taught:")
    explorer.set(kind="animal", which=43)
    explorer.press("add3")
    assert explorer.words.startswith("One more class is to be taught:")
    explorer.press("add4")  # the same picture in both
    assert texts(explorer).count("50 %") == 2 and texts(explorer).count("%") == 2
    assert "it can hardly tell that from" in explorer.words


def test_it_is_asked_about_the_whole_row(explorer):
    explorer.set(every=True)
    assert explorer.words.startswith("It says “flies” to “penguin”: ")
    assert "Learnt from 8 examples in " in explorer.words
    guesses = [part["text"] for part in parts(explorer, "text", bold=True)]
    assert len(guesses) == SHOWN and guesses[43 - 40] == "1"
    counts = f"{guesses.count('1')} flies, {guesses.count('2')} swims."
    assert explorer.words.endswith(f"Of the 20 in the row: {counts}")


def test_an_empty_one():
    explorer = explorers.teach_it({}, ask=None)
    lesson = explorer.values["lesson"]
    explorer.press("add1")  # there is nothing to add
    assert lesson.taught == []
    explorer.set(ink=LINE)
    explorer.press("add1")
    assert lesson.taught == [(0, picture_source.paper(None, LINE))]
    assert explorer.values["ink"] == []
    assert explorer.words.startswith("One more class is to be taught")
    # What the browser had not told yet comes with the press, and counts before it.
    explorer._told(None, {"press": "add2", "ask": {"ink": LINE}}, [])
    assert lesson.classes == [0, 1] and explorer.values["ink"] == []


def test_buttons_keys_and_presses_teach_and_forget(explorer):
    before, lesson = explorer.page.parts, explorer.values["lesson"]
    explorer.press("add2")
    assert "“swims” to “penguin”" in explorer.words
    assert "from 9 examples" in explorer.words
    explorer.press("last")
    assert explorer.page.parts == before
    explorer.press("ink", "3")
    assert lesson.classes == [0, 1, 2] and "from 9" in explorer.words
    explorer.press("ink", "x")
    x, y = COLUMNS + 1.5 * SMALL, EXAMPLES + SMALL / 2  # the second example
    press(explorer, (x, y), (x + 1, y))  # a drag is still one press
    assert shown(lesson, 0) == [emoji(FLYING["flies"][n]) for n in (0, 2, 3)]
    assert explorer.values["which"] == 43
    explorer.press("all")
    assert explorer.words.startswith("Two classes are to be taught")


def test_a_press_on_the_row_chooses(explorer):
    press(explorer, (4 + 8.5 * PICTURE, ROW + 5))
    assert explorer.values["which"] == 48 and "“dolphin”" in explorer.words
    press(explorer, (4 + 20.2 * PICTURE, ROW + 5))
    assert explorer.values["which"] == 48  # beside it


def test_drawing_wiping_and_choosing(explorer):
    explorer.set(ink=LINE)
    assert "“penguin, drawn on”" in explorer.words
    explorer.press("ink", "Backspace")
    assert "to “penguin”" in explorer.words
    for control, value, last in (("which", 44, 129), ("kind", "food", 123)):
        explorer.set(ink=LINE)
        explorer.set(**{control: value})
        assert explorer.values["ink"] == []
        assert explorer.page.changes["which"]["high"] == last
    explorer.press("wipe")
    assert explorer.values["kind"] == BLANK
    assert explorer.page.changes["which"]["high"] == 0
    assert explorer.words.endswith("Draw, or choose a picture: what will it say?")
    explorer.set(ink=LINE)
    assert "to your drawing: " in explorer.words
    explorer.set(kind=OWN)
    assert "Choose your files" in explorer.words


def test_files_are_shown_and_mistakes_told_until_the_next_choice(explorer):
    files = [["a.png", address(emoji("dolphin"))], ["b.png", address(emoji("koala"))]]
    explorer.press("upload", [*files, ["c.txt", ""]])
    assert explorer.words.startswith("c.txt can't be read; JPEG")
    assert "“a.png”" in explorer.words
    assert explorer.page.changes["which"]["high"] == 1
    explorer.press("upload", [["d.png", address(emoji("penguin"))]])
    assert explorer.words.startswith("It says “flies” to “d.png”")
    assert explorer.values["which"] == 2
    explorer.press("upload", [["e.txt", ""]])
    assert explorer.words.startswith("e.txt") and "to “d.png”" in explorer.words
    explorer.set(which=1)
    assert explorer.words.startswith("It says")


def test_names_follow(explorer):
    explorer.set(name1=" a bird of any sort whatsoever", name2=" ")
    assert "“a bird of any sort whatsoever” to" in explorer.words
    labels = [explorer.page.changes[f"add{n}"]["label"] for n in range(1, 5)]
    names = ["a bird of any sort whatsoever", "class 2", "class 3", "class 4"]
    assert labels == [f"add to {name}" for name in names]
    assert "| a bird of any sor… | 79 % | class 2 |" in texts(explorer)


def test_of_many_examples_the_latest_are_shown(explorer):
    lesson = explorer.values["lesson"]
    food = [picture_source.choose("food", n) for n in range(25)]
    lesson.teach(3, *food)
    explorer.redraw()
    left = COLUMNS + 3 * PITCH
    press(explorer, (left + 5, EXAMPLES + 5))  # the sixth: five had made way
    assert shown(lesson, 3) == food[:5] + food[6:]
    last = parts(explorer, "image")[-1]["place"]
    assert last[:2] == [left + 3 * SMALL, EXAMPLES + 4 * SMALL]
    assert last[1] + SMALL < ROW
    small = picture(explorer, -1).astype(int)
    assert abs(small - picture_source.resized(food[-1], len(small))).mean() < 3
