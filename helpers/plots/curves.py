"""Curves: a line for each name, one look for one name, the legend outside."""

import numpy as np

from helpers.plots import style

DASHES = "-", "--", "-.", ":"
MANY = 25  # points, from which on they get no markers
DISTANCE = "distance (1: another digit)"
RIGHT = "test digits right, %"


def draw_lines(ax, at, lines, spread="band", log=False):
    """A line for each name, through the means of its cases; gives {name: means}.

    lines: {name: (places,) or (places, cases)}, at the first of the places `at`.
    spread: "band" for one from the least case to the largest; "dots" for a dot each,
    the lines then side by side, so that no dot hides another.
    """
    at, means = np.asarray(at, dtype=float), {}
    for number, (name, look) in enumerate(style.looks(lines).items()):
        colour, marker, variant = look
        values = np.asarray(lines[name], dtype=float)
        values = values.reshape(len(values), -1)
        here, means[name] = at[: len(values)], values.mean(axis=1)
        if spread == "dots":
            aside = 0.04 * (number - (len(lines) - 1) / 2)
            gap = (at[1:] / at[:-1] if log else np.diff(at)).min()
            here = here * gap**aside if log else here + gap * aside
            ax.plot(here, values, ".", color=colour, ms=6, alpha=0.6)
        elif values.shape[1] > 1:
            ends = values.min(axis=1), values.max(axis=1)
            ax.fill_between(here, *ends, color=colour, alpha=0.15, lw=0)
        form = {"marker": marker, "ms": 6, "ls": "--" if variant else "-"}
        if len(here) > MANY:
            form = {"ls": DASHES[number % 4]}
        fill = {"mfc": "white"} if variant else {}
        ax.plot(here, means[name], color=colour, lw=1.5, label=name, **form, **fill)
    style.lines_behind(ax)
    if log:
        ax.set_xscale("log")
    return means


def curves(
    at,
    lines,
    xlabel,
    ylabel,
    alt="",
    spread="band",
    low=0,
    top=None,
    log=False,
    mark=None,
    height=None,
):
    """One line for each name; where there are several values, in a band around it.

    lines: {name: (places,) or (places, cases)}; the places are numbers, or names of
    layers. alt: {ends} in it becomes where each line starts and ends. `spread` and
    `log` are as in `draw_lines`, `low` and `top` end the scale, `mark` is the (height,
    words) of a dotted line.
    """
    fig, ax = style.axes(height=height or (320 if len(lines) < 6 else 420))
    names, at = at, range(len(at)) if isinstance(at[0], str) else at
    means = draw_lines(ax, at, lines, spread, log)
    if names is not at:
        ax.set_xticks(at, names)
    elif len(at) < 12:
        style.only_ticks(ax, at)
    elif isinstance(at[0], int):
        ax.locator_params(axis="x", integer=True)
    if mark:
        look = {"color": style.GREY, "fontsize": 11}
        ax.axhline(mark[0], color=style.GREY, ls=":", lw=1.5)
        style.beside(ax, mark[1], (at[0], mark[0]), (0, 3), **look)
    ax.set(xlabel=xlabel, ylabel=ylabel, ylim=(low, top))
    style.legend_outside(ax)
    alt = alt.format(ends=ends(means)) or three_means(means, at, xlabel)
    return style.picture(fig, alt)


def ends(lines, digits=0):
    """The mean with which each line starts and ends, in words."""
    first, last = ([np.mean(v[n]) for v in lines.values()] for n in (0, -1))
    number = f"{{:.{digits}f}}"
    return style.each(f"{{}} from {number} to {number}", lines, first, last)


def three_means(means, at, xlabel):
    """Each line's first, second and last mean, and what is along the axis, in words."""
    first, second, last = ([m[n] for m in means.values()] for n in (0, 1, -1))
    words = "{} {:.1f}, then {:.1f}, at the end {:.1f}"
    said = style.each(words, means, first, second, last)
    return f"{said}. Along the axis: {xlabel}, from {at[0]:g} to {at[-1]:g}."


