"""Dots: one for each run, and their mean with its interval; one for each network.

Intervals come from `intervals.estimates`: {name: (runs, mean, margin)}.
"""

import numpy as np

from helpers.plots import style
from helpers.plots.curves import draw_lines, draw_mark

__all__ = ["ablation", "accuracy_by_size", "bubbles", "degradation", "dots_by_name"]
__all__ += ["two_by_two"]

WHISKERS = {"capsize": 4, "capthick": 2, "elinewidth": 2, "ms": 6}
AREA = 14  # square points of a bubble for one million parameters


def draw_estimates(ax, estimates, looks=None):
    """A row for each name, a mean with its interval over a dot a run; gives the means.

    The first is on top. Without looks all are blue, with a dotted line at its mean.
    """
    ax.set_yticks(range(len(estimates)), list(estimates))
    ax.set_ylim(len(estimates) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    for row, (name, (runs, mean, margin)) in enumerate(estimates.items()):
        colour, marker, _ = (looks or {}).get(name, (style.BLUE, "o", False))
        ax.plot(runs, [row + 0.22] * len(runs), "o", color=colour, ms=5, alpha=0.5)
        ax.errorbar(mean, row - 0.05, None, margin, marker, color=colour, **WHISKERS)
        if not (looks or row):
            ax.axvline(mean, color=style.GREY, ls=":", lw=1.5)
    means = [mean for _, mean, _ in estimates.values()]
    return style.each("{} {:.1f}", estimates, means, joint=", ")


def ablation(estimates, differences, lecture):
    """Accuracy of each net, and how far it is from the first one, in points.

    estimates: {net: (runs, mean, margin)}, percent right, the full net first;
    differences from it, and a lecture's or {}: {net: (points, margin)}, {net: points}.
    """
    names, red = list(estimates), {"color": style.RED}
    runs, means, margins = zip(*estimates.values(), strict=True)
    apart = {names[0]: ((), 0, 0)} | {n: ((), *far) for n, far in differences.items()}
    form = {"height": 100 + 46 * len(names), "width_ratios": [5, 4]}
    fig, (left, right) = style.axes(1, 2, **form)
    draw_estimates(left, estimates)
    draw_estimates(right, apart)
    theirs = [style.signed(points) for points in lecture.values()]
    for (name, points), words in zip(lecture.items(), theirs, strict=True):
        place = points, names.index(name) - 0.3
        right.plot(*place, "D", ms=8, **red)
        style.beside(right, words, place, (-9, 0), va="center", ha="right", **red)
    ours = [f"{style.signed(p)} ± {margin:.1f}" for p, margin in differences.values()]
    right.set_yticks(range(len(names)), ["here", *ours], color=style.BLUE)
    right.yaxis.tick_right()
    right.margins(x=0.2)
    left.set_xlabel("test pictures right, %")
    left.set_title(f"{len(runs[0])} runs each; mean with 95 % interval", loc="left")
    right.set_xlabel(f"points more or less than “{names[0]}”")
    right_in_words = style.each("{} {:.1f} ± {:.1f}", names, means, margins)
    alt = f"""A row for each network. Percent right: {right_in_words}. Points from
        {names[0]}: {style.each("{} {}", differences, ours)}."""
    if lecture:
        right.set_title("◆ the lecture, on ImageNet", loc="left", **red)
        alt += f" In the lecture: {style.each('{} {}', lecture, theirs)}."
    return style.picture(fig, alt)


def two_by_two(cells):
    """The table of advice, measured: a dot for each run, a bar for the interval.

    cells: {(row, column): {way: (runs, mean, margin)}}, percent; two of both.
    """
    fig, places = style.axes(2, 2, height=400, sharex="col")
    said = []
    for ax, (names, ways) in zip(places.flat, cells.items(), strict=True):
        field = ", ".join(names)
        ax.set_title(field, loc="left")
        said.append(f"{field}: {draw_estimates(ax, ways, style.looks(ways))}")
    for ax in places[-1]:
        ax.set_xlabel("test pictures right, %; mean with 95 % interval")
    return style.picture(fig, f"Percent right on average. {'; '.join(said)}.")


def dots_by_name(columns, xlabel=""):
    """In a column for each title, a row for each name: a dot a run, a bar their mean.

    columns: {title: {name: (runs,)}}, the same names in all. The first one's mean is
    dotted through all rows.
    """
    *_, names = columns.values()
    fig, panels = style.side_by_side(columns, 100 + 40 * len(names), sharey=True)
    fig.get_layout_engine().set(wspace=0.12)
    said = []
    for ax, title, rows in panels:
        found = {name: (rows[name], np.mean(rows[name]), None) for name in names}
        said.append(f"{title}, {draw_estimates(ax, found)}")
        ax.locator_params(axis="x", nbins=5)
        ax.set_xlabel(xlabel)
    alt = f"A row for each name, a dot a run, a bar their mean: {'; '.join(said)}."
    return style.picture(fig, alt)


def degradation(panels, guessing=None):
    """Errors against the number of layers, one panel a title, and every run a dot.

    panels: {title: {(kind, layers): (runs, mean, margin)}}, percent; kinds are plain
    and residual. Bars are cut at 0 and 100 %. guessing: the percentage that is wrong
    of one who knows nothing; without it each panel has a scale of its own.
    """
    fig, places = style.side_by_side(panels, 300, "wrong, %", sharey=bool(guessing))
    said = []
    for ax, title, nets in places:
        depths = sorted({layers for _, layers in nets})
        kinds = "plain", "residual"
        runs = {kind: [nets[kind, n][0] for n in depths] for kind in kinds}
        draw_lines(ax, range(len(depths)), runs)
        lines, _ = ax.get_legend_handles_labels()
        for line, kind, aside in zip(lines, kinds, (-0.06, 0.06), strict=True):
            _, means, margins = zip(*(nets[kind, n] for n in depths), strict=True)
            bars = np.minimum(margins, [means, np.subtract(100, means)])
            look = {"fmt": "none", "color": line.get_color(), "capsize": 4}
            ax.errorbar(line.get_xdata() + aside, means, bars, **look)
            words = f"{title}, {kind}, {{}} layers: {{:.1f}} ± {{:.1f}}"
            said.append(style.each(words, depths, means, margins))
        if guessing is not None:
            draw_mark(ax, guessing, "guessing")
        ax.set_xticks(range(len(depths)), depths)
        ax.set(xlabel="layers with weights", xlim=(-0.4, len(depths) - 0.6))
        ax.set_ylim(0, 100 if guessing else None)
    ax.legend(**style.OUTSIDE)
    alt = f"Percent wrong, mean and 95 % interval. {'; '.join(said)}."
    return style.picture(fig, alt)


def name_dots(ax, points, words, gaps, ticks, **look):
    """Words beside dots on a logarithmic axis; on the left if others are on the right.

    gaps: how far each one's words are from it, in points of the page.
    """
    near = 0.12 * np.ptp(points[:, 1])
    for (x, y), text, gap in zip(points, words, gaps, strict=True):
        left = any(1 < a / x < 2.5 and abs(b - y) < near for a, b in points)
        form = {"ha": "right" if left else "left", "va": "center"} | look
        style.beside(ax, text, (x, y), (-gap if left else gap, 0), **form)
    ax.set_xscale("log")
    ax.set_xticks(ticks, [f"{tick:,g}" for tick in ticks])
    ax.xaxis.minorticks_off()
    ax.grid()


def accuracy_by_size(sizes, percents):
    """Accuracy against the number of parameters: {name: size}, {name: (seeds,)}."""
    fig, ax = style.axes(height=340)
    counts, means = list(sizes.values()), [np.mean(percents[name]) for name in sizes]
    for name, (colour, marker, _) in style.looks(sizes).items():
        size, seeds = sizes[name], percents[name]
        ax.plot([size] * 2, [min(seeds), max(seeds)], color=colour)
        ax.plot(size, np.mean(seeds), marker, color=colour, ms=10)
    ticks = 10_000, 30_000, 100_000, 300_000
    name_dots(ax, np.c_[counts, means], sizes, [9] * len(sizes), ticks)
    ax.set(xlabel="parameters", ylabel="test digits right, %")
    ax.set_xlim(min(counts) / 1.5, max(counts) * 2.5)
    said = style.each("{}: {:,} parameters, {:.1f} percent right", sizes, counts, means)
    alt = f"Dots with a bar from the worst to the best seed. {said}."
    return style.picture(fig, alt)


def bubbles(nets):
    """{name: (year, multiply–adds, percent right, parameters)}: a bubble for each.

    Its area is its number of parameters.
    """
    years, products, right, parameters = np.array(list(nets.values()), dtype=float).T
    billions, millions = products / 1e9, parameters / 1e6
    fig, ax = style.axes(height=340)
    ax.scatter(billions, right, AREA * millions, color=style.BLUE, alpha=0.4)
    ax.plot(billions, right, "o", color=style.BLUE, ms=3)
    rows = zip(nets, years, millions, strict=True)
    words = ["{}, {:.0f}\n{:.1f} million".format(*row) for row in rows]
    points, gaps = np.c_[billions, right], 6 + np.sqrt(AREA * millions / np.pi)
    name_dots(ax, points, words, gaps, (0.2, 0.5, 1, 2, 5, 10, 20), fontsize=11)
    low, high = ax.get_ylim()
    ax.set(xlim=(0.2, 60), ylim=(low - 2, high + 2))
    ax.set_xlabel("billion multiply–adds for one photo")
    ax.set_ylabel("ImageNet's photos right\nat the first guess, %")
    form = "{} {:.2f} billion, {:.1f} percent, {:.1f} million"
    said = style.each(form, nets, billions, right, millions)
    alt = f"""A bubble for each network, by multiply–adds, photos right at the first
        guess, and parameters (its area): {said}."""
    return style.picture(fig, alt)
