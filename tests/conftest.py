"""What tests share: the figure just drawn, scripts, weights as torchvision has them."""

import hashlib
import importlib

import numpy as np
import pytest
import torch
from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers.datasets import files
from helpers.plots import style


@pytest.fixture
def drawn(monkeypatch):
    """A function that gives the matplotlib figure of the last picture made.

    Nothing is rendered, which would take a hundred times as long; notebooks do that.
    """
    figures = []

    class Canvas(FigureCanvasAgg):
        def __init__(self, fig):
            super().__init__(fig)
            figures.append(fig)

        def draw(self):
            pass

        def buffer_rgba(self):
            return np.zeros((2, 2, 4), dtype=np.uint8)

    monkeypatch.setattr(style, "FigureCanvasAgg", Canvas)
    return lambda: figures[-1]


@pytest.fixture
def script(monkeypatch):
    """A function that imports a script of tools/data/ by its name."""
    monkeypatch.syspath_prepend(str(files.DATA.parent / "tools" / "data"))
    return importlib.import_module


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A function that puts made-up weights where torchvision keeps a network's.

    It gives the file's path. As torchvision's do, the name ends in the first digits of
    the file's SHA-256; the real weights are only at hand with a network.
    """
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))

    def keep(weights, build):
        with torch.device("meta"):
            empty = build().state_dict()
        # One number for all of a layer, so that the file is small.
        state = {
            name: torch.full((1,), k % 7 / 100).expand(value.shape)
            for k, (name, value) in enumerate(empty.items())
        }
        path = tmp_path / "hub" / "checkpoints" / "new.pth"
        path.parent.mkdir(parents=True)
        torch.save(state, path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        start = weights.url.rpartition("-")[0]
        monkeypatch.setattr(weights.value, "url", f"{start}-{digest[:8]}.pth")
        return path.rename(path.with_name(weights.url.split("/")[-1]))

    return keep
