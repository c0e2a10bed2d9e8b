"""Checkers of notebook 10: a bottleneck's count; does a network fit the pattern?"""

import re

from helpers.checks import base
from helpers.checks.words import check_truth


def bottleneck(attempt):
    """Checks attempt(H, W, C, n): multiply–adds of 1×1, 3×3 and 1×1 convolutions.

    C channels become n, n, and C again, on H×W pixels that stay so many; no biases.
    """

    def of(*weights):
        """The count with so many weights, at each of the H×W places."""
        return lambda H, W, C, n: H * W * sum(one(C, n) for one in weights)

    def narrow(C, n):
        return C * n

    def middle(C, n):
        return 9 * n * n

    right = of(narrow, middle, narrow)
    plain = of(lambda C, n: 9 * C * C)
    mistakes = {
        "these are the weights: each is used at all H×W places": (
            lambda H, W, C, n: right(1, 1, C, n)
        ),
        "that is a 3×3 convolution of all C channels: the bottleneck's are n": plain,
        "the 3×3 convolution reads n channels, not C": (
            of(narrow, lambda C, n: 9 * n * C, narrow)
        ),
        "the 3×3 convolution reads and makes n channels, not C": (
            of(narrow, lambda C, n: 9 * C * C, narrow)
        ),
        "each of the n filters 3×3 reads all n channels": (
            of(narrow, lambda C, n: 9 * n, narrow)
        ),
        "a filter is 3×3, so 9 weights for a channel, not 3": (
            of(narrow, lambda C, n: 3 * n * n, narrow)
        ),
        "one of the 1×1 convolutions is missing: down to n, and up to C again": (
            of(narrow, middle)
        ),
        "the 3×3 convolution is missing": of(narrow, narrow),
        "that is the 3×3 convolution alone": of(middle),
        "that is one 1×1 convolution alone": of(narrow),
        "all three are counted as 3×3: the first and the last are 1×1": (
            lambda *case: 9 * of(narrow, lambda C, n: n * n, narrow)(*case)
        ),
        "a multiply–add is one multiplication with its addition: not two": (
            lambda *case: 2 * right(*case)
        ),
        "there are no biases": of(
            narrow, middle, narrow, lambda C, n: n, lambda C, n: n, lambda C, n: C
        ),
        "the sum with x multiplies nothing": of(narrow, middle, narrow, lambda C, n: C),
        "pictures needn't be square: H·W": (lambda H, W, C, n: right(H, H, C, n)),
        "pictures needn't be square: H·W, not W·W": (
            lambda H, W, C, n: right(W, W, C, n)
        ),
        "padded, the 3×3 convolution makes as many pixels as it gets": (
            lambda H, W, C, n: (
                of(narrow, narrow)(H, W, C, n) + of(middle)(H - 2, W - 2, C, n)
            )
        ),
        "C becomes n, and n becomes C: no layer goes from C to C": of(
            lambda C, n: C * C, middle, lambda C, n: C * C
        ),
        "add the three layers, don't multiply them": of(
            lambda C, n: C * n * 9 * n * n * n * C
        ),
        "that is what the bottleneck saves": (
            lambda *case: plain(*case) - right(*case)
        ),
        "that is the share that is left; how many are they?": (
            lambda *case: right(*case) / plain(*case)
        ),
        "that is by how much it is cheaper; how many are they?": (
            lambda *case: plain(*case) / right(*case)
        ),
        "these are the three layers one by one: add them up": lambda *case: [
            of(one)(*case) for one in (narrow, middle, narrow)
        ],
    }
    cases = [(5, 7, 8, 3), (56, 28, 256, 64), (6, 4, 10, 5)]
    return base.check("bottleneck", attempt, right, cases, mistakes)


