"""What explorers share that train on the shipped digits: thread, buttons, curves.

It trains in a thread of its own. So other cells run in the meantime, an interrupt
stops those and not a step halfway, and it doesn't matter on which thread JupyterLab
or Colab calls back when a control is moved. Nothing runs before start is pressed.

The explorer's memory has a `trainer`, and the `thread` that trains now. Who sets that
to None pauses it, after the step it is at.
"""

import atexit
import threading
import time
from functools import partial

import numpy as np

from helpers import datasets, plots
from helpers.widgets import button

LIMIT = 2000  # steps after which it pauses by itself
PAUSE = 0.25  # seconds between two pictures
MEAN = 20  # batches that a curve of the loss is the mean of
running = None  # of all explorers at most one


def start_or_pause(explorer):
    """Trains until it is paused, or `LIMIT` steps, or a loss that explodes."""
    global running
    thread = threading.Thread(target=_train, args=[explorer], daemon=True)
    paused = explorer.memory["thread"]
    if running:
        running.memory["thread"] = None
    running = explorer
    explorer.memory["thread"] = None if paused else thread
    explorer.redraw()
    if not paused:
        thread.start()


def pause_and(doings, explorer):
    """Pauses, and lets the trainer do these things; the settings stay."""
    explorer.memory["thread"] = None
    for do in doings:
        getattr(explorer.memory["trainer"], do)()
    explorer.redraw()


BUTTONS = {
    "start": button("start", start_or_pause),
    "step": button("step", partial(pause_and, ["step", "judge"])),
    "reset": button("reset", partial(pause_and, ["reset"])),
}


def digits():
    """The 4,000 shipped digits and the 1,000 to test with, each (images, labels)."""
    return [datasets.load("mnist", split, full=False) for split in datasets.SPLITS]


def trainer(page, make, seed):
    """The page's trainer, made when it is first asked for; names the start button."""
    if "trainer" not in page.memory:
        page.memory.update(trainer=make(*digits(), seed), thread=None)
    page.change("start", label="pause" if page.memory["thread"] else "start")
    return page.memory["trainer"]


def curves(page, trainer, places, titles, shares, before=((), ())):
    """Two axes: the loss; the share of the test digits that are right, on these ticks.

    before: losses and accuracies to compare with, dashed.
    """
    end = last_step(max(len(trainer.losses), len(before[0])))
    marks = {"xticks": np.linspace(0, end, 5), "xlabel": "step"}
    look = {"yticks": range(4), "title": titles[0], "colour": plots.RED}
    loss = page.axes(places[0], (0, end), (0, 3), **marks, **look)
    ticks = {share: plots.percent(share) for share in shares}
    look = {"yticks": ticks, "title": titles[1], "colour": plots.GREEN}
    right = page.axes(places[1], (0, end), (shares[0], 1), **marks, **look)
    old, dash = (plots.GREY, plots.GREY), {"dash": (5, 3)}
    now = trainer.losses, trainer.accuracies
    new = plots.RED, plots.GREEN
    for (losses, shown), colours, look in (before, old, dash), (now, new, {}):
        draw_losses(loss, running_mean(losses), colours[0], **look)
        right.line(*np.reshape(shown, (-1, 2)).T, colours[1], **look)
    seen = [pair for pair in trainer.accuracies if pair[1] >= shares[0]]
    radius = 3 if len(seen) < 30 else 1
    right.dots(*np.reshape(seen, (-1, 2)).T, plots.GREEN, radius)
    return loss, right


def running_mean(values, count=MEAN):
    """The mean of up to `count` values before each place and at it."""
    sums = np.concatenate([[0], np.cumsum(values)])
    ends = np.arange(1, len(values) + 1)
    starts = np.maximum(ends - count, 0)
    with np.errstate(invalid="ignore"):  # where a loss has exploded
        return (sums[ends] - sums[starts]) / (ends - starts)


def last_step(steps):
    """Where an axis ends that has room for so many steps: 200, 400, 800 …"""
    return 200 * 2 ** int(np.ceil(np.log2(max(steps, 200) / 200)))


def draw_losses(axes, losses, colour, width=2, **look):
    """A line of one loss a step, in as many points as can be told apart."""
    thin = slice(None, None, int(axes.xlim[1]) // 200)
    at = np.arange(1, len(losses) + 1)[thin]
    axes.line(at, np.minimum(losses, 9)[thin], colour, width, **look)


def _train(explorer):
    memory, thread = explorer.memory, threading.current_thread()
    learner, shown = memory["trainer"], time.monotonic()
    end = len(learner.losses) + LIMIT
    try:
        while memory["thread"] is thread and len(learner.losses) < end:
            with explorer.lock:
                if memory["thread"] is not thread or learner.exploded:
                    break
                learner.step()
            if time.monotonic() > shown + PAUSE:
                explorer.redraw()
                shown = time.monotonic()
            time.sleep(0.001)  # others may have the lock, and the processor
    finally:
        with explorer.lock:
            if memory["thread"] is thread:
                memory["thread"] = None
            explorer.redraw()


@atexit.register
def _stop():
    thread = running and running.memory["thread"]
    if thread:
        running.memory["thread"] = None
        thread.join()
