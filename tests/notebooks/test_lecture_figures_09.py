"""What the lectures say of transfer, against what is stored and what can be run."""

import numpy as np
import pytest
import torch

from helpers import datasets, intervals, models, runs, transfer

SAID = {1: 44.8, 2: 66.2, 3: 72.3, 4: 76.6, 5: 86.2, 7: 85.5}  # Zeiler, Caltech-101


@pytest.mark.thorough
def test_comp_neighbours_are_nearer_in_feature_space():
    """On a fifth of the test drawings; the notebook asks all of them."""
    (x, y), (asked, right) = (
        datasets.load("emoji", split) for split in ("train", "test")
    )
    few = torch.arange(0, 100, 2)
    net = models.lite0()
    seen, of = (
        transfer.features(net, transfer.resized(d)) for d in (asked[few], x[:200])
    )
    hits = {
        name: (y[:200][transfer.nearest(a, b)] == right[few, None]).sum().item()
        for name, a, b in (("features", seen, of), ("pixels", asked[few], x[:200]))
    }
    assert hits["features"] > hits["pixels"] + 20  # of 250


def test_uva_rates():
    """0.001 for what is kept, 0.01 for what is new: what `groups` does unasked."""
    mild, strong = transfer.groups(transfer.with_head(models.lite0(), 5, seed=0))
    assert (mild["lr"], strong["lr"]) == (0.001, 0.01)


def test_zeiler_features_get_better_with_depth():
    """Their Caltech-101 rises by 40 points, and no more at the end; so do ours."""
    depth = runs.transfer.stored("depth")
    for kind in 0, 1:
        means = {layer: found[kind, 1].mean() for layer, found in depth.items()}
        assert means["blocks.14"] > means["blocks.4"] > means["stem"] + 10
        points, margin = intervals.difference(
            depth["pool"][kind, 1], depth["blocks.14"][kind, 1]
        )
        assert abs(points) < 5 > margin
    said = list(SAID.values())
    assert said[-2] > said[-1] and np.all(np.diff(said[:-1]) > 0)


def test_domain_shift_and_leak_are_there():
    shift = runs.transfer.stored("shift")["frozen"]  # (taught, asked, runs)
    points, margin = intervals.difference(shift[0, 0], shift[0, 1])
    assert points > margin
