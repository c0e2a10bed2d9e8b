"""Exercises of notebook 10: nearest rows, two rates, frozen parts, an honest choice."""

import copy
import re
from collections.abc import Iterable, Mapping
from math import isclose

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from helpers.checks import base, networks, texts
from helpers.checks.exercise import Exercise
from helpers.checks.networks import Unlike


# 10.1: the nearest pictures
def neighbours(features, n, k):
    directions = F.normalize(features, dim=1)  # all of length 1
    cosines = directions @ directions[n]
    cosines[n] = -torch.inf  # by its number: a copy of it may come first
    return cosines.topk(k).indices


def table(seed, lowest, n, k, twin=None):
    """(features, n, k): whole numbers; row `twin`, if any, is a copy of row n."""
    rng = np.random.default_rng(seed)
    features = rng.integers(lowest, 10, (12, 5)) * rng.integers(1, 4, (12, 1))
    if twin is not None:
        features[twin] = features[n]
    return torch.from_numpy(features.astype(float)), n, k


OWN = "it is its own nearest neighbour: leave out row n"
COPIED = (
    "the first is left out, and that needn't be row n: it has a copy. Leave it out by "
    "its number"
)


def check_neighbours(name, attempt, right, cases, mistakes):
    """Each way to sort leaves to chance which of row n and its copy comes first."""
    for words, known in (COPIED, right), (OWN, mistakes.get(OWN)):
        if known and all(but_for_a_copy(attempt, known, *case) for case in cases):
            mistakes = {words: attempt}
    return base.check(name, attempt, right, cases, mistakes)


def but_for_a_copy(attempt, known, *case):
    """True if both give the same rows, but that n and its copies may change places."""
    features, n, _ = case
    (answer,) = base.answers("", attempt, [case])[0] or [None]
    if not base.is_array(answer):
        return False
    copies = (features == features[n]).all(1).nonzero().flatten()  # row n among them
    return base.same(
        *(np.where(np.isin(one, copies), n, one) for one in (answer, known(*case)))
    )


neighbours = Exercise("neighbours", neighbours, check=check_neighbours).on(
    table(175, -9, 4, 3),
    table(54, 0, 7, 4),
    table(235, -9, 6, 3, twin=2),
    table(236, -9, 6, 3, twin=9),
    table(237, -9, 3, 4, twin=4),
    table(238, -9, 6, 4, twin=0),
)


# 10.2: two learning rates
def groups(model, mild, strong):
    kept = [
        weight
        for name, weight in model.named_parameters()
        if weight.requires_grad and not name.startswith("fc.")
    ]
    new = list(model.fc.parameters())
    return [{"params": kept, "lr": mild}, {"params": new, "lr": strong}]


def partly_frozen(seed, k, mild, strong):
    model = networks.network(seed)
    model[:k].requires_grad_(False)
    return model.train(), mild, strong


def rates_of(left, answer):
    """{name: [rate, …]} of all that is in the groups; or what is wrong, in words."""
    found = getattr(answer, "param_groups", answer)
    found = [found] if isinstance(found, Mapping) else found
    if found is None:
        return "your function returns nothing here: end it with return"
    if not isinstance(found, Iterable) or isinstance(found, str):
        return "a list of groups, or an optimizer, is wanted"
    rates = {name: [] for name, _ in left[0].named_parameters()}
    name_of = {id(weight): name for name, weight in left[0].named_parameters()}
    for group in found:
        if not isinstance(group, Mapping) or not {"params", "lr"} <= set(group):
            return 'a group is a dict, {"params": …, "lr": …}, with a rate of its own'
        params, rate = group["params"], group["lr"]
        if not (base.is_array(rate) and base.numbers(rate).size == 1):
            return f"a rate is a number, not {base.show(rate)}"
        if not isinstance(params, Iterable):
            return f'a group\'s "params" are parameters, not {type(params).__name__}'
        for one in [params] if torch.is_tensor(params) else params:
            one = one[1] if isinstance(one, tuple) else one  # with its name
            if id(one) not in name_of:
                kind = type(one).__name__
                return f"a group holds a {kind} that is no parameter of this model"
            rates[name_of[id(one)]].append(base.numbers(rate).item())
    return rates


def rates_outcome(left, rates):
    """Who is in a group, and at which rate: 0 where a parameter is in none."""
    return [list(map(len, rates.values())), list(map(sum, rates.values()))]


