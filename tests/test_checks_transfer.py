"""Notebook 09: freeze the first parts, two learning rates; right and wrong answers."""

import copy

import numpy as np
import pytest
import torch
from torch import nn
from usual import stubs_and_crashes_are_shown

from helpers import checks, transfer
from helpers.checks import handed

# --- freeze the first k parts ---------------------------------------------------------


def freeze(model, k):
    model.train()
    model[:k].eval()
    model[:k].requires_grad_(False)
    return model


def in_place(model, k):
    for number, part in enumerate(model):
        part.train(number >= k)
        for weight in part.parameters():
            weight.requires_grad = number >= k


def by_names(model, k):
    first = [name for name, _ in model.named_children()][:k]
    for name, weight in model.named_parameters():
        weight.requires_grad_(name.split(".")[0] not in first)
    for name, module in model.named_modules():
        module.training = name.split(".")[0] not in first
    return model


def norms_and_dropout(model, k, kinds=(nn.BatchNorm2d, nn.Dropout)):
    model.train()
    for part in list(model.children())[:k]:
        for layer in part.modules():
            if isinstance(layer, kinds):
                layer.eval()
        for weight in part.parameters():
            weight.requires_grad = False
    return model


def only_norms(model, k):
    return norms_and_dropout(model, k, nn.BatchNorm2d)


def a_copy(model, k):
    return freeze(copy.deepcopy(model), k)


def in_two(model, k):
    kept, learning = model[:k], model[k:]
    return nn.Sequential(kept.eval().requires_grad_(False), learning.train())


def without_gradients(model, k):
    class Cut(nn.Module):
        def __init__(self):
            super().__init__()
            self.kept, self.new = model[:k].eval(), model[k:].train()

        def forward(self, x):
            with torch.no_grad():
                x = self.kept(x)
            return self.new(x)

    return Cut()


def by_the_helper(model, k):
    names = [name for name, _ in model.named_children()]
    transfer.freeze(model.train(), names[k - 1])
    model[:k].eval()  # Dropout is none of the helper's business
    return model


def for_good(model, k):
    """Stays frozen even if train() is called again."""
    freeze(model, k)
    for part in model[:k].modules():
        part.train = lambda mode=True, part=part: part
    return model.train()


@pytest.mark.parametrize(
    "right",
    [
        freeze,
        in_place,
        by_names,
        norms_and_dropout,
        a_copy,
        in_two,
        without_gradients,
        for_good,
        by_the_helper,
        lambda model, k: freeze(model, k)[:],
        lambda model, k: (freeze(model, k), None)[1],
    ],
)
def test_right_ways_to_freeze(right):
    assert checks.frozen(right).passed


def then(*steps):
    """An attempt of small steps, of which some are wrong."""

    def attempt(model, k):
        for step in steps:
            step(model, k)
        return model

    return attempt


def train(model, k):
    model.train()


def still(model, k):
    model[:k].requires_grad_(False)


def keep(model, k):
    model[:k].eval()


def off(chosen):
    """Parameters whose name, number of part … are chosen don't learn."""

    def step(model, k):
        parts = [name for name, _ in model.named_children()]
        for name, weight in model.named_parameters():
            part = parts.index(name.split(".")[0])
            weight.requires_grad = not chosen(name, part, weight, k)

    return step


def momentum(model, k):
    for layer in model[:k].modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.momentum = 0.0


def norms_off(model, k):
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.eval()


def dropout_off(model, k):
    model.drop.eval()


def attribute(model, k):
    for part in model[:k]:
        part.requires_grad = False


def forget(model, k):
    with torch.no_grad():
        for weight in model[:k].parameters():
            weight.zero_()


def fresh_head(model, k):
    model.fc = nn.Linear(6, 5).double()


def no_dropout(model, k):
    model.drop = nn.Identity()


def softer_dropout(model, k):
    model.drop.p = 0.1


def slower_norms(model, k):
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.momentum = 0.01


def zeroed_gradients(model, k):
    for weight in model[:k].parameters():
        weight.register_hook(torch.zeros_like)


def watched(model, k):
    model.fc.register_forward_hook(lambda layer, given, got: print(end=""))


def one_too_few(model, k):
    model[: k - 1].eval().requires_grad_(False)


def one_too_many(model, k):
    model[: k + 1].eval().requires_grad_(False)


