"""An explorer that trains a network while its settings are changed.

It trains in a thread of its own. So other cells run in the meantime, an interrupt
stops those and not a step halfway, and it doesn't matter on which thread JupyterLab
or Colab calls back when a control is moved. Nothing runs before start is pressed.
"""

import atexit
import threading
import time
from functools import partial

import ipywidgets as widgets
import numpy as np

from helpers.widgets import base

LIMIT = 2000  # steps after which it pauses by itself
PAUSE = 0.25  # seconds between two pictures


def running_mean(values, count):
    """The mean of up to `count` values before each place and at it."""
    sums = np.concatenate([[0], np.cumsum(values)])
    ends = np.arange(1, len(values) + 1)
    starts = np.maximum(ends - count, 0)
    return (sums[ends] - sums[starts]) / (ends - starts)


class Training(base.Explorer):
    """Start, pause, step and reset; `compute(learner, …)` says what there is to see.

    The learner has `step`, which takes the controls' values, `judge` and `reset`.
    """

    running = None  # of all of them at most one

    def __init__(self, text, learner, compute, view, controls):
        self.learner, self.thread, self.wanted = learner, None, False
        super().__init__(text, partial(compute, learner), view, controls)
        self.starter, step, reset = map(base.press, ("start", "step", "reset"))
        self.starter.on_click(lambda button: self.toggle())
        step.on_click(lambda button: self.step())
        reset.on_click(lambda button: self.reset())
        top = widgets.HBox([self.starter, step, reset])
        self.children = [top, *self.children]

    def toggle(self):
        """Starts it, or pauses it."""
        if self.wanted:
            self.pause()
        else:
            self.start()

    def start(self):
        """Trains, in a thread, until `pause`, `LIMIT` steps or a loss that explodes."""
        if Training.running not in (None, self):
            Training.running.pause()  # its cell may be gone
        self.pause()
        Training.running, self.wanted = self, True
        self.starter.description = "pause"
        self.thread = threading.Thread(target=self._train, daemon=True)
        self.thread.start()

    def pause(self):
        """Stops after the step it is at."""
        self.wanted = False
        if self.thread and self.thread is not threading.current_thread():
            self.thread.join()
        self.thread = None

    def step(self):
        """Makes one step, and looks at the test digits."""
        self.pause()
        with self.lock:
            self.learner.step(**self.values())
            self.learner.judge()
        self.redraw()

    def reset(self):
        """Pauses, and goes back to the first weights; the settings stay."""
        self.pause()
        with self.lock:
            self.learner.reset()
        self.redraw()

    def _train(self):
        end, shown = len(self.learner.losses) + LIMIT, time.monotonic()
        try:
            while self.wanted and len(self.learner.losses) < end:
                with self.lock:
                    self.learner.step(**self.values())
                if self.learner.exploded:
                    break
                if time.monotonic() > shown + PAUSE:
                    self.redraw()
                    shown = time.monotonic()
                time.sleep(0.001)  # others may have the lock, and the processor
        finally:
            self.wanted = False
            self.starter.description = "start"
            self.redraw()


@atexit.register
def _stop():
    if Training.running:
        Training.running.pause()
