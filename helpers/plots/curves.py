"""Curves: a line for each name, one look for one name, the legend outside."""

import numpy as np

from helpers.plots import style

__all__ = ["accuracy_by_layer", "curves", "distances", "gains", "gradient_lengths"]
__all__ += ["imagenet", "invariance", "learning", "losses", "panels", "savings"]
__all__ += ["series"]

DASHES = "-", "--", "-.", ":"
MANY = 50  # points, from which on they get no markers
DISTANCE = "distance (1: another digit)"


def draw_lines(ax, at, lines, log=False):
    """A line for each name, through the means of its cases; gives {name: means}.

    lines: {name: (places,) or (places, cases)}, at the first of the places `at`. Each
    case has a dot; the lines stand side by side then, so that no dot hides another.
    """
    at, means = np.asarray(at, dtype=float), {}
    for n, (name, (colour, marker, variant)) in enumerate(style.looks(lines).items()):
        values = np.asarray(lines[name], dtype=float)
        values = values.reshape(len(values), -1)
        here, means[name] = at[: len(values)], values.mean(axis=1)
        if values.shape[1] > 1:
            aside = 0.04 * (n - (len(lines) - 1) / 2)
            gap = (at[1:] / at[:-1] if log else np.diff(at)).min()
            here = here * gap**aside if log else here + gap * aside
            ax.plot(here, values, ".", color=colour, ms=6, alpha=0.6)
        inside, ls = ("white", "--") if variant else (colour, "-")
        size = 6 if len(here) < 12 else 4
        form = {"marker": marker, "ms": size, "mfc": inside, "ls": ls}
        if len(here) > MANY:
            form = {"ls": DASHES[n % 4]}
        ax.plot(here, means[name], color=colour, lw=1.5, label=name, **form)
    ax.grid(axis="y")
    if log:
        ax.set_xscale("log")
    return means


def draw_mark(ax, height, words="", colour=style.GREY, ls=":"):
    """A dotted line across the axes, with its words at the left."""
    ax.axhline(height, color=colour, ls=ls, lw=1.5)
    look = {"xycoords": ax.get_yaxis_transform(), "color": colour, "fontsize": 11}
    style.beside(ax, words, (0, height), (6, 3), **look)


