"""Torch with one thread, for small work."""

from contextlib import contextmanager


@contextmanager
def one_thread():
    """Inside, torch uses one thread: for so little work several wait for each other."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
