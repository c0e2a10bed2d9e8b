"""What takes torch, and so a second to load: each is loaded when it is first used.

`later.torch.no_grad()` and `later.models.lite0()` do what they would do after
`import torch` and `from helpers import models`.
"""

from importlib import import_module

MODULES = """
torch helpers.features helpers.features.invariance helpers.models helpers.models.blocks
helpers.training helpers.transfer helpers.transfer.few_shot helpers.runs.alexnet
helpers.datasets.lite0_peaks helpers.datasets.poses helpers.datasets.pretrained
"""
WHERE = {name.rpartition(".")[2]: name for name in MODULES.split()}


def __getattr__(name):
    if name in WHERE:
        return import_module(WHERE[name])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
