"""A question to answer before the next cells do."""

import html

import ipywidgets as widgets

from helpers.widgets.live import LiveBox as Live


class Quiz(Live):
    """A question with one button an answer; the chosen one is marked, not judged."""

    def __init__(self, question, options):
        self.options = [str(option) for option in options]
        self.said = None
        answers = "".join(f"\n  ( ) {option}" for option in self.options)
        self.text = f"Predict: {question}{answers}"
        self.buttons = [
            widgets.Button(description=option, layout={"width": "auto"})
            for option in self.options
        ]
        self.line = widgets.HTML()
        for button in self.buttons:
            button.on_click(self._choose)
        heading = f'<b style="font-size:17px">Predict: {html.escape(question)}</b>'
        row = widgets.Layout(flex_flow="row wrap")
        super().__init__(
            [widgets.HTML(heading), widgets.Box(self.buttons, layout=row), self.line]
        )
        self.add_class("course-quiz")

    def _choose(self, chosen):
        self.said = chosen.description
        for button in self.buttons:
            button.button_style = "info" if button is chosen else ""
        said = html.escape(self.said)
        self.line.value = (
            f"<div role=status>You say: <b>{said}</b>. Read on, and see.</div>"
        )


def predict(question, options):
    """A Quiz. It keeps what was chosen; the cells that follow give the answer."""
    return Quiz(question, options)
