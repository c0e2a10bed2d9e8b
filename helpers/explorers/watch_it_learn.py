"""Watch it learn: a network that trains while its settings are changed."""

from types import SimpleNamespace

import numpy as np

from helpers import plots
from helpers.explorers.running import Training, running_mean
from helpers.widgets import base
from helpers.widgets.artists import Title, Words
from helpers.widgets.panels import Panel

PARTS = 0, 0.25, 0.5, 0.75, 1  # of the axis of steps, where numbers stand
RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 10.0]
BATCHES = [1, 8, 32, 128]
MEAN = 20  # batches that the thick curve of the loss is the mean of
GUESS = np.log(10)  # the loss of saying 10 % to each digit
TITLE = "Explorer: watch a network learn; press start, change the settings meanwhile"


def compute(learner, lr=0.1, batch=32, noise=0):
    """The curves so far, the filters now and at the start, some labels; words."""
    losses = np.array(learner.losses)
    given = learner.given(noise)[learner.shown].numpy()
    return SimpleNamespace(
        losses=losses,
        means=running_mean(losses, MEAN),
        accuracies=np.array(learner.accuracies),
        filters=[learner.filters(), learner.first_filters],
        digits=learner.images[learner.shown, 0].numpy(),
        given=given,
        wrong=given != learner.labels[learner.shown].numpy(),
        words=_words(learner, noise),
    )


def _words(learner, noise):
    if learner.exploded:
        return (
            "The loss is no number any more: the learning rate was too large. "
            "Reset, and try a smaller one."
        )
    last, accuracy = learner.accuracies[-1]
    right = f"{100 * accuracy:.1f} % of {len(learner.test[1]):,} test digits are right"
    if not learner.losses:
        words = f"Not one step yet: {right}; by guessing it would be 10 %."
    else:
        mean = np.mean(learner.losses[-MEAN:])
        words = f"Step {len(learner.losses):,}: loss {mean:.2f}. After step {last:,}, "
        words += f"{right}."
    return words + (f" {noise} % of the training labels are wrong." if noise else "")


class View(base.View):
    """Two curves; the six filters, now and at the start; ten digits, their labels."""

    size = 900, 372
    curves = 62, 410, 128, (26, 194)  # left, width, height, tops
    filters = 506, (26, 110), 11, 67  # left, tops, zoom, and from one to the next
    digits = 506, (194, 282), 2, 80

    def build(self, fig, s):
        fig.set_layout_engine("none")  # every place below is given in pixels
        self._curves(fig)
        page = plots.bare(fig.add_axes((0, 0, 1, 1)))
        page.set(xlim=(0, self.size[0]), ylim=(self.size[1], 0))
        page.patch.set_visible(False)
        left, tops, zoom, pitch = self.filters
        self.panels = [
            [Panel(page, left + n * pitch, top, zoom) for n in range(6)] for top in tops
        ]
        lines = [("first layer's filters now", tops[0]), ("at the start", tops[1])]
        left, tops, zoom, pitch = self.digits
        places = [(left + n * pitch, top) for top in tops for n in range(5)]
        self.pictures = [Panel(page, *place, zoom, plots.BLUE) for place in places]
        lines.append(("ten training digits, their labels (orange: wrong)", tops[0]))
        for (words, top), colour in zip(
            lines, (plots.KERNEL_TEXT, plots.KERNEL_TEXT, plots.BLUE), strict=True
        ):
            Words(page, 12, colour, middle=False).show([words], [(left, top - 7)])
        self.places = [(x + 28, y + 56 + 13) for x, y in places]
        self.right, self.wrong = Words(page, 13), Words(page, 13, plots.RED)
        self.keep(*sum(self.panels, []), *self.pictures, self.right, self.wrong)

    def _curves(self, fig):
        wide, high = self.size
        left, width, height, tops = self.curves
        self.axes = [
            fig.add_axes((left / wide, 1 - (top + height) / high, width / wide,
                          height / high))
            for top in tops
        ]  # fmt: skip
        (loss, right), chance = self.axes, {"color": plots.GREY, "lw": 1, "ls": "--"}
        loss.set(ylim=(0, 3), yticks=range(4))
        loss.axhline(GUESS, **chance)
        right.set(ylim=(0, 1), yticks=[0, 0.5, 1], xlabel="step")
        right.set_yticklabels(["0", "50 %", "100 %"])
        right.axhline(0.1, **chance)
        for ax, height in ((loss, GUESS), (right, 0.1)):
            ax.text(1, height, "guessing", color=plots.GREY, ha="right", va="bottom")
            ax.set(xlim=(0, 1), xticks=PARTS)
            ax.tick_params(labelbottom=False)
        right.xaxis.labelpad = 18  # room for the numbers, which change
        Title(loss, f"loss on each batch, and the mean of {MEAN}", plots.RED)
        Title(right, "share of the test digits that are right", plots.GREEN)
        (self.each,) = loss.plot([], [], color=plots.RED, lw=0.8, alpha=0.3)
        (self.mean,) = loss.plot([], [], color=plots.RED)
        (self.share,) = right.plot([], [], "o-", color=plots.GREEN, ms=4)
        self.numbers = Words(right, 11)
        self.keep(self.each, self.mean, self.share, self.numbers)

    def draw(self, s):
        steps = np.arange(1, len(s.losses) + 1)
        end = 200
        while end < len(steps):
            end *= 2
        self.numbers.show(
            [f"{end * part:.0f}" for part in PARTS], [(part, -0.12) for part in PARTS]
        )
        thin = slice(None, None, end // 200)  # more points can't be told apart
        self.each.set_data(steps[thin] / end, s.losses[thin])
        self.mean.set_data(steps[thin] / end, s.means[thin])
        self.share.set_data(s.accuracies[:, 0] / end, s.accuracies[:, 1])
        self.share.set_markersize(4 if len(s.accuracies) < 30 else 0)
        for row, filters in zip(self.panels, np.nan_to_num(s.filters), strict=True):
            for panel, values in zip(row, filters, strict=True):
                panel.show(values / plots.limit(filters))
        for picture, digit in zip(self.pictures, s.digits, strict=True):
            picture.show(digit)
        for texts, which in ((self.right, ~s.wrong), (self.wrong, s.wrong)):
            labels = [
                str(label) if here else ""
                for label, here in zip(s.given, which, strict=True)
            ]
            texts.show(labels, self.places)


def watch_it_learn(lr=0.1, batch=32, noise=0, seed=0):
    """Explorer: LeNet learns the shipped digits; start, pause, step, reset.

    noise: percent of the training labels that are wrong.
    """
    from helpers.explorers.learner import Learner  # only here, as it takes torch

    controls = {
        "lr": base.choice("learning rate", RATES, lr),
        "batch": base.choice("batch size", BATCHES, batch),
        "noise": base.slider("wrong labels, %", 0, 100, noise, step=10),
    }
    controls["noise"].style = {"description_width": "110px"}
    return Training(TITLE, Learner(seed), compute, View(), controls)
