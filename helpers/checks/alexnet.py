"""Checkers of notebook 07: fc6's size, the picture that fits, the top-5 error."""

import numpy as np

from helpers.checks import base
from helpers.checks.array_or_tensor import readable

SCORED = [  # scores of each picture, labels
    (
        [
            [0.5, -0.5, -2.5, 2.5, 1.5, 4.5, 10.5],
            [-0.5, 8.5, 9.5, 2.5, 7.5, 1.5, -1.5],
            [10.5, 9.5, 1.5, 4.5, 5.5, 3.5, 6.5],
            [1.5, 3.5, -0.5, 0.5, 5.5, 4.5, 8.5],
        ],
        [6, 3, 2, 4],
    ),
    (
        [
            [11.5, -3.5, 2.5, 4.5, 3.5, -2.5, 1.5, 0.5, 12.5],
            [6.5, 1.5, 13.5, 3.5, -2.5, 5.5, 10.5, -3.5, 11.5],
            [8.5, 1.5, 13.5, -2.5, 9.5, -0.5, -3.5, 11.5, 4.5],
            [-3.5, 6.5, 3.5, 2.5, 13.5, 5.5, 1.5, 0.5, 11.5],
            [-2.5, 6.5, 0.5, 12.5, 3.5, -1.5, 13.5, 2.5, -0.5],
            [4.5, 13.5, 9.5, 6.5, 8.5, 7.5, 11.5, -2.5, 2.5],
            [-3.5, 10.5, 9.5, 5.5, 2.5, -1.5, 6.5, 12.5, 13.5],
        ],
        [1, 4, 8, 8, 2, 0, 4],
    ),
    (
        [
            [-3.5, 5.5, 4.5, 3.5, 2.5, 1.5, 0.5],
            [-4.5, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5],
            [-2.5, 4.5, 5.5, 0.5, 3.5, 1.5, 2.5],
        ],
        [0, 3, 5],
    ),
]


def many():
    """(scores, labels) of 40 pictures: here, each mistake makes an error of its own."""
    rng = np.random.default_rng(6)
    scores = rng.normal(0, 3, (40, 12)).round(1) + 0.01 * np.arange(12)
    return scores, rng.integers(1, 11, 40)


def fc6(attempt):
    """Checks a number: the parameters of AlexNet's first dense layer."""
    units, whole = 4096, 60_965_224
    right = 6 * 6 * 256 * units + units

    def dense(inputs):
        return inputs * units, (inputs + 1) * units  # without and with biases

    reasons = {
        "you forgot the biases: one for each of the 4,096 units": [right - units],
        "fc6 reads what pool5 leaves, 6×6×256, not conv5's 13×13×256": dense(169 * 256),
        "a unit reads all 256 channels, not one": dense(6 * 6),
        "a unit reads all 6×6 places of a channel, not one": dense(256),
        "pool5 leaves a square, 6×6 places": dense(6 * 256),
        "that is fc7; fc6's inputs are not 4,096, but 6×6×256": dense(units),
        "that is fc8; fc6 is the first dense layer": [
            1000 * units,
            1000 * units + 1000,
        ],
        "the two groups end with conv5: fc6 reads the channels of both": dense(
            36 * 128
        ),
        "(13 − 3)/2 + 1 is 6: pool5 leaves 6×6, not 7×7": dense(49 * 256),
        "(13 − 3)/2 + 1 is 6: you forgot the first stop": dense(25 * 256),
        "conv5 has 256 filters; 384 are conv4's": dense(36 * 384),
        "the biases belong to the 4,096 outputs, not to the inputs": [
            6 * 6 * 256 * (units + 1)
        ],
        "so many numbers one unit reads; there are 4,096 units": [9216, 9217],
        "that is the whole network; fc6 alone is wanted": [whole],
        "about right, but count them all: no rounding, no millions": [
            *(n * unit for n in (37.7, 37.75, 37.8, 38) for unit in (1, 1e6)),
            *(37.753, 37.752832),
        ],
    }
    mistakes = {
        words: next((value for value in values if base.same(attempt, value)), None)
        for words, values in reasons.items()
    }
    if base.same(attempt, right) and base.numbers(attempt) != right:
        words = "fc6: nearly, but count them all: no rounding"
        return base.Report("wrong", words, [("got", base.show(attempt))])
    return base.check_value("fc6", attempt, right, mistakes)