def accuracy_by_examples(scores):
    """For each named feature: the digits it gets right, by number of examples.

    scores: {feature: {number of examples: [digits right, of 1,000, in each draw]}}.
    """
    lines = {name: np.array(list(by.values())) / 10 for name, by in scores.items()}
    sizes = list(next(iter(scores.values())))
    last = [draws[-1] for draws in lines.values()]
    least, most = np.min(last, axis=1), np.max(last, axis=1)
    said = style.each("{} {:.0f} to {:.0f} percent", lines, least, most)
    alt = f"""Accuracy rises with the number of examples, one line a feature. With
        {sizes[-1]:,} examples: {said}."""
    look = {"spread": "dots", "low": 30, "top": 100, "log": True}
    return curves(sizes, lines, "digits to learn from", RIGHT, alt, **look)


def accuracy_by_shift(scores):
    """For each named feature: the digits it gets right when they're moved sideways.

    scores: {feature: [digits right, of 1,000, when moved by 0, 1, 2 … pixels]}.
    """
    lines = {name: np.array(right) / 10 for name, right in scores.items()}
    at = range(len(next(iter(lines.values()))))
    alt = f"""Accuracy in percent when the test digits are moved right by 0 to {at[-1]}
        pixels: {ends(lines)}."""
    look = {"top": 100, "mark": (10, "guessing")}
    return curves(at, lines, "pixels moved to the right", RIGHT, alt, **look)


def full_run(right, seconds, goal):
    """Accuracy on all 10,000 test digits: right (epochs, seeds), seconds (seeds,).

    goal: percent, a dotted line.
    """
    percents = np.asarray(right, dtype=float) / 100
    lines = {
        f"seed {seed}: {line[-1]:.2f} %, {seconds[seed]:.0f} s": line
        for seed, line in enumerate(percents.T)
    }
    above = (percents[-1] >= goal).sum()
    alt = f"""One line a seed, {len(lines)} in all: accuracy on MNIST's test
        after each epoch. At the end {above} are at {goal} percent or above it."""
    look = {"low": min(goal, percents.min()) - 0.2, "top": 100}
    look["mark"] = goal, f"{goal} %"
    at = range(1, len(percents) + 1)
    return curves(at, lines, "epochs of 60,000 digits", RIGHT, alt, **look)


def savings(products, times):
    """Two lines by the number of channels: what is saved in products, and in time.

    {channels: how many times fewer}, {channels: how many times as fast}.
    """
    at = list(products)
    lines = {
        f"{what}, {values[at[-1]]:.1f} times": [values[n] for n in at]
        for what, values in (("multiply–adds", products), ("time", times))
    }
    said = style.each("{} channels {:.1f}", at, products.values(), joint=", ")
    alt = f"""Two lines by the number of channels. Multiply–adds are fewer by a factor
        of: {said}. How much time is saved depends on the computer."""
    words = "channels in and out", "times less"
    return curves(at, lines, *words, alt, log=True, mark=(1, ""))


def distances(lines, at=range(9), xlabel="shift, pixels"):
    """Curves of mean distances, {name: (places, digits)}, where 1 is another digit."""
    means = {
        name: np.asarray(values).reshape(len(at), -1).mean(axis=1)
        for name, values in lines.items()
    }
    return curves(at, means, xlabel, DISTANCE, mark=(1, ""))


