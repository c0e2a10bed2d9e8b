"""Which messages and products add up to one gradient of a 1-D convolution?"""

from types import SimpleNamespace

import numpy as np

from helpers import plots

# One input map, two output maps; y_bar is what comes from above, as far as it is used.
X = np.array([1, 3, -1, 2, 5, -2])
W = np.array([[2, -1, 3], [1, 4, -2]])
B = np.array([1, -1])
Y_BAR = np.array([[1, -2, 3, 2, -1, 1], [2, 1, -1, 3, 1, -2]])
N, F, MAPS = len(X), W.shape[1], range(2)


def compute(of="input", entry=2, stride=1, padding=0):
    """The chosen thing, the outputs it touches, the terms of its gradient, and words.

    Entries of weights run on from one output map to the next. Links (k, t, i) are all
    uses of a weight, w[k, i] at the output y[k, t]; `used` says which of them count.
    """
    stops = (N + 2 * padding - F) // stride + 1
    links = [(k, t, i) for k in MAPS for t in range(stops) for i in range(F)]
    s = SimpleNamespace(of=of, stride=stride, padding=padding, stops=stops, links=links)
    s.limits = {"entry": 1 if of == "bias" else N - 1}
    entry = min(entry, s.limits["entry"])
    s.padded = np.pad(X, padding)
    if of in ("input", "flipped"):
        s.chosen = (entry,)
        s.used = [place(s, t, i) == entry for _, t, i in links]
    elif of == "weight":
        s.chosen = divmod(entry, F)
        s.used = [(k, i) == s.chosen for k, _, i in links]
    else:
        s.chosen = (entry,)
        s.used = [k == entry and i == 0 for k, _, i in links]
    s.terms = [_term(s, *link) for link, u in zip(links, s.used, strict=True) if u]
    s.sums = [sum(term.product for term in s.terms if term.k == k) for k in MAPS]
    s.gradient = sum(s.sums)
    s.total = _total(s)
    s.note = "map 0 + map 1" if of in ("input", "flipped") and s.terms else ""
    s.words = {"weight": _of_weight, "bias": _of_bias}.get(of, _of_input)(s)
    return s


def place(s, t, i):
    """Where weight i reads at stop t; below 0, and from N on, lies the padding."""
    return s.stride * t + i - s.padding


def _term(s, k, t, i):
    """One product: the message of y[k, t] times what stood beside the chosen thing."""
    n = place(s, t, i)
    if s.of == "weight":
        factor = s.padded[n + s.padding]
        name = f"x[{n}]" if 0 <= n < N else "zero"
    elif s.of == "bias":
        factor, name = 1, "1"
    else:
        factor, name = W[k, i], f"w[{k},{i}]"
    message = int(Y_BAR[k, t])
    product = message * int(factor)
    return SimpleNamespace(
        k=k, t=t, i=i, message=message, factor=int(factor), name=name, product=product
    )


def _total(s):
    """The gradient as an equation; for an input the sums of both maps are seen."""
    letter = {"weight": "w̄", "bias": "b̄"}.get(s.of, "x̄")
    name = f"{letter}[{','.join(map(str, s.chosen))}]"
    parts = " + ".join(map(signed, s.sums))
    both = f" = {parts}" if letter == "x̄" and s.terms else ""
    return f"{name}{both} = {plots.number(s.gradient)}"


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
    words = (
        f"w[{k},{i}] is shared: {outputs} outputs of map {k} use it. Each message "
        f"counts times the input that w[{k},{i}] met there."
    )
    zeros = sum(term.name == "zero" for term in s.terms)
    if zeros:
        words += " Once it met only padding: a zero."  # a kernel of 3 can do no more
    return words


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
