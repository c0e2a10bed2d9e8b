"""What explorers share that train a network: their buttons, a thread, curves.

It trains in a thread of its own. So other cells run in the meantime, an interrupt
stops those and not a step halfway, and it doesn't matter on which thread JupyterLab
or Colab calls back when a control is moved. Nothing runs before start is pressed.

The explorer's memory has a `trainer`, with `step`, `judge` and `reset`, and the
`thread` that trains now. Who sets that to None pauses it, after the step it is at.
"""

import atexit
import threading
import time

import numpy as np

from helpers.widgets.controls import button

LIMIT = 2000  # steps after which it pauses by itself
PAUSE = 0.25  # seconds between two pictures
running = None  # of all explorers at most one


def start(explorer):
    """Trains until it is paused, or `LIMIT` steps, or a loss that explodes."""
    global running
    if running:
        running.memory["thread"] = None
    running = explorer
    thread = threading.Thread(target=_train, args=[explorer], daemon=True)
    explorer.memory["thread"] = thread
    explorer.redraw()
    thread.start()


def start_or_pause(explorer):
    if explorer.memory["thread"]:
        explorer.memory["thread"] = None
        explorer.redraw()
    else:
        start(explorer)


def step(explorer):
    """Makes one step, and looks at the test digits."""
    explorer.memory["thread"] = None
    explorer.memory["trainer"].step()
    explorer.memory["trainer"].judge()
    explorer.redraw()


def reset(explorer):
    """Pauses, and goes back to the first weights; the settings stay."""
    explorer.memory["thread"] = None
    explorer.memory["trainer"].reset()
    explorer.redraw()


BUTTONS = {
    "start": button("start", start_or_pause),
    "step": button("step", step),
    "reset": button("reset", reset),
}


def trainer(page, make):
    """The page's trainer, made when it is first asked for; names the start button."""
    if "trainer" not in page.memory:
        page.memory.update(trainer=make(), thread=None)
    page.change("start", label="pause" if page.memory["thread"] else "start")
    return page.memory["trainer"]


def running_mean(values, count):
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
