"""Notebook 09's exercises: right answers however written, wrong ones by name."""

import copy

import numpy as np
import torch
import torch.nn.functional as F
from answers import is_called, is_right, right_ones, wrong_ones
from torch import nn

from helpers import checks, transfer
from helpers.checks import networks

# --- nearest neighbours ---------------------------------------------------------------


def near(features, n, k):
    directions = F.normalize(features, dim=1)
    cosines = directions @ directions[n]
    cosines[n] = -torch.inf
    return cosines.topk(k).indices


def by_python(features, n, k):
    rows = features.tolist()

    def cosine(a, b):
        lengths = sum(x * x for x in a) ** 0.5 * sum(x * x for x in b) ** 0.5
        return sum(x * y for x, y in zip(a, b, strict=True)) / lengths

    others = [row for row in range(len(rows)) if row != n]
    return sorted(others, key=lambda row: -cosine(rows[row], rows[n]))[:k]


def by_numpy(features, n, k):
    features = np.asarray(features)
    unit = features / np.linalg.norm(features, axis=1, keepdims=True)
    order = np.argsort(unit @ unit[n])[::-1]
    return order[order != n][:k]


def by_arrays_only(features, n, k):
    features = features.astype(np.float32)  # which no tensor has
    features /= np.linalg.norm(features, axis=1)[:, np.newaxis]
    order = (-(features @ features[n])).argsort()
    return np.setdiff1d(order, [n], assume_unique=True)[:k].astype(float)


def by_distance_of_directions(features, n, k):
    unit = features / features.norm(dim=1, keepdim=True)
    distances = torch.cdist(unit, unit[n : n + 1]).flatten()
    return [row for row in distances.argsort().tolist() if row != n][:k]


def by_whole_table(features, n, k):
    table = F.cosine_similarity(features[:, None], features[None], dim=2)
    table.fill_diagonal_(-2)
    return table.sort(dim=1, descending=True).indices[n, :k].numpy()


def by_single_precision(features, n, k):
    return near(features.float(), n, k)


def by_scikit(features, n, k):
    from sklearn.neighbors import NearestNeighbors

    finder = NearestNeighbors(n_neighbors=k + 1, metric="cosine").fit(features)
    rows = finder.kneighbors(features[n : n + 1], return_distance=False)[0]
    return [row for row in rows if row != n][:k]


def ranked(like, keep=lambda rows, n: rows[rows != n]):
    """A ranking by like(features, one), as NumPy, in which a line is wrong."""

    def attempt(features, n, k):
        features = np.asarray(features)
        rows = np.argsort(-like(features, features[n]), kind="stable")
        return keep(rows, n)[:k]

    return attempt


def cosine(features, one):
    return features @ one / (np.sqrt((features**2).sum(1)) * np.sqrt(one @ one))


def length_of_columns(features, n, k):
    return near(F.normalize(features, dim=0) * 1.0, n, k)


def product_of_columns(features, n, k):
    table = F.normalize(features, dim=0)
    products = table @ table[n]
    products[n] = -torch.inf
    return products.topk(k).indices


def row_taken_out(features, n, k):
    unit = F.normalize(features, dim=1)
    others = torch.cat([unit[:n], unit[n + 1 :]])
    return (others @ unit[n]).topk(k).indices


def cosines(features, n):
    return F.cosine_similarity(features, features[n : n + 1])


def product_zeroed(features, n, k):
    unit = F.normalize(features, dim=1)
    found = unit @ unit[n]
    found[n] = 0
    return found.topk(k).indices


def correlations(features, n, k):
    table = np.corrcoef(np.asarray(features))
    np.fill_diagonal(table, -2)
    return np.argsort(-table[n])[:k]


# --- what may be reported -------------------------------------------------------------


def chosen(valid, test):
    return test[valid.mean(axis=1).argmax()].mean()


def chosen_by_python(valid, test):
    means = [sum(row) / len(row) for row in valid.tolist()]
    row = test.tolist()[means.index(max(means))]
    return sum(row) / len(row)


def chosen_by_tensors(valid, test):
    best = torch.tensor(valid).sum(1).max(0).indices
    return torch.tensor(test)[best].mean()


def chosen_by_pairs(valid, test):
    return max(zip(valid.sum(1), test.mean(1), strict=True))[1]


def chosen_by_sorting(valid, test):
    last = np.argsort(np.average(valid, axis=-1))[-1:]
    return np.float32(test.mean(-1)[last].item())


def chosen_in_percent_of_one(valid, test):
    return 100 * chosen(valid / 100, test / 100)


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
    model(networks.pictures(0)).sum().backward()
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


# --- the banks ---

