"""Curves: a line for each name, one look for one name, the legend outside."""

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
    beside,
    legend_outside,
    lines_behind,
    looks,
    only_ticks,
    picture,
)

DASHES = "-", "--", "-.", ":"
MANY = 25  # points, from which on they get no markers
DISTANCE = "distance (1: another digit)"
FEATURES = "what the classifier sees"
RIGHT = "test digits right, %"


def draw_lines(ax, at, lines, spread="band", log=False):
    """A line for each name, through the means of its cases; gives {name: means}.

    lines: {name: (places,) or (places, cases)}, at the first of the places `at`.
    spread: "band" for one from the least case to the largest; "dots" for a dot each,
    the lines then side by side, so that no dot hides another.
    """
    at, means = np.asarray(at, dtype=float), {}
    for number, (name, look) in enumerate(looks(lines).items()):
        colour, marker, variant = look
        values = np.asarray(lines[name], dtype=float)
        values = values.reshape(len(values), -1)
        here, means[name] = at[: len(values)], values.mean(axis=1)
        if spread == "dots":
            aside = 0.04 * (number - (len(lines) - 1) / 2)
            gap = (at[1:] / at[:-1] if log else np.diff(at)).min()
            here = here * gap**aside if log else here + gap * aside
            for case in values.T:
                ax.plot(here, case, ".", color=colour, ms=6, alpha=0.6)
        elif values.shape[1] > 1:
            ends = values.min(axis=1), values.max(axis=1)
            ax.fill_between(here, *ends, color=colour, alpha=0.15, lw=0)
        style = {"marker": marker, "ms": 6, "ls": "--" if variant else "-"}
        if len(here) > MANY:
            style = {"ls": DASHES[number % 4]}
        fill = {"mfc": "white"} if variant else {}
        ax.plot(here, means[name], color=colour, lw=1.5, label=name, **style, **fill)
    lines_behind(ax)
    if log:
        ax.set_xscale("log")
    return means


def curves(at, lines, xlabel, ylabel, alt=None, **look):
    """One line for each name; where there are several values, in a band around it.

    lines: {name: (places,) or (places, cases)}. look: `low` and `top` end of the scale,
    `mark` = (height, words) of a dotted line, `log` for the places, `height`.
    """
    fig, means = _figure(at, lines, xlabel, ylabel, **look)
    return picture(fig, alt or f"{_three_means(means)} {_across(xlabel, at)}")


def _figure(
    at,
    lines,
    xlabel,
    ylabel,
    spread="band",
    low=0,
    top=None,
    log=False,
    mark=None,
    height=None,
    **legend,
):
    """(figure, {name: means}) of a line for each name, the legend outside."""
    fig, ax = axes(height=height or (320 if len(lines) < 6 else 420))
    means = draw_lines(ax, at, lines, spread, log)
    if len(at) < 12:
        only_ticks(ax, at, [f"{place:,g}" for place in at])
    elif isinstance(at[0], int):
        ax.locator_params(axis="x", integer=True)
    if mark:
        draw_mark(ax, *mark, at[0])
    ax.set(xlabel=xlabel, ylabel=ylabel, ylim=(low, top))
    legend_outside(ax, **legend)
    return fig, means


def draw_mark(ax, height, words, at):
    """A dotted line across, its words at a place above it."""
    ax.axhline(height, color=GREY, ls=":", lw=1.5)
    beside(ax, words, (at, height), (0, 3), color=GREY, fontsize=11)


def _three_means(means):
    """Each line's mean at its first, second and last place, in words."""
    said = [
        f"{name} {m[0]:.1f}, then {m[1]:.1f}, at the end {m[-1]:.1f}"
        for name, m in means.items()
    ]
    return "; ".join(said) + "."


