"""Notebook 09: nearest neighbours, an honest choice; right and wrong answers."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from usual import no_two_mistakes_look_alike, stubs_and_crashes_are_shown

from helpers import checks

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


@pytest.mark.parametrize(
    "right",
    [
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
)
def test_right_neighbours(right):
    assert checks.neighbours(right).passed


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


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
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
            "it gives ranks",
        ),
        (lambda f, n, k: [0] * k, "cases differ"),
        (lambda f, n, k: "first", "not str"),
        (lambda f, n, k: f.nearest(n), "error"),
    ],
)
def test_wrong_neighbours_are_named(wrong, words):
    report = checks.neighbours(wrong)
    assert not report.passed and words in repr(report)


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


@pytest.mark.parametrize(
    "right",
    [
        chosen,
        chosen_by_python,
        chosen_by_tensors,
        chosen_by_pairs,
        chosen_by_sorting,
        chosen_in_percent_of_one,
    ],
)
def test_right_reports(right):
    assert checks.chosen(right).passed


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
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
)
def test_wrong_reports_are_named(wrong, words):
    report = checks.chosen(wrong)
    assert not report.passed and words in repr(report)


# --- both -----------------------------------------------------------------------------

BOTH = {"neighbours": "features, n, k", "chosen": "valid, test"}


@pytest.mark.parametrize("name", BOTH)
def test_stubs_and_crashes(name):
    stubs_and_crashes_are_shown(getattr(checks, name), BOTH[name])
    assert "TypeError" in repr(getattr(checks, name)(lambda: 3))
    assert "SystemExit" in repr(getattr(checks, name)(lambda *case: exit()))


@pytest.mark.parametrize("name", BOTH)
def test_no_two_mistakes_look_alike(name, monkeypatch):
    no_two_mistakes_look_alike(getattr(checks, name), monkeypatch)
