"""Teach it your own classes: pictures, the lesson that learns, all controls."""

import base64
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moves import press, put, words
from PIL import Image

from helpers import datasets, explorers, features, models
from helpers.explorers import choosing
from helpers.explorers import lesson as lessons
from helpers.explorers.choosing import BLANK, EMOJI, KINDS, OWN, PHOTOS, SIDE
from helpers.explorers.lesson import MOST, SEEN, Lesson
from helpers.explorers.teach_it import FLYING, compute
from helpers.explorers.teach_view import SHOWN

LINE = [[4, 4, 20, 20]]
NAMES = {"name1": "flies", "name2": "swims"}


def emoji(name, twitter=False):
    return choosing.choose(*choosing.find(name), twitter)


def taught(examples=FLYING):
    lesson = Lesson()
    for number, names in enumerate(examples.values()):
        lesson.teach(number, *map(emoji, names))
    return lesson


def address(picture, kind="png"):
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, kind)
    return f"data:image/{kind};base64,{base64.b64encode(buffer.getvalue()).decode()}"


def test_all_emoji_are_there_under_their_names():
    titles = [title for kind in EMOJI for title in choosing.titles(kind)]
    assert len(titles) == 553 and all(titles)
    assert choosing.find("penguin") == ("animal", 43)
    assert choosing.title("1F408-200D-2B1B") == "cat, black large square"
    assert choosing.title("26F4-FE0F") == "ferry"
    assert choosing.title("10FFFF") == "new emoji"


@pytest.mark.parametrize("name", ["emoji", "emoji_twitter"])
def test_an_emoji_is_the_data_sets(name):
    images, labels = datasets.load(name, "train")
    shown = choosing.resized(emoji("penguin", name == "emoji_twitter"), 64) / 255
    off = np.abs(images.permute(0, 2, 3, 1).numpy() - shown).mean((1, 2, 3))
    assert off.min() < 0.02 and labels[off.argmin()] == EMOJI.index("animal")


def test_the_paper():
    assert (choosing.paper(None, ()) == np.full((SIDE, SIDE, 3), 255)).all()
    drawn = choosing.paper(None, LINE)
    assert drawn[96, 96].tolist() == [choosing.INK] * 3  # 12 units are 96 pixels
    assert (drawn[:24] == 255).all() and 0.02 < (drawn < 128).mean() < 0.1
    photo = choosing.choose(PHOTOS, 0)
    changed = (choosing.paper(photo, LINE) != photo).any(2)
    assert np.abs(changed.mean() - (drawn < 255).any(2).mean()) < 0.02


def test_uploads_are_read_or_named():
    lesson, white = Lesson(), np.full((50, 50, 3), 255, dtype=np.uint8)
    broken = address(white)[:-40]
    lesson.take([("a.png", address(white)), ("b.png", broken), ("c.txt", "")])
    assert lesson.trouble.startswith("b.png, c.txt can't be read")
    lesson.take([("d.jpg", address(white, "jpeg"))])
    assert choosing.titles(OWN, lesson.uploads) == ["a.png", "d.jpg"]
    assert (lesson.uploads[0][1] == np.full((SIDE, SIDE, 3), 255)).all()
    assert not lesson.trouble


def test_the_features_are_lite0s():
    picture = emoji("penguin")
    x = np.float32(choosing.resized(picture, SEEN).transpose(2, 0, 1)[None])
    x = models.lite0().fc.weight.new_tensor((x - 127) / 128)
    found = features.activations(models.lite0(), x, "pool")["pool"][0]
    assert np.allclose(lessons.features(picture), found, atol=1e-3)


def test_examples_are_recognised_in_whatever_order_they_were_taught():
    lesson, back = taught(), Lesson()
    shares = lesson.shares([*lesson.examples[0], *lesson.examples[1]])
    assert shares.argmax(1).tolist() == [0] * 4 + [1] * 4
    assert np.allclose(shares.sum(1), 1) and not shares[:, 2:].any()
    for number in (1, 0):
        back.teach(number, *lesson.examples[number][::-1])
    penguin = [emoji("penguin")]
    assert np.allclose(lesson.shares(penguin), back.shares(penguin), atol=1e-3)


@given(st.lists(st.sampled_from([0, 1, 2, 3, "last", "first", "all"])))
def test_teach_and_forget_in_any_order(moves):
    lesson, order = Lesson(), []
    for move in moves:
        if move == "all":
            lesson.forget_all()
            order = []
        elif move == "last":
            lesson.forget_last()
            order = order[:-1]
        elif move != "first":
            lesson.teach(move, emoji(FLYING["flies"][move]))
            order = [*order, move]
        elif order:  # of the class that was taught first
            lesson.forget(order[0], 0)
            del order[len(order) - 1 - order[::-1].index(order[0])]
        assert lesson.order == order
        assert [*map(len, lesson.examples)] == [order.count(n) for n in range(MOST)]
        assert (lesson.model is None) == (len(set(order)) < 2)


@given(st.sampled_from(KINDS), st.integers(0, 150), st.sampled_from([(), LINE]))
def test_every_state(kind, which, ink):
    for examples in ({}, {"only one": ("penguin",)}, FLYING):
        lesson = taught(examples)
        s = compute(lesson, kind, which, ink=ink)
        assert s.blank == (not s.row and not ink)
        assert s.which == min(which, s.limits["which"])
        assert s.first <= s.which < s.first + SHOWN >= s.first + len(s.row)
        assert (s.shares is None) == (s.blank or lesson.model is None)


