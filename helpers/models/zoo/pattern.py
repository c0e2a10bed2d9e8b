"""COMP's pattern, [(CONV-RELU)*N-POOL?]*M-(FC-RELU)*K, read off a network's layers."""

import re
from dataclasses import dataclass

from torch import fx, nn

LETTERS = {  # a kind of layer, and the pattern's letter for it
    nn.Conv2d: "C",
    nn.ReLU: "R",
    nn.ReLU6: "R",
    nn.MaxPool2d: "P",
    nn.AvgPool2d: "P",
    nn.Linear: "F",
}
WORDS = {"C": "CONV", "R": "RELU", "P": "POOL", "F": "FC"}
PASSED_OVER = "Norm", "norm", "permute", "Dropout", "Flatten", "flatten", "Identity"


@dataclass(frozen=True)
class Reading:
    """N for each of the M groups of CONV-RELU, and K; `stops` says where it ends."""

    N: tuple
    K: int
    stops: str

    @property
    def M(self):
        return len(self.N)

    def __str__(self):
        if self.stops:
            return self.stops
        return f"N = {', '.join(map(str, self.N))}; M = {self.M}; K = {self.K}"


def reading(net):
    """A Reading of the network, from the picture on, as far as the pattern fits it.

    Norms and dropout are passed over; an average over all places counts as POOL. The
    last FC has no RELU; the SOFTMAX belongs to the loss, not to the network.
    """
    letters, names = zip(*steps(net), strict=True)
    text = "".join(letters)
    end = re.match("(?:(?:CR)+P?)*(?:FR)*F?", text).end()
    groups = re.findall("((?:CR)+)P?", text[:end])
    stops = ""
    if end < len(text):
        if text[end] == "C" and text[end + 1 : end + 2] != "R":  # it has no RELU
            end += 1
        convs = text[:end].count("C")
        what = names[end] if end < len(names) else "the end"
        stops = f"after {convs} CONV comes {what}"
    return Reading(tuple(len(g) // 2 for g in groups), text[:end].count("FR"), stops)


def steps(net):
    """(letter, word) of each layer, up to the first fork and with that."""
    modules = dict(net.named_modules())
    for node in fx.symbolic_trace(net).graph.nodes:
        if node.op == "output":
            return
        letter, word = step(node, modules)
        if letter:
            yield letter, word
        if len(node.users) > 1:
            yield "?", f"a fork into {len(node.users)} ways"
            return


def step(node, modules):
    """(letter, word) of one node of the graph; the letter is empty if passed over."""
    layer = modules.get(node.target) if node.op == "call_module" else None
    name = type(layer).__name__ if layer else getattr(node.target, "__name__", "")
    name = name or str(node.target)
    passed = any(word in name for word in PASSED_OVER)
    if passed or node.op in ("placeholder", "get_attr"):
        return "", ""
    if isinstance(layer, nn.AdaptiveAvgPool2d):
        whole = layer.output_size in (1, (1, 1))
        return ("P", "POOL") if whole else ("", "")
    letter = "R" if name == "relu" else LETTERS.get(type(layer), "?")
    return letter, WORDS.get(letter, name)
