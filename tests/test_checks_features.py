"""Notebook 08: all its checkers; and of an occlusion map, right and wrong answers."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn
from usual import no_two_mistakes_look_alike, stubs_and_crashes_are_shown

from helpers import checks, features

# --- an occlusion map by hand ---------------------------------------------------------


def by_loops(model, image, label, size, step, fill):
    rows = []
    for top in range(0, image.shape[1] - size + 1, step):
        row = []
        for left in range(0, image.shape[2] - size + 1, step):
            x = image.clone()
            for channel in range(len(x)):
                for r in range(top, top + size):
                    for c in range(left, left + size):
                        x[channel, r, c] = fill
            powers = [score.exp() for score in model(x[None])[0]]
            row.append((powers[label] / sum(powers)).item())
        rows.append(row)
    return rows


def by_numpy(model, image, label, size, step, fill):
    rows, cols = ((side - size) // step + 1 for side in image.shape[1:])
    answer = np.zeros((rows, cols), dtype=np.float32)
    for i, j in np.ndindex(rows, cols):
        x = image.numpy().copy()
        x[:, i * step : i * step + size, j * step : j * step + size] = fill
        scores = model(torch.from_numpy(x[np.newaxis]))[0].detach().numpy()
        powers = np.exp(scores - scores.max())
        answer[i, j] = powers[label] / powers.sum()
    return answer


def by_one_batch(model, image, label, size, step, fill):
    windows = torch.arange(image[0].numel()).view(image.shape[1:])
    windows = windows.unfold(0, size, step).unfold(1, size, step)
    batch = image.repeat(windows.shape[0] * windows.shape[1], 1, 1, 1)
    for x, window in zip(batch, windows.flatten(0, 1), strict=True):
        x.view(len(x), -1)[:, window.flatten()] = fill
    return model(batch).softmax(dim=1)[:, label].view(windows.shape[:2])


def by_masks(model, image, label, size, step, fill):
    answer = {}
    down, right = (torch.arange(side) for side in image.shape[1:])
    for i, top in enumerate(range(0, len(down) - size + 1, step)):
        for j, left in enumerate(range(0, len(right) - size + 1, step)):
            inside = ((down >= top) & (down < top + size))[:, None]
            inside = inside & (right >= left) & (right < left + size)
            x = torch.where(inside, fill, image)
            answer[i, j] = F.softmax(model(x.unsqueeze(0)), 1)[0, label]
    rows, cols = (1 + max(place) for place in zip(*answer, strict=True))
    return [[answer[i, j] for j in range(cols)] for i in range(rows)]


def by_restoring(model, image, label, size, step, fill):
    tops = range(0, image.size(1) - size + 1, step)
    lefts = range(0, image.size(2) - size + 1, step)
    answer = torch.empty(len(tops), len(lefts))
    with torch.no_grad():
        for i, top in enumerate(tops):
            for j, left in enumerate(lefts):
                kept = image[:, top : top + size, left : left + size].clone()
                image[:, top : top + size, left : left + size] = fill
                shares = torch.softmax(model(image[None]), dim=-1).squeeze()
                image[:, top : top + size, left : left + size] = kept
                answer[i, j] = shares[label]
    return answer


def by_single_precision(model, image, label, size, step, fill):
    with torch.inference_mode():
        return by_one_batch(model, image.float(), label, size, step, fill).numpy()


def by_logarithms(model, image, label, size, step, fill):
    def one(top, left):
        x = image.detach().clone()
        x[..., top : top + size, left : left + size] = torch.full((), fill)
        return -F.cross_entropy(model(x[None]), torch.tensor([label]))

    H, W = image.shape[-2:]
    rows = [
        torch.stack([one(top, left) for left in range(0, W - size + 1, step)])
        for top in range(0, H - size + 1, step)
    ]
    return torch.exp(torch.stack(rows))


def by_generators(model, image, label, size, step, fill):
    whole = by_one_batch(model, image, label, size, step, fill)
    return ((share.item() for share in row) for row in whole)


RIGHT = [
    features.occlusion,
    by_loops,
    by_numpy,
    by_one_batch,
    by_masks,
    by_restoring,
    by_single_precision,
    by_logarithms,
    by_generators,
]


@pytest.mark.parametrize("right", RIGHT)
def test_right_occlusion_maps(right):
    assert checks.occlusion(right).passed


def covering(change, read=lambda scores, label: scores.softmax(1)[0, label]):
    """A map in a loop in which one line is wrong."""

    def answer(model, image, label, size, step, fill):
        rows, cols = ((side - size) // step + 1 for side in image.shape[1:])
        found = np.zeros((rows, cols))
        for i, j in np.ndindex(rows, cols):
            x = image.clone()
            scores = model(change(x, i * step, j * step, size, fill)[None])
            found[i, j] = torch.as_tensor(read(scores, label)).item()
        return found

    return answer


def plain(x, top, left, size, fill):
    x[:, top : top + size, left : left + size] = fill
    return x


def cut_at_size(x, top, left, size, fill):
    for row in range(top, size):
        x[:, row, left:size] = fill
    return x


def without_channels(x, top, left, size, fill):
    x[top : top + size][:, left : left + size] = fill
    return x


def uncovered_once_a_row(model, image, label, size, step, fill):
    answer = []
    for top in range(0, image.shape[1] - size + 1, step):
        x, row = image.clone(), []
        for left in range(0, image.shape[2] - size + 1, step):
            x[:, top : top + size, left : left + size] = fill
            row.append(model(x[None]).softmax(1)[0, label].item())
        answer.append(row)
    return answer


def never_uncovered(model, image, label, size, step, fill):
    return covering(lambda _, *where: plain(image, *where))(
        model, image, label, size, step, fill
    )


def restored_from_a_view(model, image, label, size, step, fill):
    def change(_, top, left, size, fill):
        kept = image[:, top : top + size, left : left + size]
        plain(image, top, left, size, fill)
        kept[:] = kept
        return image

    return covering(change)(model, image, label, size, step, fill)


def columns_first(model, image, label, size, step, fill):
    H, W = image.shape[1:]
    return [
        [
            model(plain(image.clone(), top, left, size, fill)[None]).softmax(1)[0][
                label
            ]
            for top in range(0, H - size + 1, step)
        ]
        for left in range(0, W - size + 1, step)
    ]


def to_the_edge(stop):
    def answer(model, image, label, size, step, fill):
        tops, lefts = (range(0, stop(side, size), step) for side in image.shape[1:])
        found = np.zeros((len(tops), len(lefts)))
        for i, top in enumerate(tops):
            for j, left in enumerate(lefts):
                x = plain(image.clone(), top, left, size, fill)
                found[i, j] = model(x[None]).softmax(1)[0, label].item()
        return found

    return answer


def whole(model, image, label):
    return model(image[None]).softmax(1)[0, label].item()


def leaving(change):
    """The right map; and the network or the picture isn't what it was before."""

    def answer(model, image, *more):
        found = by_one_batch(model, image, *more).tolist()
        change(model, image)
        return found

    return answer


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (never_uncovered, "pile up: cover"),
        (uncovered_once_a_row, "pile up along a row"),
        (restored_from_a_view, "pile up"),
        (columns_first, "exchanged"),
        (covering(plain, lambda scores, label: scores[0, label]), "softmax over"),
        (covering(plain, lambda scores, label: scores.softmax(1).max()), "highest"),
        (covering(plain, lambda scores, label: scores.argmax().item()), "which class"),
        (
            covering(plain, lambda scores, label: scores.softmax(0)[0, label].item()),
            "softmax(1): over a batch of one",
        ),
        (
            covering(plain, lambda scores, label: scores.softmax(1)[0, label].numpy()),
            "RuntimeError: Can't call numpy() on Tensor that requires grad",
        ),
        (leaving(lambda model, image: model.train()), "the mode of the model"),
        (leaving(lambda model, image: model.requires_grad_(False)), "decided already"),
        (leaving(lambda model, image: model.register_forward_hook(print)), "a hook is"),
        (leaving(lambda model, image: image.requires_grad_()), "requiring a gradient"),
        (
            leaving(lambda model, image: nn.init.zeros_(model.last[0, :1])),
            "its numbers are others",
        ),
        (
            covering(plain, lambda s, label: s[0, label].exp() / s.exp().max()),
            "differ; the shape is right",
        ),
        (covering(plain, lambda s, label: torch.sigmoid(s)[0, label]), "sigmoid"),
        (
            covering(
                plain, lambda s, label: -F.cross_entropy(s[0], torch.tensor(label))
            ),
            "logarithm",
        ),
        (lambda *case: whole(*case[:3]) - by_numpy(*case), "drops"),
        (lambda *case: by_numpy(*case) - whole(*case[:3]), "rises"),
        (lambda *case: by_numpy(*case) / whole(*case[:3]), "share that is left"),
        (lambda *case: 1 - by_numpy(*case), "something else"),
        (to_the_edge(lambda side, size: side - size), "last place is missing"),
        (to_the_edge(lambda side, size: side), "hang over the edge"),
        (
            covering(
                lambda x, top, left, size, fill: plain(
                    x, max(top - size // 2, 0), max(left - size // 2, 0), size, fill
                )
            ),
            "differ;",
        ),
        (
            covering(lambda x, a, b, size, fill: plain(x, a, b, size, 0)),
            "always with 0",
        ),
        (covering(lambda x, *where: x), "nothing is covered"),
        (covering(cut_at_size), "not at size"),
        (covering(without_channels), "channels and rows"),
        (covering(lambda x, a, b, n, fill: plain(x, a, b, n - 1, fill)), "too small"),
        (covering(lambda x, a, b, n, fill: plain(x, a, b, n + 1, fill)), "too big"),
        (
            covering(
                lambda x, a, b, n, fill: torch.cat([plain(x[:1], a, b, n, fill), x[1:]])
            ),
            "only the first channel",
        ),
        (covering(lambda x, a, b, n, fill: plain(x, b, a, n, fill)), "rows come first"),
        (
            covering(
                lambda x, a, b, n, fill: x + (plain(x.clone(), a, b, n, fill) * 0 + 1)
            ),
            "differ;",
        ),
        (lambda *case: by_one_batch(*case).flatten().tolist(), "in a row"),
        (lambda *case: by_one_batch(*case)[0], "first row alone"),
        (lambda *case: by_one_batch(*case)[0, 0], "first place alone"),
        (lambda *case: by_one_batch(*case).mean(), "differ; its shape is ()"),
        (lambda *case: by_one_batch(*case).round(decimals=2), "differ;"),
        (lambda *case: by_one_batch(*case).argmin(), "differ; its shape"),
        (lambda *case: str(by_one_batch(*case)), "not str"),
        (lambda model, image, *more: by_loops(model, image[0], *more), "error"),
    ],
)
def test_wrong_occlusion_maps_are_named(wrong, words):
    report = checks.occlusion(wrong)
    assert not report.passed and words in repr(report)


# --- all of them ----------------------------------------------------------------------

ALL = {
    "occlusion": "model, image, label, size, step, fill",
    "saliency": "model, image, label",
    "ascent": "model, image, label, steps, rate",
    "which_unit": "maps, best",
}


@pytest.mark.parametrize("name", ALL)
def test_stubs_and_crashes(name):
    stubs_and_crashes_are_shown(getattr(checks, name), ALL[name])
    assert "TypeError" in repr(getattr(checks, name)(lambda: 3))
    assert "SystemExit" in repr(getattr(checks, name)(lambda *case: exit()))


def test_an_attempt_that_later_stops_is_no_error_of_the_checker():
    calls = iter(range(3))

    def three_times(*case):
        return next(calls) is not None and by_one_batch(*case)

    assert checks.occlusion(three_times).passed


@pytest.mark.parametrize("name", ALL)
def test_no_two_mistakes_look_alike(name, monkeypatch):
    no_two_mistakes_look_alike(getattr(checks, name), monkeypatch)
