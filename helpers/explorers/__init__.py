"""The interactive views, one module each; `explorers.NAME(...)` shows one."""

from importlib import import_module

NAMES = """
backward_step build_a_net cover denoise draw_a_digit embeddings evolution flip_and_slide
inside kernel_on_photo move_the_picture output_size pool_gradient receptive_field
shift_and_pool slide_the_window step_2d surgery teach_it watch_it_learn
"""
__all__ = NAMES.split()

for name in __all__:  # each module's function of the same name takes its place
    globals()[name] = getattr(import_module(f"{__name__}.{name}"), name)
