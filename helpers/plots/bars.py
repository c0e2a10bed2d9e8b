"""Bars: counts, shares and times by name, kernels, and histograms."""

import numpy as np

from helpers.plots import style

__all__ = ["counts", "directions", "gabor_histograms", "kernel_row", "race"]
__all__ += ["where_parameters"]


def draw_bars(ax, values, words, colour):
    """A bar for each name, the first on top, and its words."""
    bars = ax.barh(list(values), list(values.values()), color=colour, height=0.6)
    ax.bar_label(bars, words, padding=8)
    ax.set_ylim(len(values) - 0.5, -0.5)


def _on_powers(values, words, xlabel, alt):
    """Bars on a logarithmic scale, from 1 on or less if they are shorter."""
    fig, ax = style.axes(height=80 + 45 * len(values))
    draw_bars(ax, values, words, style.ORANGE)
    shortest, longest = min(values.values()), max(values.values())
    ax.set(xscale="log", xlim=(min(1, shortest / 3), 40 * longest), xlabel=xlabel)
    return style.picture(fig, f"Bars on a logarithmic scale. {alt}")


def counts(numbers):
    """How many parameters, on a logarithmic scale: {what: how many}."""
    words = [f"{n:,}" for n in numbers.values()]
    said = style.each("{}: {}", numbers, words)
    return _on_powers(numbers, words, "parameters", f"Parameters, {said}.")


def race(seconds):
    """How long each named way took, and how many times as fast as the first it is."""
    times = {name: 1000 * time for name, time in seconds.items()}
    slowest, *others = times.values()
    words = [f"{slowest:.3g} ms"]
    words += [f"{t:.3g} ms  {slowest / t:,.0f} times as fast" for t in others]
    xlabel = "milliseconds for one picture, measured just now"
    alt = f"""One for each way to compute the same filtered picture:
        {", ".join(seconds)}. How long they are depends on the computer."""
    return _on_powers(times, words, xlabel, alt)


def where_parameters(table):
    """Each layer's share of the parameters and of the products, from arithmetic.table.

    Layers with neither, such as pooling, are left out.
    """
    rows = [row for row in table if row.parameters or row.multiply_adds]
    names = [row.layer.partition(":")[0] for row in rows]
    counted = {
        "parameters": [row.parameters for row in rows],
        "multiply–adds for one picture": [row.multiply_adds for row in rows],
    }
    fig, panels = style.side_by_side(counted, 340, sharey=True)
    alt, colours = "Bars, one for each layer.", (style.ORANGE, style.PURPLE)
    for (ax, what, numbers), colour in zip(panels, colours, strict=True):
        total = sum(numbers)
        shares = [f"{100 * n / total:.1f} %" for n in numbers]
        words = [f"{share}  ({n:,})" for share, n in zip(shares, numbers, strict=True)]
        draw_bars(style.bare(ax), dict(zip(names, numbers, strict=True)), words, colour)
        ax.tick_params(length=0)
        ax.set(xlim=(0, 1.75 * max(numbers)), title=f"{total:,} {what}")
        said = style.each("{} {}", names, shares, joint=", ")
        alt += f" Of {total:,} {what}: {said}."
    ax.set_yticks(range(len(names)), names)
    return style.picture(fig, alt)


def directions(sums):
    """Bars for eight compass directions, side by side for two named pictures."""
    fig, ax = style.axes(height=280)
    for side, (name, values) in zip((-0.2, 0.2), sums.items(), strict=True):
        ax.bar(np.arange(8) + side, values, width=0.38, label=name)
    ax.set_xticks(range(8), [f"{45 * k}°" for k in range(8)])
    ax.set(xlabel="brighter towards", ylabel="Σ ReLU", ylim=(0, None))
    ax.legend(**style.OUTSIDE)
    every = [*sums.values()]
    alt = f"""Eight groups of bars, one for each compass direction, with a bar each for
        {" and ".join(sums)}: all lie between {np.min(every):,.0f} and
        {np.max(every):,.0f}."""
    return style.picture(fig, alt)


def kernel_row(named, alt):
    """Kernels side by side as bars around their middle, on one scale."""
    fig, panels = style.side_by_side(named, 200, "weight", sharey=True)
    for ax, _, w in panels:
        ax.axhline(0, color=style.GREY, lw=1)
        ax.bar(np.arange(len(w)) - len(w) // 2, w, color=style.KERNEL)
        ax.set(xlabel="m", xlim=(-11.5, 11.5))
    return style.picture(fig, alt)


def gabor_histograms(fits, others):
    """Two histograms of Gabors: their directions, and how much they explain.

    fits: from gabor_fit, one for each filter; others: {name: fits} to compare with.
    Directions only of those that explain at least half of their filter.
    """
    good = [fit for fit in fits if fit.explained >= 0.5]
    fig = style.figure(height=310)
    rose, last = fig.add_subplot(121, projection="polar"), fig.add_subplot(122)
    # Eight bins around 0°, 22.5°, …: the first one holds 170° and 10°.
    nearest = np.round([fit.angle / 22.5 for fit in good]).astype(int) % 8
    counts, turns = np.bincount(nearest, minlength=8), 22.5 * np.arange(16)
    rose.bar(np.deg2rad(turns), np.tile(counts, 2), width=0.36, color=style.BLUE)
    rose.set_thetagrids(turns[::2], [f"{45 * k % 180}°" for k in range(8)])
    rose.set(yticks=range(10, counts.max() + 1, 10), rlabel_position=67.5)
    title = f"direction of the wave,\n{len(good)} of {len(fits)} filters"
    rose.set_title(title, pad=12)
    rose.spines["polar"].set_color(style.PALE)
    groups = {"trained": fits, **others}
    percents = [[100 * fit.explained for fit in group] for group in groups.values()]
    shares = [np.full(len(group), 100 / len(group)) for group in percents]
    look = {"color": [style.BLUE, style.RED, style.INK], "label": list(groups)}
    last.hist(percents, np.arange(0, 101, 10), weights=shares, **look)
    last.axvline(50, color=style.GREY, ls=":", lw=1.5)
    last.set(xlabel="explained by the Gabor, %", ylabel="filters, %")
    last.set_title("how much of a filter\nis a Gabor")
    last.legend(loc="upper right")
    directions = style.each("{:g}° {}", turns[:8], counts, joint=", ")
    alt = f"""Two histograms. {len(good)} of {len(fits)} filters are a Gabor for at
        least 50 percent; their directions: {directions}. What a Gabor explains
        on average: {style.each("{} {:.0f} %", groups, map(np.mean, percents))}."""
    return style.picture(fig, alt)
