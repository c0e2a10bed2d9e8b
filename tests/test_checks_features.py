"""Notebook 08's checkers: right answers pass, mistakes are named, each by its name."""

from itertools import pairwise

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from usual import stubs_and_crashes_are_shown

from helpers import checks, features
from helpers.checks import base, gradients, units
from helpers.checks import features as occlusions

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
        scores = model(torch.from_numpy(x[np.newaxis]))[0].numpy()
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
            found[i, j] = read(
                model(change(x, i * step, j * step, size, fill)[None]), label
            )
        return found

    return answer


def plain(x, top, left, size, fill):
    x[:, top : top + size, left : left + size] = fill
    return x


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
                found[i, j] = model(x[None]).softmax(1)[0, label]
        return found

    return answer


def whole(model, image, label):
    return model(image[None]).softmax(1)[0, label].item()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (never_uncovered, "pile up"),
        (restored_from_a_view, "pile up"),
        (columns_first, "exchanged"),
        (covering(plain, lambda scores, label: scores[0, label]), "softmax over"),
        (covering(plain, lambda scores, label: scores.softmax(1).max()), "highest"),
        (covering(plain, lambda scores, label: scores.softmax(0)[0, label]), "differ;"),
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
        (covering(lambda x, a, b, n, fill: plain(x, a, b, n - 1, fill)), "too small"),
        (covering(lambda x, a, b, n, fill: plain(x, a, b, n + 1, fill)), "too big"),
        (
            covering(
                lambda x, a, b, n, fill: torch.cat([plain(x[:1], a, b, n, fill), x[1:]])
            ),
            "only the first channel",
        ),
        (covering(lambda x, a, b, n, fill: plain(x, b, a, n, fill)), "differ;"),
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


# --- a saliency map, mended -----------------------------------------------------------


def mended(model, image, label):
    x = image.clone().requires_grad_()
    model(x[None])[0, label].backward()
    return x.grad.abs().amax(0)


def by_minus_the_score(model, image, label):
    """Downhill is as steep as uphill: with |·| that is no mistake."""
    x = image[None].clone().requires_grad_()
    (-model(x)[:, label].sum()).backward()
    return np.abs(x.grad.numpy()[0]).max(axis=0)


def by_autograd(model, image, label):
    image.requires_grad_()
    (slopes,) = torch.autograd.grad(model(image.unsqueeze(0)).squeeze()[label], image)
    return torch.max(slopes.abs(), dim=0).values


def by_up_and_down(model, image, label):
    x = image.requires_grad_()
    model(x[None])[0][label].backward()
    return torch.maximum(x.grad.amax(0), -x.grad.amin(0)).tolist()


def by_one_hot(model, image, label):
    x = image.detach().requires_grad_(True)
    scores = model(x.view(1, *x.shape))
    scores.backward(F.one_hot(torch.tensor([label]), scores.shape[1]).to(scores))
    return [
        [max(map(abs, pixel)) for pixel in row]
        for row in x.grad.permute(1, 2, 0).tolist()
    ]


def by_small_steps(model, image, label, h=1e-4):
    answer = np.zeros(image.shape)
    for place in np.ndindex(*image.shape):
        step = torch.zeros_like(image)
        step[place] = h
        up, down = (model((image + way * step)[None])[0, label] for way in (1, -1))
        answer[place] = abs((up - down).item()) / (2 * h)
    return answer.max(0)


def by_jacobian(model, image, label):
    slopes = torch.autograd.functional.jacobian(lambda x: model(x[None])[0], image)
    return slopes[label].abs().max(0)[0].numpy()


def by_function_transforms(model, image, label):
    slopes = torch.func.grad(lambda x: model(x[None])[0, label])(image)
    return slopes.pow(2).amax(0).sqrt()


def by_single_floats(model, image, label):
    return mended(model, image.float(), label)


def by_infinite_norm(model, image, label):
    x = image.clone().requires_grad_()
    model(torch.stack([x, x]))[1, label].backward()
    return torch.linalg.vector_norm(x.grad, ord=float("inf"), dim=0)


@pytest.mark.parametrize(
    "right",
    [
        features.saliency,
        mended,
        by_minus_the_score,
        by_autograd,
        by_up_and_down,
        by_one_hot,
        by_small_steps,
        by_jacobian,
        by_function_transforms,
        by_single_floats,
        by_infinite_norm,
    ],
)
def test_right_saliency_maps(right):
    assert checks.saliency(right).passed


def following(ask, read=lambda slopes: slopes.abs().max(0).values):
    def answer(model, image, label):
        x = image.requires_grad_()
        (slopes,) = torch.autograd.grad(ask(model(x[None]), label), x)
        return read(slopes)

    return answer


def loss(scores, label):
    return F.cross_entropy(scores, torch.tensor([label]))


