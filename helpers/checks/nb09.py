"""Exercises of notebook 09: nearest rows, two rates, frozen parts, an honest choice."""

import copy
import re
from collections.abc import Iterable, Mapping
from math import isclose

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from helpers.checks import array_or_tensor, base, networks
from helpers.checks.exercise import Exercise, changes
from helpers.checks.networks import Unlike

# --- 9.1: the nearest pictures --------------------------------------------------------


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


def random_table(rng):
    rows = rng.integers(4, 10)
    features = rng.normal(0, 1, (rows, rng.integers(3, 6)))
    n, k, twin = rng.integers(rows), rng.integers(1, rows - 1), rng.integers(rows)
    features[twin] = features[n]
    return torch.from_numpy(features), n, k


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
    return array_or_tensor.check(name, attempt, right, cases, mistakes)


def but_for_a_copy(attempt, known, *case):
    """True if both give the same rows, but that n and its copies may change places."""
    features, n, _ = case
    answers = base.run("", attempt, [case])
    if not (isinstance(answers, list) and base.is_array(answers[0])):
        answers = base.run("", attempt, [array_or_tensor.other_kind(case)])
    if not (isinstance(answers, list) and base.is_array(answers[0])):
        return False
    copies = (features == features[n]).all(1).nonzero().flatten()  # row n among them
    return base.same(
        *(np.where(np.isin(one, copies), n, one) for one in (answers[0], known(*case)))
    )


NORMALIZE = "F.normalize(features, dim=1)"
COSINES = "directions @ directions[n]"
LEFT_OUT = "cosines[n] = -torch.inf"
ROWS = "cosines.topk(k).indices"

neighbours = Exercise(
    "neighbours",
    neighbours,
    cases=[
        table(175, -9, 4, 3),
        table(54, 0, 7, 4),
        table(235, -9, 6, 3, twin=2),
        table(236, -9, 6, 3, twin=9),
        table(237, -9, 3, 4, twin=4),
        table(238, -9, 6, 4, twin=0),
    ],
    wide=random_table,
    check=check_neighbours,
    mistakes=changes(
        f"""
        long rows win: divide by the lengths of both
            {NORMALIZE} → features
        that is by distance, so that length counts; the cosine looks at direction
            {COSINES} → -(features - features[n]).norm(dim=1)
        that is by the sum of |differences|; the cosine looks at direction
            {COSINES} → -(features - features[n]).abs().sum(1)
        {OWN}
            {LEFT_OUT} →
        {COPIED}
            {LEFT_OUT} →
            {ROWS} → cosines.topk(k + 1).indices[1:]
        a copy of row n is another row, and its nearest: leave out row n alone
            cosines[n] → cosines[cosines > 0.9999]
        leave out row n by −∞: 0 isn't the lowest cosine
            -torch.inf → 0
        the rows after n have lost a number: row n is taken out too early
            {LEFT_OUT} → cosines = torch.cat([cosines[:n], cosines[n + 1 :]])
        these are the farthest: argsort begins with the lowest
            {COSINES} → {COSINES} * -1
        the right ones, but the nearest must come first
            {ROWS} → {ROWS}.flip(0)
        the right ones, by their numbers: the nearest must come first
            {ROWS} → {ROWS}.sort().values
        topk and sort give the cosines and the rows: take .indices
            .indices →
        a cosine of −1 is as far as can be: no |·| here
            {COSINES} → ({COSINES}).abs()
        scale each row to length 1, not each column
            dim=1 → dim=0
        that is the correlation: don't take the row's mean off
            (features, → (features - features.mean(1, keepdim=True),
        don't take the mean of all rows off: that moves the origin
            (features, → (features - features.mean(0),
        a row's length is √Σx², not Σ|x|
            dim=1 → dim=1, p=1
        a row's length is √Σx², not Σx²
            {NORMALIZE} → features / features.square().sum(1, keepdim=True)
        one too few: row n doesn't count
            topk(k) → topk(k - 1)
        one too many: k are wanted
            topk(k) → topk(k + 1)
        these are all, in order: the first k are wanted
            topk(k) → topk(len(cosines) - 1)
        that is the nearest alone: k are wanted
            topk(k).indices → argmax()
        these are their cosines: which rows are they?
            .indices → .values
        these are all rows' cosines: which k are the highest?
            {LEFT_OUT} →
            {ROWS} → cosines
        these are the rows themselves: their numbers are wanted
            {ROWS} → features[{ROWS}]
        """
    ),
)

# --- 9.2: two learning rates ----------------------------------------------------------


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
        report.verdict = (
            "rates: `in` and == compare tensors number by number, not whether they are "
            "the same: go by the parameter's name, or by its id()"
        )
    return report


