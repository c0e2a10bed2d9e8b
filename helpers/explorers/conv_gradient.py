"""Which messages and products add up to one gradient of a 1-D convolution?"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from helpers import plots

# One input map, two output maps; y_bar is what comes from above, as far as it is used.
X = np.array([1, 3, -1, 2, 5, -2])
W = np.array([[2, -1, 3], [1, 4, -2]])
B = np.array([1, -1])
Y_BAR = np.array([[1, -2, 3, 2, -1, 1], [2, 1, -1, 3, 1, -2]])
N, F, MAPS = len(X), W.shape[1], range(2)


@dataclass(frozen=True)
class Term:
    """One product: the message of y[k, t] times what stood beside the chosen thing."""

    k: int
    t: int
    i: int  # of the weight that read there
    message: int
    factor: int
    name: str  # of the factor


class Gradient:
    """The gradient of one entry, or of the last one; weights run on from map to map.

    of      "input", "weight", "bias"; or "flipped", an input's seen as a convolution
    chosen  an input (n,), a weight (k, i) or a bias (k,)
    links   all (k, t, i): weight i of map k is used at the output y[k, t]
    terms   the products that add up to the gradient; sums: of each output map
    """

    def __init__(self, of="input", entry=2, stride=1, padding=0):
        entry = min(entry, last(of))
        self.of, self.stride, self.padding = of, stride, padding
        self.chosen = divmod(entry, F) if of == "weight" else (entry,)
        self.stops = (N + 2 * padding - F) // stride + 1
        self.links = list(product(MAPS, range(self.stops), range(F)))
        self.terms, self.sums = [], [0, 0]
        for k, t, i in self.links:
            if beside := self._beside(k, t, i):
                self.terms.append(Term(k, t, i, int(Y_BAR[k, t]), *beside))
                self.sums[k] += self.terms[-1].message * beside[0]

    def place(self, t, i):
        """Where weight i reads at stop t; below 0, and from N on, lies the padding."""
        return self.stride * t + i - self.padding

    def _beside(self, k, t, i):
        """What the chosen thing was multiplied by, and its name; None if it wasn't."""
        n = self.place(t, i)
        if self.of == "weight" and self.chosen == (k, i):
            return (int(X[n]), f"x[{n}]") if 0 <= n < N else (0, "zero")
        if self.of == "bias" and (*self.chosen, 0) == (k, i):
            return 1, "1"
        if self.of in ("input", "flipped") and self.chosen == (n,):
            return int(W[k, i]), f"w[{k},{i}]"
        return None


def last(of):
    """The number of the last entry."""
    return 1 if of == "bias" else N - 1


def total(s):
    """The gradient as an equation; for an input the sums of both maps are seen."""
    letter = {"weight": "w̄", "bias": "b̄"}.get(s.of, "x̄")
    name = f"{letter}[{','.join(map(str, s.chosen))}]"
    both = " + ".join(map(plots.bracketed, s.sums))
    both = f" = {both}" if letter == "x̄" and s.terms else ""
    return f"{name}{both} = {plots.number(sum(s.sums))}"


def words(s):
    n = s.chosen[-1]
    if s.of == "weight":
        k, outputs = s.chosen[0], "both" if s.stops == 2 else f"all {s.stops}"
        met = any(term.name == "zero" for term in s.terms)
        return (
            f"w[{k},{n}] is shared: {outputs} outputs of map {k} use it. Each message "
            f"counts times the input that w[{k},{n}] met there."
            + " Once it met only padding: a zero."
            * met  # a kernel of 3 can do no more
        )
    if s.of == "bias":
        return (
            f"b[{n}] is added to each of the {s.stops} outputs of map {n}, times 1: "
            "its gradient is the sum of their messages."
        )
    if not s.terms:
        return (
            f"No output reads x[{n}]: a further step of {s.stride} doesn't fit. No "
            "message comes back, and its gradient is 0."
        )
    if s.of == "flipped":
        zeros = f", with zeros put in where steps of {s.stride} left outputs out"
        return (
            f"The same sum seen as a convolution: over x[{n}] lies the kernel read "
            f"backwards, and it slides along ȳ{zeros if s.stride > 1 else ''}. "
            "Products with zeros add nothing."
        )
    outputs = [str(term.t) for term in s.terms if term.k == 0]  # map 1 reads the same
    several = len(outputs) > 1
    return (
        f"Output{'s' * several} {plots.joined(outputs)} of both maps "
        f"read{'s' * (not several)} x[{n}]. Each message comes back times its weight"
        f"{': seen along ȳ, the kernel read backwards' * several}. Map 0 alone would "
        f"give {plots.number(s.sums[0])}: the sum runs over both."
    )
