"""Exercises of notebook 07: top-5 error, the width that fits, fc6, ablations."""

import numpy as np

from helpers.checks import base, words
from helpers.checks.array_or_tensor import readable
from helpers.checks.exercise import Exercise

# --- 7.1: top-5 error -----------------------------------------------------------------


def top5_error(scores, labels):
    best = np.argsort(scores, axis=1)[:, -5:]
    found = (best == np.reshape(labels, (-1, 1))).any(axis=1)
    return 1 - sum(found) / len(found)


def photos(rng, N, K):
    """(scores, labels) of N photos: no two scores of one are alike."""
    scores = np.array([rng.permutation(K) for _ in range(N)]) - 2.5
    return scores, rng.integers(0, K, N)


def check_top5(name, attempt, right, cases, mistakes):
    """On arrays, or, for who writes for them, on tensors: the notebook has both."""

    def on_arrays(function):
        return lambda *case: function(*map(np.asarray, case))

    mistakes = {words: on_arrays(wrong) for words, wrong in mistakes.items()}
    given = readable(name, attempt, cases)
    return base.check(name, attempt, on_arrays(right), given, mistakes)


FIXED = np.random.default_rng(15)  # on these cases each mistake has its own errors

top5 = Exercise(
    "top5",
    top5_error,
    cases=[photos(FIXED, N, K) for N, K in [(4, 7), (7, 9), (3, 12), (40, 12)]],
    mistakes={
        "that is the share that is right; the error is the others": "1 - →",
        "only the highest score counts here; the label may have any of the five": (
            "-5: → -1:"
        ),
        "only the highest score counts here, and the error is what isn't right": (
            "-5: → -1:\n1 - →"
        ),
        "these are the five lowest scores: argsort starts with the lowest": "-5: → :5",
        "how many, or what share? Divide by the number of pictures": (
            "1 - sum(found) / len(found) → sum(~found)"
        ),
        "a share from 0 to 1 is wanted, not percent": (
            "1 - sum(found) / → 100 - 100 * sum(found) /"
        ),
        "these are four: the fifth is missing": "-5: → -4:",
        "these are four: the highest is missing": "-5: → -5:-1",
        "these are six": "-5: → -6:",
        "labels are counted from 0, as classes are: they need no − 1": (
            "np.reshape(labels → np.reshape(labels - 1"
        ),
        "labels are counted from 0, as classes are: they need no + 1": (
            "np.reshape(labels → np.reshape(labels + 1"
        ),
        "each label is compared with all pictures' five, (N, N): with its own alone, "
        "best == labels[:, None]": (
            "best == np.reshape(labels, (-1, 1)) → best[:, :, None] == labels\n"
            "sum(found) / len(found) → sum(sum(found)) / len(found) ** 2"
        ),
        "an error below 0: each label is compared with all pictures' five, (N, N), and "
        "not with its own alone, best == labels[:, None]": (
            "best == np.reshape(labels, (-1, 1)) → best[:, :, None] == labels\n"
            "sum(found) → sum(sum(found))"
        ),
        "sort each picture's scores, not each class's: axis=1": "axis=1)[ → axis=0)[",
        "argsort lists classes, best or worst first; it gives no class its rank": (
            "np.argsort(scores, axis=1)[:, -5:] → np.argsort(-scores, axis=1)\n"
            "(best == np.reshape(labels, (-1, 1))).any(axis=1) → "
            "best[range(len(labels)), labels] < 5"
        ),
        "every picture counts as missed: are your five classes, not scores (argsort, "
        "not sort), and is one hit of the five enough (any, not all)?": (
            "1 - sum(found) / len(found) → 1.0"
        ),
        "no picture counts as missed here: do you take five classes of each, [:, :5], "
        "and divide by /, not //?": "1 - sum(found) / len(found) → 0.0",
        "compare a label with its own picture's five, not with those of all": (
            "(best == np.reshape(labels, (-1, 1))).any(axis=1) → np.isin(labels, best)"
        ),
        "a picture is right if any of its five is; one hit in five is enough": (
            "1 - sum(found) / len(found) → 1 - sum(found) / len(found) / 5"
        ),
        "divide by the number of pictures, not of classes": (
            "1 - sum(found) / len(found) → sum(~found) / len(scores[0])"
        ),
        "that is the first picture alone: return after the loop, not inside it": (
            "1 - sum(found) / len(found) → 1 - 1 * found[0]"
        ),
        "that says which pictures are missed; what share of them?": (
            "1 - sum(found) / len(found) → ~found"
        ),
        "that says which pictures are right; what share isn't?": (
            "1 - sum(found) / len(found) → found"
        ),
        "these are the five classes; how often is the label not among them?": (
            "1 - sum(found) / len(found) → np.argsort(-scores, axis=1)[:, :5]"
        ),
        "these are the five classes, lowest first; how often is the label not among "
        "them?": "1 - sum(found) / len(found) → best",
    },
    wide=lambda rng: photos(rng, rng.integers(1, 12), rng.integers(6, 15)),
    check=check_top5,
)