def why_not_224(attempt):
    """Checks attempt(N, F, S, P): the smallest picture that fits, N pixels or more.

    A filter of F, in steps of S, with P pixels of padding on both sides.
    """

    def up(N, room, S):
        """N and what is missing in `room` to a whole number of steps."""
        return N + -room % S

    def room(N, F, P):
        return N - F + 2 * P

    def right(N, F, S, P):
        return up(N, room(N, F, P), S)

    mistakes = {
        "rounded down, everything seems to fit: the steps must come out even": (
            lambda N, F, S, P: N
        ),
        "that is the next smaller one: no pixel of the N may be lost": (
            lambda N, F, S, P: N - room(N, F, P) % S
        ),
        "that is the nearest one: no pixel of the N may be lost": (
            lambda N, F, S, P: round(room(N, F, P) / S) * S + F - 2 * P
        ),
        "what is left over doesn't need adding, but filling up to a whole step": (
            lambda N, F, S, P: N + room(N, F, P) % S
        ),
        "N may fit as it is": lambda N, F, S, P: N + S - room(N, F, P) % S,
        "padding is on both sides: 2·P": lambda N, F, S, P: up(N, room(N, F, P / 2), S),
        "you forgot the padding, or it is outside the division: (N − F + 2·P)/S": (
            lambda N, F, S, P: up(N, room(N, F, 0), S)
        ),
        "padding makes room: add it": lambda N, F, S, P: up(N, room(N, F, -P), S),
        "the first window is F wide: what is left after it must be whole steps": (
            lambda N, F, S, P: up(N, room(N, 0, P), S)
        ),
        "the + 1 counts the first stop, it is no pixel: N − F + 2·P in whole steps": (
            lambda N, F, S, P: up(N, room(N, F, P) + 1, S)
        ),
        "after the first window come N − F pixels, not N − F − 1": (
            lambda N, F, S, P: up(N, room(N, F, P) - 1, S)
        ),
        "without the padding: how large must the picture itself be?": (
            lambda N, F, S, P: right(N, F, S, P) + 2 * P
        ),
        "that is how often it stops; how large must the picture be?": (
            lambda N, F, S, P: (right(N, F, S, P) - F + 2 * P) // S + 1
        ),
        "that is how often it stops, with a fraction; how large must the picture be?": (
            lambda N, F, S, P: room(N, F, P) / S + 1
        ),
        "that is how often it stops, rounded down; how large must the picture be?": (
            lambda N, F, S, P: room(N, F, P) // S + 1
        ),
        "so many pixels are missing; how large must the picture be?": (
            lambda N, F, S, P: -room(N, F, P) % S
        ),
        "so many pixels are left over; how large must the picture be?": (
            lambda N, F, S, P: room(N, F, P) % S
        ),
        "that says whether N fits; which size does?": (
            lambda N, F, S, P: room(N, F, P) % S == 0
        ),
        "one size is wanted, not its two neighbours": (
            lambda N, F, S, P: [N - room(N, F, P) % S, right(N, F, S, P)]
        ),
        "227 is for AlexNet; compute it from N, F, S and P": lambda N, F, S, P: 227,
    }

    cases = [
        (224, 11, 4, 0),
        (227, 11, 4, 0),
        (32, 5, 3, 1),
        (28, 7, 5, 2),
        (17, 4, 9, 3),
        (64, 3, 2, 1),
    ]
    return base.check("why_not_224", attempt, right, cases, mistakes)


