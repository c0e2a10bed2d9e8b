"""A LeNet that learns one step at a time, with settings that may change on the way."""

import math

import torch

from helpers import datasets, models, training
from helpers.explorers.one_thread import one_thread

EVERY = 50  # steps between two looks at the test digits
SHOWN = 10  # training digits that are shown with their labels


class Learner:
    """LeNet on the 4,000 shipped digits, by plain SGD.

    losses      one a step, on its batch
    accuracies  pairs (step, share of the 1,000 test digits that are right)
    """

    def __init__(self, seed=0):
        self.seed = seed
        self.images, self.labels = datasets.load("mnist", "train", full=False)
        self.test = datasets.load("mnist", "test", full=False)
        chance = torch.Generator().manual_seed(seed)
        count = len(self.labels)
        # An image's label is wrong where the noise is above its turn.
        self.turns = (torch.randperm(count, generator=chance) + 0.5) / count
        off = torch.randint(1, 10, (count,), generator=chance)
        self.wrong_labels = (self.labels + off) % 10
        wanted = (torch.arange(SHOWN) + 0.5) / SHOWN
        self.shown = (self.turns[:, None] - wanted).abs().argmin(0)
        self.shown = self.shown[torch.randperm(SHOWN, generator=chance)]
        self.reset()

    def reset(self):
        """Back to the first weights and the first order of the digits."""
        self.model = models.lenet(self.seed).to(memory_format=torch.channels_last)
        self.optimizer = torch.optim.SGD(self.model.parameters())
        self.order = torch.Generator().manual_seed(self.seed)
        self.waiting, self.batch = iter(()), None
        self.losses, self.accuracies = [], []
        self.first_filters = self.filters()
        self.judge()

    def step(self, lr, batch, noise):
        """One step on the next batch; `noise` percent of all labels are wrong."""
        for group in self.optimizer.param_groups:
            group["lr"] = lr
        chosen = self._next(batch)
        labels = self.given(noise)[chosen]
        with one_thread():
            images = self.images[chosen]
            loss = training.step(self.model, images, labels, self.optimizer)
        self.losses.append(loss)
        if len(self.losses) % EVERY == 0:
            self.judge()

    def _next(self, batch):
        """The digits of the next batch; another size begins another pass."""
        chosen = next(self.waiting, None) if batch == self.batch else None
        if chosen is None:
            self.batch = batch
            self.waiting = iter(training.batches(len(self.labels), batch, self.order))
            chosen = next(self.waiting)
        return chosen

    def judge(self):
        """Notes the accuracy as it is now."""
        with one_thread():
            accuracy = training.evaluate(self.model, self.test).accuracy
        steps = len(self.losses)
        self.accuracies = [pair for pair in self.accuracies if pair[0] < steps]
        self.accuracies.append((steps, accuracy))

    def given(self, noise):
        """The labels it is given: so many percent of them are wrong."""
        return torch.where(self.turns < noise / 100, self.wrong_labels, self.labels)

    def filters(self):
        """The filters of the first layer as they are now, (6, 5, 5)."""
        return self.model.c1.weight.detach()[:, 0].clone().numpy()

    @property
    def exploded(self):
        """Whether the last loss was no number any more."""
        return bool(self.losses) and not math.isfinite(self.losses[-1])