# --- 7.2: the smallest width that fits ------------------------------------------------


def width(N, F, S, P):
    missing = -(N + 2 * P - F) % S  # up to the next whole step
    return N + missing


def any_layer(rng):
    F, S, P = rng.integers((1, 1, 0), (12, 10, 6)).tolist()
    return F + int(rng.integers(0, 60)), F, S, P


why_not_224 = Exercise(
    "why_not_224",
    width,
    cases=[
        (224, 11, 4, 0),
        (227, 11, 4, 0),
        (32, 5, 3, 1),
        (28, 7, 5, 2),
        (17, 4, 9, 3),
        (64, 3, 2, 1),
    ],
    mistakes={
        "rounded down, everything seems to fit: the steps must come out even": (
            "N + missing → N"
        ),
        "that is the next smaller one: no pixel of the N may be lost": (
            "N + missing → N - (N + 2 * P - F) % S"
        ),
        "that is the nearest one: no pixel of the N may be lost": (
            "N + missing → round((N + 2 * P - F) / S) * S + F - 2 * P"
        ),
        "what is left over doesn't need adding, but filling up to a whole step": (
            "-(N → (N"
        ),
        "N may fit as it is": "N + missing → N + (missing or S)",
        "padding is on both sides: 2·P": "2 * P → P",
        "you forgot the padding, or it is outside the division: (N − F + 2·P)/S": (
            "+ 2 * P →"
        ),
        "padding makes room: add it": "+ 2 * P → - 2 * P",
        "the first window is F wide: what is left after it must be whole steps": (
            "- F →"
        ),
        "the + 1 counts the first stop, it is no pixel: N − F + 2·P in whole steps": (
            "- F → - F + 1"
        ),
        "after the first window come N − F pixels, not N − F − 1": "- F → - F - 1",
        "without the padding: how large must the picture itself be?": (
            "N + missing → N + missing + 2 * P"
        ),
        "that is how often it stops; how large must the picture be?": (
            "N + missing → (N + missing + 2 * P - F) // S + 1"
        ),
        "that is how often it stops, with a fraction; how large must the picture be?": (
            "N + missing → (N + 2 * P - F) / S + 1"
        ),
        "that is how often it stops, rounded down; how large must the picture be?": (
            "N + missing → (N + 2 * P - F) // S + 1"
        ),
        "so many pixels are missing; how large must the picture be?": (
            "N + missing → missing"
        ),
        "so many pixels are left over; how large must the picture be?": (
            "N + missing → (N + 2 * P - F) % S"
        ),
        "that says whether N fits; which size does?": "N + missing → missing == 0",
        "one size is wanted, not its two neighbours": (
            "N + missing → [N - (N + 2 * P - F) % S, N + missing]"
        ),
        "227 is for AlexNet; compute it from N, F, S and P": "N + missing → 227",
    },
    wide=any_layer,
)


# --- 7.3: the parameters of fc6 -------------------------------------------------------


BIASES = 4096


def check_count(name, attempt, right, cases, mistakes):
    """A Report that names mistakes also without the biases, and what is rounded."""

    def without(count):
        return base.same(attempt, count - BIASES)

    mistakes = {w: count - BIASES * without(count) for w, count in mistakes.items()}
    known = any(base.same(attempt, count) for count in mistakes.values())
    given = base.numbers(attempt) if base.is_array(attempt) else np.array(np.nan)
    near = not given.shape and np.isclose(given, [right, right / 1e6], rtol=0.01).any()
    if near and not known and given != right:
        verdict = f"{name}: about right, but count them all: no rounding, no millions"
        return base.Report("wrong", verdict, [("got", base.show(attempt))])
    return base.check_value(name, attempt, right, mistakes)


