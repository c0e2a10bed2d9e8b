"""Figures of what a network says to photos, and to photos that were changed."""

import numpy as np

from .style import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PALE,
    PURPLE,
    RED,
    SKY,
    axes,
    bare,
    figure,
    image,
    picture,
)

MARKERS = ((BLUE, "o"), (GREEN, "s"), (PURPLE, "^"), (ORANGE, "D"))
DASHES = "-", "--", ":", "-."


def invariance(curves, names=(), height=420):
    """Three columns of curves against how far a picture was changed.

    curves: {"translation, pixels": (at, scores, distances), …}: at (places,), scores
    (pictures, places) of the true class, distances {layer: (places,)}. Each picture
    is a thin line, their mean a thick one. names: of up to four pictures' classes.
    """
    fig, places = axes(2, len(curves), height=height, sharex="col", sharey="row")
    said = []
    for column, (change, (at, scores, distances)) in enumerate(curves.items()):
        above, below = places[:, column]
        scores = np.asarray(scores, dtype=float)
        for n, line in enumerate(scores):
            look = {"lw": 0.8, "alpha": 0.25}
            if names:
                look = {"lw": 1.5, "ls": DASHES[n], "label": names[n]}
            above.plot(at, line, color=GREY, **look)
        above.plot(at, scores.mean(axis=0), color=RED, lw=2.5, label="mean")
        for (layer, far), (colour, marker) in zip(
            distances.items(), MARKERS, strict=False
        ):
            every = max(1, len(at) // 8)
            look = {"color": colour, "marker": marker, "ms": 5, "markevery": every}
            below.plot(at, far, label=layer, **look)
        below.axhline(1, color=GREY, ls=":", lw=1.5)
        below.set_xlabel(change)
        for ax in (above, below):
            ax.grid(axis="y", color=PALE)
        said.append(_ends(change, at, scores.mean(axis=0), distances))
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


def _ends(change, at, score, distances):
    """A column's curves in words: at both ends, or on the way if these are the same."""
    ends = [0, -1]
    if np.isclose(score[0], score[-1]):
        ends = [len(at) // 4, len(at) // 2]
    text = f"{change}, at {at[ends[0]]:g} and {at[ends[1]]:g}: score"
    text += " and".join(f" {score[end]:.1f}" for end in ends)
    for layer, far in distances.items():
        text += f"; {layer}" + " and".join(f" {far[end]:.1f}" for end in ends)
    return f"{text}."


def top5(pictures, names, scores):
    """Photos, and beside each the five classes that get the highest scores.

    pictures: N arrays, 0 to 255; names: K classes; scores (N, K), shares of 1.
    """
    rows = -(-len(pictures) // 3)
    fig = figure(height=min(420, 200 * rows))
    parts = fig.subfigures(rows, 3, squeeze=False).flat
    said = []
    for part, photo, row in zip(parts, pictures, scores, strict=False):
        row = np.asarray(row, dtype=float)
        best = np.argsort(-row, kind="stable")[:5]
        left, right = part.subplots(1, 2, width_ratios=[2, 3])
        image(left, np.asarray(photo) / 255, vmin=0, vmax=1)
        bare(right).barh(range(5), row[best], color=SKY, alpha=0.45)
        right.set(xlim=(0, 1), ylim=(4.5, -0.5))
        for place, k in enumerate(best):
            text = f"{names[k]}  {100 * row[k]:.0f} %"
            right.text(0.02, place, text, va="center", size=11)
        said.append(", ".join(f"{names[k]} {100 * row[k]:.0f} %" for k in best))
    alt = f"""{len(pictures)} photos, each with its five most likely classes:
        {"; ".join(said)}."""
    return picture(fig, alt)