def the_last_alone(model, k):
    model[k - 1].eval().requires_grad_(False)


def unfreeze_rest(model, k):
    model[k:].requires_grad_(False)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (then(), "nothing is frozen"),
        (lambda model, k: print(end=""), "returns nothing, and nothing"),
        (then(train), "nothing is frozen"),
        (then(train, keep), "every weight still learns"),
        (then(lambda model, k: model.eval()), "every weight still learns"),
        (then(train, keep, attribute), "makes a new attribute"),
        (then(still, keep), "in eval mode"),
        (then(still, lambda model, k: model.eval()), "in eval mode"),
        (then(train, still), "running mean"),
        (then(keep, still, train), "running mean"),
        (then(train, still, momentum), "normalises with each batch's"),
        (then(train, still, norms_off), "others learn"),
        (then(train, still, keep, dropout_off), "Dropout is off"),
        (only_norms, "Dropout still drops"),
        (then(train, still, keep, no_dropout), "not as usual"),
        (then(train, still, keep, softer_dropout), "not as usual"),
        (then(train, still, keep, slower_norms), "not as usual"),
        (then(train, keep, zeroed_gradients), "freezes nothing"),
        (then(train, still, keep, watched), "a hook is left on the model"),
        (then(train, one_too_few), "one part too few"),
        (then(train, one_too_many), "one part too many"),
        (then(train, the_last_alone), "the last of them alone"),
        (then(train, keep, off(lambda *_: True)), "nothing learns any more"),
        (then(train, keep, unfreeze_rest), "the other way round"),
        (then(train, keep, off(lambda n, part, w, k: part >= k)), "other way round"),
        (then(train, keep, off(lambda n, part, w, k: part < 5)), "only the last"),
        (then(train, keep, off(lambda n, part, w, k: part <= k)), "one part too many"),
        (then(train, keep, off(lambda n, part, w, k: part < k - 1)), "too few"),
        (then(train, keep, off(lambda n, part, w, k: 0 < part < k)), "begins with it"),
        (then(train, keep, off(lambda n, p, w, k: p == k - 1)), "last of them alone"),
        (then(train, keep, off(lambda n, part, w, k: part == k)), "part k alone"),
        (then(train, keep, off(lambda n, part, w, k: part == 0)), "first part alone"),
        (then(train, keep, off(lambda n, part, w, k: part > 5 - k)), "not the first k"),
        (
            then(train, keep, off(lambda n, p, w, k: p < k and "weight" in n)),
            "biases learn",
        ),
        (
            then(train, keep, off(lambda n, p, w, k: p < k and w.ndim > 1)),
            "only filters and matrices",
        ),
        (
            then(train, keep, off(lambda n, p, w, k: p < k and ".1." not in n)),
            "BatchNorm's weight and bias learn",
        ),
        (
            then(train, keep, off(lambda n, p, w, k: p < k and ".1." in n)),
            "only BatchNorm is frozen",
        ),
        (
            then(train, keep, off(lambda n, p, w, k: n == "stem.0.weight")),
            "block.0.weight still learns",
        ),
        (
            then(train, keep, off(lambda n, p, w, k: p < k or n == "fc.bias")),
            "fc.bias doesn't learn",
        ),
        (then(train, still, keep, forget), "others than before"),
        (then(train, still, keep, fresh_head), "other sizes"),
        (lambda model, k: freeze(model, k)[k:], "left out or exchanged"),
        (lambda model, k: freeze(model, k)[:k], "left out or exchanged"),
        (lambda model, k: list(model.parameters()), "not list"),
        (lambda model, k: freeze(model, k)(torch.zeros(1)), "error"),
        (lambda model, k: freeze(model, k).stem.requires_grad_(0) and 0, "not int"),
        (lambda model, k: freeze(model, k).float(), "others than before"),
        (lambda model, k: nn.Sequential(*list(freeze(model, k))[::-1]), "other sizes"),
    ],
)
def test_wrong_ways_to_freeze_are_named(wrong, words):
    report = checks.frozen(wrong)
    assert not report.passed and words in repr(report)


# --- two learning rates ---------------------------------------------------------------


def groups(model, mild, strong):
    kept = [
        weight
        for name, weight in model.named_parameters()
        if weight.requires_grad and not name.startswith("fc.")
    ]
    new = list(model.fc.parameters())
    return [{"params": kept, "lr": mild}, {"params": new, "lr": strong}]


