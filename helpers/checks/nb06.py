"""Exercises of notebook 06: the training loop, a partial table, moves, splits."""

import copy
from collections.abc import Set

import numpy as np
import torch
import torch.nn.functional as F

from helpers import arithmetic
from helpers.checks import base, networks
from helpers.checks.exercise import Exercise


# 6.1: the training loop
def mended_loop(model, batches, optimizer):
    losses = []
    for x, names in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), names)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def to_learn(seed, count, size, **how):
    """(model, batches, optimizer): a net that knows nothing, and its lesson."""
    rng = np.random.default_rng(seed)
    model = networks.Tiny(rng, (1, 2, 3), loud=3.0)
    batches = []
    for _ in range(count):
        x, names = rng.normal(0, 2, (size, 1, 2, 3)), rng.integers(0, 3, size)
        batches.append((torch.from_numpy(x), torch.from_numpy(names)))
    return model, batches, torch.optim.SGD(model.parameters(), **how)


def check_loop(name, attempt, right, cases, mistakes):
    """base.check; and the last step, which no loss shows, has to be made."""
    report = base.check(name, attempt, right, cases, mistakes)
    ends = []
    for learn in (attempt, right) if report.passed else ():
        model, *_ = given = copy.deepcopy(cases[0])
        base.listed(learn(*given))
        ends.append(torch.cat([w.detach().flatten() for w in model.parameters()]))
    if ends and not base.same(*ends):
        words = "the losses are right, but the last batch's step isn't made"
        return base.Report("wrong", f"{name}: {words}")
    return report


training_loop = Exercise("training_loop", mended_loop, check=check_loop).on(
    to_learn(1, 6, 4, lr=0.5), to_learn(2, 5, 3, lr=0.2, momentum=0.9)
)


# 6.2: the parameters of a convolution with a partial table
def partial(sees, F):
    return sum(len(maps) * F * F + 1 for maps in sees)


partial_parameters = Exercise("partial_parameters", partial).on(
    (((0, 1, 2), (2,)), 3),
    (((1,), (0, 3), (0, 1, 2, 3)), 2),
    (arithmetic.C3_TABLE, 5),
)


# 6.3: move a digit
def moved_by(x, down, right):
    rows, cols = x.shape
    y = np.zeros((rows, cols))
    for i, j in np.ndindex(rows, cols):
        if 0 <= i - down < rows and 0 <= j - right < cols:
            y[i, j] = x[i - down, j - right]
    return y


DIGIT = np.arange(1, 21).reshape(4, 5) * 7 % 20 + 1

shifted = Exercise("shifted", moved_by).on(
    (DIGIT, 1, 2),
    (DIGIT, -1, 1),
    (DIGIT.T / 2, 2, -3),
    (DIGIT / 2, -2, -1),
    (DIGIT, 0, 6),
)


# 6.4: an honest split
def by_picture(origins, count):
    pictures = np.random.default_rng(0).permutation(np.unique(origins))
    return np.flatnonzero(np.isin(origins, pictures[:count]))


def split_shown(origins, count, got):
    return [
        ("input", f"origins = np.array({origins.tolist()}), count = {count}"),
        ("expected", f"for example {by_picture(origins, count).tolist()}"),
        ("got", base.show(got)),
    ]


PLAIN = "one plain list is wanted, of the rows to test with"


def what_is_wrong(origins, count, rows):
    """What is wrong with these rows to test with, in words; or nothing."""
    rows = list(rows) if isinstance(rows, Set) else rows
    if not base.is_array(rows):
        return PLAIN if isinstance(rows, list) else base.difference(rows, [0])
    rows = base.numbers(rows)
    if rows.ndim > 1:
        return f"{PLAIN}: np.where needs [0] after it, and lists of rows are joined"
    if rows.ndim == 0 or not np.array_equal(rows, rows.real.round()):
        return PLAIN
    rows, pictures = rows.real, len(np.unique(origins))
    if not len(rows):
        return "there is nothing to test with (pictures needn't be numbered from 0)"
    if len(rows) in (len(origins), pictures) and set(rows) <= {0, 1}:
        return "row numbers are wanted, not True and False: try np.flatnonzero"
    if set(rows) <= set(origins):
        return "these are pictures, from origins: the numbers of their rows are wanted"
    outside = rows[(rows < 0) | (rows >= len(origins))]
    if len(outside):
        return f"there is no row {outside[0]:.0f}: they go from 0 to {len(origins) - 1}"
    rows = rows.astype(int)
    if len(set(rows)) < len(rows):
        return "a row is in the test twice"
    leaks = set(origins[rows]) & set(np.delete(origins, rows))
    if leaks and len(rows) == count:
        return f"count is of pictures, not of rows: {count} with all their copies"
    if leaks:
        return f"picture {min(leaks)} leaks: its copies are on both sides"
    found = len(set(origins[rows]))
    if found == count:
        return None
    if found == pictures:
        return "there is nothing left to learn from"
    if found == pictures - count:
        return "these are the rows to learn from; those to test with are wanted"
    return f"the test has {found} of the pictures, and should have {count}"


# Arrays, as in the notebook; no picture has a number that is also a row's.
MIXED = np.array([70, 20, 70, 90, 20, 40, 40, 70, 90, 20])
MANY = np.tile([61, 35, 52, 48, 73, 80, 27, 96, 44, 58, 39, 85], 2)

honest_split = Exercise(
    "honest_split", by_picture, check=base.judged(what_is_wrong, split_shown)
).on((np.repeat([20, 30, 40, 50], 3), 1), (MIXED, 2), (MIXED, 3), (MANY, 11))
