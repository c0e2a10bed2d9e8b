"""Figures about AlexNet: where it is large, what it needs, what it changed."""

import numpy as np

from helpers import intervals

from .style import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PALE,
    PURPLE,
    RED,
    axes,
    bare,
    number,
    picture,
)


def where_parameters(table, height=340):
    """Each layer's share of the parameters and of the products, from arithmetic.table.

    Layers with neither, such as pooling, are left out.
    """
    rows = [row for row in table if row.parameters or row.multiply_adds]
    names = [row.layer.partition(":")[0] for row in rows]
    fig, both = axes(1, 2, height=height, sharey=True)
    said = []
    for ax, what, colour in zip(
        both, ("parameters", "multiply_adds"), (ORANGE, PURPLE), strict=True
    ):
        counts = np.array([getattr(row, what) for row in rows])
        shares = 100 * counts / counts.sum()
        words = what.replace("multiply_adds", "multiply–adds for one picture")
        bare(ax).barh(names, shares, color=colour)
        ax.tick_params(length=0)
        for row, (count, share) in enumerate(zip(counts, shares, strict=True)):
            text = f"{share:.1f} %  ({count:,})"
            ax.text(share + 1.5, row, text, va="center", fontsize=11)
        ax.set_xlim(0, 1.75 * shares.max())
        ax.set_title(f"{counts.sum():,} {words}", loc="left", color=INK)
        said.append(
            f"Of {counts.sum():,} {words}: "
            + ", ".join(f"{n} {s:.1f} %" for n, s in zip(names, shares, strict=True))
        )
    both[0].set_yticks(range(len(names)), names)
    both[0].invert_yaxis()
    return picture(fig, f"Bars, one for each layer. {'. '.join(said)}.")


def ablation(runs, lecture=None, height=None):
    """Accuracy of each net, and how far it is from the first one, in points.

    runs: {net: (seeds,) percent}, the full net first. Every run is a dot; bars are
    95 % intervals of the mean, and of the difference. lecture: {net: points}.
    """
    fig, (left, right) = axes(
        1, 2, height=height or 100 + 46 * len(runs), sharey=True, width_ratios=[5, 4]
    )
    names, said, found = list(runs), [], []
    full = np.asarray(runs[names[0]], dtype=float)
    left.axvline(full.mean(), color=GREY, ls=":", lw=1.5)
    right.axvline(0, color=GREY, ls=":", lw=1.5)
    for row, (name, percents) in enumerate(runs.items()):
        percents = np.asarray(percents, dtype=float)
        mean, margin = intervals.mean(percents)
        left.plot(
            percents,
            np.full(len(percents), row + 0.22),
            "o",
            ms=6,
            color=BLUE,
            alpha=0.5,
        )
        _mean(left, mean, margin, row - 0.08, BLUE)
        said.append(f"{name}: {mean:.1f} ± {margin:.1f} percent right")
        found.append("here")
        if row:
            points, margin = intervals.difference(percents, full)
            _mean(right, points, margin, row + 0.12, BLUE)
            found[row] = f"{_signed(points)} ± {margin:.1f}"
            said[row] += f", {found[row]} points from {names[0]}"
        if lecture and name in lecture:
            points = _signed(lecture[name])
            right.plot(lecture[name], row - 0.2, "D", ms=8, color=RED)
            side = {"xytext": (-9, 0), "textcoords": "offset points", "ha": "right"}
            place = lecture[name], row - 0.2
            right.annotate(points, place, color=RED, va="center", **side)
            said[row] += f" (lecture {points})"
    left.set_yticks(range(len(names)), names)
    left.set(xlabel="test pictures right, %", ylim=(len(runs) - 0.5, -0.5))
    left.set_title(f"{len(full)} runs each; mean with 95 % interval", loc="left")
    right.set(xlabel=f"points more or less than “{names[0]}”")
    twin = right.secondary_yaxis("right")
    twin.set_yticks(range(len(names)), found)
    for ax in (left, right):
        ax.grid(axis="x", color=PALE)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
    twin.tick_params(length=0, labelcolor=BLUE)
    twin.spines["right"].set_visible(False)
    right.margins(x=0.2)
    if lecture:
        right.set_title("◆ the lecture, on ImageNet", loc="left", color=RED)
    return picture(fig, f"A row for each network. {'; '.join(said)}.")


def _signed(points):
    return number(round(points, 1) + 0.0, "{:+.1f}")  # never −0.0