def by_identity(model, mild, strong):
    new = {id(weight) for weight in model[-1].parameters()}
    learning = filter(lambda weight: weight.requires_grad, model.parameters())
    old = (weight for weight in learning if id(weight) not in new)
    return (
        {"lr": strong, "params": model[-1].parameters(), "weight_decay": 0},
        {"lr": mild, "params": old},
    )


def one_by_one(model, mild, strong):
    for name, weight in model.named_parameters():
        if weight.requires_grad:
            yield {"params": weight, "lr": strong if "fc" in name else mild}


def with_names(model, mild, strong):
    named = [(n, w) for n, w in model.named_parameters() if w.requires_grad]
    return [
        {"params": [(n, w) for n, w in named if n[:3] == "fc."], "lr": strong},
        {"params": [(n, w) for n, w in named if n[:3] != "fc."], "lr": mild},
    ]


def by_a_set(model, mild, strong):
    """Sets compare what tensors are, not what is in them."""
    new = set(model.fc.parameters())
    learning = {weight for weight in model.parameters() if weight.requires_grad}
    return [{"params": new, "lr": strong}, {"params": learning - new, "lr": mild}]


@pytest.mark.parametrize(
    "right",
    [
        groups,
        by_identity,
        one_by_one,
        with_names,
        lambda model, *rates: transfer.groups(model, "fc", *rates),
        by_a_set,
        lambda model, mild, strong: groups(model, mild * 3 / 3, 0.1 * strong * 10),
        lambda model, mild, strong: groups(model, np.float32(mild), np.float32(strong)),
        lambda model, mild, strong: groups(model, torch.tensor(mild), np.array(strong)),
        lambda *case: torch.optim.SGD(groups(*case), momentum=0.9),
        lambda *case: torch.optim.AdamW(by_identity(*case)),
        lambda model, mild, strong: torch.optim.SGD(
            [
                {"params": groups(model, 0, 0)[0]["params"]},
                {"params": model.fc.parameters(), "lr": strong},
            ],
            lr=mild,
        ),
    ],
)
def test_right_groups(right):
    assert checks.rates(right).passed


def rated(rate, learns=lambda name, weight: weight.requires_grad):
    """Groups of one parameter each, at rate(name, mild, strong)."""

    def attempt(model, mild, strong):
        return [
            {"params": [weight], "lr": rate(name, mild, strong)}
            for name, weight in model.named_parameters()
            if learns(name, weight)
        ]

    return attempt


def usual(name, mild, strong):
    return strong if name.startswith("fc") else mild


def but(which):
    return rated(usual, lambda name, weight: weight.requires_grad and not which(name))


def by_entries(model, mild, strong):
    head = list(model.fc.parameters())
    kept = [w for w in model.parameters() if w.requires_grad and w not in head]
    return [{"params": kept, "lr": mild}, {"params": head, "lr": strong}]


def after(change):
    """The right groups of a model that isn't what it was any more."""

    def attempt(model, *rates):
        change(model)
        return groups(model, *rates)

    return attempt


def one_step(model):
    model(handed.pictures(0)).sum().backward()
    torch.optim.SGD(groups(model, 1, 1)).step()


def more_parts(model):
    model.spare = nn.Linear(3, 3)


def head_frees(model, mild, strong):
    for weight in model.parameters():
        weight.requires_grad = True
    return groups(model, mild, strong)


