"""Bars: counts, shares and times by name, kernels, and histograms."""

import numpy as np

from helpers.plots.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    KERNEL,
    ORANGE,
    PALE,
    PURPLE,
    RED,
    axes,
    bare,
    figure,
    legend_outside,
    picture,
    stems,
)


def draw_bars(ax, values, words, colour):
    """A bar for each name, the first on top, on a logarithmic scale, and its words."""
    ax.barh(list(values), list(values.values()), color=colour, height=0.6)
    ax.invert_yaxis()
    ax.set(xscale="log")
    for row, (value, text) in enumerate(zip(values.values(), words, strict=True)):
        ax.text(value * 1.15, row, text, va="center")


def counts(numbers):
    """How many parameters, on a logarithmic scale: {what: how many}."""
    fig, ax = axes(height=70 + 42 * len(numbers))
    draw_bars(ax, numbers, [f"{n:,}" for n in numbers.values()], ORANGE)
    ax.set(xlim=(1, max(numbers.values()) * 30), xlabel="parameters")
    listed = "; ".join(f"{what}: {n:,}" for what, n in numbers.items())
    return picture(fig, f"Bars, parameters on a logarithmic scale. {listed}.")


def race(seconds):
    """How long each named way took, and how many times as fast as the first it is."""
    fig, ax = axes(height=230)
    times = {name: 1000 * time for name, time in seconds.items()}
    slowest, *others = times.values()
    words = [f"{slowest:.3g} ms"]
    words += [f"{t:.3g} ms  {slowest / t:,.0f} times as fast" for t in others]
    draw_bars(ax, times, words, [RED, ORANGE, GREEN][: len(times)])
    ax.set_xlabel("milliseconds for one picture, measured just now")
    ax.set_xlim(min(times.values()) / 3, max(times.values()) * 40)
    alt = f"""Three bars on a logarithmic scale, one for each way to compute the same
        filtered picture: {", ".join(seconds)}. How long they are depends on the
        computer."""
    return picture(fig, alt)


def where_parameters(table):
    """Each layer's share of the parameters and of the products, from arithmetic.table.

    Layers with neither, such as pooling, are left out.
    """
    rows = [row for row in table if row.parameters or row.multiply_adds]
    names = [row.layer.partition(":")[0] for row in rows]
    fig, both = axes(1, 2, height=340, sharey=True)
    products = [row.multiply_adds for row in rows]
    kinds = [("parameters", ORANGE, [row.parameters for row in rows])]
    kinds += [("multiply–adds for one picture", PURPLE, products)]
    said = []
    for ax, (words, colour, counts) in zip(both, kinds, strict=True):
        total = sum(counts)
        shares = [100 * count / total for count in counts]
        bare(ax).barh(names, shares, color=colour)
        ax.tick_params(length=0)
        for row, (count, share) in enumerate(zip(counts, shares, strict=True)):
            text = f"{share:.1f} %  ({count:,})"
            ax.text(share + 1.5, row, text, va="center", fontsize=11)
        ax.set_xlim(0, 1.75 * max(shares))
        ax.set_title(f"{total:,} {words}", loc="left", color=INK)
        each = [f"{n} {share:.1f} %" for n, share in zip(names, shares, strict=True)]
        said.append(f"Of {total:,} {words}: {', '.join(each)}")
    both[0].set_yticks(range(len(names)), names)
    both[0].invert_yaxis()
    return picture(fig, f"Bars, one for each layer. {'. '.join(said)}.")


def directions(sums):
    """Bars for eight compass directions, side by side for each named picture."""
    fig, ax = axes(height=280)
    width = 0.8 / len(sums)
    for place, (name, values) in enumerate(sums.items()):
        at = np.arange(8) + (place - (len(sums) - 1) / 2) * width
        look = {"color": (BLUE, PURPLE)[place], "label": name}
        ax.bar(at, values, width=width * 0.94, **look)
    ax.set_xticks(range(8), [f"{45 * k}°" for k in range(8)])
    ax.set(xlabel="brighter towards", ylabel="Σ ReLU", ylim=(0, None))
    legend_outside(ax)
    low = min(np.min(values) for values in sums.values())
    high = max(np.max(values) for values in sums.values())
    alt = f"""Eight groups of bars, one for each compass direction, with a bar each for
        {" and ".join(sums)}: all lie between {low:,.0f} and {high:,.0f}."""
    return picture(fig, alt)


