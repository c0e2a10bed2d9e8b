"""What every explorer shares: controls above a picture that follows them at once.

An explorer is three small things: `compute`, a pure function from the controls'
values to arrays and words; a `View`, which draws them on artists that it keeps; and
an `Explorer`, which shows the controls and calls the other two.
"""

import base64
import html
import threading
from contextlib import contextmanager
from pathlib import Path

import ipywidgets as widgets
from IPython.display import display

from helpers import plots
from helpers.widgets.picture import Picture
from helpers.widgets.view import View

__all__ = [
    "Explorer",
    "Live",
    "Picture",
    "View",
    "choice",
    "number",
    "press",
    "slider",
    "steps",
    "tick",
]

# What keeps keys in a control and names the sliders. ipywidgets has no word for such
# things, so an image that has just loaded runs it.
SCRIPT = (Path(__file__).parent / "guard.js").read_text(encoding="utf-8")
GUARD = f"""<img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
onload="const here = this; {html.escape(SCRIPT)}">"""


class Live(widgets.VBox):
    """A widget that also leaves something to see where no kernel runs.

    What is saved in the notebook is `text`, always the same, and the picture `still`.
    """

    text, still = "", None

    def __init__(self, children):
        guard = widgets.HTML(GUARD, layout={"display": "none"})
        super().__init__([*children, guard])
        self.add_class("course-live")

    def _repr_mimebundle_(self, **kwargs):
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        bundle = {
            "text/plain": self.text,
            "application/vnd.jupyter.widget-view+json": view,
        }
        if self.still is not None:
            bundle["image/png"] = base64.b64encode(self.still).decode()
        return bundle

    if hasattr(widgets.Widget, "_ipython_display_"):  # ipywidgets 7, as on Colab

        def _ipython_display_(self, **kwargs):
            display(self._repr_mimebundle_(), raw=True)


class Explorer(Live):
    """Controls, a picture that follows them, and a line of words under it."""

    def __init__(self, text, compute, view, controls):
        self.text, self.compute, self.view = text, compute, view
        self.controls = controls
        self._held = False
        # JupyterLab may send two changes to two threads at once.
        self.lock = threading.RLock()
        state = compute(**self.values())
        self._limit(state)
        view.start(state)
        width, height = view.size
        self.picture = Picture(
            value=view.jpeg(), width=width, height=height, cursor=view.cursor
        )
        self.picture.observe(self._pointed, "pointer")
        self._press = 0
        self.words = widgets.HTML(_words(state.words))
        self.still = plots.small_png(view.pixels())
        row = widgets.Layout(flex_flow="row wrap", max_width=f"{width}px")
        super().__init__(
            [widgets.Box(list(controls.values()), layout=row), self.picture, self.words]
        )
        self.add_class("course-explorer")
        for control in controls.values():
            control.observe(self._changed, "value")

    def values(self):
        """The controls' values by name, as `compute` takes them."""
        return {name: control.value for name, control in self.controls.items()}

    @contextmanager
    def hold(self):
        """Within it several controls are set; one redraw follows at its end."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        self.redraw()

    def redraw(self):
        with self.lock:
            state = self.compute(**self.values())
            self._limit(state)
            self.view.draw(state)
            self.picture.value = self.view.jpeg()
            self.words.value = _words(state.words)

    def _changed(self, change):
        if not self._held:
            self.redraw()

    def _pointed(self, change):
        press, *places = change["new"]
        if press != self._press:  # the button has just gone down
            self._press, self._pressed_at = press, self.values()
        wanted = self.view.pointed(self._pressed_at, places[:2], places[2:]) or {}
        wanted = {**self.values(), **wanted}
        if wanted != self.values():
            self._limit(self.compute(**wanted))  # a slider may have to grow first
            with self.hold():
                for name, value in wanted.items():
                    self.controls[name].value = value

    def _limit(self, state):
        # A slider whose range hangs on the others. `compute` clamps too: setting `max`
        # may lower the value, and that must not start a second redraw.
        held, self._held = self._held, True
        for name, highest in getattr(state, "limits", {}).items():
            if self.controls[name].max != highest:
                self.controls[name].max = highest
        self._held = held


def _words(text):
    # role=status: a screen reader says the new line when it changes.
    style = "font-size:16px;line-height:1.4;max-width:900px"
    return f'<div role="status" style="{style}">{html.escape(text)}</div>'


# The controls, all of one size and all to be worked by keyboard.
_LAYOUT = {"width": "280px"}
_LABEL = {"description_width": "90px"}


def slider(label, low, high, value, step=1):
    """A slider over whole numbers, or over fractions where the step is one."""
    kind = widgets.FloatSlider if isinstance(step, float) else widgets.IntSlider
    return kind(
        value=value,
        min=low,
        max=high,
        step=step,
        description=label,
        layout=_LAYOUT,
        style=_LABEL,
    )


def steps(label, options, value):
    """A slider over a few values in their order, such as epochs or layers' names."""
    return widgets.SelectionSlider(
        options=list(options),
        value=value,
        description=label,
        layout=_LAYOUT,
        style=_LABEL,
    )


def choice(label, options, value):
    """A drop-down list of options; a dict maps what is shown to its value."""
    options = list(options.items()) if isinstance(options, dict) else list(options)
    return widgets.Dropdown(
        options=options, value=value, description=label, layout=_LAYOUT, style=_LABEL
    )


def tick(label, value):
    """A tick box."""
    return widgets.Checkbox(
        value=value, description=label, indent=False, layout=_LAYOUT
    )


def number(label, value, low, high, step=1.0):
    """A small field to type a number into."""
    return widgets.BoundedFloatText(
        value=value,
        min=low,
        max=high,
        step=step,
        description=label,
        layout={"width": "90px"},
        style={"description_width": "0px" if not label else "20px"},
    )


def press(label):
    """A button."""
    return widgets.Button(description=label, layout={"width": "140px"})
