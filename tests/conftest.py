"""What the tests of figures share."""

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers.plots import style


@pytest.fixture
def drawn(monkeypatch):
    """A function that gives the matplotlib figure of the last picture made."""
    figures = []

    def canvas(fig):
        figures.append(fig)
        return FigureCanvasAgg(fig)

    monkeypatch.setattr(style, "FigureCanvasAgg", canvas)
    return lambda: figures[-1]
