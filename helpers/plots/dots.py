"""Dots: one for each run, and their mean with its interval; one for each network.

Intervals come from `intervals.estimates`: {name: (runs, mean, margin)}.
"""

import numpy as np

from helpers.plots import style

WHISKERS = {"capsize": 4, "capthick": 2, "elinewidth": 2, "ms": 6}
AREA = 14  # square points of a bubble for one million parameters


def draw_rows(ax, names):
    """A row for each name, the first on top, with a line to read a place by."""
    ax.set_yticks(range(len(names)), list(names))
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    style.lines_behind(ax, "x")


def draw_estimates(ax, estimates, looks):
    """A row for each name: the mean with its interval, and below it a dot a run."""
    draw_rows(ax, estimates)
    for row, (name, (runs, mean, margin)) in enumerate(estimates.items()):
        colour, marker, _ = looks[name]
        ax.plot(runs, [row + 0.22] * len(runs), "o", color=colour, ms=5, alpha=0.5)
        ax.errorbar(mean, row - 0.05, None, margin, marker, color=colour, **WHISKERS)


def ablation(estimates, differences, lecture):
    """Accuracy of each net, and how far it is from the first one, in points.

    estimates: {net: (runs, mean, margin)}, percent right, the full net first;
    differences from it, and the lecture's: {net: (points, margin)}, {net: points}.
    """
    names, form = list(estimates), {"sharey": True, "width_ratios": [5, 4]}
    fig, (left, right) = style.axes(1, 2, height=100 + 46 * len(names), **form)
    draw_estimates(left, estimates, dict.fromkeys(names, (style.BLUE, "o", False)))
    draw_rows(right, names)
    runs, middle, _ = estimates[names[0]]
    for ax, at in ((left, middle), (right, 0)):
        ax.axvline(at, color=style.GREY, ls=":", lw=1.5)
    red, found, said = {"color": style.RED}, ["here"], []
    for row, (name, (_, mean, margin)) in enumerate(estimates.items()):
        said.append(f"{name}: {mean:.1f} ± {margin:.1f} percent right")
        if row:
            points, margin = differences[name]
            at = points, row + 0.12, None, margin, "o"
            right.errorbar(*at, color=style.BLUE, **WHISKERS)
            found.append(f"{_points(points)} ± {margin:.1f}")
            said[-1] += f", {found[-1]} points from {names[0]}"
        if name in lecture:
            points, place = _points(lecture[name]), (lecture[name], row - 0.2)
            right.plot(*place, "D", ms=8, **red)
            style.beside(right, points, place, (-9, 0), va="center", ha="right", **red)
            said[-1] += f" (lecture {points})"
    left.set(xlabel="test pictures right, %")
    left.set_title(f"{len(runs)} runs each; mean with 95 % interval", loc="left")
    right.set(xlabel=f"points more or less than “{names[0]}”")
    right.set_title("◆ the lecture, on ImageNet", loc="left", **red)
    right.margins(x=0.2)
    twin = right.secondary_yaxis("right")
    twin.set_yticks(range(len(names)), found)
    twin.tick_params(length=0, labelcolor=style.BLUE)
    twin.spines["right"].set_visible(False)
    return style.picture(fig, f"A row for each network. {'; '.join(said)}.")


def _points(points):
    return style.number(round(points, 1) + 0.0, "{:+.1f}")  # never −0.0


def two_by_two(cells):
    """The table of advice, measured: a dot for each run, a bar for the interval.

    cells: {(row, column): {way: (runs, mean, margin)}}, percent; two of both.
    """
    fig, places = style.axes(2, 2, height=400, sharex="col")
    said = []
    for ax, (names, ways) in zip(places.flat, cells.items(), strict=True):
        draw_estimates(ax, ways, style.looks(ways))
        ax.set_title(", ".join(names), loc="left")
        means = ", ".join(f"{way} {mean:.1f}" for way, (_, mean, _) in ways.items())
        said.append(f"{', '.join(names)}: {means}")
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
        draw_rows(ax, names)
        means = [np.mean(rows[name]) for name in names]
        ax.axvline(means[0], color=style.GREY, ls=":", lw=1.5)
        for row, name in enumerate(names):
            look = {"color": style.BLUE if row else style.GREY}
            ax.plot(rows[name], [row] * len(rows[name]), "o", ms=6, alpha=0.5, **look)
            ax.plot(means[row], row, "|", ms=22, mew=3, **look)
        ax.locator_params(axis="x", nbins=5)
        ax.set_xlabel(xlabel)
        said.append(f"{title}, {style.each('{} {:.1f}', names, means, joint=', ')}")
    alt = f"A row for each name, a dot a run, a bar their mean: {'; '.join(said)}."
    return style.picture(fig, alt)