def curves(
    at, lines, xlabel, ylabel, alt="", low=0, top=None, log=False, mark=(), height=None
):
    """One line for each name, as `draw_lines` draws it; a dot for each of its cases.

    lines: {name: (places,) or (places, cases)}; the places are numbers, or names of
    layers. `low` and `top` end the scale, `mark` is the (height, words) of a dotted
    line.
    """
    fig, ax = style.axes(height=height or (320 if len(lines) < 6 else 420))
    words = [place if isinstance(place, str) else f"{place:,g}" for place in at]
    named = isinstance(at[0], str)
    at = range(len(at)) if named else at
    means = draw_lines(ax, at, lines, log)
    if named or len(at) < 12:
        ax.set_xticks(at, words)
        ax.xaxis.minorticks_off()
    elif isinstance(at[0], int):
        ax.locator_params(axis="x", integer=True)
    if mark:
        draw_mark(ax, *mark)
    ax.set(xlabel=xlabel, ylabel=ylabel, ylim=(low, top))
    ax.legend(**style.OUTSIDE)
    cases = max(np.asarray(line).size // len(line) for line in lines.values())
    dots = f" A dot a run, {cases} at most." if cases > 1 else ""
    said = f"""{ylabel}. {in_words(means)}. Along the axis: {xlabel}, from {words[0]}
        to {words[-1]}.{dots}"""
    return style.picture(fig, alt or said)


def in_words(means):
    """Each line's first, second and last mean."""
    return "; ".join(
        f"{name}: {m[0]:.1f}, then {m[:2][-1]:.1f}, at the end {m[-1]:.1f}"
        for name, m in means.items()
    )


def learning(at, lines, xlabel, **form):
    """Test digits that are right: {name: (places,) or (places, seeds) percent}.

    A name such as “LeNet, shuffled” has LeNet's look, dashed. form: `low`, `log` and
    `mark`, as in `curves`.
    """
    return curves(at, lines, xlabel, "test digits right, %", top=100.5, **form)


def savings(products, times):
    """Two lines by the number of channels: what is saved in products, and in time.

    {channels: how many times fewer}, {channels: how many times as fast}.
    """
    at, lines = list(products), {}
    for what, saved in ("multiply–adds", products), ("time", times):
        lines[f"{what}, {saved[at[-1]]:.1f} times"] = [saved[n] for n in at]
    said = style.each("{} channels {:.1f}", at, products.values(), joint=", ")
    alt = f"""Two lines by the number of channels. Multiply–adds are fewer by a factor
        of: {said}. How much time is saved depends on the computer."""
    words = "channels in and out", "times less"
    return curves(at, lines, *words, alt, log=True, mark=(1, ""))


def distances(lines):
    """Mean distances by the shift, {name: (9, digits)}, where 1 is another digit."""
    means = {name: np.asarray(values).mean(axis=1) for name, values in lines.items()}
    return curves(range(9), means, "shift, pixels", DISTANCE, mark=(1, ""))


def panels(lines):
    """Distances as in `distances`, in a small plot for each name, with a band.

    In the band are all digits but a tenth at each end; the first one's mean is dashed.
    """
    at, shared = range(9), {"sharex": True, "sharey": True}
    fig, places = style.side_by_side(lines, 420, rows=2, **shared)
    means = {name: np.asarray(values).mean(axis=1) for name, values in lines.items()}
    first = next(iter(means))
    for ax, name, values in places:
        tenths = np.percentile(values, (10, 90), axis=1)
        ax.fill_between(at, *tenths, color=style.GREEN, alpha=0.25, lw=0)
        ax.plot(at, means[first], color=style.GREY, ls="--", lw=1.5)
        ax.plot(at, means[name], color=style.GREEN, marker="o", ms=4)
        draw_mark(ax, 1)
        ax.set_xticks(at)
        ax.grid(axis="y")
    ax.set_ylim(bottom=0)  # of all, as they share it
    fig.supxlabel("shift, pixels", fontsize=12)
    fig.supylabel(DISTANCE, fontsize=12)
    alt = f"""{DISTANCE} by the shift, 0 to 8 pixels, a panel each: {in_words(means)}.
        Around each mean is a band of most digits; that of {first} is dashed in all."""
    return style.picture(fig, alt)


def accuracy_by_layer(ours, lecture):
    """Right, in percent, by the layer that the features are from; ours and a lecture's.

    ours: {classifier: {layer: (runs,) percent}}; lecture: {data set: {layer: percent}}.
    """
    titles = "ours: Lite0's layers, on drawings", "the lecture: Zeiler and Fergus"
    halves = dict(zip(titles, (ours, lecture), strict=True))
    fig, panels = style.side_by_side(halves, 300, "right, %", width_ratios=[5, 4])
    said, whose, turned = [], ("", "the lecture, "), {"rotation": 35, "ha": "right"}
    for (ax, _, half), words, look in zip(panels, whose, (turned, {}), strict=True):
        *_, (*layers,) = half.values()
        lines = {name: list(by_layer.values()) for name, by_layer in half.items()}
        for name, means in draw_lines(ax, range(len(layers)), lines).items():
            points = style.each("{} {:.0f}", layers, means, joint=", ")
            said.append(f"{words}{name}: {points}")
        ax.set_xticks(range(len(layers)), layers, **look)
        ax.legend(loc="lower right")
    ax.set_xlabel("layer of their AlexNet")
    alt = f"Percent right, by the layer that the features are from. {'; '.join(said)}."
    return style.picture(fig, alt)


def losses(lines):
    """Losses, each the mean of 25 steps, and how far the first two are apart."""
    fig, (left, right) = style.axes(1, 2, height=300, width_ratios=[1.4, 1])
    window = np.full(25, 1 / 25)
    means = {name: np.convolve(y, window, "valid") for name, y in lines.items()}
    (one, first), (other, second), *_ = lines.items()
    draw_lines(left, np.arange(12, len(first) - 12), means)
    left.lines[1].set(lw=6, alpha=0.4, ls="-", zorder=1)  # it may lie on the first
    left.set(xlabel="step", ylabel="loss, mean of 25 steps", ylim=(0, None))
    left.legend()
    apart = np.abs(np.subtract(first, second))
    right.plot(np.maximum(apart, 1e-17), ".", color=style.PURPLE, ms=3)
    draw_mark(right, 1e-8, "1e-8")
    right.set(xlabel="step", yscale="log", ylim=(3e-18, 1e-6))
    right.set_title(f"|{one} − {other}|")
    ends = zip(*((mean[0], mean[-1]) for mean in means.values()), strict=True)
    said = style.each("{} from {:.2f} to {:.2f}", means, *ends, joint=", ")
    highest = "below" if apart.max() < 1e-8 else "partly above"
    together = "lie on each other" if apart.max() < 1e-3 else "part"
    alt = f"""Left, the losses over {len(first)} steps: {said}. The lines of {one} and
        {other} {together}. Right, the difference of these two, {highest} a line at
        1e-8."""
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
            ax.plot(lines[label], label=label, **known.get(label, {"color": colour}))
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
    fig, panels = style.side_by_side(curves, 280, "share that is left", sharey=True)
    for ax, _, (f, share) in panels:
        ax.axhline(0, color=style.GREY, lw=1)
        ax.plot(f, share, color=style.KERNEL)
        ax.fill_between(f, share, 0, where=share < -1e-9, color=style.RED, alpha=0.5)
        ax.axvline(mark, color=style.BLUE, lw=1, ls="--")
        ax.set(xlabel="waves a day")
    return style.picture(fig, alt)


def gradient_lengths(panels):
    """The length of each layer's gradient at the start, on a scale of powers of ten.

    panels: {title: {(kind, layers): (convolutions,) lengths}}, first layer first.
    """
    ylabel, said = "length of its gradient", []
    fig, places = style.side_by_side(panels, 275, ylabel, sharey=True)
    for ax, title, nets in places:
        lines = {f"{kind}, {n} layers": net for (kind, n), net in nets.items()}
        most = max(map(len, lines.values()))
        for name, line in draw_lines(ax, range(1, most + 1), lines).items():
            said.append(f"{title}, {name}: {line[0]:.2g}, {line[-1]:.2g}")
        ax.set(yscale="log", xlabel="convolution, the first one at the left")
    ax.legend(**style.OUTSIDE)
    alt = f"Lengths of the gradient, first and last layer. {'; '.join(said)}."
    return style.picture(fig, alt)


def imagenet(errors, below):
    """Top-5 error by year, {year: percent}, and a line where a human is.

    What came before 2012 is grey, then come convolutional networks. below: {year:
    percent} of years of which only “under” is known, of networks that use attention.
    """
    fig, ax = style.axes(height=330)
    human, every = 5.1, errors | below
    ax.plot(every.keys(), every.values(), color=style.PALE, lw=3, zorder=0)
    old = {year: error for year, error in errors.items() if year < 2012}
    new = {year: errors[year] for year in errors if year not in old}
    for kind, mark, colour, part in (
        ("features designed by hand", "s", style.GREY, old),
        ("convolutional networks", "o", style.BLUE, new),
        ("networks that use attention", "D", style.PURPLE, below),
    ):
        ax.plot(part.keys(), part.values(), mark, color=colour, ms=10, label=kind)
    for year, error in every.items():
        words = f"under {error}" if year in below else error
        up = -18 if year in errors and error < human else 9
        style.beside(ax, words, (year, error), (0, up), ha="center")
    draw_mark(ax, human, f"a human: {human} %", style.RED, "--")
    ax.legend(loc="upper right")
    top, years = 1.15 * max(errors.values()), range(min(every), max(every) + 1)
    ax.set(xlabel="year", ylabel="top-5 error, %", ylim=(0, top), xticks=years)
    ax.grid(axis="y")
    said = style.each("{} {}", errors, errors.values(), joint=", ")
    said += style.each(", {} under {}", below, below.values())
    alt = f"""Top-5 error on ImageNet in percent: {said}. From 2012 to {max(errors)}
        convolutional networks, then some with attention. Dashed, a human: {human}."""
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
        at, mean = found.amounts, np.mean(found.scores, axis=0)
        above.set_prop_cycle(ls=DASHES if names else ["-"])
        look = {"lw": 1.5, "label": names} if names else {"lw": 0.8, "alpha": 0.25}
        above.plot(at, np.transpose(found.scores), color=style.GREY, **look)
        above.plot(at, mean, color=style.RED, lw=2.5, ls="-", label="mean")
        above.grid(axis="y")
        draw_lines(below, at, found.distances)
        draw_mark(below, 1)
        below.set_xlabel(change)
        shown = {change: at, "score": mean} | found.distances
        three = np.round(list(shown.values()), 1)[:, [0, len(at) // 2, -1]]
        said.append(style.each("{} {}", shown, map(style.listed, three)))
    places[0, 0].set(ylabel="score of\nthe class", ylim=(0, 1.02))
    places[1, 0].set(ylabel="distance\n(1: another picture)", ylim=(0, None))
    for ax, side in zip(places[:, 0], ("left", "right"), strict=True):
        lines = ax.get_legend_handles_labels()
        fig.legend(*lines, loc=f"outside upper {side}", ncols=4, columnspacing=1)
    lines = ", ".join(names) or f"{len(found.scores)} thin lines"
    alt = f"""Top row: the class's score, {lines} and their mean;
        below, how far the features move, by layer. At the left, in the middle and at
        the right: {". ".join(said)}."""
    return style.picture(fig, alt)
