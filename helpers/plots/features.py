"""Figures of what a network's layers make of a photo, and of what they like best."""

import numpy as np
from matplotlib.collections import LineCollection

from .base import CYCLE, GREY, PALE, axes, bare, figure, picture
from .first_layer import around_grey

LARGEST = 96  # pixels of a patch's side: more can't be seen


def feature_maps(photo, maps, channels=4, height=420):
    """A photo, and what some channels of each layer make of it, a column for a layer.

    photo (H, W, 3), 0 to 255; maps: {layer: (C, h, w)}. channels: how many of each
    layer, those whose maps vary most; or {layer: their numbers}. Each map is scaled
    alone, its lowest value black and its highest white.
    """
    fig = figure(height=height)
    grid = fig.add_gridspec(1, 1 + len(maps), width_ratios=[1.6] + [1] * len(maps))
    first = bare(fig.add_subplot(grid[0]))
    first.imshow(np.asarray(photo) / 255)
    first.set_title("photo")
    said = []
    for column, (layer, values) in enumerate(maps.items(), 1):
        values = np.asarray(values, dtype=float)
        chosen = varied(values, channels) if np.isscalar(channels) else channels[layer]
        shown = values[list(chosen)]
        least = shown.min((1, 2), keepdims=True)
        span = np.maximum(shown.max((1, 2), keepdims=True) - least, 1e-30)
        grey = ((shown - least) / span)[..., None].repeat(3, -1)
        ax = fig.add_subplot(grid[column])
        boxes = tiles(ax, grey, 1, below=0.14)
        name_tiles(ax, boxes, [f"channel {n}" for n in chosen], size=8)
        c, h, w = values.shape
        ax.set_title(f"{layer}\n{c} of {h}×{w}", size=10)
        said.append(f"{layer} {c} of {h}×{w}")
    alt = f"""A photo and maps of some channels of {len(maps)} layers, each map from black
        at its lowest value to white at its highest. Maps in all:
        {", ".join(said)}."""
    return picture(fig, alt)


def varied(values, count):
    """Numbers of the channels (C, h, w) whose maps vary most, in rising order."""
    spread = values.std((1, 2))
    return sorted(np.argsort(-spread, kind="stable")[:count].tolist())