def rates_verdict(case, left, rates):
    if words := networks.changed("the model", case[0], left[0]):
        return words
    if isinstance(rates, str):
        return rates
    twice = [name for name, those in rates.items() if len(those) > 1]
    if twice:
        return f"{twice[0]} is there twice: a parameter is in one group, and once"
    wanted = rates_of(case, groups(*case))
    for name, those in rates.items():
        if those and not wanted[name]:
            return Unlike(f"{name} is frozen: leave out what doesn't learn")
        if wanted[name] and not those:
            return Unlike(f"{name} is in no group: it doesn't learn")
    for name, (rate,) in ((name, those) for name, those in rates.items() if those):
        if not isclose(rate, *wanted[name], rel_tol=1e-5):  # in single precision, too
            return Unlike(f"{name} learns at {rate:g}, not at {wanted[name][0]:g}")
    return None


def rates_given(case):
    model, mild, strong = case
    frozen = [name for name, one in networks.names(model) if not one.requires_grad]
    frozen = ", ".join(frozen) or "nothing"
    return f"a network; frozen: {frozen}; mild = {mild}, strong = {strong}"


judge_rates = networks.Judge(rates_verdict, rates_outcome, rates_given, rates_of)


def check_rates(*exercise):
    report = judge_rates(*exercise)
    error = "RuntimeError: (The size of tensor|Boolean value of Tensor)"
    if re.match(error, dict(report.details).get("got", "")):
        report.verdict = texts.say("tensors compared")
    return report


rates = Exercise("rates", groups, check=check_rates).on(
    partly_frozen(4, 1, 0.02, 0.5),
    partly_frozen(5, 2, 0.001, 0.25),
    partly_frozen(6, 0, 1e-3, 1e-2),
)


# 10.3: freeze it right
def freeze(model, k):
    model.train()  # all of it, and then not the first k parts
    model[:k].eval()  # BatchNorm's statistics are no parameters: this keeps them
    model[:k].requires_grad_(False)
    return model


def untrained(seed, k, training):
    return networks.network(seed).train(training), k


def freeze_outcome(left, model):
    """What learns; which BatchNorms and Dropouts train; how fast statistics follow."""
    kinds = nn.BatchNorm2d, nn.Dropout
    layers = [layer for layer in model.modules() if isinstance(layer, kinds)]
    return [
        [weight.requires_grad for weight in model.parameters()],
        [layer.training for layer in layers],
        [getattr(layer, "momentum", 0) for layer in layers],
    ]


def trained(model):
    """({name: whether it moved}, all its numbers, what it gives) after training."""
    before = networks.state(model)
    networks.train(model)
    after = networks.state(model)
    torch.manual_seed(0)  # Dropout's
    numbers = [*after.values(), model(networks.pictures(0))]
    return {name: (after[name] != before[name]).any() for name in after}, numbers


def freeze_verdict(case, left, model):
    if not isinstance(model, nn.Module):
        return f"the model is wanted, not {type(model).__name__}"
    before = networks.state(case[0])
    try:
        ready = networks.state(model)
    except ValueError:
        return "return the whole model: no part added, left out or exchanged"
    if not all(torch.equal(value, before[name]) for name, value in ready.items()):
        return "its numbers are others than before: freezing keeps what was learnt"
    if networks.hooked(model):
        return texts.say("hook freezes nothing")
    if any(hasattr(part, "requires_grad") for part in model.modules()):
        return texts.say("new attribute")
    given, k = copy.deepcopy(case)
    should, wanted = trained(freeze(given, k))
    moved, got = trained(copy.deepcopy(model))
    learning = [name for name, _ in networks.names(given)]
    for name in [*learning, *should]:  # parameters before statistics
        if moved[name] and not should[name]:
            return Unlike(f"{name} still changes in training, and is in model[:{k}]")
        if should[name] and not moved[name]:
            return Unlike(f"{name} doesn't learn, and isn't in model[:{k}]")
    if all(map(torch.allclose, got, wanted)):
        return None
    return Unlike(texts.say("not as usual"))


frozen = Exercise(
    "frozen",
    freeze,
    check=networks.Judge(
        freeze_verdict,
        freeze_outcome,
        lambda case: f"a network of stem, block, pool, hidden, drop, fc; k = {case[1]}",
        lambda left, answer: left[0] if answer is None else answer,
    ),
).on(
    # the last freezes Dropout, too
    untrained(1, 3, False),
    untrained(2, 2, True),
    untrained(3, 1, False),
    untrained(7, 5, True),
)


# 10.4: what may be reported?
def report(valid, test):
    best = valid.mean(axis=1).argmax()  # the winner has been lucky on `valid`, too …
    return test[best].mean()  # … so only what didn't choose may judge


def runs(seed, settings, seeds):
    """(valid, test): accuracies that scatter more than the settings differ."""
    rng = np.random.default_rng(seed)
    level = rng.normal(86, 1, (settings, 1))
    both = level + rng.normal(0, 2, (2, settings, seeds))
    return tuple(both.round(1))


chosen = Exercise("chosen", report).on(
    runs(61, 4, 3), runs(229, 5, 4), runs(292, 6, 5), runs(1499, 12, 5)
)
