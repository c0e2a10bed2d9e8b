"""For attempts that change, or make, a network: what they are handed, and kept."""

import copy
import functools
import textwrap
from collections import OrderedDict

import numpy as np
import torch
from torch import nn

from helpers.checks import base


def network(seed):
    """A small convolutional network in double precision, its BatchNorms used before.

    Pictures (N, 2, 7, 7) to scores (N, 3). Its parts: stem, block, pool, hidden, drop,
    fc. It is in eval mode, and all its parameters learn, as a network that was loaded.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        parts = OrderedDict(
            stem=filters(2, 4),
            block=filters(4, 5),
            pool=nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()),
            hidden=nn.Sequential(nn.Linear(5, 6), nn.ReLU()),
            drop=nn.Dropout(0.5),
            fc=nn.Linear(6, 3),
        )
        model = nn.Sequential(parts).double()
        model(pictures(seed))
    return model.eval()


def filters(channels, out):
    # a bias before a BatchNorm would do nothing, and have no gradient
    convolution = nn.Conv2d(channels, out, 3, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(out), nn.ReLU())


def pictures(seed):
    rng = np.random.default_rng(seed)
    return torch.from_numpy(rng.normal(1, 2, (6, 2, 7, 7)))


def path(channels, out, stride):
    """Pictures (N, channels, 7, 7) to (N, out, ·, ·), smaller by the stride."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(channels + out)
        first = nn.Conv2d(channels, out, 3, stride, padding=1)
        return nn.Sequential(first, nn.ReLU(), nn.Conv2d(out, out, 3, padding=1))


def batch(channels):
    """Pictures (2, channels, 7, 7) for a path."""
    rng = np.random.default_rng(channels)
    return torch.from_numpy(rng.normal(0, 1, (2, channels, 7, 7))).float()


@torch.random.fork_rng(devices=[])  # a network of theirs may draw its weights
@torch.enable_grad()
def judge(name, attempt, cases, verdict, given):
    """A Report on an attempt that is handed networks, from what it makes of them.

    cases: argument tuples. verdict(case, left, answer): what is wrong, in words, or a
    list of what it may be, or nothing; `left` are the arguments as the attempt leaves
    them. Named is what it may be in every case. given(case): the arguments in words.
    """
    first = base.run(name, attempt, cases[:1])
    if isinstance(first, base.Report):  # no function, or only the stub of one
        return first
    failed = []
    for case in cases:
        left = copy.deepcopy(case)
        try:
            answer = attempt(*left)
            words = verdict(case, left, answer)  # which may run a network of theirs
            got = _short(answer)
        except (Exception, SystemExit) as error:  # a student's error is shown
            inside = error.__traceback__.tb_next  # without this frame
            got = base.show(error.with_traceback(inside))
            words = base.difference(error, 0)
        if words:
            failed.append((case, got, [words] if isinstance(words, str) else words))
    if not failed:
        return base.Report("correct", f"{name}: correct, all {len(cases)} cases agree")
    case, got, known = failed[0]
    common = [one for one in known if all(one in words for _, _, words in failed)]
    words = (common or known[-1:])[0]
    details = [("input", given(case)), ("got", got)]
    return base.Report("wrong", f"{name}: {words}", details)


def _short(answer):
    if answer is None:
        return "nothing"
    if isinstance(answer, nn.Module):  # its layers would fill the page
        return f"a module, {type(answer).__name__}"
    return textwrap.shorten(base.show(answer), 80, placeholder=" …")


def names(model):
    """Of its parameters, [(name, parameter), …], under their names in `network`."""
    return list(zip(_known("named_parameters"), model.parameters(), strict=True))


def hooked(model):
    """True if something else happens when it runs, or when a gradient comes back."""
    of_modules = (
        value
        for module in model.modules()
        for name, value in vars(module).items()
        if name.endswith("_hooks")
    )
    of_weights = (
        getattr(weight, name)
        for weight in model.parameters()
        for name in ("_backward_hooks", "_post_accumulate_grad_hooks")
    )
    return any(of_modules) or any(of_weights)


def changed(what, before, after):
    """How a network isn't any more what it was before, in words; or nothing."""
    if hooked(after):
        return f"a hook is left on {what}: take it off again, with hook.remove()"
    was, now = before.state_dict(), after.state_dict()
    if list(was) != list(now):
        return f"you changed {what}: it has other parts than before"
    if not all(map(torch.equal, was.values(), now.values())):
        return f"you changed {what}: its numbers are others than before"
    learn = [[one.requires_grad for one in m.parameters()] for m in (before, after)]
    if learn[0] != learn[1]:
        return f"what learns in {what} is decided already: don't change requires_grad"
    modes = [[one.training for one in m.modules()] for m in (before, after)]
    if modes[0] != modes[1]:
        return f"you changed the mode of {what}: no train() and no eval() here"
    return None


def train(model, seed=9, steps=3):
    """Some steps with everything in it that learns, in the mode in which it is.

    With weight decay, so that what learns moves even where its gradient is 0.
    """
    learning = [weight for weight in model.parameters() if weight.requires_grad]
    labels = torch.arange(6) % 3
    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        torch.manual_seed(seed)
        for step in range(steps):
            loss = nn.functional.cross_entropy(model(2 * pictures(step) + 1), labels)
            slopes = torch.autograd.grad(loss, learning, allow_unused=True)
            for weight, slope in zip(learning, slopes, strict=True):
                if slope is not None:
                    weight.data -= 0.1 * (slope + 0.01 * weight)


def state(model):
    """Copies of its numbers, by their names in `network`: parameters and statistics."""
    values = [value.clone() for value in model.state_dict().values()]
    return dict(zip(_known("state_dict"), values, strict=True))


@functools.cache
def _known(what):
    return list(dict(getattr(network(0), what)()))
