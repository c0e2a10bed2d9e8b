"""Checkers of notebook 09: nearest neighbours; what may be said of a chosen setting."""

import numpy as np

from helpers.checks import base
from helpers.checks.readable import readable

# On these cases no two mistakes give the same: the first number is the seed. Each way
# to sort leaves a copy's place to chance, so there are copies before row n and after.
NEAR = [
    (175, -9, 4, 3, None),
    (22, 0, 7, 4, None),
    (235, -9, 6, 3, 2),
    (236, -9, 6, 3, 9),
    (237, -9, 3, 4, 4),
    (238, -9, 6, 4, 0),
]
OWN = "it is its own nearest neighbour: leave out row n"
COPIED = (
    "the first is left out, and that needn't be row n: it has a copy. Leave it out by "
    "its number"
)
RUNS = [(61, 4, 3), (229, 5, 4), (292, 6, 5), (1499, 12, 5)]


def lineup(seed, lowest, n, k, twin):
    """(features, n, k): whole numbers; row `twin`, if any, is a copy of row n."""
    rng = np.random.default_rng(seed)
    features = rng.integers(lowest, 10, (12, 5)) * rng.integers(1, 4, (12, 1))
    if twin is not None:
        features[twin] = features[n]
    return features.astype(float), n, k


def cosine(features, one):
    lengths = np.linalg.norm(features, axis=1) * np.linalg.norm(one)
    return features @ one / lengths


def order(features, n, like=cosine):
    """All rows, the most alike first."""
    features = np.asarray(features)
    return np.argsort(-like(features, features[n]), kind="stable")


def by(like):
    """The k rows that are most alike, row n left out."""

    def nearest(features, n, k):
        rows = order(features, n, like)
        return rows[rows != n][:k]

    return nearest


def neighbours(attempt):
    """Checks attempt(features, n, k): numbers of the k rows nearest to row n.

    features (N, D). Near is a high cosine; the nearest comes first, row n is left out.
    """
    right = by(cosine)

    def as_columns(features, one):
        scaled = features / np.linalg.norm(features, axis=0)
        return scaled @ (one / np.linalg.norm(features, axis=0))

    def centred(features, one):
        return cosine(features - features.mean(1, keepdims=True), one - one.mean())

    def from_mean(features, one):
        return cosine(features - features.mean(0), one - features.mean(0))

    def by_sums(features, one):
        return features @ one / np.abs(features).sum(1)

    def by_squares(features, one):
        return features @ one / (features**2).sum(1)

    def with_itself(features, n, k):
        return order(features, n)[:k]

    def zero_for_itself(features, n, k):
        likeness = cosine(np.asarray(features), np.asarray(features)[n])
        likeness[n] = 0
        return np.argsort(-likeness, kind="stable")[:k]

    def renumbered(features, n, k):
        rows = right(features, n, k)
        return rows - (rows > n)

    def without_copies(features, n, k):
        features = np.asarray(features)
        rows = order(features, n)
        return rows[~np.isclose(cosine(features, features[n])[rows], 1)][:k]

    def all_of_them(features, n, k):
        return cosine(np.asarray(features), np.asarray(features)[n])

    mistakes = {
        "long rows win: divide by the lengths of both": by(lambda f, one: f @ one),
        "that is by distance, so that length counts; the cosine looks at direction": (
            by(lambda f, one: -np.linalg.norm(f - one, axis=1))
        ),
        "that is by the sum of |differences|; the cosine looks at direction": (
            by(lambda f, one: -np.abs(f - one).sum(1))
        ),
        OWN: with_itself,
        COPIED: lambda features, n, k: order(features, n)[1 : k + 1],
        "a copy of row n is another row, and its nearest: leave out row n alone": (
            without_copies
        ),
        "leave out row n by −∞: 0 isn't the lowest cosine": zero_for_itself,
        "the rows after n have lost a number: row n is taken out too early": renumbered,
        "these are the farthest: argsort begins with the lowest": (
            by(lambda f, one: -cosine(f, one))
        ),
        "the right ones, but the nearest must come first": (
            lambda *case: right(*case)[::-1]
        ),
        "the right ones, by their numbers: the nearest must come first": (
            lambda *case: np.sort(right(*case))
        ),
        "topk and sort give the cosines and the rows: take .indices": (
            lambda features, n, k: [
                all_of_them(features, n, k)[right(features, n, k)],
                right(features, n, k),
            ]
        ),
        "a cosine of −1 is as far as can be: no |·| here": (
            by(lambda f, one: np.abs(cosine(f, one)))
        ),
        "scale each row to length 1, not each column": by(as_columns),
        "that is the correlation: don't take the row's mean off": by(centred),
        "don't take the mean of all rows off: that moves the origin": by(from_mean),
        "a row's length is √Σx², not Σ|x|": by(by_sums),
        "a row's length is √Σx², not Σx²": by(by_squares),
        "one too few: row n doesn't count": (
            lambda features, n, k: right(features, n, k - 1)
        ),
        "one too many: k are wanted": (
            lambda features, n, k: right(features, n, k + 1)
        ),
        "these are all, in order: the first k are wanted": (
            lambda features, n, k: right(features, n, len(features))
        ),
        "that is the nearest alone: k are wanted": (lambda *case: right(*case)[0]),
        "these are their cosines: which rows are they?": (
            lambda features, n, k: all_of_them(features, n, k)[right(features, n, k)]
        ),
        "these are all rows' cosines: which k are the highest?": all_of_them,
        "these are the rows themselves: their numbers are wanted": (
            lambda features, n, k: np.asarray(features)[right(features, n, k)]
        ),
        "argsort once gives rows in order; twice, it gives ranks": (
            lambda features, n, k: np.argsort(order(features, n))[:k]
        ),
    }
    cases = [lineup(*how) for how in NEAR]
    cases = readable("neighbours", attempt, cases, tensors_first=True)
    for words, known in (COPIED, right), (OWN, with_itself):
        if all(but_for_the_copy(attempt, known, *case) for case in cases):
            mistakes = {words: attempt}
    return base.check("neighbours", attempt, right, cases, mistakes)


