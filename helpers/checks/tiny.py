"""Networks so small that a checker can try an attempt on them at once."""

import numpy as np
import torch
from torch import nn

from helpers.checks import base, handed


class Tiny(nn.Module):
    """Pictures (N, C, H, W) to scores (N, classes), exact: all in double precision."""

    def __init__(self, rng, shape, classes=3, units=6, loud=1.0):
        super().__init__()
        sizes = [(units, int(np.prod(shape))), (classes, units)]
        first, last = (rng.normal(0, 1 / np.sqrt(size[1]), size) for size in sizes)
        self.first = nn.Parameter(torch.from_numpy(first))  # they can learn, as those
        self.last = nn.Parameter(torch.from_numpy(loud * last))  # of a real network
        self.shape = shape
        self.eval()

    def forward(self, x):
        if tuple(x.shape[1:]) != self.shape:
            raise ValueError(
                f"This network takes pictures of shape (N, {str(self.shape)[1:]}; "
                f"got {tuple(x.shape)}."
            )
        hidden = x.flatten(1).to(self.first) @ self.first.T
        return hidden.tanh() @ self.last.T

    def __repr__(self):
        return f"a network for pictures {self.shape}"


def case(seed, shape, label, *more, loud=1.0):
    """(network, picture, label, …): arguments for an attempt."""
    rng = np.random.default_rng(seed)
    model = Tiny(rng, shape, loud=loud)
    return model, torch.from_numpy(rng.uniform(-1, 1, shape)), label, *more


def check(name, attempt, right, cases, mistakes):
    """base.check; and what is right must leave the network and the picture alone."""
    report = base.check(name, attempt, right, cases, mistakes)
    if not report.passed:
        return report
    seen = []
    base.run(name, lambda *given: seen.append(given) or attempt(*given), cases[:1])
    model, image, *_ = seen[0]
    words = handed.changed("the model", cases[0][0], model)
    if image.requires_grad:
        words = (
            "the picture is left requiring a gradient: leave it as it was, work on "
            "image.clone().requires_grad_()"
        )
    return base.Report("wrong", f"{name}: {words}") if words else report
