"""A lesson learns from what it was taught, in any order, and forgets."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from helpers.transfer.few_shot import Lesson

DIRECTIONS = {"up": (0, 1), "right": (1, 0), "down": (0, -1), "left": (-1, 0)}


def features(picture):
    name, turn = picture
    return np.array(DIRECTIONS[name]) + (0.1 * turn, -0.1 * turn)


def shown(lesson, number):
    return [picture for _, picture in lesson.examples(number)]


def test_examples_are_recognised_in_whatever_order_they_were_taught():
    lesson, back = Lesson(features, 4), Lesson(features, 4)
    lesson.teach(0, ("up", 0), ("up", 1))
    lesson.teach(2, ("left", 0), ("left", 1))
    shares = lesson.shares([picture for _, picture in lesson.taught])
    assert shares.argmax(1).tolist() == [0, 0, 2, 2]
    assert np.allclose(shares.sum(1), 1) and not shares[:, [1, 3]].any()
    for number in (2, 0):
        back.teach(number, *shown(lesson, number)[::-1])
    new = [("up", -1)]
    assert np.allclose(lesson.shares(new), back.shares(new), atol=1e-3)


@given(st.lists(st.sampled_from([0, 1, 2, 3, "last", "first", "all"])))
def test_teach_and_forget_in_any_order(moves):
    places = {"last": slice(-1, None), "first": slice(0, 1), "all": slice(None)}
    lesson, taught = Lesson(features, 4), []
    for move in moves:
        if move in places:
            lesson.forget(places[move])
            del taught[places[move]]
        else:
            picture = [*DIRECTIONS][move], len(taught)
            lesson.teach(move, picture)
            taught.append((move, picture))
        assert lesson.taught == taught
        numbers = [number for number, _ in taught]
        assert lesson.classes == sorted(set(numbers))
        for place, (number, picture) in enumerate(taught):
            assert (place, picture) in lesson.examples(number)
        assert sum(len(lesson.examples(n)) for n in range(4)) == len(taught)
        assert (lesson.model is None) == (len(set(numbers)) < 2)
