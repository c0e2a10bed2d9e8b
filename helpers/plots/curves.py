"""Curves: a line for each name, one look for one name, the legend outside."""

import numpy as np

from helpers.plots import style

__all__ = ["accuracy_by_layer", "accuracy_curves", "curves", "distances", "gains"]
__all__ += ["gradient_lengths", "invariance", "learning", "losses", "panels", "series"]

DASHES = "-", "--", "-.", ":"
MANY = 25  # points, from which on they get no markers
DISTANCE = "distance (1: another digit)"
RIGHT = "test digits right, %"


def draw_lines(ax, at, lines, spread="band", log=False):
    """A line for each name, through the means of its cases; gives {name: means}.

    lines: {name: (places,) or (places, cases)}, at the first of the places `at`.
    spread: "band" for one from the least case to the largest; "dots" for a dot each,
    the lines then side by side, so that no dot hides another; or "none".
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
        elif spread == "band" and values.shape[1] > 1:
            ends = values.min(axis=1), values.max(axis=1)
            ax.fill_between(here, *ends, color=colour, alpha=0.15, lw=0)
        form = {"marker": marker, "ms": 6, "ls": "--" if variant else "-"}
        if len(here) > MANY:
            form = {"ls": DASHES[number % 4]}
        fill = {"mfc": "white"} if variant else {}
        ax.plot(here, means[name], color=colour, lw=1.5, label=name, **form, **fill)
    ax.grid(axis="y")
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
):
    """One line for each name; where there are several values, in a band around it.

    lines: {name: (places,) or (places, cases)}. alt: {ends} in it becomes where each
    line starts and ends. `spread` and `log` are as in `draw_lines`, `low` and `top` end
    the scale, `mark` is the (height, words) of a dotted line.
    """
    fig, ax = style.axes(height=320 if len(lines) < 6 else 420)
    means = draw_lines(ax, at, lines, spread, log)
    if len(at) < 12:
        style.only_ticks(ax, at)
    elif isinstance(at[0], int):
        ax.locator_params(axis="x", integer=True)
    if mark:
        look = {"color": style.GREY, "fontsize": 11}
        ax.axhline(mark[0], color=style.GREY, ls=":", lw=1.5)
        style.beside(ax, mark[1], (at[0], mark[0]), (0, 3), **look)
    ax.set(xlabel=xlabel, ylabel=ylabel, ylim=(low, top))
    ax.legend(**style.BESIDE)
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


def distances(lines, at=range(9), xlabel="shift, pixels"):
    """Curves of mean distances, {name: (places, digits)}, where 1 is another digit."""
    return curves(at, lines, xlabel, DISTANCE, spread="none", mark=(1, ""))


def panels(lines):
    """Distances as in `distances`, in a small plot for each name, with a band.

    In the band are all digits but a tenth at each end; the first one's mean is dashed.
    """
    at, xlabel = range(9), "shift, pixels"
    form = {"height": 420, "sharex": True, "sharey": True}
    fig, places = style.axes(2, -(-len(lines) // 2), **form)
    means = {name: np.asarray(values).mean(axis=1) for name, values in lines.items()}
    first = next(iter(means.values()))
    for ax, (name, values) in zip(places.flat, lines.items(), strict=False):
        tenths = np.percentile(values, (10, 90), axis=1)
        ax.fill_between(at, *tenths, color=style.GREEN, alpha=0.25, lw=0)
        ax.plot(at, first, color=style.GREY, ls="--", lw=1.5)
        ax.plot(at, means[name], color=style.GREEN, marker="o", ms=4)
        ax.axhline(1, color=style.GREY, ls=":", lw=1.5)
        ax.set(title=name, xticks=at)
        ax.grid(axis="y")
    ax.set_ylim(bottom=0)  # of all, as they share it
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
    halves = {
        "ours: Lite0's layers, on drawings": ours,
        "the lecture: Zeiler and Fergus": lecture,
    }
    fig, panels = style.side_by_side(halves, 300, width_ratios=[5, 4])
    said, forms = [], (("", "{} {:.0f}"), ("the lecture, ", "{} {:.1f}"))
    for (ax, _, half), (whose, form) in zip(panels, forms, strict=True):
        *_, (*layers,) = half.values()
        lines = {name: list(by_layer.values()) for name, by_layer in half.items()}
        means = draw_lines(ax, range(len(layers)), lines, "dots")
        for name, line in means.items():
            said.append(f"{whose}{name}: {style.each(form, layers, line, joint=', ')}")
        ax.set_xticks(range(len(layers)), layers)
        ax.legend(loc="lower right")
    ax.set_xlabel("layer of their AlexNet")
    panels[0][0].set_ylabel("right, %")
    panels[0][0].tick_params("x", rotation=35)
    alt = f"Percent right, by the layer that the features are from. {'; '.join(said)}."
    return style.picture(fig, alt)


def losses(lines):
    """Losses, each the mean of 25 steps, and how far the first two are apart."""
    fig, (left, right) = style.axes(1, 2, height=300, width_ratios=[1.4, 1])
    mean = np.full(25, 1 / 25)
    means = {k: np.convolve(line, mean, "valid") for k, line in lines.items()}
    (one, first), (other, second), *_ = lines.items()
    draw_lines(left, np.arange(12, len(first) - 12), means)
    left.lines[1].set(lw=7, alpha=0.4, ls="-", zorder=1)  # seen below the first one
    left.set(xlabel="step", ylabel="loss, mean of 25 steps", ylim=(0, None))
    left.legend()
    apart = np.abs(np.subtract(first, second))
    right.plot(np.maximum(apart, 1e-17), ".", color=style.PURPLE, ms=3)
    right.axhline(1e-8, color=style.GREY, ls="--", lw=1)
    right.set(xlabel="step", yscale="log", ylim=(3e-18, 1e-6))
    right.set_title(f"|{one} − {other}|; the dashed line is 1e-8")
    start, end = ([f"{k} {mean[n]:.2f}" for k, mean in means.items()] for n in (0, -1))
    highest = "below" if apart.max() < 1e-8 else "partly above"
    together = "lie on each other" if apart.max() < 1e-3 else "part"
    alt = f"""Left, the losses over {len(first)} steps, at first {", ".join(start)};
        at the end {", ".join(end)}. The lines of {one} and {other} {together}. Right,
        the difference of these two, {highest} a line at 1e-8."""
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
        ax.grid(axis="y")
    ax.legend(**style.BESIDE)
    places[0][0].set_ylabel("length of its gradient")
    alt = f"Lengths of the gradient, first and last layer. {'; '.join(said)}."
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
        if not names:
            above.plot(at, np.transpose(scores), color=style.GREY, lw=0.8, alpha=0.25)
        draw_lines(above, at, dict(zip(names, scores, strict=False)) | {"mean": mean})
        draw_lines(below, at, distances)
        below.axhline(1, color=style.GREY, ls=":", lw=1.5)
        below.set_xlabel(change)
        said.append(_on_the_way(change, at, {"score": mean} | distances))
    places[0, 0].set(ylabel="score of\nthe class", ylim=(0, 1.02))
    places[1, 0].set(ylabel="distance\n(1: another picture)", ylim=(0, None))
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
