"""Denoise: what a smoothing kernel does to a jagged series, and to its waves."""

import numpy as np

from helpers import kernels, plots
from helpers.convolution import PADDINGS, convolve
from helpers.datasets import pictures
from helpers.widgets import choice, explorer, slider

SHAPES = {
    "box": kernels.box,
    "triangle": kernels.triangle,
    "bell (Gaussian)": lambda m: kernels.gaussian((m + 1) / 2, m).sum(axis=0),
}
WIDEST = 30  # days on each side
FLOOR = 1e-4  # what is smaller than this looks like nothing in the spectrum


@explorer(
    "Explorer: denoise; choose a kernel and its M, and watch the series and its waves",
    (900, 370),
    shape=choice("kernel", list(SHAPES)),
    m=slider("M", 0, WIDEST),
    padding=choice("padding", list(PADDINGS)),
    noise=slider("noise", 0, 8, step=0.5),
)
def denoise(page, shape="box", m=4, padding="reflect", noise=3.0):
    """Explorer of smoothing: the kernel, its width, the padding, the noise."""
    polled, true = pictures.approval_ratings(seed=0, noise=noise)
    w = SHAPES[shape](m)
    smooth = convolve(polled, w, "same", padding)
    day, last = np.arange(len(polled)), len(polled) - 1

    marks = {"xlabel": "day", "ylabel": "approval in %"}
    series = page.axes((50, 40, 470, 280), (0, last), (20, 75), **marks)
    series.band(0, m, plots.RED)
    series.band(last - m, last, plots.RED)
    series.line(day, polled, plots.BLUE, 1, alpha=0.6)
    series.line(day, smooth, plots.GREEN, 3)
    series.line(day, true, plots.INK, 1.5, dash=(6, 4))
    names = "polled", "smoothed", "true mood", "padding matters"
    colours = plots.BLUE, plots.GREEN, plots.INK, plots.RED
    page.legend(zip(names, colours, strict=True), 60, 28)

    # The kernel's own shape fills its axes; how high it really is stands beside.
    marks = {"yticks": (), "title": f"kernel w, highest weight {w.max():.3f}"}
    marks |= {"xlabel": "day, from the middle"}
    kernel = page.axes((575, 40, 308, 80), (-WIDEST, WIDEST), (0, 1.2), **marks)
    days = np.add.outer(np.arange(-WIDEST, WIDEST + 1), (-0.5, 0.5))  # level there
    wide = np.pad(w / w.max(), WIDEST - m)
    kernel.line(days.ravel(), wide.repeat(2), plots.KERNEL)

    before, after, gain = waves(polled - true, w, padding)
    marks = {"yticks": {1: "1", 0.01: "0.01", 0.0001: "0.0001"}, "log": True}
    marks |= {"title": "noise before, after; what w lets through"}
    marks |= {"xlabel": "waves a day"}
    spectrum = page.axes((575, 200, 308, 120), (0, 0.5), (FLOOR, 2), **marks)
    frequency = np.fft.rfftfreq(len(polled))
    spectrum.line(frequency, before, plots.BLUE, 1)
    spectrum.line(frequency, after, plots.GREEN, 1.5)
    spectrum.line(frequency, gain, plots.KERNEL, 2.5)
    return words(m, polled - true, smooth - true)


def waves(errors, w, padding):
    """How high the waves of the errors are before and after; and the kernel's gain."""
    smooth = convolve(errors, w, "same", padding)
    series = np.pad(w, (0, len(errors) - len(w)))
    before, after, gain = np.abs(np.fft.rfft([errors, smooth, series]))
    largest = max(before.max(), 1.0)
    return np.maximum([before / largest, after / largest, gain], FLOOR)


def words(m, before, after):
    misses = [np.sqrt(np.mean(errors**2)) for errors in (before, after)]
    days = "1 day" if m == 0 else f"{2 * m + 1} days"
    said = f"Each output mixes {days}. The polls miss the true mood by {misses[0]:.1f} "
    said += f"points, the smoothed series by {misses[1]:.1f}."
    if m:
        ends = "day" if m == 1 else f"{m} days"
        said += f" Only the first and the last {ends} know of the padding."
    return said
