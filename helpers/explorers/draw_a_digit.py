"""Draw a digit: what a network makes of it while it is being drawn."""

from functools import cache

import numpy as np
import torch

from helpers import datasets, models, plots, training
from helpers.datasets import drawing
from helpers.datasets.drawing import BOX, FINE, SIDE
from helpers.one_thread import one_thread
from helpers.widgets import button, choice, explorer, pad, slider, tick

OWN = -1  # instead of a stored digit
PENS = {"thin": 1.5, "medium": 2.4, "thick": 3.6}
MOST = 6  # feature maps that are shown
REACH = 10  # pixels that the drawing can be moved, each way
PAPER = 4, 26, SIDE * FINE, SIDE * FINE
MARGIN = (SIDE - BOX) / 2 * FINE  # of the box on the paper that a digit of MNIST fills


def settle(before, wanted):
    """A new line replaces the stored digit; a stored digit replaces what was drawn."""
    if wanted["ink"] and wanted["ink"] != before["ink"]:
        return wanted | {"digit": OWN}
    return wanted if wanted["digit"] == OWN else wanted | {"ink": []}


@explorer(
    "Explorer: draw a digit with the mouse or a finger, and see what the net says",
    (900, 312),
    settle,
    right=slider("move right", -REACH, REACH),
    down=slider("move down", -REACH, REACH),
    size=slider("size in %", 30, 150, step=5),
    digit=choice("on paper", {"your own": OWN} | {str(n): n for n in range(10)}),
    pen=choice("pen", PENS),
    centre=tick("centre it"),
    clear=button("clear", lambda explorer: explorer.set(ink=[], digit=OWN)),
    ink=pad(*PAPER[:2], SIDE, FINE),
)
def draw_a_digit(
    page, model=None, digit=3, centre=True, right=0, down=0, size=100, pen=2.4, ink=()
):
    """Explorer: draw a digit, and watch a network's probabilities and feature maps.

    model: an nn.Sequential that takes digits (N, 1, 28, 28) and gives ten scores;
    without one, a LeNet after one quick pass over 4,000 digits.
    """
    place = right, down, size / 100
    stored = np.zeros((SIDE, SIDE)) if ink or digit == OWN else stored_digits()[digit]
    sheet = drawing.drawn(ink, pen, *place)
    if stored.any():
        sheet = drawing.enlarged(stored, *place)
    image = drawing.centred(sheet) if centre else drawing.reduced(sheet)
    model = quick_lenet() if model is None else model
    probabilities, maps = think(model, image)

    page.change("ink", pen=pen, place=place)  # the browser draws the ink
    page.pixels(PAPER, [[0]], colour=plots.INK)
    page.pixels(on_paper(*place), stored, colour=plots.INK)["clip"] = PAPER
    page.box(PAPER, edge=plots.GREY, width=1)
    guide = PAPER[0] + MARGIN, PAPER[1] + MARGIN, BOX * FINE, BOX * FINE
    page.box(guide, edge=plots.GREY, width=1, dash=(2, 4))
    page.pixels((312, 26, 140, 140), image, colour=plots.BLUE, framed=True)
    most = max(plots.limit(maps), 0.1)
    for n, values in enumerate(maps / most):
        page.pixels((312 + 98 * n, 222, 84, 84), values, framed=True)
    page.text("draw here", 4, 18)
    page.text("what the network sees", 312, 18, plots.BLUE)
    page.text("its first feature maps", 312, 214, plots.PURPLE)
    bars(page, probabilities)
    first, second = np.argsort(-probabilities, kind="stable")[:2]
    if not sheet.any():
        said = f"Nothing is drawn yet. It says {first} to blank paper: "
        return f"{said}it has no word for “no digit”. "
    one, two = (plots.percent(probabilities[n]) for n in (first, second))
    says = f"The network says {first}: {one}, then {second}: {two}."
    return f"{says} {lies(sheet, centre)}"


@cache
def stored_digits():
    """One test digit of each kind, (10, 28, 28)."""
    images, labels = datasets.load("mnist", "test", full=False)
    return np.stack([images[labels == digit][0, 0].numpy() for digit in range(10)])


@cache
def quick_lenet():
    """A LeNet after one pass over the shipped digits: a second's work."""
    model = models.lenet()
    with one_thread():
        training.fit(model, datasets.load("mnist", "train", full=False), batch=16)
    return model


def think(model, image):
    """(probabilities (10,), first feature maps (≤ 6, H, W)) of a digit (28, 28).

    The feature maps are those of the first convolution, after its activation function;
    a network without a convolution has none.
    """
    x = torch.from_numpy(image)[None, None].to(next(model.parameters()))
    maps = x[:, :0]
    with one_thread(), torch.inference_mode():
        for layer in model.children():
            before, x = x, layer(x)
            first = x.dim() == 4 and not maps.shape[1] and x.shape[1] > 1
            if first or (before is maps and x.shape == maps.shape):
                maps = x  # or what the activation function makes of them
    return x[0].softmax(0).cpu().numpy(), maps[0, :MOST].cpu().numpy()


def on_paper(right, down, scale):
    """Where a stored digit lies: scaled about the paper's middle, and then moved."""
    left, top, side, _ = PAPER
    edge = side / 2 * (1 - scale)
    at = left + edge + right * FINE, top + edge + down * FINE
    return *at, side * scale, side * scale


def bars(page, probabilities):
    """A bar for each digit, and a number on it where there is room."""
    marks = {"xticks": range(10), "yticks": {0: "0", 0.5: "50 %", 1: "100 %"}}
    marks |= {"title": "probabilities", "colour": plots.GREEN}
    axes = page.axes((520, 26, 372, 120), (-0.6, 9.6), (0, 1.15), **marks)
    for digit, share in enumerate(probabilities):
        x, y = axes.x(digit), axes.y(share)
        page.box((x - 14, y, 28, axes.y(0) - y), plots.GREEN)
        said = plots.percent(share) if share >= 0.05 else ""
        page.text(said, x, y - 4, size=12, align="center")


def lies(sheet, centre):
    if centre:
        return "Centred and scaled first: wherever you draw, it is given the same."
    row, col = (round(at - SIDE / 2) for at in drawing.middle(drawing.reduced(sheet)))
    ways = (row, "above", "below"), (col, "left of", "right of")
    off = [f"{abs(n)} {after if n > 0 else before}" for n, before, after in ways if n]
    top, bottom, left, right = drawing.bounds(sheet)
    longer = round(max(bottom - top, right - left) / FINE)
    words = f"Given as it lies, {' and '.join(off)} the middle" if off else "In place"
    return f"{words}, {longer} pixels long; MNIST's are centred, {BOX} long."
