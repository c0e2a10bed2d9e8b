"""Quizzes, the recap table, and the checkers of the notebooks' exercises."""

import importlib

from helpers.checks.ablation import read_ablation
from helpers.checks.alexnet import fc6, top5, why_not_224
from helpers.checks.backprop import bias_gradient, input_gradient, weight_gradient
from helpers.checks.backprop_bugs import bug_hunt
from helpers.checks.backprop_pooling import max_pool_gradient
from helpers.checks.compare import compare
from helpers.checks.convolution_1d import conv1d, daily_change, reflect, smooth
from helpers.checks.errata import recap
from helpers.checks.kernels_and_edges import (
    correlate2d,
    edge_features,
    edge_kernel,
    shift_kernel,
)
from helpers.checks.lenet import clearly_better, honest_split, partial_parameters
from helpers.checks.output_size import counts, output_size, sees, small_stack
from helpers.checks.pooling import average_gradient, max_pool, merely_moved
from helpers.checks.pooling_twin import twin
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
