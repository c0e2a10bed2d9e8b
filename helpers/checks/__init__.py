"""Quizzes, the recap table, and the checkers of the notebooks' exercises."""

from .base import recap
from .kernels_and_edges import correlate2d, edge_features, edge_kernel, shift_kernel
from .output_size import output_size, parameters, receptive_field, small_stack
from .quiz import predict

__all__ = [
    "correlate2d",
    "edge_features",
    "edge_kernel",
    "output_size",
    "parameters",
    "predict",
    "recap",
    "receptive_field",
    "shift_kernel",
    "small_stack",
]
