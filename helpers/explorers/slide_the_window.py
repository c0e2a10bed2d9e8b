"""Slide the window: drag it over a wall of photos; what is in it, and where else?"""

from functools import cache

import numpy as np

from helpers import plots
from helpers.datasets import pictures
from helpers.explorers import lite0_answers
from helpers.one_thread import one_thread
from helpers.widgets import choice, explorer, slider

SIDE, STEP = 224, 32  # pixels of a window; from one window to the next
HEIGHT, WIDTH = 512, 896  # of the wall
NAMES = ["espresso", "tripod", "Egyptian cat", "daisy", "football helmet", "maze"]
WALL = 4, 30, 504, 288  # left, top, width, height on the page
MAP = 532, 206, 308, 140  # a cell of 14 pixels for each window
BAR = 532, 30, 308, 24  # of the best guess, were it quite sure


@explorer(
    "Explorer: slide the window; drag it over the wall of photos",
    (860, 352),
    name=choice("look for", NAMES),
    right=slider("right", 0, WIDTH - SIDE, step=STEP),
    down=slider("down", 0, HEIGHT - SIDE, step=STEP),
)
def slide_the_window(page, name="espresso", right=64, down=32):
    """Explorer: a window over a wall of photos; its answer, and all windows'."""
    shares, names = answers(), lite0_answers.names()
    row, column = down // STEP, right // STEP
    here, found = shares[:, row, column], shares[names.index(name)]
    most, first = found.max(), int((shares.argmax(0) == names.index(name)).sum())

    page.photo(WALL, seen(), "the wall: drag the window")
    scale, (left, top, *_) = WALL[2] / WIDTH, WALL
    window = left + scale * right, top + scale * down, scale * SIDE, scale * SIDE
    framed(page, WALL, window, ("right", -112, WIDTH - 112), ("down", -112, 400))

    title = "in this window: the five best guesses"
    best = lite0_answers.show_guesses(page, title, BAR, 29, here, name)
    title = f"“{name}” in each window, at most {plots.percent(most)}"
    page.pixels(MAP, found / most, title, plots.GREEN, framed=True)
    (left, top, wide, _), rows = MAP, len(found)
    cell = wide / found.shape[1]
    place = left + cell * column, top + cell * row, cell, cell
    ends = STEP * (found.shape[1] - 0.5), STEP * (rows - 0.5)
    framed(page, MAP, place, ("right", -16, ends[0]), ("down", -16, ends[1]))
    guess = f"{best[0][0]}: {plots.percent(best[0][1])}"
    said = f"{right} pixels from the left and {down} from the top it says {guess}. One "
    said += f"pass gave the answers of all {found.size} windows; {name} is the first "
    return f"{said}guess in {first}."


def framed(page, place, box, across, down):
    """A frame that is dragged over a place."""
    page.drag(place, across, down, held=page.frame(box), cursor="crosshair")


@cache
def seen():
    """The wall in bytes, (512, 896, 3)."""
    return pictures.wall().astype(np.uint8)


@cache
def answers():
    """The classes' shares in each window, from one pass: (1000, 10, 22)."""
    import torch
    import torch.nn.functional as F

    net = lite0_answers.net()
    with one_thread(), torch.no_grad():
        x = (torch.from_numpy(pictures.wall()).float().movedim(2, 0)[None] - 127) / 128
        maps = net.head(net.blocks(net.stem(x)))  # (1, 1280, 16, 28)
        means = F.avg_pool2d(maps, SIDE // STEP, stride=1)
        scores = F.conv2d(means, net.fc.weight[:, :, None, None], net.fc.bias)
        return scores.softmax(1)[0].numpy()
