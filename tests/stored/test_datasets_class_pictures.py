"""The stored class images: what the table says of them, and how they are made."""

from types import SimpleNamespace

import numpy as np
import torch

from helpers import models
from helpers.datasets import class_pictures


def test_the_network_is_sure_of_each_as_it_is():
    """As notebook 09 asks it: the picture itself, neither enlarged nor cut."""
    stored = class_pictures.load()
    assert list(stored)[0] == "dumbbell" and len(stored) == 7
    net = models.lite0()
    for name, one in stored.items():
        assert one.picture.shape == (192, 192, 3)
        assert one.last > one.first + 20
        x = torch.tensor((one.picture - 127) / 128).permute(2, 0, 1)[None].float()
        with torch.no_grad():
            shares = net(x).softmax(1)[0]
        assert shares[models.IMAGENET.index(name)] > 0.9


def test_the_script_makes_the_picture_and_its_row(script, monkeypatch, tmp_path):
    make = script("make_class_pictures")
    assert list(make.SEEDS) == list(class_pictures.load())
    found = SimpleNamespace(picture=np.full((64, 64, 3), 99.6), history=[1.0, 2.345])
    monkeypatch.setattr(make.features, "class_image", lambda *asked: found)
    monkeypatch.setattr(make, "TARGET", tmp_path)
    name, seed, first, last = make.row(None, "cup", 3)
    assert (name, seed, first) == ("cup", 3, 1.0) and abs(last - 2.345) < 0.006
    assert (tmp_path / "cup.jpg").exists()