LEARNS = "if weight.requires_grad and"
KEPT, NEW = '{"params": kept, "lr": mild}', '{"params": new, "lr": strong}'
MODEL = "for name, weight in model.named_parameters()"

rates = Exercise(
    "rates",
    groups,
    cases=[
        partly_frozen(4, 1, 0.02, 0.5),
        partly_frozen(5, 2, 0.001, 0.25),
        partly_frozen(6, 0, 1e-3, 1e-2),
    ],
    wide=lambda rng: partly_frozen(1, rng.integers(5), *rng.uniform(0.001, 0.5, 2)),
    check=check_rates,
    mistakes=changes(
        f"""
        the rates are exchanged: what is new learns fast, what is kept slowly
            "lr": mild}}, → "lr": strong}},
            new, "lr": strong → new, "lr": mild
        all learn at the mild rate: model.fc is new, and has all to learn
            "lr": strong → "lr": mild
        all learn at the strong rate, which destroys what was learnt before
            "lr": mild → "lr": strong
        only model.fc is new: hidden is a dense layer, too, but an old one
            "fc." → ("fc.", "hidden.")
            model.fc.parameters() → model[3:].parameters()
        all biases learn at the strong rate: only those of model.fc should
            not name.startswith("fc.") → "bias" not in name
            list(model.fc.parameters()) → [weight {MODEL} {LEARNS} "bias" in name]
        model.fc's bias is new, too: the strong rate
            name.startswith("fc.") → name == "fc.weight"
            list(model.fc.parameters()) → [model.fc.weight]
        model.fc's weight is new, too: the strong rate
            name.startswith("fc.") → name == "fc.bias"
            list(model.fc.parameters()) → [model.fc.bias]
        the rates are those that are given, not always 0.001 and 0.01
            "lr": mild → "lr": 0.001
            "lr": strong → "lr": 0.01
        what is frozen is there, too: leave it out, `if p.requires_grad`
            weight.requires_grad and →
        these are those that don't learn: `if p.requires_grad`
            if weight → if not weight
        there is no parameter in any group
            [{KEPT}, {NEW}] → []
        model.fc is missing: without a group it doesn't learn
            , {NEW} →
        only model.fc is there: all others that learn belong in, at the mild rate
            {KEPT}, →
        the biases are missing: they learn, too
            {LEARNS} → {LEARNS} "bias" not in name and
            list(model.fc.parameters()) → [model.fc.weight]
        BatchNorm's weight and bias are missing: they learn, too
            {LEARNS} → {LEARNS} ".1." not in name and
        hidden is missing: it learns, at the mild rate
            {LEARNS} → {LEARNS} "hidden" not in name and
        """
    ),
)

# --- 9.3: freeze it right -------------------------------------------------------------


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
        return (
            "a hook is left on the model. One that makes gradients 0 freezes nothing, "
            "as weight decay goes on: requires_grad_(False)"
        )
    if any(hasattr(part, "requires_grad") for part in model.modules()):
        return (
            "model.requires_grad = False makes a new attribute, and no parameter hears "
            "of it: requires_grad_(False), or each parameter's own"
        )
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
    return Unlike(
        "it learns, but not as usual: only freeze, and leave the layers alone"
    )


STOP, REST = "model[:k].requires_grad_(False)", "model[:k].eval()"
SOME = "for name, p in model[:k].named_parameters(): p.requires_grad ="

