"""Surgery: what it counts, draws and says of all 16 nets."""

from itertools import compress, product

import numpy as np
import pytest
from moves import parts, texts
from scipy import stats

from helpers import explorers, models, plots
from helpers.arithmetic import REMOVABLE
from helpers.explorers.surgery import (
    LECTURE,
    SLOT,
    accuracies,
    column,
    layers,
    sizes,
    words,
)
from helpers.runs import alexnet

SUBSETS = [tuple(compress(REMOVABLE, out)) for out in product((False, True), repeat=4)]


@pytest.mark.parametrize("remove", SUBSETS)
def test_every_state(remove):
    assert not set(remove) & set(layers(remove))
    total = sum(count for _, count in layers(remove).values())
    assert sizes("2012", remove)[0] == total
    small = models.AlexNet(remove, 10, "small")
    assert sizes("small", remove)[0] == models.parameters(small)
    runs, said = accuracies()[remove], words(remove)
    stored = alexnet.stored("ordinary")[alexnet.name(remove)]
    assert np.array_equal(runs * 20, stored)
    assert all(name in said for name in remove)
    assert ("Now fc" in said) == ("fc6" in remove)
    assert ("the lecture has" in said) == (remove in LECTURE)
    assert said.startswith("All layers are in") == (not remove)
    if remove:  # the words say what a test says, by Bonferroni's rule
        found = stats.ttest_ind(runs, accuracies()[()], equal_var=False)
        chance = 0.05 / (len(SUBSETS) - 1)
        verdict = f"gets {'better' if found.statistic > 0 else 'worse'}"
        assert (verdict in said) == (found.pvalue < chance)
        assert ("can't tell" in said) == (found.pvalue > chance)


def test_without_fc6_its_parameters_move_on():
    assert layers(("fc6",))["fc7"] == ((4096,), 37_752_832)
    assert "Now fc7 reads all of pool5's 9,216 numbers" in words(("fc6",))
    assert "Now fc8" in words(("fc6", "fc7"))


def test_the_table():
    """conv5 sees less without the layers before it."""
    _, work, field, lecture = column("2012", ("conv3", "conv4"))
    assert field == "99 pixels (−64)" and lecture == "lecture: −3.0 points"
    assert work == "437,826,080 (−286,580,736)"
    *_, first = column("small", ())
    assert first == f"{accuracies()[()].mean():.1f} % right"


def test_what_is_drawn_follows_the_ticks():
    explorer = explorers.surgery()
    explorer.set(conv4=True)
    (out,) = parts(explorer, "path", dash=(6, 4))
    middle = np.mean(out["xy"][:4:2])
    assert middle == SLOT * 4.5 and "fill" not in out
    assert "(conv4)" in texts(explorer) and "(conv3)" not in texts(explorer)
    bars = parts(explorer, "path", fill=plots.ORANGE)
    heights = [np.ptp(bar["xy"][1::2]) for bar in bars]
    left = layers(("conv4",))
    counts = [left[name][1] if name in left else 0 for name in layers(())]
    assert heights == pytest.approx(np.multiply(counts, 54 / 38e6), abs=0.06)
    full, runs = (part["xy"][::2] for part in parts(explorer, "dots"))
    moved = np.mean(runs) - np.mean(full)
    better = accuracies()[("conv4",)].mean() - accuracies()[()].mean()
    scale = np.ptp(full) / np.ptp(accuracies()[()])
    assert moved == pytest.approx(better * scale, abs=0.1)


@pytest.mark.parametrize("remove", [("fc6", "fc7"), ["fc7", "fc6"], "fc7"])
def test_the_first_state_is_chosen(remove):
    values = explorers.surgery(remove).values
    assert values == {name: name in remove for name in REMOVABLE}
