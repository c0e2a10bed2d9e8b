"""Dots: one for each run, and their mean with its interval; one for each network.

Intervals come from `intervals.estimates`: {name: (runs, mean, margin)}.
"""

import numpy as np

from helpers.plots.style import (
    BLUE,
    GREY,
    RED,
    axes,
    beside,
    legend_outside,
    lines_behind,
    looks,
    number,
    only_ticks,
    picture,
)

WHISKERS = {"capsize": 4, "capthick": 2, "elinewidth": 2, "ms": 6}
AREA = 14  # square points of a bubble for one million parameters


def draw_rows(ax, names):
    """A row for each name, the first on top, with a line to read a place by."""
    ax.set_yticks(range(len(names)), list(names))
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    lines_behind(ax, "x")


def draw_runs(ax, row, estimate, colour=BLUE, marker="o"):
    """In a row, the mean with its interval, and below it a dot for each run."""
    runs, mean, margin = estimate
    ax.plot(runs, [row + 0.22] * len(runs), "o", color=colour, ms=5, alpha=0.5)
    ax.errorbar(mean, row - 0.05, xerr=margin, fmt=marker, color=colour, **WHISKERS)


def ablation(estimates, differences, lecture):
    """Accuracy of each net, and how far it is from the first one, in points.

    estimates: {net: (runs, mean, margin)}, percent right, the full net first;
    differences from it, and the lecture's: {net: (points, margin)}, {net: points}.
    """
    names, said, found = list(estimates), [], ["here"]
    height = 100 + 46 * len(names)
    fig, (left, right) = axes(1, 2, height=height, sharey=True, width_ratios=[5, 4])
    full, mean, _ = estimates[names[0]]
    for ax, at in ((left, mean), (right, 0)):
        draw_rows(ax, names)
        ax.axvline(at, color=GREY, ls=":", lw=1.5)
    for row, (name, estimate) in enumerate(estimates.items()):
        draw_runs(left, row, estimate)
        said.append("{}: {:.1f} ± {:.1f} percent right".format(name, *estimate[1:]))
        if row:
            points, margin = differences[name]
            right.errorbar(points, row + 0.12, xerr=margin, fmt="o", c=BLUE, **WHISKERS)
            found.append(f"{_points(points)} ± {margin:.1f}")
            said[-1] += f", {found[-1]} points from {names[0]}"
        if name in lecture:
            points, place = _points(lecture[name]), (lecture[name], row - 0.2)
            right.plot(*place, "D", ms=8, color=RED)
            beside(right, points, place, (-9, 0), color=RED, va="center", ha="right")
            said[-1] += f" (lecture {points})"
    left.set(xlabel="test pictures right, %")
    left.set_title(f"{len(full)} runs each; mean with 95 % interval", loc="left")
    right.set(xlabel=f"points more or less than “{names[0]}”")
    twin = right.secondary_yaxis("right")
    twin.set_yticks(range(len(names)), found)
    twin.tick_params(length=0, labelcolor=BLUE)
    twin.spines["right"].set_visible(False)
    right.margins(x=0.2)
    right.set_title("◆ the lecture, on ImageNet", loc="left", color=RED)
    return picture(fig, f"A row for each network. {'; '.join(said)}.")


def _points(points):
    return number(round(points, 1) + 0.0, "{:+.1f}")  # never −0.0


def two_by_two(cells):
    """The table of advice, measured: a dot for each run, a bar for the interval.

    cells: {(row, column): {way: (runs, mean, margin)}}, percent.
    """
    rows = list(dict.fromkeys(row for row, _ in cells))
    columns = list(dict.fromkeys(column for _, column in cells))
    fig, places = axes(len(rows), len(columns), height=400, sharex="col")
    said = []
    for (row, column), ways in cells.items():
        ax = places[rows.index(row), columns.index(column)]
        draw_rows(ax, ways)
        for line, (way, (colour, marker, _)) in enumerate(looks(ways).items()):
            draw_runs(ax, line, ways[way], colour, marker)
        means = ", ".join(f"{way} {mean:.1f}" for way, (_, mean, _) in ways.items())
        said.append(f"{row}, {column}: {means}")
        ax.set_title(f"{row}, {column}", loc="left")
    for ax in places[-1]:
        ax.set_xlabel("test pictures right, %; mean with 95 % interval")
    return picture(fig, f"Percent right on average. {'; '.join(said)}.")


