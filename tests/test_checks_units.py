"""Notebook 08: which unit is this? Right and wrong answers."""

from itertools import pairwise

import numpy as np
import pytest
import torch

from helpers import checks, features
from helpers.checks import units

# --- which unit is this? --------------------------------------------------------------


def unit(maps, best):
    peaks = np.max(maps, axis=(2, 3))
    order = np.argsort(-peaks, axis=0)[: len(best)]
    return int(np.flatnonzero((best == order.T).all(axis=1))[0])


def by_python(maps, best):
    for channel in range(maps.shape[1]):
        peaks = [max(max(row) for row in image[channel]) for image in maps.tolist()]
        order = sorted(range(len(peaks)), key=peaks.__getitem__, reverse=True)
        if order[: len(best)] == list(best):
            return channel


def by_tensors(maps, best):
    order = maps.amax((2, 3)).topk(len(best), dim=0).indices
    return (order == best[:, None]).all(0).nonzero().item()


def by_converted_tensors(maps, best):
    peaks = torch.tensor(maps).flatten(2).max(2).values.T
    for channel, values in enumerate(peaks):
        if values.argsort(descending=True)[: len(best)].tolist() == best.tolist():
            return torch.tensor(channel)


def by_comparing_peaks(maps, best):
    """The peaks fall along best, and no other image's is higher than the last."""
    peaks = maps.reshape(*maps.shape[:2], -1).max(-1)
    others = np.delete(peaks, best, axis=0).max(0)
    falling = [peaks[a] > peaks[b] for a, b in pairwise(best)]
    return np.argwhere(np.all([*falling, peaks[best[-1]] > others], 0))[0, 0]


def by_most_hits(maps, best):
    order = maps.max(axis=3).max(axis=2).argsort(axis=0)[::-1][: len(best)]
    return np.argmax((order == best.reshape(-1, 1)).sum(axis=0))


def by_taking_turns(maps, best):
    left = np.arange(maps.shape[1])
    peaks = maps.max((-1, -2))
    for number in best:
        left = [c for c in left if peaks[:, c].argmax() == number]
        peaks[number] = -np.inf
    (channel,) = left
    return channel


def by_top_patches(maps, best):
    """The layer's maps as the pictures of a network that does nothing."""
    images, found = torch.as_tensor(maps), []
    for channel in range(images.shape[1]):
        field = features.Field((0, 0), (1, 1), (1, 1), images.shape[2:])
        known = features.peaks(torch.nn.Sequential(torch.nn.Identity()), images, "0")
        patches = features.strongest(images, known, field, channel, len(best))
        found.append([patch.image for patch in patches])
    return float(found.index(list(best)))


@pytest.mark.parametrize(
    "right",
    [
        unit,
        by_python,
        by_tensors,
        by_converted_tensors,
        by_comparing_peaks,
        by_most_hits,
        by_taking_turns,
        by_top_patches,
        lambda maps, best: unit(maps.astype(np.float32), best),
    ],
)
def test_right_units(right):
    assert checks.which_unit(right).passed


def matching(judge, agrees=lambda order, best: order[: len(best)] == best):
    def answer(maps, best):
        for channel in range(maps.shape[1]):
            order = np.argsort([-judge(image[channel]) for image in maps]).tolist()
            if agrees(order, best.tolist()):
                return channel
        return None

    return answer


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (matching(np.mean), "not by its mean"),
        (matching(np.sum), "not by its mean"),
        (matching(lambda one: np.abs(one).max()), "very negative"),
        (matching(np.min), "lowest value"),
        (matching(lambda one: one[0, 0]), "[0, 0]"),
        (matching(lambda one: one[-1, -1]), "at the end"),
        (matching(np.std), "its spread"),
        (matching(np.var), "its spread"),
        (matching(lambda one: -one.max()), "weakest images"),
        (matching(np.max, lambda order, best: order[:3][::-1] == best), "come first"),
        (matching(np.max, lambda order, best: order[2::-1] == best), "come first"),
        (matching(np.max, lambda order, best: order[0] == best[0]), "compare all"),
        (matching(np.max, lambda order, best: order[:2] == best[:2]), "third isn't"),
        (
            matching(np.max, lambda order, best: set(order[:3]) == set(best)),
            "their order counts",
        ),
        (
            matching(
                np.max, lambda order, best: [n for n in order if n in best] == best
            ),
            "another image beats",
        ),
        (
            matching(
                np.max, lambda order, best: np.argsort(order)[:3].tolist() == best
            ),
            "it gives ranks",
        ),
        (lambda maps, best: maps[best[0]].max((1, 2)).argmax(), "on the first image"),
        (
            lambda maps, best: np.argmax([maps[best[0], c].max() for c in range(17)]),
            "on the first image",
        ),
        (lambda maps, best: maps[best].max((2, 3)).mean(0).argmax(), "these images;"),
        (lambda maps, best: np.unravel_index(maps.argmax(), maps.shape)[1], "of all"),
        (lambda maps, best: unit(maps, best) + 1, "from 0"),
        (lambda maps, best: unit(maps[:, ::-1], best), "turn the channels"),
        (lambda maps, best: [unit(maps, best)], "the number itself"),
        (lambda maps, best: best[0], "that is an image"),
        (lambda maps, best: best, "its shape is (3,)"),
        (lambda maps, best: 0, "cases differ"),
        (lambda maps, best: 7, "cases differ"),
        (lambda maps, best: maps.shape[1] - 1, "cases differ"),
        (matching(np.median), "cases differ"),
        (matching(np.ptp), "differ"),
        (lambda maps, best: unit(maps.transpose(1, 0, 2, 3), best), "IndexError"),
        (lambda maps, best: f"channel {unit(maps, best)}", "not str"),
        (lambda maps, best: maps.chanels, "AttributeError"),
    ],
)
def test_wrong_units_are_named(wrong, words):
    report = checks.which_unit(wrong)
    assert not report.passed and words in repr(report)


@pytest.mark.parametrize("seed", units.SEEDS)
def test_exactly_one_unit_fits_and_clearly(seed):
    maps, best = units.lineup(seed)
    peaks = maps.max((2, 3))
    assert np.diff(np.sort(peaks, axis=0), axis=0).min() > 0.004
    assert sum(list(order[:3]) == list(best) for order in (-peaks).argsort(0).T) == 1
    assert all(tempted(maps, best).any() for tempted in units.AGREEING.values())


def test_units_are_shown_without_all_their_numbers():
    report = repr(checks.which_unit(lambda maps, best: 0))
    assert "maps of shape (6, 17, 2, 3), best = [" in report and len(report) < 300
