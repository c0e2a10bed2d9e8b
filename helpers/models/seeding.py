"""How a model starts: its first weights, drawn from a seed; and how many there are."""

from contextlib import contextmanager

import torch


def parameters(model):
    """The number of trainable numbers in a model."""
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


@contextmanager
def seeded(seed):
    """Inside, PyTorch draws as after `manual_seed(seed)`; then the CPU as before it."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield


@contextmanager
def drawn(seed):
    """Inside, layers draw their first weights from `seed`, in double precision.

    In single precision CPUs round them differently. Rounded afterwards, by `.float()`,
    they are the same everywhere.
    """
    usual = torch.get_default_dtype()
    with seeded(seed):
        torch.set_default_dtype(torch.float64)
        try:
            yield
        finally:
            torch.set_default_dtype(usual)
