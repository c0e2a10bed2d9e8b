"""An explorer: one function says what is to be seen, at every change of its controls.

    @explorer("Explorer: …", (900, 320), n=slider("n", 0, 9))
    def name(page, n=3):
        page.text(f"n is {n}", 20, 40)
        return "What is to be seen, in words."

The browser draws it (page.js); the first state is saved too, for where no kernel runs.
"""

import inspect
import threading
from functools import wraps
from pathlib import Path

import anywidget
import traitlets

from helpers.widgets.live import Live
from helpers.widgets.page import Page
from helpers.widgets.still import still

HERE = Path(__file__).parent


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


class Explorer(Live, anywidget.AnyWidget):
    """Controls, a page that follows them, and a line of words under it.

    values  what `draw` is called with, by name: the controls' and what else it takes
    page    what is to be seen now; words: the same in words
    memory  a dict for `draw` and for buttons, which stays from one state to the next
    """

    _esm = script("canvas", "controls", "pad", "upload", "page")
    _css = (HERE / "page.css").read_text("utf-8")
    spec = traitlets.Dict().tag(sync=True)  # what never changes
    shown = traitlets.Dict().tag(sync=True)  # what is to be seen: see get_state

    def __init__(self, title, size, draw, controls, values, settle=None):
        self.text, self.size, self.draw, self.controls = title, size, draw, controls
        self.settle = settle or (lambda before, wanted: wanted)
        self.memory, self.answers, self.heard = {}, 0, False
        # JupyterLab may send two changes to two threads at once.
        self.lock = threading.RLock()
        values = values | self._checked(values)
        self.values = self.settle(values, values)
        self._look()
        self.still = *still(self.page, size), size[0]
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

    def _checked(self, values):
        controls = self.controls
        return {
            n: controls[n].checked(n, v) for n, v in values.items() if n in controls
        }

    def look(self, page, values):
        """What is to be seen in a state, as the browser is told: a dict."""
        words = self.draw(page, **values)
        for name, change in page.changes.items():  # a slider's range hangs on others
            if "high" in change:
                values[name] = min(values[name], change["high"])
        told = {n: c.told(values[n]) for n, c in self.controls.items() if n in values}
        return {
            "parts": page.parts,
            "images": page.images,
            "regions": [region | self._points(region) for region in page.regions],
            "changes": page.changes,
            "values": told,
            "words": words,
        }

    def _look(self):
        self.page = Page(self.memory)
        self.state = self.look(self.page, self.values)

    @property
    def words(self):
        """What is to be seen, in words: the line under the page."""
        return self.state["words"]

    def _points(self, region):
        def told(values):
            return {name: self.controls[name].told(v) for name, v in values.items()}

        points = region.get("points")
        return {"points": [[x, y, told(v)] for x, y, v in points]} if points else {}

    def _tell(self, before, now):
        """Sends the parts and pictures that are new, and what else is another now."""
        old, images = before["parts"], now["images"]
        new = [key for key in images if key not in before["images"]]
        changed = {
            number: part
            for number, part in enumerate(now["parts"])
            if number >= len(old) or part != old[number]
        }
        rest = ("regions", "changes", "values", "words")
        news = {name: now[name] for name in rest if now[name] != before.get(name)}
        news |= {"count": len(now["parts"]), "changed": changed, "images": new}
        self.send(news | {"answers": self.answers}, [images[key] for key in new])

    def _told(self, _, content, buffers):
        if "number" in content:
            with self.lock:
                self.answers = content["number"]
                try:
                    self._move(content["ask"])
                except Exception as error:
                    said = f"{type(error).__name__}: {error}"
                    self.redraw(said)  # or it waits for ever
                    raise
        elif "press" in content:
            with self.lock:
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