def top5(attempt):
    """Checks attempt(scores, labels): the top-5 error, a share from 0 to 1.

    scores (N, K), labels (N,): the share of pictures whose label isn't among the five
    classes with the highest scores.
    """

    def best(scores, first=0, last=5):
        """Classes of each picture's `first` … highest scores, (N, last - first)."""
        return np.argsort(-np.asarray(scores), axis=1)[:, first:last]

    def missed(scores, labels, first=0, last=5):
        hits = best(scores, first, last) == np.asarray(labels)[:, None]
        return ~hits.any(axis=1)

    def right(scores, labels):
        return missed(scores, labels).mean()

    def shifted(scores, labels, by):
        """A class counts for another one that is next to it."""
        return missed(scores, np.asarray(labels) + by).mean()

    def each_with_each(scores, labels):
        """(N, N): is the label of one among the five of the other?"""
        return (best(scores)[:, :, None] == np.asarray(labels)).any(axis=1)

    def by_columns(scores, labels):
        top = np.argsort(-np.asarray(scores), axis=0)[:5].T
        hits = [label in row for label, row in zip(labels, top, strict=False)]
        return 1 - sum(hits) / len(labels)

    def as_ranks(scores, labels):
        order = np.argsort(-np.asarray(scores), axis=1)
        return (order[range(len(labels)), np.asarray(labels)] >= 5).mean()

    mistakes = {
        "that is the share that is right; the error is the others": (
            lambda scores, labels: 1 - right(scores, labels)
        ),
        "only the highest score counts here; the label may have any of the five": (
            lambda scores, labels: missed(scores, labels, 0, 1).mean()
        ),
        "only the highest score counts here, and the error is what isn't right": (
            lambda scores, labels: 1 - missed(scores, labels, 0, 1).mean()
        ),
        "these are the five lowest scores: argsort starts with the lowest": (
            lambda scores, labels: missed(scores, labels, -5, None).mean()
        ),
        "how many, or what share? Divide by the number of pictures": (
            lambda scores, labels: missed(scores, labels).sum()
        ),
        "a share from 0 to 1 is wanted, not percent": (
            lambda scores, labels: 100 * right(scores, labels)
        ),
        "these are four: the fifth is missing": (
            lambda scores, labels: missed(scores, labels, 0, 4).mean()
        ),
        "these are four: the highest is missing": (
            lambda scores, labels: missed(scores, labels, 1, 5).mean()
        ),
        "these are six": lambda scores, labels: missed(scores, labels, 0, 6).mean(),
        "labels are counted from 0, as classes are: they need no − 1": (
            lambda scores, labels: shifted(scores, labels, -1)
        ),
        "labels are counted from 0, as classes are: they need no + 1": (
            lambda scores, labels: shifted(scores, labels, 1)
        ),
        "each label is compared with all pictures' five, (N, N): with its own alone, "
        "best == labels[:, None]": (
            lambda scores, labels: 1 - each_with_each(scores, labels).mean()
        ),
        "an error below 0: each label is compared with all pictures' five, (N, N), and "
        "not with its own alone, best == labels[:, None]": (
            lambda scores, labels: (
                1 - each_with_each(scores, labels).sum() / len(labels)
            )
        ),
        "sort each picture's scores, not each class's: axis=1": by_columns,
        "argsort lists classes, best or worst first; it gives no class its rank": (
            as_ranks
        ),
        "every picture counts as missed: are your five classes, not scores (argsort, "
        "not sort), and is one hit of the five enough (any, not all)?": (
            lambda scores, labels: 1.0
        ),
        "no picture counts as missed here: do you take five classes of each, [:, :5], "
        "and divide by /, not //?": lambda scores, labels: 0.0,
        "compare a label with its own picture's five, not with those of all": (
            lambda scores, labels: 1 - np.isin(labels, best(scores)).mean()
        ),
        "a picture is right if any of its five is; one hit in five is enough": (
            lambda scores, labels: 1 - (1 - right(scores, labels)) / 5
        ),
        "divide by the number of pictures, not of classes": (
            lambda scores, labels: missed(scores, labels).sum() / len(scores[0])
        ),
        "that is the first picture alone: return after the loop, not inside it": (
            lambda scores, labels: missed(scores, labels)[0]
        ),
        "that says which pictures are missed; what share of them?": missed,
        "that says which pictures are right; what share isn't?": (
            lambda scores, labels: ~missed(scores, labels)
        ),
        "these are the five classes; how often is the label not among them?": (
            lambda scores, labels: best(scores)
        ),
    }
    cases = [(np.array(scores), np.array(labels)) for scores, labels in SCORED]
    cases.append(many())
    cases = readable("top5", attempt, cases)
    return base.check("top5", attempt, right, cases, mistakes)
