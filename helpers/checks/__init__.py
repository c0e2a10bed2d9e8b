"""Quizzes, the recap table, and the checkers of the notebooks' exercises."""

import importlib

from helpers.checks.compare import compare
from helpers.checks.passed import progress as report_on
from helpers.checks.passed import yours
from helpers.checks.recap import recap
from helpers.checks.texts import NONE, read
from helpers.widgets.quiz import Quiz

NOTEBOOKS = {  # a module is imported when one of its exercises is asked for
    "nb01": "conv1d daily_change reflect smooth",
    "nb02": "correlate2d edge_features edge_kernel shift_kernel",
    "nb03": "channels counts output_size sees",
    "nb04": "average_gradient max_pool merely_moved twin",
    "nb05": "bug_hunt input_gradient max_pool_gradient weight_gradient",
    "nb06": "honest_split partial_parameters shifted training_loop",
    "nb07": "dropout read_ablation top5 why_not_224",
    "nb08": "relative_distance sign_step without_light",
    "nb09": "ascent occlusion saliency which_unit",
    "nb10": "chosen frozen neighbours rates",
    "nb11": "as_line bottleneck residual separable",
}
MODULE = {name: nb for nb, names in NOTEBOOKS.items() for name in names.split()}

__all__ = ["compare", "predict", "progress", "recap", "yours", *MODULE]


def predict(question, options):
    """A Quiz. It keeps its answer back until one is chosen and the reader asks."""
    right = read("predictions").get(question, NONE)
    return Quiz(question, options, None if right == NONE else right)


def progress():
    """A Report on which exercises are passed. It stays on this computer."""
    return report_on({nb[2:]: names.split() for nb, names in NOTEBOOKS.items()})


def __getattr__(name):
    if name in MODULE:
        return getattr(importlib.import_module(f"helpers.checks.{MODULE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *__all__})
