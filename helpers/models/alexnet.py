"""AlexNet, any of whose layers can be taken out: of 2012, of 2014, and a small one."""

from collections import OrderedDict

from torch import nn

from helpers import arithmetic
from helpers.models.build import built


class AlexNet(nn.Sequential):
    """Pictures (N, *shape) to scores (N, classes), without the layers in `remove`.

    kind      "2012": as published, two groups, two normalisations, for 3×227×227
              "2014": one group, as torchvision has it, for 3×224×224
              "small": the same eight layers for pictures of 28 to 64 pixels
    remove    any of "conv3", "conv4", "fc6", "fc7"; what follows fits itself in
    width     times as many filters and dense units as usual
    shape     of one picture: channels, height, width
    """

    def __init__(
        self,
        remove=(),
        classes=1000,
        kind="2012",
        width=1,
        shape=None,
        *,
        seed=0,
    ):
        shape, layers = arithmetic.alexnet(remove, classes, kind, width, shape)
        after = {name: [nn.Dropout()] for name in ("fc6", "fc7")}
        if kind == "2012":
            # torch divides alpha by the window's size, the paper doesn't.
            for name in ("conv1", "conv2"):
                after[name] = [nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2)]
        net = built(shape, layers, seed, after=after)
        super().__init__(OrderedDict(net.named_children()))

    def __getitem__(self, which):
        if isinstance(which, slice):  # a part of it is no AlexNet, but can run
            return nn.Sequential(OrderedDict(list(self.named_children())[which]))
        return super().__getitem__(which)
