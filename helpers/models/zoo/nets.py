"""The networks that came after AlexNet, as torchvision builds them, without numbers."""

import torch
from torch import nn

from helpers.models.vision import torchvision

NAMES = {  # as in torchvision, in the order of their years
    "AlexNet": "alexnet",
    "VGG-19": "vgg19",
    "GoogLeNet": "googlenet",
    "ResNet-34": "resnet34",
    "DenseNet-121": "densenet121",
    "MobileNet-V2": "mobilenet_v2",
    "EfficientNet-B0": "efficientnet_b0",
    "ConvNeXt-Tiny": "convnext_tiny",
}
YEARS = 2012, 2014, 2014, 2015, 2016, 2018, 2019, 2022


def net(name, **more):
    """One of NAMES, or any other of torchvision's, on the device “meta”."""
    made = NAMES.get(name, name)
    if made == "googlenet":
        more |= {"aux_logits": False, "init_weights": False}
    with torch.device("meta"):
        return torchvision.models.get_model(made, weights=None, **more)


def published(name, recipe="IMAGENET1K_V1"):
    """What torchvision says of a net that it has trained: a dictionary.

    parameters, multiply_adds, and on ImageNet top1 and top5: percent of photos right,
    at the first guess and within five, of one net that looks at each photo once.
    """
    weights = torchvision.models.get_model_weights(NAMES.get(name, name))[recipe]
    right = weights.meta["_metrics"]["ImageNet-1K"]
    return {
        "parameters": weights.meta["num_params"],
        "multiply_adds": weights.meta["_ops"] * 1e9,
        "top1": right["acc@1"],
        "top5": right["acc@5"],
    }


class Plain(torchvision.models.resnet.BasicBlock):
    """ResNet's block without its skip connection."""

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.downsample = None  # it would fit the input to be added

    def forward(self, x):
        x = self.relu(self.bn1(self.conv1(x)))
        return self.relu(self.bn2(self.conv2(x)))


def plain34():
    """ResNet-34's plain twin, on the device “meta”."""
    with torch.device("meta"):
        return torchvision.models.ResNet(Plain, [3, 4, 6, 3])


def googlenet_2014():
    """GoogLeNet with the filters of 5×5 that torchvision's has as 3×3."""
    made = net("GoogLeNet")
    for name, block in made.named_children():
        if name.startswith("inception"):
            branch = block.branch3[1]
            narrow, wide = branch.conv.in_channels, branch.conv.out_channels
            with torch.device("meta"):
                branch.conv = nn.Conv2d(narrow, wide, 5, padding=2, bias=False)
    return made


def efficientnet(wider=1.0, deeper=1.0):
    """EfficientNet-B0 with so many times the channels and the layers, on “meta”."""
    family = torchvision.models.efficientnet
    blocks, last = family._efficientnet_conf(
        "efficientnet_b0", width_mult=wider, depth_mult=deeper
    )
    with torch.device("meta"):
        return family.EfficientNet(blocks, dropout=0.2, last_channel=last)


def separable(C, K, F):
    """Depthwise separable, F odd, without biases: (N, C, H, W) to (N, K, H, W)."""
    alone = nn.Conv2d(C, C, F, padding=F // 2, groups=C, bias=False)
    return nn.Sequential(alone, nn.Conv2d(C, K, 1, bias=False))
