"""The interactive views, one module each; `explorers.NAME(...)` shows one."""

from helpers.explorers.backward_step import backward_step
from helpers.explorers.build_a_net import build_a_net
from helpers.explorers.cover import cover
from helpers.explorers.denoise import denoise
from helpers.explorers.draw_a_digit import draw_a_digit
from helpers.explorers.embeddings import embeddings
from helpers.explorers.evolution import evolution
from helpers.explorers.flip_and_slide import flip_and_slide
from helpers.explorers.inside import inside
from helpers.explorers.kernel_on_photo import kernel_on_photo
from helpers.explorers.move_the_picture import move_the_picture
from helpers.explorers.output_size import output_size
from helpers.explorers.pool_gradient import pool_gradient
from helpers.explorers.receptive_field import receptive_field
from helpers.explorers.shift_and_pool import shift_and_pool
from helpers.explorers.step_2d import step_2d
from helpers.explorers.surgery import surgery
from helpers.explorers.teach_it import teach_it
from helpers.explorers.watch_it_learn import watch_it_learn

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
