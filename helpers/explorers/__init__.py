"""The interactive views, one module each; `explorers.NAME(...)` shows one."""

from .backward_step import backward_step
from .build_a_net import build_a_net
from .cover import cover
from .denoise import denoise
from .draw_a_digit import draw_a_digit
from .embeddings import embeddings
from .evolution import evolution
from .flip_and_slide import flip_and_slide
from .inside import inside
from .kernel_on_photo import kernel_on_photo
from .move_the_picture import move_the_picture
from .output_size import output_size
from .pool_gradient import pool_gradient
from .receptive_field import receptive_field
from .shift_and_pool import shift_and_pool
from .step_2d import step_2d
from .surgery import surgery
from .teach_it import teach_it
from .watch_it_learn import watch_it_learn

__all__ = [
    "backward_step",
    "build_a_net",
    "cover",
    "denoise",
    "draw_a_digit",
    "embeddings",
    "evolution",
    "flip_and_slide",
    "inside",
    "kernel_on_photo",
    "move_the_picture",
    "output_size",
    "pool_gradient",
    "receptive_field",
    "shift_and_pool",
    "step_2d",
    "surgery",
    "teach_it",
    "watch_it_learn",
]
