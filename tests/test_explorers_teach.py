"""Teach it your own classes: the lesson learns, and every control shows it."""

import base64
import io
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from helpers import datasets, explorers, features, models
from helpers.explorers import choosing
from helpers.explorers import lesson as lessons
from helpers.explorers.choosing import BLANK, EMOJI, KINDS, OWN, PHOTOS, SIDE
from helpers.explorers.lesson import MOST, SEEN, Lesson
from helpers.explorers.teach_it import FLYING, compute
from helpers.explorers.teach_view import SHOWN

LINE = [[4, 4, 20, 20]]


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


@pytest.fixture
def explorer():
    return explorers.teach_it()


def words(explorer):
    return explorer.words.value.partition(">")[2].removesuffix("</div>")


# --- pictures to choose from ---------------------------------------------------------


def test_all_emoji_are_there_under_their_names():
    assert {kind: len(choosing.titles(kind)) for kind in EMOJI} == {
        "animal": 130, "face": 118, "food": 124, "person": 109, "transport": 72,
    }  # fmt: skip
    assert all(title for kind in EMOJI for title in choosing.titles(kind))
    assert choosing.find("penguin") == ("animal", 43)
    assert choosing.title("1F408-200D-2B1B") == "cat, black large square"
    assert choosing.title("26F4-FE0F") == "ferry"
    assert choosing.title("10FFFF") == "new emoji"


def test_an_emoji_is_the_data_sets_and_each_vendor_has_its_own():
    images, labels = datasets.load("emoji_twitter", "train")
    shown = choosing.resized(emoji("penguin", twitter=True), 64) / 255
    off = np.abs(images.permute(0, 2, 3, 1).numpy() - shown).mean((1, 2, 3))
    assert off.min() < 0.02 and labels[off.argmin()] == EMOJI.index("animal")
    assert (
        np.abs(emoji("penguin") / 255.0 - emoji("penguin", True) / 255.0).mean() > 0.1
    )


def test_a_name_that_there_is_not():
    with pytest.raises(ValueError, match="No emoji is called 'pengiun'.*rat"):
        explorers.teach_it(ask="pengiun")
    with pytest.raises(ValueError, match="5 classes are given; at most 4 fit"):
        explorers.teach_it({str(n): () for n in range(5)})


def test_the_paper():
    blank = choosing.paper(None, ())
    assert blank.shape == (SIDE, SIDE, 3) and (blank == 255).all()
    drawn = choosing.paper(None, LINE)
    assert drawn[96, 96].tolist() == [choosing.INK] * 3  # 12 units are 96 pixels
    assert (drawn[:24] == 255).all() and 0.02 < (drawn < 128).mean() < 0.1
    photo = choosing.choose(PHOTOS, 0)
    changed = (choosing.paper(photo, LINE) != photo).any(2)
    assert np.abs(changed.mean() - (drawn < 255).any(2).mean()) < 0.02


def test_uploads_are_read_or_named():
    lesson, white = Lesson(), np.full((50, 50, 3), 255, dtype=np.uint8)
    broken = address(white)[:-40]
    files = [("a.png", address(white)), ("b.png", broken), ("c.txt", "")]
    lesson.take(files)
    ((name, picture),) = lesson.uploads
    assert (
        name == "a.png" and picture.shape == (SIDE, SIDE, 3) and (picture == 255).all()
    )
    assert lesson.trouble.startswith("b.png, c.txt can't be read")
    lesson.take([("d.jpg", address(white, "jpeg"))])
    assert choosing.titles(OWN, lesson.uploads) == ["a.png", "d.jpg"]
    assert not lesson.trouble


# --- the lesson ----------------------------------------------------------------------


def test_the_features_are_lite0s():
    picture = emoji("penguin")
    x = np.float32(choosing.resized(picture, SEEN).transpose(2, 0, 1)[None])
    x = models.lite0().fc.weight.new_tensor((x - 127) / 128)
    found = features.activations(models.lite0(), x, "pool")["pool"][0].numpy()
    assert np.allclose(lessons.features(picture), found, atol=1e-3)


def test_it_learns_from_three_examples_a_class():
    lesson, pick = Lesson(), range(0, 70, 7)
    kinds = "transport", "food"
    for number, kind in enumerate(kinds):
        lesson.teach(number, *(choosing.choose(kind, n) for n in (20, 40, 60)))
    right = sum(
        (lesson.shares([choosing.choose(kind, n) for n in pick]).argmax(1) == k).sum()
        for k, kind in enumerate(kinds)
    )
    assert right >= 16