def kernel_row(named, alt):
    """Kernels side by side as bars around their middle, on one scale."""
    fig, places = axes(1, len(named), height=200, sharey=True)
    for ax, (title, w) in zip(places, named.items(), strict=True):
        stems(ax, w, KERNEL, start=-(len(w) // 2))
        ax.set(title=title, xlabel="m", xlim=(-11.5, 11.5))
    places[0].set_ylabel("weight")
    return picture(fig, alt)


def gabor_histograms(fits, others):
    """Three histograms of Gabors: direction, frequency, and how much they explain.

    fits: from gabor_fit, one for each filter; others: {name: fits} to compare with.
    Direction and frequency only of those that explain at least half of their filter.
    """
    fig = figure(height=340)
    left, middle, right = fig.subfigures(1, 3, width_ratios=[1, 1, 1.15])
    good = [fit for fit in fits if fit.explained >= 0.5]
    angles = np.array([fit.angle for fit in good])
    # Eight bins around 0°, 22.5°, …: the first one holds 170° and 10°.
    counts = np.bincount(np.round(angles / 22.5).astype(int) % 8, minlength=8)
    left.suptitle(
        f"direction of the wave,\n{len(good)} of {len(fits)} filters", size=12
    )
    rose = left.subplots(subplot_kw={"projection": "polar"})
    turns = np.deg2rad(22.5 * np.arange(16))
    rose.bar(turns, np.tile(counts, 2), width=0.36, color=BLUE)
    rose.set_xticks(turns[::2], [f"{45 * k % 180}°" for k in range(8)])
    rose.set_yticks(_whole(counts.max(), 3))
    rose.set_rlabel_position(67.5)
    rose.grid(color=PALE)
    rose.spines["polar"].set_color(PALE)
    middle.suptitle("frequency,\nthe same filters", size=12)
    ax, frequencies = middle.subplots(), [fit.frequency for fit in good]
    heights, *_ = ax.hist(frequencies, np.arange(0, 0.51, 0.05), color=BLUE)
    ax.set(xlabel="waves a pixel", ylabel="filters", yticks=_whole(heights.max(), 5))
    right.suptitle("how much of a filter\nis a Gabor", size=12)
    ax, line = right.subplots(), {"histtype": "step", "lw": 2.5}
    styles = [
        {"color": BLUE},
        {"color": RED, "ls": "--", **line},
        {"color": INK, **line},
    ]
    means = {}
    for (name, group), style in zip(
        {"trained": fits, **others}.items(), styles, strict=False
    ):
        shares = [100 * fit.explained for fit in group]
        weights = np.full(len(shares), 100 / len(shares))
        ax.hist(shares, np.arange(0, 101, 10), weights=weights, label=name, **style)
        means[name] = f"{np.mean(shares):.0f} percent"
    ax.axvline(50, color=GREY, ls=":", lw=1.5)
    ax.set(xlabel="explained by the Gabor, %", ylabel="filters, %")
    ax.legend(loc="upper right")
    middles = ", ".join(f"{22.5 * k:g}° {count}" for k, count in enumerate(counts))
    explained = means.pop("trained")
    rest = "".join(f", {name} {mean}" for name, mean in means.items())
    alt = f"""Three histograms. {len(good)} of {len(fits)} filters are a Gabor for at
        least 50 percent; their directions: {middles}. On average {explained} of a
        filter is explained{rest}."""
    return picture(fig, alt)


def _whole(most, ticks):
    """Ticks at whole numbers above 0, about so many."""
    step = max(1, int(np.ceil(most / ticks)))
    return np.arange(step, most + 1, step)