def head_frozen(model, mild, strong):
    found = groups(model, mild, strong)
    model[:-1].requires_grad_(False)
    return found


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (rated(lambda name, mild, strong: mild), "all learn at the mild rate"),
        (rated(lambda name, mild, strong: strong), "all learn at the strong rate"),
        (rated(lambda n, mild, strong: usual(n, strong, mild)), "exchanged"),
        (rated(lambda n, *both: usual(n, 1e-3, 1e-2)), "not always"),
        (
            rated(lambda n, a, b: b if n[:2] in ("fc", "hi") else a),
            "only model.fc is new",
        ),
        (rated(lambda n, a, b: b if n == "fc.weight" else a), "model.fc's bias"),
        (rated(lambda n, a, b: b if n == "fc.bias" else a), "model.fc's weight"),
        (rated(lambda n, a, b: b if "bias" in n else a), "all biases"),
        (rated(lambda n, a, b: usual(n, a / 10, b)), "and should at 0.02"),
        (rated(usual, lambda *_: True), "stem.0.weight is frozen"),
        (
            rated(usual, lambda n, w: not w.requires_grad or n[:2] == "fc"),
            "don't learn",
        ),
        (but(lambda name: "fc" in name), "model.fc is missing"),
        (but(lambda name: "fc" not in name), "only model.fc is there"),
        (but(lambda name: "bias" in name), "biases are missing"),
        (but(lambda name: ".1." in name), "BatchNorm's weight and bias are missing"),
        (but(lambda name: "hidden" in name), "hidden is missing"),
        (but(lambda name: name == "fc.bias"), "fc.bias is in no group"),
        (but(lambda name: True), "no parameter in any group"),
        (
            lambda model, a, b: [
                {"params": model.parameters(), "lr": a},
                {"params": model.fc.parameters(), "lr": b},
            ],
            "is there twice",
        ),
        (
            lambda model, a, b: torch.optim.SGD(
                [
                    {"params": model.parameters(), "lr": a},
                    {"params": model.fc.parameters(), "lr": b},
                ]
            ),
            "more than one parameter group",
        ),
        (by_entries, "number by number"),
        (
            lambda model, a, b: [
                *groups(model, a, b),
                {"params": [w for w in model.parameters() if w == 0], "lr": a},
            ],
            "number by number",
        ),
        (after(one_step), "its numbers are others"),
        (after(more_parts), "other parts than before"),
        (after(lambda model: model.eval()), "the mode of the model"),
        (after(lambda model: model.fc.register_forward_hook(print)), "a hook is left"),
        (
            after(lambda model: model.fc.weight.register_hook(torch.zeros_like)),
            "a hook is left",
        ),
        (rated(lambda n, a, b: usual(n, f"{a}", b)), "a rate is a number, not '0.02'"),
        (rated(lambda n, a, b: usual(n, a, None)), "a rate is a number, not None"),
        (rated(lambda n, a, b: usual(n, a + 3e-7, b)), "at 0.0200003"),
        (lambda model, a, b: [{"params": None, "lr": a}], "not NoneType"),
        (lambda model, a, b: [{"params": model.parameters, "lr": a}], "not method"),
        (
            lambda model, a, b: [
                {"params": list(model.fc.parameters()) * 2, "lr": b},
                *groups(model, a, b)[:1],
            ],
            "is there twice",
        ),
        (head_frees, "decided already"),
        (head_frozen, "decided already"),
        (lambda *case: groups(copy.deepcopy(case[0]), *case[1:]), "of this model"),
        (lambda model, a, b: {"fc": b, "stem": a}, "a group is a dict"),
        (lambda model, a, b: {"params": model.fc.parameters(), "lr": b}, "only model"),
        (lambda model, a, b: [model.fc.weight, model.fc.bias], "a group is a dict"),
        (lambda model, a, b: [{"params": model.parameters()}], "no rate of its own"),
        (lambda model, a, b: [{"params": model.fc, "lr": b}], "not the layer"),
        (lambda model, a, b: [{"params": ["fc"], "lr": b}], "these are names"),
        (lambda model, a, b: [{"params": model.fc.weight, "lr": a}], "in no group"),
        (lambda model, a, b: "fc", "a list of groups"),
        (lambda model, a, b: (a, b), "a group is a dict"),
        (lambda model, a, b: print(end=""), "returns nothing"),
    ],
)
def test_wrong_groups_are_named(wrong, words):
    report = checks.rates(wrong)
    assert not report.passed and words in repr(report)


# --- both -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "arguments"), [("frozen", "model, k"), ("rates", "model, mild, strong")]
)
def test_stubs_and_crashes(name, arguments):
    checker = getattr(checks, name)
    stubs_and_crashes_are_shown(checker, arguments)
    assert "TypeError" in repr(checker(lambda: 3))
    assert "SystemExit" in repr(checker(lambda *case: exit()))


def test_an_error_is_shown_where_it_is():
    def broken(model, k):
        return model.stomach

    assert "(in broken" in repr(checks.frozen(broken))


def test_every_call_hands_out_the_same_network():
    one, other = (handed.network(3) for _ in range(2))
    before = torch.random.get_rng_state()
    checks.frozen(freeze)
    assert torch.equal(before, torch.random.get_rng_state())
    handed.train(one)
    handed.train(other)
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    assert all(torch.equal(a, b) for a, b in pairs)
