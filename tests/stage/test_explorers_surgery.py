"""Surgery: what it counts, draws and says of all 16 nets."""

from itertools import product

import numpy as np
import pytest
from moves import put
from scipy import stats

from helpers import explorers, models
from helpers.arithmetic import REMOVABLE
from helpers.explorers.surgery import LECTURE, accuracies, compute
from helpers.runs import alexnet


def without(*layers):
    return compute(**{name: name in layers for name in REMOVABLE})


@pytest.mark.parametrize("out", list(product([False, True], repeat=4)))
def test_every_state(out):
    s = compute(*out)
    assert s.remove == tuple(np.array(REMOVABLE)[np.array(out)])
    assert not set(s.remove) & set(s.layers)
    total = sum(count for _, count in s.layers.values())
    assert s.counts["2012"]["parameters"][0] == total
    small = models.AlexNet(s.remove, 10, "small")
    assert s.counts["small"]["parameters"][0] == models.parameters(small)
    stored = alexnet.stored("ordinary")[alexnet.name(s.remove)]
    assert np.array_equal(s.runs * 20, stored)
    assert all(name in s.words for name in s.remove)
    assert ("Now fc" in s.words) == ("fc6" in s.remove)
    assert (s.lecture is not None) == (s.remove in LECTURE)
    assert s.words.startswith("All layers are in") == (not s.remove)
    if s.remove:  # the words say what a test says
        found = stats.ttest_ind(s.runs, accuracies()[()], equal_var=False)
        verdict = f"gets {'better' if found.statistic > 0 else 'worse'}"
        assert (verdict in s.words) == (found.pvalue < 0.05)
        assert ("can't tell" in s.words) == (found.pvalue > 0.05)


def test_without_fc6_its_parameters_move_on():
    s = without("fc6")
    assert s.layers["fc7"] == ((4096,), 37_752_832)
    assert "Now fc7 reads all of pool5's 9,216 numbers" in s.words
    assert "Now fc8" in without("fc6", "fc7").words


def test_conv5_sees_less_without_the_layers_before_it():
    fields = [without(*REMOVABLE[:n]).counts["2012"]["field"] for n in range(3)]
    assert fields == [(163, 0), (131, -32), (99, -64)]


def test_what_is_drawn_follows_the_ticks():
    explorer = explorers.surgery()
    put(explorer, conv4=True)
    view = explorer.view
    faces = zip(view.full, view.boxes.get_facecolors(), strict=True)
    assert [name for name, face in faces if face[3] == 0] == ["conv4"]
    heights = [np.ptp(path.vertices[:, 1]) for path in view.bars.get_paths()]
    counts = [n for name, (_, n) in view.full.items() if n and name != "conv4"]
    assert np.divide(heights, counts) == pytest.approx(heights[0] / counts[0])
    assert view.mean.get_xdata()[0] == accuracies()[("conv4",)].mean()


@pytest.mark.parametrize("remove", [("fc6", "fc7"), ["fc7", "fc6"], "fc7"])
def test_the_first_state_is_chosen(remove):
    values = explorers.surgery(remove).values()
    assert values == {name: name in remove for name in REMOVABLE}
