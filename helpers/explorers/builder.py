"""A net of blocks that learns the shipped digits, one step at a time."""

import math

import torch
from torch import nn

from helpers import datasets, models, training
from helpers.explorers.blocks import NOTHING, pairs, stacked
from helpers.explorers.one_thread import one_thread

BATCH = 32
EVERY = 25  # steps between two looks at the test digits


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


class Builder:
    """Builds the net of a stack, and trains it with AdamW.

    losses      one a step, on its batch
    accuracies  pairs (step, share of the 1,000 test digits that are right)
    earlier     losses and accuracies of the net before, to compare with
    """

    def __init__(self, seed=0):
        self.seed, self.stack = seed, None
        self.images, self.labels = datasets.load("mnist", "train", full=False)
        self.test = datasets.load("mnist", "test", full=False)
        self.losses, self.accuracies, self.earlier = [], [], ([], [])

    def use(self, stack):
        """From now on this stack is trained: a new net if it's another one."""
        if stack != self.stack:
            if self.losses:
                self.earlier = self.losses, self.accuracies
            self.stack = stack
            self.reset()

    def reset(self):
        """Back to the first weights and the first order of the digits."""
        self.model = net(self.stack, self.seed)
        if self.model:
            self.optimizer = torch.optim.AdamW(self.model.parameters(), 4e-3)
        self.order = torch.Generator().manual_seed(self.seed)
        self.waiting = iter(())
        self.losses, self.accuracies = [], []

    def step(self, **values):
        """One step on the next batch, if the stack is a net."""
        self.use(pairs(values))
        if not self.model:
            return
        chosen = next(self.waiting, None)
        if chosen is None:
            passed = training.batches(len(self.labels), BATCH, self.order)
            self.waiting = iter(passed)
            chosen = next(self.waiting)
        images, labels = self.images[chosen], self.labels[chosen]
        with one_thread():
            loss = training.step(self.model, images, labels, self.optimizer)
        self.losses.append(loss)
        if len(self.losses) % EVERY == 0:
            self.judge()

    def judge(self):
        """Notes the accuracy as it is now."""
        if not self.model:
            return
        with one_thread():
            accuracy = training.evaluate(self.model, self.test).accuracy
        steps = len(self.losses)
        if not self.accuracies or self.accuracies[-1][0] < steps:
            self.accuracies.append((steps, accuracy))

    @property
    def exploded(self):
        """Whether it can't go on: no net, or a loss that is no number any more."""
        return not self.model or bool(
            self.losses and not math.isfinite(self.losses[-1])
        )
