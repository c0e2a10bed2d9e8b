"""Surgery, without a browser: what it counts, draws and says for all 16 nets."""

from itertools import product

import numpy as np
import pytest
from scipy import stats

from helpers import arithmetic, explorers, models
from helpers.arithmetic import REMOVABLE
from helpers.explorers.surgery import LECTURE, accuracies, compute
from helpers.runs import alexnet

STATES = [
    dict(zip(REMOVABLE, out, strict=True)) for out in product([False, True], repeat=4)
]


def without(*layers):
    return compute(**{name: name in layers for name in REMOVABLE})


@pytest.mark.parametrize("state", STATES)
def test_every_state(state):
    s = compute(**state)
    assert s.remove == tuple(name for name in REMOVABLE if state[name])
    assert not set(s.remove) & set(s.layers)
    total = sum(count for _, count in s.layers.values())
    assert s.counts["2012"]["parameters"][0] == total
    small = models.AlexNet(s.remove, 10, "small")
    assert s.counts["small"]["parameters"][0] == models.parameters(small)
    assert np.array_equal(
        s.runs * 20, alexnet.stored("ordinary")[alexnet.name(s.remove)]
    )
    assert s.words and all(name in s.words for name in s.remove)
    assert ("Now fc" in s.words) == state["fc6"]
    assert (s.lecture is not None) == (s.remove in LECTURE)


def test_the_lectures_savings():
    """It has 16 and 50 million parameters; for 3 and 4 it has 1 where we count 1.7."""
    for layers, saved in {
        ("fc7",): 16_781_312,
        ("fc6", "fc7"): 9217 * 4096 + 4097 * 4096 - (9216 - 4096) * 1000,
        ("conv3", "conv4"): 1_696_512,
    }.items():
        assert without(*layers).counts["2012"]["parameters"][1] == -saved


def test_without_fc6_its_parameters_move_on():
    s = without("fc6")
    assert s.layers["fc7"] == ((4096,), 37_752_832)
    assert "Now fc7 reads all of pool5's 9,216 numbers" in s.words
    assert "Now fc8" in without("fc6", "fc7").words


def test_conv5_sees_less_without_the_layers_before_it():
    fields = [without(*REMOVABLE[:n]).counts["2012"]["field"] for n in range(3)]
    assert fields == [(163, 0), (131, -32), (99, -64)]
    layers = arithmetic.alexnet(("conv3",))[1]
    upto = [layer.name for layer in layers].index("conv5") + 1
    assert arithmetic.receptive_field(layers[:upto]) == 131


def test_the_words_say_what_a_test_says():
    full = accuracies()[()]
    for state in STATES[1:]:
        s = compute(**state)
        found = stats.ttest_ind(s.runs, full, equal_var=False)
        assert ("can't tell" in s.words) == (found.pvalue > 0.05)
        if found.pvalue < 0.05:
            assert f"gets {'better' if found.statistic > 0 else 'worse'}" in s.words


def test_all_in():
    s = without()
    assert s.points is None and s.lecture is None
    assert all(change == 0 for _, change in s.counts["2012"].values())
    assert s.words.startswith("All layers are in")


def test_the_picture_follows_the_ticks():
    explorer = explorers.surgery()
    view, first = explorer.view, explorer.picture.value
    explorer.controls["conv4"].value = True
    assert explorer.picture.value != first
    assert "Without conv4" in explorer.words.value
    names = list(view.full)
    faces = view.boxes.get_facecolors()
    off = [name for name, face in zip(names, faces, strict=True) if face[3] == 0]
    assert off == ["conv4"]
    assert len(view.bars.get_paths()) == len(names) - 2  # without the picture, conv4
    assert view.mean.get_xdata()[0] == accuracies()[("conv4",)].mean()
    explorer.controls["conv4"].value = False
    assert explorer.picture.value == first


def test_bars_are_proportional_to_the_parameters():
    view = explorers.surgery().view
    heights = [np.ptp(path.vertices[:, 1]) for path in view.bars.get_paths()]
    counts = [count for _, count in view.full.values() if count]
    assert np.allclose(np.array(heights) / max(heights), np.array(counts) / max(counts))


def test_the_first_state_is_chosen():
    for remove in (("fc6", "fc7"), ["fc7", "fc6"]):
        explorer = explorers.surgery(remove)
        assert explorer.values() == dict(
            zip(REMOVABLE, (False, False, True, True), strict=True)
        )
    assert explorers.surgery("fc7").controls["fc7"].value
    with pytest.raises(ValueError, match="'conv5' can't be removed; conv3, conv4"):
        explorers.surgery(["conv5"])


def test_it_leaves_a_picture():
    bundle = explorers.surgery()._repr_mimebundle_()
    assert bundle["text/plain"].startswith("Explorer: surgery")
    assert len(bundle["image/png"]) > 5000
