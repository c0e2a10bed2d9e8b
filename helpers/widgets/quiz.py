"""A question to answer before the next cells do."""

from functools import partial

from helpers.widgets.controls import button
from helpers.widgets.explorer import Explorer


class Quiz(Explorer):
    """A question with one button an answer; the chosen one is marked, not judged.

    right: the right answer, if there is one. After a choice, who asks is told it.
    """

    def __init__(self, question, options, right=None):
        options, title = [str(option) for option in options], f"Predict: {question}"
        answers = {
            f"answer{n}": button(option, partial(choose, option))
            for n, option in enumerate(options)
        }
        controls = answers | {"ask": button("Which is right?", tell)}
        values = {"options": options, "right": right}
        super().__init__(title, (900, 0), draw, controls, values)
        self.still, self.text = False, "\n  ( ) ".join([title, *options])


def choose(option, quiz):
    quiz.memory.update(said=option, asked=False)
    quiz.redraw()


def tell(quiz):
    quiz.memory["asked"] = True
    quiz.redraw()


def draw(page, options, right):
    """Nothing but words; what is different about the buttons."""
    said, asked = page.memory.get("said"), page.memory.get("asked")
    for n, option in enumerate(options):
        mark = "chosen" if option == said else ""
        page.change(f"answer{n}", mark="right" if asked and option == right else mark)
    page.change("ask", hidden=said is None or right is None)
    if said is None:
        return ""
    if not asked:
        return f"You say: {said}. Read on, and see."
    told = "That is right." if said == right else f"Right is: {right}."
    return f"You say: {said}. {told} Read on, and see why."