def durations(seconds, xlabel):
    """A row for each net on a logarithmic scale: {name: (runs,)} seconds, as dots."""
    fig, ax = style.axes(height=270)
    draw_rows(ax, seconds)
    for row, (name, (colour, marker, _)) in enumerate(style.looks(seconds).items()):
        at = [row] * len(seconds[name])
        ax.plot(seconds[name], at, marker, color=colour, ms=9, alpha=0.7)
    ax.set(xscale="log", xlabel=xlabel)
    ax.xaxis.set_major_formatter("{x:g}")
    alt = f"""A row for each of {", ".join(seconds)}, and on it a dot for each run, on a
        logarithmic scale of seconds. How long they took depends on the computer."""
    return style.picture(fig, alt)


def degradation(panels, guessing=None):
    """Errors against the number of layers, one panel a title, and every run a dot.

    panels: {title: {(kind, layers): (runs, mean, margin)}}, percent; kinds are plain
    and residual. Bars are cut at 0 and 100 %. guessing: the percentage that is wrong
    of one who knows nothing, as a dashed line.
    """
    fig, places = style.side_by_side(panels, 300, sharey=True)
    said, grey = [], {"color": style.GREY}
    for ax, title, nets in places:
        depths = sorted({layers for _, layers in nets})
        for side, kind in ((-1, "plain"), (1, "residual")):
            colour, marker, _ = style.looks([kind])[kind]
            look = {"color": colour, "clip_on": False}
            runs, means, margins = zip(*(nets[kind, n] for n in depths), strict=True)
            at = np.arange(len(depths)) + 0.05 * side
            bars = np.minimum(margins, [means, np.subtract(100, means)])
            ax.plot(at, means, label=kind, **look)
            ax.errorbar(at, means, bars, fmt=marker, ms=7, capsize=4, **look)
            for here, each in zip(at + 0.11 * side, runs, strict=True):
                ax.plot([here] * len(each), each, marker, ms=5, alpha=0.4, **look)
            words = f"{title}, {kind}, {{}} layers: {{:.1f}} ± {{:.1f}}"
            said.append(style.each(words, depths, means, margins))
        if guessing is not None:
            ax.axhline(guessing, ls="--", lw=1.5, **grey)
            style.beside(ax, "guessing", (-0.36, guessing), (0, 3), size=11, **grey)
        ax.set_xticks(range(len(depths)), depths)
        ax.set(xlabel="layers with weights", xlim=(-0.4, len(depths) - 0.6))
        style.lines_behind(ax)
    places[0][0].set(ylabel="wrong, %", ylim=(0, 100 if guessing else None))
    style.legend_outside(ax)
    alt = f"Percent wrong, mean and 95 % interval. {'; '.join(said)}."
    return style.picture(fig, alt)


def name_dots(ax, points, words, gaps, room, **look):
    """Words beside points, so far from them; on the left if others are on the right.

    room: how many times as far along the logarithmic axis, how much higher or lower
    another point is in the way.
    """
    times, high = room
    for (x, y), text, gap in zip(points, words, gaps, strict=True):
        left = any(1 < a / x < times and abs(b - y) < high for a, b in points)
        form = {"ha": "right" if left else "left", "va": "center"} | look
        style.beside(ax, text, (x, y), (-gap if left else gap, 0), **form)


def accuracy_by_size(sizes, percents):
    """Accuracy against the number of parameters: {name: size}, {name: (seeds,)}."""
    fig, ax = style.axes(height=340)
    counts, means = list(sizes.values()), [np.mean(percents[name]) for name in sizes]
    for name, (colour, marker, _) in style.looks(sizes).items():
        size, seeds = sizes[name], percents[name]
        ax.plot([size] * 2, [min(seeds), max(seeds)], color=colour)
        ax.plot(size, np.mean(seeds), marker, color=colour, ms=10)
    points = list(zip(counts, means, strict=True))
    name_dots(ax, points, sizes, [9] * len(sizes), (3, 0.9))
    ax.set(xscale="log", xlabel="parameters", ylabel="test digits right, %")
    ax.set_xlim(min(counts) / 1.5, max(counts) * 2.5)
    style.only_ticks(ax, [10_000, 30_000, 100_000, 300_000])
    style.lines_behind(ax)
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
    words = [f"{name}, {year:.0f}\n{size:.1f} million" for name, year, size in rows]
    points, gaps = np.c_[billions, right], 6 + np.sqrt(AREA * millions / np.pi)
    name_dots(ax, points, words, gaps, (2, 3), fontsize=11)
    low, high = ax.get_ylim()
    ax.set(xscale="log", xlim=(0.2, 60), ylim=(low - 2, high + 2))
    style.only_ticks(ax, (0.2, 0.5, 1, 2, 5, 10, 20))
    ax.set(xlabel="billion multiply–adds for one photo")
    ax.set_ylabel("ImageNet's photos right\nat the first guess, %")
    style.lines_behind(ax, "both")
    words = "{} {:.2f} billion, {:.1f} percent, {:.1f} million"
    said = style.each(words, nets, billions, right, millions)
    alt = f"""A bubble for each network, by multiply–adds, photos right at the first
        guess, and parameters (its area): {said}."""
    return style.picture(fig, alt)
