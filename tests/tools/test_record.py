"""What is recorded of an explorer is what it shows when a reader moves its controls."""

import copy
import gzip
import json
from itertools import product

import pytest

from helpers import explorers
from tools.record import MOST, record

LIMITS = {"kernel_on_photo": 108}  # so that kernels are among what is moved


@pytest.mark.parametrize("name", explorers.__all__)
def test_each_recorded_state_is_the_live_one(name):
    live = getattr(explorers, name)()
    values, memory = dict(live.values), copy.deepcopy(live.memory)
    recorded = record(live, LIMITS.get(name, 12))
    assert recorded["states"][recorded["first"]]["words"] == live.words
    told = product(*recorded["axes"].values())
    for state, moved in zip(recorded["states"], told, strict=True):
        live.values, live.memory = dict(values), copy.deepcopy(memory)
        controls = zip(recorded["axes"], moved, strict=True)
        live.set(**{n: live.controls[n].heard(value) for n, value in controls})
        assert state["words"] == live.words
        assert state["values"] == live.state["values"]
        parts = [recorded["parts"][number] for number in state["parts"]]
        assert parts == json.loads(json.dumps(live.state["parts"]))
        images = {part["image"] for part in parts if "image" in part}
        assert images <= set(recorded["images"])


@pytest.mark.thorough
@pytest.mark.parametrize("name", explorers.__all__)
def test_a_whole_record_is_small_enough(name):
    recorded = record(getattr(explorers, name)())
    assert len(gzip.compress(json.dumps(recorded).encode())) <= MOST
    assert len(recorded["states"]) > 10
