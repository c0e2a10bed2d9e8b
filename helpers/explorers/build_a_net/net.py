"""A net of blocks that learns the shipped digits, one step at a time."""

import torch
from torch import nn

from helpers import models
from helpers.explorers.build_a_net.count import NOTHING, stacked
from helpers.explorers.digit_trainer import DigitTrainer

BATCH = 32


class Joined(nn.Module):
    """The layers of one block, and what is done with x besides."""

    def __init__(self, block, seed):
        super().__init__()
        self.kind = block.kind
        if block.kind == "average of all":
            self.inside = nn.AdaptiveAvgPool2d(1)
        else:
            self.inside = models.built(block.before, block.layers, seed)

    def forward(self, x):
        y = self.inside(x)
        if self.kind == "residual":
            return torch.relu(x + y)
        if self.kind == "dense block":
            return torch.cat([x, torch.relu(y)], 1)
        return y if self.kind == "scores" else torch.relu(y)


def net(stack, seed=0):
    """The stack as a network, (N, 1, 28, 28) to scores (N, 10); None if it can't be."""
    blocks = stacked(stack)
    if blocks[-1].shape is None:
        return None
    used = [block for block in blocks if block.kind != NOTHING]
    return nn.Sequential(
        *(Joined(block, 100 * seed + block.number) for block in used)
    ).to(memory_format=torch.channels_last)


class NetTrainer(DigitTrainer):
    """Builds the net of a stack, and trains it with AdamW.

    earlier  losses and accuracies of the net before, to compare with
    """

    every = 25
    stack, losses, earlier = None, (), ([], [])

    def use(self, stack):
        """From now on this stack is trained: a new net if it's another one."""
        if stack != self.stack:
            if self.losses:
                self.earlier = self.losses, self.accuracies
            self.stack = stack
            self.reset()

    def reset(self):
        """Back to the first weights and the first order of the digits."""
        model = net(self.stack, self.seed)
        self.begin(model, model and torch.optim.AdamW(model.parameters(), 4e-3))

    def step(self):
        """One step on the next batch, if the stack is a net."""
        if self.model:
            self.learn(self.labels, BATCH)

    def judge(self):
        if self.model:
            super().judge()

    @property
    def exploded(self):
        """Whether it can't go on: no net, or a loss that is no number any more."""
        return not self.model or super().exploded
