"""Notebook 10: a bottleneck's count, the pattern; right and wrong answers."""

import itertools
import re

import numpy as np
import pytest
import torch
from torch import nn
from usual import stubs_and_crashes_are_shown

from helpers import checks
from helpers.checks import after_reading, base

# --- through the bottleneck -----------------------------------------------------------


def bottleneck(H, W, C, n):
    return H * W * (C * n + 3 * 3 * n * n + n * C)


def by_modules(H, W, C, n):
    layers = [nn.Conv2d(C, n, 1, bias=False), nn.Conv2d(n, n, 3, padding=1, bias=False)]
    layers.append(nn.Conv2d(n, C, 1, bias=False))
    return sum(H * W * layer.weight.numel() for layer in layers)


def by_loops(H, W, C, n):
    total = 0
    for inputs, outputs, size in [(C, n, 1), (n, n, 3), (n, C, 1)]:
        total += H * W * outputs * inputs * size**2
    return np.int64(total)


@pytest.mark.parametrize(
    "right",
    [bottleneck, by_modules, by_loops, lambda *c: torch.tensor(float(bottleneck(*c)))],
)
def test_right_counts(right):
    assert checks.bottleneck(right).passed


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda H, W, C, n: 2 * C * n + 9 * n**2, "used at all H×W places"),
        (lambda H, W, C, n: H * W * 9 * C * C, "3×3 convolution of all C"),
        (lambda H, W, C, n: H * W * (C * n + 9 * n * C + n * C), "reads n channels"),
        (lambda H, W, C, n: H * W * (2 * C * n + 9 * C * C), "reads and makes n"),
        (lambda H, W, C, n: H * W * (2 * C * n + 9 * n), "reads all n channels"),
        (lambda H, W, C, n: H * W * (2 * C * n + 3 * n * n), "not 3"),
        (lambda H, W, C, n: H * W * n * (C + 9 * n), "one of the 1×1"),
        (lambda H, W, C, n: H * W * 2 * C * n, "3×3 convolution is missing"),
        (lambda H, W, C, n: H * W * (3 * n) ** 2, "3×3 convolution alone"),
        (lambda H, W, C, n: H * W * 9 * (2 * C * n + n * n), "counted as 3×3"),
        (lambda H, W, C, n: bottleneck(H, W, C, n) + H * W * (2 * n + C), "no biases"),
        (lambda H, W, C, n: bottleneck(H, W, C, n) * 2, "not two"),
        (lambda H, W, C, n: bottleneck(H, W, C, n) + H * W * C, "multiplies nothing"),
        (lambda H, W, C, n: bottleneck(H, H, C, n), "needn't be square: H·W"),
        (
            lambda H, W, C, n: 2 * H * W * C * n + (H - 2) * (W - 2) * 9 * n * n,
            "padded",
        ),
        (lambda H, W, C, n: H * W * (2 * C * C + 9 * n * n), "from C to C"),
        (lambda H, W, C, n: H * W * 9 * C**2 * n**4, "don't multiply"),
        (lambda H, W, C, n: H * W * 9 * C * C - bottleneck(H, W, C, n), "saves"),
        (lambda H, W, C, n: bottleneck(1, 1, C, n) / (9 * C * C), "share that is left"),
        (lambda H, W, C, n: 9 * C * C / bottleneck(1, 1, C, n), "cheaper"),
        (
            lambda H, W, C, n: [H * W * C * n, H * W * 9 * n * n, H * W * n * C],
            "one by one",
        ),
        (lambda H, W, C, n: H * W * (C * n + 3 ^ 2 * n * n + n * C), "another number"),
        (lambda H, W, C, n: f"{bottleneck(H, W, C, n)} multiply–adds", "not str"),
    ],
)
def test_wrong_counts_are_named(wrong, words):
    report = checks.bottleneck(wrong)
    assert not report.passed and words in repr(report)


WORDS = {"CONV", "RELU", "POOL", "FC", "SOFTMAX"}

# --- the pattern ----------------------------------------------------------------------


def fits(layers):
    pattern = "((CONV-RELU-)+(POOL-)?)+(FC-RELU-)*SOFTMAX"
    return re.fullmatch(pattern, "-".join(layers)) is not None


def by_match(layers):
    return (
        re.match("((CR)+P?)+(FR)*S$", "".join(word[0] for word in layers))
        if not (set(layers) - WORDS)
        else None
    )


def by_states(layers):
    after = {  # what may follow, by what came last
        "start": {"CONV"},
        "CONV": {"RELU1"},
        "RELU1": {"CONV", "POOL", "FC", "SOFTMAX"},
        "POOL": {"CONV", "FC", "SOFTMAX"},
        "FC": {"RELU2"},
        "RELU2": {"FC", "SOFTMAX"},
        "SOFTMAX": set(),
    }
    state = "start"
    for word in layers:
        if word == "RELU":
            word = {"CONV": "RELU1", "FC": "RELU2"}.get(state, "RELU")
        if word not in after[state]:
            return False
        state = word
    return state == "SOFTMAX"


def by_eating(layers):
    layers = list(layers)
    blocks = 0
    while layers[:2] == ["CONV", "RELU"]:
        del layers[:2]
        blocks += 1
        if layers[:1] == ["POOL"]:
            layers.pop(0)
    while layers[:2] == ["FC", "RELU"]:
        layers = layers[2:]
    return np.bool_(blocks > 0 and layers == ["SOFTMAX"])


def match(layers, ask=re.fullmatch):
    return ask("((CONV RELU )+(POOL )?)+(FC RELU )*SOFTMAX", " ".join(layers))


