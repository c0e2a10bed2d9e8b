"""A LeNet that learns one step at a time, with settings that may change on the way."""

import torch

from helpers import models
from helpers.explorers.digit_trainer import DigitTrainer

SHOWN = 10  # training digits that are shown with their labels


class LenetTrainer(DigitTrainer):
    """Trains LeNet by plain SGD; some of the labels that it is given may be wrong."""

    def __init__(self, seed=0):
        super().__init__(seed)
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

    def use(self, lr, batch, noise):
        """From the next step on; `noise` percent of all labels are wrong."""
        self.lr, self.batch, self.noise = lr, batch, noise

    def reset(self):
        """Back to the first weights and the first order of the digits."""
        model = models.lenet(self.seed).to(memory_format=torch.channels_last)
        self.begin(model, torch.optim.SGD(model.parameters()))
        self.first_filters = self.filters()
        self.judge()

    def step(self):
        """One step on the next batch."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.lr
        self.learn(self.given(), self.batch)

    def given(self):
        """The labels it is given."""
        wrong = self.turns < self.noise / 100
        return torch.where(wrong, self.wrong_labels, self.labels)

    def filters(self):
        """The filters of the first layer as they are now, (6, 5, 5)."""
        return self.model.c1.weight.detach()[:, 0].clone().numpy()
