"""Figures about the networks after AlexNet: what they cost, and what they save."""

import numpy as np

from .style import BLUE, GREY, INK, PALE, axes, picture

AREA = 14  # square points of a bubble for one million parameters


def bubbles(nets):
    """{name: (year, multiply–adds, percent right, parameters)}: a bubble for each.

    Its area is its number of parameters.
    """
    fig, ax = axes(height=340)
    said = []
    for name, (year, products, right, parameters) in nets.items():
        billions, millions = products / 1e9, parameters / 1e6
        ax.scatter(billions, right, AREA * millions, color=BLUE, alpha=0.4)
        ax.plot(billions, right, "o", color=BLUE, ms=3)
        side = -1 if crowded(products, right, nets.values()) else 1
        ax.annotate(
            f"{name}, {year}\n{millions:.1f} million",
            (billions, right),
            (side * (6 + np.sqrt(AREA * millions / np.pi)), -4),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="center",
            fontsize=11,
        )
        counts = f"{billions:.2f} billion, {right:.1f} percent, {millions:.1f} million"
        said.append(f"{name} {counts}")
    low, high = ax.get_ylim()
    ax.set(xscale="log", xlim=(0.2, 60), ylim=(low - 2, high + 2))
    ticks = 0.2, 0.5, 1, 2, 5, 10, 20
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.set_xticks([], minor=True)
    ax.set(xlabel="billion multiply–adds for one photo")
    ax.set_ylabel("ImageNet's photos right\nat the first guess, %")
    ax.grid(color=PALE)
    ax.set_axisbelow(True)
    alt = f"""A bubble for each network, by multiply–adds, photos right at the first
        guess, and parameters (its area): {"; ".join(said)}."""
    return picture(fig, alt)


def crowded(products, right, nets):
    """True if another bubble is where the words on the right would be."""
    return any(
        1 < other / products < 2 and abs(percent - right) < 3
        for _, other, percent, _ in nets
    )


def savings(products, times):
    """Two lines by the number of channels: what is saved in products, and in time.

    {channels: how many times fewer}, {channels: how many times as fast}.
    """
    fig, ax = axes(height=300)
    rows = (products, "multiply–adds", "o-", INK), (times, "time", "s--", BLUE)
    for values, words, look, colour in rows:
        ax.plot(values.keys(), values.values(), look, color=colour, label=words)
        last = list(values)[-1]
        ax.annotate(
            f"{words}, {values[last]:.1f} times",
            (last, values[last]),
            (10, 0),
            textcoords="offset points",
            color=colour,
            va="center",
        )
    ax.axhline(1, color=GREY, lw=1, ls=":")
    ax.set(xscale="log", xlabel="channels in and out", ylabel="times less")
    ax.set_xticks(list(products), list(products))
    ax.set_xticks([], minor=True)
    ax.set(xlim=(0.9 * min(products), 4 * max(products)), ylim=(0, None))
    ax.grid(axis="y", color=PALE)
    said = ", ".join(f"{n} channels {times:.1f}" for n, times in products.items())
    alt = f"""Two lines by the number of channels. Multiply–adds are fewer by a factor
        of: {said}. How much time is saved depends on the computer."""
    return picture(fig, alt)