def top_patches(rows, black=-1.0, white=1.0, height=None):
    """Units of a network: what each one likes best, 3 × 3, and what in it counts.

    rows: (words, nine patches (3, h, w), nine guided gradients (3, h, w) or None).
    black, white: the values of patches that mean so. Gradients are shown around grey,
    each scaled alone.
    """
    cols = 2 if len(rows) in (1, 2, 4) else 3
    lines = -(-len(rows) // cols)
    height = height or min(420, 225 * lines)
    fig, places = axes(lines, cols, height=height, squeeze=False)
    for ax in places.flat[len(rows) :]:
        bare(ax)
    for ax, (words, patches, gradients) in zip(places.flat, rows, strict=False):
        seen = [(small(one) - black) / (white - black) for one in patches]
        seen = np.stack(seen).transpose(0, 2, 3, 1)
        if gradients is None:
            tiles(ax, seen, 3)
        else:
            counts = around_grey(_clipped(np.stack([small(one) for one in gradients])))
            blank = np.ones_like(seen[:3])
            mixed = []  # three patches, a gap, three gradients
            for n in range(0, len(seen), 3):
                mixed += [*seen[n : n + 3], *blank[:1], *counts[n : n + 3]]
            _side_by_side(ax, np.stack(mixed))
        ax.set_title(words, size=11)
    with_gradients = any(gradients is not None for _, _, gradients in rows)
    beside = ", and beside them their guided gradients" if with_gradients else ""
    alt = f"""For each of {len(rows)} units, the nine patches to which it answers most
        strongly{beside}: {"; ".join(" ".join(words.split()) for words, _, _ in rows)}."""
    return picture(fig, alt)


def small(patch):
    """A patch (C, h, w) of at most LARGEST pixels a side: means of squares of it."""
    patch = np.asarray(patch, dtype=float)
    by = -(-max(patch.shape[1:]) // LARGEST)
    c, h, w = patch.shape
    patch = patch[:, : h // by * by, : w // by * by]
    return patch.reshape(c, h // by, by, w // by, by).mean((2, 4))


def _clipped(gradients):
    """Gradients (n, 3, h, w), the strongest half percent of each cut off."""
    most = np.quantile(np.abs(gradients), 0.995, axis=(1, 2, 3), keepdims=True)
    return np.clip(gradients, -most, most)


def _side_by_side(ax, mixed):
    """Two blocks of 3 × 3: seven columns, the middle one narrow and without frames."""
    h, w = mixed.shape[1:3]
    bare(ax)
    boxes = []
    for n, one in enumerate(mixed):
        row, col = divmod(n, 7)
        if col == 3:
            continue
        left, top = (1.06 * col - (0.86 if col > 3 else 0)) * w, 1.06 * row * h
        ax.imshow(np.clip(one, 0, 1), extent=(left, left + w, top + h, top))
        boxes.append((left, top, w, h))
    right, bottom = boxes[-1][0] + w, boxes[-1][1] + h
    ax.set(xlim=(-0.05 * w, right + 0.05 * w), ylim=(bottom + 0.05 * h, -0.05 * h))
    ax.set_aspect("equal")
    frames(ax, boxes, "#767676", 0.6)


def class_pictures(pictures, words=None, height=None):
    """Pictures that a network likes best, {name: (H, W, 3), 0 to 255}, with names.

    words: {name: what else to say of it}.
    """
    n = len(pictures)
    cols = n if n < 4 else -(-n // 2)
    lines = -(-n // cols)
    fig, places = axes(
        lines, cols, height=height or (330 if n < 4 else 420), squeeze=False
    )
    for ax in places.flat:
        bare(ax)
    said = []
    for ax, (name, shown) in zip(places.flat, pictures.items(), strict=False):
        ax.imshow(np.clip(np.asarray(shown) / 255, 0, 1))
        more = (words or {}).get(name, "")
        ax.set_title(f"{name}{chr(10) if more else ''}{more}", size=12)
        said.append(f"{name} {more}".strip())
    return picture(
        fig, f"{n} pictures made by gradient ascent, for: {'; '.join(said)}."
    )


def ascent(histories, height=300):
    """The objective at each step of ascents, {name: list}."""
    fig, ax = axes(height=height)
    said = []
    ends = spread_out([float(history[-1]) for history in histories.values()])
    most = max(len(history) for history in histories.values())
    for (name, history), colour, end in zip(
        histories.items(), CYCLE * 3, ends, strict=False
    ):
        ax.plot(range(len(history)), history, color=colour)
        ax.text(len(history) + most / 80, end, name, color=colour, va="center")
        tens = int(max(history[-1], 0) // 10 * 10)
        said.append(f"{name} to over {tens}")
    ax.set(xlabel="step", ylabel="score of the class", xlim=(0, 1.16 * most))
    ax.grid(axis="y", color=PALE)
    return picture(fig, f"The score rises with the steps: {', '.join(said)}.")


def spread_out(ends, share=0.09):
    """Heights for words at lines' ends, so far apart that none overlap."""
    apart = share * (max(ends) - min(min(ends), 0) or 1)
    heights, last = list(ends), -np.inf
    for n in np.argsort(ends, kind="stable"):
        heights[n] = last = max(ends[n], last + apart)
    return heights


def tiles(ax, pictures, cols, below=0.0, gap=0.08):
    """Pictures (n, h, w, 3) in a table; each one's box, (left, top, w, h).

    Between them is a gap, a share of the width, and under each one room for words,
    `below`, a share of the height.
    """
    n, h, w = pictures.shape[:3]
    bare(ax)
    boxes = []
    for k, one in enumerate(pictures):
        row, col = divmod(k, cols)
        left, top = col * (1 + gap) * w, row * (1 + gap + below) * h
        ax.imshow(np.clip(one, 0, 1), extent=(left, left + w, top + h, top))
        boxes.append((left, top, w, h))
    rows = -(-n // cols)
    wide, high = cols * (1 + gap) - gap, rows * (1 + gap + below) - gap
    ax.set(xlim=(-0.04 * w, (wide + 0.04) * w), ylim=((high + 0.04) * h, -0.04 * h))
    ax.set_aspect("equal")
    frames(ax, boxes, GREY, 0.6)
    return boxes


def frames(ax, boxes, colour, width):
    """A frame around each box (left, top, w, h)."""
    corners = [
        [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)] for x, y, w, h in boxes
    ]
    ax.add_collection(LineCollection(corners, colors=colour, linewidths=width))


def name_tiles(ax, boxes, names, size):
    """A name under each box."""
    for (x, y, w, h), name in zip(boxes, names, strict=False):
        place = (x + w / 2, y + h)
        ax.annotate(
            name, place, (0, -2), textcoords="offset points",
            ha="center", va="top", size=size
        )  # fmt: skip
