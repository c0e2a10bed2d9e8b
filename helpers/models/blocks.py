"""A stack of blocks, as arithmetic counts it, made into a network that runs."""

import torch
from torch import nn

from helpers.arithmetic.blocks import NOTHING, stacked
from helpers.models.build import built


class Joined(nn.Module):
    """The layers of one block, and what is done with x besides."""

    def __init__(self, block, seed):
        super().__init__()
        self.kind = block.kind
        if block.kind == "average of all":
            self.inside = nn.AdaptiveAvgPool2d(1)
        else:
            self.inside = built(block.before, block.layers, seed)

    def forward(self, x):
        y = self.inside(x)
        if self.kind == "residual":
            return torch.relu(x + y)
        if self.kind == "dense block":
            return torch.cat([x, torch.relu(y)], 1)
        return y if self.kind == "scores" else torch.relu(y)


def joined(stack, seed=0):
    """The stack of (kind, maps) as a network, (N, 1, 28, 28) to scores (N, 10).

    None if a block doesn't fit.
    """
    blocks = stacked(stack)
    if blocks[-1].shape is None:
        return None
    used = [block for block in blocks if block.kind != NOTHING]
    made = [Joined(block, 100 * seed + block.number) for block in used]
    return nn.Sequential(*made).to(memory_format=torch.channels_last)
