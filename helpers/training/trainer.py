"""Training step by step, for whoever pauses it, or changes the settings meanwhile."""

import numpy as np
import torch

from helpers import training
from helpers.one_thread import one_thread


class Trainer:
    """Trains a network on the pairs (images, labels) of `train`, judged on `test`.

    A subclass adds `reset`, which calls `begin`, and `step`, which calls `learn`.

    losses      one a step, on its batch
    accuracies  pairs (step, share of the test images that are right)
    """

    every = 50  # steps between two looks at the test images

    def __init__(self, train, test, seed=0):
        (self.images, self.labels), self.test = train, test
        self.seed = seed

    def begin(self, model, optimizer):
        """From now on it trains this network, on the images in their first order."""
        self.model, self.optimizer = model, optimizer
        self.order = torch.Generator().manual_seed(self.seed)
        self.waiting, self.waiting_size = iter(()), None
        self.losses, self.accuracies = [], []

    def learn(self, labels, batch):
        """One step on the next batch of this size; all images have these labels."""
        chosen = next(self.waiting, None) if batch == self.waiting_size else None
        if chosen is None:  # another pass; another size begins one, too
            self.waiting_size = batch
            self.waiting = iter(training.batches(len(labels), batch, self.order))
            chosen = next(self.waiting)
        given = self.images[chosen], labels[chosen]
        with one_thread():
            loss = training.step(self.model, *given, self.optimizer)
        self.losses.append(float(loss))
        if len(self.losses) % self.every == 0:
            self.judge()

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
        return bool(self.losses) and not np.isfinite(self.losses[-1])
