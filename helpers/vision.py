"""torchvision, mended where its build doesn't fit torch's; its networks' weights.

    from helpers.vision import pretrained, torchvision

Only code that needs torchvision imports this module: it takes two seconds.
"""

import hashlib
import sys
from pathlib import Path

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

__all__ = ["pretrained", "torchvision"]


def pretrained(name):
    """torchvision's network of that name, with what it has learnt from ImageNet.

    The first time its weights are fetched. Their file's name ends in the first digits
    of its SHA-256; torchvision compares them after fetching only, and here always.
    """
    weights = torchvision.models.get_model_weights(name).IMAGENET1K_V1
    path = Path(torch.hub.get_dir()) / "checkpoints" / weights.url.split("/")[-1]
    if path.exists():
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if not digest.startswith(path.stem.split("-")[-1]):
            raise ValueError(
                f"{path} is damaged or isn't the original: its SHA-256 begins with "
                f"{digest[:8]}, unlike its name's last part. Delete it and load again: "
                "it is then fetched anew."
            )
    model = torchvision.models.get_model(name)
    model.load_state_dict(weights.get_state_dict(check_hash=True, weights_only=True))
    return model.eval()