def label_score(scores, label):
    return scores[:, label].sum()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (
            following(lambda s, label: s.min(), lambda g: g.sum(0).abs()),
            "both mistakes",
        ),
        (following(lambda s, label: s.amin(1).sum()), "believes least"),
        (following(lambda s, label: s[0, s[0].argmin()]), "believes least"),
        (following(lambda s, label: s[0, s[0].argmax()]), "believes most"),
        (following(label_score, lambda g: g.sum(0).abs()), "before you bring"),
        (following(label_score, lambda g: g.sum(0).pow(2).sqrt()), "before you bring"),
        (following(label_score, lambda g: g.mean(0).abs()), "in the mean"),
        (following(label_score, lambda g: g.sum(0)), "with their signs"),
        (following(label_score, lambda g: g.amax(0)), "strongest upwards"),
        (following(label_score, lambda g: g.max(0).values.clamp(min=0)), "act upwards"),
        (following(label_score, lambda g: g.min(0)[0]), "strongest downwards"),
        (following(lambda s, n: -s[0, n], lambda g: g.amax(0)), "differ;"),
        (following(label_score, lambda g: g.max(0).values.abs()), "too late"),
        (following(label_score, lambda g: g.abs().min(0).values), "weakest"),
        (following(label_score, lambda g: g.abs().sum(0)), "all channels"),
        (following(label_score, lambda g: g.abs().mean(0)), "the mean of"),
        (following(label_score, lambda g: (g**2).sum(0).sqrt()), "length"),
        (following(label_score, lambda g: g.square().amax(0)), "the square"),
        (following(label_score, lambda g: abs(g)[0]), "only the first"),
        (following(label_score, lambda g: abs(g)[-1]), "differ;"),
        (following(label_score, lambda g: abs(g)), "one map for each"),
        (following(label_score, lambda g: g.numpy()), "with its signs"),
        (following(label_score, lambda g: g.abs().amax(2)), "in each column"),
        (following(label_score, lambda g: g.abs().amax()), "its shape is ()"),
        (following(label_score, lambda g: g.abs().amax(0)[None]), "its shape is (1,"),
        (following(lambda s, n: s.softmax(1)[0, n]), "can't grow"),
        (following(loss), "loss also falls"),
        (following(loss, lambda g: g.sum(0).abs()), "other scores do, and"),
        (following(lambda s, n: s.sum()), "added up"),
        (following(lambda s, n: s.mean()), "differ;"),
        (following(lambda s, n: s[0, n] ** 2), "differ;"),
        (following(lambda s, n: 2 * s[0, n]), "differ;"),
        (
            lambda model, image, label: (
                mended(model, image, label) / mended(model, image, label).max()
            ),
            "maximum of 1",
        ),
        (
            lambda model, image, label: (
                mended(model, image, label) * image.abs().amax(0)
            ),
            "differ;",
        ),
        (lambda model, image, label: image.abs().amax(0), "differ;"),
        (lambda model, image, label: image.grad, "returns nothing"),
        (
            lambda model, image, label: model(image[None])[0, label].backward(),
            "RuntimeError",
        ),
    ],
)
def test_wrong_saliency_maps_are_named(wrong, words):
    report = checks.saliency(wrong)
    assert not report.passed and words in repr(report)


# --- gradient ascent ------------------------------------------------------------------


def uphill(model, image, label, steps, rate):
    for _ in range(steps):
        x = image.clone().requires_grad_()
        model(x[None])[0, label].backward()
        image = image + rate * x.grad
    return image


def by_an_optimizer(model, image, label, steps, rate):
    x = image.clone().requires_grad_()
    optimizer = torch.optim.SGD([x], lr=rate, maximize=True)
    for _ in range(steps):
        optimizer.zero_grad()
        model(x[None])[0, label].backward()
        optimizer.step()
    return x


def by_descent_on_minus(model, image, label, steps, rate):
    x = torch.nn.Parameter(image)
    optimizer = torch.optim.SGD([x], rate)
    for _ in range(steps):
        loss = -model(x.unsqueeze(0)).flatten()[label]
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return x.data


def in_place(model, image, label, steps, rate):
    image.requires_grad_()
    while steps:
        image.grad = None
        model(image[None])[0, label].backward()
        with torch.no_grad():
            image += rate * image.grad
        steps -= 1
    return image


def with_zeroed_gradient(model, image, label, steps, rate):
    x = image.requires_grad_(True)
    for _ in range(steps):
        model(x[None])[:, label].sum().backward()
        x.data.add_(x.grad, alpha=rate)
        x.grad.zero_()
    return x.detach().numpy()


def by_recursion(model, image, label, steps, rate):
    if steps == 0:
        return image
    slopes = torch.func.grad(lambda x: model(x[None])[0, label])(image)
    return by_recursion(model, image + rate * slopes, label, steps - 1, rate)


def by_differences(model, image, label, steps, rate, h=1e-5):
    x = image.numpy()
    for _ in range(steps):
        slopes = np.zeros_like(x)
        for place in np.ndindex(*x.shape):
            up, down = x.copy(), x.copy()
            up[place] += h
            down[place] -= h
            up, down = (model(torch.from_numpy(y[None]))[0, label] for y in (up, down))
            slopes[place] = (up - down) / (2 * h)
        x = x + rate * slopes
    return x


def in_single_precision(model, image, label, steps, rate):
    return uphill(model, image.float(), label, steps, rate).tolist()