def test_the_words():
    lesson, penguin = Lesson(), choosing.find("penguin")
    assert compute(lesson).words.startswith("Two classes are to be taught:")
    lesson.teach(2, emoji("penguin"))
    assert compute(lesson).words.startswith("One more class is to be taught:")
    lesson.teach(3, emoji("penguin"))  # the same picture in both
    s = compute(lesson, *penguin)
    assert s.shares[2:] == pytest.approx(0.5, abs=1e-3)
    assert "it can hardly tell that from" in s.words
    lesson = taught()
    assert "“penguin, drawn on”" in compute(lesson, *penguin, ink=LINE).words
    assert "to your drawing: " in compute(lesson, ink=LINE).words
    assert compute(lesson).words.endswith(
        "Draw, or choose a picture: what will it say?"
    )
    assert "Choose your files" in compute(lesson, OWN).words


def test_it_is_asked_about_the_whole_row():
    lesson, (kind, which) = taught(), choosing.find("penguin")
    s = compute(lesson, kind, which, every=True, **NAMES)
    assert s.words.startswith("It says “flies” to “penguin”: ")
    assert "Learnt from 8 examples in " in s.words
    assert len(s.guesses) == SHOWN and s.guesses[which - s.first] == 0
    counts = f"{s.guesses.count(0)} flies, {s.guesses.count(1)} swims."
    assert s.words.endswith(f"Of the 20 in the row: {counts}")


@pytest.fixture
def explorer():
    return explorers.teach_it()


def test_an_empty_one():
    explorer = explorers.teach_it({}, ask=None)
    explorer.adders[0].click()  # there is nothing to add
    assert explorer.lesson.order == []
    explorer.pad.value = LINE
    explorer.adders[0].click()
    assert explorer.lesson.order == [0] and explorer.pad.value == []
    assert words(explorer).startswith("One more class is to be taught")


def test_buttons_keys_and_presses_teach_and_forget(explorer):
    before, view = explorer.picture.value, explorer.view
    explorer.adders[1].click()
    assert "“swims” to “penguin”" in words(explorer)
    assert "from 9 examples" in words(explorer)
    explorer.change(explorer.lesson.forget_last)
    assert explorer.picture.value == before
    explorer.pad.key = [1, "3"]
    assert explorer.lesson.taught == [0, 1, 2] and "from 9" in words(explorer)
    explorer.pad.key = [2, "x"]
    x, y = view.columns + view.small + 19, view.examples + 17  # the second example
    assert view.example_at((x, y)) == (0, 1)
    press(explorer, (x, y), (x + 1, y))  # a drag is still one press
    assert len(explorer.lesson.examples[0]) == 3
    assert explorer.values()["which"] == 43


def test_a_press_on_the_row_chooses(explorer):
    left, top, side = explorer.view.row
    assert press(explorer, (left + 8.5 * side, top + 5))["which"] == 48
    assert "“dolphin”" in words(explorer)
    assert press(explorer, (838, top + 5))["which"] == 48  # beside it


def test_drawing_wiping_and_choosing(explorer):
    explorer.pad.value = LINE
    assert "“penguin, drawn on”" in words(explorer)
    explorer.pad.key = [1, "Backspace"]
    assert "to “penguin”" in words(explorer)
    for control, value, last in (("which", 44, 129), ("kind", "food", 123)):
        explorer.pad.value = LINE
        put(explorer, **{control: value})
        assert explorer.pad.value == [] and explorer.controls["which"].max == last
    explorer.wipe()
    assert explorer.values()["kind"] == BLANK and explorer.controls["which"].max == 0
    explorer.pad.value = LINE
    assert "to your drawing" in words(explorer)


def test_files_are_shown_and_mistakes_told_until_the_next_choice(explorer):
    files = [["a.png", address(emoji("dolphin"))], ["b.png", address(emoji("koala"))]]
    explorer.upload.value = [*files, ["c.txt", ""]]
    assert words(explorer).startswith("c.txt can't be read")
    assert "“a.png”" in words(explorer) and explorer.controls["which"].max == 1
    explorer.upload.value = [["d.png", address(emoji("penguin"))]]
    assert "to “d.png”" in words(explorer) and explorer.values()["which"] == 2
    explorer.upload.value = [["e.txt", ""]]
    assert words(explorer).startswith("e.txt") and "to “d.png”" in words(explorer)
    put(explorer, which=1)
    assert words(explorer).startswith("It says")


def test_names_follow(explorer):
    put(explorer, name1=" a bird of any sort whatsoever", name2=" ")
    assert "“a bird of any sort whatsoever” to" in words(explorer)
    adders = [button.description.removeprefix("add to ") for button in explorer.adders]
    names = ["a bird of any sort whatsoever", "class 2", "class 3", "class 4"]
    assert adders == explorer.view.s.names == names


def test_of_many_examples_the_latest_are_shown(explorer):
    explorer.lesson.teach(3, *(choosing.choose("food", n) for n in range(25)))
    explorer.redraw()
    view = explorer.view
    left, top, step = view.columns + 3 * view.pitch, view.examples, view.small + 2
    places = [(left + step * k, top + step * j) for j in range(5) for k in range(4)]
    assert [view.example_at(place) for place in places] == [
        (3, n) for n in range(5, 25)
    ]
    assert places[-1][1] + view.small < view.row[1]
