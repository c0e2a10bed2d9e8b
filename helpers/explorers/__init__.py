"""The interactive views, one module each; `explorers.NAME(...)` shows one."""

import sys
from importlib import import_module
from types import ModuleType

NAMES = """
backward_step build_a_net channels cover denoise draw_a_digit embeddings evolution
flip_and_slide inside kernel_on_photo move_the_picture output_size pool_gradient
receptive_field shift_and_pool slide_the_window step_2d surgery teach_it watch_it_learn
"""
__all__ = NAMES.split()


class Package(ModuleType):
    """A module, once it is loaded, gives its place here to its function."""

    def __setattr__(self, name, value):
        super().__setattr__(name, getattr(value, name, value))


sys.modules[__name__].__class__ = Package


def __getattr__(name):  # loaded when it is asked for: many take torch, and so a second
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import_module(f"{__name__}.{name}")
    return globals()[name]
