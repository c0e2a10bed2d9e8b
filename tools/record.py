"""An explorer's states, recorded: it moves on a web page that has no kernel."""

import base64
import copy
import gzip
import html
import json
from itertools import product
from math import prod
from pathlib import Path
from string import Template

import numpy as np

from helpers.widgets.explorer import HERE, SCRIPTS, script
from helpers.widgets.page import Page

MOST = 1_500_000  # bytes, gzipped
KINDS = "slider", "steps", "choice", "tick"  # whose values can all be tried


def record(explorer, limit=1000):
    """A dict for JSON: the first state, and about `limit` that a reader can reach.

    The controls that can be dragged come first, then the others as far as all their
    values fit; the rest stays as it is. Where the file would be too large there are
    fewer states.
    """
    while True:
        recorded = _recorded(explorer, _axes(explorer, limit))
        if recorded and len(gzip.compress(json.dumps(recorded).encode())) <= MOST:
            return recorded
        limit //= 2


def page(recorded):
    """The recorded explorer as one HTML file, which needs no network."""
    template = Template(Path(__file__).with_name("player.html").read_text("utf-8"))
    return template.substitute(
        title=html.escape(recorded["spec"]["title"]),
        style=(HERE / "page.css").read_text("utf-8"),
        script=script(*SCRIPTS, "player"),
        record=json.dumps(recorded, ensure_ascii=False).replace("</", "<\\/"),
    )


def _axes(explorer, limit):
    """{control: its values to be tried}, at most `limit` combinations."""
    dragged = set()
    for region in explorer.page.regions:
        axes = region.get("across"), region.get("down")
        dragged |= {axis[0] for axis in axes if axis}
        dragged |= {name for *_, values in region.get("points", ()) for name in values}
    controls = {n: c for n, c in explorer.controls.items() if c.kind in KINDS}
    axes = {name: controls[name].values for name in controls if name in dragged}
    steps = dict.fromkeys(axes, 1)
    while prod(map(len, axes.values())) > limit:
        longest = max(axes, key=lambda name: len(axes[name]))
        steps[longest] += 1
        kept, control = explorer.values[longest], controls[longest]
        axes[longest] = _every(control, kept, steps[longest])
    for name, control in controls.items():
        room, values = limit // prod(map(len, axes.values())), control.values
        if name not in axes and control.kind == "slider" and len(values) > room > 4:
            values = _every(control, explorer.values[name], -(-len(values) // room))
        if name not in axes and len(values) <= room:
            axes[name] = values
    return {name: axes[name] for name in controls if name in axes}


def _every(control, kept, step):
    """Every so manieth of the control's values, the kept one among them."""
    return control.values[control.values.index(kept) % step :: step]


def _recorded(explorer, axes):
    """The record of these axes' values, or None where it gets too large."""
    parts, regions, images, states = {}, {}, {}, []
    told = {n: [explorer.controls[n].told(v) for v in axes[n]] for n in axes}
    for combination in product(*axes.values()):
        asked = explorer.values | dict(zip(axes, combination, strict=True))
        meant = dict(explorer.settle(explorer.values, asked))
        state = explorer.look(Page(meant, copy.deepcopy(explorer.memory)))
        images |= state["images"]
        if sum(map(len, images.values())) > MOST:  # they hardly get smaller
            return None
        numbers = [parts.setdefault(_key(part), len(parts)) for part in state["parts"]]
        region = regions.setdefault(_key(state["regions"]), len(regions))
        rest = {name: state[name] for name in ("words", "values", "changes")}
        states.append({"parts": numbers, "regions": region, **rest})
    place = [axis.index(explorer.values[name]) for name, axis in axes.items()]
    lengths = [len(axis) for axis in axes.values()]
    specs = {
        name: control.spec | _range(axes.get(name, ()))
        for name, control in explorer.controls.items()
    }
    return {
        "spec": explorer.spec | {"controls": specs},
        "axes": told,
        "first": int(np.ravel_multi_index(place, lengths)) if axes else 0,
        "parts": [json.loads(part) for part in parts],
        "regions": [json.loads(region) for region in regions],
        "images": {k: base64.b64encode(v).decode() for k, v in images.items()},
        "states": states,
    }


def _range(values):
    """What a slider's range is now, if these are all the values that it has."""
    if len(values) < 2 or not all(isinstance(v, int | float) for v in values):
        return {}
    return {"low": values[0], "high": values[-1], "step": values[1] - values[0]}


def _key(what):
    return json.dumps(what, sort_keys=True)
