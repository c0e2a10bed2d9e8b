"""Notebook 08's exercises: right answers however written, wrong ones by name."""

from itertools import pairwise

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from answers import is_called, is_right, right_ones, wrong_ones
from torch import nn

from helpers import checks, features

# --- which unit -----------------------------------------------------------------------


def unit(maps, best):
    order = maps.max(axis=3).max(axis=2).argsort(axis=0)[::-1][: len(best)]
    return np.argmax((order == best.reshape(-1, 1)).sum(axis=0))


def unit_by_python(maps, best):
    for channel in range(maps.shape[1]):
        peaks = [max(max(row) for row in image[channel]) for image in maps.tolist()]
        order = sorted(range(len(peaks)), key=peaks.__getitem__, reverse=True)
        if order[: len(best)] == list(best):
            return channel


def unit_by_tensors(maps, best):
    """Arrays stop it: they have no amax."""
    order = maps.amax((2, 3)).topk(len(best), dim=0).indices
    return (order == best[:, None]).all(0).nonzero().item()


def unit_by_converted_tensors(maps, best):
    peaks = torch.tensor(maps).flatten(2).max(2).values.T
    for channel, values in enumerate(peaks):
        if values.argsort(descending=True)[: len(best)].tolist() == best.tolist():
            return torch.tensor(channel)


def unit_by_peaks(maps, best):
    """The peaks fall along best, and no other image's is higher than the last."""
    peaks = maps.reshape(*maps.shape[:2], -1).max(-1)
    others = np.delete(peaks, best, axis=0).max(0)
    falling = [peaks[a] > peaks[b] for a, b in pairwise(best)]
    return np.argwhere(np.all([*falling, peaks[best[-1]] > others], 0))[0, 0]


def unit_by_turns(maps, best):
    left, peaks = np.arange(maps.shape[1]), maps.max((-1, -2))
    for number in best:
        left = [c for c in left if peaks[:, c].argmax() == number]
        peaks[number] = -np.inf
    (channel,) = left
    return float(channel)


def unit_by_sorting(maps, best):
    order = np.argsort(-maps.max((2, 3)), axis=0, kind="stable")[: len(best)]
    return np.flatnonzero((order == np.reshape(best, (-1, 1))).all(0))[0]


def matching(judge, agrees=lambda order, best: order[:3] == best):
    def answer(maps, best):
        for channel in range(maps.shape[1]):
            order = np.argsort([-judge(image[channel]) for image in maps]).tolist()
            if agrees(order, best.tolist()):
                return channel

    return answer


# --- an occlusion map -----------------------------------------------------------------


def occlusion(model, image, label, size, step, fill):
    """In one batch."""
    windows = torch.arange(image[0].numel()).view(image.shape[1:])
    windows = windows.unfold(0, size, step).unfold(1, size, step)
    batch = image.repeat(windows.shape[0] * windows.shape[1], 1, 1, 1)
    for x, window in zip(batch, windows.flatten(0, 1), strict=True):
        x.view(len(x), -1)[:, window.flatten()] = fill
    return model(batch).softmax(dim=1)[:, label].view(windows.shape[:2])


def occlusion_by_loops(model, image, label, size, step, fill):
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