frozen = Exercise(
    "frozen",
    freeze,
    cases=[  # the last freezes Dropout, too
        untrained(1, 3, False),
        untrained(2, 2, True),
        untrained(3, 1, False),
        untrained(7, 5, True),
    ],
    wide=lambda rng: untrained(rng.integers(9), rng.integers(1, 6), rng.random() < 0.5),
    check=networks.Judge(
        freeze_verdict,
        freeze_outcome,
        lambda case: f"a network of stem, block, pool, hidden, drop, fc; k = {case[1]}",
        lambda left, answer: left[0] if answer is None else answer,
    ),
    mistakes=changes(
        f"""
        nothing is frozen in the model that was given, or returned:
        requires_grad_(False) for the first k parts
            {REST} →
            {STOP} →
        eval mode keeps BatchNorm's statistics, but every weight still learns:
        requires_grad_(False)
            {STOP} →
        Dropout still drops, and is one of the first k parts: eval() for them
            {REST} → model[: min(k, 4)].eval()
        that is one part too few: the first k are model[:k]
            [:k] → [: k - 1]
        that is one part too many: the first k are model[:k]
            [:k] → [: k + 1]
        nothing learns any more: only the first k parts are to be frozen
            {STOP} → model.requires_grad_(False)
        it is the other way round: the first k parts are frozen, the others learn
            {STOP} → model[k:].requires_grad_(False)
        only the last layer learns: only the first k parts are to be frozen
            {STOP} → model[:-1].requires_grad_(False)
        that is part k alone: freeze all of the first k
            {STOP} → model[k].requires_grad_(False)
        that is the last of them alone: freeze all of the first k
            {STOP} → model[k - 1].requires_grad_(False)
        the first part still learns: model[:k] begins with it
            {STOP} → model[1:k].requires_grad_(False)
        that is the first part alone: freeze all of the first k
            {STOP} → model[0].requires_grad_(False)
        the last k parts are frozen, not the first k
            {STOP} → model[-k:].requires_grad_(False)
        only weights are frozen: biases learn, too
            {STOP} → {SOME} name.endswith("bias")
        BatchNorm's weight and bias learn, too: freeze all of a part's parameters
            {STOP} → {SOME} ".1." in name
        only filters and matrices are frozen: a part's other parameters learn, too
            {STOP} → {SOME} p.ndim == 1
        only BatchNorm is frozen: the filters learn, too
            {STOP} → {SOME} ".1." not in name
        the weights stay, but BatchNorm's running mean and variance still follow the
        new pictures: eval() for the first k parts, after any train()
            {REST} →
        BatchNorm keeps its statistics, but still normalises with each batch's own:
        eval() for the first k parts
            {REST} → [setattr(part, "momentum", 0.0) for part in model[:k].modules()]
        only the first k parts' BatchNorms are frozen; others learn
            {REST} → [part[1].eval() for part in model[:2]]
        the parts that learn are in eval mode: their BatchNorm stands still and
        Dropout does nothing. train() for them
            model.train() → model.eval()
        Dropout is off: train() for the parts that learn
            {REST} → {REST}; model.drop.eval()
        """
    ),
)

# --- 9.4: what may be reported? -------------------------------------------------------


def report(valid, test):
    best = valid.mean(axis=1).argmax()  # the winner has been lucky on `valid`, too …
    return test[best].mean()  # … so only what didn't choose may judge


def runs(seed, settings, seeds):
    """(valid, test): accuracies that scatter more than the settings differ."""
    rng = np.random.default_rng(seed)
    level = rng.normal(86, 1, (settings, 1))
    both = level + rng.normal(0, 2, (2, settings, seeds))
    return tuple(both.round(1))


chosen = Exercise(
    "chosen",
    report,
    cases=[runs(61, 4, 3), runs(229, 5, 4), runs(292, 6, 5), runs(1499, 12, 5)],
    wide=lambda rng: runs(rng, *rng.integers(2, 7, 2)),
    mistakes=changes(
        """
        chosen by the test: then it is no test any more. Choose by `valid`
            best = valid → best = test
        both choose together: leave the test out of it
            best = valid → best = (valid + test)
        that is the setting with the lowest validation
            argmax → argmin
        the mean goes over the seeds, axis 1: one number for each setting
            axis=1 → axis=0
        that is a seed, not a setting: rows are settings
            axis=1 → axis=0
            test[best] → test[:, best]
        `valid` and `test` are exchanged
            best = valid → best = test
            return test → return valid
        that is the setting that gains most from `valid` to `test`
            best = valid → best = (test - valid)
        """
    )
    | changes(
        """
        one lucky run chooses: compare the means over the seeds
            best = valid.max(axis=1)
        one unlucky run decides: compare the means over the seeds
            best = valid.min(axis=1)
        only the first seed chooses: compare the means over all
            best = valid[:, 0]
        only the last seed chooses: compare the means over all
            best = valid[:, -1]
        compare the means, not the medians
            best = np.median(valid, axis=1)
        """,
        of="best = valid.mean(axis=1)",
    )
    | changes(
        """
        that is its mean of `valid`, which made it win: report the test
            return valid[best].mean()
        each seed chooses a setting of its own: choose one, by its mean
            return test[valid.argmax(axis=0), range(valid.shape[1])].mean()
        each seed chooses its own setting, and by the test
            return test.max(axis=0).mean()
        one lucky run chooses, and stands for all
            return test.ravel()[valid.argmax()]
        that is its best seed: the mean is wanted
            return test[best].max()
        that is its worst seed: the mean is wanted
            return test[best].min()
        that is its median: the mean is wanted
            return np.median(test[best])
        that is its first seed alone: the mean is wanted
            return test[best][0]
        that is the best run of all tests
            return test.max()
        that is the best run of all in `valid`
            return valid.max()
        that is the mean of all settings: choose one
            return test.mean()
        that is the number of the setting: what accuracy may be reported?
            return best
        these are its runs: their mean is wanted
            return test[best]
        these are the settings' means: choose one
            return test.mean(axis=1)
        that is by how much the test falls short of `valid`
            return (valid - test)[best].mean()
        """,
        of="return test[best].mean()",
    ),
)
