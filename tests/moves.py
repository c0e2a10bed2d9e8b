"""How tests move an explorer: its controls, the mouse on its page."""

import base64
import io
import time

import numpy as np
import pytest
from PIL import Image


def press(explorer, start, end=None):
    """The controls' values after a press at a place (x, y), or a drag to another.

    As page.js does it; the browser's tests hold that it does.
    """
    end, at_first = end or start, dict(explorer.values)
    middle = [(a + b) / 2 for a, b in zip(start, end, strict=True)]
    for number, now in enumerate((start, middle, end)):  # one press, which goes on
        asked = _asked(explorer.page.regions, at_first, start, now)
        for name in [n for n in asked if explorer.controls[n].kind == "clicked"]:
            value = asked.pop(name)
            if number == 0:
                explorer.press(name, value)
        explorer.set(**{n: _settled(explorer.controls[n], v) for n, v in asked.items()})
    return explorer.values


def _asked(regions, at_first, start, now):
    for region in reversed(regions):
        left, top, width, height = region["place"]
        if not (0 <= start[0] - left < width and 0 <= start[1] - top < height):
            continue
        if "points" in region:
            far = [np.hypot(*np.subtract(p[:2], now)) for p in region["points"]]
            return dict(region["points"][np.argmin(far)][2])
        asked = {}
        for i, axis in enumerate((region["across"], region["down"])):
            if axis:
                name, low, high = axis
                each = (high - low) / (width, height)[i]
                from_edge = low + each * (now[i] - (left, top)[i])
                moved = at_first[name] + each * (now[i] - start[i])
                asked[name] = moved if region.get("relative") else from_edge
        return asked
    return {}


def _settled(control, value):
    return value if control.kind != "slider" else control.heard(value)


def parts(explorer, kind, **what):
    """The page's parts of a kind that have these properties."""
    return [
        part
        for part in explorer.page.parts
        if part["kind"] == kind and all(part.get(k) == v for k, v in what.items())
    ]


def texts(explorer):
    """All texts on the page, one string."""
    return " | ".join(part["text"] for part in parts(explorer, "text"))


def picture(explorer, number):
    """The bytes (h, w, 3) of the page's image of that number, counted from 0."""
    part = parts(explorer, "image")[number]
    content = io.BytesIO(explorer.page.images[part["image"]])
    return np.asarray(Image.open(content).convert("RGB"))


def wait_for(condition):
    """Until it holds: a thread brings it about."""
    waits = iter(range(60_000))  # ten minutes
    while not condition():
        assert next(waits, None) is not None, "waited in vain"
        time.sleep(0.01)


def first_of(values):
    """Parameters for pytest: the first always, the others only with --thorough."""
    first, *others = values
    return [first, *(pytest.param(v, marks=pytest.mark.thorough) for v in others)]


def address(content, kind="png"):
    """A browser's data address of a picture: of the bytes of its square of pixels."""
    side = round((len(content) / 3) ** 0.5)
    buffer = io.BytesIO()
    Image.frombytes("RGB", (side, side), content).save(buffer, kind)
    return f"data:image/{kind};base64,{base64.b64encode(buffer.getvalue()).decode()}"