def panels(lines):
    """Distances as in `distances`, in a small plot for each name, with a band.

    In the band are all digits but a tenth at each end; the first one's mean is dashed.
    """
    at, xlabel = range(9), "shift, pixels"
    shared = {"sharex": True, "sharey": True}
    fig, places = style.axes(2, -(-len(lines) // 2), height=420, **shared)
    means = {name: np.asarray(values).mean(axis=1) for name, values in lines.items()}
    first = next(iter(means.values()))
    for ax in places.flat[len(lines) :]:
        ax.set_visible(False)
    for ax, (name, values) in zip(places.flat, lines.items(), strict=False):
        tenths = np.percentile(values, (10, 90), axis=1)
        ax.fill_between(at, *tenths, color=style.GREEN, alpha=0.25, lw=0)
        ax.plot(at, first, color=style.GREY, ls="--", lw=1.5)
        ax.plot(at, means[name], color=style.GREEN, marker="o", ms=4)
        ax.axhline(1, color=style.GREY, ls=":", lw=1.5)
        ax.set(title=name, xticks=at)
        style.lines_behind(ax)
    places.flat[0].set_ylim(bottom=0)  # of all, as they share it
    fig.supxlabel(xlabel, fontsize=12)
    fig.supylabel(DISTANCE, fontsize=12)
    alt = f"""{three_means(means, at, xlabel)} Each has a panel of its own, with a band
        around its mean and the first one's mean dashed."""
    return style.picture(fig, alt)


def accuracy_curves(at, lines, xlabel, ylabel="test drawings right, %", log=False):
    """A line for each name, through the means, and a dot for each run.

    lines: {name: (places, runs) percent}, of `at` the first places.
    """
    alt = f"""Percent right, a line for the mean and a dot for each run; along the axis,
        {xlabel}, from {at[0]:g} to {at[-1]:g}. {ends(lines)}."""
    return curves(at, lines, xlabel, ylabel, alt, "dots", low=None, log=log)


def learning(at, lines, xlabel, low=0, log=False, mark=None):
    """The same of test digits, from `low` percent: {name: (places, seeds) percent}.

    A name such as “LeNet, shuffled” has LeNet's look, dashed. mark: (height, words)
    of a dotted line.
    """
    seeds = np.shape(next(iter(lines.values())))[1]
    alt = f"""Mean accuracy in percent over {seeds} seeds; along the axis, {xlabel},
        from {at[0]:,} to {at[-1]:,}. {ends(lines, 1)}."""
    return curves(at, lines, xlabel, RIGHT, alt, "dots", low, 100.5, log, mark)


def accuracy_by_layer(ours, lecture):
    """Right, in percent, by the layer that the features are from; ours and a lecture's.

    ours: {classifier: {layer: (runs,) percent}}; lecture: {data set: {layer: percent}}.
    """
    fig, (left, right) = style.axes(1, 2, height=300, width_ratios=[5, 4])
    *_, (*names,) = ours.values()
    *_, (*layers,) = lecture.values()
    lines, theirs = (
        {name: list(by_layer.values()) for name, by_layer in half.items()}
        for half in (ours, lecture)
    )
    means = draw_lines(left, range(len(names)), lines, "dots")
    draw_lines(right, layers, theirs)
    left.set_xticks(range(len(names)), names, rotation=35, ha="right")
    left.set(ylabel="right, %", title="ours: Lite0's layers, on drawings")
    right.set(xlabel="layer of their AlexNet", title="the lecture: Zeiler and Fergus")
    for ax in (left, right):
        ax.legend(loc="lower right")
    said = [
        f"{name}: {style.each('{} {:.0f}', names, line, joint=', ')}"
        for name, line in means.items()
    ] + [
        f"the lecture, {name}: {style.each('{} {}', layers, line, joint=', ')}"
        for name, line in theirs.items()
    ]
    alt = f"Percent right, by the layer that the features are from. {'; '.join(said)}."
    return style.picture(fig, alt)


def losses(lines):
    """Losses, each the mean of 25 steps, and how far the first two are apart."""
    fig, (left, right) = style.axes(1, 2, height=300, width_ratios=[1.4, 1])
    looks = [
        {"color": style.INK, "lw": 1.2, "zorder": 3},
        {"color": style.ORANGE, "lw": 6, "alpha": 0.5},
        {"color": style.RED, "lw": 1.5, "ls": "--"},
    ]
    means = [np.convolve(line, np.full(25, 1 / 25), "valid") for line in lines.values()]
    for name, mean, look in zip(lines, means, looks, strict=True):
        left.plot(np.arange(len(mean)) + 12, mean, label=name, **look)
    left.set(xlabel="step", ylabel="loss, mean of 25 steps", ylim=(0, None))
    left.legend()
    (one, first), (other, second), *_ = lines.items()
    apart = np.abs(np.subtract(first, second))
    right.plot(np.maximum(apart, 1e-17), ".", color=style.PURPLE, ms=3)
    right.axhline(1e-8, color=style.GREY, ls="--", lw=1)
    right.set(xlabel="step", yscale="log", ylim=(3e-18, 1e-6))
    right.set_title(f"|{one} − {other}|; the dashed line is 1e-8")
    start, end = (
        style.each("{} {:.2f}", lines, [mean[n] for mean in means], joint=", ")
        for n in (0, -1)
    )
    highest = "below" if apart.max() < 1e-8 else "partly above"
    together = "lie on each other" if apart.max() < 1e-3 else "part"
    alt = f"""Left, the losses over {len(first)} steps, at first {start}; at the end
        {end}. The lines of {one} and {other} {together}. Right, the difference of
        these two, {highest} a line at 1e-8."""
    return style.picture(fig, alt)


def series(panels, units, alt, span=None, height=300):
    """Daily series side by side; `panels` maps a title to {label: series}.

    What was measured is drawn thin, "true mood" dashed. `span` limits the days.
    """
    thin, dashed = {"color": style.BLUE, "lw": 1, "alpha": 0.6}, {"lw": 1.2, "ls": "--"}
    known = {"polled": thin, "highest": thin, "true mood": dashed | {"c": style.INK}}
    fig, places = style.side_by_side(panels, height)
    for (ax, _, lines), unit in zip(places, units, strict=True):
        for label, (colour, *_) in style.looks(lines).items():
            look = known.get(label, {"color": colour})
            ax.plot(lines[label], label=label, **look)
        ax.set(xlabel="day", ylabel=unit)
        if span:
            seen = [y[slice(*span)] for y in lines.values()]
            ax.set(xlim=span, ylim=(np.min(seen) - 2, np.max(seen) + 2))
        if len(lines) > 1:
            ax.legend(ncols=2 if len(lines) > 3 else 1)
    return style.picture(fig, alt)


def gains(curves, mark, alt):
    """What share of each wave a kernel leaves; below zero the wave is upside down.

    curves: {name: (frequencies, shares)}; `mark` is a frequency to point at.
    """
    fig, panels = style.side_by_side(curves, 280, sharey=True)
    for ax, _, (f, share) in panels:
        ax.axhline(0, color=style.GREY, lw=1)
        ax.plot(f, share, color=style.KERNEL)
        below = {"where": share < -1e-9, "color": style.RED, "alpha": 0.5}
        ax.fill_between(f, share, 0, **below)
        ax.axvline(mark, color=style.BLUE, lw=1, ls="--")
        ax.set(xlabel="waves a day")
    panels[0][0].set_ylabel("share that is left")
    return style.picture(fig, alt)


def gradient_lengths(panels):
    """The length of each layer's gradient at the start, on a scale of powers of ten.

    panels: {title: {(kind, layers): (convolutions,) lengths}}, first layer first. The
    nets with most layers have filled markers and solid lines.
    """
    fig, places = style.side_by_side(panels, 275, sharey=True)
    said = []
    for ax, title, nets in places:
        deepest = max(layers for _, layers in nets)
        for (kind, layers), lengths in nets.items():
            colour, marker, _ = style.looks([kind])[kind]
            look = {} if layers == deepest else {"mfc": "white", "ls": "--"}
            look |= {"color": colour, "marker": marker, "ms": 4, "lw": 1.2}
            name, at = f"{kind}, {layers} layers", np.arange(1, len(lengths) + 1)
            ax.semilogy(at, lengths, label=name, **look)
            said.append(f"{title}, {name}: {lengths[0]:.2g}, {lengths[-1]:.2g}")
        ax.set_xlabel("convolution, the first one at the left")
        style.lines_behind(ax)
    style.legend_outside(ax)
    places[0][0].set_ylabel("length of its gradient")
    alt = f"Lengths of the gradient, first and last layer. {'; '.join(said)}."
    return style.picture(fig, alt)


def imagenet(errors, below):
    """Top-5 error by year, {year: percent}, and a line where a human is.

    From 2012 on convolutional networks won; what came before is grey. below: {year:
    percent} of years of which only “under” is known.
    """
    fig, ax = style.axes(height=330)
    human, every = 5.1, errors | below
    ax.plot(every.keys(), every.values(), color=style.PALE, lw=3, zorder=0)
    for name, colour, marker, years in (
        ("features designed by hand", style.GREY, "s", [y for y in every if y < 2012]),
        ("convolutional networks", style.BLUE, "o", [y for y in every if y >= 2012]),
    ):
        points = [every[year] for year in years]
        ax.plot(years, points, marker, color=colour, ms=10, label=name)
    ax.legend(loc="upper right")
    for year, error in every.items():
        words = f"under {error}" if year in below else error
        offset = (-32, 8) if year in below else (7, 5) if error > human else (7, -14)
        style.beside(ax, words, (year, error), offset)
    ax.axhline(human, color=style.RED, ls="--", lw=1.5)
    ax.text(2018, human + 0.4, f"a human: {human} %", color=style.RED, ha="center")
    top = 1.15 * max(errors.values())
    ax.set(xlabel="year", ylabel="top-5 error, %", ylim=(0, top))
    ax.set_xticks(range(min(every), max(every) + 1))
    style.lines_behind(ax)
    said = style.each("{} {}", errors.keys(), errors.values(), joint=", ")
    said += style.each(", {} under {}", below.keys(), below.values())
    alt = f"""Top-5 error on ImageNet in percent: {said}. From 2012 on they are
        convolutional networks. A dashed line at {human} is a human's error."""
    return style.picture(fig, alt)


def invariance(changes, names=()):
    """Three columns of curves against how far a picture was changed.

    changes: {"translation, pixels": a record of amounts (A,), scores (pictures, A) of
    the true class, and distances {layer: (A,)}, …}. Each picture is a thin line, their
    mean a thick one. names: of up to four pictures' classes.
    """
    fig, places = style.axes(2, len(changes), height=390, sharex="col", sharey="row")
    said = []
    for (above, below), (change, found) in zip(places.T, changes.items(), strict=True):
        at, scores, distances = found.amounts, found.scores, found.distances
        mean = np.mean(scores, axis=0)
        for n, line in enumerate(scores):
            look = {"lw": 0.8, "alpha": 0.25}
            if names:
                look = {"lw": 1.5, "ls": DASHES[n], "label": names[n]}
            above.plot(at, line, color=style.GREY, **look)
        above.plot(at, mean, color=style.RED, lw=2.5, label="mean")
        style.lines_behind(above)
        draw_lines(below, at, distances)
        below.axhline(1, color=style.GREY, ls=":", lw=1.5)
        below.set_xlabel(change)
        said.append(_on_the_way(change, at, {"score": mean} | distances))
    places[0, 0].set(ylabel="score of\nthe class", ylim=(0, 1.02))
    places[1, 0].set(ylabel="distance\n(1: another picture)")
    places[1, 0].set_ylim(bottom=0)
    for ax, side in zip(places[:, 0], ("left", "right"), strict=True):
        lines = ax.get_legend_handles_labels()
        fig.legend(*lines, loc=f"outside upper {side}", ncols=4, columnspacing=1)
    lines = ", ".join(names) or f"{len(scores)} thin lines"
    alt = f"""Top row: the class's score, {lines} and their mean;
        below, how far the features move, by layer. {" ".join(said)}"""
    return style.picture(fig, alt)


def _on_the_way(change, at, lines):
    """A column's curves in words: at both ends, or on the way if these are the same."""
    ends = [0, -1]
    if np.isclose(lines["score"][0], lines["score"][-1]):
        ends = [len(at) // 4, len(at) // 2]
    said = "; ".join(
        f"{name} {' and '.join(f'{line[end]:.1f}' for end in ends)}"
        for name, line in lines.items()
    )
    return f"{change}, at {' and '.join(f'{at[end]:g}' for end in ends)}: {said}."
