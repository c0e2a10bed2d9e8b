"""Figures about depth: plain nets against residual ones."""

import numpy as np

from helpers import intervals

from .style import BLUE, GREY, PALE, RED, axes, picture

LOOKS = {"plain": (RED, "s", -1), "residual": (BLUE, "o", 1)}  # the last: to which side


def degradation(panels, of=1000, guessing=None, height=320):
    """Errors against the number of layers, one panel a title, and every run a dot.

    panels: {title: {(kind, layers): (seeds,) wrong ones of `of`}}; kinds are plain and
    residual. Lines join the means; bars are their 95 % intervals, cut at 0 and 100 %.
    guessing: the percentage that is wrong of one who knows nothing, as a dashed line.
    """
    fig, places = axes(1, len(panels), height=height, sharey=True, squeeze=False)
    said = []
    for ax, (title, runs) in zip(places[0], panels.items(), strict=True):
        depths = sorted({layers for _, layers in runs})
        for kind, (colour, marker, side) in LOOKS.items():
            means = []
            for at, layers in enumerate(depths):
                percent = 100 * np.asarray(runs[kind, layers]) / of
                mean, margin = intervals.mean(percent)
                means.append(mean)
                here = at + 0.05 * side
                low, high = min(margin, mean), min(margin, 100 - mean)
                bar = {"yerr": [[low], [high]], "color": colour, "clip_on": False}
                ax.errorbar(here, mean, fmt=marker, ms=7, capsize=4, **bar)
                beside = np.full(len(percent), at + 0.16 * side)
                look = {"color": colour, "ms": 5, "alpha": 0.4, "clip_on": False}
                ax.plot(beside, percent, marker, **look)
                said.append(f"{title}, {kind}, {layers} layers: {mean:.1f}")
                said[-1] += f" ± {margin:.1f}"
            at = np.arange(len(depths)) + 0.05 * side
            ax.plot(at, means, color=colour, lw=2, label=kind)
        if guessing is not None:
            ax.axhline(guessing, color=GREY, ls="--", lw=1.5)
            ax.text(-0.36, guessing + 1, "guessing", color=GREY, fontsize=11)
        ax.set_xticks(range(len(depths)), depths)
        ax.set(xlabel="layers with weights", xlim=(-0.4, len(depths) - 0.6))
        ax.set_title(title, loc="left")
        ax.grid(axis="y", color=PALE)
    first = places[0][0]
    first.set(ylabel="wrong, %", ylim=(0, None))
    first.legend(loc="center left", bbox_to_anchor=(0, 0.68))
    return picture(fig, f"Percent wrong, mean and 95 % interval. {'; '.join(said)}.")


def gradient_lengths(panels, height=320):
    """The length of each layer's gradient at the start, on a scale of powers of ten.

    panels: {title: {(kind, layers): (convolutions,) lengths}}, first layer first.
    """
    fig, places = axes(1, len(panels), height=height, sharey=True, squeeze=False)
    said, kinds = [], {}
    for ax, (title, nets) in zip(places[0], panels.items(), strict=True):
        for (kind, layers), lengths in nets.items():
            colour, marker, _ = LOOKS[kind]
            at = np.arange(1, len(lengths) + 1)
            style = {"color": colour, "marker": marker, "ms": 3.5, "lw": 1.2}
            (line,) = ax.semilogy(at, lengths, **style)
            kinds[kind] = line
            first, last = lengths[0], lengths[-1]
            said.append(f"{title}, {kind}, {layers} layers: {first:.2g}, {last:.2g}")
        ax.set(xlabel="convolution, the first one at the left")
        ax.set_title(title, loc="left")
        ax.grid(axis="y", color=PALE)
    places[0][0].legend(kinds.values(), kinds, loc="lower left")
    places[0][0].set_ylabel("length of its gradient")
    alt = f"Lengths of the gradient, first and last layer. {'; '.join(said)}."
    return picture(fig, alt)
