"""What all tests share: no deadlines; and those of figures, the figure."""

import pytest
from hypothesis import HealthCheck, settings
from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers.plots import base

# Whether a test passes doesn't depend on how quick or busy the machine is.
settings.register_profile(
    "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("patient")


@pytest.fixture
def drawn(monkeypatch):
    """A function that gives the matplotlib figure of the last picture made."""
    figures = []

    def canvas(fig):
        figures.append(fig)
        return FigureCanvasAgg(fig)

    monkeypatch.setattr(base, "FigureCanvasAgg", canvas)
    return lambda: figures[-1]
