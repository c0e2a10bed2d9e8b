"""What trains a network on the shipped digits, one step at a time."""

import math

import torch

from helpers import datasets, training
from helpers.explorers.one_thread import one_thread


class DigitTrainer:
    """Trains a network on the 4,000 shipped digits.

    losses      one a step, on its batch
    accuracies  pairs (step, share of the 1,000 test digits that are right)
    """

    every = 50  # steps between two looks at the test digits

    def __init__(self, seed=0):
        self.seed = seed
        self.images, self.labels = datasets.load("mnist", "train", full=False)
        self.test = datasets.load("mnist", "test", full=False)

    def begin(self, model, optimizer):
        """From now on it trains this network, on the digits in their first order."""
        self.model, self.optimizer = model, optimizer
        self.order = torch.Generator().manual_seed(self.seed)
        self.waiting, self.waiting_size = iter(()), None
        self.losses, self.accuracies = [], []

    def learn(self, labels, batch):
        """One step on the next batch of this size; all digits have these labels."""
        chosen = self._next(batch)
        with one_thread():
            images = self.images[chosen]
            loss = training.step(self.model, images, labels[chosen], self.optimizer)
        self.losses.append(float(loss))
        if len(self.losses) % self.every == 0:
            self.judge()

    def _next(self, batch):
        """The digits of the next batch; another size begins another pass."""
        chosen = next(self.waiting, None) if batch == self.waiting_size else None
        if chosen is None:
            self.waiting_size = batch
            self.waiting = iter(training.batches(len(self.labels), batch, self.order))
            chosen = next(self.waiting)
        return chosen

    def judge(self):
        """Notes the accuracy as it is now."""
        with one_thread():
            accuracy = training.evaluate(self.model, self.test).accuracy
        steps = len(self.losses)
        if not self.accuracies or self.accuracies[-1][0] < steps:
            self.accuracies.append((steps, accuracy))

    @property
    def exploded(self):
        """Whether the last loss was no number any more."""
        return bool(self.losses) and not math.isfinite(self.losses[-1])
