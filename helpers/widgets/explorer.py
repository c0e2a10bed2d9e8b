"""An explorer: one function says what is to be seen, at every change of its controls.

    @explorer("Explorer: …", (900, 320), n=slider("n", 0, 9))
    def name(page, n=3):
        page.text(f"n is {n}", 20, 40)
        return "What is to be seen, in words."

The browser draws it (page.js); matplotlib draws the still, for where no kernel runs.
"""

import base64
import inspect
import threading
from functools import wraps
from pathlib import Path
from string import ascii_letters

import anywidget
import ipywidgets
import traitlets
from IPython.display import display

from helpers.widgets.page import Page
from helpers.widgets.still import still

__all__ = ["Explorer", "explorer"]
HERE = Path(__file__).parent
SCRIPTS = "canvas", "controls", "pad", "upload", "page"


def script(*names):
    """The JavaScript files of these names, as one text."""
    return "\n".join((HERE / f"{name}.js").read_text("utf-8") for name in names)


def explorer(title, size, settle=None, /, **controls):
    """Makes an explorer of draw(page, …), whose defaults are the first state.

    size: of the page; settle: takes the values before and those asked for, and gives
    those that are meant, where one control moves another.
    """

    def made(draw):
        signature = inspect.signature(draw)

        @wraps(draw)
        def show(*given, **named):
            bound = signature.bind(None, *given, **named)
            bound.apply_defaults()
            values = dict(list(bound.arguments.items())[1:])
            return Explorer(title, size, draw, controls, values, settle)

        del show.__wrapped__  # it is called without the page
        return show

    return made


class Explorer(anywidget.AnyWidget):
    """Controls, a page that follows them, and a line of words under it.

    values  what `draw` is called with, by name: the controls' and what else it takes
    page    what is to be seen now; words: the same in words
    memory  a dict for `draw` and for buttons, which stays from one state to the next
    text    what is seen where no kernel runs, and, if `still`, the picture of the
            state in which it is shown
    """

    _esm = script(*SCRIPTS)
    _css = (HERE / "page.css").read_text("utf-8")
    spec = traitlets.Dict().tag(sync=True)  # what never changes
    shown = traitlets.Dict().tag(sync=True)  # what is to be seen: see get_state
    still = True

    def __init__(self, title, size, draw, controls, values, settle=None):
        self.text, self.size, self.draw, self.controls = title, size, draw, controls
        self.settle = settle or (lambda before, wanted: wanted)
        self.memory, self.answers, self.heard = {}, 0, False
        # JupyterLab may send two changes to two threads at once.
        self.lock = threading.RLock()
        values = values | self._checked(values)
        self.values = self.settle(values, values)
        self._look()
        specs = {name: control.spec for name, control in controls.items()}
        super().__init__(spec={"size": size, "title": title, "controls": specs})
        self.on_msg(self._told)

    def set(self, **values):
        """Moves controls, as a reader does."""
        with self.lock:
            wanted = self.values | self._checked(values)
            self.values = self.settle(self.values, wanted)
            self.redraw()

    def press(self, name, value=None):
        """Presses a button; or what else can be pressed: a key on the pad."""
        with self.lock:
            self.controls[name].pressed(self, value)

    def redraw(self, words=None):
        """Looks again, and tells the browser what has changed."""
        with self.lock:
            before = self.state if self.heard else {"parts": [], "images": {}}
            if words is None:
                self._look()
            else:
                self.state = self.state | {"words": words}
            self._tell(before, self.state)

    def get_state(self, key=None, drop_defaults=False):
        """As any widget's; a page that is opened gets all that is to be seen."""
        state = super().get_state(key, drop_defaults)
        if "shown" in state:
            state["shown"] = self.state | {"answers": self.answers}
        return state

    def _repr_mimebundle_(self, **kwargs):
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        bundle, metadata = {"text/plain": self.text}, {}
        bundle["application/vnd.jupyter.widget-view+json"] = view
        if self.still:
            content, kind = still(self.page, self.size)
            bundle[kind] = base64.b64encode(content).decode()
            metadata = {kind: {"width": self.size[0], "alt": self.text}}
        return bundle, metadata

    if hasattr(ipywidgets.Widget, "_ipython_display_"):  # ipywidgets 7, as on Colab

        def _ipython_display_(self, **kwargs):
            bundle, metadata = self._repr_mimebundle_()
            display(bundle, metadata=metadata, raw=True)

    def _checked(self, values):
        given = {name: values[name] for name in self.controls if name in values}
        return {n: self.controls[n].checked(n, value) for n, value in given.items()}

    def look(self, page):
        """What is to be seen on the page, as the browser is told: a dict."""
        words, given = self.draw(page, **page.values), page.values
        controls = self.controls.items()
        return {
            "parts": page.parts,
            "images": page.images,
            "regions": [self._told_points(region) for region in page.regions],
            "changes": page.changes,
            "values": {n: c.told(given[n]) for n, c in controls if n in given},
            "words": words,
        }

    def _look(self):
        self.page = Page(self.values, self.memory)
        self.state = self.look(self.page)

    words = property(lambda self: self.state["words"])

    def _told_points(self, region):
        """The region with its points' values as the browser knows them."""
        points = [
            [x, y, {name: self.controls[name].told(v) for name, v in values.items()}]
            for x, y, values in region.get("points", ())
        ]
        return region | {"points": points} if points else region

    def _tell(self, before, now):
        """Sends the parts and pictures that are new, and what else is another now."""
        old, images = before["parts"], now["images"]
        new = [key for key in images if key not in before["images"]]
        parts = dict(enumerate(now["parts"]))
        changed = {n: difference(p, *old[n : n + 1]) for n, p in parts.items()}
        changed = {n: what for n, what in changed.items() if what}
        rest = ("regions", "changes", "values", "words")
        news = {name: now[name] for name in rest if now[name] != before.get(name)}
        news |= {"count": len(parts), "changed": changed, "images": new}
        self.send(news | {"answers": self.answers}, [images[key] for key in new])

    def _told(self, _, content, buffers):
        with self.lock:
            if "number" in content:
                self.answers = content["number"]
                try:
                    self._move(content["ask"])
                except Exception as error:
                    self.redraw(f"{type(error).__name__}: {error}")  # or it waits
                    raise
            elif "press" in content:
                if content["ask"]:
                    self._move(content["ask"])
                self.press(content["press"], content.get("value"))
            elif "ready" in content:  # a page that has just been opened
                self.heard = False
                self.redraw(self.words)
                self.heard = True

    def _move(self, values):
        """Moves controls to values as the browser knows them."""
        self.set(**{name: self.controls[name].heard(v) for name, v in values.items()})


def difference(part, before=None):
    """What is new about a part: all of it, or those of its properties that changed.

    Of a line whose points keep their x, only their y: half of what is to be sent.
    """
    same = before and before["kind"] == part["kind"] and before.keys() == part.keys()
    news = {n: value for n, value in part.items() if not same or value != before[n]}
    if same and "xy" in news and news["xy"][::2] == before["xy"][::2]:
        news["ys"] = news.pop("xy")[1::2]
    return {name: brief(value) for name, value in news.items()}


def brief(value):
    """The value; a long list of few different ones as these, and a letter for each."""
    if not isinstance(value, list) or len(value) < 50:
        return value
    known = list(dict.fromkeys(value))
    if len(known) > min(len(value) / 2, len(ascii_letters)):
        return value
    letters = dict(zip(known, ascii_letters, strict=False))
    return {"known": known, "letters": "".join(letters[each] for each in value)}
