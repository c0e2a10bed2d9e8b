"""The small AlexNet with layers or tricks taken away: trained, counted, stored.

    model, history = ablation.train(("fc7",), seed=0)
    ablation.right(model)                  # of 2,000 test images
    ablation.stored("ordinary")["no fc7"]  # the same number, for each of SEEDS

Training here is in float64: slower, but the same digits come out on every computer.
(Not in the tricks' long trainings: data/README.md has more.)
"""

from helpers.ablation.conditions import (
    CONDITIONS,
    NETS,
    ORDINARY,
    RECIPES,
    SEARCHED,
    SUBSETS,
    TRICKS,
    Condition,
    name,
    twin,
)
from helpers.ablation.runs import build, data, right, steps_to, train
from helpers.ablation.store import FILE, FRESH, LOSS, SEEDS, TRICKED, hardest, stored

__all__ = [
    "CONDITIONS",
    "FILE",
    "FRESH",
    "LOSS",
    "NETS",
    "ORDINARY",
    "RECIPES",
    "SEARCHED",
    "SEEDS",
    "SUBSETS",
    "TRICKED",
    "TRICKS",
    "Condition",
    "build",
    "data",
    "hardest",
    "name",
    "right",
    "steps_to",
    "stored",
    "train",
    "twin",
]