def but_for_the_copy(attempt, known, features, n, k):
    """True if both give the same rows, but that n and its copy may change places."""
    answers = base.run("neighbours", attempt, [(features, n, k)])
    if not (isinstance(answers, list) and base.is_array(answers[0])):
        return False
    table = np.asarray(features)
    copies = np.flatnonzero((table == table[n]).all(1))  # row n among them
    rows = [answers[0], known(features, n, k)]
    return base.same(*(np.where(np.isin(one, copies), n, one) for one in rows))


def chosen(attempt):
    """Checks attempt(valid, test): the accuracy that may be reported, of one setting.

    valid, test (settings, seeds): accuracies. The setting with the highest mean of
    `valid` is chosen; its mean of `test` is wanted.
    """

    def of(choose, read=np.mean):
        """The test accuracy of the setting, or settings, that is chosen."""
        return lambda valid, test: read(test[choose(valid, test)])

    def best(valid, test):
        return valid.mean(1).argmax()

    def luckiest(valid, test):
        return np.unravel_index(valid.argmax(), valid.shape)

    def seed_by_seed(valid, test):
        return np.mean(test[valid.argmax(0), range(valid.shape[1])])

    def test_by_seed(valid, test):
        return test.max(0).mean()

    right = of(best)
    mistakes = {
        "chosen by the test: then it is no test any more. Choose by `valid`": (
            of(lambda valid, test: test.mean(1).argmax())
        ),
        "that is its mean of `valid`, which made it win: report the test": (
            lambda valid, test: valid.mean(1).max()
        ),
        "both choose together: leave the test out of it": (
            of(lambda valid, test: (valid + test).mean(1).argmax())
        ),
        "each seed chooses a setting of its own: choose one, by its mean": seed_by_seed,
        "each seed chooses its own setting, and by the test": test_by_seed,
        "one lucky run chooses: compare the means over the seeds": (
            of(lambda valid, test: valid.max(1).argmax())
        ),
        "one lucky run chooses, and stands for all": of(luckiest),
        "one unlucky run decides: compare the means over the seeds": (
            of(lambda valid, test: valid.min(1).argmax())
        ),
        "only the first seed chooses: compare the means over all": (
            of(lambda valid, test: valid[:, 0].argmax())
        ),
        "only the last seed chooses: compare the means over all": (
            of(lambda valid, test: valid[:, -1].argmax())
        ),
        "compare the means, not the medians": (
            of(lambda valid, test: np.median(valid, 1).argmax())
        ),
        "that is its best seed: the mean is wanted": of(best, np.max),
        "that is its worst seed: the mean is wanted": of(best, np.min),
        "that is its median: the mean is wanted": of(best, np.median),
        "that is its first seed alone: the mean is wanted": (
            of(best, lambda runs: runs[0])
        ),
        "that is the best run of all tests": lambda valid, test: test.max(),
        "that is the best run of all in `valid`": lambda valid, test: valid.max(),
        "that is the mean of all settings: choose one": lambda valid, test: test.mean(),
        "that is the setting with the lowest validation": (
            of(lambda valid, test: valid.mean(1).argmin())
        ),
        "the mean goes over the seeds, axis 1: one number for each setting": (
            of(lambda valid, test: valid.mean(0).argmax())
        ),
        "that is a seed, not a setting: rows are settings": (
            lambda valid, test: test[:, valid.mean(0).argmax()].mean()
        ),
        "that is the number of the setting: what accuracy may be reported?": best,
        "these are its runs: their mean is wanted": of(best, np.array),
        "these are the settings' means: choose one": lambda valid, test: test.mean(1),
        "`valid` and `test` are exchanged": lambda valid, test: right(test, valid),
        "that is by how much the test falls short of `valid`": (
            lambda valid, test: valid.mean(1).max() - right(valid, test)
        ),
        "that is the setting that gains most from `valid` to `test`": (
            of(lambda valid, test: (test - valid).mean(1).argmax())
        ),
    }
    cases = [runs(*how) for how in RUNS]
    return base.check("chosen", attempt, right, cases, mistakes)


def runs(seed, settings, seeds):
    """(valid, test): accuracies that scatter more than the settings differ."""
    rng = np.random.default_rng(seed)
    level = rng.normal(86, 1, (settings, 1))
    both = level + rng.normal(0, 2, (2, settings, seeds))
    return tuple(both.round(1))
