"""The explorers of notebook 02: what they compute, over all their controls."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from helpers import explorers, kernels
from helpers.datasets import pictures
from helpers.explorers import kernel_on_photo, step_2d

step, on_photo = step_2d.__globals__, kernel_on_photo.__globals__
X, W = step["X"], step["W"]


def test_first_state_is_the_lectures():
    states = [step["compute"](position=n) for n in range(9)]
    assert [int(s.products.sum()) for s in states] == [4, 3, 4, 2, 4, 3, 2, 3, 4]
    assert states[0].limits == {"position": 8}
    assert np.isnan(states[0].output).sum() == 8
    assert "add up to 4" in states[0].words


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1])
def test_every_stop(stride, padding):
    whole = signal.correlate2d(np.pad(X, padding), W, "valid")[::stride, ::stride]
    for position in range(30):
        s = step["compute"](position, stride, padding)
        last = min(position, whole.size - 1)
        seen = s.output.ravel()
        assert (seen[: last + 1] == whole.ravel()[: last + 1]).all()
        assert np.isnan(seen[last + 1 :]).all()
        assert s.limits["position"] == whole.size - 1
        fits = (len(X) + 2 * padding - len(W)) % stride == 0
        assert ("don't fit" in s.words) == (not fits)


def test_step_shows_each_state():
    explorer = explorers.step_2d()
    first = explorer.picture.value
    seen = {first}
    for stride, padding in itertools.product((1, 2, 3), (0, 1)):
        with explorer.hold():
            explorer.controls["stride"].value = stride
            explorer.controls["padding"].value = padding
        seen.add(explorer.picture.value)
    assert len(seen) == 6
    # The last is stride 3 with padding: two stops a side.
    assert explorer.controls["position"].max == 3


entry = st.floats(-99, 99).map(lambda v: round(v, 2))


@settings(max_examples=12)
@given(
    st.sampled_from(pictures.photo_names()),
    st.booleans(),
    st.lists(entry, min_size=9, max_size=9),
)
def test_any_nine_numbers(photo, relu, nine):
    entries = dict(zip(on_photo["ENTRIES"], nine, strict=True))
    s = on_photo["compute"](photo, "your own", relu, **entries)
    assert s.x.shape == s.y.shape == (150, 150)
    assert np.isfinite(s.y).all()
    assert not relu or s.y.min() >= 0
    whole = signal.correlate2d(s.x, np.reshape(nine, (3, 3)), "valid")
    scale = 1 if s.signed else np.sum(nine)
    expected = np.maximum(whole, 0) if relu else whole
    assert s.y[1:-1, 1:-1] * scale == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("name", kernels.NAMED)
def test_named_kernels(name):
    s = on_photo["compute"]("brick", name)
    assert (s.w == kernels.named(name)).all()
    assert s.signed == (s.w.sum() == 0)
    assert f"sum to {s.w.sum():g}" in s.words


def test_choosing_a_name_fills_the_nine_and_editing_says_your_own():
    explorer = explorers.kernel_on_photo()
    controls = explorer.controls
    redraws = []
    explorer.picture.observe(redraws.append, "value")

    controls["name"].value = "sharpen"
    assert [controls[e].value for e in on_photo["ENTRIES"]] == [
        0, -1, 0, -1, 8, -1, 0, -1, 0,
    ]  # fmt: skip
    assert len(redraws) == 1
    controls["w00"].value = 2
    assert controls["name"].value == "your own"
    controls["w00"].value = 0
    assert controls["name"].value == "sharpen"
    controls["w11"].value = 5
    assert controls["name"].value == "strong sharpen"
    controls["name"].value = "your own"
    assert controls["w11"].value == 5
