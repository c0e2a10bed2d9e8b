"""A question to answer before the next cells do."""

import html

import ipywidgets as widgets

from helpers.widgets.live import LiveBox as Live


class Quiz(Live):
    """A question with one button an answer; the chosen one is marked, not judged.

    right: the right answer, if there is one. After a choice, who asks is told it.
    """

    def __init__(self, question, options, right=None):
        self.right, self.options = right, [str(option) for option in options]
        self.said = None
        answers = "".join(f"\n  ( ) {option}" for option in self.options)
        self.text = f"Predict: {question}{answers}"
        self.buttons = [
            widgets.Button(description=option, layout={"width": "auto"})
            for option in self.options
        ]
        self.line = widgets.HTML()
        self.ask = widgets.Button(description="Which is right?")
        self.ask.on_click(self._tell)
        self.told = widgets.HBox([self.line])
        for button in self.buttons:
            button.on_click(self._choose)
        heading = f'<b style="font-size:17px">Predict: {html.escape(question)}</b>'
        row = widgets.Layout(flex_flow="row wrap")
        super().__init__(
            [widgets.HTML(heading), widgets.Box(self.buttons, layout=row), self.told]
        )
        self.add_class("course-quiz")

    def _choose(self, chosen):
        self.said = chosen.description
        for button in self.buttons:
            button.button_style = "info" if button is chosen else ""
        self._say("Read on, and see.")
        if self.right is not None:
            self.told.children = [self.line, self.ask]

    def _tell(self, asked):
        for button in self.buttons:
            if button.description == self.right:
                button.button_style = "success"
        words = "That is right."
        if self.said != self.right:
            words = f"Right is: <b>{html.escape(self.right)}</b>."
        self._say(f"{words} Read on, and see why.")

    def _say(self, more):
        said = html.escape(self.said)
        self.line.value = f"<div role=status>You say: <b>{said}</b>. {more}</div>"
