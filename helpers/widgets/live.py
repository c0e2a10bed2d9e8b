"""What is saved of a live thing: a line of text and a picture."""

import base64
import html
from pathlib import Path

import ipywidgets
from IPython.display import display


class Live:
    """Mixed into a widget. What is seen where no kernel runs: `text` and `still`.

    still: (a picture's bytes, its MIME type, its width in pixels of the page).
    """

    text, still = "", None

    def _repr_mimebundle_(self, **kwargs):
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        bundle = {
            "text/plain": self.text,
            "application/vnd.jupyter.widget-view+json": view,
        }
        if self.still is None:
            return bundle
        content, kind, width = self.still
        bundle[kind] = base64.b64encode(content).decode()
        return bundle, {kind: {"width": width}}

    if hasattr(ipywidgets.Widget, "_ipython_display_"):  # ipywidgets 7, as on Colab

        def _ipython_display_(self, **kwargs):
            bundle = self._repr_mimebundle_()
            bundle, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
            display(bundle, metadata=metadata, raw=True)


# ipywidgets has no word for keeping keys: an image that has just loaded does it.
SCRIPT = (Path(__file__).parent / "guard.js").read_text("utf-8")
GUARD = f"""<img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
onload="const here = this; {html.escape(SCRIPT)}">"""


class LiveBox(Live, ipywidgets.VBox):
    """Widgets below each other; keys pressed in them don't reach JupyterLab as well."""

    def __init__(self, children):
        guard = ipywidgets.HTML(GUARD, layout={"display": "none"})
        super().__init__([*children, guard])
        self.add_class("course-live")
