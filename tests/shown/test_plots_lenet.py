"""Figures of networks that read digits: what they show and say."""

import numpy as np

from helpers import plots
from helpers.plots import lenet


def test_learning_shows_every_seed_and_the_mean(drawn):
    percents = np.array([[50, 60, 70], [80, 90, 100]])
    result = plots.learning([100, 400], {"LeNet": percents}, "digits", log=True)
    (ax,) = drawn().axes
    mean, *seeds = (line.get_ydata().tolist() for line in ax.lines)
    assert mean == [60, 90] and seeds == [[50, 80], [60, 90], [70, 100]]
    assert ax.get_xscale() == "log"
    assert [label.get_text() for label in ax.get_xticklabels()] == ["100", "400"]
    assert "LeNet from 60.0 to 90.0" in result.alt and "3 seeds" in result.alt


def test_learning_keeps_one_look_for_one_network(drawn):
    both = {name: np.ones((2, 3)) for name in ("dense 300", "dense 300, shuffled")}
    plots.learning(range(2), both, "epochs", mark=(10, "guessing"))
    (ax,) = drawn().axes
    plain, changed = (line for line in ax.lines if line.get_label() in both)
    assert plain.get_color() == changed.get_color() == lenet.LOOKS["dense 300"][0]
    assert plain.get_linestyle() != changed.get_linestyle()
    assert any(text.get_text().strip() == "guessing" for text in ax.texts)


def test_every_network_has_a_look_of_its_own():
    from helpers import rivals

    assert set(rivals.NETS) == set(lenet.LOOKS)
    assert len(set(lenet.LOOKS.values())) == len(lenet.LOOKS)


def test_against_size(drawn):
    sizes, percents = {"LeNet": 61_706, "local": 423_038}, {"LeNet": [95, 97]}
    result = plots.against_size(sizes, percents | {"local": [90, 92]})
    (ax,) = drawn().axes
    assert [text.get_text() for text in ax.texts] == ["LeNet", "local"]
    assert "LeNet: 61,706 parameters, 96.0 percent right" in result.alt


def test_durations_shows_every_run_and_says_no_number(drawn):
    result = plots.durations({"LeNet": [0.3, 0.4], "local": [1, 2]}, "seconds")
    (ax,) = drawn().axes
    assert [line.get_xdata().tolist() for line in ax.lines] == [[0.3, 0.4], [1, 2]]
    assert ax.get_xscale() == "log" and ax.get_xlabel() == "seconds"
    assert "LeNet, local" in result.alt
    assert not any(sign.isdigit() for sign in result.alt)


def test_confusion_counts_and_names_the_worst(drawn):
    matrix = np.diag([9, 8, 7])
    matrix[1, 2] = 2
    result = plots.confusion(matrix)
    (ax,) = drawn().axes
    shown = [text.get_text() for text in ax.texts]
    assert shown == ["9", "", "", "", "8", "2", "", "", "7"]
    assert "24 are on the diagonal" in result.alt and "2 are wrong" in result.alt
    assert "2 times each: 1 is taken for 2." in result.alt
    (squares,) = ax.images
    assert squares.norm(2) > squares.norm(0) == 0  # a mistake isn't white


def test_maps_share_a_scale_within_a_layer(drawn):
    layers = {"digit": np.ones((1, 4, 4)), "C1": np.arange(12.0).reshape(3, 2, 2)}
    result = plots.maps(layers)
    scales = [
        [ax.images[0].get_clim() for ax in part.axes if ax.images]
        for part in drawn().subfigs
    ]
    assert scales[1] == [(0, 11)] * 3 and len(scales[0]) == 1
    assert "C1: 3 of 2 by 2 pixels" in result.alt


def test_changes_are_bold_where_all_seeds_agree(drawn):
    points = {"flip": np.array([[-3, -1], [1, -1], [2, 4]])}
    result = plots.changes(points)
    texts = drawn().axes[0].texts
    assert [text.get_text() for text in texts] == ["−2.0", "+0.0", "+3.0"]
    assert [text.get_fontweight() for text in texts] == ["bold", "normal", "bold"]
    assert "flip: +0.3 on average, -2.0 for 0 to +3.0 for 2" in result.alt


def test_full_run(drawn):
    result = plots.full_run([[9700, 9800], [9900, 9880]], [12.3, 14.0], goal=98.9)
    (ax,) = drawn().axes
    assert ax.lines[0].get_ydata().tolist() == [97, 99]
    assert "12 s" in ax.lines[0].get_label()
    assert "1 are at 98.9 percent" in result.alt and "12" not in result.alt