def _across(xlabel, at):
    return f"Along the axis: {xlabel}, from {at[0]:g} to {at[-1]:g}."


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
    cols = -(-len(lines) // 2)
    fig, places = axes(2, cols, height=420, sharex=True, sharey=True)
    means = {name: np.asarray(values).mean(axis=1) for name, values in lines.items()}
    first = next(iter(means.values()))
    for ax in places.flat[len(lines) :]:
        ax.set_visible(False)
    for ax, (name, values) in zip(places.flat, lines.items(), strict=False):
        low, high = np.percentile(values, (10, 90), axis=1)
        ax.fill_between(at, low, high, color=GREEN, alpha=0.25, lw=0)
        ax.plot(at, first, color=GREY, ls="--", lw=1.5)
        ax.plot(at, means[name], color=GREEN, marker="o", ms=4)
        ax.set(title=name, xticks=at)
        lines_behind(ax)
        ax.axhline(1, color=GREY, ls=":", lw=1.5)
    places.flat[0].set_ylim(bottom=0)  # of all, as they share it
    fig.supxlabel(xlabel, fontsize=12)
    fig.supylabel(DISTANCE, fontsize=12)
    alt = f"""{_three_means(means)} {_across(xlabel, at)} Each has a panel of its own,
        with a band around its mean and the first one's mean dashed."""
    return picture(fig, alt)


def accuracy_curves(at, lines, xlabel, ylabel="test drawings right, %", log=False):
    """A line for each name, through the means, and a dot for each run.

    lines: {name: (places, runs) percent}, of `at` the first places.
    """
    fig, means = _figure(at, lines, xlabel, ylabel, "dots", log=log, low=None)
    alt = f"""Percent right, a line for the mean and a dot for each run; along the axis,
        {xlabel}, from {at[0]:g} to {at[-1]:g}. {_from_to(means, 0)}."""
    return picture(fig, alt)


def learning(at, lines, xlabel, low=0, log=False, mark=None):
    """The same of test digits, from `low` percent: {name: (places, seeds) percent}.

    A name such as “LeNet, shuffled” has LeNet's look, dashed. mark: (height, words)
    of a dotted line.
    """
    look = {"low": low, "top": 100.5, "log": log, "mark": mark}
    fig, means = _figure(at, lines, xlabel, RIGHT, "dots", **look)
    seeds = np.shape(next(iter(lines.values())))[1]
    alt = f"""Mean accuracy in percent over {seeds} seeds; along the axis, {xlabel},
        from {at[0]:,} to {at[-1]:,}. {_from_to(means, 1)}."""
    return picture(fig, alt)


def accuracy_by_examples(scores):
    """For each named feature: the digits it gets right, by number of examples.

    scores: {feature: {number of examples: [digits right, of 1,000, in each draw]}}.
    """
    lines = {name: np.array(list(by.values())) / 10 for name, by in scores.items()}
    sizes = list(next(iter(scores.values())))
    look = {"low": 30, "top": 100, "log": True, "title": FEATURES}
    fig, _ = _figure(sizes, lines, "digits to learn from", RIGHT, "dots", **look)
    said = "; ".join(
        f"{name} {draws[-1].min():.0f} to {draws[-1].max():.0f} percent"
        for name, draws in lines.items()
    )
    alt = f"""Accuracy rises with the number of examples, one line a feature. With
        {sizes[-1]:,} examples: {said}."""
    return picture(fig, alt)


def accuracy_by_shift(scores):
    """For each named feature: the digits it gets right when they're moved sideways.

    scores: {feature: [digits right, of 1,000, when moved by 0, 1, 2 … pixels]}.
    """
    lines = {name: np.array(right) / 10 for name, right in scores.items()}
    at = range(len(next(iter(lines.values()))))
    look = {"top": 100, "mark": (10, "guessing"), "title": FEATURES}
    fig, means = _figure(at, lines, "pixels moved to the right", RIGHT, **look)
    alt = f"""Accuracy in percent when the test digits are moved right by 0 to {at[-1]}
        pixels: {_from_to(means, 0)}."""
    return picture(fig, alt)


def _from_to(means, digits):
    return "; ".join(
        f"{name} from {m[0]:.{digits}f} to {m[-1]:.{digits}f}"
        for name, m in means.items()
    )


def full_run(right, seconds, goal):
    """Accuracy on all 10,000 test digits: right (epochs, seeds), seconds (seeds,).

    goal: percent, a dotted line.
    """
    percents = np.asarray(right, dtype=float) / 100
    at = range(1, len(percents) + 1)
    lines = {
        f"seed {seed}: {line[-1]:.2f} %, {seconds[seed]:.0f} s": line
        for seed, line in enumerate(percents.T)
    }
    look = {"low": min(goal, percents.min()) - 0.2, "top": 100, "height": 280}
    look["mark"] = goal, f"{goal} %"
    fig, _ = _figure(at, lines, "epochs of 60,000 digits", RIGHT, **look)
    above = (percents[-1] >= goal).sum()
    alt = f"""One line a seed, {percents.shape[1]} in all: accuracy on MNIST's test
        after each epoch. At the end {above} are at {goal} percent or above it."""
    return picture(fig, alt)


def accuracy_by_layer(ours, lecture):
    """Right, in percent, by the layer that the features are from; ours and a lecture's.

    ours: {classifier: {layer: (runs,) percent}}; lecture: {data set: {layer: percent}}.
    """
    fig, (left, right) = axes(1, 2, height=300, width_ratios=[5, 4])
    names = list(next(iter(ours.values())))
    lines = {name: list(by_layer.values()) for name, by_layer in ours.items()}
    means = draw_lines(left, range(len(names)), lines, "dots")
    left.set_xticks(range(len(names)), names, rotation=35, ha="right")
    left.set(ylabel="right, %", title="ours: Lite0's layers, on drawings")
    said = [
        f"{name}: {', '.join(f'{k} {m:.0f}' for k, m in zip(names, line, strict=True))}"
        for name, line in means.items()
    ]
    for name, by_layer in lecture.items():
        draw_lines(right, list(by_layer), {name: list(by_layer.values())})
        words = ", ".join(f"{layer} {right}" for layer, right in by_layer.items())
        said.append(f"the lecture, {name}: {words}")
    right.set(xlabel="layer of their AlexNet", title="the lecture: Zeiler and Fergus")
    for ax in (left, right):
        ax.legend(loc="lower right")
    alt = f"Percent right, by the layer that the features are from. {'; '.join(said)}."
    return picture(fig, alt)


def ascent(histories):
    """How a class's score rises, step by step: {name: list of numbers}."""
    what, steps = "score of the class", max(map(len, histories.values()))
    said = "; ".join(
        f"{name} {'rises' if np.mean(h[-8:]) > np.mean(h[:8]) else 'does not rise'}"
        for name, h in histories.items()
    )
    alt = f"A line for each ascent, {what} by step: {said}."
    return curves(range(1, steps + 1), histories, "step", what, alt, low=None)


def losses(lines):
    """Losses, each the mean of 25 steps, and how far the first two are apart."""
    window = 25
    fig, (left, right) = axes(1, 2, height=300, width_ratios=[1.4, 1])
    styles = [
        {"color": INK, "lw": 1.2, "zorder": 3},
        {"color": ORANGE, "lw": 6, "alpha": 0.5},
        {"color": RED, "lw": 1.5, "ls": "--"},
    ]
    starts, ends = [], []
    for (name, line), style in zip(lines.items(), styles, strict=False):
        smooth = np.convolve(line, np.full(window, 1 / window), "valid")
        left.plot(np.arange(len(smooth)) + window // 2, smooth, label=name, **style)
        starts.append(f"{name} {smooth[0]:.2f}")
        ends.append(f"{name} {smooth[-1]:.2f}")
    left.set(xlabel="step", ylabel=f"loss, mean of {window} steps", ylim=(0, None))
    left.legend()
    (one, first), (other, second) = list(lines.items())[:2]
    apart = np.abs(np.subtract(first, second))
    right.plot(np.maximum(apart, 1e-17), ".", color=PURPLE, ms=3)
    right.axhline(1e-8, color=GREY, ls="--", lw=1)
    right.set(xlabel="step", yscale="log", ylim=(3e-18, 1e-6))
    right.set_title(f"|{one} − {other}|; the dashed line is 1e-8")
    highest = "below" if apart.max() < 1e-8 else "partly above"
    together = "lie on each other" if apart.max() < 1e-3 else "part"
    alt = f"""Left, the losses over {len(first)} steps, at first {", ".join(starts)}; at
        the end {", ".join(ends)}. The lines of {one} and {other} {together}. Right,
        the difference of these two, {highest} a line at 1e-8."""
    return picture(fig, alt)


def series(panels, units, alt, span=None, height=300):
    """Daily series side by side; `panels` maps a title to {label: series}.

    A panel's first series is drawn thin, as it was measured; one called "true mood"
    dashed. `span` limits the days.
    """
    fig, places = axes(1, len(panels), height=height, squeeze=False)
    for ax, (title, lines), unit in zip(
        places.flat, panels.items(), units, strict=True
    ):
        for k, (label, (colour, *_)) in enumerate(looks(lines).items()):
            style = {"color": colour, "lw": 2}
            if label == "true mood":
                style = {"color": INK, "lw": 1.2, "ls": "--"}
            elif k == 0:
                style = {"color": BLUE, "lw": 1, "alpha": 0.6}
            ax.plot(np.arange(len(lines[label])), lines[label], label=label, **style)
        ax.set(title=title, xlabel="day", ylabel=unit)
        if span:
            seen = [y[slice(*span)] for y in lines.values()]
            ax.set(xlim=span, ylim=(np.min(seen) - 2, np.max(seen) + 2))
        if len(lines) > 1:
            ax.legend(ncols=2 if len(lines) > 3 else 1)
    return picture(fig, alt)


def gains(curves, mark, alt):
    """What share of each wave a kernel leaves; below zero the wave is upside down.

    curves: {name: (frequencies, shares)}; `mark` is a frequency to point at.
    """
    fig, places = axes(1, len(curves), height=280, sharey=True)
    for ax, (name, (frequency, share)) in zip(places, curves.items(), strict=True):
        ax.axhline(0, color=GREY, lw=1)
        ax.plot(frequency, share, color=KERNEL)
        ax.fill_between(frequency, share, 0, where=share < -1e-9, color=RED, alpha=0.5)
        ax.axvline(mark, color=BLUE, lw=1, ls="--")
        ax.set(title=name, xlabel="waves a day")
    places[0].set_ylabel("share that is left")
    return picture(fig, alt)


def gradient_lengths(panels):
    """The length of each layer's gradient at the start, on a scale of powers of ten.

    panels: {title: {(kind, layers): (convolutions,) lengths}}, first layer first. The
    nets with most layers have filled markers and solid lines.
    """
    fig, places = axes(1, len(panels), height=275, sharey=True, squeeze=False)
    said = []
    for ax, (title, nets) in zip(places[0], panels.items(), strict=True):
        deepest = max(layers for _, layers in nets)
        for (kind, layers), lengths in nets.items():
            colour, marker, _ = looks([kind])[kind]
            style = {"color": colour, "marker": marker, "ms": 4, "lw": 1.2}
            if layers < deepest:
                style |= {"mfc": "white", "ls": "--"}
            at = np.arange(1, len(lengths) + 1)
            ax.semilogy(at, lengths, label=f"{kind}, {layers} layers", **style)
            first, last = lengths[0], lengths[-1]
            said.append(f"{title}, {kind}, {layers} layers: {first:.2g}, {last:.2g}")
        ax.set(xlabel="convolution, the first one at the left")
        ax.set_title(title, loc="left")
        lines_behind(ax)
    legend_outside(places[0][-1])
    places[0][0].set_ylabel("length of its gradient")
    alt = f"Lengths of the gradient, first and last layer. {'; '.join(said)}."
    return picture(fig, alt)


def imagenet(errors, below):
    """Top-5 error by year, {year: percent}, and a line where a human is.

    From 2012 on convolutional networks won; what came before is grey. below: {year:
    percent} of years of which only “under” is known.
    """
    fig, ax = axes(height=330)
    human, every = 5.1, errors | below
    ax.plot(every.keys(), every.values(), color=PALE, lw=3, zorder=0)
    for year, value in every.items():
        colour, marker = (GREY, "s") if year < 2012 else (BLUE, "o")
        words = f"{value}", (7, 5) if value > human else (7, -14)
        if year in below:
            marker, words = "v", (f"under {value}", (-32, 8))
        ax.plot(year, value, marker, color=colour, ms=10)
        beside(ax, words[0], (year, value), words[1], color=colour)
    ax.axhline(human, color=RED, ls="--", lw=1.5)
    ax.text(2018, human + 0.4, f"a human: {human} %", color=RED, ha="center")
    top = 1.15 * max(errors.values())
    ax.set(xlabel="year", ylabel="top-5 error, %", ylim=(0, top))
    ax.set_xticks(range(min(every), max(every) + 1))
    lines_behind(ax)
    squares, dots = ax.lines[1], ax.lines[len(errors)]
    words = "features designed by hand", "convolutional networks"
    ax.legend([squares, dots], words, loc="upper right")
    said = [f"{year} {value}" for year, value in errors.items()]
    said += [f"{year} under {value}" for year, value in below.items()]
    alt = f"""Top-5 error on ImageNet in percent: {", ".join(said)}. From 2012 on
        they are convolutional networks. A dashed line at {human} is a human's error."""
    return picture(fig, alt)


def savings(products, times):
    """Two lines by the number of channels: what is saved in products, and in time.

    {channels: how many times fewer}, {channels: how many times as fast}.
    """
    at = list(products)
    said = ", ".join(f"{n} channels {products[n]:.1f}" for n in at)
    lines = {
        f"{what}, {values[at[-1]]:.1f} times": [values[n] for n in at]
        for what, values in (("multiply–adds", products), ("time", times))
    }
    alt = f"""Two lines by the number of channels. Multiply–adds are fewer by a factor
        of: {said}. How much time is saved depends on the computer."""
    words = "channels in and out", "times less"
    return curves(at, lines, *words, alt, log=True, mark=(1, ""))


def invariance(changes, names=()):
    """Three columns of curves against how far a picture was changed.

    changes: {"translation, pixels": (at, scores, distances), …}: at (places,), scores
    (pictures, places) of the true class, distances {layer: (places,)}. Each picture
    is a thin line, their mean a thick one. names: of up to four pictures' classes.
    """
    fig, places = axes(2, len(changes), height=390, sharex="col", sharey="row")
    said = []
    for column, (change, (at, scores, distances)) in enumerate(changes.items()):
        above, below = places[:, column]
        scores = np.asarray(scores, dtype=float)
        for n, line in enumerate(scores):
            look = {"lw": 0.8, "alpha": 0.25}
            if names:
                look = {"lw": 1.5, "ls": DASHES[n], "label": names[n]}
            above.plot(at, line, color=GREY, **look)
        above.plot(at, scores.mean(axis=0), color=RED, lw=2.5, label="mean")
        lines_behind(above)
        draw_lines(below, at, distances)
        below.axhline(1, color=GREY, ls=":", lw=1.5)
        below.set_xlabel(change)
        said.append(_on_the_way(change, at, scores.mean(axis=0), distances))
    places[0, 0].set(ylabel="score of\nthe class", ylim=(0, 1.02))
    places[1, 0].set(ylabel="distance\n(1: another picture)")
    places[1, 0].set_ylim(bottom=0)
    for row, side in enumerate(("left", "right")):
        lines = places[row, 0].get_legend_handles_labels()
        fig.legend(*lines, loc=f"outside upper {side}", ncols=4, columnspacing=1)
    lines = ", ".join(names) or f"{len(scores)} thin lines"
    alt = f"""Top row: the class's score, {lines} and their mean;
        below, how far the features move, by layer. {" ".join(said)}"""
    return picture(fig, alt)


def _on_the_way(change, at, score, distances):
    """A column's curves in words: at both ends, or on the way if these are the same."""
    ends = [0, -1]
    if np.isclose(score[0], score[-1]):
        ends = [len(at) // 4, len(at) // 2]
    text = f"{change}, at {at[ends[0]]:g} and {at[ends[1]]:g}: score"
    text += " and".join(f" {score[end]:.1f}" for end in ends)
    for layer, far in distances.items():
        text += f"; {layer}" + " and".join(f" {far[end]:.1f}" for end in ends)
    return f"{text}."
