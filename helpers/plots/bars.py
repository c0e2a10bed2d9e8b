"""Bars: counts, shares and times by name, kernels, and histograms."""

import numpy as np

from helpers.plots import style

__all__ = ["bars", "directions", "gabor_histograms", "kernel_row", "shares"]


def draw_bars(ax, values, words, colours):
    """A bar for each name, the first on top, and its words."""
    ax.barh([*map(str, values)], list(values.values()), color=colours, height=0.6)
    ax.set_ylim(len(values) - 0.5, -0.5)
    for row, (value, text) in enumerate(zip(values.values(), words, strict=True)):
        style.beside(ax, text, (value, row), (8, 0), va="center", bbox=style.PLATE)


def bars(values, words, xlabel, alt, colours=style.ORANGE, mark=None, log=False):
    """A bar for each name, {name: how long}, the first on top, and its words.

    mark: the (place, words) of a dashed line.
    """
    fig, ax = style.axes(height=70 + 42 * len(values))
    draw_bars(ax, values, words, colours)
    shortest, longest = min(values.values()), max(values.values())
    ax.set(xlabel=xlabel, xlim=(0, 1.4 * longest))
    if log:
        ax.set(xscale="log", xlim=(min(1, shortest / 3), 40 * longest))
    if mark:
        place, text = mark
        ax.axvline(place, color=style.RED, ls="--", lw=1.5, label=text)
        ax.legend(loc="lower right")
    return style.picture(fig, alt)


def shares(counted):
    """Each layer's share of a whole, side by side: {what: {layer: how many}}."""
    fig, panels = style.side_by_side(counted, 340, sharey=True)
    said, colours = ["Bars, one for each layer."], (style.ORANGE, style.PURPLE)
    for (ax, what, counts), colour in zip(panels, colours, strict=True):
        total = sum(counts.values())
        percents = {name: 100 * count / total for name, count in counts.items()}
        words = [f"{percents[name]:.1f} %  ({n:,})" for name, n in counts.items()]
        draw_bars(style.bare(ax), percents, words, colour)
        ax.tick_params(length=0)
        ax.set(xlim=(0, 1.75 * max(percents.values())), title=f"{total:,} {what}")
        each = style.each("{} {:.1f} %", percents, percents.values(), joint=", ")
        said.append(f"Of {total:,} {what}: {each}.")
    ax.set_yticks(range(len(counts)), list(counts))
    return style.picture(fig, " ".join(said))


def directions(sums):
    """Bars for eight compass directions, side by side for two named pictures."""
    fig, ax = style.axes(height=280)
    for side, (name, values) in zip((-0.2, 0.2), sums.items(), strict=True):
        ax.bar(np.arange(8) + side, values, width=0.38, label=name)
    ax.set_xticks(range(8), [f"{45 * k}°" for k in range(8)])
    ax.set(xlabel="brighter towards", ylabel="Σ ReLU", ylim=(0, None))
    ax.legend(**style.BESIDE)
    every = [*sums.values()]
    alt = f"""Eight groups of bars, one for each compass direction, with a bar each for
        {" and ".join(sums)}: all lie between {np.min(every):,.0f} and
        {np.max(every):,.0f}."""
    return style.picture(fig, alt)


def kernel_row(named, alt):
    """Kernels side by side as bars around their middle, on one scale."""
    fig, panels = style.side_by_side(named, height=200, sharey=True)
    for ax, _, w in panels:
        ax.axhline(0, color=style.GREY, lw=1)
        ax.bar(np.arange(len(w)) - len(w) // 2, w, color=style.KERNEL)
        ax.set(xlabel="m", xlim=(-11.5, 11.5))
    panels[0][0].set_ylabel("weight")
    return style.picture(fig, alt)


def gabor_histograms(fits, others):
    """Three histograms of Gabors: direction, frequency, and how much they explain.

    fits: from gabor_fit, one for each filter; others: {name: fits} to compare with.
    Direction and frequency only of those that explain at least half of their filter.
    """
    good = [fit for fit in fits if fit.explained >= 0.5]
    fig, (turned, frequency, explained) = style.axes(1, 3, height=340)
    # Eight bins around 0°, 22.5°, …: the first one holds 170° and 10°.
    nearest = np.round([fit.angle / 22.5 for fit in good]).astype(int) % 8
    counts, turns = np.bincount(nearest, minlength=8), 22.5 * np.arange(8)
    turned.bar(turns, counts, width=20, color=style.BLUE)
    turned.set_xticks(turns[::2], [f"{turn:.0f}°" for turn in turns[::2]])
    turned.set_ylabel("filters")
    turned.set_title(f"direction of the wave,\n{len(good)} of {len(fits)} filters")
    bins, shown = np.arange(0, 0.51, 0.05), [fit.frequency for fit in good]
    frequency.hist(shown, bins, color=style.BLUE)
    frequency.set(xlabel="waves a pixel", title="frequency,\nthe same filters")
    groups = {"trained": fits, **others}
    percents = [[100 * fit.explained for fit in group] for group in groups.values()]
    weights = [np.full(len(group), 100 / len(group)) for group in percents]
    look = {"color": [style.BLUE, style.RED, style.INK], "label": list(groups)}
    explained.hist(percents, np.arange(0, 101, 10), weights=weights, **look)
    explained.axvline(50, color=style.GREY, ls=":", lw=1.5)
    explained.set(xlabel="explained by the Gabor, %", ylabel="filters, %")
    explained.set_title("how much of a filter\nis a Gabor")
    explained.legend(loc="upper right")
    means = [f"{np.mean(group):.0f} percent" for group in percents]
    middles = style.each("{:g}° {}", turns, counts, joint=", ")
    alt = f"""Three histograms. {len(good)} of {len(fits)} filters are a Gabor for at
        least 50 percent; their directions: {middles}. On average {means[0]} of a
        filter is explained, {style.each("{} {}", others, means[1:], joint=", ")}."""
    return style.picture(fig, alt)
