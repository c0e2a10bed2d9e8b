"""Which messages and products add up to one gradient of a 1-D convolution?

It is what `conv_backward` gives, one entry of it at a time, term by term.
"""

from dataclasses import dataclass
from itertools import product


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
    """The gradient of one entry of x (N,), of the kernels w (K, F) or of b (K,).

    y_bar (K, T), or longer, is what comes from above; `of` is "x", "w" or "b"; the
    weights are numbered on from kernel to kernel.

    chosen  an input (n,), a weight (k, i) or a bias (k,)
    links   all (k, t, i): weight i of kernel k is used at the output y[k, t]
    terms   the products that add up to the gradient; sums: of each output map
    """

    def __init__(self, x, w, y_bar, of, entry, stride=1, padding=0):
        self.x, self.w, self.of = x, w, of
        self.stride, self.padding = stride, padding
        kernels, width = w.shape
        self.chosen = divmod(entry, width) if of == "w" else (entry,)
        self.stops = (len(x) + 2 * padding - width) // stride + 1
        self.links = list(product(range(kernels), range(self.stops), range(width)))
        self.terms, self.sums = [], [0] * kernels
        for k, t, i in self.links:
            if beside := self._beside(k, t, i):
                self.terms.append(Term(k, t, i, int(y_bar[k, t]), *beside))
                self.sums[k] += self.terms[-1].message * beside[0]

    def place(self, t, i):
        """Where weight i reads at stop t; outside x lies the padding."""
        return self.stride * t + i - self.padding

    def _beside(self, k, t, i):
        """What the chosen thing was multiplied by, and its name; None if it wasn't."""
        n = self.place(t, i)
        if self.of == "w" and self.chosen == (k, i):
            inside = 0 <= n < len(self.x)
            return (int(self.x[n]), f"x[{n}]") if inside else (0, "zero")
        if self.of == "b" and (*self.chosen, 0) == (k, i):
            return 1, "1"
        if self.of == "x" and self.chosen == (n,):
            return int(self.w[k, i]), f"w[{k},{i}]"
        return None