def tricks(table, steps):
    """Three columns: accuracy, its gap to the training pictures, and steps.

    table: {trick: (3, seeds) percent right, percent more in training, steps}, the net
    with all tricks first. steps: what its steps are to.
    """
    fig, places = axes(1, 3, height=100 + 40 * len(table), sharey=True)
    fig.get_layout_engine().set(wspace=0.08)
    titles = "right in the test, %", "gap: training − test", steps
    means = {name: np.mean(values, axis=1) for name, values in table.items()}
    for column, (ax, title) in enumerate(zip(places, titles, strict=True)):
        draw_rows(ax, table)
        for row, (name, values) in enumerate(table.items()):
            colour, marker = (BLUE, "o") if row else (GREY, "s")
            runs, mean = values[column], means[name][column]
            ax.plot(runs, [row] * len(runs), marker, c=colour, ms=6, alpha=0.5)
            ax.plot([mean] * 2, [row - 0.3, row + 0.3], color=colour, lw=3)
            if row == 0:
                ax.axvline(mean, color=GREY, ls=":", lw=1.5)
        ax.set_title(title, loc="left")
        ax.locator_params(axis="x", nbins=5)
    said = "; ".join(
        f"{name}: {right:.1f} percent, gap {gap:.1f}, {taken:.0f} steps"
        for name, (right, gap, taken) in means.items()
    )
    alt = f"""A row for each network; a dot for each of {len(runs)} runs, a bar
        for their mean. {said}."""
    return picture(fig, alt)


def durations(seconds, xlabel):
    """A row for each net on a logarithmic scale: {name: (runs,)} seconds, as dots."""
    fig, ax = axes(height=270)
    draw_rows(ax, seconds)
    for row, (name, (colour, marker, _)) in enumerate(looks(seconds).items()):
        at = [row] * len(seconds[name])
        ax.plot(seconds[name], at, marker, color=colour, ms=9, alpha=0.7)
    ax.set(xscale="log", xlabel=xlabel)
    ax.xaxis.set_major_formatter("{x:g}")
    alt = f"""A row for each of {", ".join(seconds)}, and on it a dot for each run, on a
        logarithmic scale of seconds. How long they took depends on the computer."""
    return picture(fig, alt)


def degradation(panels, guessing=None):
    """Errors against the number of layers, one panel a title, and every run a dot.

    panels: {title: {(kind, layers): (runs, mean, margin)}}, percent; kinds are plain
    and residual. Bars are cut at 0 and 100 %. guessing: the percentage that is wrong
    of one who knows nothing, as a dashed line.
    """
    fig, places = axes(1, len(panels), height=300, sharey=True, squeeze=False)
    said = []
    for ax, (title, nets) in zip(places[0], panels.items(), strict=True):
        depths = sorted({layers for _, layers in nets})
        for kind, side in (("plain", -1), ("residual", 1)):
            colour, marker, _ = looks([kind])[kind]
            look = {"color": colour, "clip_on": False}
            at = np.arange(len(depths)) + 0.05 * side
            for here, layers in zip(at, depths, strict=True):
                runs, mean, margin = nets[kind, layers]
                bar = [[min(margin, mean)], [min(margin, 100 - mean)]]
                ax.errorbar(here, mean, bar, fmt=marker, ms=7, capsize=4, **look)
                beside_it = [here + 0.11 * side] * len(runs)
                ax.plot(beside_it, runs, marker, ms=5, alpha=0.4, **look)
                said.append(
                    f"{title}, {kind}, {layers} layers: {mean:.1f} ± {margin:.1f}"
                )
            means = [nets[kind, layers][1] for layers in depths]
            ax.plot(at, means, color=colour, lw=2, label=kind)
        if guessing is not None:
            ax.axhline(guessing, color=GREY, ls="--", lw=1.5)
            words = {"color": GREY, "fontsize": 11}
            beside(ax, "guessing", (-0.36, guessing), (0, 3), **words)
        ax.set_xticks(range(len(depths)), depths)
        ax.set(xlabel="layers with weights", xlim=(-0.4, len(depths) - 0.6))
        ax.set_title(title, loc="left")
        lines_behind(ax)
    places[0][0].set(ylabel="wrong, %", ylim=(0, 100 if guessing else None))
    legend_outside(places[0][-1])
    return picture(fig, f"Percent wrong, mean and 95 % interval. {'; '.join(said)}.")


