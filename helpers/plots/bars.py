"""Bars: counts, shares and times by name, kernels, and histograms."""

import numpy as np

from helpers.plots import style


def draw_bars(ax, values, words, colour):
    """A bar for each name, the first on top, and its words."""
    ax.barh(list(values), list(values.values()), color=colour, height=0.6)
    ax.set_ylim(len(values) - 0.5, -0.5)
    for row, (value, text) in enumerate(zip(values.values(), words, strict=True)):
        style.beside(ax, text, (value, row), (8, 0), va="center")


def counts(numbers):
    """How many parameters, on a logarithmic scale: {what: how many}."""
    fig, ax = style.axes(height=70 + 42 * len(numbers))
    draw_bars(ax, numbers, [f"{n:,}" for n in numbers.values()], style.ORANGE)
    ax.set(xscale="log", xlim=(1, max(numbers.values()) * 30), xlabel="parameters")
    said = style.each("{}: {:,}", numbers.keys(), numbers.values())
    alt = f"Bars, parameters on a logarithmic scale. {said}."
    return style.picture(fig, alt)


def race(seconds):
    """How long each named way took, and how many times as fast as the first it is."""
    fig, ax = style.axes(height=230)
    times = {name: 1000 * time for name, time in seconds.items()}
    slowest, *others = times.values()
    words = [f"{slowest:.3g} ms"]
    words += [f"{t:.3g} ms  {slowest / t:,.0f} times as fast" for t in others]
    draw_bars(ax, times, words, [style.RED, style.ORANGE, style.GREEN][: len(times)])
    ax.set(xscale="log", xlim=(min(times.values()) / 3, max(times.values()) * 40))
    ax.set_xlabel("milliseconds for one picture, measured just now")
    alt = f"""Three bars on a logarithmic scale, one for each way to compute the same
        filtered picture: {", ".join(seconds)}. How long they are depends on the
        computer."""
    return style.picture(fig, alt)


def where_parameters(table):
    """Each layer's share of the parameters and of the products, from arithmetic.table.

    Layers with neither, such as pooling, are left out.
    """
    rows = [row for row in table if row.parameters or row.multiply_adds]
    names = [row.layer.partition(":")[0] for row in rows]
    fig, (left, right) = style.axes(1, 2, height=340, sharey=True)
    parameters = dict(zip(names, [row.parameters for row in rows], strict=True))
    products = dict(zip(names, [row.multiply_adds for row in rows], strict=True))
    said = draw_shares(left, parameters, "parameters", style.ORANGE)
    what = "multiply–adds for one picture"
    said += draw_shares(right, products, what, style.PURPLE)
    left.set_yticks(range(len(names)), names)
    return style.picture(fig, f"Bars, one for each layer.{said}")


def draw_shares(ax, counts, what, colour):
    """A bar for each name's share of them all; gives the shares in words."""
    total = sum(counts.values())
    shares = {name: 100 * count / total for name, count in counts.items()}
    words = [f"{shares[name]:.1f} %  ({count:,})" for name, count in counts.items()]
    draw_bars(style.bare(ax), shares, words, colour)
    ax.tick_params(length=0)
    ax.set(xlim=(0, 1.75 * max(shares.values())), title=f"{total:,} {what}")
    each = ", ".join(f"{name} {share:.1f} %" for name, share in shares.items())
    return f" Of {total:,} {what}: {each}."


def directions(sums):
    """Bars for eight compass directions, side by side for two named pictures."""
    fig, ax = style.axes(height=280)
    for side, (name, values) in zip((-0.2, 0.2), sums.items(), strict=True):
        ax.bar(np.arange(8) + side, values, width=0.38, label=name)
    ax.set_xticks(range(8), [f"{45 * k}°" for k in range(8)])
    ax.set(xlabel="brighter towards", ylabel="Σ ReLU", ylim=(0, None))
    style.legend_outside(ax)
    every = [*sums.values()]
    alt = f"""Eight groups of bars, one for each compass direction, with a bar each for
        {" and ".join(sums)}: all lie between {np.min(every):,.0f} and
        {np.max(every):,.0f}."""
    return style.picture(fig, alt)


def kernel_row(named, alt):
    """Kernels side by side as bars around their middle, on one scale."""
    fig, panels = style.side_by_side(named, height=200, sharey=True)
    for ax, _, w in panels:
        style.stems(ax, w, style.KERNEL, start=-(len(w) // 2))
        ax.set(xlabel="m", xlim=(-11.5, 11.5))
    panels[0][0].set_ylabel("weight")
    return style.picture(fig, alt)


def gabor_histograms(fits, others):
    """Two histograms of Gabors: their directions, and how much they explain.

    fits: from gabor_fit, one for each filter; others: {name: fits} to compare with.
    Directions only of those that explain at least half of their filter.
    """
    good = [fit for fit in fits if fit.explained >= 0.5]
    fig = style.figure(height=310)
    # Eight bins around 0°, 22.5°, …: the first one holds 170° and 10°.
    nearest = np.round([fit.angle / 22.5 for fit in good]).astype(int) % 8
    counts, turns = np.bincount(nearest, minlength=8), 22.5 * np.arange(16)
    rose = fig.add_subplot(1, 2, 1, projection="polar")
    rose.bar(np.deg2rad(turns), np.tile(counts, 2), width=0.36, color=style.BLUE)
    rose.set_thetagrids(turns[::2], [f"{45 * k % 180}°" for k in range(8)])
    rose.set(yticks=range(10, counts.max() + 1, 10), rlabel_position=67.5)
    title = f"direction of the wave,\n{len(good)} of {len(fits)} filters"
    rose.set_title(title, pad=12)
    rose.grid(color=style.PALE)
    rose.spines["polar"].set_color(style.PALE)
    ax, means = fig.add_subplot(1, 2, 2), []
    step = {"histtype": "step", "lw": 2.5}
    dashed, solid = {"color": style.RED, "ls": "--"} | step, {"color": style.INK} | step
    looks = {"color": style.BLUE}, dashed, solid
    named = {"trained": fits, **others}.items()
    for (name, group), look in zip(named, looks, strict=True):
        shares = [100 * fit.explained for fit in group]
        weights = np.full(len(shares), 100 / len(shares))
        ax.hist(shares, np.arange(0, 101, 10), weights=weights, label=name, **look)
        means.append(f"{np.mean(shares):.0f} percent")
    ax.axvline(50, 0, 0.55, color=style.GREY, ls=":", lw=1.5)
    ax.set(xlabel="explained by the Gabor, %", ylabel="filters, %")
    ax.set_title("how much of a filter\nis a Gabor")
    ax.legend(loc="upper right")
    middles = style.each("{:g}° {}", turns[:8], counts, joint=", ")
    alt = f"""Two histograms. {len(good)} of {len(fits)} filters are a Gabor for at
        least 50 percent; their directions: {middles}. On average {means[0]} of a
        filter is explained, {style.each("{} {}", others, means[1:], joint=", ")}."""
    return style.picture(fig, alt)