def _mean(ax, middle, margin, row, colour):
    style = {"capsize": 5, "capthick": 2, "elinewidth": 2, "ms": 6}
    ax.errorbar(middle, row, xerr=margin, fmt="o", color=colour, **style)


def imagenet(errors, below=None, human=5.1, since=2012):
    """Top-5 error by year, {year: percent}, and a line where a human is.

    below: {year: percent} of years of which only “under” is known. since: the year
    from which on convolutional networks won; what came before is grey.
    """
    errors, below = dict(errors), dict(below or {})
    fig, ax = axes(height=330)
    known, all_years = list(errors), {**errors, **below}
    ax.plot(all_years.keys(), all_years.values(), color=PALE, lw=3, zorder=0)
    for years, colour, marker, words in (
        ([y for y in known if y < since], GREY, "s", "features designed by hand"),
        ([y for y in known if y >= since], BLUE, "o", "convolutional networks"),
    ):
        values = [errors[year] for year in years]
        ax.plot(years, values, marker, color=colour, ms=10, label=words)
        for year, value in zip(years, values, strict=True):
            place = (7, 5) if value > human else (7, -14)
            _beside(ax, f"{value}", (year, value), place, colour)
    for year, value in below.items():
        ax.plot(year, value, "v", color=BLUE, ms=10)
        _beside(ax, f"under {value}", (year, value), (-32, 8), BLUE)
    ax.axhline(human, color=RED, ls="--", lw=1.5)
    middle = (max(known) + max(all_years)) / 2
    ax.text(middle, human + 0.4, f"a human: {human} %", color=RED, ha="center")
    ax.set(
        xlabel="year", ylabel="top-5 error, %", ylim=(0, 1.15 * max(errors.values()))
    )
    ax.set_xticks(range(min(all_years), max(all_years) + 1))
    ax.grid(axis="y", color=PALE)
    ax.legend(loc="upper right")
    said = [f"{year} {value}" for year, value in errors.items()]
    said += [f"{year} under {value}" for year, value in below.items()]
    alt = f"""Top-5 error on ImageNet in percent: {", ".join(said)}. From {since} on
        they are convolutional networks. A dashed line at {human} is a human's error."""
    return picture(fig, alt)


def _beside(ax, text, point, place, colour):
    ax.annotate(text, point, place, textcoords="offset points", color=colour)


def tricks(table, steps="steps", height=None):
    """Three columns: accuracy, its gap to the training pictures, and steps.

    table: {trick: (3, seeds) percent right, percent more in training, steps}, the net
    with all tricks first. Steps below 0: a run that never got there. steps: the words.
    """
    fig, places = axes(1, 3, height=height or 100 + 40 * len(table), sharey=True)
    titles = "right in the test, %", "gap: training − test", steps
    tables = [np.array(values, dtype=float) for values in table.values()]
    for values in tables:
        values[2, values[2] < 0] = np.nan
    said = []
    for column, (ax, title) in enumerate(zip(places, titles, strict=True)):
        all_runs = [values[column] for values in tables]
        first = np.nanmean(all_runs[0])
        ax.axvline(first, color=GREY, ls=":", lw=1.5)
        far = np.nanmax(np.concatenate(all_runs))
        for row, runs in enumerate(all_runs):
            runs, missing = runs[~np.isnan(runs)], int(np.isnan(runs).sum())
            colour, marker = (GREY, "s") if not row else (BLUE, "o")
            ax.plot(runs, [row] * len(runs), marker, color=colour, ms=6, alpha=0.5)
            if missing:
                ax.set_xlim(right=1.35 * far)
                ax.text(1.05 * far, row, f"{missing} never", color=RED, va="center")
            else:
                ax.plot([runs.mean()] * 2, [row - 0.3, row + 0.3], color=colour, lw=3)
        ax.set_title(title, loc="left")
        ax.locator_params(axis="x", nbins=5)
        ax.grid(axis="x", color=PALE)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
    places[0].set_yticks(range(len(table)), list(table))
    places[0].invert_yaxis()
    for name, (accuracy, gap, taken) in zip(table, tables, strict=True):
        late = int(np.isnan(taken).sum())
        words = f"{late} never get there" if late else f"{taken.mean():.0f} steps"
        said.append(
            f"{name}: {accuracy.mean():.1f} percent, gap {gap.mean():.1f}, {words}"
        )
    alt = f"""A row for each network; a dot for each of {tables[0].shape[1]} runs, a bar
        for their mean. {"; ".join(said)}."""
    return picture(fig, alt)