@pytest.mark.parametrize(
    "right",
    [
        fits,
        by_match,
        by_states,
        by_eating,
        lambda layers: int(fits(layers)),
        lambda layers: torch.tensor(fits(layers)),
        lambda layers: np.array([fits(layers)]),
        lambda layers: set(layers) <= WORDS and match(layers),
        lambda layers: match(layers) or 0,
    ],
)
def test_right_readings(right):
    assert checks.fits_pattern(right).passed


def like(pattern, ask=re.fullmatch):
    return lambda layers: ask(pattern, " ".join(layers)) is not None


def by_neighbours(after):
    """Rules for what may follow some layers, and for the first and the last one."""

    def fits(layers):
        follows = all(b in after.get(a, b) for a, b in itertools.pairwise(layers))
        return follows and layers[0] == "CONV" and layers[-1] == "SOFTMAX"

    return fits


def by_counts(layers):
    pairs = layers.count("CONV") + layers.count("FC") == layers.count("RELU")
    return pairs and layers[-1] == "SOFTMAX"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (like("((CONV RELU )+(POOL )?)+(FC RELU )*SOFTMAX", re.search), "first layer"),
        (like("((CONV RELU )+(POOL )?)+(FC RELU )*SOFTMAX", re.match), "last layer"),
        (like("((CONV RELU )+POOL )+(FC RELU )*SOFTMAX"), "needn't be any"),
        (like("((CONV RELU )+(POOL )*)+(FC RELU )*SOFTMAX"), "two in a row"),
        (like("((CONV RELU )*(POOL )?)*(FC RELU )*SOFTMAX"), "begins with CONV"),
        (like("((CONV RELU )POOL )+(FC RELU )*SOFTMAX"), "N may be more than 1"),
        (like("(CONV RELU )+(POOL )?(FC RELU )*SOFTMAX"), "follow one another"),
        (like("((CONV RELU )+(POOL )?)*(FC RELU )*SOFTMAX"), "M is at least 1"),
        (like("((CONV RELU )+(POOL )?)+(FC RELU )+SOFTMAX"), "K may be 0"),
        (like("((CONV RELU )+(POOL )?)+(FC RELU )?SOFTMAX"), "K may be more"),
        (like("((CONV (RELU )?)+(POOL )?)+(FC RELU )*SOFTMAX"), "every CONV"),
        (like("((CONV RELU )+(POOL )?)+(FC (RELU )?)*SOFTMAX"), "every FC"),
        (like("((CONV (RELU )+)+(POOL )?)+(FC RELU )*SOFTMAX"), "one RELU"),
        (like("CONV RELU (CONV RELU |FC RELU |POOL )*SOFTMAX"), "after the first FC"),
        (like("((CONV RELU )+(POOL ?)?)+(FC RELU ?)*(SOFTMAX)?"), "ends with SOFTMAX"),
        (lambda layers: fits([w for w in layers if w != "NORM"]), "cases differ"),
        (
            lambda layers: fits([w for w in layers if w in WORDS]),
            "leave none out",
        ),
        (
            lambda layers: set(layers) <= WORDS,
            "their order counts",
        ),
        (lambda layers: fits(" ".join(layers).replace("TANH", "RELU").split()), "RELU"),
        (like("((CONV RELU )+(POOL )?)+(FC RELU )*(FC )?SOFTMAX"), "no lone FC"),
        (lambda layers: layers[0] == "CONV" and match(layers, re.match), "last layer"),
        (by_counts, "cases differ"),
        (by_neighbours({"CONV": "RELU", "POOL": "CONV FC SOFTMAX"}), "cases differ"),
        (by_neighbours({"CONV": "RELU", "FC": "RELU"}), "cases differ"),
        (lambda layers: not fits(layers), "other way round"),
        (lambda layers: layers[-1] == "SOFTMAX", "cases differ"),
        (lambda layers: True, "some nets don't fit"),
        (lambda layers: False, "some nets fit"),
        (lambda layers: "yes" if fits(layers) else "no", "True or False is wanted"),
        (lambda layers: layers, "True or False is wanted"),
        (lambda layers: 2, "True or False is wanted"),
        (lambda layers: print(end=""), "returns nothing"),
        (lambda layers: re.fullmatch("conv relu", layers[0]), "what re gives"),
        (lambda layers: fits(layers) or None, "returns nothing"),
        (lambda layers: re.fullmatch("(CONV RELU) +", layers), "error"),
    ],
)
def test_wrong_readings_are_named(wrong, words):
    report = checks.fits_pattern(wrong)
    assert not report.passed and words in repr(report)


def test_the_answer_is_shown_as_it_was_given():
    report = repr(checks.fits_pattern(lambda layers: len(layers) < 8))
    assert "expected  True" in report and "got       False" in report


# --- both -----------------------------------------------------------------------------

BOTH = {"bottleneck": "H, W, C, n", "fits_pattern": "layers"}


@pytest.mark.parametrize("name", BOTH)
def test_stubs_and_crashes(name):
    stubs_and_crashes_are_shown(getattr(checks, name), BOTH[name])
    assert "TypeError" in repr(getattr(checks, name)(lambda: 3))
    assert "SystemExit" in repr(getattr(checks, name)(lambda *case: exit()))


@pytest.mark.parametrize("name", BOTH)
def test_no_two_mistakes_look_alike(name, monkeypatch):
    """Each wrong function is named by its own words, and none passes."""
    kept = {}
    checker = getattr(checks, name)
    for module, shared in (base, "check"), (after_reading, "check_truth"):
        real = getattr(module, shared)

        def keep(*given, real=real):
            kept.update(given[-1])
            return real(*given)

        monkeypatch.setattr(module, shared, keep)
    checker(lambda *case: 0)
    assert len(kept) >= 20
    for words, wrong in dict(kept).items():
        assert words in repr(checker(wrong))
