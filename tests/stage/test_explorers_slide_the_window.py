"""Slide the window: all windows' answers from one pass; what is dragged, and where."""

import numpy as np
import pytest
import torch
from moves import parts, picture, press

from helpers import explorers, models, plots
from helpers.datasets import pictures
from helpers.explorers.slide_the_window import MAP, WALL, answers


def test_each_window_is_the_mean_of_its_49_places_and_a_dense_layer():
    net = models.lite0()
    x = (torch.from_numpy(pictures.wall()).float().permute(2, 0, 1)[None] - 127) / 128
    with torch.no_grad():
        maps = net.head(net.blocks(net.stem(x)))
        for row, column in ((0, 0), (3, 17), (9, 21)):
            part = maps[:, :, row : row + 7, column : column + 7]
            shares = net.fc(net.pool(part)).softmax(1)[0].numpy()
            assert np.abs(shares - answers()[:, row, column]).max() < 1e-5
    assert answers().shape == (1000, 10, 22)


def test_it_finds_the_coffee_and_says_how_many_windows_do():
    explorer = explorers.slide_the_window(right=96, down=0)
    shares = answers()[models.IMAGENET.index("espresso")]
    high = (answers().argmax(0) == models.IMAGENET.index("espresso")).sum()
    assert f"it says espresso: {100 * shares[0, 3]:.0f} %" in explorer.words
    assert f"espresso is the first guess in {high}." in explorer.words
    bar = parts(explorer, "path", fill=plots.GREEN)[0]["xy"][::2]
    assert max(bar) - min(bar) == pytest.approx(308 * shares[0, 3], abs=0.1)
    darkest = picture(explorer, 1).sum(axis=2).argmin()
    assert darkest == shares.argmax()


def test_the_window_is_dragged_on_the_wall_and_on_the_map():
    explorer = explorers.slide_the_window()
    left, top, wide, high = WALL
    middle = left + wide * (320 + 112) / 896, top + high * (96 + 112) / 512
    values = press(explorer, (left + 9, top + 9), middle)
    assert (values["right"], values["down"]) == (320, 96)
    cell = MAP[0] + 14 * 21.5, MAP[1] + 14 * 9.5
    values = press(explorer, cell)
    assert (values["right"], values["down"]) == (672, 288)
    frames = [part for part in explorer.page.parts if part.get("held")]
    assert len(frames) == 4
    corner = np.reshape(frames[0]["xy"], (4, 2))[0]
    assert corner == pytest.approx([left + wide * 672 / 896, top + high * 288 / 512])
