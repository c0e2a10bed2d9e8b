"""Figures of plain and residual nets: what they show."""

import numpy as np
import pytest
from scipy import stats

from helpers import plots

RUNS = {
    ("plain", 8): [100, 120, 80],
    ("plain", 20): [400, 500, 450],
    ("residual", 8): [90, 95, 100],
    ("residual", 20): [10, 0, 2],
}


def test_degradation_shows_every_run_its_mean_and_interval(drawn):
    other = {net: 2 * np.array(errors) for net, errors in RUNS.items()}
    result = plots.degradation({"here": RUNS, "there": other}, guessing=90)
    left, right = drawn().axes
    dots = [line for line in left.lines if line.get_alpha() == 0.4]
    shown = [np.asarray(line.get_ydata()).tolist() for line in dots]
    assert sorted(shown) == sorted([e / 10 for e in errors] for errors in RUNS.values())
    means = [line for line in left.lines if line.get_label() in ("plain", "residual")]
    heights = [line.get_ydata() for line in means]
    assert np.allclose(heights, [[10, 45], [9.5, 0.4]])
    assert [label.get_text() for label in right.get_xticklabels()] == ["8", "20"]
    margin = stats.sem([10, 12, 8]) * stats.t.ppf(0.975, 2)
    assert f"here, plain, 8 layers: 10.0 ± {margin:.1f}" in result.alt
    assert "there, residual, 20 layers: 0.8 ± 2.6" in result.alt
    bars = [bar.get_segments()[0][:, 1] for bar in left.collections]
    assert min(low for low, _ in bars) >= 0  # no error below nothing
    assert bars[0] == pytest.approx([10 - margin, 10 + margin], abs=0.01)
    assert "guessing" in [text.get_text() for text in left.texts]


def test_gradient_lengths(drawn):
    nets = {
        ("plain", 4): np.array([20.0, 2, 0.2]),
        ("residual", 4): np.array([0.5, 0.4, 0.3]),
    }
    result = plots.gradient_lengths({"with": nets, "without": nets})
    left, right = drawn().axes
    assert left.get_yscale() == "log" and len(right.lines) == 2
    assert left.lines[0].get_ydata().tolist() == [20, 2, 0.2]
    legend = [text.get_text() for text in left.get_legend().get_texts()]
    assert legend == ["plain", "residual"]
    assert "with, plain, 4 layers: 20, 0.2" in result.alt
