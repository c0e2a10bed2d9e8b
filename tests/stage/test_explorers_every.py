"""What is asked of every explorer, whatever it shows."""

import base64
import io
import re
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from helpers import explorers

INK = [[4, 4, 20, 20]]
NAMES = ["", "$5", r"$\nonsense$", "{", "māori", "x" * 99]
LATER = {"lr", "batch", "pen", "centre"}  # seen once it has learnt, or there is ink
WIDER = {"correlation"}  # a shorter label leaves more room, but only to a fresh one
SLOW = {"embeddings": ("thing", "untrained"), "move_the_picture": ("photo",)}


@pytest.fixture(scope="module", params=explorers.__all__)
def every(request):
    """Each explorer, and the controls that are tried: all of them if thorough."""
    explorer = getattr(explorers, request.param)()
    slow = () if request.config.getoption("thorough") else SLOW.get(request.param, ())
    controls = {key: c for key, c in explorer.controls.items() if key not in slow}
    return request.param, explorer, controls


def values_of(control):
    """All values that a control can have; some, where it can have any."""
    if hasattr(control, "options"):
        return [o[1] if isinstance(o, tuple) else o for o in control.options]
    if hasattr(control, "max"):
        count = round((control.max - control.min) / control.step)
        return [control.min + n * control.step for n in range(count + 1)]
    if isinstance(control.value, bool):
        return [False, True]
    return [[], INK] if isinstance(control.value, list) else NAMES


@given(data=st.data())
def test_any_state_is_drawn_on_the_same_artists_and_said(every, data):
    _, explorer, controls = every
    values, artists = explorer.values(), len(explorer.view.fig.findobj())
    limits = getattr(explorer.compute(**values), "limits", ())
    for key, control in controls.items():
        more = [9999] if key in limits else []
        values[key] = data.draw(st.sampled_from(values_of(control) + more))
    s = explorer.compute(**values)
    explorer.view.draw(s)
    explorer.view.jpeg()
    assert re.search(r"\w.*[.?] ?$", s.words)
    assert not re.search(r"  |-\d", s.words)  # a minus is a minus
    assert len(explorer.view.fig.findobj()) == artists


def test_each_control_changes_the_picture_which_equals_a_fresh_one(every):
    name, explorer, controls = every
    explorer.redraw()
    values, first = explorer.values(), explorer.picture.value
    for key, control in controls.items():
        if key in LATER or getattr(control, "disabled", False):
            continue
        before = explorer.picture.value
        others = [value for value in values_of(control) if value != control.value]
        control.value = others[len(others) // 2]
        fresh = type(explorer.view)()
        fresh.start(explorer.compute(**explorer.values()))
        assert explorer.picture.value != before, key
        assert explorer.picture.value == fresh.jpeg() or key in WIDER, key
        for other, value in values.items():
            explorer.controls[other].value = value
        assert explorer.picture.value == first or name == "cover"  # which remembers


def test_what_is_saved_is_always_the_same_line_and_picture(every):
    name, explorer, _ = every
    again = getattr(explorers, name)()
    saved, other = (e._repr_mimebundle_() for e in (explorer, again))
    assert saved["application/vnd.jupyter.widget-view+json"]["model_id"]
    assert saved["text/plain"] == other["text/plain"]
    assert saved["image/png"] == other["image/png"] and len(again.still) < 100_000
    still = Image.open(io.BytesIO(base64.b64decode(saved["image/png"])))
    seen = Image.open(io.BytesIO(again.picture.value))
    assert still.format == "PNG" and still.size == seen.size == again.view.size
    off = np.subtract(still.convert("RGB"), seen, dtype=float)
    assert np.abs(off).mean() < 4  # the PNG has 256 colours


@pytest.mark.parametrize(
    ("name", "wrong", "message"),
    [
        ("embeddings", {"layer": "fc"}, "There is no layer 'fc'; choose one of pixels"),
        ("embeddings", {"thing": "cat"}, "There is no thing 'cat'; choose one of "),
        ("inside", {"layer": "fc"}, "no layer 'fc'; choose one of stem.norm"),
        ("evolution", {"epoch": 3}, "No filters were kept of epoch 3; those of"),
        ("evolution", {"filter": 64}, "filter is 64; the 64 are counted"),
        ("surgery", {"remove": ["conv5"]}, "'conv5' can't be removed; conv3, conv4"),
        ("teach_it", {"ask": "pengiun"}, "No emoji is called 'pengiun'.*rat"),
        ("teach_it", {"examples": dict.fromkeys(range(5), ())}, "5 classes .* 4 fit"),
    ],
)
def test_what_there_is_not(name, wrong, message):
    with pytest.raises(ValueError, match=message):
        getattr(explorers, name)(**wrong)


def test_torch_is_loaded_only_when_it_is_used():
    code = (
        "import sys; from helpers import explorers; assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
