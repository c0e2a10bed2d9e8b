"""Notebook 08: right and wrong saliency maps, and right and wrong ascents."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from helpers import checks, features

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
    x = image.detach().requires_grad_()
    (slopes,) = torch.autograd.grad(model(x.unsqueeze(0)).squeeze()[label], x)
    return torch.max(slopes.abs(), dim=0).values


def by_up_and_down(model, image, label):
    x = torch.nn.Parameter(image)
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
        (following(lambda s, n: -s[0, n], lambda g: g.amax(0)), "minimise the act"),
        (following(label_score, lambda g: g.max(0).values.abs()), "too late"),
        (following(label_score, lambda g: g.abs().min(0).values), "weakest"),
        (following(label_score, lambda g: g.abs().sum(0)), "all channels"),
        (following(label_score, lambda g: g.abs().mean(0)), "the mean of"),
        (following(label_score, lambda g: (g**2).sum(0).sqrt()), "length"),
        (following(label_score, lambda g: g.square().amax(0)), "the square"),
        (following(label_score, lambda g: abs(g)[0]), "only the first"),
        (following(label_score, lambda g: abs(g)[-1]), "differ;"),
        (following(label_score, lambda g: abs(g).max(0)), "take .values"),
        (following(label_score, lambda g: abs(g)), "one map for each"),
        (following(label_score, lambda g: g.numpy()), "with its signs"),
        (following(label_score, lambda g: g.abs().amax(2)), "its shape is (3, 4)"),
        (following(label_score, lambda g: g.abs().amax()), "its shape is ()"),
        (following(label_score, lambda g: g.abs().amax(0)[None]), "its shape is (1,"),
        (following(lambda s, n: s.softmax(1)[0, n]), "can't grow"),
        (following(loss), "loss also falls"),
        (following(lambda s, n: s.sum()), "added up"),
        (following(lambda s, n: s.mean()), "differ;"),
        (following(lambda s, n: s[0, n] ** 2), "differ;"),
        (following(lambda s, n: 2 * s[0, n]), "twice the gradient"),
        (following(lambda s, n: s[0, 0]), "differ;"),
        (following(lambda s, n: s[0, 1]), "differ;"),
        (following(lambda s, n: s[0, 2]), "differ;"),
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
            "returns nothing",
        ),
        (
            lambda model, image, label: torch.autograd.grad(
                model(image[None])[0, label], image
            ),
            "RuntimeError",
        ),
        (following(lambda s, n: s[0, n]), "left requiring a gradient"),
        (following(lambda s, n: s.max(), lambda g: g.sum(0).abs()), "opposite colours"),
        (following(lambda s, n: s.min(), lambda g: g.sum(0)), "with their signs"),
        (following(lambda s, n: s.min(), lambda g: abs(g).mean(0)), "mean is taken"),
        (
            following(lambda s, n: s.softmax(1)[0, n], lambda g: g.sum(0).abs()),
            "that is the probability, which can't grow where the net is certain, and",
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
        by_recursion,
        by_differences,
        in_single_precision,
        as_a_batch,
    ],
)
def test_right_ascents(right):
    assert checks.ascent(right).passed


@pytest.mark.parametrize(
    "climbing", [by_descent_on_minus, in_place, with_zeroed_gradient]
)
def test_an_ascent_that_changes_the_picture_is_told_to_copy_it(climbing):
    report = checks.ascent(climbing)
    assert "you changed image itself" in report.verdict and not report.passed


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
        (lambda m, i, n, *more: uphill(m, i, 1, *more), "differ;"),
        (lambda m, i, n, *more: uphill(m, i, 2, *more), "differ;"),
        (lambda m, i, n, steps, rate: uphill(m, i, n, steps, -rate), "minimised"),
        (lambda m, i, n, steps, rate: uphill(m, i, n, 1, steps * rate), "first pict"),
    ],
)
def test_wrong_ascents_are_named(wrong, words):
    report = checks.ascent(wrong)
    assert not report.passed and words in repr(report)
