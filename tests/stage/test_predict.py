"""What is predicted: kept back, told to whoever asks, and right by the notebooks."""

import ast

import nbformat
import pytest
from test_exercises import NOTEBOOKS

from helpers import checks
from helpers.checks.texts import NONE, read


def asked():
    """{question: options} of all notebooks."""
    for path in sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code" and "checks.predict(" in cell.source:
                call = ast.parse(cell.source).body[-1].value
                yield tuple(map(ast.literal_eval, call.args))


def test_each_question_has_its_answer_and_each_answer_its_question():
    questions = dict(asked())
    assert len(list(asked())) == len(questions) == len(read("predictions"))
    for question, options in questions.items():
        right = read("predictions")[question]
        assert right == NONE or right in map(str, options), question


def styles(quiz):
    return [button.button_style for button in quiz.buttons]


@pytest.mark.parametrize("number", [0, 2])
def test_the_answer_is_told_when_one_is_chosen_and_asked_for(number):
    quiz = checks.predict("How many bits does one pixel take?", [3, 8, 24])
    assert quiz.text == (
        "Predict: How many bits does one pixel take?\n  ( ) 3\n  ( ) 8\n  ( ) 24"
    )
    assert quiz.ask not in quiz.told.children
    for _ in range(2):
        quiz.buttons[number].click()
        assert quiz.said == quiz.options[number] and "ight" not in quiz.line.value
        assert styles(quiz) == ["info" if n == number else "" for n in range(3)]
        assert quiz.told.children == (quiz.line, quiz.ask)
    quiz.ask.click()
    told = "That is right." if number == 2 else "Right is: <b>24</b>."
    assert f"{told} Read on, and see why." in quiz.line.value
    assert styles(quiz)[2] == "success"
    assert quiz.text.startswith("Predict: How many bits") and "right" not in quiz.text


def test_without_a_single_answer_none_is_told():
    for question in ("Steps of three: how many stops?", "Whose idea was it?"):
        quiz = checks.predict(question, ["mine", "yours"])
        quiz.buttons[1].click()
        assert quiz.ask not in quiz.told.children and quiz.said == "yours"
        assert styles(quiz) == ["", "info"]
