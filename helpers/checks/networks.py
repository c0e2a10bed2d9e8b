"""Small networks that attempts are handed, and how to judge networks that they make."""

import copy
import functools
import textwrap
from collections import OrderedDict

import numpy as np
import torch
from torch import nn

from helpers.checks import base, texts
from helpers.one_thread import one_thread

# --- handed over ----------------------------------------------------------------------


class Tiny(nn.Module):
    """Pictures (N, C, H, W) to scores (N, classes), exact: all in double precision."""

    def __init__(self, rng, shape, classes=3, units=6, loud=1.0):
        super().__init__()
        sizes = [(units, int(np.prod(shape))), (classes, units)]
        first, last = (rng.normal(0, 1 / np.sqrt(size[1]), size) for size in sizes)
        self.first = nn.Parameter(torch.from_numpy(first))  # they can learn, as those
        self.last = nn.Parameter(torch.from_numpy(loud * last))  # of a real network
        self.shape = shape
        self.eval()

    def forward(self, x):
        if tuple(x.shape[1:]) != self.shape:
            raise ValueError(
                f"This network takes pictures of shape (N, {str(self.shape)[1:]}; "
                f"got {tuple(x.shape)}."
            )
        hidden = x.flatten(1).to(self.first) @ self.first.T
        return hidden.tanh() @ self.last.T

    def __repr__(self):
        return f"a network for pictures {self.shape}"


def tiny(seed, shape, label, *more, loud=1.0):
    """(network, picture, label, …): arguments for an attempt. seed: or a generator."""
    rng = np.random.default_rng(seed)
    model = Tiny(rng, shape, loud=loud)
    return model, torch.from_numpy(rng.uniform(-1, 1, shape)), label, *more


@one_thread()
def check_tiny(name, attempt, right, cases, mistakes):
    """base.check; and what is right must leave the network and the picture alone."""
    report = base.check(name, attempt, right, cases, mistakes)
    if not report.passed:
        return report
    seen = []
    base.run(name, lambda *given: seen.append(given) or attempt(*given), cases[:1])
    model, image, *_ = seen[0]
    words = changed("the model", cases[0][0], model)
    if image.requires_grad:
        words = texts.say("picture requires grad")
    return base.Report("wrong", f"{name}: {words}") if words else report


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
    """Pictures (2, channels, 9, 7), to be told apart by their sides."""
    rng = np.random.default_rng(channels)
    return torch.from_numpy(rng.normal(0, 1, (2, channels, 9, 7))).float()


# --- judged ---------------------------------------------------------------------------


class Unlike(str):
    """Words for an answer that does something else, if no mistake does the same."""


class Judge:
    """The `check` of an exercise that is handed networks, or makes them.

    verdict(case, left, answer): what is wrong, in words, or nothing; `left` are the
    arguments as the attempt leaves them. outcome(left, answer): what the answer does, a
    list of arrays. If the words are Unlike, a mistake is named whose outcome is the
    same, or is the same up to the first array that isn't right. given(case): the
    arguments in words. read(left, answer): what both are given as the answer.
    """

    def __init__(self, verdict, outcome, given, read=lambda left, answer: answer):
        self.verdict, self.outcome, self.given = verdict, outcome, given
        self.read = read
        self.known = {}  # outcomes of solutions and mistakes, which take long

    @one_thread()
    @torch.random.fork_rng(devices=[])  # a network of theirs may draw its weights
    @torch.enable_grad()
    def __call__(self, name, attempt, right, cases, mistakes):
        first, verdict = base.run(name, attempt, cases)
        if verdict:  # no function, or only the stub of one
            return verdict
        if isinstance(attempt, type) and base._is_stub(getattr(attempt, "forward", 0)):
            return base._not_attempted(name)
        failed = []
        for number, (case, other) in enumerate(zip(cases, first, strict=True)):
            left, known = copy.deepcopy(case), []
            try:
                answer = attempt(*left)
                got, answer = _short(answer), self.read(left, answer)
                words = self.verdict(case, left, answer)  # may run a network of theirs
                if isinstance(words, Unlike):
                    known = self._named(number, case, attempt, right, mistakes)
                elif not words and _share(answer, other):
                    words = "two of them share a layer: make a new one at each call"
            except (Exception, SystemExit) as error:  # a student's error is shown
                inside = error.__traceback__.tb_next  # without this frame
                got = base.show(error.with_traceback(inside))
                words = base.difference(error, 0)
            if words:
                failed.append((case, got, [*known, words]))
        if not failed:
            words = f"{name}: correct, all {len(cases)} cases agree"
            return base.Report("correct", words)
        case, got, known = failed[0]
        common = [one for one in known if all(one in words for *_, words in failed)]
        words = (common or known)[0]
        details = [("input", self.given(case)), ("got", got)]
        return base.Report("wrong", f"{name}: {words}", details)

    def _named(self, number, case, attempt, right, mistakes):
        """The mistakes that do the same as the attempt, the likeliest first."""
        for maker in [right, *mistakes.values()]:
            if (maker, number) not in self.known:
                self.known[maker, number] = self._outcome(case, maker)
        got, wanted = self._outcome(case, attempt), self.known[right, number]
        known = {w: self.known[maker, number] for w, maker in mistakes.items()}
        pairs = zip(got, wanted, strict=False)
        off = next((n for n, pair in enumerate(pairs) if not base.same(*pair)), None)
        if off is None:
            return []

        def like(end):
            return [
                words
                for words, one in known.items()
                if one[:end] and all(map(base.same, one[:end], got[:end]))
            ]

        return like(len(got)) + like(off + 1)

    def _outcome(self, case, maker):
        left = copy.deepcopy(case)
        try:
            return self.outcome(left, self.read(left, maker(*left)))
        except Exception:  # as layers that don't fit: it has no outcome
            return []