fc6 = Exercise(
    "fc6",
    4096 * (6 * 6 * 256) + 4096,
    cases=[()],
    mistakes={
        "you forgot the biases: one for each of the 4,096 units": 4096 * (6 * 6 * 256),
        "fc6 reads what pool5 leaves, 6×6×256, not conv5's 13×13×256": (
            4096 * (13 * 13 * 256) + BIASES
        ),
        "a unit reads all 256 channels, not one": 4096 * (6 * 6) + BIASES,
        "a unit reads all 6×6 places of a channel, not one": 4096 * 256 + BIASES,
        "pool5 leaves a square, 6×6 places": 4096 * (6 * 256) + BIASES,
        "that is fc7; fc6's inputs are not 4,096, but 6×6×256": 4096 * 4096 + BIASES,
        "that is fc8; fc6 is the first dense layer": 4096 * 1000 + 1000,
        "these are fc8's weights; fc6 is the first dense layer": 4096 * 1000,
        "the two groups end with conv5: fc6 reads the channels of both": (
            4096 * (6 * 6 * 128) + BIASES
        ),
        "(13 − 3)/2 + 1 is 6: pool5 leaves 6×6, not 7×7": 4096 * (7 * 7 * 256) + BIASES,
        "(13 − 3)/2 + 1 is 6: you forgot the first stop": 4096 * (5 * 5 * 256) + BIASES,
        "conv5 has 256 filters; 384 are conv4's": 4096 * (6 * 6 * 384) + BIASES,
        "the biases belong to the 4,096 outputs, not to the inputs": (
            4096 * (6 * 6 * 256) + 6 * 6 * 256
        ),
        "so many numbers one unit reads; there are 4,096 units": 6 * 6 * 256,
        "so many parameters has one unit; there are 4,096 units": 6 * 6 * 256 + 1,
        "that is the whole network; fc6 alone is wanted": 60_965_224,
    },
    wide=lambda rng: (),
    check=check_count,
    does=lambda value: value,
    source="4096 * (6 * 6 * 256) + 4096",
)


# --- 7.4: what may be concluded from an ablation's runs? ------------------------------


def reading(full, without):
    points = np.mean(full) - np.mean(without)
    errors = [np.var(runs, ddof=1) / len(runs) for runs in (full, without)]
    if abs(points) <= 2.3 * np.sqrt(sum(errors)):
        return "can't tell"
    return "helps" if points > 0 else "hurts"


ANY = "2.3 * np.sqrt(sum(errors)) → 0\n"  # each difference counts


# Welch's test and the t-test agree with our rule on each of them. Rules of another
# width, or that leave runs out, don't.
ABLATIONS = [
    ([86.2, 86.9, 86.5, 86.0, 86.6], [84.9, 85.3, 84.6, 85.0, 85.2]),
    ([84.9, 85.3, 84.6, 85.0, 85.2], [86.2, 86.9, 86.5, 86.0, 86.6]),
    ([86.1, 84.5, 83.1, 86.8, 87.2], [87.6, 86.1, 86.7, 87.5, 88.2, 86.3, 86.6, 85.8]),
    ([85.8, 86.1, 85.7, 86.2, 86.5], [85.7, 85.2, 85.3, 85.8, 85.9]),
    ([85.9, 85.8, 85.4, 85.5, 85.4], [85.6, 86.1, 86.3, 86.3, 86.5, 84.8, 85.5, 85.7]),
    ([83.5, 84.4, 85.5, 86.3, 85.5, 89.2, 86.7, 86.9], [87.7, 87.4, 88.0, 87.6, 88.3]),
    ([85.7, 85.7, 85.8, 85.8, 86.0], [86.5, 85.9, 86.3, 86.3, 86.6, 86.2, 86.3, 86.0]),
    ([86.9, 85.2, 85.3, 85.5, 86.1], [85.6, 85.3, 85.0, 85.7, 85.7]),
    ([86.9, 86.3, 85.9, 86.5, 84.4], [87.7, 87.2, 87.8, 87.1, 87.0]),
    ([86.0, 85.7, 85.0, 86.4, 84.8, 85.4, 86.5, 85.5], [84.5, 84.6, 85.8, 85.0, 85.1]),
    ([85.0, 85.6, 85.3, 85.0, 85.1], [86.2, 85.8, 86.3, 84.6, 86.2, 85.9, 85.4, 86.8]),
    ([86.7, 86.7, 87.0, 86.6, 86.7], [85.7, 85.7, 85.6, 87.4, 84.8]),
    ([84.4, 86.9, 85.0, 89.0, 84.3, 87.3, 86.8, 88.4], [84.5, 84.4, 84.2, 85.1, 84.3]),
    ([86.3, 86.1, 85.7, 85.8, 85.5], [85.9, 85.6, 85.2, 85.3, 85.8]),
    ([87.6, 86.0, 84.7, 83.7, 85.7], [87.8, 86.0, 84.4, 86.6, 87.4]),
    ([86.7, 85.7, 85.5, 86.3, 87.3, 87.2, 84.5, 83.4], [84.8, 84.5, 84.9, 84.5, 85.1]),
    ([85.8, 86.2, 84.8, 85.2, 86.4], [86.3, 87.2, 86.6, 86.9, 85.5]),
]


