"""Denoise: what a smoothing kernel does to a jagged series, and to its waves."""

from types import SimpleNamespace

import numpy as np

from helpers import kernels, plots
from helpers.convolution import PADDINGS, convolve
from helpers.datasets import pictures
from helpers.widgets import base

SHAPES = {
    "box": kernels.box,
    "triangle": kernels.triangle,
    "bell (Gaussian)": lambda m: kernels.gaussian((m + 1) / 2, m).sum(axis=0),
}
WIDEST = 30  # days on each side
FLOOR = 1e-4  # what is smaller than this looks like nothing in the spectrum
TITLE = (
    "Explorer: denoise; choose a kernel and its M, and watch the series and its waves"
)


def compute(shape="box", m=4, padding="reflect", noise=3.0):
    """The polls before and after, the true mood, the kernel, and three spectra.

    `before` and `after` are those of the polls' noise alone, `gain` is the kernel's.
    """
    polled, true = pictures.approval_ratings(seed=0, noise=noise)
    w = SHAPES[shape](m)
    smooth = convolve(polled, w, "same", padding)
    errors = polled - true
    before = np.abs(np.fft.rfft(errors))
    after = np.abs(np.fft.rfft(convolve(errors, w, "same", padding)))
    gain = np.abs(np.fft.rfft(w, len(polled)))
    largest = max(before.max(), 1.0)
    misses = [np.sqrt(np.mean((y - true) ** 2)) for y in (polled, smooth)]
    days = "1 day" if m == 0 else f"{2 * m + 1} days"
    words = (
        f"Each output mixes {days}. The polls miss the true mood by {misses[0]:.1f} "
        f"points, the smoothed series by {misses[1]:.1f}."
    )
    if m:
        ends = "day" if m == 1 else f"{m} days"
        words += f" Only the first and the last {ends} know of the padding."
    return SimpleNamespace(
        polled=polled,
        true=true,
        smooth=smooth,
        m=m,
        w=np.pad(w, WIDEST - m),
        frequency=np.fft.rfftfreq(len(polled)),
        before=np.maximum(before / largest, FLOOR),
        after=np.maximum(after / largest, FLOOR),
        gain=np.maximum(gain, FLOOR),
        words=words,
    )


class View(base.View):
    size = 900, 360

    def build(self, fig, s):
        places = fig.subplot_mosaic(
            [["series", "w"], ["series", "waves"]],
            width_ratios=[1.3, 1],
            height_ratios=[1, 1.5],
        )
        fig.get_layout_engine().set(wspace=0.06)
        series, kernel, waves = (places[name] for name in ("series", "w", "waves"))
        day = np.arange(len(s.polled))
        (self.polled,) = series.plot(day, s.polled, color=plots.BLUE, lw=0.8, alpha=0.6)
        (self.smooth,) = series.plot(day, s.smooth, color=plots.GREEN, lw=2.5)
        series.plot(day, s.true, color=plots.INK, lw=1.2, ls="--")
        series.set(xlabel="day", ylabel="approval in %", ylim=(20, 75))
        self.ends = [
            series.axvspan(0, 1, color=plots.RED, alpha=0.15, lw=0) for _ in range(2)
        ]
        names = ["polled", "smoothed", "true mood", "padding matters"]
        series.legend(
            [self.polled, self.smooth, series.lines[2], self.ends[0]],
            names,
            loc="upper center",
            ncols=2,
        )

        (self.w,) = kernel.plot(
            np.arange(-WIDEST, WIDEST + 1),
            s.w,
            color=plots.KERNEL,
            drawstyle="steps-mid",
        )
        kernel.set(xlabel="day, from the middle", yticks=[], ylim=(0, 1.3))
        self.scale = kernel.set_title("", loc="left")

        (self.before,) = waves.semilogy(s.frequency, s.before, plots.BLUE, lw=0.8)
        (self.after,) = waves.semilogy(s.frequency, s.after, plots.GREEN, lw=1.5)
        (self.gain,) = waves.semilogy(s.frequency, s.gain, plots.KERNEL, lw=2)
        waves.set(xlabel="waves a day", ylim=(FLOOR, 2))
        waves.set_title("noise before, after; what w lets through", loc="left")
        self.keep(*self.ends, self.polled, self.smooth, self.w, self.scale)
        self.keep(self.before, self.after, self.gain)

    def draw(self, s):
        self.polled.set_ydata(s.polled)
        self.smooth.set_ydata(s.smooth)
        last = len(s.polled) - 1
        for span, left in zip(self.ends, (0, last - s.m), strict=True):
            span.set_bounds(left, 0, s.m, 1)
        # The kernel's own shape fills its axes; how high it really is stands beside.
        self.w.set_ydata(s.w / s.w.max())
        self.scale.set_text(f"kernel w, highest weight {s.w.max():.3f}")
        self.before.set_ydata(s.before)
        self.after.set_ydata(s.after)
        self.gain.set_ydata(s.gain)


def denoise(shape="box", m=4, padding="reflect", noise=3.0):
    """Explorer of smoothing: the kernel, its width, the padding, the noise."""
    controls = {
        "shape": base.choice("kernel", list(SHAPES), shape),
        "m": base.slider("M", 0, WIDEST, m),
        "padding": base.choice("padding", list(PADDINGS), padding),
        "noise": base.slider("noise", 0.0, 8.0, noise, step=0.5),
    }
    return base.Explorer(TITLE, compute, View(), controls)
