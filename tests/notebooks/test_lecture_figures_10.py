"""What the lectures say of transfer, against what is stored and what can be run."""

from helpers import intervals, runs


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


def test_domain_shift_and_leak_are_there():
    shift = runs.transfer.stored("shift")["frozen"]  # (taught, asked, runs)
    points, margin = intervals.difference(shift[0, 0], shift[0, 1])
    assert points > margin
