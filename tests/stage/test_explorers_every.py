"""What is asked of every explorer, whatever it shows."""

import base64
import io
import json
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from helpers import explorers

INK = [[4, 4, 20, 20]]
NAMES = ["", "$5", r"$\nonsense$", "{", "māori", "x" * 99]
LATER = {"lr", "batch", "pen", "centre"}  # seen once it has learnt, or there is ink
SLOW = {"embeddings": ("thing", "untrained"), "move_the_picture": ("photo",)}


@pytest.fixture(scope="module", params=explorers.__all__)
def every(request):
    """Each explorer, and the controls that are tried: all of them if thorough."""
    explorer = getattr(explorers, request.param)()
    slow = () if request.config.getoption("thorough") else SLOW.get(request.param, ())
    controls = {
        name: control
        for name, control in explorer.controls.items()
        if name in explorer.values and name not in slow
    }
    return request.param, explorer, controls


def values_of(control):
    """All values that a control can have; some, where it can have any."""
    if control.kind == "numbers":
        rows, columns = control.details["rows"], control.details["columns"]
        return [[[n] * columns] * rows for n in (-99.0, 0.0, 0.5)]
    return control.values or {"pad": [[], INK], "text": NAMES}[control.kind]


@given(data=st.data())
def test_any_state_is_shown_inside_the_page_and_said(every, data):
    name, explorer, controls = every
    tried = {n: st.sampled_from(values_of(control)) for n, control in controls.items()}
    explorer.set(**{n: data.draw(values) for n, values in tried.items()})
    assert re.search(r"\w.*[.?] ?$", explorer.words)
    assert not re.search(r"  |-\d", explorer.words)  # a minus is a minus
    wide, high = explorer.size
    for part in explorer.page.parts:
        assert part.get("size", 12) >= 12, part
        xy = [v for v in part.get("xy", ()) if v is not None]
        if part["kind"] == "text":
            xy = [part["x"], part["y"]]
        if "clip" not in part:
            assert all(-2 <= x <= wide + 2 for x in xy[::2]), part
            assert all(-2 <= y <= high + 2 for y in xy[1::2]), part
    for region in explorer.page.regions:
        axes = [region.get("across"), region.get("down")]
        assert {axis[0] for axis in axes if axis} <= set(explorer.controls)
    json.dumps(explorer.get_state()["shown"]["parts"], allow_nan=False)


def test_each_control_changes_the_page_which_equals_a_fresh_one(every):
    name, explorer, controls = every
    start = getattr(explorers, name)().values
    explorer.set(**{n: start[n] for n in controls})
    first = explorer.page.parts
    for control_name, control in controls.items():
        disabled = explorer.page.changes.get(control_name, {}).get("disabled")
        if control_name in LATER or disabled:
            continue
        before = explorer.page.parts
        others = [v for v in values_of(control) if v != explorer.values[control_name]]
        explorer.set(**{control_name: others[len(others) // 2]})
        assert explorer.page.parts != before, control_name
        explorer.set(**{n: start[n] for n in controls})
        assert explorer.page.parts == first or name == "cover"  # which remembers


def test_what_is_saved_is_always_the_same_line_and_picture(every, pytestconfig):
    explorer, again = (getattr(explorers, every[0])() for _ in range(2))
    assert again.page.parts == explorer.page.parts
    data, metadata = explorer._repr_mimebundle_()
    assert data.pop("application/vnd.jupyter.widget-view+json")["model_id"]
    if pytestconfig.getoption("thorough"):  # drawing takes long
        assert data.items() <= again._repr_mimebundle_()[0].items()
    (kind,) = (kind for kind in data if kind.startswith("image/"))
    still = base64.b64decode(data[kind])
    assert len(still) < 200_000
    assert Image.open(io.BytesIO(still)).width / metadata[kind]["width"] in (1.5, 2)


@pytest.mark.parametrize(
    ("name", "wrong", "message"),
    [
        ("embeddings", {"layer": "fc"}, "There is no layer 'fc'; choose one of pixels"),
        ("embeddings", {"thing": "cat"}, "There is no thing 'cat'; choose one of "),
        ("inside", {"layer": "fc"}, "no layer 'fc'; choose one of stem.norm"),
        ("evolution", {"epoch": 3}, "no epoch 3; choose one of 0, 1, 2, 5, 10, 20"),
        ("evolution", {"filter": 64}, "filter is 64; it can be 0 to 63"),
        ("surgery", {"remove": ["conv5"]}, "no removable layer 'conv5'; choose one"),
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