def any_runs(rng):
    full, without = (
        rng.normal(85 + rng.normal(), rng.uniform(0.2, 1.5), rng.integers(4, 10))
        for _ in range(2)
    )
    return full.round(1), without.round(1)


read_ablation = Exercise(
    "read_ablation",
    reading,
    cases=[tuple(map(np.array, case)) for case in ABLATIONS],
    mistakes={
        "a higher mean isn't enough: other seeds, another mean": ANY,
        "a higher median isn't enough: other seeds, another median": (
            f"{ANY} np.mean → np.median"
        ),
        "the best run may be luck: use all": f"{ANY} np.mean → max",
        "a better worst run may be luck: use all": f"{ANY} np.mean → min",
        "only the first run counts here: use all": (
            f"{ANY} np.mean(full) - np.mean(without) → full[0] - without[0]"
        ),
        "only the last run counts here: use all": (
            f"{ANY} np.mean(full) - np.mean(without) → full[-1] - without[-1]"
        ),
        "single runs may overlap where the means are clearly apart": (
            "abs(points) <= 2.3 * np.sqrt(sum(errors)) → "
            "max(full) >= min(without) and max(without) >= min(full)"
        ),
        "two intervals may overlap where the difference is clear: add s²/n, then √": (
            "np.sqrt(sum(errors)) → sum(np.sqrt(errors))"
        ),
        "the full net's mean is uncertain, too": "in (full, without) → in [without]",
        "the mean without the layers is uncertain, too": (
            "in (full, without) → in [full]"
        ),
        "a mean of n runs is surer than one run: divide s² by n": "/ len(runs) →",
        "s tells how far runs scatter, not how sure their mean is": (
            "2.3 * np.sqrt(sum(errors)) → "
            "sum(np.std(runs, ddof=1) for runs in (full, without))"
        ),
        "these are a few runs of many: divide by n − 1 (ddof=1)": ", ddof=1 →",
        "one standard error is passed by luck one time in three: take 2.3": "2.3 * →",
        "two standard errors are for many runs; for these few, take 2.3": "2.3 → 2",
        "too cautious: 2.3 is enough, and each s² (with its n − 1) is divided by n": (
            "2.3 → 2.78"
        ),
        "you forgot the square root": "np.sqrt(sum(errors)) → sum(errors)",
        "square s before you divide by n and add": "np.var → np.std",
        "the root goes over n, too: s²/n, not s²/n²": "/ len(runs) → / len(runs) ** 2",
        "each s² is divided by its own n, not their sum by both": (
            "/ len(runs) → / (len(full) + len(without))"
        ),
        "each s² is divided by its own n": "len(runs) → len(full)",
        "each s² is divided by its own n, and that needn't be 5": "len(runs) → 5",
        "n may differ: these are no pairs, take the difference of the means": (
            lambda full, without: reading(
                [a - b for a, b in zip(full, without, strict=False)], [0, 0]
            )
        ),
        "it is the other way round: a layer helps if the full net is better": (
            "points > 0 → points < 0"
        ),
        "a difference below 0 can be clear, too: then the layers hurt": (
            '"hurts" → "can\'t tell"'
        ),
        "what doesn't clearly help needn't hurt: perhaps you can't tell": (
            '"can\'t tell" → "hurts"'
        ),
        "clear it is; but look at the sign: which net is better?": (
            'if points > 0 else "hurts" →'
        ),
        "where there is a clear difference, you can tell": (
            '"helps" if points > 0 else "hurts" → "can\'t tell"'
        ),
    },
    wide=any_runs,
    check=words.one_of("helps", "hurts", "can't tell"),
)