def accuracy_by_size(sizes, percents):
    """Accuracy against the number of parameters: {name: size}, {name: (seeds,)}."""
    fig, ax = axes(height=340)
    means = {name: np.mean(percents[name]) for name in sizes}
    said = []
    for name, (colour, marker, _) in looks(sizes).items():
        size, mean, seeds = sizes[name], means[name], percents[name]
        ax.plot([size] * 2, [min(seeds), max(seeds)], color=colour, lw=2)
        ax.plot(size, mean, marker=marker, color=colour, ms=10)
        others = [(sizes[other], means[other]) for other in sizes]
        left = crowded((size, mean), others, (3, 0.9))
        place = {"offset": (-9 if left else 9, 0), "ha": "right" if left else "left"}
        beside(ax, name, (size, mean), color=colour, va="center", **place)
        said.append(f"{name}: {size:,} parameters, {mean:.1f} percent right")
    ax.set(xscale="log", xlabel="parameters", ylabel="test digits right, %")
    ax.set_xlim(min(sizes.values()) / 1.5, max(sizes.values()) * 2.5)
    only_ticks(ax, [10_000, 30_000, 100_000, 300_000])
    lines_behind(ax)
    alt = f"Dots with a bar from the worst to the best seed. {'; '.join(said)}."
    return picture(fig, alt)


def bubbles(nets):
    """{name: (year, multiply–adds, percent right, parameters)}: a bubble for each.

    Its area is its number of parameters.
    """
    fig, ax = axes(height=340)
    others = [(products / 1e9, right) for _, products, right, _ in nets.values()]
    said = []
    for name, (year, products, right, parameters) in nets.items():
        billions, millions = products / 1e9, parameters / 1e6
        ax.scatter(billions, right, AREA * millions, color=BLUE, alpha=0.4)
        ax.plot(billions, right, "o", color=BLUE, ms=3)
        left, far = crowded((billions, right), others, (2, 3)), 6 + radius(millions)
        place = {
            "offset": (-far if left else far, -4),
            "ha": "right" if left else "left",
        }
        words = f"{name}, {year}\n{millions:.1f} million"
        beside(ax, words, (billions, right), va="center", fontsize=11, **place)
        counts = f"{billions:.2f} billion, {right:.1f} percent, {millions:.1f} million"
        said.append(f"{name} {counts}")
    low, high = ax.get_ylim()
    ax.set(xscale="log", xlim=(0.2, 60), ylim=(low - 2, high + 2))
    only_ticks(ax, (0.2, 0.5, 1, 2, 5, 10, 20))
    ax.set(xlabel="billion multiply–adds for one photo")
    ax.set_ylabel("ImageNet's photos right\nat the first guess, %")
    lines_behind(ax, "both")
    alt = f"""A bubble for each network, by multiply–adds, photos right at the first
        guess, and parameters (its area): {"; ".join(said)}."""
    return picture(fig, alt)


def radius(millions):
    """Of a bubble, in points."""
    return np.sqrt(AREA * millions / np.pi)


def crowded(point, others, room):
    """True if another point is where words on the right would be.

    room: how many times as far along a logarithmic axis, how much higher or lower.
    """
    (x, y), (times, height) = point, room
    return any(1 < a / x < times and abs(b - y) < height for a, b in others)
