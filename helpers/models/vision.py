"""torchvision, mended where its build doesn't fit torch's.

    from helpers.models.vision import torchvision

Only code that needs torchvision imports this module: it takes two seconds.
"""

import sys

import torch

try:
    import torchvision
except RuntimeError as error:
    # torchvision's usual package for Linux is built for CUDA. Beside a torch that is
    # built for the CPU it misses two operators, which find objects in photos and
    # which the course never uses. Once they are declared, the import works.
    if "operator torchvision::" not in str(error):
        raise
    for module in [name for name in sys.modules if name.startswith("torchvision")]:
        del sys.modules[module]
    _operators = torch.library.Library("torchvision", "DEF")  # kept: it undoes itself
    for _name in ("nms", "qnms"):
        _operators.define(
            f"{_name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
        )
    import torchvision

__all__ = ["torchvision"]
