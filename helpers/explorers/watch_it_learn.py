"""Watch it learn: a network that trains while its settings are changed."""

import numpy as np
import torch

from helpers import models, plots
from helpers.explorers import training_explorer
from helpers.explorers.training_explorer import BUTTONS, MEAN
from helpers.training.trainer import Trainer
from helpers.widgets import choice, explorer, slider

RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 10.0]
SHOWN = 10  # training digits that are shown with their labels
PLACES = (62, 26, 410, 118), (62, 204, 410, 118)  # of the curves
TITLES = (
    f"loss on each batch, and the mean of {MEAN}",
    "share of the test digits that are right",
)


class LenetTrainer(Trainer):
    """Trains LeNet by plain SGD; some of the labels that it is given may be wrong."""

    def __init__(self, *given):
        super().__init__(*given)
        chance, count = torch.Generator().manual_seed(self.seed), len(self.labels)
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
        self.optimizer.param_groups[0]["lr"] = self.lr
        self.learn(self.given(), self.batch)

    def given(self):
        """The labels it is given."""
        wrong = self.turns < self.noise / 100
        return self.labels.where(~wrong, self.wrong_labels)

    def filters(self):
        """The filters of the first layer as they are now, (6, 5, 5)."""
        return self.model.c1.weight.detach()[:, 0].clone().numpy()


@explorer(
    "Explorer: watch a network learn; press start, change the settings meanwhile",
    (900, 372),
    **BUTTONS,
    lr=choice("learning rate", RATES),
    batch=choice("batch size", [1, 8, 32, 128]),
    noise=slider("wrong labels, %", 0, 100, step=10),
)
def watch_it_learn(page, lr=0.1, batch=32, noise=0, seed=0):
    """Explorer: LeNet learns the shipped digits; start, pause, step, reset.

    noise: percent of the training labels that are wrong.
    """
    trainer = training_explorer.trainer(page, LenetTrainer, seed)
    trainer.use(lr, batch, noise)
    loss, right = training_explorer.curves(page, trainer, PLACES, TITLES, (0, 0.5, 1))
    training_explorer.draw_losses(loss, trainer.losses, plots.RED, 1, alpha=0.3)
    for axes, level in ((loss, np.log(10)), (right, 0.1)):  # 10 % to each digit
        axes.line(axes.xlim, (level, level), plots.GREY, 1, dash=(4, 2))
        x, y = axes.x(axes.xlim[1]), axes.y(level) - 4
        page.text("guessing", x, y, plots.GREY, 13, align="right")
    for top, title, filters in (
        (26, "first layer's filters now", trainer.filters()),
        (110, "at the start", trainer.first_filters),
    ):
        page.text(title, 506, top - 8, plots.KERNEL_TEXT)
        for n, w in enumerate(np.nan_to_num(filters / plots.limit(filters))):
            place = 506 + 67 * n, top, 55, 55
            page.pixels(place, w, framed=True)
    digits(page, trainer)
    return words(trainer)


def digits(page, trainer):
    """Ten training digits with the labels that are given for them."""
    title = "ten training digits, and the labels given for them"
    page.text(title, 506, 186, plots.BLUE)
    shown = trainer.shown
    pictures, labels = trainer.images[shown, 0].numpy(), trainer.given()[shown]
    for n, label in enumerate(labels):
        place = 506 + 80 * (n % 5), 194 + 88 * (n // 5), 56, 56
        page.pixels(place, pictures[n], colour=plots.BLUE, framed=True)
        said, colour = f"{label}", plots.INK
        if label != trainer.labels[shown[n]]:
            said, colour = f"{label}: wrong", plots.RED
        page.text(said, place[0] + 28, place[1] + 72, colour, align="center")


def words(trainer):
    if trainer.exploded:
        said = "The loss is no number any more: the learning rate was too large. "
        return f"{said}Reset, and try a smaller one."
    last, accuracy = trainer.accuracies[-1]
    right = f"{100 * accuracy:.1f} % of {len(trainer.test[1]):,} test digits are right"
    said = f"Not one step yet: {right}; by guessing it would be 10 %."
    if trainer.losses:
        loss = np.mean(trainer.losses[-MEAN:])
        said = f"Step {len(trainer.losses):,}: loss {loss:.2f}. "
        said += f"After step {last:,}, {right}."
    if trainer.noise:
        said += f" {trainer.noise} % of the training labels are wrong."
    return said
