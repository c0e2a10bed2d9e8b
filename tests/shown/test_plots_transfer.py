"""Figures about features that were learnt elsewhere: what they show."""

import numpy as np
import pytest
import torch

from helpers import plots

RNG = np.random.default_rng(0)
DRAWINGS = torch.tensor(RNG.random((6, 3, 20, 20)))


def test_rows_of_drawings(drawn):
    result = plots.line_up({"one": DRAWINGS, "two": DRAWINGS[:4]})
    assert [ax.get_ylabel() for ax in drawn().axes] == ["one", "two"]
    shown = np.asarray(drawn().axes[0].images[0].get_array())
    assert shown.shape == (20, 6 * 22 - 2, 3)
    assert shown[:, 22:42] == pytest.approx(DRAWINGS[1].permute(1, 2, 0).numpy())
    assert "one, 6; two, 4" in result.alt


def test_neighbours_of_another_kind_are_crossed(drawn):
    right = torch.tensor([[True, False, True], [False, False, True]])
    found = DRAWINGS.view(2, 3, 3, 20, 20)
    result = plots.neighbours(DRAWINGS[:2], {"pixels": (found, right)})
    asked, ways = drawn().axes
    assert asked.get_title() == "asked" and ways.get_title() == "pixels"
    assert [text.get_text() for text in ways.texts] == ["✗"] * 3
    corners = [(patch.get_x() + 1.5, patch.get_y() + 1.5) for patch in ways.patches]
    assert corners == [(22, 0), (0, 22), (22, 22)]
    assert "pixels: 3 of 6" in result.alt


def test_a_line_goes_through_the_means(drawn):
    lines = {
        "frozen": {5: [60, 70, 80], 50: [90, 91, 92]},
        "frozen, stored": {5: [1, 2, 3]},
        "unheard of": {50: [10, 10, 13]},
    }
    result = plots.against(lines, "examples a class")
    (ax,) = drawn().axes
    means = [line for line in ax.lines if not line.get_label().startswith("_")]
    assert means[0].get_ydata().tolist() == [70, 91]
    assert means[0].get_color() == means[1].get_color() != means[2].get_color()
    assert means[1].get_linestyle() == "--"
    assert "frozen from 70 to 91; frozen, stored from 2 to 2;" in result.alt
    plots.against(lines, "examples a class", log=True)
    assert [t.get_text() for t in drawn().axes[0].get_xticklabels()] == ["5", "50"]


def test_by_depth_has_the_lecture_beside_it(drawn):
    ours = {"SVM": {"stem": [50, 52], "head": [86, 88]}}
    result = plots.by_depth(ours, {"Caltech-101": {1: 44.8, 7: 85.5}})
    left, right = drawn().axes
    assert [t.get_text() for t in left.get_xticklabels()] == ["stem", "head"]
    assert list(right.lines[0].get_ydata()) == [44.8, 85.5]
    assert "SVM: stem 51, head 87; the lecture, Caltech-101: 1 44.8, 7 8" in result.alt


def test_each_field_of_the_table_has_its_ways(drawn):
    ways = {"frozen": [80, 81, 82], "scratch": [60, 62, 64]}
    fields = [(a, b) for a in ("little", "lots") for b in ("similar", "different")]
    result = plots.two_by_two(dict.fromkeys(fields, ways))
    assert [ax.get_title("left") for ax in drawn().axes] == [
        "little, similar",
        "little, different",
        "lots, similar",
        "lots, different",
    ]
    labels = [t.get_text() for t in drawn().axes[0].get_yticklabels()]
    assert labels == ["frozen", "scratch"]
    assert "lots, different: frozen 81.0, scratch 62.0" in result.alt
