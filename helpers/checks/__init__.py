"""Quizzes, the recap table, and the checkers of the notebooks' exercises."""

from .base import recap
from .quiz import predict

__all__ = ["predict", "recap"]
