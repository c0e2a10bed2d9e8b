"""Quizzes, the recap table, and the checkers of the notebooks' exercises."""

from .base import recap
from .output_size import output_size, parameters, receptive_field, small_stack
from .quiz import predict

__all__ = [
    "output_size",
    "parameters",
    "receptive_field",
    "small_stack",
    "predict",
    "recap",
]
