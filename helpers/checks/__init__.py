"""Quizzes, the recap table, and the checkers of the notebooks' exercises."""

from helpers.widgets.quiz import predict

from .ablation import read_ablation
from .after import separable
from .after_reading import bottleneck, fits_pattern
from .after_residual import residual
from .alexnet import fc6, top5, why_not_224
from .backprop import bias_gradient, input_gradient, weight_gradient
from .backprop_bugs import bug_hunt
from .backprop_pooling import max_pool_gradient
from .compare import compare
from .convolution_1d import conv1d, daily_change, reflect, smooth
from .errata import recap
from .features import occlusion
from .gradients import ascent, saliency
from .kernels_and_edges import correlate2d, edge_features, edge_kernel, shift_kernel
from .lenet import clearly_better, honest_split, partial_parameters
from .output_size import counts, output_size, sees, small_stack
from .pooling import average_gradient, max_pool, merely_moved
from .pooling_twin import twin
from .transfer import frozen
from .transfer_choice import chosen, neighbours
from .transfer_rates import rates
from .units import which_unit

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