def test_examples_are_recognised_and_shares_add_up():
    lesson = taught()
    shown = [picture for here in lesson.examples for picture in here]
    shares = lesson.shares(shown)
    assert shares.argmax(1).tolist() == [0] * 4 + [1] * 4
    assert np.allclose(shares.sum(1), 1) and not shares[:, 2:].any()


def test_the_order_of_teaching_does_not_matter():
    there, back = taught(), Lesson()
    for number in (1, 0):
        back.teach(number, *there.examples[number][::-1])
    penguin = [emoji("penguin")]
    assert np.allclose(there.shares(penguin), back.shares(penguin), atol=1e-3)


@settings(max_examples=30)
@given(st.lists(st.sampled_from(["0", "1", "2", "3", "last", "first", "all"])))
def test_teach_and_forget_in_any_order(moves):
    lesson = Lesson()
    pictures = iter([emoji(name) for name in FLYING["flies"]] * len(moves))
    expected = []
    for move in moves:
        if move == "all":
            lesson.forget_all()
            expected = []
        elif move == "last":
            lesson.forget_last()
            expected = expected[:-1]
        elif move == "first":  # of the class that was taught first
            if expected:
                number = expected[0]
                lesson.forget(number, 0)
                del expected[len(expected) - 1 - expected[::-1].index(number)]
        else:
            lesson.teach(int(move), next(pictures))
            expected.append(int(move))
        assert lesson.order == expected
        assert [len(shown) for shown in lesson.examples] == [
            expected.count(number) for number in range(MOST)
        ]
        assert (lesson.model is None) == (len(set(expected)) < 2)


# --- what there is to see ------------------------------------------------------------


@settings(max_examples=40)
@given(
    st.sampled_from(KINDS),
    st.integers(0, 150),
    st.booleans(),
    st.sampled_from([(), LINE]),
    st.sampled_from([{}, FLYING, {"only one": ("penguin",)}]),
    st.booleans(),
)
def test_every_state(kind, which, twitter, ink, examples, files):
    lesson = taught(examples)
    lesson.uploads = [("mine", emoji("dolphin"))] * files
    s = compute(lesson, kind, which, twitter, False, ink, name1=" up ", name2="")
    assert s.names == ["up", "class 2", "class 3", "class 4"]
    assert s.blank == (not s.row and not ink)
    assert s.first <= s.which <= max(s.first + len(s.row) - 1, 0) <= s.limits["which"]
    assert len(s.row) <= SHOWN
    assert (s.shares is None) == (s.blank or lesson.model is None)
    assert "  " not in s.words and s.words.endswith((".", "?"))


def test_the_words():
    lesson = Lesson()
    assert compute(lesson).words.startswith("Two classes are to be taught:")
    lesson.teach(2, emoji("penguin"))
    assert compute(lesson).words.startswith("One more class is to be taught:")
    lesson = taught()
    names = {"name1": "flies", "name2": "swims"}
    kind, which = choosing.find("penguin")
    s = compute(lesson, kind, which, every=True, **names)
    assert s.words.startswith("It says “flies” to “penguin”: ")
    assert "Learnt from 8 examples in 0." in s.words
    assert len(s.guesses) == SHOWN and set(s.guesses) <= {0, 1}
    assert s.guesses[which - s.first] == 0
    counts = f"{s.guesses.count(0)} flies, {s.guesses.count(1)} swims."
    assert s.words.endswith(f"Of the 20 in the row: {counts}")
    assert (
        "“penguin, drawn on”" in compute(lesson, kind, which, ink=LINE, **names).words
    )
    assert "to your drawing: " in compute(lesson, ink=LINE, **names).words
    assert compute(lesson).words.endswith(
        "Draw, or choose a picture: what will it say?"
    )
    assert "Choose your files" in compute(lesson, OWN).words
    lesson.forget_all()
    for number in (0, 1):  # the same picture in both
        lesson.teach(number, emoji("penguin"))
    s = compute(lesson, kind, which, **names)
    assert np.allclose(s.shares[:2], 0.5, atol=1e-3)
    assert "it can hardly tell that from" in s.words


# --- the explorer --------------------------------------------------------------------


def test_its_first_state(explorer):
    assert explorer.text.startswith("Explorer: teach it your own classes")
    with Image.open(io.BytesIO(explorer.still)) as still:
        assert still.size == explorer.view.size
    assert len(explorer.still) < 60_000
    assert [button.description for button in explorer.adders] == [
        "add to flies", "add to swims", "add to class 3", "add to class 4",
    ]  # fmt: skip


