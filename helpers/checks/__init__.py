"""Quizzes, the recap table, and the checkers of the notebooks' exercises."""

import importlib

from helpers.checks.compare import compare
from helpers.checks.errata import recap
from helpers.checks.nb01 import conv1d, daily_change, reflect, smooth
from helpers.checks.nb02 import correlate2d, edge_features, edge_kernel, shift_kernel
from helpers.checks.nb03 import counts, output_size, sees, small_stack
from helpers.checks.nb04 import average_gradient, max_pool, merely_moved, twin
from helpers.checks.nb05 import (
    bias_gradient,
    bug_hunt,
    input_gradient,
    max_pool_gradient,
    weight_gradient,
)
from helpers.checks.nb06 import clearly_better, honest_split, partial_parameters
from helpers.checks.nb07 import fc6, read_ablation, top5, why_not_224
from helpers.widgets.quiz import predict

__all__ = [
    "ascent",
    "average_gradient",
    "bias_gradient",
    "bottleneck",
    "bug_hunt",
    "chosen",
    "clearly_better",
    "compare",
    "conv1d",
    "correlate2d",
    "counts",
    "daily_change",
    "edge_features",
    "edge_kernel",
    "fc6",
    "fits_pattern",
    "frozen",
    "honest_split",
    "input_gradient",
    "max_pool",
    "max_pool_gradient",
    "merely_moved",
    "neighbours",
    "occlusion",
    "output_size",
    "partial_parameters",
    "predict",
    "rates",
    "read_ablation",
    "recap",
    "reflect",
    "residual",
    "saliency",
    "sees",
    "separable",
    "shift_kernel",
    "small_stack",
    "smooth",
    "top5",
    "twin",
    "weight_gradient",
    "which_unit",
    "why_not_224",
]

WITH_TORCH = {  # it starts slowly: these modules are imported when they are needed
    "nb08": ["ascent", "occlusion", "saliency", "which_unit"],
    "nb09": ["chosen", "frozen", "neighbours", "rates"],
    "nb10": ["bottleneck", "fits_pattern", "residual", "separable"],
}


def __getattr__(name):
    for module, names in WITH_TORCH.items():
        if name in names:
            return getattr(importlib.import_module(f"helpers.checks.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
