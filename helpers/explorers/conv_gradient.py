"""Which messages and products add up to one gradient of a 1-D convolution?"""

from dataclasses import dataclass

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

    @property
    def product(self):
        return self.message * self.factor


@dataclass(frozen=True)
class Gradient:
    """The gradient of what is chosen: an input (n,), a weight (k, i) or a bias (k,).

    of: "input", "weight", "bias"; or "flipped", an input's seen as a convolution.
    """

    of: str
    chosen: tuple
    stride: int
    padding: int

    @property
    def stops(self):
        return (N + 2 * self.padding - F) // self.stride + 1

    @property
    def links(self):
        """All (k, t, i): weight i of map k is used at the output y[k, t]."""
        return [(k, t, i) for k in MAPS for t in range(self.stops) for i in range(F)]

    @property
    def terms(self):
        """The products that add up to the gradient."""
        terms = (self._term(*link) for link in self.links)
        return [term for term in terms if term]

    @property
    def sums(self):
        """What comes from each output map."""
        return [sum(t.product for t in self.terms if t.k == k) for k in MAPS]

    def place(self, t, i):
        """Where weight i reads at stop t; below 0, and from N on, lies the padding."""
        return self.stride * t + i - self.padding

    def _term(self, k, t, i):
        n = self.place(t, i)
        touched, factor, name = (n,), W[k, i], f"w[{k},{i}]"
        if self.of == "weight":
            inside = 0 <= n < N
            touched, factor = (k, i), X[n] if inside else 0
            name = f"x[{n}]" if inside else "zero"
        elif self.of == "bias":
            touched, factor, name = (k,) if i == 0 else (), 1, "1"
        if touched == self.chosen:
            return Term(k, t, i, int(Y_BAR[k, t]), int(factor), name)
        return None


def gradient(of="input", entry=2, stride=1, padding=0):
    """The Gradient of an entry, or of the last one; weights run on from map to map."""
    entry = min(entry, last(of))
    chosen = divmod(entry, F) if of == "weight" else (entry,)
    return Gradient(of, chosen, stride, padding)


def last(of):
    return 1 if of == "bias" else N - 1


def total(s):
    """The gradient as an equation; for an input the sums of both maps are seen."""
    letter = {"weight": "w̄", "bias": "b̄"}.get(s.of, "x̄")
    name = f"{letter}[{','.join(map(str, s.chosen))}]"
    both = f" = {' + '.join(map(signed, s.sums))}" if letter == "x̄" and s.terms else ""
    return f"{name}{both} = {plots.number(sum(s.sums))}"


def words(s):
    return {"weight": _of_weight, "bias": _of_bias}.get(s.of, _of_input)(s)


def _of_input(s):
    (n,) = s.chosen
    if not s.terms:
        return (
            f"No output reads x[{n}]: a further step of {s.stride} doesn't fit. No "
            "message comes back, and its gradient is 0."
        )
    half = s.terms[: len(s.terms) // 2]  # the other map reads the same
    outputs = f"Output{'s' * (len(half) > 1)} {_listed(term.t for term in half)}"
    order = ": seen along ȳ, the kernel read backwards" if len(half) > 1 else ""
    if s.of == "input":
        return (
            f"{outputs} of both maps read{'s' * (len(half) == 1)} x[{n}]. Each message "
            f"comes back times its weight{order}. Map 0 alone would give "
            f"{plots.number(s.sums[0])}: the sum runs over both."
        )
    zeros = ""
    if s.stride > 1:
        zeros = f", with zeros put in where steps of {s.stride} left outputs out"
    return (
        f"The same sum seen as a convolution: over x[{n}] lies the kernel read "
        f"backwards, and it slides along ȳ{zeros}. Products with zeros add nothing."
    )


def _of_weight(s):
    k, i = s.chosen
    outputs = "both" if s.stops == 2 else f"all {s.stops}"
    said = (
        f"w[{k},{i}] is shared: {outputs} outputs of map {k} use it. Each message "
        f"counts times the input that w[{k},{i}] met there."
    )
    zeros = sum(term.name == "zero" for term in s.terms)
    if zeros:
        said += " Once it met only padding: a zero."  # a kernel of 3 can do no more
    return said


def _of_bias(s):
    k = s.chosen[0]
    return (
        f"b[{k}] is added to each of the {s.stops} outputs of map {k}, times 1: its "
        "gradient is the sum of their messages."
    )


def _listed(numbers):
    *first, last = map(str, numbers)
    return f"{', '.join(first)} and {last}" if first else last


def signed(value):
    """The number as text, in brackets when it is negative."""
    return f"({plots.number(value)})" if value < 0 else plots.number(value)