def test_an_empty_one():
    explorer = explorers.teach_it({}, ask=None)
    assert words(explorer).startswith("Two classes are to be taught")
    explorer.adders[0].click()  # there is nothing to add
    assert explorer.lesson.order == []
    explorer.pad.value = LINE
    explorer.adders[0].click()
    assert explorer.lesson.order == [0] and explorer.pad.value == []
    assert words(explorer).startswith("One more class is to be taught")


def test_buttons_keys_and_presses_teach_and_forget(explorer):
    before = explorer.picture.value
    explorer.adders[1].click()
    assert "“swims” to “penguin”" in words(explorer)
    assert "from 9 examples" in words(explorer)
    explorer.change(explorer.lesson.forget_last)
    assert explorer.picture.value == before
    explorer.pad.key = [1, "3"]
    assert explorer.lesson.taught == [0, 1, 2] and "from 9" in words(explorer)
    explorer.pad.key = [2, "x"]
    (left, top), half = explorer.view._spots(explorer.view.s)[0, 1], 17
    press = [1, left + half, top + half, left + half, top + half]
    explorer.picture.pointer = press
    assert len(explorer.lesson.examples[0]) == 3
    explorer.picture.pointer = [*press[:3], left + half + 1, top + half]
    assert len(explorer.lesson.examples[0]) == 3  # a drag is still one press
    assert explorer.values()["which"] == 43


def test_a_press_on_the_row_chooses(explorer):
    left, top, side = explorer.view.row
    place = [left + 8.5 * side, top + 5]
    explorer.picture.pointer = [1, *place, *place]
    assert explorer.values()["which"] == 48 and "“dolphin”" in words(explorer)
    explorer.picture.pointer = [2, 838, place[1], 838, place[1]]
    assert explorer.values()["which"] == 48


def test_drawing_wiping_and_choosing(explorer):
    explorer.pad.value = LINE
    assert "“penguin, drawn on”" in words(explorer)
    explorer.pad.key = [1, "Backspace"]
    assert "to “penguin”" in words(explorer)
    explorer.pad.value = LINE
    explorer.controls["which"].value = 44
    assert explorer.pad.value == [] and "to “koala”" in words(explorer)
    explorer.wipe()
    assert explorer.values()["kind"] == BLANK and explorer.controls["which"].max == 0
    explorer.pad.value = LINE
    assert "to your drawing" in words(explorer)
    explorer.controls["kind"].value = "food"
    assert explorer.pad.value == [] and explorer.controls["which"].max == 123


def test_files_are_shown_and_mistakes_told_until_the_next_choice(explorer):
    files = [["a.png", address(emoji("dolphin"))], ["b.png", address(emoji("koala"))]]
    explorer.upload.value = [*files, ["c.txt", ""]]
    assert words(explorer).startswith("c.txt can&#x27;t be read")
    assert "“a.png”" in words(explorer) and explorer.controls["which"].max == 1
    explorer.upload.value = [["d.png", address(emoji("penguin"))]]
    assert "to “d.png”" in words(explorer) and explorer.values()["which"] == 2
    explorer.upload.value = [["e.txt", ""]]
    assert words(explorer).startswith("e.txt") and "to “d.png”" in words(explorer)
    explorer.controls["which"].value = 1
    assert words(explorer).startswith("It says")


def test_names_follow(explorer):
    explorer.controls["name1"].value = "a bird of any sort whatsoever"
    assert "“a bird of any sort whatsoever” to" in words(explorer)
    assert explorer.adders[0].description == "add to a bird of any sort whatsoever"


@pytest.mark.parametrize("name", [r"$\\nonsense$", "$5", "{", "māori", "x" * 99, " "])
def test_any_name_can_be_shown(explorer, name):
    explorer.controls["name2"].value = name
    assert explorer.view.s.names[1] == (name.strip() or "class 2")


def test_many_examples_still_fit(explorer):
    lesson = explorer.lesson
    lesson.teach(3, *(choosing.choose("food", n) for n in range(25)))
    explorer.redraw()
    spots = explorer.view._spots(explorer.view.s)
    assert [place for n, place in spots if n == 3] == list(range(5, 25))
    assert max(top for _, top in spots.values()) + 34 < explorer.view.row[1]


def test_pasting_only_what_changed_makes_the_same_picture(explorer):
    explorer.controls["every"].value = True
    for kind, which in (("food", 100), ("transport", 71), (BLANK, 0), ("animal", 43)):
        explorer.controls["kind"].value = kind
        explorer.controls["which"].value = which
        fresh = type(explorer.view)()
        fresh.start(SimpleNamespace(**vars(explorer.view.s)))
        assert fresh.jpeg() == explorer.picture.value