def _share(*answers):
    if all(isinstance(answer, nn.Module) for answer in answers):
        return bool(set.intersection(*({*answer.parameters()} for answer in answers)))


def _short(answer):
    if answer is None:
        return "nothing"
    if isinstance(answer, nn.Module):  # its layers would fill the page
        return f"a module, {type(answer).__name__}"
    return textwrap.shorten(base.show(answer), 80, placeholder=" …")


def names(model):
    """Of its parameters, [(name, parameter), …], under their names in `network`."""
    return list(zip(_known("named_parameters"), model.parameters(), strict=True))


def state(model):
    """Copies of its numbers, by their names in `network`: parameters and statistics."""
    values = [value.clone() for value in model.state_dict().values()]
    return dict(zip(_known("state_dict"), values, strict=True))


@functools.cache
def _known(what):
    return list(dict(getattr(network(0), what)()))


def hooked(model):
    """True if something else happens when it runs, or when a gradient comes back."""
    of_modules = [vars(module).items() for module in model.modules()]
    if any(hooks for pairs in of_modules for name, hooks in pairs if "_hooks" in name):
        return True
    kinds = "_backward_hooks", "_post_accumulate_grad_hooks"
    return any(getattr(one, kind) for one in model.parameters() for kind in kinds)


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
        for step in range(steps if learning else 0):
            loss = nn.functional.cross_entropy(model(2 * pictures(step) + 1), labels)
            slopes = torch.autograd.grad(loss, learning, allow_unused=True)
            for weight, slope in zip(learning, slopes, strict=True):
                if slope is not None:
                    weight.data -= 0.1 * (slope + 0.01 * weight)


# --- made by an attempt ---------------------------------------------------------------


def unsound(module, x):
    """Why it can't be used as a network, in words; or nothing."""
    if module is None:
        return "your function returns nothing here: end it with return"
    if isinstance(module, type):
        return "that is a class: call it, the module itself is wanted"
    if not isinstance(module, nn.Module):
        return texts.say("no module", kind=type(module).__name__)
    given, y = x.clone(), module(x)
    if not torch.is_tensor(y):
        return f"forward must return a tensor, not {type(y).__name__}"
    if not torch.equal(x, given):
        return "forward changes x itself, as x += … does: leave it as it is"
    if not torch.equal(module(x), y):
        return texts.say("each call differs")
    return None


def differs(module, like, x, words, given=()):
    """How a module isn't like a function, forwards and backwards; or nothing.

    words: said where it gives other numbers. given: weights of both.
    """
    given, pull = list(given), torch.cos(torch.arange(float(module(x).numel())))
    own = [one for one in module.parameters() if not any(one is w for w in given)]
    for mode in (True, False):
        module.train(mode)
        x = x.detach().requires_grad_()
        got, right = module(x), like(x)
        if not near(got, right):
            if mode:
                return words
            return "in eval() it gives something else: leave self.training out of it"
        if not all(weight.requires_grad for weight in own):
            return "its weights must learn: leave requires_grad as it is"
        if not got.requires_grad:
            return "no gradient comes back through it: no detach() and no no_grad()"
        slopes, wanted = (
            torch.autograd.grad(
                y.flatten() @ pull, to, allow_unused=True, materialize_grads=True
            )
            for y, to in ((got, [x, *given, *own]), (right, [x, *given]))
        )
        if not all(map(near, slopes[1 : len(wanted)], wanted[1:])):
            return texts.say("gradient of path")
        if not all(slope.all() for slope in slopes[len(wanted) :]):
            return texts.say("no gradient")
        if not near(slopes[0], wanted[0]):
            return texts.say("gradient lost")
    return None


def near(one, other):
    return one.shape == other.shape and torch.allclose(one, other, 1e-3, 1e-4)


def filled(module, given=()):
    """The module in training; its weights, but those given, are always the same."""
    given = list(given)
    own = [one for one in module.parameters() if not any(one is w for w in given)]
    with torch.no_grad():
        for weight in own:
            weight.copy_(torch.cos(torch.arange(float(weight.numel()))).view_as(weight))
    return module.train()