RIGHT = {
    "neighbours": [
        near,
        by_python,
        by_numpy,
        by_arrays_only,
        by_distance_of_directions,
        by_whole_table,
        by_single_precision,
        by_scikit,
        lambda *case: tuple(near(*case)),
        lambda *case: (row.item() for row in near(*case)),
    ],
    "chosen": [
        chosen,
        chosen_by_python,
        chosen_by_tensors,
        chosen_by_pairs,
        chosen_by_sorting,
        chosen_in_percent_of_one,
    ],
    "frozen": [
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
    "rates": [
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
}
WRONG = {
    "neighbours": [
        (ranked(lambda f, one: f @ one), "long rows win"),
        (ranked(lambda f, one: f @ one / np.sqrt(one @ one)), "long rows win"),
        (ranked(lambda f, one: -((f - one) ** 2).sum(1)), "by distance"),
        (ranked(lambda f, one: -np.abs(f - one).sum(1)), "sum of |differences|"),
        (ranked(cosine, lambda rows, n: rows), "own nearest"),
        (lambda f, n, k: near(f, n, k + 1)[:0].tolist() + [n] * k, "cases differ"),
        (ranked(cosine, lambda rows, n: rows[1:]), "it has a copy"),
        (lambda f, n, k: cosines(f, n).topk(k + 1).indices[1:], "it has a copy"),
        (lambda f, n, k: cosines(f, n).argsort(descending=True)[1:][:k], "has a copy"),
        (lambda f, n, k: np.argsort(cosines(f, n).numpy())[-2::-1][:k], "has a copy"),
        (lambda f, n, k: cosines(f, n).topk(k).indices, "own nearest"),
        (
            ranked(
                lambda f, one: np.where(cosine(f, one) > 0.9999, -2, cosine(f, one))
            ),
            "a copy of row n is another row",
        ),
        (product_zeroed, "0 isn't the lowest"),
        (row_taken_out, "taken out too early"),
        (ranked(lambda f, one: -cosine(f, one)), "these are the farthest"),
        (ranked(lambda f, one: 1 - cosine(f, one)), "these are the farthest"),
        (lambda *case: near(*case).flip(0), "ones, but the nearest must come first"),
        (lambda *case: sorted(near(*case).tolist()), "ones, by their numbers"),
        (
            lambda f, n, k: cosines(f, n).index_fill(0, torch.tensor(n), -2).topk(k),
            "take .indices",
        ),
        (ranked(lambda f, one: cosine(f, one) ** 2), "no |·| here"),
        (product_of_columns, "not each column"),
        (length_of_columns, "cases differ"),
        (correlations, "that is the correlation"),
        (ranked(lambda f, one: cosine(f - f.mean(0), one - f.mean(0))), "the origin"),
        (ranked(lambda f, one: (f / np.abs(f).sum(1)[:, None]) @ one), "not Σ|x|"),
        (ranked(lambda f, one: (f.T / (f**2).sum(1)).T @ one), "not Σx²"),
        (lambda f, n, k: near(f, n, k - 1), "one too few"),
        (lambda f, n, k: near(f, n, k + 1), "one too many"),
        (lambda f, n, k: near(f, n, len(f) - 1), "these are all, in order"),
        (lambda f, n, k: near(f, n, 1)[0], "the nearest alone"),
        (lambda f, n, k: cosine(f.numpy(), f[n].numpy())[near(f, n, k)], "which rows"),
        (lambda f, n, k: F.cosine_similarity(f, f[n : n + 1]), "all rows' cosines"),
        (lambda f, n, k: f[near(f, n, k)], "the rows themselves"),
        (
            lambda f, n, k: np.argsort(np.argsort(-cosine(f.numpy(), f[n].numpy())))[
                :k
            ],
            "cases differ",
        ),
        (lambda f, n, k: [0] * k, "cases differ"),
        (lambda f, n, k: "first", "not str"),
        (lambda f, n, k: f.nearest(n), "error"),
    ],
    "chosen": [
        (lambda v, t: t.mean(1).max(), "chosen by the test"),
        (lambda v, t: max(row.mean() for row in v), "which made it win"),
        (lambda v, t: t[np.hstack([v, t]).mean(1).argmax()].mean(), "both choose"),
        (
            lambda v, t: (
                sum(t[v[:, s].argmax(), s] for s in range(v.shape[1])) / v.shape[1]
            ),
            "each seed chooses a setting of its own",
        ),
        (lambda v, t: np.mean([max(runs) for runs in t.T]), "and by the test"),
        (lambda v, t: t[np.argwhere(v == v.max())[0, 0]].mean(), "lucky run chooses:"),
        (lambda v, t: t.flatten()[v.argmax()], "stands for all"),
        (lambda v, t: t[v.min(1).argmax()].mean(), "unlucky"),
        (lambda v, t: t[max(range(len(v)), key=lambda n: v[n][0])].mean(), "the first"),
        (lambda v, t: t[v.T[-1].argmax()].mean(), "only the last seed"),
        (lambda v, t: t[v[:, :2].mean(1).argmax()].mean(), "cases differ"),
        (lambda v, t: t[v[:, :-1].mean(1).argmax()].mean(), "cases differ"),
        (lambda v, t: t[(v.mean(1) - v.std(1)).argmax()].mean(), "cases differ"),
        (lambda v, t: t[np.median(v, axis=1).argmax()].mean(), "not the medians"),
        (lambda v, t: max(t[v.mean(1).argmax()]), "its best seed"),
        (lambda v, t: min(t[v.mean(1).argmax()]), "its worst seed"),
        (lambda v, t: np.median(t[v.mean(1).argmax()]), "its median"),
        (lambda v, t: t[v.mean(1).argmax()][0], "its first seed"),
        (lambda v, t: t.max(), "best run of all tests"),
        (lambda v, t: v.max(), "best run of all in `valid`"),
        (lambda v, t: t.sum() / t.size, "mean of all settings"),
        (lambda v, t: t[v.sum(1).argmin()].mean(), "lowest validation"),
        (lambda v, t: t[v.mean(0).argmax()].mean(), "axis 1"),
        (lambda v, t: t.mean(0)[v.mean(0).argmax()], "rows are settings"),
        (lambda v, t: v.mean(1).argmax(), "the number of the setting"),
        (lambda v, t: t[v.mean(1).argmax()], "these are its runs"),
        (lambda v, t: [runs.mean() for runs in t], "choose one"),
        (lambda v, t: v[t.mean(1).argmax()].mean(), "exchanged"),
        (lambda v, t: v.mean(1).max() - chosen(v, t), "falls short"),
        (lambda v, t: t[(t.mean(1) - v.mean(1)).argmax()].mean(), "gains most"),
        (lambda v, t: (v.mean(1).argmax(), chosen(v, t)), "its shape is (2,)"),
        (lambda v, t: t[v.mean(1).max()], "error"),
        (lambda v, t: {"accuracy": chosen(v, t)}, "not dict"),
    ],
    "frozen": [
        (then(), "nothing is frozen"),
        (lambda model, k: print(end=""), "nothing is frozen"),
        (then(train), "nothing is frozen"),
        (then(train, keep), "every weight still learns"),
        (then(lambda model, k: model.eval()), "nothing is frozen"),
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
            "stem.1.weight still changes",
        ),
        (
            then(train, keep, off(lambda n, p, w, k: p < k or n == "fc.bias")),
            "fc.bias doesn't learn",
        ),
        (then(train, still, keep, forget), "others than before"),
        (then(train, still, keep, fresh_head), "others than before"),
        (lambda model, k: freeze(model, k)[k:], "left out or exchanged"),
        (lambda model, k: freeze(model, k)[:k], "left out or exchanged"),
        (lambda model, k: list(model.parameters()), "not list"),
        (lambda model, k: freeze(model, k)(torch.zeros(1)), "error"),
        (lambda model, k: (freeze(model, k), 7)[1], "not int"),
        (lambda model, k: freeze(model, k).float(), "others than before"),
        (
            lambda model, k: nn.Sequential(*list(freeze(model, k))[::-1]),
            "others than before",
        ),
    ],
    "rates": [
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
        (rated(lambda n, a, b: usual(n, a / 10, b)), "not at 0.02"),
        (rated(usual, lambda *_: True), "what is frozen is there"),
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
            "stops with an error",
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
        (
            lambda model, a, b: [{"params": model.parameters()}],
            "with a rate of its own",
        ),
        (lambda model, a, b: [{"params": model.fc, "lr": b}], "not Linear"),
        (lambda model, a, b: [{"params": ["fc"], "lr": b}], "holds a str"),
        (lambda model, a, b: [{"params": model.fc.weight, "lr": a}], "in no group"),
        (lambda model, a, b: "fc", "a list of groups"),
        (lambda model, a, b: (a, b), "a group is a dict"),
        (lambda model, a, b: print(end=""), "returns nothing"),
    ],
}


@right_ones(RIGHT)
def test_right_answers(name, attempt):
    is_right(name, attempt)


@wrong_ones(WRONG)
def test_wrong_answers_are_named(name, attempt, words):
    is_called(name, attempt, words)


def test_an_error_is_shown_where_it_is():
    def broken(model, k):
        return model.stomach

    assert "(in broken" in repr(checks.frozen(broken))


def test_every_call_hands_out_the_same_network():
    one, other = (networks.network(3) for _ in range(2))
    before = torch.random.get_rng_state()
    checks.frozen(freeze)
    assert torch.equal(before, torch.random.get_rng_state())
    networks.train(one)
    networks.train(other)
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    assert all(torch.equal(a, b) for a, b in pairs)