def as_a_batch(model, image, label, steps, rate):
    x = image[None]
    for _ in range(steps):
        x = x.detach().requires_grad_()
        x = x + rate * torch.autograd.grad(model(x)[0, label], x)[0]
    return x[0]


@pytest.mark.parametrize(
    "right",
    [
        uphill,
        by_an_optimizer,
        by_descent_on_minus,
        in_place,
        with_zeroed_gradient,
        by_recursion,
        by_differences,
        in_single_precision,
        as_a_batch,
    ],
)
def test_right_ascents(right):
    assert checks.ascent(right).passed


def stepping(move, ask=lambda scores, label: scores[0, label]):
    """Steps in which x.grad is never set to zero."""

    def answer(model, image, label, steps, rate):
        x = image.clone().requires_grad_()
        for _ in range(steps):
            ask(model(x[None]), label).backward()
            x.data = move(x.data, x.grad, rate)
        return x

    return answer


def optimising(loss, **how):
    def answer(model, image, label, steps, rate):
        x = image.clone().requires_grad_()
        optimizer = how.get("kind", torch.optim.SGD)([x], rate)
        for _ in range(steps):
            optimizer.zero_grad()
            loss(model(x[None]), label).backward()
            optimizer.step()
        return x

    return answer


def graph_never_cut(model, image, label, steps, rate):
    slopes = torch.func.grad(lambda x: model(x[None])[0, label])(image)
    for _ in range(steps):
        image = image + rate * slopes
    return image


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (optimising(lambda s, n: s[0, n]), "downhill: the picture is minimised"),
        (stepping(lambda x, g, rate: x + rate * g), "x.grad adds up from"),
        (stepping(lambda x, g, rate: x - rate * g), "downhill, and x.grad"),
        (
            stepping(lambda x, g, rate: x + rate * g, lambda s, n: -s[0, n]),
            "downhill, and x.grad",
        ),
        (optimising(loss), "loss also falls"),
        (optimising(lambda s, n: -loss(s, n)), "uphill on the loss"),
        (optimising(lambda s, n: -s.softmax(1)[0, n]), "can't grow"),
        (optimising(lambda s, n: -s.max()), "believes most"),
        (optimising(lambda s, n: -s[0].min()), "believes least"),
        (optimising(lambda s, n: -s.sum()), "added up"),
        (optimising(lambda s, n: s[0, n], kind=torch.optim.Adam), "differ;"),
        (optimising(lambda s, n: -s[0, n], kind=torch.optim.Adam), "differ;"),
        (graph_never_cut, "first picture's"),
        (lambda m, i, n, steps, rate: uphill(m, i, n, 1, rate), "one step:"),
        (lambda m, i, n, steps, rate: uphill(m, i, n, steps - 1, rate), "too few"),
        (lambda m, i, n, steps, rate: uphill(m, i, n, steps + 1, rate), "too many"),
        (lambda m, i, n, steps, rate: uphill(m, i, n, steps, 1), "the rate"),
        (lambda m, i, n, steps, rate: uphill(m, i * 0, n, steps, rate), "not at zero"),
        (lambda m, i, *more: i, "the image itself"),
        (lambda m, i, *more: uphill(m, i, *more) - i, "what was added"),
        (lambda m, i, *more: uphill(m, i, *more).clamp(-1, 1), "differ;"),
        (lambda m, i, *more: uphill(m, i, *more)[None], "its shape is (1,"),
        (lambda m, i, *more: m(uphill(m, i, *more)[None])[0, more[0]], "at the end;"),
        (lambda m, i, n, *more: uphill(m, i, 0, *more), "differ;"),
        (lambda m, i, n, steps, rate: uphill(m, i, n, steps, -rate), "minimised"),
        (lambda m, i, n, steps, rate: uphill(m, i, n, 1, steps * rate), "first pict"),
    ],
)
def test_wrong_ascents_are_named(wrong, words):
    report = checks.ascent(wrong)
    assert not report.passed and words in repr(report)


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


# --- all of them ----------------------------------------------------------------------

ALL = {
    "occlusion": (occlusions, "model, image, label, size, step, fill"),
    "saliency": (gradients, "model, image, label"),
    "ascent": (gradients, "model, image, label, steps, rate"),
    "which_unit": (units, "maps, best"),
}


@pytest.mark.parametrize("name", ALL)
def test_stubs_and_crashes(name):
    stubs_and_crashes_are_shown(getattr(checks, name), ALL[name][1])
    assert "TypeError" in repr(getattr(checks, name)(lambda: 3))
    assert "SystemExit" in repr(getattr(checks, name)(lambda *case: exit()))


@pytest.mark.parametrize("name", ALL)
def test_no_two_mistakes_look_alike(name, monkeypatch):
    """Each wrong function is named by its own words, and none passes."""
    kept, real = {}, base.check

    def check(name, attempt, right, cases, mistakes):
        kept.update(mistakes)
        return real(name, attempt, right, cases, mistakes)

    checker = getattr(checks, name)
    with monkeypatch.context() as patch:
        patch.setattr(base, "check", check)
        checker(lambda *case: 0)
    assert len(kept) >= 20
    for words, wrong in kept.items():
        assert words in repr(checker(wrong))