def occlusion_by_numpy(model, image, label, size, step, fill):
    rows, cols = ((side - size) // step + 1 for side in image.shape[1:])
    answer = np.zeros((rows, cols), dtype=np.float32)
    for i, j in np.ndindex(rows, cols):
        x = image.numpy().copy()
        x[:, i * step : i * step + size, j * step : j * step + size] = fill
        scores = model(torch.from_numpy(x[np.newaxis]))[0].detach().numpy()
        powers = np.exp(scores - scores.max())
        answer[i, j] = powers[label] / powers.sum()
    return answer


def occlusion_by_masks(model, image, label, size, step, fill):
    down, right = (torch.arange(side) for side in image.shape[1:])
    for top in range(0, len(down) - size + 1, step):
        row = []
        for left in range(0, len(right) - size + 1, step):
            inside = ((down >= top) & (down < top + size))[:, None]
            inside = inside & (right >= left) & (right < left + size)
            x = torch.where(inside, fill, image)
            row.append(F.softmax(model(x.unsqueeze(0)), 1)[0, label])
        yield row


def occlusion_by_restoring(model, image, label, size, step, fill):
    """The picture is covered itself, and is afterwards as it was."""
    tops = range(0, image.size(1) - size + 1, step)
    lefts = range(0, image.size(2) - size + 1, step)
    answer = torch.empty(len(tops), len(lefts))
    with torch.no_grad():
        for i, top in enumerate(tops):
            for j, left in enumerate(lefts):
                kept = image[:, top : top + size, left : left + size].clone()
                image[:, top : top + size, left : left + size] = fill
                answer[i, j] = torch.softmax(model(image[None]), dim=-1)[0, label]
                image[:, top : top + size, left : left + size] = kept
    return answer


def occlusion_by_logarithms(model, image, label, size, step, fill):
    def one(top, left):
        x = image.detach().clone()
        x[..., top : top + size, left : left + size] = torch.full((), fill)
        return -F.cross_entropy(model(x[None]), torch.tensor([label]))

    H, W = image.shape[-2:]
    tops, lefts = range(0, H - size + 1, step), range(0, W - size + 1, step)
    return torch.stack([torch.stack([one(t, f) for f in lefts]) for t in tops]).exp()


def covering(change, read=lambda s, label: s.softmax(1)[0, label].item()):
    """A map in a loop in which one line is wrong."""

    def answer(model, image, label, size, step, fill):
        rows, cols = ((side - size) // step + 1 for side in image.shape[1:])
        found = np.zeros((rows, cols))
        for i, j in np.ndindex(rows, cols):
            x = change(image.clone(), i * step, j * step, size, fill)
            found[i, j] = torch.as_tensor(read(model(x[None]), label)).item()
        return found

    return answer


def plain(x, top, left, size, fill):
    x[:, top : top + size, left : left + size] = fill
    return x


def reading(read):
    return covering(plain, read)


def uncovered_once_a_row(model, image, label, size, step, fill):
    for top in range(0, image.shape[1] - size + 1, step):
        x, row = image.clone(), []
        for left in range(0, image.shape[2] - size + 1, step):
            row.append(
                model(plain(x, top, left, size, fill)[None]).softmax(1)[0, label]
            )
        yield row


def never_uncovered(model, image, *more):
    x = image.clone()
    return covering(lambda _, *where: plain(x, *where))(model, image, *more)


def to_the_edge(stop):
    def answer(model, image, label, size, step, fill):
        tops, lefts = (range(0, stop(side, size), step) for side in image.shape[1:])
        return [
            [
                model(plain(image.clone(), t, f, size, fill)[None]).softmax(1)[0, label]
                for f in lefts
            ]
            for t in tops
        ]

    return answer


def share(model, image, label):
    return model(image[None]).softmax(1)[0, label]


def leaving(change):
    """The right map; and the network or the picture isn't what it was before."""

    def answer(model, image, *more):
        found = occlusion(model, image, *more).tolist()
        change(model, image)
        return found

    return answer


# --- a saliency map -------------------------------------------------------------------


def slopes(model, image, label, ask=lambda s, label: s[:, label].sum()):
    x = image.clone().requires_grad_()
    return torch.autograd.grad(ask(model(x[None]), label), x)[0]


def saliency_by_minus_the_score(model, image, label):
    """Downhill is as steep as uphill: with |·| that is no mistake."""
    x = image[None].clone().requires_grad_()
    (-model(x)[:, label].sum()).backward()
    return np.abs(x.grad.numpy()[0]).max(axis=0)


def saliency_by_one_hot(model, image, label):
    x = image.detach().clone().requires_grad_(True)
    scores = model(x.view(1, *x.shape))
    scores.backward(F.one_hot(torch.tensor([label]), scores.shape[1]).to(scores))
    pixels = x.grad.permute(1, 2, 0).tolist()
    return ((max(map(abs, pixel)) for pixel in row) for row in pixels)


def saliency_by_small_steps(model, image, label, h=1e-4):
    answer = np.zeros(image.shape)
    for place in np.ndindex(*image.shape):
        step = torch.zeros_like(image)
        step[place] = h
        up, down = (model((image + way * step)[None])[0, label] for way in (1, -1))
        answer[place] = abs((up - down).item()) / (2 * h)
    return answer.max(0)


def saliency_by_parameter(model, image, label):
    x = nn.Parameter(image)
    model(torch.stack([x, x]))[1, label].backward()
    return torch.maximum(x.grad.amax(0), -x.grad.amin(0)).tolist()


def following(ask, read=lambda g: g.abs().max(0).values):
    return lambda *case: read(slopes(*case, ask))


def strongest(read):
    return lambda *case: read(slopes(*case))


def loss(scores, label):
    return F.cross_entropy(scores, torch.tensor([label]))


# --- an ascent ------------------------------------------------------------------------


def ascent(model, image, label, steps, rate):
    if steps == 0:
        return image
    up = torch.func.grad(lambda x: model(x[None])[0, label])(image)
    return ascent(model, image + rate * up, label, steps - 1, rate)


def climbing(loss, kind=torch.optim.SGD, clear=True, **how):
    def answer(model, image, label, steps, rate):
        x = image.clone().requires_grad_()
        optimizer = kind([x], rate, **how)
        for _ in range(steps):
            if clear:
                optimizer.zero_grad()
            loss(model(x[None]), label).backward()
            optimizer.step()
        return x

    return answer


def ascent_by_differences(model, image, label, steps, rate, h=1e-5):
    x = image.numpy().copy()
    for _ in range(steps):
        up = np.zeros_like(x)
        for place in np.ndindex(*x.shape):
            step = np.zeros_like(x)
            step[place] = h
            ends = (model(torch.from_numpy((x + s)[None])) for s in (step, -step))
            more, less = (scores[0, label].item() for scores in ends)
            up[place] = (more - less) / (2 * h)
        x = x + rate * up
    return x


def ascent_in_batches(model, image, label, steps, rate):
    x = image[None]
    for _ in range(steps):
        x = x.detach().requires_grad_()
        x = x + rate * torch.autograd.grad(model(x)[0, label], x)[0]
    return x[0]


def ascent_without_grad(model, image, label, steps, rate):
    x = nn.Parameter(image.clone())
    for _ in range(steps):
        (up,) = torch.autograd.grad(model(x[None])[:, label].sum(), [x])
        with torch.no_grad():
            x += rate * up
    return x.data.numpy()


def ascent_in_place(model, image, label, steps, rate):
    image.requires_grad_()
    for _ in range(steps):
        image.grad = None
        model(image[None])[0, label].backward()
        image.data += rate * image.grad
    return image


def score(scores, label):
    return scores[0, label]


def first_slope(model, image, label, steps, rate):
    up = slopes(model, image, label)
    for _ in range(steps):
        image = image + rate * up
    return image


# --- the banks ------------------------------------------------------------------------

RIGHT = {
    "which_unit": [
        unit,
        unit_by_python,
        unit_by_tensors,
        unit_by_converted_tensors,
        unit_by_peaks,
        unit_by_turns,
        unit_by_sorting,
        matching(np.max),
        lambda maps, best: unit(maps.astype(np.float32), best),
    ],
    "occlusion": [
        features.occlusion,
        occlusion,
        occlusion_by_loops,
        occlusion_by_numpy,
        occlusion_by_masks,
        occlusion_by_restoring,
        occlusion_by_logarithms,
        covering(plain),
        torch.inference_mode()(lambda m, x, *more: occlusion(m, x.float(), *more)),
        lambda *case: ((share.item() for share in row) for row in occlusion(*case)),
    ],
    "saliency": [
        features.saliency,
        saliency_by_minus_the_score,
        saliency_by_one_hot,
        saliency_by_small_steps,
        saliency_by_parameter,
        following(score),
        strongest(lambda g: torch.linalg.vector_norm(g, ord=float("inf"), dim=0)),
        strongest(lambda g: g.pow(2).amax(0).sqrt()),
        lambda model, image, label: slopes(model, image.float(), label).abs().amax(0),
        lambda model, image, label: (
            torch.func.jacrev(lambda x: model(x[None])[0])(image)[label].abs().max(0)[0]
        ),
    ],
    "ascent": [
        ascent,
        climbing(score, maximize=True),
        climbing(lambda s, n: -s[0, n]),
        ascent_by_differences,
        ascent_in_batches,
        ascent_without_grad,
        lambda model, image, *more: ascent(model, image.float(), *more).tolist(),
        lambda *case: (row for row in ascent(*case)),
    ],
}
WRONG = {
    "which_unit": [
        (matching(np.sum), "not by its mean"),
        (matching(lambda one: np.abs(one).max()), "very negative"),
        (matching(np.var), "its spread"),
        (matching(lambda one: -one.max()), "weakest images"),
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
        (lambda maps, best: maps[best[0]].max((1, 2)).argmax(), "on the first image"),
        (lambda maps, best: maps[best].max((2, 3)).mean(0).argmax(), "these images;"),
        (lambda maps, best: np.unravel_index(maps.argmax(), maps.shape)[1], "of all"),
        (lambda maps, best: unit(maps[:, ::-1], best), "turn the channels"),
        (lambda maps, best: [unit(maps, best)], "the number itself"),
        (lambda maps, best: best, "its shape is (3,)"),
        (lambda maps, best: 7, "cases differ"),
        (matching(np.median), "cases differ"),
        (lambda maps, best: unit(maps.transpose(1, 0, 2, 3), best), "cases differ"),
        (lambda maps, best: f"channel {unit(maps, best)}", "not str"),
    ],
    "occlusion": [
        (never_uncovered, "pile up: cover"),
        (uncovered_once_a_row, "pile up along a row"),
        (lambda *case: np.transpose(occlusion(*case).tolist()), "exchanged"),
        (reading(lambda s, label: s[0, label]), "softmax over"),
        (reading(lambda s, label: s.softmax(1).max()), "highest"),
        (reading(lambda s, label: s.argmax().item()), "which class"),
        (reading(lambda s, n: s.softmax(0)[0, n]), "softmax(1): over a batch of one"),
        (reading(lambda s, n: s.softmax(1)[0, n].numpy()), "stops with an error"),
        (reading(lambda s, n: s[0, n].exp() / s.exp().max()), "the shape is right"),
        (reading(lambda s, label: torch.sigmoid(s)[0, label]), "sigmoid"),
        (reading(lambda s, label: loss(s, label)), "minus the logarithm"),
        (leaving(lambda model, image: model.train()), "the mode of the model"),
        (leaving(lambda model, image: model.requires_grad_(False)), "decided already"),
        (leaving(lambda model, image: model.register_forward_hook(print)), "a hook is"),
        (leaving(lambda model, image: image.requires_grad_()), "requiring a gradient"),
        (leaving(lambda model, image: image.zero_()), "you changed image itself"),
        (
            leaving(lambda model, image: nn.init.zeros_(model.last[0, :1])),
            "its numbers are others",
        ),
        (lambda *case: share(*case[:3]) - occlusion(*case), "drops"),
        (lambda *case: occlusion(*case) / share(*case[:3]), "share that is left"),
        (lambda *case: 1 - occlusion(*case), "something else"),
        (to_the_edge(lambda side, size: side - size), "last place is missing"),
        (to_the_edge(lambda side, size: side), "hang over the edge"),
        (covering(lambda x, a, b, n, fill: plain(x, a, b, n, 0)), "always with 0"),
        (covering(lambda x, *where: x), "nothing is covered"),
        (covering(lambda x, a, b, n, fill: plain(x, a, b, n - 1, fill)), "too small"),
        (covering(lambda x, a, b, n, fill: plain(x, a, b, n + 1, fill)), "too big"),
        (covering(lambda x, *at: torch.cat([plain(x[:1], *at), x[1:]])), "only the f"),
        (covering(lambda x, a, b, n, fill: plain(x, b, a, n, fill)), "rows come first"),
        (covering(lambda x, *at: x + 0 * plain(x.clone(), *at) + 1), "differ;"),
        (lambda *case: occlusion(*case).flatten().tolist(), "in a row"),
        (lambda *case: occlusion(*case)[0], "first row alone"),
        (lambda *case: occlusion(*case)[0, 0], "first place alone"),
        (lambda *case: occlusion(*case).mean(), "differ; its shape is ()"),
        (lambda *case: occlusion(*case).round(decimals=2), "differ;"),
        (lambda model, image, *more: occlusion(model, image[0], *more), "an error"),
    ],
    "saliency": [
        (following(lambda s, n: s.min(), lambda g: g.sum(0).abs()), "both mistakes"),
        (following(lambda s, label: s[0, s[0].argmin()]), "believes least: follow"),
        (following(lambda s, label: s[0, s[0].argmax()]), "believes most: follow"),
        (strongest(lambda g: g.sum(0).pow(2).sqrt()), "before you bring"),
        (strongest(lambda g: g.numpy().mean(0).__abs__()), "in the mean"),
        (strongest(lambda g: sum(g)), "with their signs"),
        (strongest(lambda g: g.max(0).values.clamp(min=0)), "act upwards"),
        (strongest(lambda g: g.min(0)[0]), "strongest downwards"),
        (following(lambda s, n: -s[0, n], lambda g: g.amax(0)), "minimise the act"),
        (strongest(lambda g: abs(g.max(0).values)), "too late"),
        (strongest(lambda g: abs(g).min(0).values), "the values are not"),
        (strongest(lambda g: sum(map(abs, g))), "all channels"),
        (strongest(lambda g: (g**2).sum(0).sqrt()), "length"),
        (strongest(lambda g: g.abs().amax(0) ** 2), "the square"),
        (strongest(lambda g: abs(g)[-1]), "differ;"),
        (strongest(lambda g: abs(g).max(0)), "take .values"),
        (strongest(lambda g: g.numpy()), "with its signs"),
        (strongest(lambda g: g.abs().amax(0)[None]), "its shape is (1,"),
        (following(lambda s, n: s.softmax(1)[0, n]), "can't grow"),
        (following(loss), "loss also falls"),
        (following(lambda s, n: s.mean()), "differ;"),
        (following(lambda s, n: 2 * s[0, n]), "twice the gradient"),
        *((following(lambda s, _, n=n: s[0, n]), "differ;") for n in range(3)),
        (strongest(lambda g: abs(g).max(0)[0] / abs(g).max()), "maximum of 1"),
        (lambda model, image, label: image.abs().amax(0), "differ;"),
        (lambda model, image, label: image.grad, "returns nothing"),
        (
            lambda model, image, label: slopes(model, image, label, score)[label],
            "cases differ",
        ),
        (following(lambda s, n: s.max(), lambda g: g.sum(0)), "most; and the channels"),
        (
            following(lambda s, n: s.sum(), lambda g: g.mean(0).abs()),
            "up; and opposite",
        ),
        (following(lambda s, n: s.softmax(1)[0, n], sum), "can't grow; and"),
    ],
    "ascent": [
        (ascent_in_place, "you changed image itself"),
        (climbing(score), "downhill: the picture is minimised"),
        (climbing(score, clear=False, maximize=True), "x.grad adds up from"),
        (climbing(score, clear=False), "downhill, and x.grad"),
        (climbing(loss), "loss also falls"),
        (climbing(loss, maximize=True), "uphill on the loss"),
        (climbing(lambda s, n: -s.softmax(1)[0, n]), "can't grow"),
        (climbing(lambda s, n: -s.max()), "believes most"),
        (climbing(lambda s, n: -s.sum()), "added up"),
        (climbing(score, kind=torch.optim.Adam, maximize=True), "differ;"),
        (first_slope, "first picture's"),
        (lambda m, x, n, steps, rate: ascent(m, x, n, 1, rate), "one step:"),
        (lambda m, x, n, steps, rate: ascent(m, x, n, steps - 1, rate), "too few"),
        (lambda m, x, n, steps, rate: ascent(m, x, n, steps + 1, rate), "too many"),
        (lambda m, x, n, steps, rate: ascent(m, x, n, steps, 1), "the rate"),
        (lambda m, x, *more: ascent(m, x * 0, *more), "not at zero"),
        (lambda m, x, *more: x, "the image itself"),
        (lambda m, x, *more: ascent(m, x, *more) - x, "what was added"),
        (lambda m, x, *more: ascent(m, x, *more).clamp(-1, 1), "differ;"),
        (lambda m, x, *more: ascent(m, x, *more)[None], "its shape is (1,"),
        (lambda m, x, *more: score(m(ascent(m, x, *more)[None]), *more[:1]), "the end"),
        *((lambda m, x, _, *more, n=n: ascent(m, x, n, *more), "f") for n in range(3)),
    ],
}


@right_ones(RIGHT)
def test_right_answers(name, attempt):
    is_right(name, attempt)


@wrong_ones(WRONG)
def test_wrong_answers_are_named(name, attempt, words):
    is_called(name, attempt, words)


@pytest.mark.parametrize("number", range(3))
def test_exactly_one_unit_fits_and_clearly(number):
    """The ranks don't hang on a rounding, as to single precision."""
    maps, best = checks.which_unit.cases[number]
    peaks = maps.max((2, 3))
    assert np.diff(np.sort(peaks, axis=0), axis=0).min() > 1e-6
    assert sum(list(order[:3]) == list(best) for order in (-peaks).argsort(0).T) == 1


def test_what_is_large_is_shown_without_all_its_numbers():
    report = repr(checks.which_unit(lambda maps, best: 0))
    assert "an array of shape (5, 120, 2, 3), [" in report and len(report) < 300


def test_an_attempt_that_later_stops_is_no_error_of_the_checker():
    calls = iter(range(3))

    def three_times(*case):
        return next(calls) is not None and occlusion(*case)

    assert checks.occlusion(three_times).passed