NETS = [
    "CONV RELU POOL CONV RELU POOL FC RELU SOFTMAX",
    "CONV RELU CONV RELU POOL CONV RELU CONV RELU POOL FC RELU FC RELU SOFTMAX",
    "CONV RELU CONV RELU SOFTMAX",
    "CONV RELU POOL CONV RELU SOFTMAX",
    "CONV RELU POOL SOFTMAX",
    "CONV RELU FC RELU SOFTMAX",
    "CONV RELU CONV RELU FC RELU FC RELU FC RELU SOFTMAX",
    "CONV TANH POOL CONV TANH POOL FC TANH SOFTMAX",
    "CONV NORM RELU CONV NORM RELU POOL FC RELU SOFTMAX",
    "CONV RELU CONV ADD RELU POOL SOFTMAX",
    "CONV RELU NORM POOL FC RELU SOFTMAX",
    "CONV RELU POOL POOL FC RELU SOFTMAX",
    "POOL CONV RELU FC RELU SOFTMAX",
    "CONV POOL RELU FC RELU SOFTMAX",
    "CONV CONV RELU POOL SOFTMAX",
    "CONV RELU RELU POOL SOFTMAX",
    "CONV RELU POOL FC FC RELU SOFTMAX",
    "CONV RELU FC RELU CONV RELU SOFTMAX",
    "CONV RELU FC RELU POOL FC RELU SOFTMAX",
    "FC RELU FC RELU SOFTMAX",
    "NORM CONV RELU POOL FC RELU SOFTMAX",
    "CONV RELU POOL FC RELU SOFTMAX POOL",
    "CONV RELU POOL FC RELU",
    "CONV RELU POOL FC RELU DROP SOFTMAX",
    "CONV RELU POOL FC RELU FC SOFTMAX",
    "CONV RELU POOL FC SOFTMAX",
    "CONV RELU CONV SOFTMAX",
    "CONV RELU SOFTMAX FC RELU SOFTMAX",
    "CONV RELU POOL RELU SOFTMAX",
    "CONV RELU CONV RELU POOL CONV RELU POOL SOFTMAX",
    "CONV RELU CONV RELU CONV RELU CONV RELU SOFTMAX",
    "CONV RELU POOL CONV RELU POOL CONV RELU POOL SOFTMAX",
    "RELU CONV RELU POOL SOFTMAX",
    "SOFTMAX",
]


def fits_pattern(attempt):
    """Checks attempt(layers): True if they fit the pattern, else False.

    [(CONV-RELU)*N-POOL?]*M-(FC-RELU)*K-SOFTMAX with N and M at least 1, K at least 0;
    N may differ from block to block. layers: a list of words.
    """

    def like(pattern, fits=re.fullmatch):
        pattern = re.compile(pattern)
        return lambda layers: bool(fits(pattern, " ".join(layers) + " "))

    conv, fc = "(CONV RELU )", "(FC RELU )"
    right = like(f"({conv}+(POOL )?)+{fc}*SOFTMAX ")
    allowed = {"CONV", "RELU", "POOL", "FC", "SOFTMAX"}
    mistakes = {
        "the whole net must fit, from the first layer on: re.fullmatch": (
            like(f"({conv}+(POOL )?)+{fc}*SOFTMAX ", re.search)
        ),
        "the whole net must fit, to the last layer: re.fullmatch": (
            like(f"({conv}+(POOL )?)+{fc}*SOFTMAX ", re.match)
        ),
        "POOL? is one or none: there needn't be any": (
            like(f"({conv}+POOL )+{fc}*SOFTMAX ")
        ),
        "POOL? is one or none: not two in a row": (
            like(f"({conv}+(POOL )*)+{fc}*SOFTMAX ")
        ),
        "N is at least 1: a block begins with CONV": (
            like(f"({conv}*(POOL )?)*{fc}*SOFTMAX ")
        ),
        "N may be more than 1: (CONV-RELU)*N": (like(f"({conv}POOL )+{fc}*SOFTMAX ")),
        "blocks may follow one another: […]*M": like(f"{conv}+(POOL )?{fc}*SOFTMAX "),
        "M is at least 1: there is a CONV": like(f"({conv}+(POOL )?)*{fc}*SOFTMAX "),
        "K may be 0: after the blocks SOFTMAX may come at once": (
            like(f"({conv}+(POOL )?)+{fc}+SOFTMAX ")
        ),
        "K may be more than 1: (FC-RELU)*K": (like(f"({conv}+(POOL )?)+{fc}?SOFTMAX ")),
        "every CONV has its RELU": like(f"((CONV (RELU )?)+(POOL )?)+{fc}*SOFTMAX "),
        "every FC has its RELU": like(f"({conv}+(POOL )?)+(FC (RELU )?)*SOFTMAX "),
        "SOFTMAX stands for the last dense layer, too: before it comes no lone FC": (
            like(f"({conv}+(POOL )?)+{fc}*(FC )?SOFTMAX ")
        ),
        "one RELU is enough": like("((CONV (RELU )+)+(POOL )?)+(FC RELU )*SOFTMAX "),
        "after the first FC comes no CONV and no POOL": (
            like(f"{conv}({conv}|POOL |{fc})*SOFTMAX ")
        ),
        "it ends with SOFTMAX": like(f"({conv}+(POOL )?)+{fc}*(SOFTMAX )?"),
        "other layers don't fit, such as NORM: leave none out": (
            lambda layers: right([layer for layer in layers if layer in allowed])
        ),
        "the right layers, but their order counts": lambda layers: (
            set(layers) <= (allowed)
        ),
        "another nonlinearity than RELU doesn't fit": lambda layers: right(
            [layer.replace("TANH", "RELU") for layer in layers]
        ),
        "it is the other way round: True where it fits": (
            lambda layers: not right(layers)
        ),
        "some nets don't fit": lambda layers: True,
        "some nets fit": lambda layers: False,
    }
    cases = [(net.split(),) for net in NETS]
    return check_truth("fits_pattern", attempt, right, cases, mistakes)
